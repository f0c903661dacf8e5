"""Words derived from one another: "convolution network" and "convolutional network" are one concept.

Phrases with the same head are merged if their other words share stems and the derivation changes no meaning, phrases
with the name of a person in front also if their heads are what is done and what does it ("Gibbs sampler", "Gibbs
sampling"); the one in more papers is kept. Never merged: other words of one stem ("product design", "production
design"), single words, what is all one word with hyphens (an "atom-ion" trap holds no "atomic ion"), and Chinese.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from itertools import takewhile
from operator import eq

from kg.concepts.clusters import Merge, Phrase, Proposal, into_first, most_used_first
from kg.text.words.forms import stem, word_form
from kg.text.words.frequency import zipf

SHARED_HEADS, SHARED_SHARE = 5, 0.25
"""How many heads "recommender" and "recommendation" must share to be one as modifiers: this number, and this share of
the heads of the rarer one."""
SOME_HEADS = 3
"""How many "rewrite" and "rewriting" must share."""


EVERYDAY = 4.0
"""Zipf value from which a word is no name, though it may be written with a capital ("Grid"), and has derivations with a
meaning of their own."""
LONG = 6
"""Letters of a stem from which on "ian" is an ending: "Eulerian", not "median"."""
_WORD = re.compile(r"[A-Za-z]+(?:'s)?")
_PLURALS = {"maxima": "maximum", "minima": "minimum", "optima": "optimum", "quanta": "quantum", "media": "medium"}
"""Plurals of nouns that are adjectives, too; the last word of a longer phrase is the noun."""
_DEEDS = frozenset(("ation", "ating", "ing", "ion", "ate", "", "er"))
"""Endings of what is done, and of what does it or comes of it: "filter" and "filtering"."""


def derivation(phrases: Mapping[str, Phrase]) -> Proposal:
    """Merges of phrases if their words differ by a derivation that changes no meaning."""
    alike: dict[str, list[str]] = defaultdict(list)
    heads: dict[str, set[str]] = defaultdict(set)
    for key, phrase in phrases.items():
        first, _, rest = key.partition(" ")
        if rest and " " in phrase.spelling and not phrase.chinese:
            alike[" ".join(map(_root, key.split(" "))).removesuffix("er")].append(key)
            heads[first].add(rest)
    merges: list[Merge] = []
    for keys in alike.values():
        if len(keys) == 1:
            continue
        kept, *others = most_used_first(keys, phrases)
        names = _names([text for key in keys for text in phrases[key].spellings])
        merges += into_first([kept, *(k for k in others if _derived(k, kept, heads, names))], "derivation")
    return Proposal(merges)


def _names(spellings: Iterable[str]) -> set[str]:
    """The forms of the words that have a capital wherever others of their phrase have none, nor a possessive."""
    found: set[str] = set()
    other: set[str] = set()
    for words in map(_WORD.findall, spellings):
        if not all(map(str.istitle, words)):
            found |= {word_form(word) for word in words if word.istitle()}
            other |= {word_form(word) for word in words if word.islower()}
        other |= {word_form(word.removesuffix("'s")) for word in words if word.endswith("'s")}
    return {word for word in found - other if zipf(word) < EVERYDAY}


def _root(word: str) -> str:
    """The stem; "lagrangian" has that of "lagrange"."""
    found = stem(_PLURALS.get(word, word))
    return found.removesuffix("ian") if len(found) > LONG else found


def _derived(a: str, b: str, heads: Mapping[str, set[str]], names: Set[str]) -> bool:
    """names: words that are written with a capital."""
    *pairs, (x, y) = zip(a.split(" "), b.split(" "), strict=True)
    if not all(m == n or _one_modifier(min(m, n, key=len), max(m, n, key=len), heads, names) for m, n in pairs):
        return False
    return _PLURALS.get(x, x) == _PLURALS.get(y, y) or ({*pairs[-1]} <= names and _one_deed(x, y))


def _one_deed(a: str, b: str) -> bool:
    """Whether both are made of one stem by endings of _DEEDS: "sampler" and "sampling", not "motor" and "motion"."""
    same = sum(1 for _ in takewhile(bool, map(eq, a, b)))
    ends = {a[same:], b[same:]}
    return same > 3 and ends <= _DEEDS and ends != {"", "er"}  # an attacker is no attack


def _one_modifier(short: str, long: str, heads: Mapping[str, set[str]], names: Set[str]) -> bool:
    """ "relation" and "relational", "rank" and "ranking"; other derivations where they go with the same heads.

    "product" and "production" share a stem as well, yet are not one.
    """
    if long in (short + "ing", short + short[-1] + "ing", short + "s") or (len(short) > 4 and long == short + "al"):
        return True
    if long == short + "ic" and zipf(short) < EVERYDAY:  # "fermion" and "fermionic", not "system" and "systemic"
        return True
    if short in names and long.removesuffix("ian") == short.removesuffix("e"):
        return True
    both = len(heads[short] & heads[long])
    if both < SHARED_SHARE * min(len(heads[short]), len(heads[long])):
        return False
    agent = short.endswith("er") and long == short[:-2] + "ation"
    return (agent and both >= SHARED_HEADS) or (long == short[:-1] + "ing" and short[-1] == "e" and both >= SOME_HEADS)
