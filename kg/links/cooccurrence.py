"""RELATED between concepts: those that share more papers than chance would have it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from scipy import sparse, special

from kg.core.columns import chunks, cumcount, distinct, expand, lookup, pack, unpack
from kg.core.graph import SCALE
from kg.core.records import Concept, Paper
from kg.core.steps import octave, quarter_octaves
from kg.core.tables import EdgeTable, Mentions
from kg.links.cited import only_cited
from kg.links.people import group_of
from kg.links.side_by_side import side_by_side
from kg.links.word_forms import forms_or_pieces

RELATED_PER_CONCEPT = 10
_BY_CHANCE = 100
"""A pair is kept if chance is as likely a reason for it as _BY_CHANCE / papers: who has more to choose from can ask for
more."""
_NO_EVIDENCE = 1.75
"""Papers of a pair that say nothing: the one without which nobody would have asked, and most of the second, because
papers follow from each other. So two are enough in small corpora only."""
_FOLLOWING = 0.5
"""What a further paper of the same authors counts."""
_SURE = 0.05
"""How often chance would share as many papers as two concepts do, if they shared the least that `weight` trusts in."""
_LEAST = 0.15
"""The least weight: what is nearly as often together by chance is true of a whole field ("chaos", "emergence")."""
_ROWS, _PAIRS = 5_000, 20_000
"""Concepts whose pairs are counted at once, and pairs whose papers are."""
_IN_ALL_PAIRS = 60
"""Concepts of one paper that are paired with each other; the weaker ones are left out."""


def related(papers: Sequence[Paper], concepts: Sequence[Concept], mentions: Mentions) -> list[EdgeTable]:
    """RELATED between concepts that share at least two papers, by start and end, start < end. A pair is kept if it is
    among the RELATED_PER_CONCEPT strongest of either concept.

    Chance has to be an unlikely reason for the papers that they share (`by_chance`), as far as these count
    (`_evidence`). Names of which one is a form or a piece of the other are left out.
    """
    count = np.array([c.papers for c in concepts] or [0])
    total = octave(len(papers))
    steps = np.minimum(quarter_octaves(count), total)

    def likely(both: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
        return by_chance(both, steps[a], steps[b], total) < min(1, _BY_CHANCE / total)

    shared = _strongest(mentions, count)
    a, b, both = _pairs(shared, count, len(papers), likely)
    meant = shared.take(np.flatnonzero(~only_cited(papers, shared)))
    told = _evidence(meant, a, b, count, group_of(papers))
    kept = likely(told, a, b)
    a, b, both, told = a[kept], b[kept], both[kept], told[kept]
    strong = np.rint(weight(told, steps[a], steps[b], total) * SCALE).astype(np.int16)
    kept = np.flatnonzero(strong >= _LEAST * SCALE)
    kept = kept[~forms_or_pieces(concepts, a[kept], b[kept])]
    a, b, both, strong = a[kept], b[kept], both[kept], strong[kept]
    rows = _among_the_best(a, b, np.lexsort((b, a, -both, -strong)))
    return list(_tables(concepts, a[rows], b[rows], both[rows], strong[rows]))


def by_chance(both: np.ndarray, a: np.ndarray, b: np.ndarray, total: int) -> np.ndarray:
    """How likely two concepts of a and b papers share at least `both` of `total` if they have nothing to do with each
    other. 1 for less than two.

    The tail of the Poisson distribution, of which the log-likelihood ratio (Dunning, Computational Linguistics 19,
    1993) is an approximation that is poor at two or three papers.
    """
    evidence = np.minimum(both, np.minimum(a, b)) - _NO_EVIDENCE
    expected = np.maximum(a - 1, 0) * np.maximum(b - 1, 0) / total
    return np.where(evidence > 0, special.gammainc(np.maximum(evidence, 0.01), expected), 1.0)


def weight(both: np.ndarray, a: np.ndarray, b: np.ndarray, total: int) -> np.ndarray:
    """Normalised pointwise mutual information ln(p(a,b) / p(a)p(b)) / -ln p(a,b) (Bouma, GSCL 2009), at most 1, of the
    least number of papers of which `both` is still a likely sample: a rare pair is easily perfect.

    That number is the lower bound of the rate of a Poisson distribution (Garwood 1936).
    """
    least = special.gammaincinv(np.minimum(both, np.minimum(a, b)), _SURE)
    return np.log(least * total / (a * b)) / -np.log(least / total)


def _strongest(mentions: Mentions, count: np.ndarray) -> Mentions:
    """The mentions that are paired: the _IN_ALL_PAIRS strongest of a paper, of concepts with several papers."""
    order = np.lexsort((mentions.concept, -mentions.score, mentions.paper))
    used = order[(cumcount(mentions.paper[order]) < _IN_ALL_PAIRS) & (count[mentions.concept[order]] > 1)]
    return mentions.take(np.sort(used))


def _evidence(mentions: Mentions, a: np.ndarray, b: np.ndarray, count: np.ndarray, group: np.ndarray) -> np.ndarray:
    """(pairs,) how many papers say that two concepts belong together: 1 for the first of a group of authors, _FOLLOWING
    for its others; 0 or 1 where there is one group only, and nothing for papers in which the two stand side by side.

    a, b: (pairs,) concepts, sorted. count: (concepts,) papers. group: (papers,).
    """
    rare, other = np.where(count[a] <= count[b], (a, b), (b, a))
    by_concept = np.argsort(mentions.concept, kind="stable")
    bounds = np.searchsorted(mentions.concept[by_concept], np.arange(len(count) + 1))
    paper_of = mentions.paper[by_concept]
    mentioned = pack(mentions.paper, mentions.concept)
    x, y, where = side_by_side(mentions)
    named = lookup(pack(x, y), pack(a, b))
    beside = distinct(pack(named[named >= 0], where[named >= 0]))
    told = [np.zeros(0)]
    for rows in chunks(len(a), _PAIRS):  # whole, the papers of all pairs would take hundreds of megabytes
        pair, at = expand(bounds, rare[rows])  # pair: from 0 in these rows
        paper = paper_of[at]
        shared = lookup(pack(paper, other[rows][pair]), mentioned) >= 0
        pair, paper = pair[shared], paper[shared]
        apart = lookup(pack(pair + rows.start, paper), beside) < 0
        told.append(_counted(pair[apart], group[paper[apart]], len(rare[rows])))
    return np.concatenate(told)


def _counted(pair: np.ndarray, group: np.ndarray, pairs: int) -> np.ndarray:
    """(pairs,) what papers of these groups count for a pair; see `_evidence`."""
    papers = np.bincount(pair, minlength=pairs)
    groups = np.bincount(unpack(distinct(pack(pair, group)))[0], minlength=pairs)
    return np.where(groups > 1, groups + _FOLLOWING * (papers - groups), groups)


def _among_the_best(a: np.ndarray, b: np.ndarray, order: np.ndarray) -> np.ndarray:
    """The pairs, by a and b, that are among the first RELATED_PER_CONCEPT of either concept in the given order."""
    concept, pair = np.append(a[order], b[order]), np.append(order, order)
    place = np.lexsort((np.tile(np.arange(len(order)), 2), concept))
    best = place[cumcount(concept[place]) < RELATED_PER_CONCEPT]
    rows = distinct(pair[best])
    return rows[np.lexsort((b[rows], a[rows]))]


def _tables(concepts: Sequence[Concept], *columns: np.ndarray) -> Iterator[EdgeTable]:
    ids = [concept.id for concept in concepts]
    for rows in chunks(len(columns[0])):
        a, b, both, weight = (column[rows] for column in columns)
        yield EdgeTable("RELATED", ids, ids, a, b, {"weight": weight, "papers": both})


def _pairs(
    mentions: Mentions, count: np.ndarray, papers: int, likely: Callable[..., np.ndarray]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(a, b, number of papers shared) of the concepts that share two papers or more, a < b, sorted. count: (concepts,)
    papers. likely: of these columns, which rows are kept."""
    ones = np.ones(len(mentions), np.int32)
    matrix = sparse.csr_matrix((ones, (mentions.paper, mentions.concept)), shape=(papers, len(count)))
    transposed = matrix.T.tocsr()
    # in blocks: whole, the product is many times as large as what is kept of it
    blocks = (_several(transposed[at : at + _ROWS] @ matrix, at) for at in range(0, len(count), _ROWS))
    kept = ([column[likely(both, a, b)] for column in (a, b, both)] for a, b, both in blocks)
    a, b, both = map(np.concatenate, zip(*kept, strict=True))
    return a, b, both


def _several(counts: sparse.csr_matrix, at: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(row, column, value) of the entries above 1 and above the diagonal, sorted. counts: rows of a symmetric matrix,
    from `at`."""
    counts.sort_indices()
    found = counts.tocoo()
    row, several = found.row + at, found.data > 1
    above = several & (row < found.col)
    return row[above], found.col[above], found.data[above]
