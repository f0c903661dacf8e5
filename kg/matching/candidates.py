"""Which pairs of terms are worth a closer look: near in meaning, or explained by the dictionary."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from kg.embedders import default_embedder
from kg.matching.coverage import Chinese, English, root

NEAREST = 10
"""Neighbours of each term, in both directions."""
HALF = 0.5
"""Share of the English words that the dictionary must be able to explain for a pair to be looked at."""
FRAMES = ("{} in machine learning", "机器学习中的{}")
"""Terms are embedded bare and in a frame that says they are terms."""
ROWS = 1024


def term_vectors(terms: Sequence[str], frame: str) -> np.ndarray:
    """(n, 1024) float32 rows of which a product is the mean cosine of the bare and of the framed terms; the
    mean of all terms is taken away first, so that the languages lie over one another."""
    framed = [frame.format(t) for t in terms]
    return np.hstack([_centred(embedded(terms)), _centred(embedded(framed))]) / np.float32(np.sqrt(2))


def embedded(texts: Sequence[str]) -> np.ndarray:
    """(n, 512) unit rows. Bits depend on the company (see kg.embedders), so the company is fixed by the texts alone:
    each of them once, in order."""
    distinct = sorted(set(texts))
    rows = default_embedder().embed(distinct)
    at = {text: i for i, text in enumerate(distinct)}
    return rows[[at[t] for t in texts]]


def _centred(rows: np.ndarray) -> np.ndarray:
    if len(rows) < 2:
        return rows
    rows = rows - rows.mean(0)
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)


def cosines(a: np.ndarray, b: np.ndarray, pairs: np.ndarray) -> np.ndarray:
    """(n,) products of the rows i of a and j of b."""
    blocks = (pairs[at : at + 8 * ROWS] for at in range(0, len(pairs), 8 * ROWS))
    return np.concatenate([np.einsum("nd,nd->n", a[p[:, 0]], b[p[:, 1]]) for p in blocks])


def nearest(a: np.ndarray, b: np.ndarray) -> Iterator[tuple[int, int]]:
    """Pairs among the NEAREST of either side by CSLS, which favours no hub.

    Conneau et al., "Word translation without parallel data" (ICLR 2018).
    """
    around_a, around_b = _around(a, b), _around(b, a)
    yield from _top(a, b, around_b)
    yield from ((i, j) for j, i in _top(b, a, around_a))


def _around(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """(n,) mean cosine of each row of a to its NEAREST rows of b."""
    k = min(NEAREST, len(b))
    blocks = (a[at : at + ROWS] @ b.T for at in range(0, len(a), ROWS))
    return np.concatenate([np.partition(block, len(b) - k, axis=1)[:, len(b) - k :].mean(1) for block in blocks])


def _top(a: np.ndarray, b: np.ndarray, around_b: np.ndarray) -> Iterator[tuple[int, int]]:
    k = min(NEAREST, len(b))
    for at in range(0, len(a), ROWS):
        lead = 2 * (a[at : at + ROWS] @ b.T) - around_b
        for i, best in enumerate(np.argpartition(-lead, k - 1, axis=1)[:, :k], start=at):
            yield from ((i, int(j)) for j in best)


def explained(english: Sequence[English], chinese: Sequence[Chinese]) -> Iterator[tuple[int, int]]:
    """Pairs where the dictionary may explain HALF of the English words.

    Each English term is listed under so few of its rarest words that HALF of it needs one of them.
    Prefix filtering: Chaudhuri et al., "A primitive operator for similarity joins in data cleaning" (ICDE 2006).
    """
    words = [{root(r) for r in e.roots} for e in english]
    frequency = Counter(w for ws in words for w in ws)
    holders: dict[str, list[int]] = defaultdict(list)
    for i, ws in enumerate(words):
        rarest = sorted(ws, key=lambda w: (frequency[w], w))
        for w in rarest[: len(rarest) - int(HALF * len(english[i].units) + 0.5) + 1]:
            holders[w].append(i)
    for j, term in enumerate(chinese):
        said = set(term.stems())
        for i in sorted({i for w in said for i in holders.get(w, ())}):
            e = english[i]
            bits = 0
            for w in words[i] & said:
                bits |= e.roots[w]
            if e.weight(bits) >= HALF * e.total:
                yield i, j
