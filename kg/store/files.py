"""The files of a store, and how they are made and opened.

catalog.sqlite is never changed: every build that changes the graph makes a new one beside it, which takes its name when
it is whole. cache.sqlite is changed in transactions, by the one build at work.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import quote

from kg.core.errors import StoreError
from kg.store.tables import create

FILE = "catalog.sqlite"
CACHE = "cache.sqlite"
SCHEMA_VERSION = 6
_APPLICATION_ID = 0x706D6B67  # "pmkg"
_PAGE = 16_384  # a row of a few kilobytes would take a second page of the usual size
_AT_ONCE = 500

# The graph (kg.store.tables), the reason of every merge, what people corrected, what became of the entries of sources
# (kg.core.account), what papers are compared by (kg.store.vectors). sum: `row_sum` of the other columns.
_CATALOG_TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL, sum INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE merge (concept TEXT NOT NULL, kept TEXT NOT NULL, merged TEXT NOT NULL, reason TEXT NOT NULL,
                    score REAL NOT NULL);
CREATE TABLE decision (number INTEGER PRIMARY KEY, action TEXT NOT NULL, names TEXT NOT NULL,
                       applies TEXT NOT NULL, why_not TEXT NOT NULL, source TEXT NOT NULL, sum INTEGER NOT NULL);
CREATE TABLE account (path TEXT PRIMARY KEY, format TEXT NOT NULL, records INTEGER NOT NULL, read INTEGER NOT NULL,
                      new INTEGER NOT NULL, left_out TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE duplicate (paper TEXT NOT NULL, record TEXT NOT NULL, other TEXT NOT NULL, rule TEXT NOT NULL,
                        also TEXT NOT NULL, against TEXT NOT NULL, certainty REAL NOT NULL, title TEXT NOT NULL,
                        other_title TEXT NOT NULL);
CREATE TABLE vector (first INTEGER PRIMARY KEY, lengths BLOB NOT NULL, terms BLOB NOT NULL, weights BLOB NOT NULL,
                     embeddings BLOB NOT NULL, chinese BLOB NOT NULL);
"""
# What was read (source, record; account: see kg.store.account) and worked out paper by paper (analysis) and of all
# papers (remembered); the digest of the catalog, and what it was made of besides (seal).
REMEMBERED = (
    "CREATE TABLE IF NOT EXISTS remembered (name TEXT PRIMARY KEY, digest TEXT NOT NULL, content BLOB NOT NULL)"
    " WITHOUT ROWID"
)
_CACHE_TABLES = f"""
{REMEMBERED};
CREATE TABLE source (path TEXT PRIMARY KEY, digest TEXT NOT NULL, sum INTEGER NOT NULL, account BLOB) WITHOUT ROWID;
CREATE TABLE record (path TEXT NOT NULL, position INTEGER NOT NULL, fields BLOB NOT NULL,
                     PRIMARY KEY (path, position)) WITHOUT ROWID;
CREATE TABLE analysis (key TEXT PRIMARY KEY, content BLOB NOT NULL, candidates BLOB NOT NULL, embedding BLOB)
                       WITHOUT ROWID;
CREATE TABLE seal (number INTEGER PRIMARY KEY, digest TEXT NOT NULL, made_of BLOB NOT NULL);
"""


class Database:
    """One open file of a store. Raises StoreError when it turns out to be damaged."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._db = connection
        self.path = path

    def close(self) -> None:
        self._db.close()

    def _rows(self, query: str, *parameters: str | float) -> Iterator[Any]:
        try:
            cursor = self._db.execute(query, parameters)
            while rows := cursor.fetchmany(_AT_ONCE):
                yield from rows
        except sqlite3.Error as error:
            raise StoreError(f"{self.path}: cannot read: {plainly(error)}") from error

    def broken_pages(self, *, thoroughly: bool = True) -> list[str]:
        """What SQLite finds wrong with the file, a line each. thoroughly: the order of every index is checked, too."""
        check = "integrity_check" if thoroughly else "quick_check"
        found = " ".join(text for (text,) in self._rows(f"PRAGMA {check}(3)"))
        return [line for line in found.splitlines() if line != "ok" and not line.startswith("***")]


def row_sum(*columns: str | int) -> int:
    """CRC-32 of the columns of a row."""
    return zlib.crc32("\0".join(map(str, columns)).encode("utf-8", "replace"))


def plainly(error: Exception) -> str:
    """What went wrong, as a person would say it, in one line; not what a damaged file holds, which SQLite quotes."""
    if "locked" in str(error):
        return "another kg build is writing it; try again when that is done"
    said = error.strerror or str(error) if isinstance(error, OSError) else str(error)
    return said.partition(" with text ")[0].partition("\n")[0]


def address(path: PurePath, how: str) -> str:
    """A file as SQLite is told it. It takes no host: that of a shared folder on Windows is a part of the path."""
    slash = "" if path.as_posix().startswith("/") else "/"
    return f"file://{slash}{quote(os.fsencode(path.as_posix()), safe='/:')}?{how}"


def is_there(path: Path) -> bool:
    """Whether the file exists and is not empty."""
    return path.is_file() and bool(path.stat().st_size)


def is_ours(path: Path) -> bool:
    """Whether the head of a file says that it is papermesh's, however damaged the rest is."""
    with suppress(OSError), path.open("rb") as file:
        return file.read(72)[68:] == _APPLICATION_ID.to_bytes(4, "big")
    return False


# -- making ---------------------------------------------------------------------------------


def part_of(path: Path) -> Path:
    """Where a file is made before it has its name."""
    return path.with_name(f"{path.name}.new")


def begin_catalog(path: Path) -> sqlite3.Connection:
    """Begin a catalog that shall take the place of `path`, in a transaction. Raises OSError, sqlite3.Error."""
    connection = _with_tables(part_of(path), _CATALOG_TABLES)
    create(connection)
    return connection


def no_catalog() -> sqlite3.Connection:
    """A catalog that holds nothing, in memory."""
    connection = _with_tables(":memory:", _CATALOG_TABLES)
    create(connection)
    return connection


def make_cache(path: Path) -> None:
    """Make an empty cache, whole or not at all. Raises OSError, sqlite3.Error."""
    part_of(path).unlink(missing_ok=True)
    finish(_with_tables(part_of(path), _CACHE_TABLES), path)
    give_name(path)


def finish(connection: sqlite3.Connection, path: Path) -> None:
    """End what was begun; all of it is on the disk then."""
    connection.execute("COMMIT")
    connection.close()
    with part_of(path).open("r+b") as file:
        os.fsync(file.fileno())


def give_name(path: Path) -> None:
    """Put a finished file in its place: from now on it is what others open. Who has the former one open keeps it."""
    with suppress(OSError):
        shutil.copymode(path, part_of(path))
    part_of(path).replace(path)
    with suppress(OSError):  # that it has its name is true already
        _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _with_tables(path: Path | str, statements: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, uri=True)
    with _closed_on_error(connection):
        # No journal: until it has its name the file is of no use to anybody.
        connection.executescript(
            f"PRAGMA page_size={_PAGE}; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA temp_store=MEMORY;"
            f"PRAGMA cache_size=-16000; BEGIN; PRAGMA application_id={_APPLICATION_ID};"
            f"PRAGMA user_version={SCHEMA_VERSION}; {statements}"
        )
    return connection


# -- opening --------------------------------------------------------------------------------


def open_catalog(path: Path) -> tuple[sqlite3.Connection, int]:
    """A catalog to read, and the version of its tables. Raises StoreError when it is none, or damaged.

    Nobody ever changes the file, so nothing has to be locked, and it may lie on read-only media.
    """
    return _opened(path, "mode=ro&immutable=1")


def open_cache(path: Path) -> tuple[sqlite3.Connection, int]:
    """A cache to read and write, and the version of its tables. Raises StoreError when it is none, or damaged."""
    connection, version = _opened(path, "mode=rw")
    connection.execute("PRAGMA synchronous=NORMAL")
    return connection, version


def _opened(path: Path, how: str) -> tuple[sqlite3.Connection, int]:
    try:
        with _closed_on_error(sqlite3.connect(address(path.absolute(), how), uri=True, isolation_level=None)) as db:
            db.execute("SELECT 1 FROM sqlite_schema").fetchone()
            application, version = (
                db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
            )
            if application != _APPLICATION_ID:
                raise StoreError(f"{path}: not a papermesh catalog")
            return db, version
    except sqlite3.Error as error:
        raise StoreError(f"{path}: not a papermesh catalog, or damaged: {plainly(error)}") from error


@contextmanager
def _closed_on_error(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    try:
        yield connection
    except BaseException:
        connection.close()
        raise
