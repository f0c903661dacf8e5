"""Decisions applied: the last word on which phrases are one concept, after every automatic merge.

Each decision changes what the automatic merges and the decisions before it have left, as its author saw it, and
nothing besides. So a later one wins over an earlier one, and a split over every reason to merge, known or to come.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kg.decisions import APPLIES, Decision, Outcome, quoted
from kg.keyphrases.document import given_title
from kg.merging import Defined, Groups, Merge, Phrase
from kg.records import Paper
from kg.vocabulary import Vocabulary, phrase_key

REASON = "decision"


@dataclass(slots=True)
class Decided:
    """outcomes: one a decision. wanted: keys whose concepts stay however little they say. certain: keys that a merge
    names, which mean their concept in every paper, also as an acronym of two letters. rank: key -> its place among
    the names of its concept, 0 unless decided; the least is the name."""

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


def decide(
    decisions: Sequence[Decision],
    groups: Groups,
    phrases: dict[str, Phrase],
    own: Defined,
    papers: Sequence[Paper],
) -> Decided:
    """Change groups, phrases and own acronyms as decided, in order.

    A name that is in no phrase but stands in a text becomes a phrase.
    """
    deciding = _Deciding(decisions, groups, phrases, papers) if decisions else None
    if not deciding:
        return Decided()
    for decision in decisions:
        deciding.apply(decision)
    deciding.forget(own)
    return deciding.decided


class _Deciding:
    def __init__(
        self,
        decisions: Sequence[Decision],
        groups: Groups,
        phrases: dict[str, Phrase],
        papers: Sequence[Paper],
    ) -> None:
        self.groups, self.phrases = groups, phrases
        self.decided = Decided()
        self._inside = groups.members()
        self._ignored: set[str] = set()
        self._left: set[str] = set()
        """Keys that a split took out of their concept."""
        self._spelled = {s.casefold(): key for key, phrase in phrases.items() for s in phrase.spellings}
        self._spelled |= {s: key for key, phrase in phrases.items() for s in phrase.spellings}
        unknown = {key for d in decisions for name in d.names if (key := self._key(name)) not in phrases}
        self._standing = standing(unknown, papers)

    def _key(self, name: str) -> str:
        key = self._spelled.get(name) or phrase_key(name)
        return key if key in self.phrases else self._spelled.get(name.casefold(), key)

    def apply(self, decision: Decision) -> None:
        """Sees to it that the names are phrases, and leaves the rest to the action."""
        wanted = decision.names[:1] if decision.action == "rename" else decision.names
        present = {}
        for name in wanted:
            key = self._key(name)
            if key in self.phrases or key in self._standing:
                self._add(key, name)
                present[name] = key
        missing = [name for name in wanted if name not in present]
        why_not = f"no paper names {' or '.join(map(quoted, missing))}" if missing else ""
        self.decided.outcomes.append(getattr(self, f"_{decision.action}")(decision.names, present, why_not))

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
        self.decided.wanted.add(kept)
        self.decided.certain.update(present.values())
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
        rank = self.decided.rank
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
            self.decided.certain.difference_update(out)
            self._ignored.difference_update(out)
        for key in out[1:]:
            self._join(out[0], key)
        self.decided.wanted.update(present.values())
        return Outcome("in part", why_not) if why_not else APPLIES

    def _part(self, staying: Sequence[str], leaving: Sequence[str]) -> None:
        """Two groups of one, each headed by its first key. What came with one that leaves stays: so it was decided."""
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
        self.decided.rank[key] = min(self.decided.rank.get(k, 0) for k in self._members(concept)) - 1
        spellings = self.phrases[key].spellings
        spellings[name] = 1 + max(spellings.values())  # the most frequent spelling is what is shown
        self.decided.wanted.add(key)
        return APPLIES

    def _ignore(self, _names: Sequence[str], present: Mapping[str, str], why_not: str) -> Outcome:
        if not present:
            return Outcome("no", why_not)
        members = self._members(*present.values())
        self._ignored.update(members)
        self.decided.wanted.difference_update(members)
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
