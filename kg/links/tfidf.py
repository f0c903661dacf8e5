"""How much a term says about a paper: its weight in the matrix by which papers are compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Sized
from typing import Any, TypeAlias

import numpy as np
from scipy import sparse

from kg.core.columns import lookup
from kg.core.graph import SCALE
from kg.core.records import Concept
from kg.core.steps import octave, quarter_octaves
from kg.core.tables import Mentions, Terms
from kg.core.vectors import in_weights

Matrix: TypeAlias = Any
"""A scipy.sparse.csr_matrix; its type stubs know too little of it."""

_TITLE_TOKENS = 15
_LARGE = 20_000
_SMOOTHING = 5
_FRONT, _KEYNESS = 0.133, 0.0326
"""Averages over all terms of 16,000 arXiv papers: share of occurrences up front, and score as a keyphrase."""
BY_CONCEPT = 0.1
"""What a nat of information that concepts share adds to a product."""


def tfidf(papers: Sized, terms: Iterable[Terms]) -> Matrix:
    """(papers, terms) float64 matrix: (1 + ln tf + e^(-first/40) / 2) * (1 + score/4) * factor, rows divided by
    norm^0.75, in whole parts (kg.core.vectors.in_weights).

    The factor of a term is ln((N + 1)/df)^0.75 * (up-front * keyness)^0.12, where up-front is how often it stands among
    the first _TITLE_TOKENS words when it stands at all, and keyness how good a keyphrase it is on average. N is in
    steps (kg.core.steps), and both averages are constants, so that weights stand still when papers come. The numbers
    were chosen on kdd, inspec_train and CSFCube together (docs/decisions/0023-similar.md). Terms that stand in one
    paper only are left out.

    terms: in batches of papers that follow one another; the batches may come in any order.
    """
    batches = sorted((batch for batch in terms if len(batch)), key=lambda batch: int(batch.paper[0]))
    if not batches:
        return sparse.csr_matrix((len(papers), 1))
    vocabulary = np.unique(np.concatenate([batch.term for batch in batches]))
    columns = [lookup(batch.term, vocabulary).astype(np.int32) for batch in batches]
    factor = _factors(batches, columns, len(vocabulary), len(papers))
    kept = [factor[column] > 0 for column in columns]
    remaining = np.cumsum(factor > 0, dtype=np.int32) - 1
    data = [_weights(*batch, factor) for batch in zip(batches, columns, kept, strict=True)]
    indices = np.concatenate([remaining[column[k]] for column, k in zip(columns, kept, strict=True)])
    lengths = sum(np.bincount(batch.paper[k], minlength=len(papers)) for batch, k in zip(batches, kept, strict=True))
    shape = (len(papers), max(int((factor > 0).sum()), 1))
    matrix = sparse.csr_matrix((np.concatenate(data), indices, np.append(0, np.cumsum(lengths))), shape=shape)
    norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(1)).ravel())
    matrix = sparse.csr_matrix(sparse.diags(1 / np.maximum(norms, 1e-9) ** 0.75) @ matrix)
    matrix.data = in_weights(matrix.data)
    return matrix


def by_concept(papers: Sized, concepts: Sequence[Concept], mentions: Mentions) -> Matrix:
    """(papers, concepts) float64 matrix sqrt(BY_CONCEPT * score * ln(N / df)), in whole parts: what a paper is about.

    The product of two rows is BY_CONCEPT times the information that the papers share. score: of the mention. N and df
    are in steps. The numbers were chosen as those of `tfidf`.
    """
    df = np.array([concept.papers for concept in concepts], np.int64)
    information = np.log(np.maximum(octave(len(papers)) / quarter_octaves(df), 1.0))
    information[df > _most(len(papers))] = 0
    told = np.sqrt(BY_CONCEPT * information[mentions.concept] * mentions.score / SCALE)
    shape = (len(papers), max(len(concepts), 1))
    return sparse.csr_matrix((in_weights(told), (mentions.paper, mentions.concept)), shape=shape)


def _most(papers: int) -> int:
    """The most papers of a term that compares any: at a large size one of every twentieth joins more pairs than it is
    worth."""
    return papers if papers < _LARGE else papers // 20


def _weights(terms: Terms, column: np.ndarray, kept: np.ndarray, factor: np.ndarray) -> np.ndarray:
    """The values of the matrix before division, for the rows that are kept. column: (rows,) number of the term."""
    prominence = 1 + np.log(terms.count[kept].astype(float)) + np.exp(-terms.first[kept].astype(float) / 40) / 2
    return prominence * (1 + terms.score[kept] / SCALE / 4) * factor[column[kept]]


def _factors(batches: Sequence[Terms], columns: Sequence[np.ndarray], size: int, papers: int) -> np.ndarray:
    """(size,) float64: the factor of every term, 0 for a term that is left out. columns: the terms of each batch, as
    numbers below `size`."""
    df, front, keyness = (np.zeros(size, np.int64) for _ in range(3))
    for terms, column in zip(batches, columns, strict=True):
        df += np.bincount(column, minlength=size)
        front += np.bincount(column[terms.first < _TITLE_TOKENS], minlength=size)
        scored = terms.score > 0
        np.add.at(keyness, column[scored], terms.score[scored].astype(np.int64))
    both = _ratio(front, df, _FRONT) * _ratio(keyness, df, _KEYNESS * SCALE)
    factor = np.log(np.maximum((octave(papers) + 1) / np.maximum(df, 1), 1)) ** 0.75 * both**0.12
    return np.where((df >= 2) & (df <= _most(papers)), factor, 0.0)


def _ratio(part: np.ndarray, whole: np.ndarray, average: float) -> np.ndarray:
    """How many times the average the share part / whole is; _SMOOTHING draws those of small numbers to 1."""
    return (part / average + _SMOOTHING) / (whole + _SMOOTHING)
