"""English and Chinese terms that name the same thing, decided over both lists together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from kg.concepts.matching import blocking
from kg.concepts.matching.assignment import NO_RIVAL, for_these_lists, scores
from kg.concepts.matching.blocks import Block, decide
from kg.concepts.matching.compare import compared
from kg.concepts.matching.features import CLEARLY_NEAR, FEATURES, features
from kg.core.columns import first_of_group
from kg.core.engine import ALONE, Engine
from kg.text.zh_en.units import Chinese, English

REST = FEATURES.index("rest")
ODD = 2.0
"""Log-odds that a pair loses where the words are right in another order ("model pre-training", 预训练模型), or the last
ones of another kind."""
KNOWN = (0.6, 1.0, 1.0, 0.8)
"""FEATURES that a translation from the dictionary usually has."""


class Rated(NamedTuple):
    """Pairs of terms of which neither has a better partner, sorted.

    pairs: (n, 2) positions in the English and the Chinese list. score: (n,) log-odds by the names alone. probability:
    (n,) in [0, 1], given the rivals. odd: (n,) bool, see ODD. otherwise: (n,) bool, whether the dictionary gives the
    whole Chinese term other English names. explained: (n,) the lesser share of both that the dictionary explains.
    cosine: (n,) of the names.
    """

    pairs: np.ndarray
    score: np.ndarray
    probability: np.ndarray
    odd: np.ndarray
    otherwise: np.ndarray
    explained: np.ndarray
    cosine: np.ndarray


def rate(
    english: Sequence[str],
    chinese: Sequence[str],
    concepts: tuple[Sequence[int], Sequence[int]] | None = None,
    engine: Engine = ALONE,
) -> Rated:
    """The best pairs of two lists. Terms are distinct, Chinese ones in simplified script.

    concepts: for the English and the Chinese terms the numbers of the concepts that they are known to name. Names of
    one concept are no rivals, and two concepts keep only the best pair of their names. engine: pairs are compared with
    it; the rows are the same with any.
    """
    if not english or not chinese:
        none, no = np.empty(0), np.empty(0, bool)
        return Rated(np.empty((0, 2), int), none, none, no, no, none, none)
    a, bare_a = blocking.term_vectors(english, blocking.FRAMES[0])
    b, bare_b = blocking.term_vectors(chinese, blocking.FRAMES[1])
    vectors = {**dict(zip(english, bare_a, strict=True)), **dict(zip(chinese, bare_b, strict=True))}
    seen = _seen([English(e) for e in english], [Chinese(c) for c in chinese], a, b, vectors, engine)
    sides = seen.pairs
    if concepts:
        sides = np.stack([np.take(c, seen.pairs[:, k]) for k, c in enumerate(concepts)], axis=1)
        kept = _best_names(seen, sides)
        seen, sides = seen.of(kept), sides[kept]
    known = float(scores(np.array([KNOWN]))[0])
    block = Block(sides, seen.score, np.where(seen.known, known, NO_RIVAL))
    best, probability = decide(block)
    found = seen.of(best)
    likely = for_these_lists(probability[best])
    cosine = np.array([float(bare_a[i] @ bare_b[j]) for i, j in found.pairs.tolist()])
    return Rated(found.pairs, found.score, likely, found.odd, found.otherwise, found.explained, cosine)


class _Seen(NamedTuple):
    """What the names alone say of candidate pairs, sorted. pairs, score, odd, otherwise, explained: see Rated. known:
    (n,) bool, whether the dictionary gives another name for one of the two."""

    pairs: np.ndarray
    score: np.ndarray
    odd: np.ndarray
    otherwise: np.ndarray
    explained: np.ndarray
    known: np.ndarray

    def of(self, pairs: np.ndarray) -> _Seen:
        """Some of the pairs, by their positions or by a mask."""
        return _Seen(*(column[pairs] for column in self))


def _seen(
    left: Sequence[English],
    right: Sequence[Chinese],
    a: np.ndarray,
    b: np.ndarray,
    vectors: Mapping[str, np.ndarray],
    engine: Engine,
) -> _Seen:
    """a, b: the term vectors of both sides. vectors: of bare terms."""
    pairs = blocking.candidates(a, b, left, right)
    told = compared(left, right, pairs, engine)
    rows = features(blocking.cosines(a, b, pairs), told, vectors)
    lone = np.bincount(pairs[:, 0])[pairs[:, 0]] + np.bincount(pairs[:, 1])[pairs[:, 1]] == 2  # nothing to compare with
    known = told.otherwise | (lone & told.strangers & (rows[:, REST] < CLEARLY_NEAR))
    score = np.where(told.out, NO_RIVAL, scores(rows) - ODD * told.odd)
    return _Seen(pairs, score, told.odd, told.otherwise, told.least, known)


def _best_names(seen: _Seen, sides: np.ndarray) -> np.ndarray:
    """The positions of the pairs that are the best of two concepts. sides: (n, 2) numbers of these."""
    order = np.lexsort((seen.pairs[:, 1], seen.pairs[:, 0], -seen.score, sides[:, 1], sides[:, 0]))
    return np.sort(order[first_of_group(*sides[order].T)])
