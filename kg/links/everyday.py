"""Words of everyday language, which say little as a broader concept: a "spin liquid" is no liquid."""

from __future__ import annotations

from kg.text.language import HAN
from kg.text.words.frequency import zipf

_AT_HOME = 10
"""A word that stands in so many times as many abstracts as elsewhere is one of the field ("motors" in biophysics)."""
_WORDS = 130
"""Words of an abstract."""


def everyday(key: str, papers: int, total: int) -> bool:
    """Whether a key is one English word that chance alone would bring into one of `total` abstracts, and that stands in
    little more of them, `papers`, than in other texts."""
    if " " in key or HAN.search(key):
        return False
    by_chance = total * _WORDS * 10 ** (zipf(key) - 9)
    return by_chance >= 1 and papers < _AT_HOME * by_chance
