"""Centrality and density of topics, the axes of a strategic diagram."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from kg.core.columns import lookup
from kg.core.graph import SCALE
from kg.core.tables import Mentions

KEYWORDS = 1_000
"""The concepts of most papers are compared: of one paper all are as dense as can be."""


def centrality_and_density(
    mentions: Mentions, papers: np.ndarray, concept: np.ndarray, topic: np.ndarray, topics: int
) -> tuple[np.ndarray, np.ndarray]:
    """(topics,) centrality and (topics,) density in whole ten-thousandths, int64; 0 for a topic without keywords.

    Co-word analysis of Callon, Courtial, Laville (Scientometrics 22, 1991), in the scale of SciMAT (Cobo and others,
    Journal of Informetrics 5, 2011) and bibliometrix: of keywords i, j in c_i, c_j papers, both in c_ij, the
    equivalence index is e_ij = c_ij^2 / (c_i c_j); the centrality of a topic is 10 times the sum of e between its
    keywords and other ones, its density 100 times the sum of e between its own, a pair once, by the number of these.

    papers: (concepts,) how many papers mention each; keywords are the KEYWORDS commonest, in two papers at least.
    concept, topic: (rows,) which concepts belong to which topic, one topic each.
    """
    common = np.lexsort((np.arange(len(papers)), -papers))[:KEYWORDS]
    keywords = np.sort(common[papers[common] > 1])
    index = _equivalence(mentions, papers, keywords)
    of = np.full(len(keywords), -1)
    number = lookup(concept, keywords)
    of[number[number >= 0]] = topic[number >= 0]
    known = of >= 0
    member = np.zeros((topics, len(keywords)), np.int64)
    member[of[known], np.flatnonzero(known)] = 1
    within = np.einsum("tk,tk->t", member @ index, member)
    without = (member @ index).sum(axis=1) - within
    size = member.sum(axis=1)
    return 10 * without, np.rint(100 * (within / 2) / np.maximum(size, 1)).astype(np.int64)


def _equivalence(mentions: Mentions, papers: np.ndarray, keywords: np.ndarray) -> np.ndarray:
    """(keywords, keywords) int64: e_ij in ten-thousandths, 0 on the diagonal."""
    number = lookup(mentions.concept, keywords)
    kept = number >= 0
    rows = mentions.paper[kept], number[kept]
    shape = int(mentions.paper.max(initial=-1)) + 1, len(keywords)
    mentioned = sparse.csr_matrix((np.ones(len(rows[0]), np.int64), rows), shape=shape)
    both = (mentioned.T @ mentioned).toarray()
    count = papers[keywords].astype(np.int64)
    index = np.rint(SCALE * both**2 / np.maximum(np.outer(count, count), 1)).astype(np.int64)
    np.fill_diagonal(index, 0)
    return index
