"""The file catalog.sqlite: its tables, and how it is made and opened."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from kg.catalog_tables import create, index
from kg.errors import StoreError

FILE = "catalog.sqlite"
SCHEMA_VERSION = 4
_APPLICATION_ID = 0x706D6B67  # "pmkg"
_PAGE = 16_384  # a row of a few kilobytes would take a second page of the usual size

# What was read (source, record), worked out paper by paper (analysis) and decided by people (decision), and the
# reason of every merge (merge). The graph made of these: kg.catalog_tables.
_TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE source (path TEXT PRIMARY KEY, digest TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE record (path TEXT NOT NULL, position INTEGER NOT NULL, fields BLOB NOT NULL,
                     PRIMARY KEY (path, position)) WITHOUT ROWID;
CREATE TABLE analysis (key TEXT PRIMARY KEY, content BLOB NOT NULL, candidates BLOB NOT NULL, embedding BLOB)
                       WITHOUT ROWID;
CREATE TABLE merge (concept TEXT NOT NULL, kept TEXT NOT NULL, merged TEXT NOT NULL, reason TEXT NOT NULL,
                    score REAL NOT NULL);
CREATE TABLE decision (number INTEGER PRIMARY KEY, action TEXT NOT NULL, names TEXT NOT NULL,
                       applies TEXT NOT NULL, why_not TEXT NOT NULL);
"""


def new_file(path: Path) -> sqlite3.Connection:
    """Make the file with empty tables. Raises sqlite3.Error."""
    connection = _connect(path)
    connection.executescript(
        f"PRAGMA page_size={_PAGE}; BEGIN; PRAGMA application_id={_APPLICATION_ID};"
        f"PRAGMA user_version={SCHEMA_VERSION}; {_TABLES}"
    )
    create(connection)
    index(connection)
    connection.execute("COMMIT")
    return connection


def open_file(path: Path) -> tuple[sqlite3.Connection, int]:
    """The file, and the version of its tables. Raises StoreError when it is no catalog, damaged or locked."""
    try:
        connection = _connect(path)
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        version = connection.execute("PRAGMA user_version").fetchone()[0]
    except sqlite3.Error as error:
        busy = "locked" in str(error)
        what = plainly(error) if busy else f"not a papermesh catalog, or damaged: {error}"
        raise StoreError(f"{path}: {what}") from error
    if application != _APPLICATION_ID:
        connection.close()
        raise StoreError(f"{path}: not a papermesh catalog")
    return connection, version


def plainly(error: Exception) -> str:
    return "another kg build is writing it; try again when that is done" if "locked" in str(error) else str(error)


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, timeout=10)
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA temp_store=MEMORY")
    connection.execute("PRAGMA cache_spill=OFF")  # spilt pages would shut readers out until the end of the build
    return connection
