"""Acronyms join what they stand for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from kg.concepts.clusters import Groups, Phrase
from kg.text.phrases import phrase_key

AGREED = 0.6
"""Share of the papers that define an acronym, which must mean the same for it to stand for that everywhere."""


Defined: TypeAlias = dict[int, dict[str, str]]
"""Position of a paper -> short key -> long key, as the paper itself defines it."""


def own_acronyms(defined: Iterable[Iterable[tuple[str, str]]], phrases: Mapping[str, Phrase]) -> Defined:
    """What each paper's acronyms stand for in that paper. defined: of each paper pairs of short and long form."""
    own: Defined = defaultdict(dict)
    for paper, found in enumerate(defined):
        for short, long in (map(phrase_key, pair) for pair in found):
            if short in phrases and long in phrases and short != long and " " not in short:
                own[paper][short] = long
    return dict(own)


def trusted_acronyms(own: Defined) -> dict[str, bool]:
    """Short key -> whether it means the same in papers that do not define it.

    Two letters mean too much to trust a single paper.
    """
    defining = Counter(short for shorts in own.values() for short in shorts)
    return {short: len(short) > 2 or papers > 1 for short, papers in defining.items()}


def merge_acronyms(groups: Groups, own: Defined) -> None:
    """A short form joins the concept that at least AGREED of the papers defining it mean, alone and inside a phrase.

    Comes last, so that papers which name the concept otherwise, or in the other language, agree.
    """
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    longs: dict[tuple[str, str], str] = {}
    for shorts in own.values():
        for short, long in sorted(shorts.items()):
            head = groups.of(long)
            votes[short][head] += 1
            longs[short, head] = min(long, longs.get((short, head), long))
    agreed: dict[str, tuple[str, float]] = {}
    for short, counted in sorted(votes.items()):
        head, most = min(counted.items(), key=lambda item: (-item[1], item[0]))
        if most >= AGREED * counted.total() and groups.of(short) == short:
            agreed[short] = longs[short, head], round(most / counted.total(), 4)
    for short, (long, share) in agreed.items():
        groups.join(long, short, "acronym", share)
    _spell_out(groups, {s: agreed[s] for s, trusted in trusted_acronyms(own).items() if trusted and s in agreed})


def _spell_out(groups: Groups, agreed: Mapping[str, tuple[str, float]]) -> None:
    """ "CNN model" joins "convolutional neural network model" where both are phrases."""
    for key in list(groups.head):
        tokens = key.split(" ")
        if short := next((t for t in tokens if t in agreed), "") if len(tokens) > 1 else "":
            long, share = agreed[short]
            spelled_out = " ".join(long if t == short else t for t in tokens)
            if spelled_out in groups.head:
                groups.join(spelled_out, key, "acronym", share)
