"""Modifiers derived from one another: "convolution network" and "convolutional network" are one concept.

Phrases with the same head are merged if their other words share stems and the derivation changes no meaning; the one in
more papers is kept. Never merged: other words of one stem ("product design", "production design"), single words, and
Chinese.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from kg.concepts.clusters import Merge, Phrase, Proposal, into_first, most_used_first
from kg.text.language import HAN
from kg.text.words.forms import stem

SHARED_HEADS, SHARED_SHARE = 5, 0.25
"""How many heads "recommender" and "recommendation" must share to be one as modifiers: this number, and this share of
the heads of the rarer one."""


def derivation(phrases: Mapping[str, Phrase]) -> Proposal:
    """Merges of phrases with the same head if their other words differ by a derivation that changes no meaning."""
    alike: dict[str, list[str]] = defaultdict(list)
    heads: dict[str, set[str]] = defaultdict(set)
    for key in phrases:
        first, _, rest = key.partition(" ")
        if rest and not HAN.search(key):
            *modifiers, head = key.split(" ")
            alike[" ".join([*map(stem, modifiers), head])].append(key)
            heads[first].add(rest)
    merges: list[Merge] = []
    for keys in alike.values():
        if len(keys) == 1:
            continue
        kept, *others = most_used_first(keys, phrases)
        merges += into_first([kept, *(k for k in others if _derived(k, kept, heads))], "derivation")
    return Proposal(merges)


def _derived(a: str, b: str, heads: Mapping[str, set[str]]) -> bool:
    pairs = zip(a.split(" "), b.split(" "), strict=True)
    return all(x == y or _one_modifier(min(x, y, key=len), max(x, y, key=len), heads) for x, y in pairs)


def _one_modifier(short: str, long: str, heads: Mapping[str, set[str]]) -> bool:
    """ "relation" and "relational", "rank" and "ranking"; other derivations where they go with the same heads.

    "product" and "production" share a stem as well, yet are not one.
    """
    if (len(short) > 4 and long == short + "al") or long in (short + "ing", short + short[-1] + "ing"):
        return True
    both = len(heads[short] & heads[long])
    agent = short.endswith("er") and long == short[:-2] + "ation"
    return agent and both >= SHARED_HEADS and both >= SHARED_SHARE * min(len(heads[short]), len(heads[long]))
