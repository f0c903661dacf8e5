"""How like two papers are is the same number wherever and in whatever order it is worked out."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from kg.core.vectors import Vectors, by_cosine, in_cosines, in_weights, likeness
from kg.store.vectors import joined, rows


@pytest.fixture(scope="module")
def made() -> tuple[sparse.csr_matrix, np.ndarray, Vectors]:
    """(terms, embeddings, vectors) of 1,203 made-up papers: more than stand in one row of a store."""
    rng = np.random.default_rng(5)
    terms = sparse.random(1203, 400, density=0.03, random_state=5, format="csr")
    terms.data = in_weights(terms.data)
    raw = rng.normal(size=(1203, 16))
    embeddings = in_cosines(raw / np.linalg.norm(raw, axis=1, keepdims=True))
    chinese = np.arange(1203) % 3 == 0
    return terms, embeddings, Vectors.of(terms, embeddings, chinese, (0.5, 0.1))


def test_one_paper_is_compared_as_all_are(made) -> None:
    terms, embeddings, vectors = made
    products, cosines = (terms @ terms.T).toarray(), embeddings @ embeddings.T
    across = vectors.chinese[:, None] != vectors.chinese
    products += across * np.maximum(0.5 * products + 0.1 * cosines, 0)
    expected = likeness(products + by_cosine(cosines))
    for row in (0, 7, 1202):
        assert vectors.scores(row).tolist() == expected[row].tolist()


def test_sums_are_the_same_in_any_order(made) -> None:
    terms, embeddings, _ = made
    order = np.random.default_rng(1).permutation(400)
    turned = sparse.csr_matrix(terms.tocsc()[:, order])
    assert ((terms @ terms.T) != (turned @ turned.T)).nnz == 0
    mixed = embeddings[:, ::-1]
    assert np.array_equal(embeddings @ embeddings.T, mixed @ mixed.T)


def test_what_is_stored_is_what_was_made(made) -> None:
    vectors = made[2]
    again = joined(rows(vectors), "[0.5, 0.1]")
    for name in ("bounds", "term", "weight", "embedding", "chinese"):
        assert getattr(again, name).tolist() == getattr(vectors, name).tolist(), name
    assert again.across == vectors.across


def test_a_cut_column_is_noticed(made) -> None:
    (first, lengths, terms, *others), *_ = rows(made[2])
    with pytest.raises(ValueError, match="lengths"):
        joined([(first, lengths, terms[:-4], *others)], "")


def test_without_embeddings_and_without_papers() -> None:
    none = Vectors.of(sparse.csr_matrix((0, 1)), None, np.zeros(0, bool), (0.0, 0.0))
    assert len(joined(rows(none), "").chinese) == 0
    one = Vectors.of(sparse.csr_matrix([[1.0]]), None, np.zeros(1, bool), (0.0, 0.0))
    assert joined(rows(one), "").scores(0).tolist() == [6321]
