"""A small corpus whose concepts people may want to correct, and decisions on it."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from seed_fixture import dump, write_jsonl

from kg.catalog import Catalog
from kg.decisions import Decision, Outcome, from_text
from kg.pipeline import build, decide
from kg.records import Node

PHONES = {
    "abstract": "Federated learning trains a shared model on many phones. In federated learning the data stays there.",
    "keywords": ["federated learning"],
}
NETWORKS = {
    "abstract": "We speed up federated learning (FL) on slow networks. FL needs few rounds with federated averaging.",
    "keywords": ["federated learning", "federated averaging"],
}
HOSPITALS = {
    "abstract": "Collaborative learning lets hospitals train one model. Collaborative learning keeps records at home.",
    "keywords": ["collaborative learning"],
}
SWARMS = {
    "abstract": "Collaborative learning and swarm intelligence are compared in hospitals, with a convolution network.",
    "keywords": ["collaborative learning", "convolution network"],
}
DROPOUT = {
    "abstract": "Dropout is made for a convolutional network. A convolutional network is small.",
    "keywords": ["convolutional network", "dropout"],
}
GRAPHS = {
    "abstract": "A convolution network for graphs is proposed, better than the convolutional network of others. "
    "Decentralized training is named once.",
    "keywords": ["convolution network"],
}
CHINESE = {"abstract": "联邦学习在保护隐私的情况下训练模型。我们改进了联邦学习的通信效率。", "keywords": ["联邦学习"]}
PAPERS = [PHONES, NETWORKS, HOSPITALS, SWARMS, DROPOUT, GRAPHS, CHINESE]


def write(papers: Sequence[dict] = PAPERS) -> Path:
    """papers.jsonl in the working directory: a source is called as it is named."""
    return write_jsonl(Path("papers.jsonl"), papers)


def add(store: Path, *lines: str) -> tuple[str, ...]:
    """Decide as these lines say, after what was decided before; the complaints."""
    more = from_text("\n".join(lines).encode(), "test")
    return decide(store, lambda catalog: [*(d for d, _ in catalog.decisions()), *more])


def take_back(store: Path, number: int = 0) -> tuple[str, ...]:
    def rest(catalog: Catalog) -> list[Decision]:
        decisions = [d for d, _ in catalog.decisions()]
        decisions.pop(number - 1)
        return decisions

    return decide(store, rest)


def decided(store: Path) -> list[tuple[str, Outcome]]:
    with Catalog.open(store) as catalog:
        return [(str(decision), outcome) for decision, outcome in catalog.decisions()]


def names(concept: Node) -> set[str]:
    p = concept.properties
    return {str(p[field]) for field in ("name", "name_en", "name_zh") if p.get(field)} | set(p["aliases"])  # type: ignore[arg-type]


def concept(store: Path, name: str) -> Node | None:
    """The concept that a name leads to, which must be one."""
    with Catalog.open(store) as catalog:
        found = [node for node in catalog.nodes("Concept") if name in names(node)]
    assert len(found) < 2
    return found[0] if found else None


def mentioning(store: Path, name: str) -> list[str]:
    """How the abstracts that mention the concept of this name begin."""
    found = concept(store, name)
    assert found
    with Catalog.open(store) as catalog:
        return sorted(str(paper.properties["abstract"])[:12] for paper in catalog.graph.papers_of(found.id))


MERGE = 'merge "federated learning" "collaborative learning"'
SPLIT = 'split "federated learning" "collaborative learning"'


@pytest.fixture(scope="module")
def undecided(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("decisions")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        build([write()], Path("store"), fast=True)
    return folder


@pytest.fixture
def store(undecided: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The store of the corpus, without decisions, in the working directory."""
    shutil.copytree(undecided, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return Path("store")


def rebuild(papers: list[dict] = PAPERS):
    return build([write(papers)], Path("store"), fast=True)


def from_scratch(*lines: str) -> str:
    """The graph of a new store of the same sources and decisions."""
    other = Path("other")
    shutil.rmtree(other, ignore_errors=True)
    build([write()], other, fast=True)
    add(other, *lines)
    return dump(other)
