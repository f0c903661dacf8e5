"""The names on a map: topics, parts of topics, and concepts that lie together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kg.core.graph import Node
from kg.viz.corpus_map.papers import Mapped

LANDMARKS, LEAST = 600, 3
"""The most concepts that have a place, and the papers on which it takes to have one."""


@dataclass(frozen=True, slots=True)
class Landmark:
    """A name and where it stands: the middle of its papers. papers: how many; node: position in topics, parts or
    concepts."""

    node: int
    name: str
    x: int
    y: int
    papers: int


def regions(nodes: Sequence[Node], home: np.ndarray, xy: np.ndarray) -> list[Landmark]:
    """A landmark for every topic. home: (papers,) position in `nodes`, -1 for none. xy: (papers, 2)."""
    return [
        Landmark(n, node.name, *_middle(xy[home == n]), int((home == n).sum()))
        for n, node in enumerate(nodes)
        if (home == n).any()
    ]


def places(mapped: Mapped, xy: np.ndarray) -> list[Landmark]:
    """Landmarks of the concepts whose papers lie together, the most telling first.

    Telling are many papers on little room: their number by their mean distance from the middle of the map's width.
    """
    paper, column = np.nonzero(mapped.concept >= 0)
    concept = mapped.concept[paper, column]
    order = np.argsort(concept, kind="stable")
    starts = np.searchsorted(concept[order], np.arange(len(mapped.concepts) + 1))
    found: list[tuple[float, Landmark]] = []
    for n, node in enumerate(mapped.concepts):
        own = paper[order[starts[n] : starts[n + 1]]]
        if len(own) < LEAST:
            continue
        x, y = _middle(xy[own])
        spread = np.median(np.abs(xy[own].astype(np.int64) - (x, y)).sum(1)) / 65_536
        found.append((-len(own) / (0.02 + float(spread)), Landmark(n, node.name, x, y, len(own))))
    return [landmark for _, landmark in sorted(found, key=lambda each: (round(each[0], 6), each[1].name))[:LANDMARKS]]


def _middle(xy: np.ndarray) -> tuple[int, int]:
    x, y = np.rint(np.median(xy, axis=0)).astype(int).tolist()
    return x, y
