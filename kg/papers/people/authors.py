"""From names in papers to authors: what is one person, by name, facts and company. Decision 29 has the rule."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from kg.core.records import Author, Paper, Record
from kg.papers.people.names import Name, all_one, can_be_one, parsed, tells_apart
from kg.papers.people.surnames import FREQUENT
from kg.papers.people.units import Block, Unit, of_many, units_of

_ENOUGH = 2
"""What shared company has to come to: one name that few have, or two that many have."""


def people(papers: Sequence[Paper], records: Sequence[Sequence[Record]]) -> list[Author]:
    """The authors of all papers, sorted by id; the order of sources makes no difference.

    papers: sorted by id. records: those of each paper.
    """
    units, frequent = units_of(papers, records)
    joined = _Joined(units)
    for pairs in (_by_facts(units), _by_company(units, frequent), _by_name(units, frequent)):
        for a, b in pairs:
            joined.join(a, b)
    return _named(joined.groups(), papers)


@dataclass(slots=True)
class _Group:
    """Units that are one author."""

    members: list[int]
    names: set[Name]
    papers: set[int]
    orcids: set[str]

    def agrees(self, other: _Group) -> bool:
        """Whether all names can be one, one ORCID at most is known, and no paper has both."""
        if self.orcids and other.orcids and not self.orcids & other.orcids:
            return False
        names = all(can_be_one(a, b) for a in self.names for b in other.names)
        return names and self.papers.isdisjoint(other.papers)


class _Joined:
    """Units in groups, of which no two members contradict each other."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self._units = units
        self._group = [_Group([n], {unit.name}, unit.papers, unit.orcids) for n, unit in enumerate(units)]

    def join(self, a: int, b: int) -> None:
        """Make one group of the groups of two units, unless they contradict each other."""
        mine, theirs = sorted((self._group[a], self._group[b]), key=lambda group: -len(group.members))
        if mine is theirs or not mine.agrees(theirs):
            return
        mine.members += theirs.members
        mine.names |= theirs.names
        mine.papers |= theirs.papers
        mine.orcids |= theirs.orcids
        for member in theirs.members:
            self._group[member] = mine

    def groups(self) -> Iterator[list[Unit]]:
        """Each group of units."""
        for n, group in enumerate(self._group):
            if group.members[0] == n:
                yield [self._units[member] for member in sorted(group.members)]


def _by_facts(units: Sequence[Unit]) -> Iterator[tuple[int, int]]:
    """Units that share an ORCID, a number of a service, an e-mail, or a name that tells in the same paper's records."""
    first: dict[str, int] = {}
    for n, unit in enumerate(units):
        names = {f"{name.family} {name.words}" for name in unit.names if name.full and not name.frequent}
        for fact in sorted(unit.facts | names):
            if fact in first:
                yield first[fact], n
            first.setdefault(fact, n)


def _by_company(units: Sequence[Unit], frequent: set[Block]) -> Iterator[tuple[int, int]]:
    """Units with one family name and initial that wrote with the same people: first those with names written out, then
    with those the initials that could be one of them only, then initials."""
    for block in _blocks(units):
        fitting = _fitting(block, units, frequent)
        ranked = sorted((2 - units[a].name.full - units[b].name.full, a, b) for a, b in fitting)
        partners: dict[int, set[Name]] = defaultdict(set)
        for kind, a, b in ranked:
            if kind == 1:
                short, long = (b, a) if units[a].name.full else (a, b)
                partners[short].add(units[long].name)
        doubtful = {short for short, names in partners.items() if not all_one(names)}
        yield from ((a, b) for kind, a, b in ranked if kind != 1 or not {a, b} & doubtful)


def _fitting(block: Sequence[int], units: Sequence[Unit], frequent: set[Block]) -> list[tuple[int, int]]:
    together: dict[Block, list[int]] = defaultdict(list)
    for n in block:
        for company in units[n].company:
            together[company].append(n)
    shared: Counter[tuple[int, int]] = Counter()
    for company, members in together.items():
        many = company[0] in FREQUENT or company in frequent or Name(company[0]).frequent
        for pair in combinations(sorted(members), 2):
            shared[pair] += 1 if many else _ENOUGH
    return [pair for pair, worth in shared.items() if worth >= _ENOUGH]


def _by_name(units: Sequence[Unit], frequent: set[Block]) -> Iterator[tuple[int, int]]:
    """Units whose names agree in enough, where these are not those of many people."""
    for block in _blocks(units):
        telling = [n for n in block if not of_many(units[n].name, frequent)]
        yield from (pair for pair in combinations(telling, 2) if tells_apart(*(units[n].name for n in pair)))


def _blocks(units: Sequence[Unit]) -> Iterator[list[int]]:
    """The units that share a family name and a first initial, where there are several."""
    found: dict[Block, list[int]] = defaultdict(list)
    for n, unit in enumerate(units):
        for block in {name.block for name in unit.names}:
            found[block].append(n)
    yield from (found[block] for block in sorted(found) if len(found[block]) > 1)


def _named(groups: Iterable[Sequence[Unit]], papers: Sequence[Paper]) -> list[Author]:
    """Authors with their names and ids: a hash of the name, with the first paper where several have that name."""
    drafts = []
    for group in groups:
        spellings = Counter(spelling for unit in group for spelling in unit.spellings)
        places = sorted(place for unit in group for place in unit.places)
        orcids = sorted({orcid for unit in group for orcid in unit.orcids})
        chinese = 2 * sum(len(unit.places) for unit in group if unit.name.chinese) >= len(places)
        drafts.append((_fullest(spellings, chinese=chinese), spellings, places, orcids))
    uses = Counter(_folded(name) for name, *_ in drafts)
    authors = []
    for name, spellings, places, orcids in drafts:
        paper, at = places[0]
        key = _folded(name) if uses[_folded(name)] == 1 else f"{_folded(name)}\t{papers[paper].id}\t{at}"
        first = dict(reversed(places))
        orcid = orcids[0].removeprefix("orcid:") if len(orcids) == 1 else ""
        aliases = _others(name, spellings)
        authors.append(Author(_hash(key), name, aliases, orcid, tuple(sorted(first.items()))))
    return sorted(authors, key=lambda author: author.id)


def _fullest(spellings: Counter[str], *, chinese: bool) -> str:
    """The name with most letters of given names, then the most used; of those in Chinese or of the others."""
    mine = [name for name in spellings if parsed(name).chinese == chinese]
    return min(mine or spellings, key=lambda name: (-len("".join(parsed(name).words)), -spellings[name], name))


def _others(name: str, spellings: Iterable[str]) -> tuple[str, ...]:
    """The other names, those that differ in case or spaces once."""
    found: dict[str, str] = {}
    for spelling in sorted(spellings):
        found.setdefault(_folded(spelling), spelling)
    found.pop(_folded(name), None)
    return tuple(sorted(found.values()))


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _hash(key: str) -> str:
    return "a" + hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:12]
