"""What a concept of one word is a kind of: a "microswimmer" is a swimmer, a "biopolymer" a polymer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg.core.records import Concept
from kg.text.words.forms import word_form

_PREFIXES = frozenset(
    """aero astro auto bio cardio chemo cryo eigen elasto electro exo ferri ferro geo helio hetero homo hydro hyper
    lipo macro magneto mechano meta micro multi nano neuro oligo opto paleo phospho photo piezo poly proto radio
    spectro super thermo ultra visco""".split()
)
"""What names a kind of what stands after it. Not what denies it ("anti", "de", "non") or names a part ("sub"). """
_OWN_MEANING = frozenset("superposition thermodynamics".split())
_HEAD = 5
"""Letters of the word that is left: "biology" is not "logy"."""
_NO_HEADS = frozenset("graph sphere scope".split())
"""Heads that have another meaning in a compound: a magnetosphere is no sphere."""


def by_compound(concepts: Sequence[Concept]) -> Iterator[tuple[str, str]]:
    """(id of a concept, id of what it is a kind of): one word with a prefix, and the word without it, which more
    papers mention."""
    known = {c.id: c for c in concepts}
    owner: dict[str, str] = {}
    for concept in sorted(concepts, key=lambda c: (-c.papers, c.id)):
        for word in _words(concept):
            owner.setdefault(word, concept.id)
    for concept in concepts:
        for word in _words(concept):
            head = _head(word, owner)
            if head and known[owner[head]].papers > concept.papers:
                yield concept.id, owner[head]


def _words(concept: Concept) -> list[str]:
    """The spellings of one word, without inflection."""
    return sorted({word_form(s.lower()) for s in concept.spellings if s.isalpha() and s.isascii() and not s.isupper()})


def _head(word: str, owner: Mapping[str, str]) -> str:
    """The longest known word that is left without a prefix, or several ("magnetohydrodynamics"); "" without any."""
    if word in _OWN_MEANING:
        return ""
    ends = (word[n:] for n in range(2, len(word) - _HEAD + 1) if _all_prefixes(word[:n]))
    return next((end for end in ends if end in owner and end not in _NO_HEADS), "")


def _all_prefixes(start: str) -> bool:
    """Whether these letters are one prefix or more."""
    return not start or any(start.startswith(p) and _all_prefixes(start[len(p) :]) for p in _PREFIXES)
