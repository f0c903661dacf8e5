"""Corrections applied: the last word on which phrases are one concept, after every automatic merge.

A correction applies to what the automatic merges and the corrections before it have left, as its author saw it, and
changes nothing else. So a later correction wins over an earlier one, and a split over every reason to merge.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kg.concepts.agreement import OwnMeanings
from kg.concepts.clusters import Clusters, Merge, Phrase
from kg.core.corrections import APPLIES, Correction, Outcome, quoted
from kg.core.hierarchy import above
from kg.core.records import Paper, given_title
from kg.text.phrases import Vocabulary, phrase_key

REASON = "correction"


class Kind(NamedTuple):
    """That one thing is a kind of another, each a phrase key. source: the vocabulary that says so, "" for a person."""

    narrow: str
    broad: str
    source: str


@dataclass(slots=True)
class Corrected:
    """What corrections say about phrases, by key.

    outcomes: one for every correction, in order. wanted: keys whose clusters become concepts in any case. certain: keys
    that a merge names; they mean their concept in every paper, also an acronym of two letters. rank: key -> rank among
    the names of its concept, 0 unless corrected; the least is the name. kinds: of different clusters, without circles.
    """

    outcomes: list[Outcome] = field(default_factory=list)
    wanted: set[str] = field(default_factory=set)
    certain: set[str] = field(default_factory=set)
    rank: dict[str, int] = field(default_factory=dict)
    kinds: list[Kind] = field(default_factory=list)


def standing(wanted: Iterable[str], papers: Iterable[Paper]) -> set[str]:
    """The wanted keys that the title or the abstract of some paper names."""
    left = set(wanted)
    starts = {key: [token[: max(1, len(token) - 2)].lower() for token in key.split(" ")] for key in left}
    found: set[str] = set()
    for paper in papers if left else ():
        text = f"{given_title(paper)}\n\n{paper.abstract}"
        lowered = text.lower()
        # the beginnings of its words (vort-ex, vort-ices) stand wherever a phrase does: few papers are
        # left to be looked at closely
        near = {key for key in left - found if all(start in lowered for start in starts[key])}
        found.update(match.key for match in Vocabulary(near).find(text) if near)
    return found


def correct(
    corrections: Sequence[Correction],
    clusters: Clusters,
    phrases: MutableMapping[str, Phrase],
    own_meanings: OwnMeanings,
    papers: Sequence[Paper],
) -> Corrected:
    """Change clusters, phrases and own meanings in place, by one correction after another.

    A name that is no phrase but stands in the text of a paper becomes a phrase.
    """
    if not corrections:
        return Corrected()
    applying = _Applying(corrections, clusters, phrases, papers)
    for correction in corrections:
        applying.apply(correction)
    applying.forget(own_meanings)
    applying.settle_kinds()
    return applying.corrected


class _Applying:
    def __init__(
        self,
        corrections: Sequence[Correction],
        clusters: Clusters,
        phrases: MutableMapping[str, Phrase],
        papers: Sequence[Paper],
    ) -> None:
        self.clusters, self.phrases = clusters, phrases
        self.corrected = Corrected()
        self._kinds: dict[int, Kind] = {}
        """Position of a correction -> what it says, if papers name both."""
        self._ignored: set[str] = set()
        """All keys of the clusters that are ignored."""
        self._left: set[str] = set()
        """Keys that a split took out of their concept."""
        self._spelled = {s.casefold(): key for key, phrase in phrases.items() for s in phrase.spellings}
        self._spelled |= {s: key for key, phrase in phrases.items() for s in phrase.spellings}
        names = {name for correction in corrections for name in correction.names}
        self._standing = standing({key for key in map(self._key, names) if key not in phrases}, papers)

    def _key(self, name: str) -> str:
        key = self._spelled.get(name) or phrase_key(name)
        return key if key in self.phrases else self._spelled.get(name.casefold(), key)

    def apply(self, correction: Correction) -> None:
        """Make phrases of the names, as far as papers name them, and apply the action; note the outcome."""
        wanted = correction.names[:1] if correction.action == "rename" else correction.names
        present = {}
        for name in wanted:
            key = self._key(name)
            if key in self.phrases or key in self._standing:
                self._add(key, name)
                present[name] = key
        missing = [name for name in wanted if name not in present]
        why_not = f"no paper names {' or '.join(map(quoted, missing))}" if missing else ""
        self.corrected.outcomes.append(self._applied(correction, present, why_not))

    def _applied(self, correction: Correction, present: Mapping[str, str], why_not: str) -> Outcome:
        """present: name -> key, of those names that are phrases. why_not: what to say of the others."""
        match correction.action:
            case "merge":
                return self._merge(present, why_not)
            case "split":
                return self._split(correction.names[0], present, why_not)
            case "rename":
                return self._rename(correction.names, present, why_not)
            case "ignore":
                return self._ignore(present, why_not)
            case "broader":
                return self._broader(correction, present, why_not)
        raise AssertionError(f"kg.core.corrections allows no {correction.action!r}")

    def _add(self, key: str, name: str) -> None:
        if key not in self.phrases:
            self.phrases[key] = Phrase(key, {name: 1}, ())
            self.clusters.add(key)

    def _merge(self, present: Mapping[str, str], why_not: str) -> Outcome:
        if len(present) < 2:
            return Outcome("no", why_not)
        kept, *others = present.values()
        for other in others:
            self._join(kept, other)
        self.corrected.wanted.add(kept)
        self.corrected.certain.update(present.values())
        return Outcome("in part", why_not) if why_not else APPLIES

    def _join(self, kept: str, merged: str) -> None:
        """Join two clusters; names of `kept` rank before those of `merged`. A key that is ignored joins without its
        cluster."""
        clusters = self.clusters
        for key in (kept, merged):
            if key in self._ignored:
                self._ignored.remove(key)
                if rest := [k for k in clusters.inside(key) if k != key]:
                    clusters.split(rest, [key], REASON)
        if clusters.of(kept) == clusters.of(merged):
            return
        rank = self.corrected.rank
        last, joining = max(rank.get(k, 0) for k in clusters.inside(kept)), clusters.inside(merged)
        shift = last + 1 - min(rank.get(k, 0) for k in joining)
        for key in joining:
            rank[key] = rank.get(key, 0) + shift
        clusters.join(Merge(kept, merged, REASON, 1.0))

    def _split(self, name: str, present: Mapping[str, str], why_not: str) -> Outcome:
        """name: of the concept that the others leave. They leave alone: what a merge brought into it with them
        stays."""
        if name not in present or len(present) < 2:
            return Outcome("no", why_not)
        concept, *leaving = present.values()
        if concept in leaving:
            return Outcome("no", "they differ in number or spelling alone")
        inside = self.clusters.inside(concept)
        if out := [key for key in dict.fromkeys(leaving) if key in inside]:
            staying = [concept, *(key for key in inside if key != concept and key not in out)]
            self.clusters.split(staying, out, REASON)
            self._left.update(out)
            self.corrected.certain.difference_update(out)
            self._ignored.difference_update(out)
        for key in out[1:]:
            self._join(out[0], key)
        self.corrected.wanted.update(present.values())
        return Outcome("in part", why_not) if why_not else APPLIES

    def _rename(self, names: Sequence[str], present: Mapping[str, str], why_not: str) -> Outcome:
        if not present:
            return Outcome("no", why_not)
        concept, name = names
        key, rank = self._key(name), self.corrected.rank
        self._add(key, name)
        self._join(present[concept], key)
        rank[key] = min(rank.get(k, 0) for k in self.clusters.inside(key)) - 1
        phrase = self.phrases[key]
        most = 1 + max(phrase.spellings.values())  # the most frequent spelling is what is shown
        self.phrases[key] = phrase._replace(spellings={**phrase.spellings, name: most})
        self.corrected.wanted.add(key)
        return APPLIES

    def _ignore(self, present: Mapping[str, str], why_not: str) -> Outcome:
        if not present:
            return Outcome("no", why_not)
        (key,) = present.values()
        members = self.clusters.inside(key)
        self._ignored.update(members)
        self.corrected.wanted.difference_update(members)
        return APPLIES

    def _broader(self, correction: Correction, present: Mapping[str, str], why_not: str) -> Outcome:
        """Noted only: what is one concept in the end, is known in the end."""
        if len(present) < 2:
            return Outcome("no", why_not)
        narrow, broad = present.values()
        self._kinds[len(self.corrected.outcomes)] = Kind(narrow, broad, correction.source)
        self.corrected.wanted.update(present.values())
        return APPLIES

    def settle_kinds(self) -> None:
        """Keep the kinds that there can be, from the last to the first: a later correction wins over an earlier one."""
        parents: dict[str, set[str]] = defaultdict(set)
        for position, kind in reversed(self._kinds.items()):
            if gone := [key for key in kind[:2] if key not in self.phrases]:
                why_not = f"{quoted(gone[0])} is ignored"
            elif (narrow := self.clusters.of(kind.narrow)) == (broad := self.clusters.of(kind.broad)):
                why_not = "they are one concept"
            elif narrow in above(broad, parents):
                why_not = "others say the opposite"
            else:
                parents[narrow].add(broad)
                self.corrected.kinds.append(kind)
                continue
            self.corrected.outcomes[position] = Outcome("no", why_not)

    def forget(self, own_meanings: OwnMeanings) -> None:
        """Remove what is ignored, and meanings of acronyms that were split from what they stood for."""
        gone, of = self._ignored, self.clusters.of
        for shorts in own_meanings.values():
            for short, long in list(shorts.items()):
                if {short, long} & gone or (short in self._left and of(short) != of(long)):
                    del shorts[short]
        self.clusters.remove(gone)
        for key in gone:
            del self.phrases[key]
