"""English and Chinese terms that name the same thing, decided over both lists together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from kg.concepts.matching import blocking
from kg.concepts.matching.assignment import NO_RIVAL, for_these_lists, leads, mutual, probabilities, scores
from kg.concepts.matching.features import (
    FEATURES,
    contradicts,
    features,
    holds,
    known_otherwise,
    of_another_kind,
    says_another,
)
from kg.text.zh_en.alignment import Coverage
from kg.text.zh_en.units import Chinese, English

REST = FEATURES.index("rest")
ODD = 2.0
"""Log-odds that a pair loses where the words are right in another order ("model pre-training", 预训练模型), or the last
ones of another kind."""
KNOWN = (0.6, 1.0, 1.0, 0.8)
"""FEATURES that a translation from the dictionary usually has."""


class Rated(NamedTuple):
    """Pairs of terms, sorted.

    pairs: (n, 2) positions in the English and the Chinese list. score: (n,) log-odds by the names alone. probability:
    (n,) in [0, 1], given the rivals. best: (n,) bool, neither term has a better partner. odd: (n,) bool, see ODD.
    otherwise: (n,) bool, whether the dictionary gives the whole Chinese term other English names. covered:
    what the dictionary explains of a pair.
    """

    pairs: np.ndarray
    score: np.ndarray
    probability: np.ndarray
    best: np.ndarray
    odd: np.ndarray
    otherwise: np.ndarray
    covered: list[Coverage]


def rate(
    english: Sequence[str],
    chinese: Sequence[str],
    concepts: tuple[Sequence[int], Sequence[int]] | None = None,
) -> Rated:
    """Every pair worth a look. Terms are distinct, Chinese ones in simplified script.

    concepts: for the English and the Chinese terms the numbers of the concepts that they are known to name. Names of
    one concept are no rivals, and two concepts keep only the best pair of their names.
    """
    if not english or not chinese:
        no = np.empty(0, bool)
        return Rated(np.empty((0, 2), int), np.empty(0), np.empty(0), no, no, no, [])
    left, right = [English(e) for e in english], [Chinese(c) for c in chinese]
    a = blocking.term_vectors(english, blocking.FRAMES[0])
    b = blocking.term_vectors(chinese, blocking.FRAMES[1])
    found = {*blocking.nearest(a, b), *blocking.explained(left, right)}
    pairs = np.array(sorted(found))
    rows, covered = features(left, right, pairs, blocking.cosines(a, b, pairs))
    score = scores(rows)
    odd, named_otherwise = np.zeros(len(pairs), bool), np.zeros(len(pairs), bool)
    known = float(scores(np.array([KNOWN]))[0])
    otherwise = np.full(len(pairs), NO_RIVAL)
    lone = np.bincount(pairs[:, 0])[pairs[:, 0]] + np.bincount(pairs[:, 1])[pairs[:, 1]] == 2  # nothing to compare with
    for n, (i, j) in enumerate(pairs):
        if contradicts(left[i], right[j], covered[n]) or holds(left[i], right[j]):
            score[n] = NO_RIVAL
            continue
        odd[n] = covered[n].turned or of_another_kind(left[i], right[j])
        score[n] -= ODD * odd[n]
        named_otherwise[n] = known_otherwise(left[i], right[j])
        if named_otherwise[n] or (lone[n] and says_another(covered[n], rows[n, REST])):
            otherwise[n] = known
    sides = pairs
    if concepts:
        sides = np.stack([np.asarray(c)[pairs[:, k]] for k, c in enumerate(concepts)], axis=1)
        order = np.lexsort((pairs[:, 1], pairs[:, 0], -score, sides[:, 1], sides[:, 0]))
        first = np.r_[True, (np.diff(sides[order], axis=0) != 0).any(1)]
        kept = np.sort(order[first])
        pairs, sides, score, otherwise, odd = pairs[kept], sides[kept], score[kept], otherwise[kept], odd[kept]
        named_otherwise, covered = named_otherwise[kept], [covered[n] for n in kept]
    probability = probabilities(score, leads(sides, score, otherwise))
    best = mutual(sides, score) & (score > NO_RIVAL)
    probability[best] = for_these_lists(probability[best])
    return Rated(pairs, score, np.round(probability, 4), best, odd, named_otherwise, covered)
