"""Blocking: which pairs of terms are worth a closer look. Near in meaning, or explained by the dictionary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array

from kg.core.columns import cumcount, distinct
from kg.text.embedding import default_embedder
from kg.text.zh_en.units import Chinese, English, words_say

NEAREST = 10
"""Every term is paired with so many of the other language, in both directions."""
HALF = 0.5
"""Share of the English words that the dictionary must be able to explain for a pair to be looked at."""
ALL = 0.74
FRAMES = ("{} in machine learning", "机器学习中的{}")
"""Terms are embedded bare and in a frame that says they are terms."""
ROWS = 1024


def term_vectors(terms: Sequence[str], frame: str) -> tuple[np.ndarray, np.ndarray]:
    """(n, 1024) float32. The product of two rows is the mean of two cosines, that of the bare and that of the framed
    terms. The mean of all terms is subtracted first, so that the languages lie over one another.

    And (n, 512) the vectors of the bare terms, as they are.
    """
    # a term and its frame go together: most of what the model makes of them is the same
    both = default_embedder().embed_phrases([text for term in terms for text in (term, frame.format(term))])
    return np.hstack([_centred(both[::2]), _centred(both[1::2])]) / np.float32(np.sqrt(2)), both[::2]


def _centred(rows: np.ndarray) -> np.ndarray:
    if len(rows) < 2:
        return rows
    rows = rows - rows.mean(0)
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)


def cosines(a: np.ndarray, b: np.ndarray, pairs: np.ndarray) -> np.ndarray:
    """(n,) products of row i of a and row j of b. pairs: (n, 2), i and j."""
    blocks = (pairs[at : at + 8 * ROWS] for at in range(0, len(pairs), 8 * ROWS))
    return np.concatenate([np.einsum("nd,nd->n", a[p[:, 0]], b[p[:, 1]]) for p in blocks])


def candidates(a: np.ndarray, b: np.ndarray, english: Sequence[English], chinese: Sequence[Chinese]) -> np.ndarray:
    """(n, 2) positions of the pairs that are worth a closer look, sorted. a, b: their vectors."""
    pairs = np.concatenate([nearest(a, b), explained(english, chinese)])
    rows, columns = np.divmod(distinct(pairs[:, 0] * len(b) + pairs[:, 1]), len(b))
    return np.stack([rows, columns], axis=1)


def nearest(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """(n, 2) pairs of a row of a and a row of b of which one is among the NEAREST of the other by CSLS, which favours
    no hub. Some come twice.

    Conneau et al., "Word translation without parallel data" (ICLR 2018).
    """
    around_a, around_b = _around(a, b)
    found, best = [], _Greatest.of_none(len(b))
    for at, near in _products(a, b):
        near *= 2
        of_row = np.argpartition(around_b - near, min(NEAREST, len(b)) - 1, axis=1)[:, :NEAREST]
        found.append(_pairs(np.arange(at, at + len(near)), of_row))
        best = best.with_rows(at, near - around_a[at : at + len(near), None])
    found.append(_pairs(np.arange(len(b)), best.rows.T)[:, ::-1])
    return np.concatenate(found)


def _pairs(numbers: np.ndarray, others: np.ndarray) -> np.ndarray:
    """(n * k, 2) each of n numbers with its k others (n, k)."""
    return np.stack([np.repeat(numbers, others.shape[1]), others.ravel()], axis=1)


def _products(a: np.ndarray, b: np.ndarray) -> Iterator[tuple[int, np.ndarray]]:
    """Blocks of rows of a @ b.T, each with the number of its first row."""
    return ((at, a[at : at + ROWS] @ b.T) for at in range(0, len(a), ROWS))


def _around(a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The mean cosine of a row of a and its NEAREST rows of b, and of a row of b and its NEAREST rows of a."""
    k = min(NEAREST, len(b))
    of_a, best = [], _Greatest.of_none(len(b))
    for at, near in _products(a, b):
        best = best.with_rows(at, near)
        of_a.append(np.partition(near, len(b) - k, axis=1)[:, len(b) - k :].mean(1))
    return np.concatenate(of_a), best.values.mean(0)


class _Greatest(NamedTuple):
    """The NEAREST greatest values of each of n columns among the rows seen so far, and the numbers of these rows; both
    (up to NEAREST, n)."""

    values: np.ndarray
    rows: np.ndarray

    @classmethod
    def of_none(cls, columns: int) -> _Greatest:
        return cls(np.empty((0, columns), np.float32), np.empty((0, columns), np.int64))

    def with_rows(self, at: int, values: np.ndarray) -> _Greatest:
        """With these rows, too, of which `at` is the number of the first."""
        if len(self.rows) < NEAREST:
            return self._with(values, np.arange(at, at + len(values))[:, None].repeat(values.shape[1], axis=1))
        row, column = np.nonzero(values > self.values.min(0))  # few, but for the first rows
        most = int(np.bincount(column, minlength=1).max())
        order = np.argsort(column, kind="stable")
        row, column = row[order], column[order]
        place = cumcount(column)
        more = np.full((most, values.shape[1]), -np.inf, np.float32)
        rows = np.zeros(more.shape, np.int64)
        more[place, column], rows[place, column] = values[row, column], row + at
        return self._with(more, rows)

    def _with(self, values: np.ndarray, rows: np.ndarray) -> _Greatest:
        values, rows = np.vstack([self.values, values]), np.vstack([self.rows, rows])
        kept = np.argpartition(-values, min(NEAREST, len(values)) - 1, axis=0)[:NEAREST]
        return _Greatest(np.take_along_axis(values, kept, 0), np.take_along_axis(rows, kept, 0))


def explained(english: Sequence[English], chinese: Sequence[Chinese]) -> np.ndarray:
    """(n, 2) pairs of an English and a Chinese position: for each term the NEAREST of the other side of which the
    dictionary may explain most, and at least HALF. Some come twice.

    The share is an upper bound, because words that overlap are counted twice: one sparse product of what the one side
    can say and the other holds.
    """
    holds, says = _rows(english, [c.english_roots for c in chinese])
    return np.concatenate([_most(holds, says, HALF), _most(says, holds, HALF)[:, ::-1]])


def wholly_explained(english: Sequence[English], chinese: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs (English, Chinese position): for each Chinese phrase up to NEAREST English ones, each of which its words
    may explain as a whole, and which may explain it.

    A coarse look at many phrases: the words of a segmentation, nothing between them.
    """
    words = [words_say(c) for c in chinese]
    holds, says = _rows(english, [{root: 1.0 for _, roots in each for root in roots} for each in words])
    least = [ALL * sum(size for size, _ in each) for each in words]
    for j, i in _most(says, holds, ALL).tolist():
        held, explained_size = english[i].roots.keys(), 0
        for size, may_say in words[j]:  # no sum of a generator: there are millions of pairs
            if not held.isdisjoint(may_say):
                explained_size += size
        if explained_size >= least[j]:
            yield i, j


def _rows(english: Sequence[English], sayable: Sequence[Mapping[str, float]]) -> tuple[csr_array, csr_array]:
    roots = {r: n for n, r in enumerate(sorted({r for e in english for r in e.roots}))}
    holds = ([(roots[r], e.weight(bits) / e.total) for r, bits in e.roots.items()] for e in english)
    says = ([(roots[r], trust) for r, trust in words.items() if r in roots] for words in sayable)
    return _sparse(holds, len(roots)), _sparse(says, len(roots))


def _sparse(rows: Iterable[Sequence[tuple[int, float]]], width: int) -> csr_array:
    starts, columns, values = [0], [], []
    for row in rows:
        columns += [c for c, _ in row]
        values += [v for _, v in row]
        starts.append(len(columns))
    return csr_array((np.array(values, np.float32), np.array(columns, np.int32), starts), (len(starts) - 1, width))


def _most(a: csr_array, b: csr_array, least: float) -> np.ndarray:
    """(n, 2) for each row of a up to NEAREST rows of b whose product is greatest, and at least `least`."""
    turned = b.T.tocsr()
    found = [np.empty((0, 2), np.int64)]
    for at in range(0, len(a.indptr) - 1, ROWS):
        shares = (a[at : at + ROWS] @ turned).tocoo()
        likely = shares.data >= least
        rows, columns, values = shares.row[likely], shares.col[likely], shares.data[likely]
        order = np.lexsort((columns, -values, rows))
        rows, columns = rows[order], columns[order]
        found.append(np.stack([rows + at, columns], axis=1)[cumcount(rows) < NEAREST])
    return np.concatenate(found)
