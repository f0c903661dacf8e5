"""A kind of node or relationship as plain rows, for data frames."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kg.core.graph import NODES, RELATIONSHIPS, Value
from kg.core.graph_store import GraphSource


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
        return list(each_row(store, kind))
    from kg.store.catalog import Catalog

    with Catalog.open(Path(store)) as catalog:
        return rows(catalog, kind)


def columns(kind: str) -> list[str]:
    """The keys of the rows of a label or relationship type."""
    return list(NODES[kind]) if kind in NODES else ["start", "end", *RELATIONSHIPS[kind][2]]


def each_row(graph: GraphSource, kind: str) -> Iterator[dict[str, Value]]:
    """The same rows, one by one."""
    names = columns(kind)
    if kind in NODES:
        yield from ({name: node.properties.get(name) for name in names} for node in graph.nodes(kind))
    else:
        for edge in graph.edges(kind):
            values = {"start": edge.start[1], "end": edge.end[1], **edge.properties}
            yield {name: values.get(name) for name in names}
