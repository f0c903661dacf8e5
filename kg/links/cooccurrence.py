"""RELATED between concepts, by normalised PMI."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence, Sized
from itertools import islice

import numpy as np
from scipy import sparse

from kg.core.columns import chunks, cumcount
from kg.core.graph import SCALE
from kg.core.records import Concept
from kg.core.tables import EdgeTable, Mentions
from kg.text.phrases import keys_of

RELATED_PER_CONCEPT = 10
LEAST_NPMI = 0.1
_ROWS = 20_000
"""Concepts whose pairs are counted at once."""
_IN_ALL_PAIRS = 60
"""Concepts of one paper that are paired with each other; the weaker ones are left out."""


def related(papers: Sized, concepts: Sequence[Concept], mentions: Mentions) -> Iterator[EdgeTable]:
    """RELATED between concepts that share at least two papers, by start and end, start < end. A pair is kept if it is
    among the RELATED_PER_CONCEPT strongest of either concept.

    weight = npmi = ln(p(a,b) / p(a)p(b)) / -ln p(a,b), in (0, 1] (Bouma, GSCL 2009), discounted by
    n / (n + 1) for the n papers shared, because a rare pair is easily perfect. Pairs of which one name
    holds the other are left to BROADER.
    """
    count = np.array([c.papers for c in concepts] or [0])
    a, b, both = _pairs(mentions, count, len(papers))
    weight = npmi(both, count[a], count[b], len(papers)) * both / (both + 1)
    strong = weight >= LEAST_NPMI
    a, b, both = a[strong], b[strong], both[strong]
    weight = np.rint(weight[strong] * SCALE).astype(np.int16)
    known = np.union1d(a, b).tolist()
    keys = keys_of(spelling for n in known for spelling in concepts[n].spellings)
    names = {n: set(islice(keys, len(concepts[n].spellings))) for n in known}
    taken: Counter[int] = Counter()
    kept: list[int] = []
    order = np.lexsort((b, a, -both, -weight))
    for row, x, y in zip(order.tolist(), a[order].tolist(), b[order].tolist(), strict=True):
        if taken[x] >= RELATED_PER_CONCEPT and taken[y] >= RELATED_PER_CONCEPT:
            continue
        if _holds(names[x], names[y]) or _holds(names[y], names[x]):
            continue
        taken.update((x, y))
        kept.append(row)
    rows = np.array(kept, np.int64)
    rows = rows[np.lexsort((b[rows], a[rows]))]
    return _tables(concepts, a[rows], b[rows], both[rows], weight[rows])


def _tables(concepts: Sequence[Concept], *columns: np.ndarray) -> Iterator[EdgeTable]:
    ids = [concept.id for concept in concepts]
    for rows in chunks(len(columns[0])):
        a, b, both, weight = (column[rows] for column in columns)
        yield EdgeTable("RELATED", ids, ids, a, b, {"weight": weight, "papers": both})


def _pairs(mentions: Mentions, count: np.ndarray, papers: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(a, b, number of papers shared) of the concepts that share two papers or more, a < b. count: (concepts,)
    papers."""
    order = np.lexsort((mentions.concept, -mentions.score, mentions.paper))
    paper, concept = mentions.paper[order], mentions.concept[order]
    used = (cumcount(paper) < _IN_ALL_PAIRS) & (count[concept] > 1)
    ones = np.ones(int(used.sum()), np.int32)
    matrix = sparse.csr_matrix((ones, (paper[used], concept[used])), shape=(papers, len(count)))
    transposed = matrix.T.tocsr()
    # in blocks: whole, the product is many times as large as what is kept of it
    blocks = (_several(transposed[at : at + _ROWS] @ matrix, at) for at in range(0, len(count), _ROWS))
    a, b, both = map(np.concatenate, zip(*blocks, strict=True))
    return a, b, both


def _several(counts: sparse.csr_matrix, at: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(row, column, value) of the entries above 1 and above the diagonal. counts: rows of a symmetric matrix, from
    `at`."""
    found = counts.tocoo()
    row, several = found.row + at, found.data > 1
    above = several & (row < found.col)
    return row[above], found.col[above], found.data[above]


def npmi(both: np.ndarray, a: np.ndarray, b: np.ndarray, total: int) -> np.ndarray:
    """Normalised pointwise mutual information of counts, in [-1, 1]; 1 when everything has both."""
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.log(both * total / (a * b)) / -np.log(both / total)
    return np.where(both == total, 1.0, value)


def _holds(outer: set[str], inner: set[str]) -> bool:
    return any(f" {i} " in f" {o} " for i in inner for o in outer if len(o) > len(i))
