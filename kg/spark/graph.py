"""The graph as Parquet: a file a label and kind of relationships, named and typed as in kg.core.graph.

Relationships have the ids of their nodes, `start` and `end`, besides their properties; scores are numbers in [0, 1]
with four decimals. Beside them: merges, vectors (kg.store.vectors), accounts and duplicates (kg.core.account), records
and analyses as the build left them, and about.json.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import astuple
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from kg.core.account import Duplicate
from kg.core.columns import Lists, chunks
from kg.core.engine import batched
from kg.core.errors import KgError
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
    Edge,
    Node,
)
from kg.core.tables import EdgeTable
from kg.core.vectors import Vectors
from kg.spark.digests import damaged
from kg.store import vectors

_TYPES = {
    STRING: pa.string(),
    INTEGER: pa.int64(),
    FLOAT: pa.float64(),
    BOOLEAN: pa.bool_(),
    STRINGS: pa.list_(pa.string()),
    INTEGERS: pa.list_(pa.int64()),
}
_AT_ONCE = 5000
ABOUT = "about.json"
MERGES = pa.schema(
    [(name, pa.string()) for name in ("concept", "kept", "merged", "reason")] + [("score", pa.float64())]
)
VECTORS = pa.schema(
    [("first", pa.int64())] + [(n, pa.binary()) for n in ("lengths", "terms", "weights", "embeddings", "chinese")]
)
DUPLICATES = pa.schema(
    [
        *((name, pa.string()) for name in ("paper", "record", "other", "rule")),
        *((name, pa.list_(pa.string())) for name in ("also", "against")),
        ("certainty", pa.float64()),
        *((name, pa.string()) for name in ("title", "other_title")),
    ]
)
FIRST = pa.schema([("path", pa.string()), ("papers", pa.int64())])


# -- writing ---------------------------------------------------------------------------------------


def write_nodes(folder: Path, label: str, nodes: Iterable[Node]) -> None:
    """Write the nodes of a label, by id."""
    names = list(NODES[label])
    rows = ([node.properties.get(name) for name in names] for node in nodes)
    write_rows(folder / f"{label}.parquet", _schema(NODES[label]), rows)


def write_edges(folder: Path, kind: str, tables: Iterable[EdgeTable]) -> None:
    """Write the relationships of a kind, by start and end."""
    properties = RELATIONSHIPS[kind][2]
    with _writer(folder / f"{kind}.parquet", _schema({"start": STRING, "end": STRING} | properties)) as writer:
        for table in tables:
            for part in _parts(table):
                values = dict(zip(part.columns, part.values(), strict=True))
                columns = [*part.ids(), *(list(values[name]) for name in properties)]
                arrays = [pa.array(column, field.type) for column, field in zip(columns, writer.schema, strict=True)]
                writer.write_batch(pa.RecordBatch.from_arrays(arrays, schema=writer.schema))


def write_rows(file: Path, schema: pa.Schema, rows: Iterable[Iterable[Any]]) -> None:
    """Write rows, some at once."""
    with _writer(file, schema) as writer:
        for some in batched(rows, _AT_ONCE):
            columns = zip(*some, strict=True)
            arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
            writer.write_batch(pa.RecordBatch.from_arrays(arrays, schema=schema))


def write_vectors(folder: Path, compared: Vectors) -> None:
    """Write what papers are compared by."""
    write_rows(folder / "vectors.parquet", VECTORS, vectors.rows(compared))
    (folder / "across.json").write_text(json.dumps(compared.across), encoding="utf-8")


def write_duplicates(folder: Path, found: Iterable[Duplicate]) -> None:
    """Write the records that were joined."""
    write_rows(folder / "duplicates.parquet", DUPLICATES, map(astuple, found))


def _schema(properties: Mapping[str, str]) -> pa.Schema:
    return pa.schema([(name, _TYPES[type_]) for name, type_ in properties.items()])


def _writer(file: Path, schema: pa.Schema) -> Any:
    return pq.ParquetWriter(file, schema, compression="zstd")


def _parts(table: EdgeTable) -> Iterator[EdgeTable]:
    """The table in pieces; what holds lists of texts comes in pieces already."""
    if any(isinstance(column, Lists) and isinstance(column.values, list) for column in table.columns.values()):
        yield table
        return
    for rows in chunks(len(table)):
        columns = {name: column[rows] for name, column in table.columns.items()}
        yield EdgeTable(table.type, table.starts, table.ends, table.start[rows], table.end[rows], columns)


# -- reading ---------------------------------------------------------------------------------------


class ParquetGraph:
    """A graph in a folder of Parquet: a kg.core.graph_store.GraphSource. Raises KgError where it is none, or
    damaged."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            self.about: dict[str, Any] = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            raise KgError(f"{folder}: no tables of a build on Spark; kg build SOURCE... --engine ... --out") from None

    def nodes(self, label: str) -> Iterator[Node]:
        for row in self.rows(f"{label}.parquet"):
            properties = {name: _frozen(value) for name, value in row.items() if value is not None}
            yield Node(label, row["id"], properties)

    def edges(self, kind: str) -> Iterator[Edge]:
        label, other, _ = RELATIONSHIPS[kind]
        for row in self.rows(f"{kind}.parquet"):
            start, end = row.pop("start"), row.pop("end")
            properties = {name: _frozen(value) for name, value in row.items() if value is not None}
            yield Edge(kind, (label, start), (other, end), properties)

    def edge_tables(self, kind: str) -> Iterator[EdgeTable]:
        """The relationships of a kind in pieces."""
        for batch in self.batches(f"{kind}.parquet"):
            start, end, *_ = (column.to_pylist() for column in batch.columns)
            at = np.arange(len(start))
            columns = {name: _column(batch.column(name), type_) for name, type_ in RELATIONSHIPS[kind][2].items()}
            yield EdgeTable(kind, start, end, at, at, columns)

    def counts(self) -> dict[str, int]:
        return {name: rows_in(self.folder / f"{name}.parquet") for name in (*NODES, *RELATIONSHIPS)}

    def rows(self, file: str) -> Iterator[dict[str, Any]]:
        """The rows of a file of these tables."""
        for batch in self.batches(file):
            yield from batch.to_pylist()

    def batches(self, file: str) -> Iterator[pa.RecordBatch]:
        """The same in pieces."""
        try:
            yield from pq.ParquetFile(self.folder / file, memory_map=True).iter_batches(_AT_ONCE)
        except (OSError, pa.ArrowException) as error:
            raise damaged(self.folder / file, error) from error


def rows_in(file: Path) -> int:
    """The number of rows of a table."""
    try:
        return pq.read_metadata(file).num_rows
    except (OSError, pa.ArrowException) as error:
        raise damaged(file, error) from error


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


_MADE: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    FLOAT: lambda scores: np.rint(scores * SCALE).astype(np.int64),
    STRING: lambda texts: texts.astype(object),
}


def _column(values: Any, type_: str) -> np.ndarray | Lists:
    """The column of an EdgeTable."""
    if type_ in (STRINGS, INTEGERS):
        offsets = np.asarray(values.offsets).astype(np.int64)
        inside = values.flatten()
        content = inside.to_pylist() if type_ == STRINGS else inside.to_numpy(zero_copy_only=False)
        return Lists(content, offsets - offsets[0])
    return _MADE.get(type_, lambda same: same)(values.to_numpy(zero_copy_only=False))
