"""The graph as tables: one a label, one a relationship type, a column a property, made from kg.core.graph.

Nodes are numbered within their label in the order of their ids, so that numbers sort like ids; relationships are
kept by (start, end) and indexed by end. Lists are JSON; scores are whole ten-thousandths, all that they have; abstracts
are compressed. `name` holds every name of every node in the form in which names are compared, `paper_text` the words
of the papers, `paper_word` each of them once.
"""

from __future__ import annotations

import json
import re
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from kg.core.errors import StoreError
from kg.core.graph import (
    BOOLEAN,
    FLOAT,
    INTEGER,
    INTEGERS,
    NODES,
    RELATIONSHIPS,
    SCALE,
    STRING,
    STRINGS,
    Value,
    strength_property,
)
from kg.text.language import HAN, HAN_CHARACTERS

LABELS = tuple(NODES)
"""Labels; a label is written as its position here."""

NODE_TABLES = {label: f"node_{label.lower()}" for label in NODES}
EDGE_TABLES = {kind: f"edge_{kind.lower()}" for kind in RELATIONSHIPS}

_COMPRESSED = ("abstract",)
_COLUMN_TYPES = {STRING: "TEXT", INTEGER: "INTEGER", FLOAT: "INTEGER", BOOLEAN: "INTEGER"}

_TEXT_TABLES = (
    "CREATE TABLE name (label INTEGER NOT NULL, folded TEXT NOT NULL, place INTEGER NOT NULL, node INTEGER NOT NULL,"
    " PRIMARY KEY (label, folded, place, node)) WITHOUT ROWID",
    "CREATE VIRTUAL TABLE paper_text USING fts5(text, content='', columnsize=0, detail=none,"
    " tokenize=\"unicode61 remove_diacritics 0 tokenchars '_'\")",
    "CREATE TABLE paper_word (word TEXT PRIMARY KEY) WITHOUT ROWID",
)

_INDEXED = re.compile(f"[a-z0-9_]+|[{HAN_CHARACTERS}]")


def create(db: sqlite3.Connection) -> None:
    """Make the tables, empty. Raises sqlite3.Error."""
    for label, table in NODE_TABLES.items():
        db.execute(f"CREATE TABLE {table} (key INTEGER PRIMARY KEY, {_columns(NODES[label])})")
    for kind, table in EDGE_TABLES.items():
        columns = ", ".join(filter(None, ('start INTEGER, "end" INTEGER', _columns(RELATIONSHIPS[kind][2]))))
        db.execute(f'CREATE TABLE {table} ({columns}, PRIMARY KEY (start, "end")) WITHOUT ROWID')
    for statement in _TEXT_TABLES:
        db.execute(statement)


def index(db: sqlite3.Connection) -> None:
    """Index the relationships by their end, the strongest first. Once, when all are there: faster than row by row."""
    for kind, table in EDGE_TABLES.items():
        order = strongest_first(kind, "start")
        db.execute(f'CREATE INDEX {table}_end ON {table} ("end", {order})')


def strongest_first(kind: str, other: str) -> str:
    """The SQL order of the relationships of one node: by strength, then by the column of the other node."""
    strength = strength_property(kind)
    return f"{strength} DESC, {other}" if strength else other


def index_texts(db: sqlite3.Connection) -> None:
    """Note the words of the papers once all are there: FTS5 lists them only by reading its whole index."""
    db.execute("INSERT INTO paper_text (paper_text) VALUES ('optimize')")
    db.execute("CREATE VIRTUAL TABLE temp.indexed USING fts5vocab(main, paper_text, row)")
    db.execute("INSERT INTO paper_word SELECT term FROM temp.indexed")
    db.execute("DROP TABLE temp.indexed")


def _columns(properties: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {_column_type(name, type_)}" for name, type_ in properties.items())


def _column_type(name: str, type_: str) -> str:
    if name == "id":
        return "TEXT NOT NULL UNIQUE"
    return "BLOB" if name in _COMPRESSED else _COLUMN_TYPES.get(type_, "TEXT")


# -- values ---------------------------------------------------------------------------------

to_json = json.JSONEncoder(ensure_ascii=False).encode  # json.dumps makes one a call


def encoder(properties: Mapping[str, str]) -> Callable[[Mapping[str, Value]], list[Any]]:
    """A function from properties to the values of columns, in the order of the schema; None for a missing property."""
    convert = [
        (name, _ENCODE.get("compressed" if name in _COMPRESSED else type_)) for name, type_ in properties.items()
    ]

    def encode(values: Mapping[str, Value]) -> list[Any]:
        get = values.get
        return [make(value) if (value := get(name)) is not None and make else value for name, make in convert]

    return encode


def decoder(properties: Mapping[str, str], path: Path) -> Callable[[Iterable[Any]], dict[str, Value]]:
    """A function from the values of these columns, in this order, to properties; None becomes a missing property.

    It raises StoreError for a value that nobody wrote; path: the file that the message names.
    """
    convert = [
        (name, _DECODE[kind])
        for name, type_ in properties.items()
        if (kind := "compressed" if name in _COMPRESSED else type_) in _DECODE
    ]

    def decode(columns: Iterable[Any]) -> dict[str, Value]:
        values = dict(zip(properties, columns, strict=True))
        try:
            for name, make in convert:
                if values[name] is not None:
                    values[name] = make(values[name])
        except (zlib.error, ValueError, TypeError) as error:
            raise StoreError.damaged(path, "a value that nobody wrote") from error
        return (
            {name: value for name, value in values.items() if value is not None} if None in values.values() else values
        )

    return decode


def _numbers(values: Iterable[int]) -> str:
    return f"[{','.join(map(str, values))}]"


def _strings(values: Iterable[str]) -> str:
    return f"[{','.join(map(to_json, values))}]"


def _listed_strings(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text)) if text != "[]" else ()


def _listed_numbers(text: str) -> tuple[int, ...]:
    return tuple(map(int, text[1:-1].split(","))) if text != "[]" else ()  # twice as fast as json


_ENCODE: dict[str, Callable[[Any], Any]] = {
    "compressed": lambda text: zlib.compress(text.encode(), 1),  # 3 % larger than by 6, in two thirds of the time
    FLOAT: lambda score: round(score * SCALE),
    BOOLEAN: int,
    STRINGS: _strings,
    INTEGERS: _numbers,
}
_DECODE: dict[str, Callable[[Any], Any]] = {
    "compressed": lambda packed: zlib.decompress(packed).decode(),
    FLOAT: lambda number: number / SCALE,  # the nearest float, hence the same
    BOOLEAN: bool,
    STRINGS: _listed_strings,
    INTEGERS: _listed_numbers,
}


# -- the words of papers --------------------------------------------------------------------


def indexed_text(title: str, abstract: str) -> str:
    """The text of a paper as it is indexed: in lower case, every Chinese character a word of its own."""
    text = f"{title}\n{abstract}".lower()
    return text if text.isascii() else HAN.sub(r" \g<0> ", text)


def index_terms(word: str) -> list[str]:
    """The pieces of a word that the full-text index can look for. Every text that holds the word has indexed words that
    hold these pieces.

    Letters of other alphabets are left out: who asks compares the texts again.
    """
    return _INDEXED.findall(word)
