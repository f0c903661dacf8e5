"""The strongest path from one node to another, and why each of its steps is one."""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from kg.core.errors import KgError
from kg.core.graph import RELATIONSHIPS, STRENGTH, Node, NodeKey
from kg.core.graph_store import GraphStore
from kg.explore.around.hops import AT_ONCE, HUB, Hop, hops_from
from kg.explore.around.reasons import reasons

EXPANSIONS = 4000
FEW = 8
_PER_HOP = 1e-6  # of two equally strong paths the shorter one wins

_Path: TypeAlias = list[tuple[NodeKey, Hop | None]]
"""Each node with the hop that leads to it, which the first has not."""


@dataclass(frozen=True, slots=True)
class Step:
    """A node on a path. via: what joins it to the one before ("" for the first), names joined by commas."""

    id: str
    label: str
    name: str
    via: str


def path(store: GraphStore, start: Node, end: Node) -> list[Step]:
    """The strongest path between two nodes over papers and concepts; empty when there is none.

    Raises KgError when the search gave up before it knew.
    """
    found = strongest_path(store, start.key, end.key, through=("Paper", "Concept"))
    nodes = {node.key: node for node in store.nodes([key for key, _ in found])}
    why = iter(reasons(store, [Hop(hop.edge, key, hop.strength) for key, hop in found if hop], nodes))
    return [
        Step(node.id, node.label, node.name, ", ".join(next(why)) if hop else "")
        for node, hop in ((nodes[key], hop) for key, hop in found)
    ]


def strongest_path(store: GraphStore, start: NodeKey, end: NodeKey, through: Collection[str]) -> _Path:
    """The path whose product of strengths is greatest; empty when there is none.

    through: the labels that nodes between the two may have. Searches from both ends. Raises KgError when it gave up
    after opening EXPANSIONS nodes.
    """
    if start == end:
        return [(start, None)]
    sides = (_Side(start, end, through), _Side(end, start, through))
    best, meeting = math.inf, start
    while sides[0].next_cost() + sides[1].next_cost() < best or (best == math.inf and _may_meet(sides)):
        if len(sides[0].done) + len(sides[1].done) > EXPANSIONS:
            if best < math.inf:
                break
            raise KgError(f"no connection found after looking at {EXPANSIONS} nodes")
        side, other = sorted(sides, key=lambda each: len(each.queue) or math.inf)
        for key in side.open(store):
            if key in other.cost and side.cost[key] + other.cost[key] < best:
                best, meeting = side.cost[key] + other.cost[key], key
    return _join(sides[0].path_to(meeting), sides[1].path_to(meeting)) if best < math.inf else []


def _may_meet(sides: tuple[_Side, _Side]) -> bool:
    """False once one side has seen all there is, so that no path exists."""
    return any(side.queue for side in sides) and all(side.queue or side.passed_hub for side in sides)


def _join(forth: _Path, back: _Path) -> _Path:
    """Both halves as one path; in the second half hops are told from the other side."""
    joined = list(forth)
    for (_, hop), (key, _) in zip(back[:0:-1], back[-2::-1], strict=True):
        joined.append((key, hop))
    return joined


class _Side:
    """One of the two searches: Dijkstra on -log(strength).

    Of a node only the FEW strongest relationships of each type and direction are followed at first; the others when
    what they cost at least is the least that is left to be paid. So most of a hub is never read.
    """

    def __init__(self, start: NodeKey, end: NodeKey, through: Collection[str]) -> None:
        self.end = end
        self.through = through
        ends = {start[0], end[0], *through}
        self.types = [kind for kind in STRENGTH if {*RELATIONSHIPS[kind][:2]} <= ends]
        self.passed_hub = False  # then some relationships were left out
        self.cost: dict[NodeKey, float] = {start: 0.0}
        self.before: dict[NodeKey, tuple[NodeKey, Hop] | None] = {start: None}
        self.queue: list[tuple[float, NodeKey, int]] = [(0.0, start, FEW)]
        self.done: set[tuple[NodeKey, int]] = set()
        self.fetched: dict[tuple[NodeKey, int], list[Hop]] = {}

    def next_cost(self) -> float:
        """What the cheapest node costs that is left to be opened; infinity when there is none."""
        return self.queue[0][0] if self.queue else math.inf

    def open(self, store: GraphStore) -> Iterable[NodeKey]:
        """Open the cheapest node; the nodes whose cost fell."""
        _, key, most = heapq.heappop(self.queue)
        if (key, most) in self.done:
            return
        self.done.add((key, most))
        found = self._hops(store, key, most)
        if most == HUB:
            self.passed_hub |= len(found) >= HUB
        elif left := _strongest_left_out(found, most):
            heapq.heappush(self.queue, (self._cost_over(key, left), key, HUB))
        for hop in found:
            if hop.target[0] not in self.through and hop.target != self.end:
                continue
            cost = self._cost_over(key, hop.strength)
            if cost < self.cost.get(hop.target, math.inf):
                self.cost[hop.target] = cost
                self.before[hop.target] = (key, hop)
                heapq.heappush(self.queue, (cost, hop.target, FEW))
                yield hop.target

    def _cost_over(self, key: NodeKey, strength: float) -> float:
        return self.cost[key] + _PER_HOP - math.log(strength)

    def _hops(self, store: GraphStore, key: NodeKey, most: int) -> list[Hop]:
        """Fetched for the next nodes of the queue together: one question to the store instead of many."""
        if (key, most) not in self.fetched:
            next_ones = heapq.nsmallest(AT_ONCE, self.queue)
            ahead = [each for _, each, other in next_ones if other == most and (each, most) not in self.fetched]
            found = hops_from(store, list(dict.fromkeys((key, *ahead))), self.types, strongest=most)
            self.fetched.update({(each, most): hops for each, hops in found.items()})
        return self.fetched.pop((key, most))

    def path_to(self, key: NodeKey) -> _Path:
        """The cheapest path from this side's start."""
        backwards: _Path = []
        at: NodeKey | None = key
        while at is not None:
            before = self.before[at]
            backwards.append((at, before[1] if before else None))
            at = before[0] if before else None
        return backwards[::-1]


def _strongest_left_out(found: Iterable[Hop], most: int) -> float:
    """How strong the hops can be that are missing where `most` of a type and direction were asked for; else 0.0."""
    groups: dict[tuple[str, bool], list[float]] = defaultdict(list)
    for hop in found:
        groups[hop.edge.type, hop.target == hop.edge.end].append(hop.strength)
    # there may be more of them: what another node that was asked for at the same time brought along
    return max((heapq.nlargest(most, each)[-1] for each in groups.values() if len(each) >= most), default=0.0)
