"""Names of which one is a form or a piece of the other: "cooperation" and "cooperators", "threshold" and "wavelet
thresholding". Their papers are the same because their words are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice, takewhile
from operator import eq

import numpy as np

from kg.core.records import Concept
from kg.text.language import HAN
from kg.text.phrases import keys_of
from kg.text.words.forms import stem, word_form
from kg.text.words.stoplists import is_generic

_WORD = re.compile(r"[^\W_]+")
_SMALL = frozenset("of the and a an for in by with on to first second third".split())
_ROOT = 4
"""Letters that two words have to start with, to be forms of each other though their stems differ."""
_ENDINGS = frozenset(
    "al ar ary cal ctic e etic ex ian ic ical icity ity city ism ine line or ous ry s sis tic ular um us x xy y".split()
) | {""}
"""What nouns and their adjectives end in where a stemmer keeps them apart: chao(s), chao(tic); symmetr(y),
symmetr(ic)."""


def forms_or_pieces(concepts: Sequence[Concept], a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """(pairs,) bool: whether a name of one concept stands in a name of the other, or its words do in other forms.

    a, b: (pairs,) concepts.
    """
    known = np.union1d(a, b).tolist()
    keys = keys_of(spelling for n in known for spelling in concepts[n].spellings)
    names = {n: set(islice(keys, len(concepts[n].spellings))) for n in known}
    words = {n: {found for s in concepts[n].spellings if (found := _words(s))} for n in known}
    pairs = zip(a.tolist(), b.tolist(), strict=True)
    return np.array([_holds(names[x], names[y]) or _same_words(words[x], words[y]) for x, y in pairs], bool)


def _words(spelling: str) -> tuple[str, ...]:
    """The English words of a name, without prepositions and ordinals; nothing of a Chinese one."""
    words = () if HAN.search(spelling) else _WORD.findall(spelling.lower())
    return tuple(word_form(word) for word in words if word not in _SMALL)


def _holds(one: set[str], other: set[str]) -> bool:
    return any(f" {x} " in f" {y} " or f" {y} " in f" {x} " for x in one for y in other)


def _same_words(one: Iterable[tuple[str, ...]], other: Iterable[tuple[str, ...]]) -> bool:
    """Whether all words of a name of one have forms in a name of the other, or have them but for words such as "model":
    "percolation model" and "percolation theory", "co-authorship networks" and "scientific co-authorship"."""
    return any(_within(x, y) or _within(y, x) or _telling(x, y) for x in one for y in other)


def _telling(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    x, y = (tuple(word for word in words if word != "equation" and not is_generic(word)) for words in (one, other))
    if len(x) > len(y):
        x, y = y, x
    return bool(x) and _within(x, y) and (len(x) > 1 or _within(y, x))


def _within(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether each word of one is a form of a word of the other, or the initials of some: "k-NN"."""
    return all(any(_one_root(x, y) for y in other) or x in _initials(other) for x in one)


@lru_cache(maxsize=50_000)
def _initials(words: tuple[str, ...]) -> frozenset[str]:
    """The first letters of words that follow one another."""
    letters = "".join(word[0] for word in words)
    n = len(letters)
    return frozenset(letters[i:j] for i in range(n) for j in range(i + 1, n + 1))


@lru_cache(maxsize=200_000)
def _one_root(a: str, b: str) -> bool:
    """Whether two words are forms of each other: by their stems, or by the endings of nouns and their adjectives."""
    if stem(a) == stem(b):
        return True
    same = sum(1 for _ in takewhile(bool, map(eq, a, b)))
    return same >= _ROOT and a[same:] in _ENDINGS and b[same:] in _ENDINGS
