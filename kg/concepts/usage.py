"""Which of several Chinese names of a concept is the usual one: 强化学习, though 加强学习 stands in more papers.

A mistranslation may well be frequent in a corpus of translated abstracts. The embedding was made from texts whose
translations people wrote, so the usual name lies nearer to the English one; it is weighed against how often the name is
written, since of coined terms the embedding knows little. Where there is only an acronym, the English name is guessed:
words with its initials, of the families that the dictionary gives for the Chinese names.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np

from kg.concepts.clusters import Phrase, unspaced
from kg.text.embedding import default_embedder
from kg.text.tagging import cut_chinese
from kg.text.words.forms import acronym, stem
from kg.text.words.frequency import words_beginning
from kg.text.zh_en.dictionary import glosses
from kg.text.zh_en.units import root

BY_NEARNESS = 20.0
"""How many times e as often a name must be written that is less near to the English one by a cosine of 1."""
MOST_LETTERS, MOST_GUESSES = 4, 256
"""Of an acronym that is spelled out, and of the names that it may stand for."""


def usual(chinese: Sequence[Phrase], english: Sequence[str]) -> Mapping[str, tuple[float, int, str]]:
    """Key -> by what the Chinese names are sorted, the most usual first. english: English names, the first one counts.

    Where neither frequency nor the English name tells, the shorter name comes first: a term that is in use has lost
    what it can do without (超分辨率 beside 超级分辨率).
    """
    near = _nearness([unspaced(phrase.key) for phrase in chinese], english)
    found: dict[str, tuple[float, int, str]] = {}
    for phrase, cosine in zip(chinese, near, strict=True):
        written = sum(phrase.spellings.values())
        found[phrase.key] = -round(math.log1p(written) + BY_NEARNESS * cosine, 4), len(phrase.key), phrase.key
    return found


def _nearness(chinese: Sequence[str], english: Sequence[str]) -> Sequence[float]:
    """The cosine of each Chinese name to the English one; 0 where there is nothing to choose, or none."""
    full = [name for name in english if not acronym(name)]
    if len(chinese) < 2 or not english:
        return [0.0] * len(chinese)
    told = sorted(set(full[:1] or _guesses(english[0], chinese)))
    if not told:
        return [0.0] * len(chinese)
    cosines = default_embedder().embed_each(chinese) @ default_embedder().embed(told).T
    best = np.unravel_index(np.argmax(np.round(cosines, 4)), cosines.shape)[1]
    return [float(cosine) for cosine in np.round(cosines[:, best], 4)]


def _guesses(short: str, chinese: Sequence[str]) -> list[str]:
    """What the acronym may stand for: RL beside 强化学习 and 加强学习 for "reinforcement learning", among others."""
    if not short.isalpha() or not 1 < len(short) <= MOST_LETTERS:
        return []
    words = sorted({word for name in chinese for word in cut_chinese(name)})
    families = {root(part) for word in words for gloss in glosses(word) for part in gloss.words}
    each = math.floor(MOST_GUESSES ** (1 / len(short)))
    choices = [[word for word in words_beginning(c) if root(stem(word)) in families][:each] for c in short.lower()]
    return [" ".join(guess) for guess in product(*choices)]
