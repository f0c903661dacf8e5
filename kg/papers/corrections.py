"""What people say about which records are one paper; it has the last word, after every rule of same_paper.py.

A correction names a record by what its entry says, wherever that stands: "On looms (2020) #1a2b3c4d5e6f". The mark
behind # counts, the rest is for people. So it lasts when files are moved, sorted or joined by others.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kg.core.corrections import APPLIES, Correction, Outcome, quoted
from kg.core.records import Record
from kg.core.union_find import UnionFind
from kg.papers.same_paper import identity, normalise

BY_CORRECTION = "correction"
BY_ANOTHER = "another record"
"""How records were joined: somebody said so; both were like a record that was separated."""

_MARK = re.compile(r"#([0-9a-f]{12})$")
_LONGEST = 120


class Join(NamedTuple):
    """Two records that made one paper of two. by: BY_CORRECTION, BY_ANOTHER, or "" for a rule."""

    a: Record
    b: Record
    by: str = ""


def mark(record: Record) -> str:
    """What a record is known by in corrections: a hash of its id, identifiers, title, year and authors, else of its
    abstract."""
    known = [record.id, *sorted(record.identifiers), normalise(record.title)]
    known = [*known, str(record.year), *record.authors] if any(known) else [identity(record)]
    return hashlib.sha256("\0".join(known).encode("utf-8", "replace")).hexdigest()[:12]


def name_of(record: Record) -> str:
    """The name of a record in corrections."""
    text = record.title or record.abstract or record.id
    shown = " ".join("".join(c if c.isprintable() else " " for c in text[:_LONGEST]).split())
    year = f"({record.year}) " if record.year else ""
    return f"{shown} {year}#{mark(record)}".strip()


def correct_groups(
    corrections: Sequence[Correction], groups: Sequence[Sequence[Record]], joins: Sequence[Join]
) -> tuple[list[list[Record]], list[Join], tuple[Outcome, ...]]:
    """The groups and joins after these corrections, one after another, and what became of each of them."""
    if not corrections:
        return [list(group) for group in groups], list(joins), ()
    applying = _Applying(groups)
    outcomes = tuple(map(applying.apply, corrections))
    corrected = applying.groups()
    return corrected, _still_joined(corrected, [*joins, *applying.joins]), outcomes


class _Applying:
    def __init__(self, groups: Sequence[Sequence[Record]]) -> None:
        self._records = [record for group in groups for record in group]
        self._group_of = [n for n, group in enumerate(groups) for _ in group]
        self._next = len(groups)
        self._marked: dict[str, list[int]] = {}
        for n, record in enumerate(self._records):
            self._marked.setdefault(mark(record), []).append(n)
        self.joins: list[Join] = []

    def groups(self) -> list[list[Record]]:
        found: dict[int, list[Record]] = {}
        for record, group in zip(self._records, self._group_of, strict=True):
            found.setdefault(group, []).append(record)
        return list(found.values())

    def apply(self, correction: Correction) -> Outcome:
        named = {name: self._named(name) for name in correction.names}
        there = {name: numbers for name, numbers in named.items() if numbers}
        missing = [name for name in named if name not in there]
        why_not = f"no record is {' or '.join(map(quoted, missing))}" if missing else ""
        if len(there) < 2 or correction.names[0] in missing:
            return Outcome("no", why_not)
        if correction.action == "join":
            self._join(list(there.values()))
        else:
            self._separate(correction.names[0], there)
        return Outcome("in part", why_not) if why_not else APPLIES

    def _named(self, name: str) -> list[int]:
        found = _MARK.search(name)
        return self._marked.get(found[1], []) if found else []

    def _join(self, named: Sequence[Sequence[int]]) -> None:
        kept = named[0][0]
        for other in (number for numbers in named for number in numbers):
            old, new = self._group_of[other], self._group_of[kept]
            if old != new:
                self.joins.append(Join(self._records[kept], self._records[other], BY_CORRECTION))
                self._group_of = [new if group == old else group for group in self._group_of]

    def _separate(self, kept: str, there: Mapping[str, Sequence[int]]) -> None:
        """All that are named behind the first one leave its papers, and are one paper of their own each time."""
        staying = {self._group_of[number] for number in there[kept]}
        leaving = [number for name, numbers in there.items() if name != kept for number in numbers]
        leaving = [number for number in leaving if self._group_of[number] in staying]
        for number in leaving:
            self._group_of[number] = self._next
        self._next += 1


def _still_joined(groups: Sequence[Sequence[Record]], joins: Sequence[Join]) -> list[Join]:
    """The joins within these groups, and one each where they leave records of a group apart."""
    group_of = {entry_of(record): n for n, group in enumerate(groups) for record in group}
    joined = UnionFind(group_of)
    kept = [
        join
        for join in joins
        if group_of[entry_of(join.a)] == group_of[entry_of(join.b)] and joined.join(entry_of(join.a), entry_of(join.b))
    ]
    for first, *others in groups:
        kept += [Join(first, other, BY_ANOTHER) for other in others if joined.join(entry_of(first), entry_of(other))]
    return kept


def entry_of(record: Record) -> tuple[str, int]:
    """Which entry of which source the record is."""
    return record.path, record.position
