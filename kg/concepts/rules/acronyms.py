"""Acronyms: "CNN" joins "convolutional neural network", and "CNN model" joins "convolutional neural network model".

Merged is a short form, into the concept that most papers which define it mean. Never merged: a short form that papers
define in different ways, one that others use for something else (kg.concepts.agreement), one that has joined another
concept, and what no paper defines.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from kg.concepts.agreement import OwnMeanings, meant_elsewhere
from kg.concepts.clusters import Merge, Phrase, Proposal
from kg.text.phrases import phrase_key

_NUMERAL = re.compile(r"I{2,3}|VI{2,3}")
AGREED = 0.6
"""An acronym stands for a concept everywhere if this share of the papers that define it agree."""


class _Agreed(NamedTuple):
    """What a short form stands for. long: key of a long form. share: of the papers that define it so."""

    long: str
    share: float


def meanings_by_paper(defined: Iterable[Iterable[tuple[str, str]]], phrases: Mapping[str, Phrase]) -> OwnMeanings:
    """What acronyms stand for in the papers that define them. defined: for every paper its (short, long) forms."""
    meanings: OwnMeanings = defaultdict(dict)
    for paper, found in enumerate(defined):
        for short, long in (map(phrase_key, pair) for pair in found):
            if short in phrases and long in phrases and short != long and _one_word(short):
                meanings[paper][short] = long
    return dict(meanings)


def defined_otherwise(
    defined: Iterable[Iterable[tuple[str, str]]], phrases: Mapping[str, Phrase]
) -> Iterator[tuple[int, str]]:
    """(paper, key of a short form) where a paper defines it as something that is no phrase."""
    for paper, found in enumerate(defined):
        keys = {phrase_key(short): phrase_key(long) for short, long in found}
        yield from ((paper, short) for short, long in keys.items() if long not in phrases and _one_word(short))


def _one_word(key: str) -> bool:
    return " " not in key and not _NUMERAL.fullmatch(key)


def acronyms(phrases: Mapping[str, Phrase], cluster_of: Callable[[str], str], own_meanings: OwnMeanings) -> Proposal:
    """A short form joins the concept that at least AGREED of the papers defining it mean, alone and inside a phrase.

    cluster_of: key -> the head of its cluster. own_meanings: what papers define.
    """
    agreed = _agreed(cluster_of, own_meanings)
    longs = {short: long for short, (long, _) in agreed.items()}
    elsewhere = meant_elsewhere(longs, phrases, cluster_of, own_meanings, held={})
    one = {short: meant for short, meant in agreed.items() if not elsewhere[short].another}
    merges = [Merge(long, short, "acronym", share) for short, (long, share) in one.items()]
    defining = Counter(short for shorts in own_meanings.values() for short in shorts)
    trusted = {s: meant for s, meant in one.items() if elsewhere[s].everywhere or defining[s] > 1}
    return Proposal([*merges, *_spelled_out(phrases, trusted)])


def _agreed(cluster_of: Callable[[str], str], own_meanings: OwnMeanings) -> dict[str, _Agreed]:
    """Short key -> what it stands for, if papers agree and it has joined no cluster yet."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    longs: dict[tuple[str, str], str] = {}
    for shorts in own_meanings.values():
        for short, long in sorted(shorts.items()):
            head = cluster_of(long)
            votes[short][head] += 1
            longs[short, head] = min(long, longs.get((short, head), long))
    agreed: dict[str, _Agreed] = {}
    for short, counted in sorted(votes.items()):
        head, most = min(counted.items(), key=lambda item: (-item[1], item[0]))
        if most >= AGREED * counted.total() and cluster_of(short) == short:
            agreed[short] = _Agreed(longs[short, head], round(most / counted.total(), 4))
    return agreed


def _spelled_out(phrases: Mapping[str, Phrase], agreed: Mapping[str, _Agreed]) -> Iterator[Merge]:
    """ "CNN model" joins "convolutional neural network model" where both are phrases."""
    for key in phrases:
        tokens = key.split(" ")
        if short := next((t for t in tokens if t in agreed), "") if len(tokens) > 1 else "":
            long, share = agreed[short]
            spelled_out = " ".join(long if t == short else t for t in tokens)
            if spelled_out in phrases:
                yield Merge(spelled_out, key, "acronym", share)
