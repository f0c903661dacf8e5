"""Words of names: two names of one topic have none in common."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import product

from kg.text.language import HAN
from kg.text.words.forms import stem

ROOT = 4
"""Letters of a word that another one continues, to have that in common: "spam" and "spammers"."""


@lru_cache(maxsize=10_000)
def words_of(*names: str) -> frozenset[str]:
    """Of something with these names: the stems of words, of "non-negative" also "nonnegative", and the pairs of Chinese
    characters."""
    written = [word.lower() for name in names for word in name.split() if not HAN.search(word)]
    words = {stem(part) for word in written for part in (*word.split("-"), word.replace("-", "")) if part}
    for name in names:
        characters = "".join(HAN.findall(name))
        words |= {characters[n : n + 2] for n in range(len(characters) - 1)}
    return frozenset(words)


def in_common(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether a word of one is a word of the other, or the beginning of one."""
    pairs = product(one, other)
    return any(x == y or (min(len(x), len(y)) >= ROOT and (x.startswith(y) or y.startswith(x))) for x, y in pairs)


def apart(names: Iterable[str], most: int) -> list[str]:
    """The first of these names, at most so many, of which no two have a word in common."""
    chosen: list[str] = []
    for name in names:
        if len(chosen) < most and not any(in_common(words_of(name), words_of(other)) for other in chosen):
            chosen.append(name)
    return chosen
