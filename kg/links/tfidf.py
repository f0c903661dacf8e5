"""How much a term says about a paper: its weight in the matrix by which papers are compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Sized
from dataclasses import dataclass
from typing import Annotated, Any, NamedTuple, TypeAlias

import numpy as np
from scipy import sparse

from kg.core.columns import Table, first_of_group, lookup
from kg.core.graph import SCALE
from kg.core.records import Concept
from kg.core.steps import octave, quarter_octaves
from kg.core.tables import I16, I32, U64, Mentions, Terms
from kg.core.vectors import WEIGHT, in_weights

Matrix: TypeAlias = Any
"""A scipy.sparse.csr_matrix; its type stubs know too little of it."""
I64: TypeAlias = Annotated[np.ndarray, np.int64]

FEWEST = 2
"""Papers of a term that compares any."""
_TITLE_TOKENS = 15
_LARGE = 20_000
_SMOOTHING = 5
_FRONT, _KEYNESS = 0.133, 0.0326
"""Averages over all terms of 16,000 arXiv papers: share of occurrences up front, and score as a keyphrase."""
BY_CONCEPT = 0.1
"""What a nat of information that concepts share adds to a product."""


@dataclass(frozen=True, slots=True, eq=False)
class TermCounts(Table):
    """What is counted of terms, in some papers or all. Whole numbers: they may be added up in any order."""

    KEY = ("term",)

    term: U64
    df: I64  # papers that hold it
    front: I64  # those of them in which it stands among the first _TITLE_TOKENS words
    keyness: I64  # sum of its scores as a keyphrase, in ten-thousandths


@dataclass(frozen=True, slots=True, eq=False)
class Weights(Table):
    """Entries of the matrix, the last column of a paper first. weight: in whole parts, see kg.core.vectors.WEIGHT."""

    KEY = ("paper",)

    paper: I32
    column: I32
    weight: I16


class Factors(NamedTuple):
    """How much terms say. term: sorted, those that are compared; factor: float64, of each."""

    term: np.ndarray
    factor: np.ndarray


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
    known = factors(added_up([counted(batch) for batch in batches]), len(papers))
    return matrix_of(len(papers), known, [weighed(batch, known) for batch in batches])


def counted(terms: Terms) -> TermCounts:
    """The counts of the terms of some papers."""
    vocabulary, column = np.unique(terms.term, return_inverse=True)
    size = len(vocabulary)
    keyness = np.zeros(size, np.int64)
    scored = terms.score > 0
    np.add.at(keyness, column[scored], terms.score[scored].astype(np.int64))
    front = np.bincount(column[terms.first < _TITLE_TOKENS], minlength=size)
    return TermCounts(vocabulary, np.bincount(column, minlength=size), front, keyness)


def added_up(counts: Sequence[TermCounts]) -> TermCounts:
    """The counts of all together."""
    if not counts:
        return TermCounts(np.zeros(0, np.uint64), *np.zeros((3, 0), np.int64))
    every = TermCounts.concat(counts)
    order = np.argsort(every.term, kind="stable")
    starts = np.flatnonzero(first_of_group(every.term[order]))
    sums = (np.add.reduceat(column[order], starts) for column in (every.df, every.front, every.keyness))
    return TermCounts(every.term[order[starts]], *sums)


def factors(counts: TermCounts, papers: int) -> Factors:
    """The terms that are compared, and their factors. counts: of all papers. papers: their number."""
    df = counts.df
    both = _ratio(counts.front, df, _FRONT) * _ratio(counts.keyness, df, _KEYNESS * SCALE)
    factor = np.log(np.maximum((octave(papers) + 1) / np.maximum(df, 1), 1)) ** 0.75 * both**0.12
    kept = (df >= FEWEST) & (df <= most_papers(papers)) & (factor > 0)
    return Factors(counts.term[kept], factor[kept])


def weighed(terms: Terms, known: Factors) -> Weights:
    """The rows of the matrix for some papers."""
    column = lookup(terms.term, known.term)
    kept = column >= 0
    paper, column = terms.paper[kept], column[kept]
    prominence = 1 + np.log(terms.count[kept].astype(float)) + np.exp(-terms.first[kept].astype(float) / 40) / 2
    weight = prominence * (1 + terms.score[kept] / SCALE / 4) * known.factor[column]
    papers, row = np.unique(paper, return_inverse=True)
    # one after the other, as a sparse matrix adds up a row; NumPy's own sums would group them by eights
    squares = np.bincount(row, weight * weight, len(papers))
    weight = (1 / np.maximum(np.sqrt(squares), 1e-9) ** 0.75)[row] * weight
    whole = (in_weights(weight) * WEIGHT).astype(np.int16)
    return Weights(paper, column.astype(np.int32), whole).take(np.lexsort((-column, paper)))


def matrix_of(papers: int, known: Factors, rows: Sequence[Weights]) -> Matrix:
    """The matrix with these rows, which come in the order of papers. papers: how many there are."""
    if not rows:
        return sparse.csr_matrix((papers, 1))
    every = Weights.concat(rows)
    bounds = np.append(0, np.cumsum(np.bincount(every.paper, minlength=papers)))
    cells = every.weight / WEIGHT, every.column, bounds
    return sparse.csr_matrix(cells, shape=(papers, max(len(known.term), 1)))


def by_concept(papers: Sized, concepts: Sequence[Concept], mentions: Mentions) -> Matrix:
    """(papers, concepts) float64 matrix sqrt(BY_CONCEPT * score * ln(N / df)), in whole parts: what a paper is about.

    The product of two rows is BY_CONCEPT times the information that the papers share. score: of the mention. N and df
    are in steps. The numbers were chosen as those of `tfidf`.
    """
    df = np.array([concept.papers for concept in concepts], np.int64)
    information = np.log(np.maximum(octave(len(papers)) / quarter_octaves(df), 1.0))
    information[df > most_papers(len(papers))] = 0
    told = np.sqrt(BY_CONCEPT * information[mentions.concept] * mentions.score / SCALE)
    shape = (len(papers), max(len(concepts), 1))
    return sparse.csr_matrix((in_weights(told), (mentions.paper, mentions.concept)), shape=shape)


def most_papers(papers: int) -> int:
    """The most papers of a term that compares any: at a large size one of every twentieth joins more pairs than it is
    worth."""
    return papers if papers < _LARGE else papers // 20


def _ratio(part: np.ndarray, whole: np.ndarray, average: float) -> np.ndarray:
    """How many times the average the share part / whole is; _SMOOTHING draws those of small numbers to 1."""
    return (part / average + _SMOOTHING) / (whole + _SMOOTHING)
