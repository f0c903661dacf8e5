"""A kind of node or relationship as plain rows, for data frames."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kg.records import Value
from kg.schema import NODES, RELATIONSHIPS, GraphSource


def rows(store: str | Path | GraphSource, kind: str) -> list[dict[str, Value]]:
    """All nodes of a label or relationships of a type, one dict a row, the same keys in each: pandas takes them as is.

    kind: "Paper", "Concept", "Author", "Source"; or "MENTIONS", "RELATED", "BROADER", "SIMILAR", "WROTE", "CITES",
    "CONTAINS", whose rows begin with the ids of their "start" and "end". Then come the properties, None where one is
    not known. Sorted by id, or by start and end. store: a folder, or anything that gives nodes and edges.
    Raises ValueError for another kind, StoreError when there is no store.

    >>> import kg
    >>> len(kg.rows("kg-store", "Paper"))
    46
    >>> kg.rows("kg-store", "RELATED")[0]
    {'start': 'classification', 'end': 'classifiers', 'weight': 0.6097, 'papers': 3}
    """
    if kind not in NODES and kind not in RELATIONSHIPS:
        raise ValueError(f"kind must be one of {', '.join([*NODES, *RELATIONSHIPS])}, not {kind!r}")
    if not isinstance(store, str | Path):
        return list(_nodes(store, kind) if kind in NODES else _relationships(store, kind))
    from kg.catalog import Catalog

    with Catalog.open(Path(store)) as catalog:
        return rows(catalog, kind)


def _nodes(graph: GraphSource, label: str) -> Iterator[dict[str, Value]]:
    for node in graph.nodes(label):
        yield {name: node.properties.get(name) for name in NODES[label]}


def _relationships(graph: GraphSource, kind: str) -> Iterator[dict[str, Value]]:
    for edge in graph.edges(kind):
        properties = {name: edge.properties.get(name) for name in RELATIONSHIPS[kind][2]}
        yield {"start": edge.start[1], "end": edge.end[1], **properties}
