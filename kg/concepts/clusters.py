"""Which phrases are one concept, and why: spelling, acronym, synonym, translation.

Every merge names its reason and score, and none is transitive by accident: a group holds at most one English
core (the spellings of one phrase and its acronyms); Chinese phrases join a core or one another only when each
of them is near to all that is there already.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kg.text.language import HAN


class Merge(NamedTuple):
    """Phrase key `merged` joined the concept of phrase key `kept`."""

    kept: str
    merged: str
    reason: str
    score: float


@dataclass(slots=True)
class Phrase:
    """A phrase of the corpus vocabulary. spellings: how often each stands. papers: positions of the papers that have it
    as a keyphrase, in order."""

    key: str
    spellings: dict[str, int] = field(default_factory=dict)
    papers: list[int] = field(default_factory=list)

    @property
    def chinese(self) -> bool:
        return bool(HAN.search(self.key))

    @property
    def spelling(self) -> str:
        """The most frequent well-formed spelling: not shouted, no capitals without need."""
        if len(self.spellings) == 1:
            return next(iter(self.spellings))
        return min(
            self.spellings,
            key=lambda s: (-self.spellings[s], "的" in s, sum(map(str.isupper, s)), s),
        )


class Groups:
    """Disjoint sets of phrase keys with a representative each (union by hand: the kept key stays)."""

    def __init__(self, keys: Iterable[str]) -> None:
        self.head = {key: key for key in keys}
        self.merges: list[Merge] = []

    def add(self, key: str) -> None:
        self.head.setdefault(key, key)

    def of(self, key: str) -> str:
        while self.head[key] != key:
            key = self.head[key]
        return key

    def join(self, kept: str, merged: str, reason: str, score: float) -> None:
        a, b = self.of(kept), self.of(merged)
        if a != b:
            self.head[b] = a
            self.merges.append(Merge(kept, merged, reason, score))

    def numbered(self) -> tuple[list[str], dict[str, int]]:
        """The representatives, sorted, and key -> the number of its group among them."""
        order = sorted({self.of(key) for key in self.head})
        number = {head: n for n, head in enumerate(order)}
        return order, {key: number[self.of(key)] for key in self.head}

    def members(self) -> dict[str, list[str]]:
        groups: dict[str, list[str]] = defaultdict(list)
        for key in self.head:
            groups[self.of(key)].append(key)
        return groups


def joined(key: str) -> str:
    """The key without spaces: Chinese as written."""
    return key.replace(" ", "")


def by_use(keys: Iterable[str], phrases: Mapping[str, Phrase]) -> list[str]:
    return sorted(keys, key=lambda k: (-len(phrases[k].papers), k))


def join_all(groups: Groups, phrases: Mapping[str, Phrase], keys: Sequence[str], reason: str) -> None:
    kept, *others = by_use(keys, phrases)
    for key in others:
        groups.join(kept, key, reason, 1.0)
