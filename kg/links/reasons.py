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
"""What a concept counts for a paper that only mentions a narrower one."""


@dataclass(frozen=True, slots=True, eq=False)
class About:
    """What papers are about, by paper and concept.

    bounds: (papers + 1) into concept, by position, and score, in [0, 1]. above: of each concept everything broader.
    mentioned: by how many papers each concept is.
    """

    bounds: np.ndarray
    concept: np.ndarray
    score: np.ndarray
    above: Lists
    mentioned: np.ndarray

    def shared(self, i: np.ndarray, j: np.ndarray) -> Lists:
        """Of each pair of papers the _REASONS most telling concepts that both are about, by position; of a concept and
        a broader one the narrower."""
        size = len(self.mentioned)
        pair, mine = expand(self.bounds, i)
        same, theirs = expand(self.bounds, j)
        keys = pair * size + self.concept[mine], same * size + self.concept[theirs]
        both, at, there = np.intersect1d(*keys, assume_unique=True, return_indices=True)
        pair, concept = pair[at], self.concept[mine[at]]
        telling = self.score[mine[at]] * self.score[theirs[there]] / np.sqrt(self.mentioned[concept])
        narrow = np.ones(len(both), bool)
        which, higher = expand(self.above.bounds, concept)
        broader = lookup(pair[which] * size + self.above.values[higher], both)
        narrow[broader[broader >= 0]] = False
        pair, concept, telling = pair[narrow], concept[narrow], telling[narrow]
        order = np.lexsort((-telling, pair))
        best = order[cumcount(pair) < _REASONS]
        return Lists(concept[best], np.searchsorted(pair[best], np.arange(len(i) + 1)))


def about(papers: int, concepts: Sequence[Concept], mentions: Mentions, ancestors: Ancestors) -> About:
    """What so many papers mention, and what is broader than that, discounted."""
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
    """(paper, concept, score) of all mentions of some papers; what a paper itself mentions keeps its own score."""
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
