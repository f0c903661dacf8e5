"""loaded.sqlite: the catalog that a server was last made equal to, kept to tell what has changed since.

It is a second name of the catalog's own file, and takes no room until a build puts another catalog in its place. There
is one at most. Without it, or when it is damaged, the next load compares everything.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from kg.core.errors import NoDifference, StoreError
from kg.core.graph import NODES, RELATIONSHIPS
from kg.core.graph_store import Properties
from kg.store import tables
from kg.store.files import SCHEMA_VERSION, Database, address, is_there, open_catalog, part_of, plainly, row_sum
from kg.store.tables import EDGE_TABLES, NODE_TABLES

LOADED = "loaded.sqlite"
_CACHE = -64_000  # KB of either file's pages; SQLite's own 2 MB make it three times as slow


def keep_loaded(catalog: Path, generation: str) -> None:
    """Keep a catalog as the one that was loaded, in place of the one before.

    None is kept where the file system knows no second names, or a build has exchanged the catalog meanwhile.
    """
    kept = catalog.with_name(LOADED)
    with suppress(OSError):
        if is_there(kept) and kept.samefile(catalog):
            return
        part_of(kept).unlink(missing_ok=True)
        kept.unlink(missing_ok=True)
        os.link(catalog, part_of(kept))
        if generation_of(part_of(kept)) == generation:
            part_of(kept).replace(kept)
        else:
            part_of(kept).unlink()


def generation_of(path: Path) -> str:
    """Which content a catalog holds; "" where that cannot be read, or not by this papermesh."""
    with suppress(StoreError, sqlite3.Error):
        db, version = open_catalog(path)
        with closing(db):
            if version == SCHEMA_VERSION:
                return _generation(db, "main")
    return ""


def loaded_damage(kept: Path) -> str:
    """What is wrong with a catalog that was kept; "" for nothing."""
    try:
        db, version = open_catalog(kept)
        with closing(Database(db, kept)) as file:
            if version != SCHEMA_VERSION:
                return f"{kept}: of another version"
            return next((f"{kept} is damaged: {text}" for text in file.broken_pages()), "")
    except StoreError as error:
        return str(error)


def _generation(db: sqlite3.Connection, schema: str) -> str:
    value, sum_ = db.execute(f"SELECT value, sum FROM {schema}.meta WHERE name = 'generation'").fetchone() or ("", 0)
    return value if row_sum("generation", value) == sum_ else ""


def difference_since(db: sqlite3.Connection, path: Path, generation: str) -> Difference | None:
    """What the open catalog at `path` has changed since the one that was kept, if that has this generation."""
    kept = path.with_name(LOADED)
    if not generation or generation_of(kept) != generation:
        return None
    with suppress(sqlite3.Error):
        return Difference(db, kept)
    return None


class Difference:
    """What has changed between two catalogs: found in SQL, so that only rows that differ are read.

    Nodes are the same by id, relationships by the ids of their ends; the numbers in the tables differ. Raises
    NoDifference when a file turns out to be damaged.
    """

    def __init__(self, db: sqlite3.Connection, former: Path) -> None:
        """db: an open catalog; tables for the time being are made beside it. Raises sqlite3.Error."""
        self._db, self._path = db, former
        db.execute("PRAGMA temp_store = MEMORY")
        db.execute("ATTACH ? AS former", (address(former.absolute(), "mode=ro&immutable=1"),))
        for schema in ("main", "former"):
            db.execute(f"PRAGMA {schema}.cache_size = {_CACHE}")
        for label, table in NODE_TABLES.items():
            numbers = f"SELECT n.key, f.key FROM main.{table} n JOIN former.{table} f USING (id)"
            db.execute(f"CREATE TEMP TABLE same_{label} (now INTEGER PRIMARY KEY, before INTEGER UNIQUE)")
            db.execute(f"INSERT INTO same_{label} {numbers}")

    def nodes(self, label: str) -> Iterator[tuple[str, Properties | None, Properties | None]]:
        decode = _decoder(NODES[label], self._path)
        with self._readable():
            for id_, is_new, *columns in self._db.execute(_differing_nodes(label)):
                before, now = decode(columns)
                yield id_, None if is_new else before, now
            for columns in self._db.execute(_gone_nodes(label)):
                before, _ = decode(columns * 2)
                yield str(before["id"]), before, None

    def edges(self, kind: str) -> Iterator[tuple[str, str, Properties | None, Properties | None]]:
        start, end, properties = RELATIONSHIPS[kind]
        decode = _decoder(properties, self._path)
        with self._readable():
            starts, ends = self._ids("main", start), self._ids("main", end)
            for a, b, is_new, *columns in self._db.execute(_differing_edges(kind)):
                before, now = decode(columns)
                yield starts[a - 1], ends[b - 1], None if is_new else before, now
            starts, ends = self._ids("former", start), self._ids("former", end)
            for a, b, *columns in self._db.execute(_gone_edges(kind)):
                before, _ = decode(columns * 2)
                yield starts[a - 1], ends[b - 1], before, None

    def _ids(self, schema: str, label: str) -> list[str]:
        return [id_ for (id_,) in self._db.execute(f"SELECT id FROM {schema}.{NODE_TABLES[label]} ORDER BY key")]

    @contextmanager
    def _readable(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, IndexError) as error:
            raise NoDifference(f"{self._path}: cannot read: {plainly(error)}") from error
        except StoreError as error:  # a value that nobody wrote
            raise NoDifference(str(error)) from error


def _decoder(properties: Mapping[str, str], path: Path) -> Callable[[Sequence[Any]], tuple[Properties, Properties]]:
    """A function from the columns of a row, those of before and those of now, to the properties of both. What stayed
    the same is decoded once."""
    decode = tables.decoder(properties, path)
    each = [(name, tables.decoder({name: type_}, path)) for name, type_ in properties.items()]
    width = len(each)

    def pair(columns: Sequence[Any]) -> tuple[Properties, Properties]:
        now = decode(columns[width:])
        before = dict(now)
        for column, (name, decode_one) in enumerate(each):
            if (value := columns[column]) != columns[column + width]:
                before.pop(name, None)
                before |= decode_one((value,))
        return before, now

    return pair


# -- SQL: n is a row of now, f one of before; same_LABEL has the numbers of a node that is in both -------------------


def _differing_nodes(label: str) -> str:
    table, properties = NODE_TABLES[label], NODES[label]
    return f"""SELECT n.id, f.key IS NULL, {_columns(properties)} FROM main.{table} n
               LEFT JOIN same_{label} ON now = n.key LEFT JOIN former.{table} f ON f.key = before
               WHERE f.key IS NULL OR {_differs(properties)}"""


def _gone_nodes(label: str) -> str:
    return f"""SELECT {", ".join(NODES[label])} FROM former.{NODE_TABLES[label]}
               WHERE key NOT IN (SELECT before FROM same_{label})"""


def _differing_edges(kind: str) -> str:
    table, (start, end, properties) = EDGE_TABLES[kind], RELATIONSHIPS[kind]
    columns = ", ".join(filter(None, ('n.start, n."end", f.start IS NULL', _columns(properties))))
    return f"""SELECT {columns} FROM main.{table} n
               LEFT JOIN same_{start} s ON s.now = n.start LEFT JOIN same_{end} e ON e.now = n."end"
               LEFT JOIN former.{table} f ON f.start = s.before AND f."end" = e.before
               WHERE f.start IS NULL OR {_differs(properties)} ORDER BY n.start, n."end" """


def _gone_edges(kind: str) -> str:
    table, (start, end, properties) = EDGE_TABLES[kind], RELATIONSHIPS[kind]
    columns = ", ".join(f"f.{name}" for name in ("start", '"end"', *properties))
    return f"""SELECT {columns} FROM former.{table} f
               LEFT JOIN same_{start} s ON s.before = f.start LEFT JOIN same_{end} e ON e.before = f."end"
               LEFT JOIN main.{table} n ON n.start = s.now AND n."end" = e.now
               WHERE n.start IS NULL ORDER BY f.start, f."end" """


def _columns(properties: Mapping[str, str]) -> str:
    return ", ".join(f"{row}.{name}" for row in "fn" for name in properties)


def _differs(properties: Mapping[str, str]) -> str:
    """Whether a value is not the same. An id is: by it rows are joined."""
    return " OR ".join(f"n.{name} IS NOT f.{name}" for name in properties if name != "id") or "FALSE"
