"""What a vocabulary says of the concepts of a graph: corrections, and conflicts that are listed instead of guessed.

Only names that stand in the corpus are taken. What the graph has already, and what people said otherwise, stays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from kg.concepts.vocabularies.terms import Terms
from kg.core.corrections import Correction, quoted
from kg.core.hierarchy import above
from kg.core.records import given_title
from kg.explore.corrections import concepts
from kg.papers.merge import merge_records
from kg.store.catalog import Catalog
from kg.text.phrases import Vocabulary, phrase_key
from kg.text.words.stoplists import is_generic


@dataclass(slots=True)
class Said:
    """What a vocabulary says. corrections: new ones, in order. conflicts: a line each. here: how many of its terms have
    a name in the corpus. names, missing: how many names it has, and how many of them stand nowhere."""

    corrections: list[Correction] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    here: int = 0
    names: int = 0
    missing: int = 0


def said(terms: Terms, source: str, catalog: Catalog) -> Said:
    """What the terms of a vocabulary say of the concepts of a catalog. source: what the corrections call it."""
    return _Saying(terms, source, catalog).all()


class _Saying:
    """Places are what the names of one thing share: a concept, a part that is split off, a name that is none yet."""

    def __init__(self, terms: Terms, source: str, catalog: Catalog) -> None:
        self._terms, self._source, self._catalog = terms, source, catalog
        self._before = [correction for correction, _ in catalog.corrections()]
        self._known = {(each.action, each.names) for each in self._before}
        self._said = Said()
        self._place: dict[str, str] = {}
        """Key of a name -> its place."""
        self._spelling: dict[str, str] = {}
        self._shown: dict[str, str] = {}
        """Place -> the key of the name that it shows."""
        self._papers: dict[str, int] = {}
        for concept in concepts(catalog):
            self._shown[concept.id] = phrase_key(concept.name)
            self._papers[concept.id] = concept.papers
            for name in (concept.name, *concept.others):
                self._place.setdefault(phrase_key(name), concept.id)
                self._spelling.setdefault(phrase_key(name), name)

    def all(self) -> Said:
        keys = self._present()
        self._said.here = len(keys)
        self._split(keys)
        places = {term: self._merge(term, own) for term, own in keys.items()}
        self._broader({term: place for term, place in places.items() if place}, keys)
        self._ignore()
        return self._said

    # -- names ----------------------------------------------------------------------------------

    def _present(self) -> dict[str, list[str]]:
        """Term -> the keys of its names that stand in the corpus, and are its own."""
        spelled = {name: phrase_key(name) for term in self._terms.terms.values() for name in term.names}
        owners: dict[str, list[str]] = defaultdict(list)
        for term, (names, _) in self._terms.terms.items():
            for key in dict.fromkeys(spelled[name] for name in names):
                owners[key].append(term)
        here = self._standing(owners.keys())
        self._said.names, self._said.missing = len(owners), len(owners) - len(here)
        ignored = {phrase_key(each.names[0]) for each in self._before if each.action == "ignore"}
        for name, key in spelled.items():
            if key in here:
                self._spelling.setdefault(key, name)
        keys: dict[str, list[str]] = defaultdict(list)
        for key in owners:
            if key not in here:
                continue
            if len(owners[key]) > 1:
                called = " and ".join(quoted(self._terms.terms[term].names[0]) for term in owners[key])
                self._conflict(f"{quoted(self._spelling[key])} is a name of {called}")
            elif key in ignored:
                self._conflict(f"{quoted(self._spelling[key])} is ignored by a correction")
            else:
                self._place.setdefault(key, f"\t{key}")  # no id has a tab
                keys[owners[key][0]].append(key)
        return {term: keys[term] for term in self._terms.terms if term in keys}

    def _standing(self, wanted: Iterable[str]) -> set[str]:
        """The keys that are names of concepts, or stand in a text and say something alone."""
        found = {key for key in wanted if key in self._place}
        left = Vocabulary({key for key in wanted if key not in found and not is_generic(key)})
        papers, _ = merge_records(self._catalog.cache.records())
        for paper in papers:
            found.update(match.key for match in left.find(f"{given_title(paper)}\n\n{paper.abstract}"))
        return found

    # -- what is one, and what is not ----------------------------------------------------------------

    def _split(self, keys: Mapping[str, list[str]]) -> None:
        """Take concepts apart that are several terms: the one with the name that is shown stays, else the one with
        most names."""
        inside: dict[str, dict[str, list[str]]] = defaultdict(dict)
        for term, own in keys.items():
            for key in own:
                inside[self._place[key]].setdefault(term, []).append(key)
        for place, parts in inside.items():
            if len(parts) < 2:
                continue
            if by := next((each for each in self._before if _joins(each, parts)), None):
                self._conflict(f"{self._all(parts)} are one concept by a correction: {by}")
                for term, own in parts.items():
                    keys[term][:] = [key for key in keys[term] if key not in own]
                continue
            shown = self._shown[place]
            staying = min(parts, key=lambda term: (shown not in parts[term], -len(parts[term])))
            kept = shown if shown in parts[staying] else parts[staying][0]
            for term, own in parts.items():
                if term != staying:
                    self._add("split", kept, own)
                    self._shown[f"{place}\t{term}"] = own[0]
                    self._place.update(dict.fromkeys(own, f"{place}\t{term}"))

    def _all(self, parts: Mapping[str, Sequence[str]]) -> str:
        return " and ".join(quoted(self._spelling[own[0]]) for own in parts.values())

    def _merge(self, term: str, own: Sequence[str]) -> tuple[str, ...]:
        """Make the names of a term one; the places that are one then. What a person took apart stays so."""
        places = list(dict.fromkeys(self._place[key] for key in own))
        if named := [place for place in places if self._shown.get(place) in self._named]:
            places = [*named, *(place for place in places if place not in named)]
        one: list[str] = []
        for place in places:
            if by := next((by for other in one if (by := self._apart.get(frozenset((place, other))))), None):
                name = next(key for key in own if self._place[key] == place)
                what = f"{quoted(self._spelling[name])} and {quoted(self._terms.terms[term].names[0])}"
                self._conflict(f"{what} are two concepts by a correction: {by}")
            else:
                one.append(place)
        if len(one) > 1:
            in_order = [key for place in one for key in own if self._place[key] == place]
            self._add("merge", in_order[0], in_order[1:])
        return tuple(one)

    @cached_property
    def _named(self) -> set[str]:
        """Keys of the names that people chose."""
        return {phrase_key(each.names[1]) for each in self._before if each.action == "rename"}

    @cached_property
    def _apart(self) -> dict[frozenset[str], Correction]:
        """Two concepts that a correction took apart -> this."""
        apart: dict[frozenset[str], Correction] = {}
        for each in self._before:
            if each.action == "split":
                kept, *leaving = (self._place.get(phrase_key(name), "") for name in each.names)
                apart |= {frozenset((kept, other)): each for other in leaving if other != kept}
        return apart

    # -- what is broader -------------------------------------------------------------------------------

    def _broader(self, places: Mapping[str, tuple[str, ...]], keys: Mapping[str, Sequence[str]]) -> None:
        """Lead every term to the nearest ones above it that the corpus has."""
        term_at = {place: term for term, all_ in places.items() for place in all_}
        known: dict[str, set[str]] = defaultdict(set)
        for edge in self._catalog.edges("BROADER"):
            known[edge.start[1]].add(edge.end[1])
        parents: dict[str, set[str]] = defaultdict(set)
        by_person: dict[tuple[str, str], Correction] = {}
        for each in self._before:
            if each.action == "broader":
                narrow, broad = (term_at.get(self._place.get(phrase_key(name), ""), "") for name in each.names)
                parents[narrow].add(broad)
                by_person[narrow, broad] = each
        parents.pop("", None)
        for term, own in places.items():
            there = set[str]().union(*(above(place, known) for place in own))
            for broad in self._nearest(term, places):
                if term in above(broad, parents):
                    by = by_person.get((broad, term))
                    why = f"a correction says the opposite: {by}" if by else "others say the opposite"
                    names = (quoted(self._spelling[keys[each][0]]) for each in (term, broad))
                    self._conflict(f"broader {' '.join(names)}: {why}")
                    continue
                parents[term].add(broad)
                if there.isdisjoint(places[broad]):
                    self._add("broader", keys[term][0], [keys[broad][0]])

    def _nearest(self, term: str, places: Mapping[str, object]) -> Iterator[str]:
        """Broader terms that are there, over those that are not."""
        seen, rest = {term}, list(reversed(self._terms.terms[term].broader))
        while rest:
            broad = rest.pop()
            if broad in seen or broad not in self._terms.terms:
                continue
            seen.add(broad)
            if broad in places:
                yield broad
            else:
                rest += reversed(self._terms.terms[broad].broader)

    def _ignore(self) -> None:
        corrected = {phrase_key(name) for each in self._before for name in each.names}
        for name in self._terms.ignored:
            key = phrase_key(name)
            if self._place.get(key) not in self._shown:
                continue
            if key in corrected:
                self._conflict(f"{quoted(name)} is to be ignored, but corrected")
            else:
                self._add("ignore", key, [])

    def _add(self, action: str, key: str, others: Sequence[str]) -> None:
        made = Correction(action, tuple(self._spelling[each] for each in (key, *others)), self._source)
        if (action, made.names) not in self._known:
            self._said.corrections.append(made)

    def _conflict(self, line: str) -> None:
        self._said.conflicts.append(line)


def _joins(correction: Correction, parts: Mapping[str, Sequence[str]]) -> bool:
    """Whether it makes one of names of two terms."""
    keys = set(map(phrase_key, correction.names))
    return correction.action in ("merge", "rename") and sum(not keys.isdisjoint(own) for own in parts.values()) > 1
