"""Blocking: which pairs of terms are worth a closer look. Near in meaning, or explained by the dictionary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from scipy.sparse import csr_array

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


def term_vectors(terms: Sequence[str], frame: str) -> np.ndarray:
    """(n, 1024) float32. The product of two rows is the mean of two cosines, that of the bare and that of the framed
    terms. The mean of all terms is subtracted first, so that the languages lie over one another."""
    framed = [frame.format(t) for t in terms]
    return np.hstack([_centred(embedded(terms)), _centred(embedded(framed))]) / np.float32(np.sqrt(2))


def embedded(texts: Sequence[str]) -> np.ndarray:
    """(n, 512) float32 unit rows. The last bits of a vector depend on what is embedded with it (see kg.text.embedding);
    here that follows from the texts alone: each of them once, sorted."""
    distinct = sorted(set(texts))
    rows = default_embedder().embed(distinct)
    at = {text: i for i, text in enumerate(distinct)}
    return rows[[at[t] for t in texts]]


def _centred(rows: np.ndarray) -> np.ndarray:
    if len(rows) < 2:
        return rows
    rows = rows - rows.mean(0)
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)


def cosines(a: np.ndarray, b: np.ndarray, pairs: np.ndarray) -> np.ndarray:
    """(n,) products of row i of a and row j of b. pairs: (n, 2), i and j."""
    blocks = (pairs[at : at + 8 * ROWS] for at in range(0, len(pairs), 8 * ROWS))
    return np.concatenate([np.einsum("nd,nd->n", a[p[:, 0]], b[p[:, 1]]) for p in blocks])


def nearest(a: np.ndarray, b: np.ndarray) -> Iterator[tuple[int, int]]:
    """Pairs (row of a, row of b) of which one is among the NEAREST of the other by CSLS, which favours no hub.

    Conneau et al., "Word translation without parallel data" (ICLR 2018).
    """
    around_a, around_b = _around(a, b), _around(b, a)
    yield from _top(a, b, around_b)
    yield from ((i, j) for j, i in _top(b, a, around_a))


def _around(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """(n,) the mean cosine of a row of a and its NEAREST rows of b."""
    k = min(NEAREST, len(b))
    blocks = (a[at : at + ROWS] @ b.T for at in range(0, len(a), ROWS))
    return np.concatenate([np.partition(block, len(b) - k, axis=1)[:, len(b) - k :].mean(1) for block in blocks])


def _top(a: np.ndarray, b: np.ndarray, around_b: np.ndarray) -> Iterator[tuple[int, int]]:
    k = min(NEAREST, len(b))
    for at in range(0, len(a), ROWS):
        lead = 2 * (a[at : at + ROWS] @ b.T) - around_b
        for i, best in enumerate(np.argpartition(-lead, k - 1, axis=1)[:, :k], start=at):
            yield from ((i, int(j)) for j in best)


def explained(english: Sequence[English], chinese: Sequence[Chinese]) -> Iterator[tuple[int, int]]:
    """Pairs (English, Chinese position): for each term the NEAREST of the other side of which the dictionary may
    explain most, and at least HALF.

    The share is an upper bound, because words that overlap are counted twice: one sparse product of what the one side
    can say and the other holds.
    """
    holds, says = _rows(english, [c.english_roots for c in chinese])
    yield from _most(holds, says, HALF)
    yield from ((i, j) for j, i in _most(says, holds, HALF))


def wholly_explained(english: Sequence[English], chinese: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs (English, Chinese position): for each Chinese phrase up to NEAREST English ones, each of which its words
    may explain as a whole, and which may explain it.

    A coarse look at many phrases: the words of a segmentation, nothing between them.
    """
    words = [words_say(c) for c in chinese]
    holds, says = _rows(english, [{root: 1.0 for _, roots in each for root in roots} for each in words])
    for j, i in _most(says, holds, ALL):
        roots = english[i].roots
        explained_size = sum(size for size, may_say in words[j] if not roots.keys().isdisjoint(may_say))
        if explained_size >= ALL * sum(size for size, _ in words[j]):
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


def _most(a: csr_array, b: csr_array, least: float) -> Iterator[tuple[int, int]]:
    turned = b.T.tocsr()
    for at in range(0, len(a.indptr) - 1, ROWS):
        shares = (a[at : at + ROWS] @ turned).tocsr()
        for i, (start, end) in enumerate(zip(shares.indptr[:-1], shares.indptr[1:], strict=True), start=at):
            values, columns = shares.data[start:end], shares.indices[start:end]
            likely = values >= least
            values, columns = values[likely], columns[likely]
            yield from ((i, int(j)) for j in columns[np.lexsort((columns, -values))[:NEAREST]])
