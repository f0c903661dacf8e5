"""The lines of a long text that are spelled like a short one: half a million names in a fifth of a second."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kg.text.names import ALIKE, LEAST_ALIKE

_END = "\n"
_TIERS = (0.6, ALIKE, LEAST_ALIKE)
"""Likeness from which on lines are compared pair by pair: mostly the likest are enough, and they are few."""
_AT_ONCE = 50_000
"""Lines compared at once; one of 40 characters takes about a kilobyte."""
_BITS = np.uint64(21)
"""Of a code point. A pair takes two of them; the number of its line stands before it."""


def likest(lines: str, text: str) -> Iterator[tuple[float, str]]:
    """(likeness, line) of all different lines that are like the text, the likest first, then by the line.

    lines: names, one a line, folded, as the text is. likeness: the share of different pairs of neighbouring characters,
    beginning and end included, that both have in common (Dice), at least LEAST_ALIKE.
    """
    wanted = _Wanted(text)
    points = _points(lines)
    ends = np.flatnonzero(points == ord(_END))
    theirs = np.diff(ends)  # pairs of each line; those that are repeated count again, here and in the next line
    shared = np.add.reduceat(wanted.may_be(points), ends[:-1], dtype=np.int32)
    mine, below = wanted.pairs.size, np.inf
    for least in _TIERS:
        # 2 common / (mine + theirs) >= least, and theirs >= common: so common >= least mine / (2 - least)
        near = (2 * np.minimum(mine, theirs) >= least * (mine + theirs)) & (shared * (2 - least) >= least * mine)
        starts, stops = ends[:-1][near], ends[1:][near]
        likeness = np.concatenate(
            [
                wanted.likeness(points, starts[i : i + _AT_ONCE], stops[i : i + _AT_ONCE])
                for i in range(0, len(starts), _AT_ONCE)
            ]
            or [np.zeros(0)]
        )
        chosen = (likeness >= least) & (likeness < below)
        places = zip(likeness[chosen].tolist(), starts[chosen].tolist(), stops[chosen].tolist(), strict=True)
        yield from sorted({(score, lines[start : stop - 1]) for score, start, stop in places}, key=_best_first)
        below = least


def _best_first(found: tuple[float, str]) -> tuple[float, str]:
    return -found[0], found[1]


class _Wanted:
    """The pairs of a text, to be looked for in lines. pairs: uint64, each once, sorted."""

    def __init__(self, text: str) -> None:
        points = _points(text)
        self.pairs = np.unique(_pairs(points[:-1], points[1:]))
        self._known = np.zeros(1 << 16, bool)
        self._known[_codes(points)] = True

    def may_be(self, points: np.ndarray) -> np.ndarray:
        """(n - 1,) bool: where two of n points are one of the pairs, or, rarely, look so."""
        return self._known[_codes(points)]

    def likeness(self, points: np.ndarray, starts: np.ndarray, stops: np.ndarray) -> np.ndarray:
        """(n,) the likeness of n lines. starts, stops: of the ends before and behind each."""
        lengths = stops - starts
        before = np.cumsum(lengths) - lengths
        at = np.arange(lengths.sum()) + np.repeat(starts - before, lengths)
        line = np.repeat(np.arange(len(starts), dtype=np.uint64), lengths)
        each = np.sort((line << (2 * _BITS)) | _pairs(points[at], points[at + 1]))
        each = each[np.diff(each, prepend=np.uint64(2**64 - 1)) != 0]
        line, pair = (each >> (2 * _BITS)).astype(np.intp), each & np.uint64((1 << 42) - 1)
        place = np.searchsorted(self.pairs, pair).clip(max=self.pairs.size - 1)
        common = np.bincount(line[self.pairs[place] == pair], minlength=len(starts))
        return 2 * common / (self.pairs.size + np.bincount(line, minlength=len(starts)))


def _points(text: str) -> np.ndarray:
    """The code points of lines with an end around each of them."""
    text = f"{_END}{text}{_END}"
    if text.isascii():
        return np.frombuffer(text.encode("ascii"), np.uint8)
    return np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32)


def _pairs(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    return (first.astype(np.uint64) << _BITS) | second


def _codes(points: np.ndarray) -> np.ndarray:
    """A number below 2 ** 16 for each two neighbours; different pairs may share one."""
    low = points.astype(np.uint16)
    return low[:-1] * np.uint16(257) + low[1:]
