"""Columns of NumPy arrays: lists as a column, and how columns are joined, grouped and handed on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np

from kg.core.errors import MissingExtra
from kg.core.graph import SCALE


@dataclass(frozen=True, slots=True, eq=False)
class Lists:
    """A column of lists: the nth is values[bounds[n]:bounds[n + 1]]. values: an array, or a list of texts."""

    values: Any
    bounds: np.ndarray

    def __len__(self) -> int:
        return len(self.bounds) - 1

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        values = self.plain()
        return (tuple(values[start:end]) for start, end in pairwise(self.bounds.tolist()))

    def plain(self) -> list[Any]:
        """All values, as Python has them."""
        return self.values.tolist() if isinstance(self.values, np.ndarray) else self.values

    def __getitem__(self, rows: np.ndarray | slice) -> Lists:
        """The lists of some rows, by number or as a mask. Only of arrays."""
        _, at, lengths = self._found(rows)
        return Lists(self.values[at], np.append(0, np.cumsum(lengths)))

    def _found(self, rows: np.ndarray | slice) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        numbers = np.arange(len(self))[rows]
        return *expand(self.bounds, numbers), np.diff(self.bounds)[numbers]

    @staticmethod
    def concat(lists: Sequence[Lists]) -> Lists:
        lengths = np.concatenate([np.diff(each.bounds) for each in lists])
        return Lists(np.concatenate([each.values for each in lists]), np.append(0, np.cumsum(lengths)))


Column: TypeAlias = np.ndarray | Lists | list[str]


def chunks(size: int, most: int = 20_000) -> Iterator[slice]:
    """So many rows in chunks that are small in memory."""
    return (slice(at, at + most) for at in range(0, size, most))


def decimals(values: np.ndarray) -> np.ndarray:
    """Scores as whole ten-thousandths, int16. As `round(value, 4)` rounds, unlike numpy."""
    return np.rint(np.array([round(value, 4) for value in values.tolist()]) * SCALE).astype(np.int16)


def first_of_group(*columns: np.ndarray) -> np.ndarray:
    """A mask of the rows in which a new group begins, of columns by which the rows are sorted."""
    new = np.zeros(len(columns[0]), bool)
    new[:1] = True
    for column in columns:
        new[1:] |= column[1:] != column[:-1]
    return new


def cumcount(column: np.ndarray) -> np.ndarray:
    """How many rows of the same value stand before each row, of a sorted column."""
    return np.arange(len(column)) - np.searchsorted(column, column)


def expand(bounds: np.ndarray, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A join with `Lists`: for each value of the lists of these rows, which of the rows it belongs to, and its
    place."""
    lengths = np.diff(bounds)[rows]
    ends = np.cumsum(lengths)
    owner = np.repeat(np.arange(len(rows)), lengths)
    return owner, np.arange(ends[-1] if len(ends) else 0) + np.repeat(bounds[rows] - ends + lengths, lengths)


def lookup(values: np.ndarray, among: np.ndarray) -> np.ndarray:
    """A join with a column that is sorted and holds nothing twice: where each value stands in it, -1 where it does
    not."""
    if not len(among):
        return np.full(len(values), -1)
    once, back = np.unique(values, return_inverse=True)  # sorted they are found three times as fast
    at = np.minimum(np.searchsorted(among, once), len(among) - 1)
    return np.where(among[at] == once, at, -1)[back]


def pack(major: np.ndarray, minor: np.ndarray) -> np.ndarray:
    """Two columns as one of int64, which sorts like both. minor: not negative, below 2**32."""
    return major.astype(np.int64) << 32 | minor


def unpack(packed: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The way back."""
    return packed >> 32, packed & 0xFFFFFFFF


def to_arrow(columns: Mapping[str, Column]) -> Any:
    """A pyarrow.Table of these columns; no number is copied. Raises MissingExtra without pyarrow."""
    try:
        import pyarrow as pa  # pyright: ignore[reportMissingImports]
    except ImportError as error:
        raise MissingExtra("arrow", "Arrow tables take pyarrow") from error

    def array(column: Column) -> Any:
        if isinstance(column, Lists):
            values, bounds = pa.array(column.values), pa.array(column.bounds, pa.int64())
            return pa.LargeListArray.from_arrays(bounds, values)
        return pa.array(column)

    return pa.table({name: array(column) for name, column in columns.items()})
