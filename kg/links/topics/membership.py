"""How much papers and concepts belong to topics."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from scipy import sparse

from kg.core.columns import cumcount, lookup, pack
from kg.core.graph import SCALE
from kg.core.tables import Mentions
from kg.links.similar import Pairs

TOPICS_OF_PAPER = 3
LEAST_WEIGHT = 2_500
"""Ten-thousandths: what a topic that a paper also belongs to has to have of it."""

Belonging: TypeAlias = tuple[np.ndarray, np.ndarray, np.ndarray]
"""(member, topic, weight) three (n,) columns sorted by member and topic; weight int16, ten-thousandths."""

Possible: TypeAlias = Callable[[np.ndarray, np.ndarray], np.ndarray]
"""(rows,) bool: which of these members may belong to these topics."""


def everywhere(member: np.ndarray, topic: np.ndarray) -> np.ndarray:
    """Possible: all."""
    return np.ones(len(member), bool)


def within(whole: Belonging, parents: np.ndarray) -> Possible:
    """Possible: the parts of the topics that a member belongs to. parents: (parts,) topics."""
    known = pack(whole[0], whole[1])
    return lambda member, part: lookup(pack(member, parents[part]), known) >= 0


def papers_in(home: np.ndarray, near: Pairs, possible: Possible = everywhere) -> Belonging:
    """The topics that papers belong to: their home, and others to which at least LEAST_WEIGHT of their likeness to
    other papers leads; at most TOPICS_OF_PAPER. The weight is that part of the likeness.

    home: (papers,) topic, -1 for none. possible: which others.
    """
    topics = int(home.max(initial=-1)) + 1
    paper, other = np.append(near[0], near[1]), np.append(near[1], near[0])
    score = np.append(near[2], near[2]).astype(np.int64)
    inside = (home[other] >= 0) & (home[paper] >= 0)
    shape = len(home), topics
    sums = sparse.csr_matrix((score[inside], (paper[inside], home[other[inside]])), shape=shape).tocoo()
    total = np.bincount(paper, score, len(home))
    paper, topic = sums.row.astype(np.int64), sums.col.astype(np.int64)
    weight = np.rint(SCALE * sums.data / total[paper]).astype(np.int16)
    at_home = home[paper] == topic
    kept = at_home | (weight >= LEAST_WEIGHT)
    kept &= at_home | possible(paper, topic)
    paper, topic, weight, at_home = paper[kept], topic[kept], weight[kept], at_home[kept]
    order = np.lexsort((topic, -weight, ~at_home, paper))
    order = order[cumcount(paper[order]) < TOPICS_OF_PAPER]
    order = order[np.lexsort((topic[order], paper[order]))]
    return paper[order], topic[order], weight[order]


def told(papers: Belonging, mentions: Mentions, shape: tuple[int, int]) -> sparse.csr_matrix:
    """(topics, concepts) int64: how much the papers of a topic are about a concept, in SCALE * SCALE.

    papers: with their topics; a paper counts by its weight. shape: number of topics and of concepts.
    """
    paper, topic, weight = papers
    many = int(max(paper.max(initial=-1), mentions.paper.max(initial=-1))) + 1
    belongs = sparse.csr_matrix((weight.astype(np.int64), (topic, paper)), shape=(shape[0], many))
    about = (mentions.score.astype(np.int64), (mentions.paper, mentions.concept))
    return sparse.csr_matrix(belongs @ sparse.csr_matrix(about, shape=(many, shape[1])))


def concepts_in(said: sparse.csr_matrix, about: np.ndarray, possible: Possible = everywhere) -> Belonging:
    """The topic that a concept belongs to: where papers are about it most beyond what the size of the topic lets expect
    (as in the modularity of bipartite graphs, Barber, Physical Review E 76, 2007). Concepts of no topic are left out.

    said: as `told` gives it. about: (concepts,) SCALE * SCALE times the sum of all scores; the weight is the part of it
    that lies in the topic. possible: which topics.
    """
    found = said.tocoo()
    concept, topic, part = found.col.astype(np.int64), found.row.astype(np.int64), found.data
    size = np.asarray(said.sum(axis=1)).ravel()
    beyond = part - about[concept] * (size / max(size.sum(), 1))[topic]
    kept = possible(concept, topic)
    concept, topic, part, beyond = concept[kept], topic[kept], part[kept], beyond[kept]
    order = np.lexsort((topic, -beyond, concept))
    order = order[cumcount(concept[order]) == 0]
    weight = np.rint(SCALE * np.minimum(part[order] / about[concept[order]], 1)).astype(np.int16)
    kept = weight > 0
    return concept[order][kept], topic[order][kept], weight[kept]
