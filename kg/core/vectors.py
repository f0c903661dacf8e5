"""What papers are compared by, in whole numbers, and how like one paper all others are.

Whole numbers add up to the same sum in any order, so the likeness of two papers is the same wherever it is worked out:
for the edges of a build or for one paper that somebody asks about.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from kg.core.graph import SCALE

WEIGHT = 1 << 12
"""What the weight of a term is counted in: 4096ths."""
COSINE = 1 << 7
"""What a component of an embedding is counted in: 128ths."""
BY_EMBEDDING, UNRELATED = 0.7, 0.2
"""How much the cosine of the embeddings adds to the product of the terms, and the usual cosine of two abstracts that
have nothing in common, above which it does (kdd, inspec, csl and CSFCube: 0.13 to 0.37)."""


def in_weights(values: np.ndarray) -> np.ndarray:
    """The values as multiples of 1 / WEIGHT, at most those of an int16."""
    return np.minimum(np.rint(values * WEIGHT), np.iinfo(np.int16).max) / WEIGHT


def in_cosines(vectors: np.ndarray) -> np.ndarray:
    """(n, d) unit rows as float32 multiples of 1 / COSINE: their products are exact."""
    return np.clip(np.rint(vectors * COSINE), -COSINE, COSINE - 1).astype(np.float32) / COSINE


def likeness(products: np.ndarray) -> np.ndarray:
    """Sums of products as scores in [0, 1): 1 - e^-s in whole ten-thousandths, int16."""
    return np.rint(-np.expm1(-np.maximum(products, 0)) * SCALE).astype(np.int16)


def by_cosine(cosines: np.ndarray) -> np.ndarray:
    """What cosines of embeddings add to a sum."""
    return BY_EMBEDDING * np.maximum(cosines - UNRELATED, 0)


@dataclass(frozen=True, slots=True, eq=False)
class Vectors:
    """The vectors of all papers, sorted by id.

    bounds: (papers + 1,) int64; paper n has the entries bounds[n] to bounds[n + 1]. term: (entries,) int32. weight:
    (entries,) int16, see WEIGHT. embedding: (papers, d) int8, see COSINE; d = 0 in fast mode. chinese: (papers,) bool.
    across: (per term, per cosine), what papers in two languages gain, see kg.links.similar.
    """

    bounds: np.ndarray
    term: np.ndarray
    weight: np.ndarray
    embedding: np.ndarray
    chinese: np.ndarray
    across: tuple[float, float] = (0.0, 0.0)

    @classmethod
    def of(cls, matrix: Any, vectors: np.ndarray | None, chinese: np.ndarray, across: tuple[float, float]) -> Vectors:
        """matrix: (papers, terms) sparse rows, made of `in_weights`. vectors: of `in_cosines`, or None."""
        embedding = np.zeros((len(chinese), 0)) if vectors is None else vectors * COSINE
        return cls(
            matrix.indptr.astype(np.int64),
            matrix.indices.astype(np.int32),
            (matrix.data * WEIGHT).astype(np.int16),
            embedding.astype(np.int8),
            np.asarray(chinese, bool),
            across,
        )

    def scores(self, row: int) -> np.ndarray:
        """(papers,) int16: how like the paper in this row every paper is, in ten-thousandths.

        It is the score that SIMILAR starts from; a step of diffusion adds to those of near papers.
        """
        own = slice(int(self.bounds[row]), int(self.bounds[row + 1]))
        mine = np.zeros(int(self.term.max(initial=0)) + 1, np.int64)
        mine[self.term[own]] = self.weight[own]
        sums = np.append(0, np.cumsum(mine[self.term] * self.weight))
        product = (sums[self.bounds[1:]] - sums[self.bounds[:-1]]) / WEIGHT**2
        if not self.embedding.shape[1]:
            return likeness(product)
        cosine = (self.embedding.astype(np.float32) @ self.embedding[row].astype(np.float32)) / COSINE**2
        per_term, per_cosine = self.across
        other = self.chinese != self.chinese[row]
        product = product + other * np.maximum(per_term * product + per_cosine * cosine, 0)
        return likeness(product + by_cosine(cosine))
