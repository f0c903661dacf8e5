"""A neighborhood as vis.js nodes, edges and options, made by pyvis."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any, TypeAlias

from kg.core.graph import Edge, Node, NodeKey, strength
from kg.viz.layout import LongEdge, region_layout, stress_layout
from kg.viz.pyvis_shim import Edge as VisEdge
from kg.viz.pyvis_shim import Network
from kg.viz.scene import Scene, drawn
from kg.viz.strengths import is_number, line_weight
from kg.viz.topics import Topic, seen_of, topics

VisItem: TypeAlias = dict[str, object]


@dataclass(frozen=True, slots=True)
class VisNetwork:
    """nodes and edges as vis.js takes them. The ring's nodes are "hidden" and have no position yet.

    A shown node's "topic" is its index in topics, -1 for none. An edge joins one pair of nodes: its "relations" are
    the indices of the scene's edges between the two; "hidden" lines appear with their nodes.
    topics: largest first.
    """

    nodes: list[VisItem]
    edges: list[VisItem]
    topics: list[Topic]


SHAPES = {"Concept": "dot", "Paper": "square", "Author": "diamond", "Venue": "hexagon", "Source": "triangle"}
LENGTH = {
    "MENTIONS": 1.0,
    "WROTE": 0.7,
    "PUBLISHED_IN": 0.9,
    "CONTAINS": 1.2,
    "RELATED": 1.1,
    "SIMILAR": 1.2,
    "BROADER": 0.8,
    "CITES": 1.0,
}
LABEL_UNITS = 60  # longest label; a Chinese character counts two
LINE_UNITS, LINE_HEIGHT, UNIT = 22, 16, 6.6  # a wrapped line of a label, in units and pixels
ROOM = 560_000  # square pixels: above, labels do not all fit on a screen and nodes move closer

# Control and formatting characters: line breaks, bidirectional overrides, zero width, byte order marks.
_INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)


def node_id(key: NodeKey) -> str:
    """The name of a node within a page: unique over all labels."""
    return f"{key[0]}:{key[1]}"


def short_label(text: str, units: int = LABEL_UNITS) -> str:
    """One visible line of at most `units` columns, cut at a word where possible."""
    line = " ".join(_INVISIBLE.sub(" ", text[:1000]).split())
    if columns(line) <= units:
        return line
    kept, used = "", 1
    for character in line:
        used += _columns(character)
        if used > units:
            break
        kept += character
    words = kept.rpartition(" ")[0]
    return (words if len(words) > len(kept) * 0.6 else kept).rstrip(" ,;:.-–—(") + "…"


def columns(text: str) -> int:
    """How wide a text shows, in columns of a Latin letter."""
    return sum(map(_columns, text))


def _columns(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def build_network(scene: Scene) -> VisNetwork:
    """The nodes with shape, size, label, topic and position, and one edge for each joined pair."""
    nodes = scene.nodes
    number = {node.key: i for i, node in enumerate(nodes)}
    pairs = _pairs(scene.edges, number)
    sizes = _sizes(nodes, pairs, scene.center)
    labels = [short_label(node.name) or short_label(node.id) or "?" for node in nodes]
    center = number.get(scene.center) if scene.center else None
    among = {pair: group for pair, group in pairs.items() if max(pair) < scene.shown}
    weighted = [(a, b, strength(scene.edges[r])) for (a, b), group in among.items() for r in group]
    shown = nodes[: scene.shown]
    whole = scene.corpus.topics
    found = seen_of(whole, shown, scene.homes, center) if scene.homes else topics(shown, weighted, center)
    topic = {i: index for index, each in enumerate(found) for i in each.members}
    lines = drawn(scene)
    seen = {pair: group for pair, group in among.items() if any(lines[r] for r in group)}
    long_edges = _long_edges(seen, scene.edges, scene.shown)
    boxes = _boxes(labels[: scene.shown], sizes[: scene.shown])
    if scene.center is None:
        positions = region_layout(long_edges, boxes, [topic.get(i, -1) for i in range(scene.shown)])
    else:
        positions = stress_layout(long_edges, boxes)

    network = Network(directed=True)
    for i, node in enumerate(nodes):
        where: dict[str, Any] = {"x": positions[i][0], "y": positions[i][1]} if i < scene.shown else {"hidden": True}
        network.add_node(
            node_id(node.key),
            label=labels[i],
            shape=SHAPES.get(node.label, "dot"),
            group=node.label,
            size=sizes[i],
            topic=topic.get(i, -1),
            **where,
        )
    for (a, b), relations in pairs.items():
        width = round(0.8 + 2.4 * max(line_weight(scene.edges[r]) for r in relations), 2)
        hidden = not any(lines[r] for r in relations)
        # Network.add_edge() compares the ends with every node
        ends = node_id(nodes[a].key), node_id(nodes[b].key)
        network.edges.append(VisEdge(*ends, True, width=width, relations=relations, hidden=hidden).options)
    vis_nodes, vis_edges, *_ = network.get_network_data()
    return VisNetwork(vis_nodes, vis_edges, found)


def _pairs(edges: Iterable[Edge], number: Mapping[NodeKey, int]) -> dict[tuple[int, int], list[int]]:
    """Pair of node indices -> indices of the edges between the two; edges that leave the picture drop out."""
    pairs: dict[tuple[int, int], list[int]] = {}
    for i, edge in enumerate(edges):
        a, b = number.get(edge.start), number.get(edge.end)
        if a is not None and b is not None and a != b:
            pairs.setdefault((min(a, b), max(a, b)), []).append(i)
    return pairs


def _sizes(nodes: Sequence[Node], pairs: Iterable[tuple[int, int]], center: NodeKey | None) -> list[float]:
    """Radius in pixels: a concept by its papers in the corpus, everything else by what it joins here."""
    degree = Counter(i for pair in pairs for i in pair)
    weights = [max(1.0, _papers(node) if node.label == "Concept" else degree[i]) for i, node in enumerate(nodes)]
    most = {
        label: max(w for w, node in zip(weights, nodes, strict=True) if node.label == label)
        for label in {node.label for node in nodes}
    }
    growth = {"Concept": 12.0}
    return [
        round(6 + growth.get(node.label, 3.0) * sqrt(weight / most[node.label]) + 3 * (node.key == center), 1)
        for node, weight in zip(nodes, weights, strict=True)
    ]


def _papers(node: Node) -> float:
    papers = node.properties.get("papers")
    return float(papers) if is_number(papers) else 0.0


def _long_edges(pairs: Mapping[tuple[int, int], list[int]], edges: Sequence[Edge], count: int) -> list[LongEdge]:
    """The edges to lay out, one a pair, with their lengths.

    They are short for strong relations, and long between hubs, whose other neighbours need room.
    """
    degree = Counter(i for pair in pairs for i in pair)
    long_edges = []
    for (a, b), relations in pairs.items():
        length = min(LENGTH.get(edges[r].type, 1.0) * (1.2 - 0.4 * line_weight(edges[r])) for r in relations)
        long_edges.append((a, b, length * (1 + 0.5 * sqrt(min(degree[a], degree[b]) / max(count, 1)))))
    return long_edges


def _boxes(labels: Sequence[str], sizes: Sequence[float]) -> list[tuple[float, float]]:
    """Pixels that each node and its label below need; where all would need too much, less for the labels."""
    boxes = []
    for label, size in zip(labels, sizes, strict=True):
        width = min(columns(label), LINE_UNITS) * UNIT
        lines = -(-columns(label) // LINE_UNITS)
        boxes.append((max(width, 2 * size) + 14, 2 * size + lines * LINE_HEIGHT + 14))
    scale = min(1.0, sqrt(ROOM / max(1.0, sum(w * h for w, h in boxes))))
    return [
        (max(width * scale, 2 * size + 10), max(height * scale, 2 * size + 10))
        for (width, height), size in zip(boxes, sizes, strict=True)
    ]
