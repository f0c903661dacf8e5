"""Boosted decision trees as plain arrays: fitted by scikit-learn (benchmarks/fit_weights.py), evaluated by numpy."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


class Forest:
    """t complete binary trees of one depth, up to 8; node i has the children 2i + 1 and 2i + 2.

    feature, threshold: (t, 2^depth - 1); a value above the threshold goes right. value: (t, 2^depth) of the leaves.
    """

    def __init__(
        self,
        feature: Sequence[Sequence[int]],
        threshold: Sequence[Sequence[float]],
        value: Sequence[Sequence[float]],
    ) -> None:
        self._trees, self._inner = np.shape(feature)
        # many nodes ask the same; those of all trees together, roots first
        nodes = np.array([feature, threshold], np.float32).T.reshape(-1, 2)
        asked, question = np.unique(nodes, axis=0, return_inverse=True)
        self._feature, self._threshold = asked[:, 0].astype(np.intp), asked[:, 1:]
        self._question = question.ravel()
        self._value = np.array(value).ravel()
        self._depth = self._inner.bit_length()
        self._first_leaf = (np.arange(self._trees) * (self._inner + 1))[:, None]

    def __call__(self, table: np.ndarray) -> np.ndarray:
        """(n,) scores, as log-odds, of the rows of an (n, features) float32 table."""
        columns = np.ascontiguousarray(table.T)  # whole columns are copied quickly
        above = (columns.take(self._feature, axis=0) > self._threshold).view(np.uint8)
        right = above.take(self._question, axis=0).reshape(self._inner, -1)
        # upwards: the leaf below each node that a row comes to, its turns as the bits of a number
        leaf = right[self._inner // 2 :]
        for level in range(self._depth - 2, -1, -1):
            turn = right[2**level - 1 : 2 ** (level + 1) - 1]
            chosen = leaf[::2] ^ ((leaf[::2] ^ leaf[1::2]) & -turn)  # -1 is all bits: many times faster than np.where
            leaf = chosen | turn << (self._depth - 1 - level)
        return self._value.take(leaf.reshape(self._trees, -1) + self._first_leaf).sum(0)
