"""What is compared when authors are told apart: a name in all its papers, or in one where it is that of many people."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kg.core.records import Paper, Record
from kg.papers.people.names import Name, all_one, can_be_one, parsed

_MANY_INITIALS = 5
"""First initials of a family name in a corpus, from which on it is a frequent one."""
_MOST_COMPANY = 30
"""Authors of a paper that count as company."""

Block = tuple[str, str]
"""A family name and a first initial; a Chinese name and ""."""
Place = tuple[int, int]
"""(number of a paper, position among its authors)."""


@dataclass(slots=True)
class Unit:
    """Places that are one author for sure. names: what he is called there, also by other records of the papers; facts:
    "orcid:...", "scopus:..."; company: the blocks of those he wrote with."""

    name: Name
    places: list[Place] = field(default_factory=list)
    names: set[Name] = field(default_factory=set)
    facts: set[str] = field(default_factory=set)
    company: set[Block] = field(default_factory=set)
    spellings: list[str] = field(default_factory=list)

    @property
    def papers(self) -> set[int]:
        return {paper for paper, _ in self.places}

    @property
    def orcids(self) -> set[str]:
        return {fact for fact in self.facts if fact.startswith("orcid:")}


def units_of(papers: Sequence[Paper], records: Sequence[Sequence[Record]]) -> tuple[list[Unit], set[Block]]:
    """The units, sorted by name and place, and the blocks that are frequent in these papers."""
    frequent = _frequent_here(name for paper in papers for name in paper.authors)
    units: dict[tuple[Name, int], Unit] = {}
    for number, (paper, group) in enumerate(zip(papers, records, strict=True)):
        names = [parsed(name) for name in paper.authors]
        known = _known(paper, names, group)
        blocks = [{each.block for each in (name, *known[at][0])} for at, name in enumerate(names)]
        everyone = set(sorted(set().union(*blocks))[:_MOST_COMPANY])
        for at, (name, spelling) in enumerate(zip(names, paper.authors, strict=True)):
            unit = units.setdefault((name, number if of_many(name, frequent) else -1), Unit(name))
            unit.places.append((number, at))
            unit.names |= {name, *known[at][0]}
            unit.facts |= known[at][1]
            unit.company |= everyone - blocks[at]
            unit.spellings += [spelling, *known[at][2]]
    return [
        units[key] for key in sorted(units, key=lambda key: (key[0].family, key[0].words, key[0].number, key[1]))
    ], frequent


def of_many(name: Name, frequent: set[Block]) -> bool:
    """Whether a name alone says too little: that of many people anywhere, or initials of a block frequent here."""
    return name.frequent or (not name.full and name.block in frequent)


def _frequent_here(names: Iterable[str]) -> set[Block]:
    """Family names with an initial: those of names with many first initials, and those with which more than one written
    out name here begins."""
    blocks: dict[Block, set[Name]] = defaultdict(set)
    for name in map(parsed, set(names)):
        if name.words:
            blocks[name.block].add(name)
    initials = Counter(family for family, _ in blocks)
    return {
        block
        for block, found in blocks.items()
        if initials[block[0]] >= _MANY_INITIALS or not all_one(name for name in found if name.full)
    }


def _known(paper: Paper, names: Sequence[Name], group: Sequence[Record]) -> list[tuple[set[Name], set[str], list[str]]]:
    """For each author of a paper what its records say besides: other names, facts, how these names are spelled."""
    found: list[tuple[set[Name], set[str], list[str]]] = [(set(), set(), []) for _ in names]
    for spelling, at in _other_names(paper, names, group):
        found[at][0].add(parsed(spelling))
        found[at][2].append(spelling)
    for line in sorted({line for record in group for line in record.people}):
        spelling, _, fact = line.partition("\t")
        known = parsed(spelling)
        fitting = [at for at, name in enumerate(names) if name == known]
        fitting = fitting or [at for at, name in enumerate(names) if can_be_one(name, known)]
        if len(fitting) != 1:
            continue
        (at,) = fitting
        if fact.startswith("name:"):
            found[at][0].add(parsed(fact[5:]))
            found[at][2].append(fact[5:])
        else:
            found[at][1].add(fact)
    return found


def _other_names(paper: Paper, names: Sequence[Name], group: Sequence[Record]) -> Iterator[tuple[str, int]]:
    """(name, position) of another record of the paper with as many authors, all of whom can be those of the paper."""
    for authors in sorted({record.authors for record in group} - {paper.authors}):
        if len(authors) == len(names) and all(map(can_be_one, names, map(parsed, authors))):
            yield from ((name, at) for at, name in enumerate(authors) if parsed(name) != names[at])
