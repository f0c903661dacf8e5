"""Boosted decision trees as plain arrays: fitted by scikit-learn (benchmarks/fit_weights.py), evaluated by numpy."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


class Forest:
    """t complete binary trees of one depth; node i has the children 2i + 1 and 2i + 2.

    feature, threshold: (t, 2^depth - 1); a value above the threshold goes right. value: (t, 2^depth) of the leaves.
    """

    def __init__(
        self,
        feature: Sequence[Sequence[int]],
        threshold: Sequence[Sequence[float]],
        value: Sequence[Sequence[float]],
    ) -> None:
        self._trees, self._inner = np.shape(feature)
        self._feature = np.array(feature, np.intp).ravel()
        self._threshold = np.array(threshold, np.float32).reshape(-1, 1)
        self._value = np.array(value).ravel()
        self._depth = self._inner.bit_length()
        self._first_leaf = (np.arange(self._trees) * (self._inner + 1) - self._inner)[:, None]

    def __call__(self, table: np.ndarray) -> np.ndarray:
        """(n,) scores, as log-odds, of the rows of an (n, features) float32 table."""
        n = len(table)
        columns = np.ascontiguousarray(table.T)  # whole columns are copied quickly
        right = (columns.take(self._feature, axis=0) > self._threshold).ravel()
        # place of a node of row i: (its number among all inner nodes) * n + i
        tree = (np.arange(self._trees) * self._inner * n)[:, None] + np.arange(n)
        node = np.zeros_like(tree)
        for _ in range(self._depth):
            node = 2 * node + 1 + right.take(tree + node * n)
        return self._value.take(node + self._first_leaf).sum(0)
