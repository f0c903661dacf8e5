"""Nodes and relationships as rows: one kind with its own columns, for data frames and CSV; or all nodes, and all
relationships, with the columns of every kind as text, for formats that know neither kinds nor lists."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from kg.core.graph import (
    CYPHER_TYPES,
    FLOAT,
    INTEGERS,
    NODES,
    RELATIONSHIPS,
    STRING,
    STRINGS,
    Edge,
    Node,
    Value,
    strength,
)
from kg.core.graph_store import GraphSource

# -- one kind -------------------------------------------------------------------------------


def rows(store: str | Path | GraphSource, kind: str) -> list[dict[str, Value]]:
    """All nodes of a label or relationships of a type, one dict a row, the same keys in each: pandas takes them as is.

    kind: "Paper", "Concept", "Author", "Venue", "Topic", "Source"; or "MENTIONS", "RELATED", "BROADER", "SIMILAR",
    "WROTE", "PUBLISHED_IN", "CITES", "CONTAINS", "IN_TOPIC" (of papers), "CONCEPT_IN_TOPIC", "PART_OF", whose rows
    begin with the ids of their "start" and "end". Then come the properties, None where one is not known. Sorted by id,
    or by start and end. store: a folder, or anything that gives nodes and edges.
    Raises ValueError for another kind, StoreError when there is no store.

    >>> import kg
    >>> len(kg.rows("kg-store", "Paper"))
    46
    >>> kg.rows("kg-store", "RELATED")[0]
    {'start': 'classification', 'end': 'classifiers', 'weight': 0.2787, 'papers': 3}
    """
    if kind not in NODES and kind not in RELATIONSHIPS:
        raise ValueError(f"kind must be one of {', '.join([*NODES, *RELATIONSHIPS])}, not {kind!r}")
    if not isinstance(store, str | Path):
        return list(each_row(store, kind))
    from kg.store.catalog import Catalog

    with Catalog.open(Path(store)) as catalog:
        return rows(catalog, kind)


def columns(kind: str) -> list[str]:
    """The keys of the rows of a label or relationship type."""
    return list(NODES[kind]) if kind in NODES else ["start", "end", *RELATIONSHIPS[kind][2]]


def each_row(graph: GraphSource, kind: str) -> Iterator[dict[str, Value]]:
    """The rows of `rows`, one by one."""
    names = columns(kind)
    if kind in NODES:
        yield from ({name: node.properties.get(name) for name in names} for node in graph.nodes(kind))
    else:
        for edge in graph.edges(kind):
            values = {"start": edge.start[1], "end": edge.end[1], **edge.properties}
            yield {name: values.get(name) for name in names}


# -- all kinds together ---------------------------------------------------------------------


def _without_lists(schemas: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """The columns of all these kinds, lists being text."""
    lists = (STRINGS, INTEGERS)
    return {name: STRING if type_ in lists else type_ for each in schemas for name, type_ in each.items()}


NODE_COLUMNS = {"type": STRING, "label": STRING} | _without_lists(NODES.values())
"""Column -> type. type: Paper, Concept, ...; label: what people call the node, as Gephi and yEd show it."""

EDGE_COLUMNS = {"type": STRING, "weight": FLOAT} | _without_lists(schema for _, _, schema in RELATIONSHIPS.values())
"""Column -> type. weight: how strongly it joins (kg.core.graph.STRENGTH), absent where it does not."""


def every_node(graph: GraphSource) -> Iterator[Node]:
    """All nodes, label by label, by id."""
    for label in NODES:
        yield from graph.nodes(label)


def every_edge(graph: GraphSource) -> Iterator[Edge]:
    """All relationships, type by type, by start and end."""
    for kind in RELATIONSHIPS:
        yield from graph.edges(kind)


def node_row(node: Node) -> dict[str, str]:
    """The values of NODE_COLUMNS that the node has, as text."""
    return _texts({"type": node.label, "label": node.name} | dict(node.properties))


def edge_row(edge: Edge) -> dict[str, str]:
    """The values of EDGE_COLUMNS that the relationship has, as text."""
    weight = strength(edge) or None
    return _texts({"type": CYPHER_TYPES[edge.type]} | dict(edge.properties) | {"weight": weight})


def _texts(values: Mapping[str, Value]) -> dict[str, str]:
    return {name: to_cell(value) for name, value in values.items() if value is not None}


def to_cell(value: Value) -> str:
    """A value as text: lists and truth values as JSON."""
    if isinstance(value, str):
        return value
    if isinstance(value, tuple | bool):
        return json.dumps(value, ensure_ascii=False)
    return repr(value)
