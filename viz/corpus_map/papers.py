"""What a map says of papers, in columns: there may be a million of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from kg.core.graph import SCALE, Edge, Node, NodeKey, strength, whole_number
from kg.core.graph_store import GraphStore
from kg.core.progress import Progress
from kg.core.topics import by_size, homes
from kg.viz.corpus import batches, paper_keys

NEIGHBOURS, CONCEPTS = 12, 6
"""The nearest papers of a paper that pull at it, and the concepts that are told of it."""


class Near(NamedTuple):
    """Pairs of papers. one, other: (pairs,) int64 positions, one < other. weight: (pairs,) float64 in (0, 1]."""

    one: np.ndarray
    other: np.ndarray
    weight: np.ndarray


@dataclass(frozen=True, slots=True)
class Mapped:
    """All papers, by id.

    urls: "" where none is known. year: (papers,) uint16, 0 where none is known. cited: (papers,) uint16, by papers of
    the corpus. topic, part: (papers,) int64, which topic and which part of one they belong to most, -1 for none, as
    positions in `topics` and `parts`. concept: (papers, CONCEPTS) int64 positions in `concepts`, the most telling
    first, -1 for none.
    """

    ids: list[str]
    titles: list[str]
    urls: list[str]
    year: np.ndarray
    cited: np.ndarray
    topic: np.ndarray
    part: np.ndarray
    concept: np.ndarray
    near: Near
    topics: list[Node]
    parts: list[Node]
    concepts: list[Node]


def mapped(store: GraphStore, progress: Progress) -> Mapped:
    """Everything that a map needs of a graph."""
    keys = paper_keys(store)
    ids = [key[1] for key in keys]
    topics, parts = _topics(store)
    rows = _Rows(ids, [[node.key for node in level] for level in (topics, parts)])
    progress.stage("reading papers", len(keys))
    for batch in batches(keys):
        rows.add(store.nodes(batch))
        rows.about(store.edges(batch, ("MENTIONS",), strongest=CONCEPTS))
        rows.near(store.edges(batch, ("SIMILAR",), strongest=NEIGHBOURS))
        rows.belong(store.edges(batch, ("IN_TOPIC",)))
        rows.cite(store.edges(batch, ("CITES",)), set(batch))
        progress.advance(len(batch))
    return rows.mapped(store, topics, parts)


def _topics(store: GraphStore) -> tuple[list[Node], list[Node]]:
    """The topics and the parts of topics, the largest first."""
    nodes = by_size(store.nodes([("Topic", each.id) for each in store.find("", ("Topic",))]))
    return [n for n in nodes if whole_number(n.properties, "level") == 1], [
        n for n in nodes if whole_number(n.properties, "level") == 2
    ]


class _Rows:
    """The columns while they are filled."""

    def __init__(self, ids: list[str], levels: Sequence[Sequence[NodeKey]]) -> None:
        """levels: the topics, and the parts of topics."""
        self._ids = ids
        self._number = {paper: n for n, paper in enumerate(ids)}
        self._levels = levels
        self._titles, self._urls = list[str](), list[str]()
        self._year, self._cited = np.zeros(len(ids), np.uint16), np.zeros(len(ids), np.int64)
        self._pairs: dict[tuple[int, int], int] = {}
        self._home = [np.full(len(ids), -1), np.full(len(ids), -1)]
        self._concepts: dict[str, int] = {}
        self._concept = np.full((len(ids), CONCEPTS), -1)

    def add(self, papers: Sequence[Node]) -> None:
        """The papers, in their order."""
        for paper in papers:
            self._year[len(self._titles)] = min(max(whole_number(paper.properties, "year"), 0), 65_535)
            self._titles.append(paper.name)
            self._urls.append(str(paper.properties.get("url") or ""))

    def about(self, mentions: Sequence[Edge]) -> None:
        found: dict[int, list[tuple[float, str]]] = defaultdict(list)
        for edge in mentions:
            found[self._number[edge.start[1]]].append((-strength(edge), edge.end[1]))
        for paper, concepts in found.items():
            best = [concept for _, concept in sorted(concepts)[:CONCEPTS]]
            self._concept[paper, : len(best)] = [self._concepts.setdefault(c, len(self._concepts)) for c in best]

    def near(self, similar: Sequence[Edge]) -> None:
        for edge in similar:
            pair = self._number[edge.start[1]], self._number[edge.end[1]]
            self._pairs[min(pair), max(pair)] = round(strength(edge) * SCALE)

    def belong(self, edges: Sequence[Edge]) -> None:
        """Every paper to the topic, and the part of one, that it belongs to most."""
        for topics, home in zip(self._levels, self._home, strict=True):
            for paper, topic in homes(edges, topics).items():
                home[self._number[paper[1]]] = topic

    def cite(self, edges: Sequence[Edge], batch: Set[NodeKey]) -> None:
        """Citations of the papers of a batch."""
        for edge in edges:
            if edge.end in batch:
                self._cited[self._number[edge.end[1]]] += 1

    def mapped(self, store: GraphStore, topics: list[Node], parts: list[Node]) -> Mapped:
        pairs = np.array([(*pair, self._pairs[pair]) for pair in sorted(self._pairs)], np.int64).reshape(-1, 3)
        return Mapped(
            ids=self._ids,
            titles=self._titles,
            urls=self._urls,
            year=self._year,
            cited=np.minimum(self._cited, 65_535).astype(np.uint16),
            topic=self._home[0],
            part=self._home[1],
            concept=self._concept,
            near=Near(pairs[:, 0], pairs[:, 1], pairs[:, 2] / SCALE),
            topics=topics,
            parts=parts,
            concepts=store.nodes([("Concept", each) for each in self._concepts]),
        )
