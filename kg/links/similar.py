"""SIMILAR between papers: the nearest neighbours of every paper, by tf-idf of terms, embeddings and a step of
diffusion.

Papers are compared by all their terms and by their concepts (kg.links.terms, tfidf); people are shown the concepts that
both are about (kg.links.reasons). Every part was measured: docs/benchmarks.md, docs/decisions/0010-links.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

import numpy as np
from scipy import sparse

from kg.core.columns import Lists, chunks
from kg.core.engine import Engine
from kg.core.graph import SCALE
from kg.core.records import Concept, Paper
from kg.core.steps import octave
from kg.core.tables import Ancestors, EdgeTable, Mentions
from kg.core.vectors import Vectors, by_cosine, in_cosines, likeness
from kg.links.coupling import Coupling
from kg.links.pool import Compared, Pooled, pooled, products, strongest
from kg.links.reasons import About, about
from kg.links.tfidf import BY_CONCEPT, Matrix, by_concept

NEIGHBOURS, FEWEST = 20, 5
"""NEIGHBOURS: the most of a paper. In a small corpus a twentieth of its papers, but at least FEWEST; more would join
everything."""
LEAST_OF_BEST = 0.5
"""Share of a paper's best score below which another paper is no neighbor of it."""
CHANCE, LEAST = 1.5, 0.6
"""A pair is chance up to so many standard deviations above random pairs of the corpus, and below this score."""
CLEAR, CLEARLY = 5.0, 0.7
"""And clearly near, whatever it shares, from so many deviations and this score on."""
COUPLED = 0.1
"""The product of their references (kg.links.coupling) from which on they need not share concepts."""
TELLING = 0.2
"""The information that the concepts of any other pair have to share, as a share of ln N."""
RANDOM, CALIBRATED = 20_000, 20
"""Random pairs, about, and papers that it takes to learn from them what chance is."""
DIFFUSION = 0.25
_ROWS = 2048
"""Rows that are multiplied at once in a sparse product."""
_SAMPLE = 1000
_ENOUGH_TO_DIFFUSE = 300

Pairs: TypeAlias = tuple[np.ndarray, np.ndarray, np.ndarray]
"""(i, j, score) of pairs of rows, three (n,) columns sorted by i and j; score int16, ten-thousandths."""


def near(
    papers: Sequence[Paper],
    terms: Matrix,
    coupled: Coupling,
    vectors: np.ndarray | None,
    concepts: Sequence[Concept],
    mentions: Mentions,
    engine: Engine,
    pooled: Pooled = pooled,
) -> tuple[Pairs, Vectors]:
    """The pairs of a paper and its nearest (see NEIGHBOURS), and what papers were compared by.

    papers: sorted by id. terms: (papers, terms), see kg.links.tfidf. coupled: see kg.links.coupling. vectors: (papers,
    d) float32 embeddings, unit rows, or None. Ties go to the smaller id. pooled: compares all with all, so that
    it can be done elsewhere.
    """
    chinese = np.array([paper.lang == "zh" for paper in papers], bool)
    vectors = None if vectors is None else in_cosines(vectors)
    told = by_concept(papers, concepts, mentions)
    matrix = sparse.hstack([terms, told, coupled.matrix], format="csr")
    across = (0.0, 0.0) if vectors is None else unmatched(matrix, vectors, chinese)
    compared = Compared(matrix, vectors, chinese, across)
    if len(papers) < 2:
        return (np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.int16)), Vectors.of(*compared)
    pairs = nearest(compared, threads=engine.processes, pooled=pooled)
    return _told_apart_from_chance(pairs, compared, told, coupled), Vectors.of(*compared)


def similar(
    papers: Sequence[Paper],
    near: Pairs,
    coupled: Coupling,
    concepts: Sequence[Concept],
    mentions: Mentions,
    ancestors: Ancestors,
) -> Iterator[EdgeTable]:
    """SIMILAR between papers that are near, start < end, score in (0, 1), with what they share.

    shared: names of concepts that both papers are about, see kg.links.reasons. both_cite: see kg.links.coupling.
    """
    if not len(near[0]):
        return iter(())
    known = about(len(papers), concepts, mentions, ancestors)
    return _tables(near, [paper.id for paper in papers], concepts, known, coupled)


def _told_apart_from_chance(pairs: Pairs, compared: Compared, told: Matrix, coupled: Coupling) -> Pairs:
    """The pairs that are nearer than random ones are, and share telling concepts or references or are clearly near; all
    of them in a corpus too small to tell."""
    matrix, vectors, chinese, _ = compared
    if matrix.shape[0] < CALIBRATED:
        return pairs
    i, j, score = pairs
    a, b = _random_pairs(matrix.shape[0])
    one_language = chinese[a] == chinese[b]
    a, b = a[one_language], b[one_language]
    drawn = products(matrix, a, b)
    if vectors is not None:
        drawn += by_cosine((vectors[a] * vectors[b]).sum(1))
    least, clearly = np.maximum(
        likeness(np.array([_beyond(drawn, CHANCE), _beyond(drawn, CLEAR)])), (LEAST * SCALE, CLEARLY * SCALE)
    )
    telling = products(told, i, j) >= BY_CONCEPT * TELLING * np.log(octave(matrix.shape[0]))
    coupling = products(coupled.matrix, i, j) >= COUPLED
    kept = (score >= least) & (telling | coupling | (score >= clearly))
    return i[kept], j[kept], score[kept]


def _random_pairs(papers: int) -> tuple[np.ndarray, np.ndarray]:
    """Up to about RANDOM pairs of different papers, in which each stands equally often; the same ones every time."""
    step = np.arange(1, min(papers, 1 + max(1, RANDOM // papers)))
    a = np.tile(np.arange(papers), len(step))
    return a, (a + np.repeat(step * 7919 % (papers - 1) + 1, papers)) % papers


def _beyond(values: np.ndarray, deviations: float) -> float:
    """The median and so many standard deviations, these told by the median too, which near pairs hardly move."""
    middle = float(np.median(values))
    return middle + deviations * 1.4826 * float(np.median(np.abs(values - middle)))


def _tables(
    pairs: Pairs, ids: Sequence[str], concepts: Sequence[Concept], known: About, coupled: Coupling
) -> Iterator[EdgeTable]:
    names = [concept.name for concept in concepts]
    for rows in chunks(len(pairs[0])):
        i, j, score = (column[rows] for column in pairs)
        shared = known.shared(i, j)
        reasons = Lists([names[c] for c in shared.plain()], shared.bounds)
        columns = {"score": score, "shared": reasons, "both_cite": coupled.both_cite(i, j)}
        yield EdgeTable("SIMILAR", ids, ids, i, j, columns)


def nearest(papers: Compared, *, diffusion: float = DIFFUSION, threads: int = 1, pooled: Pooled = pooled) -> Pairs:
    """The pairs of papers, i < j, of which one is among the nearest of the other."""
    pool = pooled(papers, threads)
    pool = pool.maximum(pool.T).tocsr()
    return _top_pairs(_diffuse(pool, diffusion) if papers.terms.shape[0] >= _ENOUGH_TO_DIFFUSE else pool)


def unmatched(terms: Matrix, vectors: np.ndarray, chinese: np.ndarray) -> tuple[float, float]:
    """Papers in two languages can only share terms that stand in both. What they would share besides in one language is
    estimated as per_term * product of the common terms + per_cosine * cosine of the vectors.

    Returns (per_term, per_cosine), by least squares over the pairs in one language of a sample; 0 for one language.
    """
    if chinese.all() or not chinese.any():
        return 0.0, 0.0
    both = (terms[chinese].getnnz(0) > 0) & (terms[~chinese].getnnz(0) > 0)
    sample = np.arange(0, len(chinese), max(1, len(chinese) // _SAMPLE))
    own = sparse.csr_matrix(terms[sample][:, ~both])
    common = sparse.csr_matrix(terms[sample][:, both])
    one_language = np.triu(chinese[sample, None] == chinese[sample], k=1)
    known = np.stack([(common @ common.T).toarray(), vectors[sample] @ vectors[sample].T], axis=-1)[one_language]
    per_term, per_cosine = np.linalg.lstsq(known, (own @ own.T).toarray()[one_language], rcond=None)[0]
    return float(per_term), float(per_cosine)


def _diffuse(pool: Matrix, weight: float) -> Matrix:
    """T + weight (A T + (A T)'), at the entries of T only. A: the ten nearest of every row, rows that sum to 1.

    One step of diffusion: neighbours of neighbours gain.
    """
    nearest = strongest(pool, 10)
    sums = np.asarray(nearest.sum(1)).ravel()
    nearest = sparse.csr_matrix(sparse.diags(1 / np.maximum(sums, 1e-9)) @ nearest)
    mask = pool.copy()
    mask.data[:] = 1.0
    # in blocks: whole, the product is ten times as large as what is kept of it
    blocks = (slice(at, at + _ROWS) for at in range(0, pool.shape[0], _ROWS))
    spread = sparse.vstack([(nearest[rows] @ pool).multiply(mask[rows]).tocsr() for rows in blocks], format="csr")
    return (pool + weight * (spread + spread.T)).tocsr()


def _top_pairs(scores: Matrix) -> Pairs:
    """The pairs that are near enough, with 1 - e^-s as the score for an entry s."""
    top = strongest(scores, min(NEIGHBOURS, max(FEWEST, scores.shape[0] // 20)))
    best = -np.expm1(-np.asarray(top.max(1).todense()).ravel())
    pairs = sparse.triu(top.maximum(top.T), k=1).tocoo()
    near = pairs.data > 0
    near &= -np.expm1(np.negative(pairs.data)) >= LEAST_OF_BEST * np.minimum(best[pairs.row], best[pairs.col])
    order = np.lexsort((pairs.col, pairs.row))
    order = order[near[order]]
    return pairs.row[order], pairs.col[order], likeness(pairs.data[order])
