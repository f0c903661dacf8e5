"""KeyBERT, asked for one thing: how near is each candidate to its paper?"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer

from kg.text.embedding import Embedder, default_embedder


@contextmanager
def _absent(*modules: str) -> Iterator[None]:
    """Let imports of these modules fail, as if they were not installed."""
    kept = {name: sys.modules[name] for name in modules if name in sys.modules}
    sys.modules.update(dict.fromkeys(modules))  # pyright: ignore[reportCallIssue, reportArgumentType]
    try:
        yield
    finally:
        for name in modules:
            del sys.modules[name]
        sys.modules.update(kept)


# KeyBERT imports torch wherever it is installed: seconds and a gigabyte of memory for nothing.
with _absent("sentence_transformers", "transformers", "torch", "model2vec"):
    from keybert import KeyBERT
    from keybert.backend import BaseEmbedder


class _Backend(BaseEmbedder):
    """KeyBERT silently replaces anything that is not its own BaseEmbedder by a downloaded model."""

    def __init__(self, embedder: Embedder) -> None:
        super().__init__()
        self._embedder = embedder

    def embed(self, documents: Sequence[str], verbose: bool = False) -> np.ndarray:
        return self._embedder.embed(list(documents))


@lru_cache(maxsize=1)
def _keybert(embedder: Embedder) -> KeyBERT:
    return KeyBERT(model=_Backend(embedder))  # pyright: ignore[reportArgumentType]


def similarities(
    text: str, phrases: Sequence[str], embedding: np.ndarray | None = None, *, embedder: Embedder | None = None
) -> dict[str, float]:
    """The cosine of each phrase with the text, rounded to 4 decimals as KeyBERT does; {} for a text without words.

    embedding: (d,) float32 unit vector of the text, where it is known. embedder: other than the default one.

    Grootendorst, KeyBERT (2020). Raises RuntimeError when KeyBERT returns less than it was asked for
    (it turns errors into an empty list).
    """
    unique = sorted(set(phrases))
    if not unique or not text.strip():
        return {}
    vectorizer: Any = CountVectorizer(analyzer=lambda _: unique, vocabulary=unique, lowercase=False)  # pyright: ignore
    keybert = _keybert(embedder or default_embedder())
    # in one batch: the model reads its weights once, which is most of the time that phrases take
    rows = keybert.model.embed([*unique, *([text] if embedding is None else [])])
    known: Any = rows[-1:] if embedding is None else embedding[None]
    ranked: Any = keybert.extract_keywords(
        text, vectorizer=vectorizer, top_n=len(unique), doc_embeddings=known, word_embeddings=rows[: len(unique)]
    )
    found: dict[str, float] = dict(ranked)
    if len(found) != len(unique):
        raise RuntimeError(f"KeyBERT ranked {len(found)} of {len(unique)} candidates")
    return found
