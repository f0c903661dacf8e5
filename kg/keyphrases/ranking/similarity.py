"""How near is each candidate to its paper? KeyBERT says it where it is installed, else the same sum does."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kg.text.embedding import Embedder, default_embedder


def plain_cosines(text: str, phrases: Sequence[str], paper: np.ndarray, rows: np.ndarray) -> dict[str, float]:
    """What `kg.keyphrases.ranking.by_keybert.cosines` gives, bit for bit: the operations of scikit-learn's
    cosine_similarity, in their order.

    Raises RuntimeError for vectors that are not finite.
    """
    if not (np.isfinite(paper).all() and np.isfinite(rows).all()):
        raise RuntimeError("the embedder gave numbers that are not finite")
    near = (_unit(paper[None]) @ _unit(rows).T)[0]
    return {phrase: round(float(each), 4) for phrase, each in zip(phrases, near, strict=True)}


def _unit(rows: np.ndarray) -> np.ndarray:
    """(n, d) vectors of length 1; those of length 0 stay."""
    lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    lengths[lengths < 10 * np.finfo(lengths.dtype).eps] = 1
    return rows / lengths[:, None]


try:
    from kg.keyphrases.ranking.by_keybert import cosines
except ImportError:  # the extra papermesh[keybert] is not installed
    cosines = plain_cosines


def similarities(
    text: str, phrases: Sequence[str], embedding: np.ndarray | None = None, *, embedder: Embedder | None = None
) -> dict[str, float]:
    """The cosine of each phrase with the text, rounded to 4 decimals as KeyBERT does; {} for a text without words.

    embedding: (d,) float32 unit vector of the text, where it is known. embedder: other than the default one.
    """
    unique = sorted(set(phrases))
    if not unique or not text.strip():
        return {}
    # in one batch: the model reads its weights once, which is most of the time that phrases take
    rows = (embedder or default_embedder()).embed([*unique, *([text] if embedding is None else [])])
    return cosines(text, unique, rows[-1] if embedding is None else embedding, rows[: len(unique)])
