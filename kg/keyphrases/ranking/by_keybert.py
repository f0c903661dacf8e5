"""KeyBERT, asked for one thing: how near is each candidate to its paper? Needs the extra papermesh[keybert]."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer


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


class _Known(BaseEmbedder):
    """All that KeyBERT would embed is known; without a BaseEmbedder of its own it would download a model."""

    def embed(self, documents: Sequence[str], verbose: bool = False) -> np.ndarray:
        raise NotImplementedError


@cache
def _keybert() -> KeyBERT:
    return KeyBERT(model=_Known())  # pyright: ignore[reportArgumentType]


def cosines(text: str, phrases: Sequence[str], paper: np.ndarray, rows: np.ndarray) -> dict[str, float]:
    """The cosine of each phrase with the text, rounded to 4 decimals.

    phrases: all different, sorted. paper: (d,) float32, the vector of the text. rows: (n, d) float32, those of the
    phrases. Grootendorst, KeyBERT (2020). Raises RuntimeError when KeyBERT returns less than it was asked for (it turns
    errors into an empty list).
    """
    vectorizer: Any = CountVectorizer(analyzer=lambda _: phrases, vocabulary=phrases, lowercase=False)  # pyright: ignore
    known: Any = paper[None]
    ranked: Any = _keybert().extract_keywords(
        text, vectorizer=vectorizer, top_n=len(phrases), doc_embeddings=known, word_embeddings=rows
    )
    found: dict[str, float] = dict(ranked)
    if len(found) != len(phrases):
        raise RuntimeError(f"KeyBERT ranked {len(found)} of {len(phrases)} candidates")
    return found
