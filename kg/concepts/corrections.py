"""Corrections applied: the last word on which phrases are one concept, after every automatic merge.

Each correction changes what the automatic merges and the corrections before it have left, as its author saw it, and
nothing besides. So a later one wins over an earlier one, and a split over every reason to merge, known or to come.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kg.concepts.clusters import Groups, Merge, Phrase
from kg.concepts.rules.acronyms import Defined
from kg.core.corrections import APPLIES, Correction, Outcome, quoted
from kg.core.records import Paper, given_title
from kg.text.phrases import Vocabulary, phrase_key

REASON = "correction"


@dataclass(slots=True)
class Corrected:
    """outcomes: one a correction. wanted: keys whose concepts stay however little they say. certain: keys that a merge
    names, which mean their concept in every paper, also as an acronym of two letters. rank: key -> its place among
    the names of its concept, 0 unless corrected; the least is the name."""

    outcomes: list[Outcome] = field(default_factory=list)
    wanted: set[str] = field(default_factory=set)
    certain: set[str] = field(default_factory=set)
    rank: dict[str, int] = field(default_factory=dict)


def standing(wanted: Iterable[str], papers: Iterable[Paper]) -> set[str]:
    """Those of the wanted keys that a title or an abstract names."""
    left = set(wanted)
    starts = {key: [token[: max(1, len(token) - 1)].lower() for token in key.split(" ")] for key in left}
    found: set[str] = set()
    for paper in papers if left else ():
        text = f"{given_title(paper)}\n\n{paper.abstract}"
        lowered = text.lower()
        # the beginnings of its words stand wherever a phrase does: few papers are left to be looked at closely
        near = {key for key in left - found if all(start in lowered for start in starts[key])}
        found.update(match.key for match in Vocabulary(near).find(text) if near)
    return found


def correct(
    corrections: Sequence[Correction],
    groups: Groups,
    phrases: dict[str, Phrase],
    own: Defined,
    papers: Sequence[Paper],
) -> Corrected:
    """Change groups, phrases and own acronyms as corrected, in order.

    A name that is in no phrase but stands in a text becomes a phrase.
    """
    applying = _Applying(corrections, groups, phrases, papers) if corrections else None
    if not applying:
        return Corrected()
    for correction in corrections:
        applying.apply(correction)
    applying.forget(own)
    return applying.corrected


class _Applying:
    def __init__(
        self,
        corrections: Sequence[Correction],
        groups: Groups,
        phrases: dict[str, Phrase],
        papers: Sequence[Paper],
    ) -> None:
        self.groups, self.phrases = groups, phrases
        self.corrected = Corrected()
        self._inside = groups.members()
        self._ignored: set[str] = set()
        self._left: set[str] = set()
        """Keys that a split took out of their concept."""
        self._spelled = {s.casefold(): key for key, phrase in phrases.items() for s in phrase.spellings}
        self._spelled |= {s: key for key, phrase in phrases.items() for s in phrase.spellings}
        unknown = {key for d in corrections for name in d.names if (key := self._key(name)) not in phrases}
        self._standing = standing(unknown, papers)

    def _key(self, name: str) -> str:
        key = self._spelled.get(name) or phrase_key(name)
        return key if key in self.phrases else self._spelled.get(name.casefold(), key)

    def apply(self, correction: Correction) -> None:
        """Sees to it that the names are phrases, and leaves the rest to the action."""
        wanted = correction.names[:1] if correction.action == "rename" else correction.names
        present = {}
        for name in wanted:
            key = self._key(name)
            if key in self.phrases or key in self._standing:
                self._add(key, name)
                present[name] = key
        missing = [name for name in wanted if name not in present]
        why_not = f"no paper names {' or '.join(map(quoted, missing))}" if missing else ""
        self.corrected.outcomes.append(getattr(self, f"_{correction.action}")(correction.names, present, why_not))

    def _add(self, key: str, name: str) -> None:
        if key not in self.phrases:
            self.phrases[key] = Phrase(key, Counter({name: 1}))
            self.groups.add(key)
            self._inside[key] = [key]

    def _members(self, key: str) -> list[str]:
        return self._inside[self.groups.of(key)]

    def _merge(self, _names: Sequence[str], present: Mapping[str, str], why_not: str) -> Outcome:
        if len(present) < 2:
            return Outcome("no", why_not)
        kept, *others = present.values()
        for other in others:
            self._join(kept, other)
        self.corrected.wanted.add(kept)
        self.corrected.certain.update(present.values())
        return Outcome("in part", why_not) if why_not else APPLIES

    def _join(self, kept: str, merged: str) -> None:
        """The names of `kept` go before those of `merged`; of what is ignored only the key itself comes along."""
        for key in (kept, merged):
            if key in self._ignored:
                self._ignored.remove(key)
                if rest := [k for k in self._members(key) if k != key]:
                    self._part(rest, [key])
        if self.groups.of(kept) == self.groups.of(merged):
            return
        rank = self.corrected.rank
        last, joining = max(rank.get(k, 0) for k in self._members(kept)), self._members(merged)
        shift = last + 1 - min(rank.get(k, 0) for k in joining)
        for key in joining:
            rank[key] = rank.get(key, 0) + shift
        del self._inside[self.groups.of(merged)]
        self._members(kept).extend(joining)
        self.groups.join(kept, merged, REASON, 1.0)

    def _split(self, names: Sequence[str], present: Mapping[str, str], why_not: str) -> Outcome:
        if names[0] not in present or len(present) < 2:
            return Outcome("no", why_not)
        concept, *leaving = present.values()
        if concept in leaving:
            return Outcome("no", "they differ in number or spelling alone")
        inside = self._members(concept)
        if out := [key for key in dict.fromkeys(leaving) if key in inside]:
            self._part([concept, *(key for key in inside if key != concept and key not in out)], out)
            self._left.update(out)
            self.corrected.certain.difference_update(out)
            self._ignored.difference_update(out)
        for key in out[1:]:
            self._join(out[0], key)
        self.corrected.wanted.update(present.values())
        return Outcome("in part", why_not) if why_not else APPLIES

    def _part(self, staying: Sequence[str], leaving: Sequence[str]) -> None:
        """Two groups of one, each headed by its first key. What came with one that leaves stays: so it was
        corrected."""
        del self._inside[self.groups.of(staying[0])]
        for part in (staying, leaving):
            self._inside[part[0]] = list(part)
            for key in part:
                self.groups.head[key] = part[0]
        of = self.groups.of
        self.groups.merges = [m for m in self.groups.merges if of(m.kept) == of(m.merged)]
        for part in (staying, leaving):
            joined = _connected(part[0], self.groups.merges)
            for key in part:
                if key not in joined:
                    self.groups.merges.append(Merge(part[0], key, REASON, 1.0))
                    joined |= _connected(key, self.groups.merges)

    def _rename(self, names: Sequence[str], present: Mapping[str, str], why_not: str) -> Outcome:
        if not present:
            return Outcome("no", why_not)
        concept, name = present[names[0]], names[1]
        key = self._key(name)
        self._add(key, name)
        self._join(concept, key)
        self.corrected.rank[key] = min(self.corrected.rank.get(k, 0) for k in self._members(concept)) - 1
        spellings = self.phrases[key].spellings
        spellings[name] = 1 + max(spellings.values())  # the most frequent spelling is what is shown
        self.corrected.wanted.add(key)
        return APPLIES

    def _ignore(self, _names: Sequence[str], present: Mapping[str, str], why_not: str) -> Outcome:
        if not present:
            return Outcome("no", why_not)
        members = self._members(*present.values())
        self._ignored.update(members)
        self.corrected.wanted.difference_update(members)
        return APPLIES

    def forget(self, own: Defined) -> None:
        """What is ignored is not looked for, and a paper's own acronym does not stand for what it was split from."""
        gone, of = self._ignored, self.groups.of
        for shorts in own.values():
            for short, long in list(shorts.items()):
                if {short, long} & gone or (short in self._left and of(short) != of(long)):
                    del shorts[short]
        self.groups.merges = [m for m in self.groups.merges if m.kept not in gone]
        for key in gone:
            del self.phrases[key], self.groups.head[key]


def _connected(start: str, merges: Iterable[Merge]) -> set[str]:
    """The keys that merges join with `start`, directly or not."""
    near: dict[str, list[str]] = defaultdict(list)
    for merge in merges:
        near[merge.kept].append(merge.merged)
        near[merge.merged].append(merge.kept)
    found, rest = {start}, [start]
    while rest:
        for key in near[rest.pop()]:
            if key not in found:
                found.add(key)
                rest.append(key)
    return found
