"""Writing a catalog as a whole."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import groupby, islice, pairwise
from pathlib import Path
from typing import Any

import numpy as np

from kg.core.account import Duplicate, SourceAccount
from kg.core.columns import Lists
from kg.core.corrections import Correction, Outcome
from kg.core.errors import StoreError
from kg.core.graph import NODES, RELATIONSHIPS, STRING, STRINGS, Edge, Node, names
from kg.core.tables import EdgeTable
from kg.core.vectors import Vectors
from kg.store import tables, vectors
from kg.store.account import account_rows, duplicate_rows
from kg.store.files import begin_catalog, finish, part_of, row_sum
from kg.store.read import GraphTables
from kg.text.names import fold

MergeRow = tuple[str, str, str, str, float]
"""(concept id, kept spelling, merged spelling, reason, score)."""


def put_corrections(
    connection: sqlite3.Connection, corrections: Iterable[Correction], outcomes: Iterable[Outcome]
) -> None:
    """Write corrections with their outcomes into a catalog that has none."""
    for number, (correction, outcome) in enumerate(zip(corrections, outcomes, strict=True), start=1):
        names = json.dumps(correction.names, ensure_ascii=False)
        row = (number, correction.action, names, *outcome, correction.source)
        connection.execute("INSERT INTO decision VALUES (?, ?, ?, ?, ?, ?, ?)", (*row, row_sum(*row)))


class Draft:
    """A new catalog in a file of its own. Raises sqlite3.Error, and StoreError for a graph that cannot be written."""

    def __init__(self, path: Path, former: GraphTables) -> None:
        """path: the catalog that it shall replace. former: the graph of that catalog."""
        self._path, self._former = path, former
        self._db = begin_catalog(path)

    def put_graph(self, nodes: Iterable[Node], edges: Iterable[Edge | EdgeTable], merges: Iterable[MergeRow]) -> None:
        """Write the whole graph, and how many nodes are new or gone. Nodes of a label come by id. To be called once.

        Raises StoreError for a node that stands twice or out of order, and for a relationship without its nodes.
        """
        self._db.execute("CREATE TEMP TABLE fresh_name (label, folded, place, node)")
        numbers: dict[str, dict[str, int]] = {label: {} for label in NODES}
        for label, group in groupby(nodes, lambda node: node.label):
            _write_nodes(self._db, label, group, numbers[label])
        self._db.execute("INSERT INTO name SELECT * FROM fresh_name ORDER BY label, folded, place, node")
        self._db.execute("DROP TABLE fresh_name")
        tables.index_texts(self._db)
        for kind, group in groupby(edges, lambda edge: edge.type):
            _write_edges(self._db, kind, group, numbers)
        tables.index(self._db)
        self._db.executemany("INSERT INTO merge VALUES (?, ?, ?, ?, ?)", merges)
        changes = {label: _changes(numbers[label], self._former.ids(label)) for label in NODES}
        self.set_meta("changes", json.dumps(changes))

    def put_vectors(self, compared: Vectors) -> None:
        """Write what papers are compared by, in the order of their nodes. To be called once."""
        self._db.executemany("INSERT INTO vector VALUES (?, ?, ?, ?, ?, ?)", vectors.rows(compared))
        self.set_meta("across", json.dumps(compared.across))

    def put_corrections(self, corrections: Iterable[Correction], outcomes: Iterable[Outcome]) -> None:
        """Write the corrections with their outcomes, numbered from 1. To be called once."""
        put_corrections(self._db, corrections, outcomes)

    def put_account(self, accounts: Iterable[SourceAccount], duplicates: Iterable[Duplicate]) -> None:
        """Write what became of the entries of the sources. To be called once."""
        self._db.executemany("INSERT INTO account VALUES (?, ?, ?, ?, ?, ?)", account_rows(accounts))
        rows = duplicate_rows(duplicates)
        self._db.executemany("INSERT INTO duplicate VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def set_meta(self, name: str, value: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?, ?)", (name, value, row_sum(name, value)))

    def made_of(self) -> dict[str, Any]:
        """What cannot be read from the sources: the corrections, and the options of the build ("" where unknown)."""
        rows = self._db.execute("SELECT action, names, source FROM decision ORDER BY number")
        options = self._db.execute("SELECT value FROM meta WHERE name = 'options'").fetchone() or ("",)
        corrections = [[action, json.loads(names), source] for action, names, source in rows]
        return {"decisions": corrections, "options": options[0]}

    def finish(self) -> str:
        """Write all of it to the disk. Returns the digest of the file."""
        finish(self._db, self._path)
        with part_of(self._path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def discard(self) -> None:
        self._db.close()
        with suppress(OSError):
            part_of(self._path).unlink(missing_ok=True)


def _changes(ids: Collection[str], former: Iterable[str]) -> tuple[int, int]:
    """(number of ids that are new, number that are gone). former: the ids before."""
    gone = stayed = 0
    for id_ in former:
        gone, stayed = (gone, stayed + 1) if id_ in ids else (gone + 1, stayed)
    return len(ids) - stayed, gone


def _write_nodes(db: sqlite3.Connection, label: str, nodes: Iterable[Node], numbers: dict[str, int]) -> None:
    encode = tables.encoder(NODES[label])
    insert = f"INSERT INTO {tables.NODE_TABLES[label]} VALUES ({', '.join('?' * (len(NODES[label]) + 1))})"
    label_number = tables.LABELS.index(label)

    def rows() -> Iterator[tuple[Any, ...]]:
        for node in _in_order(nodes):
            number = numbers[node.id] = len(numbers) + 1
            written.extend((label_number, fold(name), i, number) for i, name in enumerate(names(node.properties)))
            if label == "Paper":
                texts.append((number, tables.indexed_text(node.name, str(node.properties.get("abstract") or ""))))
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
    """The same nodes. Raises StoreError where ids do not rise: numbers have to sort like ids."""
    before = ""
    for node in nodes:
        if before and node.id <= before:
            raise StoreError(f"cannot write: {node.label} {node.id} comes twice or out of order")
        before = node.id
        yield node


def _write_edges(
    db: sqlite3.Connection, kind: str, edges: Iterable[Edge | EdgeTable], numbers: dict[str, dict[str, int]]
) -> None:
    start, end, properties = RELATIONSHIPS[kind]
    starts, ends, encode = numbers[start], numbers[end], tables.encoder(properties)

    def rows() -> Iterator[tuple[Any, ...]]:
        for each in edges:
            if isinstance(each, EdgeTable):
                from_, to = each.ids()
                ends_of = _numbered(kind, from_, starts), _numbered(kind, to, ends)
                yield from zip(*ends_of, *_encoded(properties, each.columns), strict=True)
            else:
                (from_,), (to,) = _numbered(kind, each.start[1:], starts), _numbered(kind, each.end[1:], ends)
                yield from_, to, *encode(each.properties)

    insert = f"INSERT INTO {tables.EDGE_TABLES[kind]} VALUES ({', '.join('?' * (len(properties) + 2))})"
    db.executemany(insert, rows())


def _numbered(kind: str, ids: Iterable[str], numbers: Mapping[str, int]) -> list[int]:
    try:
        return [numbers[id_] for id_ in ids]
    except KeyError as error:
        raise StoreError(f"cannot write: a {kind} relationship names no node: {error.args[0]}") from None


def _encoded(properties: Mapping[str, str], columns: Mapping[str, np.ndarray | Lists]) -> Iterator[Iterable[Any]]:
    """kg.store.tables.encoder for whole columns, one after the other; scores are whole ten-thousandths already."""
    for name, type_ in properties.items():
        column = columns[name]
        if isinstance(column, Lists):
            yield _texts(column, tables.to_json if type_ == STRINGS else str)
        else:
            yield (column if type_ == STRING else column.astype(np.int64)).tolist()


def _texts(lists: Lists, make: Callable[[Any], str]) -> Iterator[str]:
    values = lists.plain()
    text = {value: make(value) for value in set(values)}  # few are different
    written = [text[value] for value in values]
    return (f"[{','.join(written[start:end])}]" for start, end in pairwise(lists.bounds.tolist()))
