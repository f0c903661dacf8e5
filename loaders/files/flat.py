"""Nodes and relationships as flat rows, for formats that know neither labels nor lists.

A node's id is "Label:id", because ids are unique within a label only. Lists are JSON arrays.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping

from kg.core.graph import FLOAT, INTEGERS, NODES, RELATIONSHIPS, STRING, STRINGS, Edge, Node, NodeKey, Value, strength
from kg.core.graph_store import GraphSource


def _flat(types: Iterable[Mapping[str, str]]) -> dict[str, str]:
    lists = (STRINGS, INTEGERS)
    return {name: STRING if kind in lists else kind for each in types for name, kind in each.items()}


NODE_COLUMNS = {"type": STRING, "label": STRING} | _flat(NODES.values())
"""Column -> type. type: Paper, Concept, ...; label: what people call the node, as Gephi and yEd show it."""

EDGE_COLUMNS = {"type": STRING, "weight": FLOAT} | _flat(properties for _, _, properties in RELATIONSHIPS.values())
"""Column -> type. weight: how strongly it joins (kg.core.graph.STRENGTH), absent where it does not."""

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_XML = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
_MARKUP = re.compile("[" + "".join(_XML) + "]")


def every_node(graph: GraphSource) -> Iterator[Node]:
    for label in NODES:
        yield from graph.nodes(label)


def every_edge(graph: GraphSource) -> Iterator[Edge]:
    for kind in RELATIONSHIPS:
        yield from graph.edges(kind)


def flat_id(key: NodeKey) -> str:
    return ":".join(key)


def node_row(node: Node) -> dict[str, str]:
    """The columns that are there, as text."""
    return _texts({"type": node.label, "label": node.name} | dict(node.properties))


def edge_row(edge: Edge) -> dict[str, str]:
    """The columns that are there, as text."""
    weight = strength(edge) or None
    return _texts({"type": edge.type} | dict(edge.properties) | {"weight": weight})


def _texts(values: Mapping[str, Value]) -> dict[str, str]:
    return {name: to_cell(value) for name, value in values.items() if value is not None}


def to_cell(value: Value) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, tuple | bool):
        return json.dumps(value, ensure_ascii=False)
    return repr(value)


def xml(text: str) -> str:
    """Text for XML, within an element or an attribute: what XML cannot hold becomes U+FFFD, no line end is lost."""
    return _MARKUP.sub(lambda found: _XML[found[0]], _NOT_XML.sub("\ufffd", text))
