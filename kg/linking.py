"""SIMILAR between papers: shared terms weighted by how telling they are, embeddings, one step of diffusion.

Linking uses every phrase of a paper (kg.terms); what is shown as the reason are the concepts that both papers are
about. Measured in docs/benchmarks.md.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

import numpy as np
from scipy import sparse

from kg.analysis import Analysis
from kg.hierarchy import ancestors
from kg.records import Concept, Edge, Mention, Paper
from kg.terms import terms_of
from kg.weighing import Matrix, weigh

NEIGHBOURS, FEWEST = 20, 5
"""Of a paper at most; in a small corpus a twentieth of it, and FEWEST at least: more would join everything."""
LEAST_OF_BEST = 0.5
"""Share of a paper's best score below which another paper is no neighbor of it."""
DIFFUSION = 0.25
_POOL = 50
_EMBEDDING_WEIGHT = 0.2
_CELLS = 1 << 23
"""Of a dense block of scores: 64 MB."""
_SAMPLE = 1000
_ENOUGH_TO_DIFFUSE = 300
_REASONS = 5
_THROUGH = 0.5
"""What a concept counts for a paper that only mentions a narrower one."""


def similar(
    papers: Sequence[Paper],
    analyses: Sequence[Analysis],
    concepts: Sequence[Concept],
    mentions: Iterable[Mention],
    hierarchy: Iterable[Edge] = (),
    *,
    jobs: int = 0,
) -> list[Edge]:
    """SIMILAR of every paper with its nearest (see NEIGHBOURS), start < end, score in (0, 1), with shared concepts.

    papers and analyses run in parallel; embeddings count when all papers have one. hierarchy: BROADER. shared: the
    concepts that both papers mention, themselves or through a narrower one, the most telling first. Deterministic:
    ties go to the smaller id.
    """
    if len(papers) < 2:
        return []
    above = ancestors(hierarchy)
    terms = weigh(terms_of(papers, analyses, concepts, above, jobs=jobs), len(papers))
    rows = [a.embedding for a in analyses if a.embedding is not None]
    vectors = np.stack(rows) if len(rows) == len(papers) else None
    about = _about(mentions, above)
    known = {c.id: c for c in concepts}
    edges = []
    for i, j, score in nearest(terms, vectors, [p.lang == "zh" for p in papers]):
        a, b = sorted((papers[i].id, papers[j].id))
        shared = tuple(known[c].name for c in _shared(about[a], about[b], known, above))
        edges.append(Edge("SIMILAR", ("Paper", a), ("Paper", b), {"score": score, "shared": shared}))
    return sorted(edges, key=lambda e: (e.start, e.end))


def nearest(
    terms: Matrix, vectors: np.ndarray | None, chinese: Sequence[bool], *, diffusion: float = DIFFUSION
) -> Iterator[tuple[int, int, float]]:
    """(i, j, score), i < j, of the pairs of rows of which either is among the nearest of the other; score in (0, 1).

    terms: (n, terms), see kg.terms. vectors: (n, d) unit rows. chinese: whether each row is (else English).
    """
    pool = _pool(terms, vectors, np.asarray(chinese))
    return _top_pairs(_diffuse(pool, diffusion) if terms.shape[0] >= _ENOUGH_TO_DIFFUSE else pool)


def _pool(terms: Matrix, vectors: np.ndarray | None, chinese: np.ndarray) -> Matrix:
    """Symmetric: the _POOL nearest of every paper, by terms and _EMBEDDING_WEIGHT times the cosine."""
    n = terms.shape[0]
    transposed = terms.T.tocsr()
    per_term, per_cosine = _unmatched(terms, vectors, chinese)
    rows, columns, values = [], [], []
    size = max(1, min(n, _CELLS // n))
    for at in range(0, n, size):
        block = (terms[at : at + size] @ transposed).toarray()
        if vectors is not None:
            cosines = vectors[at : at + size] @ vectors.T
            across = chinese[at : at + size, None] != chinese
            block += across * np.maximum(per_term * block + per_cosine * cosines, 0)
            block += _EMBEDDING_WEIGHT * cosines
        for k, row in enumerate(block.round(6)):
            row[at + k] = 0.0
            best = _largest(row, _POOL)
            rows.append(np.full(len(best), at + k))
            columns.append(best)
            values.append(row[best])
    matrix = sparse.csr_matrix((np.concatenate(values), (np.concatenate(rows), np.concatenate(columns))), shape=(n, n))
    return matrix.maximum(matrix.T).tocsr()


def _unmatched(terms: Matrix, vectors: np.ndarray | None, chinese: np.ndarray) -> tuple[float, float]:
    """Papers in two languages can share only terms that both have. What they would share besides, in one language:

    so much of the terms shared, and so much of the cosine; least squares over pairs of one language, of a sample.
    """
    if vectors is None or chinese.all() or not chinese.any():
        return 0.0, 0.0
    both = (terms[chinese].getnnz(0) > 0) & (terms[~chinese].getnnz(0) > 0)
    sample = np.arange(0, len(chinese), max(1, len(chinese) // _SAMPLE))
    own = sparse.csr_matrix(terms[sample][:, ~both])
    common = sparse.csr_matrix(terms[sample][:, both])
    one_language = np.triu(chinese[sample, None] == chinese[sample], k=1)
    known = np.stack([(common @ common.T).toarray(), vectors[sample] @ vectors[sample].T], axis=-1)[one_language]
    per_term, per_cosine = np.linalg.lstsq(known, (own @ own.T).toarray()[one_language], rcond=None)[0]
    return float(per_term), float(per_cosine)


def _largest(row: np.ndarray, n: int) -> np.ndarray:
    """Where the n largest positive values stand, in order; ties go to the smaller position."""
    least = np.partition(row, -n)[-n] if len(row) > n else 0.0
    best = np.flatnonzero((row >= least) & (row > 0))
    return best[np.argsort(-row[best], kind="stable")[:n]]


def _diffuse(pool: Matrix, weight: float) -> Matrix:
    """T + weight (A T + (A T)'), A = the ten nearest of each row, rows summing to 1; on T's own entries."""
    nearest = _strongest(pool, 10)
    sums = np.asarray(nearest.sum(1)).ravel()
    nearest = sparse.csr_matrix(sparse.diags(1 / np.maximum(sums, 1e-9)) @ nearest)
    spread = nearest @ pool
    mask = pool.copy()
    mask.data[:] = 1.0
    return (pool + weight * (spread + spread.T).multiply(mask)).tocsr()


def _strongest(matrix: Matrix, n: int) -> Matrix:
    """Each row's n largest entries; ties go to the smaller column."""
    rows, columns, values = [], [], []
    for i in range(matrix.shape[0]):
        index = matrix.indices[matrix.indptr[i] : matrix.indptr[i + 1]]
        data = matrix.data[matrix.indptr[i] : matrix.indptr[i + 1]].round(6)
        order = np.lexsort((index, -data))[:n]
        rows.append(np.full(len(order), i))
        columns.append(index[order])
        values.append(data[order])
    return sparse.csr_matrix(
        (np.concatenate(values), (np.concatenate(rows), np.concatenate(columns))), shape=matrix.shape
    )


def _top_pairs(scores: Matrix) -> Iterator[tuple[int, int, float]]:
    """The pairs that are near enough; score = 1 - e^-s."""
    top = _strongest(scores, min(NEIGHBOURS, max(FEWEST, scores.shape[0] // 20)))
    best = -np.expm1(-np.asarray(top.max(1).todense()).ravel())
    pairs = sparse.triu(top.maximum(top.T), k=1).tocoo()
    for i, j, value in zip(pairs.row, pairs.col, pairs.data, strict=True):
        score = -np.expm1(-value)
        if score > 0 and score >= LEAST_OF_BEST * min(best[i], best[j]):
            yield int(i), int(j), round(float(score), 4)


def _about(mentions: Iterable[Mention], above: Mapping[str, AbstractSet[str]]) -> dict[str, dict[str, float]]:
    """paper -> concept -> score of what it mentions, and of what is broader, discounted."""
    about: dict[str, dict[str, float]] = defaultdict(dict)
    for mention in mentions:
        about[mention.paper_id][mention.concept_id] = mention.score
    for scores in about.values():
        through: dict[str, float] = {}
        for concept, score in scores.items():
            for broader in above.get(concept, ()):
                through[broader] = max(_THROUGH * score, through.get(broader, 0.0))
        for broader, score in through.items():
            scores.setdefault(broader, score)
    return about


def _shared(
    a: Mapping[str, float], b: Mapping[str, float], known: Mapping[str, Concept], above: Mapping[str, AbstractSet[str]]
) -> list[str]:
    """The _REASONS most telling concepts that both are about; of a concept and a broader one the narrower."""
    both = a.keys() & b.keys()
    both = both.difference(*(above[c] for c in both if c in above))
    return sorted(both, key=lambda c: (-a[c] * b[c] / math.sqrt(known[c].papers), c))[:_REASONS]
