"""Which papers are compared, and how much is lost where only those are that share rare terms."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from kg.core.vectors import in_cosines
from kg.links import pool

PAPERS, TERMS = 400, 900


@pytest.fixture(scope="module")
def terms() -> sparse.csr_matrix:
    """Papers that share common terms with many and rare ones with few."""
    drawn = np.random.default_rng(3)
    share = 1 / np.arange(1, TERMS + 1)
    return sparse.csr_matrix((drawn.random((PAPERS, TERMS)) < share * 8) * drawn.random((PAPERS, TERMS)).round(2))


@pytest.fixture(scope="module")
def vectors() -> np.ndarray:
    found = np.random.default_rng(4).normal(size=(PAPERS, 16)).astype(np.float32)
    return in_cosines(found / np.linalg.norm(found, axis=1, keepdims=True))


CHINESE = np.arange(PAPERS) % 3 == 0
ACROSS = (0.3, 0.1)
PART = slice(100, 200)


def by_candidates(terms, rarer, vectors):
    return pool.pool_of_candidates(PART, pool.Compared(terms, vectors, CHINESE, ACROSS), rarer, rarer.T.tocsr())


def exact(terms, vectors):
    return pool.pool_of(PART, pool.Compared(terms, vectors, CHINESE, ACROSS), terms.T.tocsr())


@pytest.mark.parametrize("embedded", [False, True])
def test_where_all_terms_are_rare_candidates_give_what_comparing_all_gives(terms, vectors, embedded, monkeypatch):
    monkeypatch.setattr(pool, "_CANDIDATES", PAPERS)
    used = vectors if embedded else None
    found, expected = by_candidates(terms, pool.rare(terms), used), exact(terms, used)
    assert abs(found - expected).max() < 1e-5
    assert pool.recall(expected, found, 20) == 1


def test_scores_of_candidates_count_common_terms_too(terms, monkeypatch):
    monkeypatch.setattr(pool, "RARE", 30)
    rarer = pool.rare(terms)
    assert 0 < rarer.nnz < terms.nnz
    found, expected = by_candidates(terms, rarer, None), exact(terms, None)
    both = found.multiply(expected > 0)
    assert both.nnz > 0
    assert abs(both - expected.multiply(found > 0)).max() < 1e-5


def test_recall_is_the_share_of_the_nearest_that_were_found(terms, monkeypatch):
    monkeypatch.setattr(pool, "RARE", 3)
    expected, found = exact(terms, None), by_candidates(terms, pool.rare(terms), None)
    nearest = [set(row.indices[np.argsort(-row.data, kind="stable")[:5]]) for row in expected]
    share = [len(near & set(row.indices)) for near, row in zip(nearest, found, strict=True)]
    told = pool.recall(expected, found, 5)
    assert told == pytest.approx(sum(share) / sum(map(len, nearest)))
    assert 0 < told < 1
