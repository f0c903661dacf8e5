"""Which of several Chinese names of a concept is the usual one: 强化学习, though 加强学习 stands in more papers.

A mistranslation may well be frequent in a corpus of translated abstracts. The embedding was made from texts whose
translations people wrote, so the usual name lies nearer to the English one; it is weighed against the number of papers,
since of coined terms it knows little.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from kg.concepts.clusters import Phrase, unspaced
from kg.text.embedding import default_embedder

BY_NEARNESS = 20.0
"""How many times e as many papers a name would need that is less near to the English one by a cosine of 1."""


def usual(chinese: Sequence[Phrase], english: Phrase | None) -> Mapping[str, tuple[float, int, int, str]]:
    """Key -> by what the Chinese names are sorted, the most usual first. english: the English name, if there is one.

    Where papers and the English name do not tell, the name that is written more often comes first, then the shorter: a
    term that is in use has lost what it can do without (超分辨率 beside 超级分辨率).
    """
    near = _nearness([unspaced(phrase.key) for phrase in chinese], english.spelling if english else "")
    found: dict[str, tuple[float, int, int, str]] = {}
    for phrase, cosine in zip(chinese, near, strict=True):
        score = math.log1p(len(phrase.papers)) + BY_NEARNESS * cosine
        found[phrase.key] = -round(score, 4), -sum(phrase.spellings.values()), len(phrase.key), phrase.key
    return found


def _nearness(chinese: Sequence[str], english: str) -> list[float]:
    """The cosine of each Chinese name to the English one; 0 where there is nothing to choose."""
    if len(chinese) < 2 or not english:
        return [0.0] * len(chinese)
    *rows, told = default_embedder().embed_each([*chinese, english])
    return [float(row @ told) for row in rows]
