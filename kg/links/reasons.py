"""What two papers share: the concepts that both mention, themselves or through a narrower one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kg.core.columns import Lists, chunks, cumcount, expand, first_of_group, lookup
from kg.core.graph import SCALE
from kg.core.records import Concept
from kg.core.tables import Ancestors, Mentions

_REASONS = 5
_THROUGH = 0.5
"""Share of its score that a concept passes on to a broader one, which the paper does not mention itself."""


@dataclass(frozen=True, slots=True, eq=False)
class About:
    """What papers are about: a column of concepts and one of scores, sorted by paper and concept.

    bounds: (papers + 1,) paper n has the rows bounds[n] to bounds[n + 1]. concept: (rows,) int32 indices. score:
    (rows,) float64 in [0, 1]. above: for every concept all broader ones. mentioned: (concepts,) how many papers mention
    it.
    """

    bounds: np.ndarray
    concept: np.ndarray
    score: np.ndarray
    above: Lists
    mentioned: np.ndarray

    def shared(self, i: np.ndarray, j: np.ndarray) -> Lists:
        """For every pair of papers the _REASONS concepts with the greatest weight that both are about, the greatest
        first.

        weight = score in i * score in j / sqrt(papers that mention the concept). A concept is left out where a narrower
        one of it is shared. i, j: (pairs,) papers. The lists hold indices of concepts.
        """
        size = len(self.mentioned)
        pair, mine = expand(self.bounds, i)
        same, theirs = expand(self.bounds, j)
        keys = pair * size + self.concept[mine], same * size + self.concept[theirs]
        both, at, there = np.intersect1d(*keys, assume_unique=True, return_indices=True)
        pair, concept = pair[at], self.concept[mine[at]]
        weight = self.score[mine[at]] * self.score[theirs[there]] / np.sqrt(self.mentioned[concept])
        narrow = np.ones(len(both), bool)
        which, higher = expand(self.above.bounds, concept)
        broader = lookup(pair[which] * size + self.above.values[higher], both)
        narrow[broader[broader >= 0]] = False
        pair, concept, weight = pair[narrow], concept[narrow], weight[narrow]
        order = np.lexsort((-weight, pair))
        best = order[cumcount(pair) < _REASONS]
        return Lists(concept[best], np.searchsorted(pair[best], np.arange(len(i) + 1)))


def about(papers: int, concepts: Sequence[Concept], mentions: Mentions, ancestors: Ancestors) -> About:
    """What the papers mention, and all that is broader, at _THROUGH of its score. papers: how many there are."""
    bounds = np.searchsorted(ancestors.concept, np.arange(len(concepts) + 1))
    above = Lists(ancestors.broader.astype(np.int64), bounds)
    starts = np.searchsorted(mentions.paper, np.arange(papers + 1))
    slices = (slice(starts[rows.start], starts[min(rows.stop, papers)]) for rows in chunks(papers))
    paper, concept, score = map(
        np.concatenate, zip(*(_about(mentions.take(rows), above) for rows in slices), strict=True)
    )
    bounds = np.searchsorted(paper, np.arange(papers + 1))
    return About(bounds, concept, score, above, np.array([c.papers for c in concepts]))


def _about(mentions: Mentions, above: Lists) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(paper, concept, score) of the mentions of some papers, sorted; what a paper mentions itself keeps its own
    score."""
    which, higher = expand(above.bounds, mentions.concept)
    paper = np.concatenate([mentions.paper, mentions.paper[which]])
    concept = np.concatenate([mentions.concept, above.values[higher]]).astype(np.int32)
    through = np.arange(len(paper)) >= len(mentions)
    score = mentions.score / SCALE
    score = np.concatenate([score, _THROUGH * score[which]])
    order = np.lexsort((-score, through, concept, paper))
    paper, concept, score = paper[order], concept[order], score[order]
    first = first_of_group(paper, concept)
    return paper[first], concept[first], score[first]
