"""Topics: how good the groups are, and how many papers keep theirs when little changes.

    uv run python -m benchmarks.topics

A corpus is built, and built again without 2 % of its papers, drawn at random, three times. Every method groups the
papers by SIMILAR. Modularity; ARI and NMI (of papers that stay) between the groups before and after; and of papermesh's
topics how many papers are still in a topic of the same id, and of the same name.
"""

from __future__ import annotations

import argparse
import lzma
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

import networkx as nx
import numpy as np
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

import kg
from benchmarks.data import path
from benchmarks.table import machine, markdown, stderr
from kg.core.graph import SCALE, Node
from kg.links.similar import Pairs
from kg.links.topics.communities import RUNS, communities
from kg.links.topics.levels import levels
from kg.viz.topics import topics as page_topics

CORPORA = {"cond-mat.quant-gas": "thesauri/quant-gas.jsonl.xz", "cs.IR": "arxiv/cs.IR.jsonl.xz"}
DROPPED, DRAWS = 0.02, 3


@dataclass(frozen=True)
class Built:
    """papers: ids. topic: of level 1, paper -> (id, name) of the one with the greatest weight."""

    papers: list[str]
    near: Pairs
    topic: dict[str, tuple[str, str]]


def build(lines: Sequence[str], folder: Path) -> Built:
    source = folder / "papers.jsonl"
    source.write_text("".join(lines), encoding="utf-8")
    kg.build(source, folder / "store", fast=True)
    store = folder / "store"
    papers = [str(row["id"]) for row in kg.rows(store, "Paper")]
    number = {paper: n for n, paper in enumerate(papers)}
    edges = [(number[str(r["start"])], number[str(r["end"])], r["score"]) for r in kg.rows(store, "SIMILAR")]
    a, b, score = zip(*edges, strict=True)
    names = {row["id"]: str(row["name"]) for row in kg.rows(store, "Topic") if row["level"] == 1}
    topic: dict[str, tuple[float, str]] = {}
    for row in kg.rows(store, "IN_TOPIC"):
        if row["end"] in names:
            best = (float(str(row["weight"])), str(row["end"]))
            topic[str(row["start"])] = max(topic.get(str(row["start"]), best), best)
    known = {paper: (end, names[end]) for paper, (_, end) in topic.items()}
    return Built(papers, (np.array(a), np.array(b), np.rint(np.array(score, float) * SCALE).astype(np.int16)), known)


def louvain(papers: int, near: Pairs) -> np.ndarray:
    graph = nx.Graph()
    graph.add_nodes_from(range(papers))
    graph.add_weighted_edges_from(zip(*(column.tolist() for column in near), strict=True))
    return _numbered(papers, nx.community.louvain_communities(graph, seed=7))


def of_page(papers: int, near: Pairs) -> np.ndarray:
    a, b, score = (column.tolist() for column in near)
    nodes = [Node("Paper", str(n), {"title": str(n)}) for n in range(papers)]
    edges = [(x, y, s / SCALE) for x, y, s in zip(a, b, score, strict=True)]
    return _numbered(papers, [topic.members for topic in page_topics(nodes, edges)])


def one_run(papers: int, near: Pairs) -> np.ndarray:
    from kg.links.topics.communities import _leiden, _symmetric

    return _leiden(_symmetric(*near, papers), seed=1, trials=1, rounds=1)


METHODS: dict[str, Callable[[int, Pairs], np.ndarray]] = {
    "Louvain (NetworkX)": louvain,
    "topics of a page (kg view)": of_page,
    "Leiden, one run": one_run,
    f"Leiden, what {RUNS} runs agree on": lambda papers, near: communities(*near, papers),
    "the same, small ones joined (topics)": lambda papers, near: levels(papers, near)[0],
    "their parts": lambda papers, near: levels(papers, near)[1],
}


def _numbered(papers: int, groups: Sequence[Sequence[int] | set[int]]) -> np.ndarray:
    found = np.full(papers, -1)
    for n, group in enumerate(groups):
        found[list(group)] = n
    return found


def modularity(groups: np.ndarray, near: Pairs) -> float:
    """Papers of no group count as one."""
    a, b, score = near
    own = groups + 1
    degree = np.bincount(a, score, len(own)) + np.bincount(b, score, len(own))
    share = np.bincount(own, degree) / degree.sum()
    return float(score[own[a] == own[b]].sum() / score.sum() - (share**2).sum())


def compared(before: Built, after: Built, one: np.ndarray, other: np.ndarray) -> tuple[float, float]:
    number = {paper: n for n, paper in enumerate(before.papers)}
    rows = np.array([number[paper] for paper in after.papers])
    return adjusted_rand_score(one[rows], other), normalized_mutual_info_score(one[rows], other)


def report(corpus: str, papers: int) -> str:
    with lzma.open(path(CORPORA[corpus]), "rt", encoding="utf-8") as file:
        lines = file.readlines()
    draw = random.Random(1)
    lines = draw.sample(lines, min(papers, len(lines)))
    with tempfile.TemporaryDirectory() as folder:
        stderr().print(f"topics: {corpus}")
        whole = build(lines, Path(folder))
        fewer = []
        for n in range(DRAWS):
            stderr().print(f"topics: {corpus} without {DROPPED:.0%}, {n + 1} of {DRAWS}")
            fewer.append(build([line for line in lines if draw.random() >= DROPPED], Path(folder)))
    table = []
    for name, method in METHODS.items():
        started = time.process_time()
        groups = method(len(whole.papers), whole.near)
        seconds = time.process_time() - started
        pairs = [compared(whole, each, groups, method(len(each.papers), each.near)) for each in fewer]
        many = len(set(groups[groups >= 0].tolist()))
        likeness = (f"{mean(column):.2f}" for column in zip(*pairs, strict=True))
        table.append((name, str(many), f"{modularity(groups, whole.near):.3f}", *likeness, f"{seconds:.1f}"))
    kept = [
        [
            100 * mean(whole.topic.get(p, ("", ""))[n] == each.topic.get(p, ("", ""))[n] for p in each.papers)
            for n in (0, 1)
        ]
        for each in fewer
    ]
    same, named = (f"{mean(column):.0f} %" for column in zip(*kept, strict=True))
    head = ("groups of papers", "groups", "modularity", "ARI", "NMI", "s")
    says = f"Without 2 % of the papers {same} of the others are in a topic of the same id, {named} of the same name."
    return f"**{corpus}**, {len(whole.papers):,} papers\n\n{markdown(head, table)}\n\n{says}\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, default=3000)
    chosen = parser.parse_args()
    print(f"{machine()}\n")
    for corpus in CORPORA:
        print(report(corpus, chosen.papers), flush=True)


if __name__ == "__main__":
    main()
