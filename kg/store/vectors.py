"""What papers are compared by (kg.core.vectors), in the table `vector` of a catalog: BATCH papers a row."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from kg.core.vectors import Vectors

BATCH = 1000


def rows(vectors: Vectors) -> Iterator[tuple[Any, ...]]:
    """The rows of the table, by `first`, the position of their first paper."""
    lengths = np.diff(vectors.bounds)
    for first in range(0, len(lengths), BATCH):
        papers = slice(first, first + BATCH)
        entries = slice(int(vectors.bounds[first]), int(vectors.bounds[min(first + BATCH, len(lengths))]))
        columns = (
            lengths[papers].astype("<i4"),
            vectors.term[entries].astype("<i4"),
            vectors.weight[entries].astype("<i2"),
            vectors.embedding[papers],
            vectors.chinese[papers],
        )
        yield first, *(np.ascontiguousarray(column).tobytes() for column in columns)


def joined(found: Iterable[tuple[Any, ...]], across: str) -> Vectors:
    """The vectors that these rows hold. across: as JSON. Raises ValueError for rows that `rows` did not make."""
    _, *columns = zip(*found, strict=True) if (found := list(found)) else ((),) * 6
    types = ("<i4", "<i4", "<i2", "i1", "?")
    lengths, term, weight, embedding, chinese = (
        np.frombuffer(b"".join(column), type_) for column, type_ in zip(columns, types, strict=True)
    )
    bounds = np.append(0, np.cumsum(lengths, dtype=np.int64))
    if not bounds[-1] == len(term) == len(weight) or len(chinese) != len(lengths):
        raise ValueError("columns of different lengths")
    per_term, per_cosine = json.loads(across or "[0, 0]")
    width = len(embedding) // max(len(lengths), 1)
    return Vectors(bounds, term, weight, embedding.reshape(len(lengths), width), chinese, (per_term, per_cosine))
