"""From what records say of their journal or conference to venues: which names are one. Decision 31 has the rule."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import combinations

from kg.core.records import Paper, Record, Venue
from kg.core.union_find import UnionFind
from kg.papers.venues.titles import abbreviates, letters, same_words, title_of
from kg.text.names import fold

_MOST = 100
"""An ISSN, acronym or short name that more titles share is no title's own (that of Lecture Notes in ...)."""


def venues(papers: Sequence[Paper], records: Sequence[Sequence[Record]]) -> list[Venue]:
    """The venues of all papers, sorted by id; the order of sources makes no difference.

    papers: sorted by id. records: those of each paper.
    """
    named = _Names(record for group in records for record in group if record.venue)
    for pairs in (named.by_short_name(), named.by_issn(), named.by_acronym(), named.by_acronym_alone()):
        for a, b in pairs:
            named.joined.join(a, b)
    published: dict[str, list[int]] = defaultdict(list)
    for number, paper in enumerate(papers):
        if paper.venue:
            published[named.joined.find(title_of(paper.venue).key)].append(number)
    groups = ((keys, published[root]) for root, keys in named.joined.sets().items() if root in published)
    return sorted((named.venue(keys, numbers) for keys, numbers in groups), key=lambda venue: venue.id)


class _Names:
    """What records call venues, by the letters of the titles (keys). joined: which keys are one venue."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._written: dict[str, Counter[str]] = defaultdict(Counter)
        """Key -> the titles with these letters as they are written, of a conference without the year."""
        self._shortened: dict[str, Counter[str]] = defaultdict(Counter)
        """The same of short names."""
        self._short: dict[str, set[str]] = defaultdict(set)
        """Key of a short name -> the keys of the titles that are called so."""
        self._issn: dict[str, set[str]] = defaultdict(set)
        self._acronyms: dict[str, set[str]] = defaultdict(set)
        self._acronyms_of: dict[str, set[str]] = defaultdict(set)
        self._bare: dict[str, str] = {}
        """Key of what is an acronym and no more -> that."""
        journals: set[str] = set()
        for record in records:
            title = title_of(record.venue)
            self._written[title.key][title.series] += 1
            self._issn[title.key].update(record.issn)
            if title.is_acronym:
                self._bare[title.key] = title.acronym
            elif title.acronym:
                self._acronyms[title.acronym].add(title.key)
                self._acronyms_of[title.key].add(title.acronym)
            if record.kind == "article":
                journals.add(title.key)
            for name in record.venue_short:
                if (key := letters(name)) != title.key and abbreviates(name, title.series):
                    self._short[key].add(title.key)
                    self._shortened[key][name] += 1
        self._bare = {key: acronym for key, acronym in self._bare.items() if key not in journals}
        self.joined = UnionFind(sorted(self._written.keys() | self._short.keys()))

    def by_short_name(self) -> Iterator[tuple[str, str]]:
        """A short name and its title, where it is that of one journal alone."""
        for key, titles in sorted(self._short.items()):
            if len(titles) < _MOST and all(self._alike(a, b) for a, b in combinations(sorted(titles), 2)):
                yield from ((title, key) for title in sorted(titles))

    def by_issn(self) -> Iterator[tuple[str, str]]:
        """Titles that share an ISSN and their words."""
        yield from self._pairs(self._by(self._issn))

    def by_acronym(self) -> Iterator[tuple[str, str]]:
        """Titles that give the same acronym and differ in who holds the conference: "IEEE/CVF" and "IEEE"."""
        yield from self._pairs(self._acronyms)

    def by_acronym_alone(self) -> Iterator[tuple[str, str]]:
        """ "CVPR 2018" and the conference that calls itself so, where there is one alone."""
        for key, acronym in sorted(self._bare.items()):
            titles = sorted(self._acronyms.get(acronym, ()))
            if titles and len({self.joined.find(title) for title in titles}) == 1:
                yield titles[0], key

    def _pairs(self, titles: Mapping[str, Set[str]]) -> Iterator[tuple[str, str]]:
        for _, keys in sorted(titles.items()):
            if len(keys) < _MOST:
                yield from (pair for pair in combinations(sorted(keys), 2) if self._alike(*pair))

    def _alike(self, a: str, b: str) -> bool:
        return same_words(_usual(self._written[a]), _usual(self._written[b]))

    @staticmethod
    def _by(values: Mapping[str, Set[str]]) -> dict[str, set[str]]:
        """Value -> the keys that have it."""
        found: dict[str, set[str]] = defaultdict(set)
        for key, each in values.items():
            for value in each:
                found[value].add(key)
        return found

    def venue(self, keys: Sequence[str], papers: Sequence[int]) -> Venue:
        """The venue with these keys; called by a title rather than a short name, not in capitals, as most write it."""
        spelled = {key: _usual(self._written.get(key) or self._shortened[key]) for key in keys}
        titles = [key for key in keys if key in self._written]
        full = [key for key in titles if key not in self._short and key not in self._bare] or titles
        uses = {key: sum(self._written[key].values()) for key in full}
        own = min(full, key=lambda key: (spelled[key].isupper(), -uses[key], key))
        issn = {number for key in keys for number in self._issn.get(key, ())}
        aliases = self._others(spelled[own], keys)
        return Venue(_hash(own), spelled[own], aliases, tuple(sorted(issn)), tuple(papers))

    def _others(self, name: str, keys: Sequence[str]) -> tuple[str, ...]:
        """The other names, those that differ in case or spaces once."""
        written = sum(
            (self._written.get(key, Counter()) + self._shortened.get(key, Counter()) for key in keys), Counter()
        )
        acronyms = [acronym for key in keys for acronym in self._acronyms_of.get(key, ())]
        found: dict[str, list[str]] = defaultdict(list)
        for each in sorted({*written, *acronyms}):
            found[fold(each)].append(each)
        found.pop(fold(name), None)
        return tuple(sorted(min(alike, key=lambda each: (-written[each], each)) for alike in found.values()))


def _usual(spellings: Counter[str]) -> str:
    """The spelling that most records have; one in capitals only where there is no other."""
    return min(spellings, key=lambda name: (name.isupper(), -spellings[name], name))


def _hash(key: str) -> str:
    return "v" + hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:12]
