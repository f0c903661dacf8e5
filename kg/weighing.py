"""How much a term says about a paper: its weight in the matrix by which papers are compared."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from scipy import sparse

from kg.terms import Terms

Matrix: TypeAlias = Any
"""A scipy.sparse.csr_matrix; its type stubs know too little of it."""

_TITLE_TOKENS = 15
_LARGE = 20_000
_SMOOTHING = 5


def weigh(terms: Terms, papers: int) -> Matrix:
    """(papers, terms), rows / norm^0.85, of (1 + ln tf + e^(-first/40)) * (1 + score/2) * telling(term).

    telling: ln((N+1)/df)^0.75 * (up-front * keyness)^0.15, where up-front is how often a term stands among the first
    words when it stands at all, and keyness how good a keyphrase it is on average. The exponents were chosen on kdd,
    inspec_train and csl_zh together (docs/decisions/0010-links.md). Terms of one paper are left out.
    """
    _, column = np.unique(terms.term, return_inverse=True)
    factor = _telling(terms, column, papers)
    kept = factor[column] > 0
    columns = np.cumsum(factor > 0) - 1
    salience = 1 + np.log(terms.count[kept]) + np.exp(-terms.first[kept] / 40)
    data = salience * (1 + terms.score[kept] / 2) * factor[column[kept]]
    pointer = np.searchsorted(terms.paper[kept], np.arange(papers + 1))
    shape = (papers, max(int((factor > 0).sum()), 1))
    matrix = sparse.csr_matrix((data, columns[column[kept]], pointer), shape=shape)
    norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(1)).ravel())
    return sparse.csr_matrix(sparse.diags(1 / np.maximum(norms, 1e-9) ** 0.85) @ matrix)


def _telling(terms: Terms, column: np.ndarray, papers: int) -> np.ndarray:
    """The factor of each term, 0 of those that are left out."""
    df = np.bincount(column, minlength=1)
    front = np.bincount(column[terms.first < _TITLE_TOKENS], minlength=len(df))
    keyness = np.bincount(column, terms.score, minlength=len(df))
    total = max(df.sum(), 1)
    # at this size a term of every twentieth paper joins more pairs than it is worth
    most = papers if papers < _LARGE else papers // 20
    both = _ratio(front, df, front.sum() / total) * _ratio(keyness, df, keyness.sum() / total)
    factor = np.log((papers + 1) / np.maximum(df, 1)) ** 0.75 * both**0.15
    return np.where((df >= 2) & (df <= most), factor, 0.0)


def _ratio(part: np.ndarray, whole: np.ndarray, average: float) -> np.ndarray:
    """How much above the average a share is; small numbers are drawn to 1."""
    return (part / average + _SMOOTHING) / (whole + _SMOOTHING) if average else np.ones(len(part))
