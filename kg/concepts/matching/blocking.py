"""Which pairs of terms are worth a closer look: near in meaning, or explained by the dictionary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from scipy.sparse import csr_array

from kg.text.embedding import default_embedder
from kg.text.zh_en.units import Chinese, English, words_say

NEAREST = 10
"""Neighbours of each term, in both directions."""
HALF = 0.5
"""Share of the English words that the dictionary must be able to explain for a pair to be looked at."""
ALL = 0.74
FRAMES = ("{} in machine learning", "机器学习中的{}")
"""Terms are embedded bare and in a frame that says they are terms."""
ROWS = 1024


def term_vectors(terms: Sequence[str], frame: str) -> np.ndarray:
    """(n, 1024) float32 rows of which a product is the mean cosine of the bare and of the framed terms; the
    mean of all terms is taken away first, so that the languages lie over one another."""
    framed = [frame.format(t) for t in terms]
    return np.hstack([_centred(embedded(terms)), _centred(embedded(framed))]) / np.float32(np.sqrt(2))


def embedded(texts: Sequence[str]) -> np.ndarray:
    """(n, 512) unit rows. Bits depend on the company (see kg.text.embedding), so the company is fixed by the texts
    alone: each of them once, in order."""
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
    """(n,) products of the rows i of a and j of b."""
    blocks = (pairs[at : at + 8 * ROWS] for at in range(0, len(pairs), 8 * ROWS))
    return np.concatenate([np.einsum("nd,nd->n", a[p[:, 0]], b[p[:, 1]]) for p in blocks])


def nearest(a: np.ndarray, b: np.ndarray) -> Iterator[tuple[int, int]]:
    """Pairs among the NEAREST of either side by CSLS, which favours no hub.

    Conneau et al., "Word translation without parallel data" (ICLR 2018).
    """
    around_a, around_b = _around(a, b), _around(b, a)
    yield from _top(a, b, around_b)
    yield from ((i, j) for j, i in _top(b, a, around_a))


def _around(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """(n,) mean cosine of each row of a to its NEAREST rows of b."""
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
    """For each term the NEAREST of the other side of which the dictionary may explain most, and at least HALF.

    The share is counted without asking whether parts overlap: sparse rows of what the one says and the other holds.
    """
    holds, says = _rows(english, [c.english_roots for c in chinese])
    yield from _most(holds, says, HALF)
    yield from ((i, j) for j, i in _most(says, holds, HALF))


def wholly_explained(english: Sequence[English], chinese: Sequence[str]) -> Iterator[tuple[int, int]]:
    """For each Chinese phrase the English ones, up to NEAREST, of which its words may explain every word, and they it.

    A coarse look at many phrases: the words of a segmentation, nothing between them.
    """
    words = [words_say(c) for c in chinese]
    holds, says = _rows(english, [{root: 1.0 for _, roots in said for root in roots} for said in words])
    for j, i in _most(says, holds, ALL):
        roots = english[i].roots
        said = sum(size for size, may_say in words[j] if not roots.keys().isdisjoint(may_say))
        if said >= ALL * sum(size for size, _ in words[j]):
            yield i, j


def _rows(english: Sequence[English], said: Sequence[Mapping[str, float]]) -> tuple[csr_array, csr_array]:
    roots = {r: n for n, r in enumerate(sorted({r for e in english for r in e.roots}))}
    holds = ([(roots[r], e.weight(bits) / e.total) for r, bits in e.roots.items()] for e in english)
    says = ([(roots[r], trust) for r, trust in words.items() if r in roots] for words in said)
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
