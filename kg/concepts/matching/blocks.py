"""How candidate pairs are decided, and on which of them a decision depends: docs/decisions/0040-blocks.md.

A pair is compared with its rivals, the pairs that share a concept with it; a rival counts for less, the better a pair
its other concept has elsewhere. Nothing farther away matters, and no rival that scores at most USUAL_RIVAL.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kg.concepts.matching.assignment import NO_RIVAL, USUAL_RIVAL, leads, mutual, probabilities


class Block(NamedTuple):
    """Pairs to decide, or one pair with all that its decision depends on.

    sides: (n, 2) numbers of the concepts that an English and a Chinese name stand for; no two pairs are alike. score:
    (n,) log-odds by the names alone. otherwise: (n,) the score of what the dictionary alone offers for one of the two,
    NO_RIVAL where it offers nothing.
    """

    sides: np.ndarray
    score: np.ndarray
    otherwise: np.ndarray

    def of(self, pairs: np.ndarray) -> Block:
        """Some of the pairs, by their positions."""
        return Block(self.sides[pairs], self.score[pairs], self.otherwise[pairs])


class Decisions(NamedTuple):
    """best: (n,) bool, neither concept has a better partner. probability: (n,) given the rivals, before the share of
    terms that have a partner is known (kg.concepts.matching.assignment.for_these_lists)."""

    best: np.ndarray
    probability: np.ndarray


def decide(block: Block) -> Decisions:
    """The decisions on all pairs of a block. They are right for a pair if all pairs `around` it are there, too."""
    best = mutual(block.sides, block.score) & (block.score > NO_RIVAL)
    return Decisions(best, probabilities(block.score, leads(*block)))


def around(pairs: Block, n: int) -> np.ndarray:
    """The positions of pair n and of the others that its decision depends on, sorted."""
    strong = pairs.score > USUAL_RIVAL
    rivals = (pairs.sides == pairs.sides[n]).any(1) & (strong | (pairs.score >= pairs.score[n]))
    english, chinese = pairs.sides[rivals].T
    near = np.isin(pairs.sides[:, 0], english) | np.isin(pairs.sides[:, 1], chinese)
    return np.flatnonzero(rivals | (near & strong))
