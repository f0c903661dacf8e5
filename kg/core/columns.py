"""Columns of NumPy arrays, tables of them, and how columns are joined, grouped, packed and handed on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from kg.core.errors import MissingExtra
from kg.core.graph import SCALE

if TYPE_CHECKING:
    from typing import Self


@dataclass(frozen=True, slots=True, eq=False)
class Lists:
    """A column of lists: the nth is values[bounds[n]:bounds[n + 1]].

    values: an array, or a list of texts. bounds: (lists + 1,) int64, begins with 0.
    """

    values: Any
    bounds: np.ndarray

    def __len__(self) -> int:
        return len(self.bounds) - 1

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        for rows in chunks(len(self)):  # all values as objects would take ten times the memory
            bounds = self.bounds[rows.start : rows.stop + 1].tolist()
            some = _plain(self.values[bounds[0] : bounds[-1]])
            yield from (tuple(some[start - bounds[0] : end - bounds[0]]) for start, end in pairwise(bounds))

    def plain(self) -> list[Any]:
        """All values as a list of Python objects, one list after the other."""
        return _plain(self.values)

    def __getitem__(self, rows: np.ndarray | slice) -> Lists:
        """The lists of the rows with these numbers, of this mask or slice. values has to be an array."""
        numbers = np.arange(len(self))[rows]
        _, at = expand(self.bounds, numbers)
        return Lists(self.values[at], np.append(0, np.cumsum(np.diff(self.bounds)[numbers])))

    @staticmethod
    def concat(lists: Sequence[Lists]) -> Lists:
        """The lists of all columns, one column after the other; their values have to be arrays."""
        lengths = np.concatenate([np.diff(each.bounds) for each in lists])
        return Lists(np.concatenate([each.values for each in lists]), np.append(0, np.cumsum(lengths)))


AT_ONCE = 20_000
"""Rows of a chunk that is small in memory."""


def _plain(values: np.ndarray | list[Any]) -> list[Any]:
    return values.tolist() if isinstance(values, np.ndarray) else values


def chunks(size: int, most: int = AT_ONCE) -> Iterator[slice]:
    """Slices of at most `most` rows that make up `size` rows."""
    return (slice(at, at + most) for at in range(0, size, most))


def decimals(values: np.ndarray) -> np.ndarray:
    """(n,) scores in [0, 1] as int16, whole ten-thousandths; rounded as `round(value, 4)` does, unlike NumPy."""
    return np.rint(np.array([round(value, 4) for value in values.tolist()]) * SCALE).astype(np.int16)


def first_of_group(*columns: np.ndarray) -> np.ndarray:
    """(n,) bool: whether a row is the first with its values. columns: (n,) each, and the rows are sorted by them."""
    new = np.zeros(len(columns[0]), bool)
    new[:1] = True
    for column in columns:
        new[1:] |= column[1:] != column[:-1]
    return new


def cumcount(column: np.ndarray) -> np.ndarray:
    """(n,) int64: for each row how many rows before it have the same value. column: (n,) sorted."""
    rows = np.arange(len(column))
    return rows - np.maximum.accumulate(np.where(first_of_group(column), rows, 0))


def distinct(values: np.ndarray) -> np.ndarray:
    """(m,) the values, each once, sorted. values: (n,).

    `np.unique` looks for equal ones by a hash table first, which takes fifty times as long for millions of numbers.
    """
    values = np.sort(values)
    return values[first_of_group(values)]


def expand(bounds: np.ndarray, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A join with `Lists`, (owner, position): one entry for each value of the lists of these rows.

    owner: which element of `rows` it belongs to, from 0. position: where it stands in the values. Both int64.
    """
    lengths = np.diff(bounds)[rows]
    ends = np.cumsum(lengths)
    owner = np.repeat(np.arange(len(rows)), lengths)
    return owner, np.arange(ends[-1] if len(ends) else 0) + np.repeat(bounds[rows] - ends + lengths, lengths)


def lookup(values: np.ndarray, among: np.ndarray) -> np.ndarray:
    """(n,) int64: for each value its position in `among`, -1 where it is missing. among: sorted, no value twice."""
    if not len(among):
        return np.full(len(values), -1)
    once, back = np.unique(values, return_inverse=True)  # sorted they are found three times as fast
    at = np.minimum(np.searchsorted(among, once), len(among) - 1)
    return np.where(among[at] == once, at, -1)[back]


def pack(major: np.ndarray, minor: np.ndarray) -> np.ndarray:
    """(n,) int64: two columns of integers in one, which sorts by major, then minor. minor: in [0, 2**32)."""
    return major.astype(np.int64) << 32 | minor


def unpack(packed: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The columns major and minor that were packed."""
    return packed >> 32, packed & 0xFFFFFFFF


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Columns of one length. KEY: the columns by which the rows are sorted; a name of a row, unless rows may repeat."""

    KEY: ClassVar[tuple[str, ...]] = ()

    def __len__(self) -> int:
        return len(getattr(self, fields(self)[0].name))

    @classmethod
    def names(cls) -> list[str]:
        """The names of the columns, in order."""
        return [field.name for field in fields(cls)]

    def columns(self) -> dict[str, Any]:
        """Name -> column; nothing is copied."""
        return {name: getattr(self, name) for name in self.names()}

    def take(self, rows: np.ndarray | slice) -> Self:
        """The rows with these numbers, of this mask or slice, in this order. A slice of an array copies nothing."""
        return type(self)(*(_taken(column, rows) for column in self.columns().values()))

    def sorted(self) -> Self:
        """The rows in the order of KEY."""
        return self.take(np.lexsort([getattr(self, name) for name in reversed(self.KEY)]))

    @classmethod
    def concat(cls, tables: Sequence[Self]) -> Self:
        """The rows of all tables, one table after the other. Raises IndexError for no table at all."""
        return cls(*(_joined([getattr(table, name) for table in tables]) for name in cls.names()))

    def of_papers(self, papers: np.ndarray) -> Self:
        """The rows from the first to the last of these papers. The table and papers have to be sorted by paper."""
        first, last = (papers[0], papers[-1] + 1) if len(papers) else (0, 0)
        return self.take(slice(*np.searchsorted(self.columns()["paper"], [first, last]).tolist()))

    def batches(self, size: int = AT_ONCE) -> Iterator[Self]:
        """The table in pieces of `size` rows."""
        return (self.take(rows) for rows in chunks(len(self), size))

    def to_arrow(self) -> Any:
        """A pyarrow.Table of the columns. No number is copied; truth values are, as Arrow packs them.

        Raises MissingExtra without pyarrow.
        """
        return to_arrow(self.columns())


def _taken(column: Any, rows: np.ndarray | slice) -> Any:
    if not isinstance(column, list) or isinstance(rows, slice):
        return column[rows]
    return [column[row] for row in np.arange(len(column))[rows].tolist()]


def _joined(columns: Sequence[Any]) -> Any:
    if isinstance(columns[0], Lists):
        return Lists.concat(columns)
    return list(chain.from_iterable(columns)) if isinstance(columns[0], list) else np.concatenate(columns)


def to_arrow(columns: Mapping[str, Any]) -> Any:
    """A pyarrow.Table of columns by name; see `Table.to_arrow`."""
    try:
        import pyarrow as pa
    except ImportError as error:
        raise MissingExtra("arrow", "Arrow tables take pyarrow") from error

    def array(column: Any) -> Any:
        if isinstance(column, Lists):
            return pa.LargeListArray.from_arrays(pa.array(column.bounds, pa.int64()), pa.array(column.values))
        return pa.array(column)

    return pa.table({name: array(column) for name, column in columns.items()})
