"""Walking the graph along its strongest relationships: what lies near, and the way between two nodes.

The score of a way is the product of its strengths (kg.core.graph.STRENGTH). Hubs cannot make a walk
explode: beyond the start only the FRONTIER best nodes of each ring are opened, and of each the HUB
strongest relationships of a type are followed.
"""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from kg.core.errors import KgError
from kg.core.graph import RELATIONSHIPS, STRENGTH, Edge, NodeKey, strength
from kg.core.graph_store import GraphStore

FRONTIER = 256
HUB = 1000
EXPANSIONS = 4000
FEW = 8
_OPENED_AT_ONCE = 64
_PER_STEP = 1e-6  # of two equally strong ways the shorter one wins

_Way: TypeAlias = tuple[float, tuple[NodeKey, ...]]


@dataclass(frozen=True, slots=True)
class Link:
    """A relationship seen from one of its nodes: it leads to `target`."""

    edge: Edge
    target: NodeKey
    strength: float


@dataclass(frozen=True, slots=True)
class Arrival:
    """A way to a node. between: the nodes on it, without both ends; link: its last step.

    Within one hop what lies between are narrower concepts (spread).
    """

    score: float
    between: tuple[NodeKey, ...]
    link: Link


@dataclass(slots=True)
class Reach:
    """How a node is reached. score: of the best way; hops: its relationships, steps to narrower concepts not counted.

    arrivals: the ways of that length, one for each last step.
    """

    score: float
    hops: int
    arrivals: list[Arrival] = field(default_factory=list)

    def ways(self) -> list[Arrival]:
        """The arrivals, best first."""
        return sorted(self.arrivals, key=lambda each: (-round(each.score, 6), each.between))


def links(
    store: GraphStore, keys: Sequence[NodeKey], types: Sequence[str] = (), *, strongest: int = 0
) -> dict[NodeKey, list[Link]]:
    """What each node is joined to, in the order of kg.core.graph.edge_order."""
    found: dict[NodeKey, list[Link]] = {key: [] for key in keys}
    for edge in store.edges(keys, types or tuple(STRENGTH), strongest=strongest):
        for origin, target in ((edge.start, edge.end), (edge.end, edge.start)):
            if origin in found and origin != target:
                found[origin].append(Link(edge, target, strength(edge)))
    return found


def spread(
    store: GraphStore,
    start: NodeKey,
    *,
    hops: int,
    limit: int,
    label: str | None = None,
    narrower: bool = False,
) -> dict[NodeKey, Reach]:
    """Every node reached from start within `hops`, at least the `limit` best (of that label) among them.

    narrower: a paper that mentions a kind of the concept `start` is as near as one that mentions the concept.
    """
    reached: dict[NodeKey, Reach] = {}
    ring: dict[NodeKey, _Way] = {start: (1.0, ())}
    for hop in range(1, hops + 1):
        order = sorted(ring, key=lambda key: (-ring[key][0], key))[:FRONTIER]
        for position in range(0, len(order), _OPENED_AT_ONCE):
            opened = order[position : position + _OPENED_AT_ONCE]
            if ring[opened[0]][0] < _score_to_beat(reached, limit, label):
                break  # strengths are at most 1: nothing beyond can be among the best
            for origin, found in links(store, opened, strongest=HUB if hop > 1 else 0).items():
                score, between = ring[origin]
                for link in found:
                    if link.target != start:
                        _arrive(reached, hop, Arrival(score * link.strength, between, link))
        if hop == 1 and narrower and start[0] == "Concept":
            for arrival in _through_narrower(store, start):
                known = reached.get(arrival.link.target)
                if known is None or arrival.score > known.score:
                    _arrive(reached, hop, arrival)
        ring = _next_ring(reached, hop)
    return reached


def _through_narrower(store: GraphStore, start: NodeKey) -> list[Arrival]:
    """The papers that mention a concept narrower than start, over any number of steps, and the way down to it.

    The score falls with every step (STRENGTH of BROADER). At most FRONTIER concepts, the nearest first.
    """
    below: dict[NodeKey, _Way] = {}
    level: dict[NodeKey, _Way] = {start: (1.0, ())}
    while level and len(below) < FRONTIER:
        deeper: dict[NodeKey, _Way] = {}
        for origin, steps in links(store, list(level), ("BROADER",)).items():
            score, between = level[origin]
            for step in steps:
                if step.edge.end == origin and step.target not in below and step.target != start:
                    deeper.setdefault(step.target, (score * step.strength, (*between, step.target)))
        level = dict(sorted(deeper.items())[: FRONTIER - len(below)])
        below |= level
    return [
        Arrival(below[origin][0] * link.strength, below[origin][1], link)
        for origin, mentions in links(store, list(below), ("MENTIONS",), strongest=HUB).items()
        for link in mentions
    ]


def _arrive(reached: dict[NodeKey, Reach], hop: int, arrival: Arrival) -> None:
    """Take note of a way, unless a shorter one is as good."""
    known = reached.get(arrival.link.target)
    if known is None or (known.hops < hop and arrival.score > known.score):
        known = reached[arrival.link.target] = Reach(arrival.score, hop)
    if known.hops == hop:
        known.arrivals.append(arrival)
        known.score = max(known.score, arrival.score)


def _next_ring(reached: dict[NodeKey, Reach], hop: int) -> dict[NodeKey, _Way]:
    """The nodes whose best way has `hop` relationships, and the way beyond them."""
    return {key: (reach.score, (*reach.ways()[0].between, key)) for key, reach in reached.items() if reach.hops == hop}


def _score_to_beat(reached: dict[NodeKey, Reach], limit: int, label: str | None) -> float:
    limit = max(limit, 1)
    scores = [reach.score for key, reach in reached.items() if label in (None, key[0])]
    return heapq.nlargest(limit, scores)[-1] if len(scores) >= limit else 0.0


def strongest_way(
    store: GraphStore, start: NodeKey, end: NodeKey, through: Collection[str]
) -> list[tuple[NodeKey, Link | None]]:
    """The way whose product of strengths is greatest, each node with the link that leads to it.

    Nodes between the two have a label in `through`. Empty when no way exists. Searches from both sides;
    raises KgError when it gave up after opening EXPANSIONS nodes.
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
    return _join(sides[0].way_to(meeting), sides[1].way_to(meeting)) if best < math.inf else []


def _may_meet(sides: tuple[_Side, _Side]) -> bool:
    """False once one side has seen all there is, so that no way exists."""
    return any(side.queue for side in sides) and all(side.queue or side.passed_hub for side in sides)


def _strongest_left_out(found: Iterable[Link], most: int) -> float:
    """How strong the links can be that are missing where `most` of a type and direction were asked for; else 0.0."""
    groups: dict[tuple[str, bool], list[float]] = defaultdict(list)
    for link in found:
        groups[link.edge.type, link.target == link.edge.end].append(link.strength)
    # there may be more of them: what another node that was asked for at the same time brought along
    return max((heapq.nlargest(most, each)[-1] for each in groups.values() if len(each) >= most), default=0.0)


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
        self.passed_hub = False  # then some links were left out
        self.cost: dict[NodeKey, float] = {start: 0.0}
        self.before: dict[NodeKey, tuple[NodeKey, Link] | None] = {start: None}
        self.queue: list[tuple[float, NodeKey, int]] = [(0.0, start, FEW)]
        self.done: set[tuple[NodeKey, int]] = set()
        self.fetched: dict[tuple[NodeKey, int], list[Link]] = {}

    def next_cost(self) -> float:
        return self.queue[0][0] if self.queue else math.inf

    def open(self, store: GraphStore) -> Iterable[NodeKey]:
        """Open the cheapest node; the nodes whose cost fell."""
        _, key, most = heapq.heappop(self.queue)
        if (key, most) in self.done:
            return
        self.done.add((key, most))
        found = self._links(store, key, most)
        if most == HUB:
            self.passed_hub |= len(found) >= HUB
        elif left := _strongest_left_out(found, most):
            heapq.heappush(self.queue, (self._cost_over(key, left), key, HUB))
        for link in found:
            if link.target[0] not in self.through and link.target != self.end:
                continue
            cost = self._cost_over(key, link.strength)
            if cost < self.cost.get(link.target, math.inf):
                self.cost[link.target] = cost
                self.before[link.target] = (key, link)
                heapq.heappush(self.queue, (cost, link.target, FEW))
                yield link.target

    def _cost_over(self, key: NodeKey, strength: float) -> float:
        return self.cost[key] + _PER_STEP - math.log(strength)

    def _links(self, store: GraphStore, key: NodeKey, most: int) -> list[Link]:
        """Fetched for the next nodes of the queue together: one question to the store instead of many."""
        if (key, most) not in self.fetched:
            next_ones = heapq.nsmallest(_OPENED_AT_ONCE, self.queue)
            ahead = [each for _, each, other in next_ones if other == most and (each, most) not in self.fetched]
            found = links(store, list(dict.fromkeys((key, *ahead))), self.types, strongest=most)
            self.fetched.update({(each, most): joined for each, joined in found.items()})
        return self.fetched.pop((key, most))

    def way_to(self, key: NodeKey) -> list[tuple[NodeKey, Link | None]]:
        way: list[tuple[NodeKey, Link | None]] = []
        step: NodeKey | None = key
        while step is not None:
            before = self.before[step]
            way.append((step, before[1] if before else None))
            step = before[0] if before else None
        return way[::-1]


def _join(
    forth: list[tuple[NodeKey, Link | None]], back: list[tuple[NodeKey, Link | None]]
) -> list[tuple[NodeKey, Link | None]]:
    """Both halves as one way; in the second half links are told from the other side."""
    way = list(forth)
    for (_, link), (key, _) in zip(back[:0:-1], back[-2::-1], strict=True):
        way.append((key, link))
    return way


def neighbours_by_type(store: GraphStore, key: NodeKey, types: Sequence[str]) -> dict[str, list[Edge]]:
    """The relationships of one node, the strongest first, by type."""
    found: dict[str, list[Edge]] = defaultdict(list)
    for edge in sorted(store.edges([key], types), key=lambda each: -strength(each)):
        found[edge.type].append(edge)
    return found
