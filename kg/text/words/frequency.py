"""How common words are outside the paper: wordfreq's lists stand in for a background corpus."""

from __future__ import annotations

import gzip
import math
import re
from functools import lru_cache

import msgpack
import numpy as np

from kg.text.packages import data_folder

WORDS_PER_ABSTRACT = 150
"""Words of an abstract, roughly: what a word's frequency is multiplied by."""
UNSEEN = 1e-9
"""Frequency of a word that the lists lack."""
USED = 3e-7
"""Frequency from which on a word is one that terms are made of."""
_HYPHEN = re.compile(r"[-‐‑–_/]")


@lru_cache(maxsize=1)
def _english() -> dict[str, float]:
    return _frequencies("en")


@lru_cache(maxsize=1)
def _chinese() -> dict[str, float]:
    return _frequencies("zh")


def _frequencies(language: str) -> dict[str, float]:
    """Word -> its share of all words, as wordfreq.get_frequency_dict(language, "best") gives it.

    The file lists the words of each hundredth of a power of ten. (Speer, wordfreq, describes it in read_cBpack.)
    """
    packed = data_folder("wordfreq") / f"large_{language}.msgpack.gz"
    _, *bands = msgpack.unpackb(gzip.decompress(packed.read_bytes()))
    found: dict[str, float] = {}
    for hundredths, words in enumerate(bands):
        found.update(dict.fromkeys(words, 10 ** (-hundredths / 100)))
    return found


@lru_cache(maxsize=200_000)
def zipf(word: str) -> float:
    """Zipf value of an English word (log10 of its count in a billion words, 0 to 8; 0 when unseen).

    A hyphenated word that the list lacks counts as its rarest part.
    """
    frequency = _english().get(word.lower())
    if frequency is None:
        parts = [part for part in _HYPHEN.split(word.lower()) if part]
        frequency = min(_english().get(part, UNSEEN) for part in parts) if len(parts) > 1 else UNSEEN
    return math.log10(frequency * 1e9)


@lru_cache(maxsize=64)
def words_beginning(letter: str) -> tuple[str, ...]:
    """The English words of three letters or more that begin with this small letter, the most common first."""
    found = ((-count, word) for word, count in _english().items() if word[0] == letter and count >= USED)
    return tuple(word for _, word in sorted(found) if len(word) > 2 and word.isalpha())


def idf(least_zipf: np.ndarray, n_words: np.ndarray) -> np.ndarray:
    """(n,) -ln of the chance that an abstract of the background holds a phrase, at most ln 1000.

    least_zipf: (n,) Zipf value of its rarest word. n_words: (n,) its words; with each word beyond the first the phrase
    is taken to be ten times rarer than that word.
    """
    per_abstract = WORDS_PER_ABSTRACT * 10 ** (least_zipf - 9.0) * 0.1 ** (n_words - 1.0)
    return np.minimum(-np.log(-np.expm1(-per_abstract)), math.log(1000))


def lift(word: str, share: float) -> float:
    """How many times as many abstracts hold the English word as of the background. share: of the abstracts, 0 to 1."""
    return share / -math.expm1(-WORDS_PER_ABSTRACT * 10 ** (zipf(word) - 9.0))


@lru_cache(maxsize=200_000)
def chinese_zipf(word: str) -> float:
    """Zipf value of a Chinese word; 0 when unseen."""
    return math.log10(_chinese().get(word, UNSEEN) * 1e9)


@lru_cache(maxsize=200_000)
def chinese_is_word(word: str) -> bool:
    """Whether jieba's dictionary lists it."""
    import rjieba  # reads its dictionary

    return rjieba.has_word(word)
