"""Features of pairs of terms, an English and a Chinese one: four numbers."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from kg.concepts.matching.compare import Compared
from kg.text.embedding import default_embedder

FEATURES = ("cosine", "explained", "least", "rest")
"""cosine: of the centred embeddings. explained, least: the harmonic mean and the lesser of the shares of both terms
that the dictionary explains. rest: the cosine of what it leaves on both sides (see ALL_SAID, ONE_SIDED)."""
ALL_SAID, ONE_SIDED = 0.8, 0.1
"""In place of the rest's cosine: where nothing is left, and where something is left on one side only."""

CLEARLY_NEAR = 0.65
"""Cosine from which what is left on both sides means the same even where the dictionary says otherwise."""


def features(
    cosine: np.ndarray, told: Compared, vectors: Mapping[str, np.ndarray] = MappingProxyType({})
) -> np.ndarray:
    """(n, 4) float64 FEATURES of n pairs.

    cosine: (n,) of the term vectors. told: what the dictionary says of these pairs. vectors: of texts that are embedded
    already: what is left of a pair often is all of it.
    """
    both = told.english + told.chinese
    mean = np.divide(2 * told.english * told.chinese, both, out=np.zeros(len(both)), where=both > 0)
    return np.round(np.column_stack([cosine, mean, told.least, rest_cosines(told, vectors)]), 4)


def rest_cosines(told: Compared, vectors: Mapping[str, np.ndarray]) -> list[float]:
    """For each pair the cosine of the words and the characters that are left; see ALL_SAID and ONE_SIDED."""
    left = list(zip(told.words, told.characters, strict=True))
    texts = sorted({text for pair in left if all(pair) for text in pair} - vectors.keys())
    vector = {**vectors, **dict(zip(texts, default_embedder().embed_phrases(texts), strict=True))}
    return [
        float(vector[words] @ vector[rest]) if words and rest else ONE_SIDED if words or rest else ALL_SAID
        for words, rest in left
    ]
