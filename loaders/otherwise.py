"""A concept called otherwise: in another inflection, or in the other language."""

from __future__ import annotations

from collections.abc import Iterable

from kg.loaders.answers import Names
from kg.matching.coverage import coverage
from kg.matching.sides import Chinese, English
from kg.text import HAN, stem
from kg.vocabulary import phrase_key

EXPLAINED = 0.95
"""Share of either name that the dictionary must explain."""


def inflected(text: str, concepts: Iterable[Names]) -> Names | None:
    """The concept, of most papers, with a name of the same stems, whatever their case, spaces and hyphens."""
    key = _bare(text)
    found = [c for c in concepts if key and any(_bare(name) == key for name in (c.name, *c.others))]
    return min(found, key=_order) if found else None


def translated(text: str, concepts: Iterable[Names]) -> Names | None:
    """The concept with a name in the other language that the dictionary explains by `text`, word for word.

    Nothing when two concepts have such a name: then it is not clear which one is meant.
    """
    found = [c for c in concepts if any(_explains(text, name) for name in (c.name, *c.others))]
    return found[0] if len(found) == 1 else None


def _explains(a: str, b: str) -> bool:
    chinese = bool(HAN.search(a))
    if chinese == bool(HAN.search(b)):
        return False
    english, other = (b, a) if chinese else (a, b)
    return min(coverage(English(english), Chinese(other))[:2]) >= EXPLAINED


def _bare(text: str) -> str:
    return phrase_key(text, stem).replace(" ", "").lower()


def _order(names: Names) -> tuple[int, str]:
    return (-names.papers, names.id)
