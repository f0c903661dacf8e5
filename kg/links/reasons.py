"""What two papers share: the concepts that both mention, themselves or through a narrower one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import chain

import numpy as np

from kg.concepts.score import Mentions
from kg.core.records import Concept
from kg.core.tables import Lists, changes, parts, place, ranks, spread

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
        pair, mine = spread(self.bounds, i)
        same, theirs = spread(self.bounds, j)
        keys = pair * size + self.concept[mine], same * size + self.concept[theirs]
        both, at, there = np.intersect1d(*keys, assume_unique=True, return_indices=True)
        pair, concept = pair[at], self.concept[mine[at]]
        telling = self.score[mine[at]] * self.score[theirs[there]] / np.sqrt(self.mentioned[concept])
        narrow = np.ones(len(both), bool)
        which, higher = spread(self.above.bounds, concept)
        broader = place(pair[which] * size + self.above.values[higher], both)
        narrow[broader[broader >= 0]] = False
        pair, concept, telling = pair[narrow], concept[narrow], telling[narrow]
        order = np.lexsort((-telling, pair))
        best = order[ranks(pair) < _REASONS]
        return Lists(concept[best], np.searchsorted(pair[best], np.arange(len(i) + 1)))


def about(mentions: Mentions, above: Mapping[str, AbstractSet[str]]) -> About:
    """What papers mention, and what is broader than that, discounted. above: concept -> everything broader."""
    papers, concepts = mentions.papers, mentions.concepts
    higher = _by_position(above, concepts)
    starts = np.searchsorted(mentions.paper, np.arange(len(papers) + 1))
    slices = (slice(starts[rows.start], starts[min(rows.stop, len(papers))]) for rows in parts(len(papers)))
    paper, concept, score = map(np.concatenate, zip(*(_about(mentions, rows, higher) for rows in slices), strict=True))
    bounds = np.searchsorted(paper, np.arange(len(papers) + 1))
    return About(bounds, concept, score, higher, np.array([c.papers for c in concepts]))


def _by_position(above: Mapping[str, AbstractSet[str]], concepts: Sequence[Concept]) -> Lists:
    position = {concept.id: n for n, concept in enumerate(concepts)}
    higher = [sorted(position[broader] for broader in above.get(concept.id, ())) for concept in concepts]
    return Lists(np.fromiter(chain.from_iterable(higher), np.int64), np.cumsum([0, *map(len, higher)]))


def _about(mentions: Mentions, rows: slice, above: Lists) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(paper, concept, score) of all mentions of some papers; what a paper itself mentions keeps its own score."""
    paper, concept, score = mentions.paper[rows], mentions.concept[rows], mentions.score[rows]
    which, higher = spread(above.bounds, concept)
    paper = np.concatenate([paper, paper[which]])
    concept = np.concatenate([concept, above.values[higher]]).astype(np.int32)
    through = np.arange(len(paper)) >= len(score)
    score = np.concatenate([score, _THROUGH * score[which]])
    order = np.lexsort((-score, through, concept, paper))
    paper, concept, score = paper[order], concept[order], score[order]
    first = changes(paper) | changes(concept)
    return paper[first], concept[first], score[first]
