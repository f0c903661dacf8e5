"""catalog.sqlite: the truth on disk, written in transactions, read as a graph."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kg.catalog_file import FILE, SCHEMA_VERSION, new_file, open_file, plainly
from kg.catalog_graph import GraphTables
from kg.catalog_tables import LABELS, NODE_TABLES
from kg.catalog_write import write_graph
from kg.decisions import Decision, Outcome
from kg.errors import KgError, StoreError
from kg.lock import BuildLock, at_work
from kg.records import Edge, Node, Record

__all__ = ["FILE", "SCHEMA_VERSION", "Catalog"]

_AT_ONCE = 500


class Catalog:
    """One open catalog. Use as a context manager; reading and writing share the connection.

    graph: what can be asked of the graph in it.
    Raises StoreError when the store is missing, damaged, of another version, or cannot be written.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path, lock: BuildLock | None = None) -> None:
        self._db = connection
        self.path = path
        self._lock = lock
        self.graph = GraphTables(self._rows)

    @classmethod
    def open(cls, store: Path) -> Catalog:
        """The catalog of an existing store, to read its graph: one state of it, whatever is built meanwhile."""
        catalog = cls._checked(cls._existing(store))
        try:
            catalog._db.execute("BEGIN")
            if not catalog.generation:
                unfinished = "its build did not finish; run the same kg build again"
                what = "a build is at work" if at_work(store) else unfinished
                raise StoreError(f"{store}: {what}")
        except BaseException:
            catalog.close()
            raise
        return catalog

    @classmethod
    def saved_decisions(cls, store: Path) -> list[Decision]:
        """The decisions of an existing store, also of one that another version of papermesh made."""
        with cls._checked(cls._existing(store), of_any_version=True) as catalog:
            return [decision for decision, _ in catalog.decisions()]

    @staticmethod
    def _existing(store: Path) -> Path:
        path = Path(store) / FILE
        if not path.is_file():
            raise StoreError(f"{store}: no store here; make one with: kg build SOURCE... --store {store}")
        return path

    @classmethod
    def create(cls, store: Path) -> Catalog:
        """The catalog of a store, to build it: made when it is not there yet, and no other build at work in it."""
        path = Path(store) / FILE
        lock = BuildLock(Path(store))
        try:
            if path.is_file() and path.stat().st_size:
                catalog = cls._checked(path)
                catalog._lock = lock
                return catalog
            connection = new_file(path)
            lock.created = True
            return cls(connection, path, lock)
        except (OSError, sqlite3.Error) as error:
            lock.release()
            raise StoreError(f"{path}: cannot make a store: {plainly(error)}") from error
        except BaseException:
            lock.release()
            raise

    @classmethod
    def _checked(cls, path: Path, *, of_any_version: bool = False) -> Catalog:
        connection, version = open_file(path)
        catalog = cls(connection, path)
        if version != SCHEMA_VERSION and not of_any_version:
            keep = "save its decisions with kg concepts export, " if catalog._has_decisions() else ""
            catalog.close()
            raise StoreError(
                f"{path}: a store of version {version}, this papermesh reads version {SCHEMA_VERSION}; "
                f"{keep}delete {path.parent} and build again"
            )
        return catalog

    def __enter__(self) -> Catalog:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._db.close()
        if self._lock:
            self._lock.release()

    def discard_if_new(self) -> None:
        """Remove what this build made when it made the store: a first build that fails leaves nothing."""
        if self._lock and self._lock.created:
            self._db.close()
            self.path.unlink(missing_ok=True)
            self._lock.discard()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. Raises StoreError when the disk is full, the file locked, ..."""
        try:
            self._db.execute("BEGIN IMMEDIATE")
            yield
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            self._roll_back()
            raise StoreError(f"{self.path}: cannot write: {plainly(error)}") from error
        except BaseException:
            self._roll_back()
            raise

    def _roll_back(self) -> None:
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")

    def _rows(self, query: str, *parameters: str | float) -> Iterator[Any]:
        """Raises StoreError when the file turns out to be damaged."""
        try:
            cursor = self._db.execute(query, parameters)
            while rows := cursor.fetchmany(_AT_ONCE):
                yield from rows
        except sqlite3.Error as error:
            raise StoreError(f"{self.path}: cannot read: {plainly(error)}") from error

    # -- what was read and worked out ---------------------------------------------------------

    def meta(self, name: str) -> str:
        return next((value for (value,) in self._rows("SELECT value FROM meta WHERE name = ?", name)), "")

    def set_meta(self, name: str, value: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    @property
    def generation(self) -> str:
        """Names the content of the graph: another one after every build that changed it."""
        return self.meta("generation")

    def sources(self) -> dict[str, str]:
        """path -> digest of every source read."""
        return dict(self._rows("SELECT path, digest FROM source"))

    def put_source(self, path: str, digest: str, records: Iterable[Record]) -> int:
        """Replace what is known of a source; the number of its records. Within a transaction."""
        self.drop_source(path)
        self._db.execute("INSERT INTO source VALUES (?, ?)", (path, digest))
        rows = ((path, r.position, zlib.compress(_dump(asdict(r)).encode())) for r in records)
        return self._db.executemany("INSERT INTO record VALUES (?, ?, ?)", rows).rowcount

    def put_digest(self, path: str, digest: str) -> None:
        self._db.execute("UPDATE source SET digest = ? WHERE path = ?", (digest, path))

    def drop_source(self, path: str) -> None:
        self._db.execute("DELETE FROM source WHERE path = ?", (path,))
        self._db.execute("DELETE FROM record WHERE path = ?", (path,))

    def records(self) -> Iterator[Record]:
        """Every record, by path and position."""
        for (content,) in self._rows("SELECT fields FROM record ORDER BY path, position"):
            fields = json.loads(zlib.decompress(content))
            fields |= {
                name: tuple(fields.get(name, ())) for name in ("authors", "keywords", "identifiers", "references")
            }
            yield Record(**fields)

    def analysis_keys(self) -> set[str]:
        return {key for (key,) in self._rows("SELECT key FROM analysis")}

    def put_analysis(self, key: str, content: bytes, candidates: bytes, embedding: bytes | None) -> None:
        self._db.execute("INSERT OR REPLACE INTO analysis VALUES (?, ?, ?, ?)", (key, content, candidates, embedding))

    def analysis(self, key: str, *, candidates: bool) -> tuple[bytes, bytes, bytes | None]:
        """(content, candidates, embedding); b"" for candidates that are not wanted."""
        wanted = "candidates" if candidates else "x''"
        return next(self._rows(f"SELECT content, {wanted}, embedding FROM analysis WHERE key = ?", key))

    def drop_analyses(self, keys: Iterable[str]) -> None:
        self._db.executemany("DELETE FROM analysis WHERE key = ?", ((k,) for k in keys))

    # -- what people decided -------------------------------------------------------------------

    def decisions(self) -> list[tuple[Decision, Outcome]]:
        """Every decision, in order, with what became of it in the graph."""
        rows = self._rows("SELECT action, names, applies, why_not FROM decision ORDER BY number")
        return [(Decision(action, tuple(json.loads(names))), Outcome(*outcome)) for action, names, *outcome in rows]

    def _has_decisions(self) -> bool:
        try:
            return bool(self.decisions())
        except KgError:
            return False  # another version's table, or none

    def put_decisions(self, decisions: Iterable[Decision], outcomes: Iterable[Outcome]) -> None:
        """Replace the decisions; they are numbered from 1. Within a transaction."""
        self._db.execute("DELETE FROM decision")
        rows = (
            (number, d.action, json.dumps(d.names, ensure_ascii=False), *outcome)
            for number, (d, outcome) in enumerate(zip(decisions, outcomes, strict=True), start=1)
        )
        self._db.executemany("INSERT INTO decision VALUES (?, ?, ?, ?, ?)", rows)

    # -- the graph --------------------------------------------------------------------------

    def replace_graph(
        self,
        nodes: Iterable[Node],
        edges: Iterable[Edge],
        merges: Iterable[tuple[str, str, str, str, float]],
    ) -> None:
        """Exchange the whole graph, and note what that changed. Within a transaction.

        Nodes of a label come by id, relationships of a type by start and end: kg.catalog_write.
        """
        ids = " UNION ALL ".join(f"SELECT {i} AS label, id FROM {t}" for i, t in enumerate(NODE_TABLES.values()))
        self._db.execute(f"CREATE TEMP TABLE former AS {ids}")
        write_graph(self._db, nodes, edges)
        self._db.execute("DELETE FROM merge")
        self._db.executemany("INSERT INTO merge VALUES (?, ?, ?, ?, ?)", merges)
        added, removed = self._only_in(ids, "SELECT * FROM former"), self._only_in("SELECT * FROM former", ids)
        self._db.execute("DROP TABLE former")
        changes = {label: [added.get(i, 0), removed.get(i, 0)] for i, label in enumerate(LABELS)}
        self.set_meta("changes", json.dumps(changes))

    def _only_in(self, ids: str, others: str) -> dict[int, int]:
        """Place of a label -> how many nodes are in one list and not in the other."""
        difference = f"SELECT * FROM ({ids}) EXCEPT SELECT * FROM ({others})"
        return dict(self._rows(f"SELECT label, count(*) FROM ({difference}) GROUP BY label"))

    def changes(self) -> dict[str, tuple[int, int]]:
        """Label -> how many nodes the last build that changed the graph added and removed."""
        return {label: (added, removed) for label, (added, removed) in json.loads(self.meta("changes") or "{}").items()}

    def nodes(self, label: str) -> Iterator[Node]:
        """Nodes of a label, by id."""
        return self.graph.nodes(label)

    def edges(self, kind: str) -> Iterator[Edge]:
        """Relationships of a type, by start and end."""
        return self.graph.edges(kind)

    def counts(self) -> dict[str, int]:
        """How many nodes of each label and relationships of each type."""
        return self.graph.counts()

    def damage(self) -> list[str]:
        """What SQLite finds wrong with the file; relationships whose ends are not there."""
        found = [f"damaged: {text}" for (text,) in self._rows("PRAGMA integrity_check(3)") if text != "ok"]
        lost = {} if found else self.graph.loose_ends()
        return found + [f"{count} {kind} relationships name no node" for kind, count in lost.items()]

    def merges(self, concept: str = "") -> Iterator[tuple[str, str, str, str, float]]:
        """(concept id, kept spelling, merged spelling, reason, score) of every merge, or of one concept."""
        query = "SELECT concept, kept, merged, reason, score FROM merge"
        if concept:
            return self._rows(f"{query} WHERE concept = ? ORDER BY rowid", concept)
        return self._rows(f"{query} ORDER BY rowid")


def _dump(properties: object) -> str:
    return json.dumps(properties, ensure_ascii=False, sort_keys=True)
