"""What became of the entries of every source, and which of them are the same paper: kg sources, kg duplicates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

MOST_TOLD = 1000
"""Of so many entries of a source that are left out it is kept why; all are counted."""


class LeftOut(NamedTuple):
    """Why an entry is left out. line: 1-based, 0 where no line is to blame."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class SourceAccount:
    """What became of the entries of a source.

    format: its name (what --from takes). records: entries seen; read: those of them that were not left out; new: the
    papers that no source before it in the order of paths has, 0 until that is known. left_out: why the others are, at
    most MOST_TOLD of them; where a file as a whole cannot be read, it says so and no entry was seen.
    """

    path: str
    format: str
    records: int
    read: int
    new: int = 0
    left_out: tuple[LeftOut, ...] = ()

    @property
    def joined(self) -> int:
        """The entries that are the same paper as one before them, here or in another source."""
        return self.read - self.new


def total(accounts: Iterable[SourceAccount]) -> SourceAccount:
    """The account of all of them together, without reasons."""
    every = [(each.records, each.read, each.new) for each in accounts]
    records, read, new = map(sum, zip(*every, strict=True)) if every else (0, 0, 0)
    return SourceAccount("", "", records, read, new)


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two records that were joined. Of n records of a paper there are n - 1 of these.

    paper: its id. record, other: where they stand, "a.bib:12" (line) or "a.csv#3" (third entry); title, other_title: as
    they stand there, "" for none. rule: what joined them ("same DOI"); also: what else agrees; against: what does not.
    certainty: in [0, 1], of how much agrees; it gives an order and is no probability.
    """

    paper: str
    record: str
    other: str
    rule: str
    also: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    certainty: float = 1.0
    title: str = ""
    other_title: str = ""
