"""What the dictionary says of two names, pair by pair: in batches, that any process may work on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from kg.concepts.matching.differences import contradicts, holds, known_otherwise, of_another_kind, strangers
from kg.core.columns import chunks
from kg.core.engine import ALONE, Engine
from kg.text.zh_en.alignment import coverage
from kg.text.zh_en.units import Chinese, English

PAIRS = 25_000
"""Pairs of a batch."""
SECONDS = 0.000025
"""Time for a pair on one core, roughly."""


class Batch(NamedTuple):
    """Some terms, and pairs of them, as (n, 2) positions in the two lists."""

    english: list[English]
    chinese: list[Chinese]
    pairs: np.ndarray


class Compared(NamedTuple):
    """What the dictionary says of n pairs, in columns (n,).

    english, chinese: the explained shares of both, in [0, 1]. words, characters: texts, what is left of both. out:
    whether something rules the pair out; for such a pair the rest is False. odd, otherwise: see ODD and Rated in
    kg.concepts.matching.score. strangers: see kg.concepts.matching.differences.
    """

    english: np.ndarray
    chinese: np.ndarray
    words: np.ndarray
    characters: np.ndarray
    out: np.ndarray
    odd: np.ndarray
    otherwise: np.ndarray
    strangers: np.ndarray

    @property
    def least(self) -> np.ndarray:
        """(n,) the lesser of both shares."""
        return np.minimum(self.english, self.chinese)


def compared(
    english: Sequence[English], chinese: Sequence[Chinese], pairs: np.ndarray, engine: Engine = ALONE
) -> Compared:
    """What the dictionary says of pairs, in their order. pairs: (n, 2) positions in english and chinese."""
    # a Chinese term is the larger object: all its pairs go to one process
    order = np.argsort(pairs[:, 1], kind="stable")
    done = engine.map(compare, _batches(english, chinese, pairs[order]), seconds=SECONDS * len(pairs))
    nothing = compare(Batch([], [], pairs[:0]))  # no pairs are no batches
    columns = zip(nothing, *done, strict=True)
    back = np.argsort(order)
    return Compared(*(np.concatenate(parts)[back] for parts in columns))


def _batches(english: Sequence[English], chinese: Sequence[Chinese], pairs: np.ndarray) -> Iterator[Batch]:
    for rows in chunks(len(pairs), PAIRS):
        sides, places = zip(*(np.unique(side, return_inverse=True) for side in pairs[rows].T), strict=True)
        yield Batch([english[i] for i in sides[0]], [chinese[j] for j in sides[1]], np.stack(places, axis=1))


def compare(batch: Batch) -> Compared:
    """What the dictionary says of the pairs of a batch."""
    n = len(batch.pairs)
    shares, left_over, flags = np.zeros((2, n)), np.full((2, n), "", object), np.zeros((4, n), bool)
    for at, (i, j) in enumerate(batch.pairs.tolist()):
        left, right = batch.english[i], batch.chinese[j]
        covered = coverage(left, right)
        shares[:, at] = covered.english, covered.chinese
        left_over[:, at] = " ".join(covered.words_left), "".join(covered.characters_left)
        if contradicts(left, right, covered) or holds(left, right):
            flags[0, at] = True
        else:
            odd = covered.turned or of_another_kind(left, right)
            flags[1:, at] = odd, known_otherwise(left, right), strangers(covered)
    return Compared(*shares, *left_over, *flags)
