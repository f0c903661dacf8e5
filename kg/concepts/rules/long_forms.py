"""Long forms of one acronym: "Bose-Einstein condensation (BEC)" and "Bose-Einstein condensate (BEC)" are one concept.

Papers define the same acronym as both, and their words are the same but for derivation, order, small words, an empty
head ("DMRG method"), or a slip of the pen in one of them; the one in more papers is kept. Never merged: long forms with
other words ("genetic programming" and "geometric programming", both GP), and Chinese (kg.concepts.rules.synonyms).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from itertools import combinations

from kg.concepts.agreement import OwnMeanings
from kg.concepts.cannot_link import different
from kg.concepts.clusters import Merge, Phrase, Proposal, most_used_first, unspaced
from kg.text.names import without_accents
from kg.text.words.forms import stem
from kg.text.words.frequency import zipf

_SMALL = frozenset("of the and a an for in by with on to".split())
_EMPTY_HEADS = frozenset("method technique approach algorithm procedure problem equation".split())
_MADE = re.compile(r"iz(?:e[drs]?|ing|ers?|ations?)$")
NAMED = 5
"""Letters from which on one other letter may be a slip."""
UNKNOWN = 1.5
"""Zipf value below which a word of the background list may be a slip."""


def long_forms(phrases: Mapping[str, Phrase], own_meanings: OwnMeanings) -> Proposal:
    """Merges of phrases that papers abbreviate alike, if they are the same words."""
    longs: dict[str, set[str]] = defaultdict(set)
    for shorts in own_meanings.values():
        for short, long in shorts.items():
            if not phrases[long].chinese:
                longs[short].add(long)
    pairs = (pair for short in sorted(longs) for pair in combinations(most_used_first(longs[short], phrases), 2))
    return Proposal([Merge(a, b, "same acronym", 1.0) for a, b in dict.fromkeys(pairs) if _one_name(a, b)])


def _one_name(a: str, b: str) -> bool:
    left, right = _telling(a), _telling(b)
    if sorted(map(_sense, left)) == sorted(map(_sense, right)) or unspaced(a) == unspaced(b):
        return True
    other = [(x, y) for x, y in zip(left, right, strict=False) if _sense(x) != _sense(y)]
    return len(left) == len(right) and len(other) == 1 and _slip(*other[0])


def _sense(word: str) -> str:
    """The stem, apart from what is made so: a "generalized" model is no "general" one."""
    return "multi" if word == "multiple" else stem(word) + "ize" * bool(_MADE.search(word))


def _telling(key: str) -> list[str]:
    words = [word for word in key.split(" ") if word not in _SMALL]
    return words[:-1] if len(words) > 2 and words[-1] in _EMPTY_HEADS else words


def _slip(a: str, b: str) -> bool:
    """Whether one is a slip for the other: accents aside, one letter is different, missing, or in the wrong place; and
    one of them is hardly a word ("proton" is no slip)."""
    x, y = _folded(a), _folded(b)
    if min(len(x), len(y)) < NAMED or x[0] != y[0]:
        return x == y
    left, right = different(x, y)
    near = max(len(left), len(right)) < 2 or (len(left) == 2 and left == right[::-1])
    return x == y or (near and min(zipf(a), zipf(b)) < UNKNOWN)


def _folded(word: str) -> str:
    """Without accents: "Schrödinger", also as "Schroedinger"."""
    return without_accents(word).replace("oe", "o").replace("ae", "a").replace("ue", "u")
