"""Everything within a few hops of a node, along the strongest relationships.

The score of a path is the product of its strengths (kg.core.graph.STRENGTH). Nodes with very many relationships cannot
make the search explode: beyond the start only the FRONTIER best nodes of each ring are opened, and of each of them only
the HUB strongest relationships of a type are followed.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from kg.core.graph import STRENGTH, NodeKey
from kg.core.graph_store import GraphStore
from kg.explore.around.hops import AT_ONCE, HUB, WALKED, Hop, hops_from

FRONTIER = 256

_Head: TypeAlias = tuple[float, tuple[NodeKey, ...]]
"""A path as far as a node from which it goes on: its score, and the nodes on it without the start."""


@dataclass(frozen=True, slots=True)
class ScoredPath:
    """A path from the start to a node. between: the nodes on it, without both ends; last: its last hop.

    On a path of one hop, what lies between are narrower concepts (see `neighborhood`).
    """

    score: float
    between: tuple[NodeKey, ...]
    last: Hop


@dataclass(slots=True)
class Reach:
    """How a node is reached. score: of the best path, in (0, 1]; hops: the number of its relationships, not counting
    steps to narrower concepts; paths: those of that length, one for each last hop."""

    score: float
    hops: int
    paths: list[ScoredPath] = field(default_factory=list)

    def best_first(self) -> list[ScoredPath]:
        """The paths, of equally good ones in the order of their nodes."""
        return sorted(self.paths, key=lambda path: (-round(path.score, 6), path.between))


def neighborhood(
    store: GraphStore,
    start: NodeKey,
    *,
    hops: int,
    limit: int,
    label: str | None = None,
    narrower: bool = False,
) -> dict[NodeKey, Reach]:
    """Every node reached from start within `hops`, at least the `limit` best (of that label) among them.

    Topics are left out, unless start is one.
    narrower: a paper that mentions a kind of the concept `start` is as near as one that mentions the concept itself.
    """
    reached: dict[NodeKey, Reach] = {}
    ring: dict[NodeKey, _Head] = {start: (1.0, ())}
    for distance in range(1, hops + 1):
        kinds = tuple(STRENGTH) if distance == 1 and start[0] == "Topic" else WALKED
        order = sorted(ring, key=lambda key: (-ring[key][0], key))[:FRONTIER]
        for position in range(0, len(order), AT_ONCE):
            opened = order[position : position + AT_ONCE]
            if ring[opened[0]][0] < _score_to_beat(reached, limit, label):
                break  # strengths are at most 1: nothing beyond can be among the best
            for origin, found in hops_from(store, opened, kinds, strongest=HUB if distance > 1 else 0).items():
                score, between = ring[origin]
                for hop in found:
                    if hop.target != start:
                        _add(reached, distance, ScoredPath(score * hop.strength, between, hop))
        if distance == 1 and narrower and start[0] == "Concept":
            for path in _through_narrower(store, start):
                known = reached.get(path.last.target)
                if known is None or path.score > known.score:
                    _add(reached, distance, path)
        ring = _next_ring(reached, distance)
    return reached


def _through_narrower(store: GraphStore, start: NodeKey) -> list[ScoredPath]:
    """The papers that mention a concept narrower than start, over any number of steps, and the path down to it.

    The score falls with every step (STRENGTH of BROADER). At most FRONTIER concepts, the nearest first.
    """
    below: dict[NodeKey, _Head] = {}
    level: dict[NodeKey, _Head] = {start: (1.0, ())}
    while level and len(below) < FRONTIER:
        deeper: dict[NodeKey, _Head] = {}
        for origin, steps in hops_from(store, list(level), ("BROADER",)).items():
            score, between = level[origin]
            for step in steps:
                if step.edge.end == origin and step.target not in below and step.target != start:
                    deeper.setdefault(step.target, (score * step.strength, (*between, step.target)))
        level = dict(sorted(deeper.items())[: FRONTIER - len(below)])
        below |= level
    return [
        ScoredPath(below[origin][0] * hop.strength, below[origin][1], hop)
        for origin, mentions in hops_from(store, list(below), ("MENTIONS",), strongest=HUB).items()
        for hop in mentions
    ]


def _add(reached: dict[NodeKey, Reach], distance: int, path: ScoredPath) -> None:
    """Keep a path, unless a shorter one is as good."""
    known = reached.get(path.last.target)
    if known is None or (known.hops < distance and path.score > known.score):
        known = reached[path.last.target] = Reach(path.score, distance)
    if known.hops == distance:
        known.paths.append(path)
        known.score = max(known.score, path.score)


def _next_ring(reached: Mapping[NodeKey, Reach], distance: int) -> dict[NodeKey, _Head]:
    """The nodes whose best path has `distance` relationships, and that path as far as them."""
    return {
        key: (reach.score, (*reach.best_first()[0].between, key))
        for key, reach in reached.items()
        if reach.hops == distance
    }


def _score_to_beat(reached: Mapping[NodeKey, Reach], limit: int, label: str | None) -> float:
    """The score of the last of the `limit` best nodes; 0.0 while there are fewer."""
    limit = max(limit, 1)
    scores = [reach.score for key, reach in reached.items() if label in (None, key[0])]
    return heapq.nlargest(limit, scores)[-1] if len(scores) >= limit else 0.0
