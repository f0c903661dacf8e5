"""The lines of a long text that are spelled like a short one: half a million names in a tenth of a second."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, starmap
from typing import NamedTuple

import numpy as np

from kg.core.columns import distinct
from kg.text.names import ALIKE, LEAST_ALIKE

_END = "\n"
_TIERS = (0.6, ALIKE, LEAST_ALIKE)
"""Likeness from which on lines are compared pair by pair: mostly the likest are enough, and they are few."""
_AT_ONCE = 50_000
"""Lines compared at once; one of 40 characters takes about a kilobyte."""
_BLOCK = 1 << 18
"""Bytes looked at at once; fresh memory for all of them would take longer than what is done with it."""
_BITS = np.uint64(21)
"""Of a code point. A pair takes two of them; the number of its line stands before it."""


def likest(lines: bytes, text: str) -> Iterator[tuple[float, str]]:
    """(likeness, line) of all different lines that are like the text, the likest first, then by the line.

    lines: names in UTF-8, one a line, folded, as the text is. likeness: the share of different pairs of neighbouring
    characters, beginning and end included, that both have in common (Dice), at least LEAST_ALIKE.
    """
    wanted = _Wanted(text)
    found = wanted.lines_in(lines)
    mine, below = wanted.pairs.size, np.inf
    for least in _TIERS:
        # 2 common / (mine + theirs) >= least, and theirs >= common: so common >= least mine / (2 - least)
        fits = 2 * np.minimum(mine, found.pairs) >= least * (mine + found.pairs)
        near = np.flatnonzero(fits & (found.shared * (2 - least) >= least * mine))
        alike = set[tuple[float, str]]()
        for first in range(0, len(near), _AT_ONCE):
            some = near[first : first + _AT_ONCE]
            places = zip(found.start[some].tolist(), found.stop[some].tolist(), strict=True)
            names = [lines[start:stop].decode("utf-8", "replace") for start, stop in places]
            likeness = wanted.likeness(names)
            chosen = np.flatnonzero((likeness >= least) & (likeness < below)).tolist()
            alike.update((float(likeness[n]), names[n]) for n in chosen)
        yield from sorted(alike, key=_best_first)
        below = least


def _best_first(found: tuple[float, str]) -> tuple[float, str]:
    return -found[0], found[1]


class _Lines(NamedTuple):
    """Lines in bytes, an entry each. start, stop: of its bytes. pairs: of its characters; those that are repeated count
    again, here and in the next. shared: of these, how many may be the text's."""

    start: np.ndarray
    stop: np.ndarray
    pairs: np.ndarray
    shared: np.ndarray


class _Wanted:
    """The pairs of a text, to be looked for in lines. pairs: uint64, each once, sorted."""

    def __init__(self, text: str) -> None:
        points = _points([text])
        self.pairs = distinct(_pairs(points[:-1], points[1:]))
        encoded = [each.encode("utf-8", "replace") for each in (_END, *text, _END)]
        self._known = np.zeros(1 << 16, bool)
        self._known[[a[-1] << 8 | b[0] for a, b in pairwise(encoded)]] = True

    def lines_in(self, lines: bytes) -> _Lines:
        """What is to be known of all lines before some are compared."""
        return _Lines(*map(np.concatenate, zip(*starmap(self._lines_of, _blocks(lines)), strict=True)))

    def _lines_of(self, first: int, block: bytes) -> _Lines:
        """first: where the block begins; an end stands around each of its lines."""
        data = np.frombuffer(block, np.uint8)
        ends = np.flatnonzero(data == ord(_END))
        begins = ends[:-1]
        # Two bytes where characters meet: no character goes on with a byte that one begins with.
        alike = self._known[(data[:-1].astype(np.uint16) << 8) | data[1:]]
        characters = data[:-1] & 0xC0 != 0x80
        pairs, shared = (np.add.reduceat(each, begins, dtype=np.int32) for each in (characters, alike))
        return _Lines(first + begins, first + ends[1:] - 1, pairs, shared)

    def likeness(self, lines: Sequence[str]) -> np.ndarray:
        """(n,) the likeness of n lines."""
        points = _points(lines)
        line = np.repeat(np.arange(len(lines), dtype=np.uint64), [len(line) + 1 for line in lines])
        each = np.sort((line << (2 * _BITS)) | _pairs(points[:-1], points[1:]))
        each = each[np.diff(each, prepend=np.uint64(2**64 - 1)) != 0]
        line, pair = (each >> (2 * _BITS)).astype(np.intp), each & np.uint64((1 << 42) - 1)
        place = np.searchsorted(self.pairs, pair).clip(max=self.pairs.size - 1)
        common = np.bincount(line[self.pairs[place] == pair], minlength=len(lines))
        return 2 * common / (self.pairs.size + np.bincount(line, minlength=len(lines)))


def _blocks(lines: bytes) -> Iterator[tuple[int, bytes]]:
    """(where it begins, lines with an end around each) of parts that stay in the cache of a processor."""
    first = 0
    while first <= len(lines):
        end = lines.find(b"\n", first + _BLOCK)
        stop = len(lines) if end < 0 else end
        yield first, b"".join((b"\n", lines[first:stop], b"\n"))
        first = stop + 1


def _points(lines: Sequence[str]) -> np.ndarray:
    """The code points of lines with an end around each of them."""
    text = f"{_END}{_END.join(lines)}{_END}"
    return np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32)


def _pairs(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    return (first.astype(np.uint64) << _BITS) | second
