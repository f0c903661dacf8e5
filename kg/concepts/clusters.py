"""Phrases, merges that rules propose (kg.concepts.rules), and the clusters of phrases that these make.

Clusters do not grow by chains of doubtful merges: a cluster holds at most one English core (the spellings of one phrase
and its acronyms); Chinese phrases join a core or one another only when each of them is near to all that is there
already.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from kg.core.union_find import UnionFind
from kg.text.language import HAN


class Merge(NamedTuple):
    """The phrase with the key `merged` is to join the concept of the one with the key `kept`, or has joined it.

    reason: in the words that people are shown. score: in [0, 1], how sure the rule is.
    """

    kept: str
    merged: str
    reason: str
    score: float


class Phrase(NamedTuple):
    """A phrase of the corpus. key: see kg.text.phrases.phrase_key. spellings: spelling -> occurrences. papers:
    positions of the papers that have it as a keyphrase, sorted."""

    key: str
    spellings: Mapping[str, int]
    papers: Sequence[int]

    @property
    def chinese(self) -> bool:
        return is_chinese(self.key)

    @property
    def spelling(self) -> str:
        """The most frequent well-formed spelling: not shouted, no capitals without need."""
        if len(self.spellings) == 1:
            return next(iter(self.spellings))
        return min(
            self.spellings,
            key=lambda s: (-self.spellings[s], "的" in s, sum(map(str.isupper, s)), s),
        )


class Proposal(NamedTuple):
    """What a rule returns. merges: to be applied in this order. phrases: key -> phrase, for those that were not known
    before, and for known ones that have more spellings now."""

    merges: Sequence[Merge]
    phrases: Mapping[str, Phrase] = MappingProxyType({})


class Clusters:
    """Disjoint sets of phrase keys, each headed by one of its keys, and the merges that made them.

    A merge names two keys of one cluster, and the merges of a cluster lead from any of its keys to any other.
    """

    def __init__(self, keys: Iterable[str]) -> None:
        self._sets = UnionFind(keys)
        self._members: dict[str, list[str]] | None = None
        self.merges: list[Merge] = []

    def of(self, key: str) -> str:
        """The key that heads the cluster of this one. Raises KeyError for one that is not known."""
        return self._sets.find(key)

    def add(self, key: str) -> None:
        """Add a cluster of this key alone, unless the key is known."""
        if key not in self._sets:
            self._sets.add(key)
            if self._members is not None:
                self._members[key] = [key]

    def apply(self, merges: Iterable[Merge], allowed: Callable[[Merge], bool] | None = None) -> None:
        """Apply the merges one after another. `allowed` is asked when the turn of a merge comes, after those before
        it."""
        for merge in merges:
            if allowed is None or allowed(merge):
                self.join(merge)

    def join(self, merge: Merge) -> None:
        """Make one cluster of two, headed by the head of that of `kept`; where they are one already, do nothing."""
        kept, merged = self.of(merge.kept), self.of(merge.merged)
        if self._sets.join(kept, merged):
            self.merges.append(merge)
            if self._members is not None:
                self._members[kept] += self._members.pop(merged)

    def inside(self, key: str) -> Sequence[str]:
        """The keys of its cluster; keys that join later are appended."""
        if self._members is None:
            self._members = self._sets.sets()
        return self._members[self.of(key)]

    def split(self, staying: Sequence[str], leaving: Sequence[str], reason: str) -> None:
        """Make two clusters of one, each headed by its first key.

        Merges across the two are forgotten. A key that no merge connects any more is merged with the first key of its
        cluster, for this reason.
        """
        self._forget([*staying, *leaving])
        for part in (staying, leaving):
            for key in part:
                self._sets.add(key)
                self._sets.join(part[0], key)
            if self._members is not None:
                self._members[part[0]] = list(part)
        of = self.of
        self.merges = [m for m in self.merges if of(m.kept) == of(m.merged)]
        for part in (staying, leaving):
            self._connect(part, reason)

    def _connect(self, keys: Sequence[str], reason: str) -> None:
        """Add merges until they lead from the first key of a cluster to all its other keys."""
        merges = [m for m in self.merges if self.of(m.kept) == keys[0]]
        reached = _connected(keys[0], merges)
        for key in keys:
            if key not in reached:
                self.merges.append(Merge(keys[0], key, reason, 1.0))
                reached |= _connected(key, merges)

    def remove(self, keys: Collection[str]) -> None:
        """Forget whole clusters, with their merges. keys: all keys of these clusters."""
        self._forget(keys)
        self.merges = [m for m in self.merges if m.kept in self._sets]

    def _forget(self, keys: Collection[str]) -> None:
        if self._members is not None:
            for head in {self.of(key) for key in keys}:
                del self._members[head]
        self._sets.forget(keys)

    def numbered(self) -> tuple[list[str], dict[str, int]]:
        """(heads, numbers): the heads of all clusters, sorted, and for every key the position of its head among
        them."""
        heads = sorted(key for key in self._sets if self.of(key) == key)
        number = {head: n for n, head in enumerate(heads)}
        return heads, {key: number[self.of(key)] for key in self._sets}

    def members(self) -> Mapping[str, Sequence[str]]:
        """Head -> the keys of its cluster."""
        return self._sets.sets() if self._members is None else self._members


def _connected(start: str, merges: Iterable[Merge]) -> set[str]:
    """The keys that merges connect with `start`, directly or over other keys."""
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


def is_chinese(key: str) -> bool:
    """Whether a Han character stands in it."""
    return not key.isascii() and bool(HAN.search(key))


def unspaced(key: str) -> str:
    """The key without spaces: Chinese as written."""
    return key.replace(" ", "")


def most_used_first(keys: Iterable[str], phrases: Mapping[str, Phrase]) -> list[str]:
    """The keys, sorted by the number of papers that have them as keyphrases, the most first, then by key."""
    return sorted(keys, key=lambda k: (-len(phrases[k].papers), k))


def into_first(keys: Sequence[str], reason: str) -> list[Merge]:
    """The merges by which all others join the first of these keys."""
    return [Merge(keys[0], key, reason, 1.0) for key in keys[1:]]
