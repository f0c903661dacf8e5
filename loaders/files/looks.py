"""How the nodes of a picture look in Gephi: as large as their papers are many, in the colour of their topic, near their
papers."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import NamedTuple, TypeAlias

from kg.core.graph import NODES, NodeKey
from kg.core.graph_store import GraphSource
from kg.core.topics import by_size
from kg.core.topics import homes as homes_of

Places: TypeAlias = Mapping[str, tuple[int, int]]
"""Id of a paper -> where it lies, from 0 to SIDE along both sides."""
SIDE = 65_535

_TO_PAPERS = {"Paper->": ("MENTIONS", "IN_TOPIC", "PUBLISHED_IN"), "->Paper": ("WROTE", "CONTAINS")}
"""Relationships that lead from a node to its papers: those that papers start, and those that end there."""
_ROOM, _STEP, _TURN = 100.0, 18.0, math.pi * (3 - math.sqrt(5))
"""Half the side of the square of one paper; how far apart nodes of one place lie, on a spiral of golden angles."""
_LEAST, _GROWTH = 6.0, 4.0
"""Diameter of a node without papers, and by how much the root of their number makes it larger."""

_COLOURS = (
    "4e79a7 f28e2b 59a14f e15759 76b7b2 edc948 b07aa1 ff9da7 9c755f 1b9e77 d95f02 7570b3 e7298a 66a61e e6ab02 a6761d"
).split()
_GREY = "bab0ac"


class Look(NamedTuple):
    """red, green, blue: 0 to 255. size: a diameter. x, y: right and up."""

    red: int
    green: int
    blue: int
    size: float
    x: float
    y: float


def looks(graph: GraphSource, places: Places) -> dict[NodeKey, Look]:
    """Of every node. Papers without a place, and all that has no paper with one, lie around the middle."""
    papers = _papers_of(graph)
    homes = _homes(graph, papers)
    half = _ROOM * math.sqrt(max(len(places), 1))
    there: Counter[tuple[float, float]] = Counter()
    found: dict[NodeKey, Look] = {}
    for label in NODES:
        for node in graph.nodes(label):
            mine = [node.id] if label == "Paper" else papers[node.key]
            x, y = _beside(_middle(mine, places, half), there, alone=label == "Paper")
            size = round(_LEAST + _GROWTH * math.sqrt(len(mine)), 1)
            found[node.key] = Look(*_colour(homes.get(node.key)), size, x, y)
    return found


def _papers_of(graph: GraphSource) -> dict[NodeKey, list[str]]:
    """Node -> its papers; none for papers."""
    papers: dict[NodeKey, list[str]] = defaultdict(list)
    for kind in _TO_PAPERS["Paper->"]:
        for edge in graph.edges(kind):
            papers[edge.end].append(edge.start[1])
    for kind in _TO_PAPERS["->Paper"]:
        for edge in graph.edges(kind):
            papers[edge.start].append(edge.end[1])
    return papers


def _homes(graph: GraphSource, papers: Mapping[NodeKey, list[str]]) -> dict[NodeKey, int]:
    """Node -> place of its topic of level 1 among these, the largest first; of other nodes that of most papers."""
    topics = [node.key for node in by_size(node for node in graph.nodes("Topic") if node.properties.get("level") == 1)]
    belong = (edge for kind in ("IN_TOPIC", "CONCEPT_IN_TOPIC", "PART_OF") for edge in graph.edges(kind))
    homes = {key: n for n, key in enumerate(topics)} | homes_of(belong, topics)
    for key, mine in papers.items():
        theirs = Counter(homes["Paper", paper] for paper in mine if ("Paper", paper) in homes)
        if key not in homes and theirs:
            homes[key] = min(theirs, key=lambda home: (-theirs[home], home))
    return homes


def _middle(papers: list[str], places: Places, half: float) -> tuple[float, float]:
    """The mean place of papers, as it is drawn; sums are of whole numbers, so no order changes them."""
    known = [places[paper] for paper in papers if paper in places]
    if not known:
        return 0.0, 0.0
    x, y = (sum(place[axis] for place in known) / len(known) for axis in (0, 1))
    return round((2 * x / SIDE - 1) * half, 1), round((1 - 2 * y / SIDE) * half, 1)


def _beside(place: tuple[float, float], there: Counter[tuple[float, float]], *, alone: bool) -> tuple[float, float]:
    """The next free place on the spiral around this one, whose middle is a paper's."""
    there[place] += 1
    step = there[place] - alone
    angle, far = step * _TURN, _STEP * math.sqrt(step)
    return round(place[0] + far * math.cos(angle), 1), round(place[1] + far * math.sin(angle), 1)


def _colour(home: int | None) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(_GREY if home is None else _COLOURS[home % len(_COLOURS)])
    return red, green, blue
