"""How near is each candidate to its paper? KeyBERT says it where it is installed and there are many papers, else the
same sum does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from itertools import count

import numpy as np

from kg.text.embedding import Embedder, default_embedder

WORTH = 500
"""Papers that a process ranks before it asks KeyBERT. To import it, with scikit-learn, pandas and scipy.stats, takes as
long as to rank some two hundred, and the numbers are the same, bit for bit."""

_papers = count(1)


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


def cosines(text: str, phrases: Sequence[str], paper: np.ndarray, rows: np.ndarray) -> dict[str, float]:
    """See `kg.keyphrases.ranking.by_keybert.cosines`, which is asked from the WORTH-th paper on."""
    asked = by_keybert() if next(_papers) > WORTH else plain_cosines
    return asked(text, phrases, paper, rows)


@cache
def by_keybert() -> Callable[[str, Sequence[str], np.ndarray, np.ndarray], dict[str, float]]:
    """KeyBERT's way; `plain_cosines` where the extra papermesh[keybert] is not installed."""
    try:
        from kg.keyphrases.ranking.by_keybert import cosines
    except ImportError:
        return plain_cosines
    return cosines


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
