"""Every paper with the papers nearest to it: all are compared with all, or with those that share rare terms."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

import numpy as np
from scipy import sparse
from sparse_dot_topn import sp_matmul_topn

from kg.core.columns import chunks, cumcount
from kg.core.vectors import by_cosine
from kg.links.tfidf import Matrix

_POOL, _TIES = 50, 10
_CELLS = 1 << 23
"""Scores of a dense block, 64 MB."""
RARE, _CANDIDATES = 1000, 400
"""Papers of a rare term, and papers that share most by rare terms: for 16,000 papers they held 99.9 % of SIMILAR."""


class Compared(NamedTuple):
    """What n papers are compared by. terms: (n, terms), see kg.links.tfidf. vectors: (n, d) of
    kg.core.vectors.in_cosines, or None. chinese: (n,) bool, whether a paper is Chinese (else English). across: from
    kg.links.similar.unmatched."""

    terms: Matrix
    vectors: np.ndarray | None
    chinese: np.ndarray
    across: tuple[float, float] = (0.0, 0.0)


Pooled: TypeAlias = Callable[[Compared, int], Matrix]
"""Gives (n, n) scores of every paper with its _POOL nearest, in so many threads; see `pooled`."""


def pooled(papers: Compared, threads: int) -> Matrix:
    """The scores of every paper with its nearest, in this process."""
    return pool_of(slice(0, papers.terms.shape[0]), papers, papers.terms.T.tocsr(), threads)


def pool_of(rows: slice, papers: Compared, transposed: Matrix, threads: int = 1) -> Matrix:
    """(rows, n) scores of these papers with their _POOL nearest among all. transposed: of the terms."""
    if papers.vectors is None:
        return _pool_by_terms(rows, papers.terms, transposed, threads)
    return _pool(rows, papers, papers.vectors, transposed)


def rare(terms: Matrix) -> Matrix:
    """The columns of terms that at most RARE papers share."""
    return terms[:, terms.getnnz(0) <= RARE].tocsr()


def pool_of_candidates(rows: slice, papers: Compared, rarer: Matrix, transposed: Matrix) -> Matrix:
    """What `pool_of` gives, but for papers that are near without being among the _CANDIDATES that share most by rare
    terms. rarer: see `rare`; transposed: of it. Scores are exact. Takes time in proportion to the rows, not to all."""
    terms, vectors, chinese, across = papers
    some = sp_matmul_topn(rarer[rows], transposed, top_n=_CANDIDATES, n_threads=1)
    row = np.repeat(np.arange(rows.stop - rows.start), np.diff(some.indptr))
    i, j = row + rows.start, some.indices
    value = products(terms, i, j)
    if vectors is not None:
        parts = [(vectors[i[at]] * vectors[j[at]]).sum(1) for at in chunks(len(i))]
        cosines = np.concatenate([np.zeros(0, np.float32), *parts])
        value = _with_vectors(value, cosines, chinese[i] != chinese[j], across)
    near = value > 0
    return _best(rows, row[near], j[near], value[near], terms.shape[0])


def recall(exact: Matrix, pool: Matrix, most: int) -> float:
    """The share of the `most` nearest of each row, by `exact`, that are in `pool`, too. 1 where there are none."""
    asked = strongest(exact, most)
    asked.data[:] = 1
    return asked.multiply(pool > 0).sum() / asked.nnz if asked.nnz else 1.0


def _pool_by_terms(rows: slice, terms: Matrix, transposed: Matrix, threads: int) -> Matrix:
    """Products of terms. Exact, since other papers share no term with these."""
    own = terms if (rows.start, rows.stop) == (0, terms.shape[0]) else terms[rows]
    nearest = sp_matmul_topn(own, transposed, top_n=_POOL + _TIES, n_threads=threads)
    row = np.repeat(np.arange(rows.stop - rows.start), np.diff(nearest.indptr))
    return _best(rows, row, nearest.indices, nearest.data, terms.shape[0])


def _best(rows: slice, row: np.ndarray, column: np.ndarray, value: np.ndarray, papers: int) -> Matrix:
    """The _POOL largest values of every row, without its own; ties go to the smaller column."""
    other = row + rows.start != column
    row, column, value = row[other], column[other], value[other].round(6)
    order = np.lexsort((column, np.negative(value), row))
    row, column, value = row[order], column[order], value[order]
    kept = cumcount(row) < _POOL
    return sparse.csr_matrix((value[kept], (row[kept], column[kept])), shape=(rows.stop - rows.start, papers))


def _pool(rows: slice, papers: Compared, vectors: np.ndarray, transposed: Matrix) -> Matrix:
    """Product of terms, and what vectors add."""
    terms, _, chinese, across = papers
    n = terms.shape[0]
    found, columns, values = [], [], []
    size = max(1, min(n, _CELLS // n))
    for at in range(rows.start, rows.stop, size):
        some = slice(at, min(at + size, rows.stop))
        block = (terms[some] @ transposed).toarray()
        other = chinese[some][:, None] != chinese
        block = _with_vectors(block, vectors[some] @ vectors.T, other, across)
        for k, row in enumerate(block.round(6)):
            row[at + k] = 0.0
            best = _largest(row, _POOL)
            found.append(np.full(len(best), at + k - rows.start))
            columns.append(best)
            values.append(row[best])
    cells = np.concatenate(values), (np.concatenate(found), np.concatenate(columns))
    return sparse.csr_matrix(cells, shape=(rows.stop - rows.start, n))


def _with_vectors(
    products: np.ndarray, cosines: np.ndarray, other: np.ndarray, across: tuple[float, float]
) -> np.ndarray:
    """What the cosine of vectors adds to products of terms. other: whether a pair is in two languages; it gains what
    kg.links.similar.unmatched estimates."""
    per_term, per_cosine = across
    products += other * np.maximum(per_term * products + per_cosine * cosines, 0)
    products += by_cosine(cosines)
    return products


def _largest(row: np.ndarray, n: int) -> np.ndarray:
    """Positions of the n largest positive values, the largest first; ties go to the smaller position."""
    least = np.partition(row, -n)[-n] if len(row) > n else 0.0
    best = np.flatnonzero((row >= least) & (row > 0))
    return best[np.argsort(-row[best], kind="stable")[:n]]


def products(matrix: Matrix, i: np.ndarray, j: np.ndarray) -> np.ndarray:
    """(pairs,) float64: the products of these rows."""
    parts = [np.asarray(matrix[i[rows]].multiply(matrix[j[rows]]).sum(1)).ravel() for rows in chunks(len(i))]
    return np.concatenate(parts) if parts else np.zeros(0)


def strongest(matrix: Matrix, n: int) -> Matrix:
    """The n largest entries of every row; ties go to the smaller column."""
    rows, columns, values = [], [], []
    for i in range(matrix.shape[0]):
        index = matrix.indices[matrix.indptr[i] : matrix.indptr[i + 1]]
        data = matrix.data[matrix.indptr[i] : matrix.indptr[i + 1]].round(6)
        order = np.lexsort((index, -data))[:n]
        rows.append(np.full(len(order), i))
        columns.append(index[order])
        values.append(data[order])
    return sparse.csr_matrix(
        (np.concatenate(values), (np.concatenate(rows), np.concatenate(columns))), shape=matrix.shape
    )
