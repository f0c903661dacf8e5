"""Relationships in columns: there are millions, and an Edge each takes ten times the memory and time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np

from kg.core.graph import RELATIONSHIPS, Edge

_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class Lists:
    """Lists one after the other: the nth is values[bounds[n]:bounds[n + 1]]. values: an array, or a list of texts."""

    values: Any
    bounds: np.ndarray

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        values = self.plain()
        return (tuple(values[start:end]) for start, end in pairwise(self.bounds.tolist()))

    def plain(self) -> list[Any]:
        return self.values.tolist() if isinstance(self.values, np.ndarray) else self.values

    def take(self, which: np.ndarray) -> Lists:
        """These lists, in this order. Only of arrays."""
        _, at = spread(self.bounds, which)
        return Lists(self.values[at], np.append(0, np.cumsum(np.diff(self.bounds)[which])))

    def part(self, start: int, end: int) -> Lists:
        """The lists [start, end)."""
        first, last = self.bounds[start], self.bounds[end]
        return Lists(self.values[first:last], self.bounds[start : end + 1] - first)

    def owners(self) -> np.ndarray:
        """Of each value, which list it stands in."""
        return np.repeat(np.arange(len(self.bounds) - 1), np.diff(self.bounds))


Column: TypeAlias = np.ndarray | Lists
"""A value a relationship."""


@dataclass(frozen=True, slots=True, eq=False)
class Links:
    """Relationships of one type. Iterates over Edge.

    start, end: places of their nodes in starts and ends, which are ids. columns: property -> values, as in
    kg.core.graph.
    """

    type: str
    starts: Sequence[str]
    ends: Sequence[str]
    start: np.ndarray
    end: np.ndarray
    columns: Mapping[str, Column]

    def __len__(self) -> int:
        return len(self.start)

    def __iter__(self) -> Iterator[Edge]:
        label, other, _ = RELATIONSHIPS[self.type]
        for start, end, *values in zip(*self.ids(), *self.values(), strict=True):
            yield Edge(self.type, (label, start), (other, end), dict(zip(self.columns, values, strict=True)))

    def ids(self) -> tuple[list[str], list[str]]:
        """Of the nodes where they start and end."""
        start: list[int] = self.start.tolist()
        end: list[int] = self.end.tolist()
        return [self.starts[n] for n in start], [self.ends[n] for n in end]

    def values(self) -> Iterator[Iterable[Any]]:
        """The columns as plain values."""
        return (column.tolist() if isinstance(column, np.ndarray) else column for column in self.columns.values())


def parts(size: int) -> Iterator[slice]:
    """So many rows in parts that are small in memory."""
    return (slice(at, at + _AT_ONCE) for at in range(0, size, _AT_ONCE))


def spread(bounds: np.ndarray, which: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of some lists of `Lists`: for each value of them the place in `which`, and the place of the value."""
    lengths = np.diff(bounds)[which]
    ends = np.cumsum(lengths)
    place = np.repeat(np.arange(len(which)), lengths)
    return place, np.arange(ends[-1] if len(ends) else 0) + np.repeat(bounds[which] - ends + lengths, lengths)


def changes(column: np.ndarray) -> np.ndarray:
    """Where another value begins."""
    return np.append(True, column[1:] != column[:-1]) if len(column) else np.zeros(0, bool)


def ranks(column: np.ndarray) -> np.ndarray:
    """Of sorted values: of each how many of the same stand before it."""
    return np.arange(len(column)) - np.searchsorted(column, column)


def paired(major: np.ndarray, minor: np.ndarray) -> np.ndarray:
    """Pairs as numbers that sort like them."""
    return major.astype(np.int64) << 32 | minor


def apart(pairs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The way back."""
    return pairs >> 32, pairs & 0xFFFFFFFF


def place(values: np.ndarray, among: np.ndarray) -> np.ndarray:
    """Where each value stands among those, which are sorted; -1 where it does not."""
    if not len(among):
        return np.full(len(values), -1)
    once, back = np.unique(values, return_inverse=True)  # sorted they are found three times as fast
    at = np.minimum(np.searchsorted(among, once), len(among) - 1)
    return np.where(among[at] == once, at, -1)[back]
