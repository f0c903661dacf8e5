"""SIMILAR between papers: shared terms weighted by how telling they are, embeddings, one step of diffusion.

Linking uses every phrase of a paper, also those that nobody wants to read in a list; what is shown as the
reason are the concepts that both papers mention. Measured in docs/benchmarks.md.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
from scipy import sparse

from kg.frequency import zipf
from kg.keyphrases.document import given_title
from kg.keyphrases.tagging import tag_chinese
from kg.records import Concept, Edge, Mention, Paper
from kg.text import stem
from kg.vocabulary import phrase_key, tokens

Matrix: TypeAlias = Any
"""A scipy.sparse.csr_matrix; its type stubs know too little of it."""

NEIGHBOURS = 10
LEAST_OF_BEST = 0.5
"""Share of a paper's best score below which another paper is no neighbor of it."""
_POOL = 50
_STOP_ZIPF = 5.9
_LONGEST = 3
_TITLE_TOKENS = 15
_EMBEDDING_WEIGHT = 0.2
_DIFFUSION = 0.25
_BLOCK = 1024
_LARGE = 20_000
_REASONS = 5
_CHINESE_STOP = frozenset("x uj ul c p u r y e o uz uv ug ud d m f q t w zg".split())


def similar(
    papers: Sequence[Paper],
    concepts: Sequence[Concept],
    mentions: Iterable[Mention],
    embeddings: Sequence[np.ndarray | None],
) -> list[Edge]:
    """SIMILAR of every paper with its NEIGHBOURS nearest, start < end, score in (0, 1), with shared concepts.

    papers, embeddings (unit rows or None) run in parallel. Deterministic: ties go to the smaller id.
    """
    if len(papers) < 2:
        return []
    terms = _term_matrix(papers, _canonical(concepts))
    vectors = np.stack([e for e in embeddings if e is not None]) if all(e is not None for e in embeddings) else None
    pool = _pool(terms, vectors)
    scores = _diffuse(pool) if len(papers) >= 300 else pool
    names = {c.id: c for c in concepts}
    shared = _shared(mentions)
    edges = []
    for i, j, score in _top_pairs(scores):
        both = shared[papers[i].id].keys() & shared[papers[j].id].keys()
        reasons = sorted(
            both,
            key=lambda c: (
                -shared[papers[i].id][c] * shared[papers[j].id][c] / math.sqrt(names[c].papers),
                c,
            ),
        )[:_REASONS]
        a, b = sorted((papers[i].id, papers[j].id))
        properties = {"score": score, "shared": tuple(names[c].name for c in reasons)}
        edges.append(Edge("SIMILAR", ("Paper", a), ("Paper", b), properties))
    return sorted(edges, key=lambda e: (e.start, e.end))


def _canonical(concepts: Sequence[Concept]) -> dict[str, str]:
    """Phrase key -> one key for all spellings of a concept, so that both languages share a column."""
    known: dict[str, str] = {}
    for concept in concepts:
        for spelling in (concept.name, concept.name_en, concept.name_zh, *concept.aliases):
            if spelling:
                known[phrase_key(spelling, stem)] = concept.id
    return known


def _sequences(paper: Paper) -> Iterator[list[str | None]]:
    """The words of title and abstract as keys; None where a phrase ends."""
    for text in (given_title(paper), paper.abstract):
        if paper.lang == "zh":
            yield [
                None if tag in _CHINESE_STOP or word.isspace() else phrase_key(word, stem)
                for word, tag in tag_chinese(text)
            ]
        else:
            yield [
                t if t[0].isalnum() and zipf(text[a:b]) < _STOP_ZIPF and not t.isdigit() else None
                for t, a, b in tokens(text, stem)
            ]


def _terms(paper: Paper, canonical: Mapping[str, str]) -> dict[str, tuple[int, int]]:
    """term -> (count, first token) of every run of up to _LONGEST words without a stop word."""
    found: dict[str, tuple[int, int]] = {}
    at = 0
    for sequence in _sequences(paper):
        for i in range(len(sequence)):
            key = ""
            for word in sequence[i : i + _LONGEST]:
                if not word:
                    break
                key = f"{key} {word}" if key else word
                term = canonical.get(key, key)
                count, first = found.get(term, (0, at + i))
                found[term] = (count + 1, first)
        at += len(sequence)
    return found


def _term_matrix(papers: Sequence[Paper], canonical: Mapping[str, str]) -> Matrix:
    """(papers, terms): (1 + ln tf + e^(-first/40)) * ln((N+1)/df)^0.75 * up-front^0.3, rows / norm^0.85.

    up-front: how often a term stands among the first words when it stands at all, a label-free termhood.
    """
    rows = [_terms(p, canonical) for p in papers]
    df = Counter(t for row in rows for t in row)
    # at this size a term of every twentieth paper joins more pairs than it is worth
    most = len(papers) if len(papers) < _LARGE else len(papers) // 20
    front = Counter(t for row in rows for t, (_, first) in row.items() if first < _TITLE_TOKENS)
    columns = {t: i for i, t in enumerate(sorted(t for t, n in df.items() if 2 <= n <= most))}
    base = sum(front.values()) / max(sum(df.values()), 1)
    factor = {
        t: math.log((len(papers) + 1) / df[t]) ** 0.75 * ((front[t] + 5 * base) / (df[t] + 5) / base) ** 0.3
        for t in columns
    }
    data, index, pointer = [], [], [0]
    for row in rows:
        for term in sorted(row.keys() & columns.keys()):
            count, first = row[term]
            data.append((1 + math.log(count) + math.exp(-first / 40)) * factor[term])
            index.append(columns[term])
        pointer.append(len(data))
    matrix = sparse.csr_matrix((data, index, pointer), shape=(len(papers), max(len(columns), 1)))
    norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(1)).ravel())
    scale = sparse.diags(1 / np.maximum(norms, 1e-9) ** 0.85)
    return sparse.csr_matrix(scale @ matrix)


def _pool(terms: Matrix, vectors: np.ndarray | None) -> Matrix:
    """Symmetric: the _POOL nearest of every paper, by terms and _EMBEDDING_WEIGHT times the cosine."""
    n = terms.shape[0]
    transposed = terms.T.tocsr()
    rows, columns, values = [], [], []
    for at in range(0, n, _BLOCK):
        block = np.asarray((terms[at : at + _BLOCK] @ transposed).todense())
        if vectors is not None:
            block += _EMBEDDING_WEIGHT * (vectors[at : at + _BLOCK] @ vectors.T)
        block = block.round(6)
        for k, row in enumerate(block):
            row[at + k] = 0.0
            best = np.argsort(-row, kind="stable")[:_POOL]
            best = best[row[best] > 0]
            rows.append(np.full(len(best), at + k))
            columns.append(best)
            values.append(row[best])
    matrix = sparse.csr_matrix((np.concatenate(values), (np.concatenate(rows), np.concatenate(columns))), shape=(n, n))
    return matrix.maximum(matrix.T).tocsr()


def _diffuse(pool: Matrix) -> Matrix:
    """T + 0.25 (A T + (A T)'), A = the ten nearest of each row, rows summing to 1; on T's own entries."""
    nearest = _strongest(pool, 10)
    sums = np.asarray(nearest.sum(1)).ravel()
    nearest = sparse.csr_matrix(sparse.diags(1 / np.maximum(sums, 1e-9)) @ nearest)
    spread = nearest @ pool
    mask = pool.copy()
    mask.data[:] = 1.0
    return (pool + _DIFFUSION * (spread + spread.T).multiply(mask)).tocsr()


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
    """(i, j, score), i < j, of the pairs that are among the NEIGHBOURS of either; score = 1 - e^-s."""
    top = _strongest(scores, NEIGHBOURS)
    best = -np.expm1(-np.asarray(top.max(1).todense()).ravel())
    pairs = sparse.triu(top.maximum(top.T), k=1).tocoo()
    for i, j, value in zip(pairs.row, pairs.col, pairs.data, strict=True):
        score = -np.expm1(-value)
        if score > 0 and score >= LEAST_OF_BEST * min(best[i], best[j]):
            yield int(i), int(j), round(float(score), 4)


def _shared(mentions: Iterable[Mention]) -> dict[str, dict[str, float]]:
    by_paper: dict[str, dict[str, float]] = defaultdict(dict)
    for mention in mentions:
        by_paper[mention.paper_id][mention.concept_id] = mention.score
    return by_paper
