"""Columns of NumPy arrays: a column of lists, and how columns are joined, grouped and packed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from kg.core.graph import SCALE


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
        values = self.plain()
        return (tuple(values[start:end]) for start, end in pairwise(self.bounds.tolist()))

    def plain(self) -> list[Any]:
        """All values as a list of Python objects, one list after the other."""
        return self.values.tolist() if isinstance(self.values, np.ndarray) else self.values

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


def chunks(size: int, most: int = 20_000) -> Iterator[slice]:
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
    return np.arange(len(column)) - np.searchsorted(column, column)


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
