"""Papers that the driver reads from a file whenever it looks at one: it holds none of them.

The file is Arrow's, mapped into memory: the system may forget its pages at any time.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple
from pathlib import Path
from typing import Any, Generic, TypeVar, overload

import numpy as np
import pyarrow as pa

from kg.core.columns import chunks
from kg.core.records import Paper, Record
from kg.core.tables import Texts

T = TypeVar("T")

_AT_ONCE = 1000
SCHEMA = pa.schema(
    [
        ("title", pa.string()),
        ("abstract", pa.string()),
        ("chinese", pa.bool_()),
        ("paper", pa.string()),
        ("records", pa.string()),
    ]
)
"""title: the given one. paper, records: as JSON."""


def to_json(record: Record | Paper) -> str:
    """The fields, in their order. Raises nothing."""
    return json.dumps(astuple(record), ensure_ascii=False, separators=(",", ":"))


def paper_of(text: str) -> Paper:
    """The paper that `to_json` wrote."""
    return Paper(*map(_frozen, json.loads(text)))


def record_of(text: str) -> Record:
    """The record that `to_json` wrote."""
    return Record(*map(_frozen, json.loads(text)))


def records_of(text: str) -> list[Record]:
    """The records of a JSON array of what `to_json` wrote."""
    return [Record(*map(_frozen, each)) for each in json.loads(text)]


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


class Column(Sequence[T], Generic[T]):
    """A column of a mapped table. make: of what stands there, what is given."""

    def __init__(self, values: Any, make: Callable[[Any], T]) -> None:
        self._values, self._make = values, make

    def __len__(self) -> int:
        return len(self._values)

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> list[T]: ...
    def __getitem__(self, at: int | slice) -> T | list[T]:
        if isinstance(at, slice):
            start, stop, _ = at.indices(len(self))
            return list(map(self._make, self._values.slice(start, max(stop - start, 0)).to_pylist()))
        return self._make(self._values[int(at)].as_py())

    def __iter__(self) -> Iterator[T]:
        for rows in chunks(len(self), _AT_ONCE):
            yield from self[rows]


class Papers(Column[Paper]):
    """All papers, by id. groups: the records of each. texts: what is read of each."""

    def __init__(self, file: Path) -> None:
        with pa.memory_map(str(file)) as source:
            table = pa.ipc.open_file(source).read_all()
        super().__init__(table.column("paper"), paper_of)
        self.groups = Column(table.column("records"), records_of)
        self._table = table

    def texts(self) -> Texts:
        """The table of all papers; titles and abstracts stay in the file."""
        title, abstract = (Column(self._table.column(name), str) for name in ("title", "abstract"))
        chinese = self._table.column("chinese").to_numpy()
        number = np.arange(len(self), dtype=np.int32)
        return Texts(number, title, abstract, chinese)  # type: ignore[arg-type] (sequences that are sliced like lists)
