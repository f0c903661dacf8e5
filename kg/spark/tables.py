"""Tables of the flow as bytes in a column of Parquet: a batch is a row, and keeps every type that it had.

A batch is a table (kg.core.columns.Table), or a NamedTuple of tables (kg.concepts.tag.Tagged).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Generic, TypeVar, get_type_hints

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from kg.core.columns import Lists, Table
from kg.spark.digests import damaged

T = TypeVar("T")

PACKED = "first long, rows long, batch binary"
"""The schema of a table of batches. first: the number of the first paper of a batch."""
_PACKED = pa.schema([("first", pa.int64()), ("rows", pa.int64()), ("batch", pa.binary())])


def packed(first: int, batch: Any) -> pa.RecordBatch:
    """A batch as the row of a table of batches."""
    parts = [batch] if isinstance(batch, Table) else list(batch)
    content = b"".join(map(_bytes, parts))
    columns = [pa.array([first]), pa.array([len(parts[0])]), pa.array([content])]
    return pa.RecordBatch.from_arrays(columns, schema=_PACKED)


def unpacked(kind: type[T], content: Any) -> T:
    """The batch that was packed. kind: its class. content: its bytes."""
    stream = pa.BufferReader(content)
    if issubclass(kind, Table):
        return _table(kind, stream)
    types = get_type_hints(kind)
    return kind(*(_table(types[name], stream) for name in kind._fields))  # type: ignore[attr-defined]


def _bytes(table: Table) -> bytes:
    sink = pa.BufferOutputStream()
    made = table.to_arrow()
    with pa.ipc.new_stream(sink, made.schema) as writer:
        writer.write_table(made)
    return sink.getvalue().to_pybytes()


def _table(kind: type[Any], stream: Any) -> Any:
    with pa.ipc.open_stream(stream) as reader:
        read = reader.read_all()
    return kind(*(_column(read.column(field.name)) for field in fields(kind)))


def _column(values: Any) -> Any:
    one = values.combine_chunks() if values.num_chunks != 1 else values.chunk(0)
    if isinstance(one, pa.ChunkedArray):
        one = pa.concat_arrays(one.chunks) if one.num_chunks else pa.array([], one.type)
    if pa.types.is_large_list(one.type):
        return Lists(one.values.to_numpy(zero_copy_only=False), np.asarray(one.offsets))
    if pa.types.is_string(one.type):
        return one.to_pylist()
    return one.to_numpy(zero_copy_only=False)


@dataclass(frozen=True)
class Batches(Generic[T]):
    """A table of batches in a folder of Parquet, read whenever it is gone through, one batch in memory at a time,
    in the order of papers."""

    folder: Path
    kind: type[T]

    def __iter__(self) -> Iterator[T]:
        for _, row in rows(self.folder, ["batch"], "first", at_once=1):
            yield unpacked(self.kind, row["batch"])


def rows(folder: Path, columns: list[str], key: str, *, at_once: int = 1000) -> Iterator[tuple[Any, dict[str, Any]]]:
    """(key, row) of a folder of Parquet files, each of which is sorted by the key and holds a range of it; in this
    order. Text and numbers are Python's, bytes are buffers that copy nothing."""
    for batch in _batches(folder, [key, *columns], key, at_once):
        keys = batch.column(0).to_pylist()
        values = [_values(batch.column(name)) for name in columns]
        for number, row in zip(keys, zip(*values, strict=True), strict=True):
            yield number, dict(zip(columns, row, strict=True))


def _batches(folder: Path, columns: list[str], key: str, at_once: int) -> Iterator[pa.RecordBatch]:
    """Raises KgError for a file that is damaged; Arrow does not name it."""
    path = folder
    try:
        for path, file in _files(folder, key):  # noqa: B007
            yield from file.iter_batches(at_once, columns=columns)
    except (OSError, pa.ArrowException) as error:
        raise damaged(path, error) from error


def _values(column: Any) -> list[Any]:
    if pa.types.is_binary(column.type):
        return [value.as_buffer() if value.is_valid else None for value in column]
    return column.to_pylist()


def in_order(folder: Path, key: str) -> list[pq.ParquetFile]:
    """The files of the folder, by the least key that each holds; those without rows are left out."""
    return [file for _, file in _files(folder, key)]


def _files(folder: Path, key: str) -> list[tuple[Path, pq.ParquetFile]]:
    """The same, with their paths."""
    files = [(path, pq.ParquetFile(path, memory_map=True)) for path in folder.glob("*.parquet")]
    files = [(path, file) for path, file in files if file.metadata.num_rows]
    place = {path: file.schema_arrow.get_field_index(key) for path, file in files}

    def first(found: tuple[Path, pq.ParquetFile]) -> Any:
        path, file = found
        groups = (file.metadata.row_group(n) for n in range(file.metadata.num_row_groups))
        return min(group.column(place[path]).statistics.min for group in groups)

    return sorted(files, key=first)
