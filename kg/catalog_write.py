"""Writing the graph's tables: the whole graph at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from typing import Any

from kg import catalog_tables as tables
from kg.errors import StoreError
from kg.folding import fold
from kg.records import Edge, Node, NodeKey
from kg.schema import NODES, RELATIONSHIPS, names


def write_graph(db: sqlite3.Connection, nodes: Iterable[Node], edges: Iterable[Edge]) -> None:
    """Exchange all nodes and relationships for these; nodes of a label come by id. Within a transaction.

    Raises StoreError for a node that stands twice or out of order, and for a relationship without its nodes.
    """
    tables.create(db)
    db.execute("CREATE TEMP TABLE fresh_name (label, folded, place, node)")
    numbers: dict[str, dict[str, int]] = {label: {} for label in NODES}
    for label, group in groupby(nodes, lambda node: node.label):
        _write_nodes(db, label, group, numbers[label])
    db.execute("INSERT INTO name SELECT * FROM fresh_name ORDER BY label, folded, place, node")
    db.execute("DROP TABLE fresh_name")
    tables.index_texts(db)
    for kind, group in groupby(edges, lambda edge: edge.type):
        _write_edges(db, kind, group, numbers)
    tables.index(db)


def _write_nodes(db: sqlite3.Connection, label: str, nodes: Iterable[Node], numbers: dict[str, int]) -> None:
    encode = tables.encoder(NODES[label])
    insert = f"INSERT INTO {tables.NODE_TABLES[label]} VALUES ({', '.join('?' * (len(NODES[label]) + 1))})"
    place_of_label = tables.LABELS.index(label)

    def rows() -> Iterator[tuple[Any, ...]]:
        for node in _in_order(nodes):
            number = numbers[node.id] = len(numbers) + 1
            written.extend((place_of_label, fold(name), i, number) for i, name in enumerate(names(node.properties)))
            if label == "Paper":
                texts.append((number, tables.searchable(node.name, str(node.properties.get("abstract") or ""))))
            yield number, *encode(node.properties)

    written: list[tuple[int, str, int, int]] = []
    texts: list[tuple[int, str]] = []
    rest = rows()
    while batch := list(islice(rest, _BATCH)):
        db.executemany(insert, batch)
        db.executemany("INSERT INTO temp.fresh_name VALUES (?, ?, ?, ?)", written)
        db.executemany("INSERT INTO paper_text (rowid, text) VALUES (?, ?)", texts)
        written.clear()
        texts.clear()


_BATCH = 1000


def _in_order(nodes: Iterable[Node]) -> Iterator[Node]:
    """Ids that rise: numbers that sort like ids depend on it."""
    before = ""
    for node in nodes:
        if before and node.id <= before:
            raise StoreError(f"cannot write: {node.label} {node.id} comes twice or out of order")
        before = node.id
        yield node


def _write_edges(db: sqlite3.Connection, kind: str, edges: Iterable[Edge], numbers: dict[str, dict[str, int]]) -> None:
    start, end, properties = RELATIONSHIPS[kind]
    starts, ends, encode = numbers[start], numbers[end], tables.encoder(properties)

    def rows() -> Iterator[tuple[Any, ...]]:
        for edge in edges:
            try:
                ends_of = starts[edge.start[1]], ends[edge.end[1]]
            except KeyError:
                raise StoreError(f"cannot write: {kind} {_told(edge.start)} {_told(edge.end)} names no node") from None
            yield *ends_of, *encode(edge.properties)

    insert = f"INSERT INTO {tables.EDGE_TABLES[kind]} VALUES ({', '.join('?' * (len(properties) + 2))})"
    db.executemany(insert, rows())


def _told(key: NodeKey) -> str:
    return f"({key[0]} {key[1]})"
