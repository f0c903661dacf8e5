"""How clusters stand in the sentences of the corpus, as numbers: what kg.concepts.noun_phrases judges by."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np


class Counts(NamedTuple):
    """(n,) numbers of spans, of clusters or of words; see kg.core.tables.ClusterOccurrences and Standing."""

    seen: np.ndarray
    ended: np.ndarray
    begun: np.ndarray
    cut: np.ndarray
    verb: np.ndarray
    number: np.ndarray
    within: np.ndarray
    closed: np.ndarray
    object: np.ndarray

    def by(self, group: np.ndarray) -> Counts:
        """Each row with the sums of all rows of its group. group: (n,) int."""
        return Counts(*(np.bincount(group, column)[group] for column in self))


def numbered(words: Iterable[str]) -> np.ndarray:
    """Every word as a number, equal words as one."""
    number: dict[str, int] = {}
    return np.array([number.setdefault(word, len(number)) for word in words], np.int64)


def share(part: np.ndarray, seen: np.ndarray, usual: np.ndarray | float, prior: np.ndarray | int) -> np.ndarray:
    """(n,) part / seen, as if `prior` more had been seen, of which a share of `usual` is part."""
    return (part + prior * usual) / (seen + prior)
