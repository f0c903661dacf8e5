"""How much a concept matters in a paper, and the mentions that come of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kg.concepts.phrase_table import Uses
from kg.concepts.tag import Places
from kg.core.records import Concept, Mention, Paper
from kg.core.tables import Links, Lists, paired, parts, place


@dataclass(frozen=True, slots=True, eq=False)
class Mentions:
    """Iterates over Mention, by paper and concept. In columns, because there are many.

    paper, concept: positions in papers and concepts, which are sorted by id. score: in [0, 1]. row: of places.
    """

    papers: Sequence[Paper]
    concepts: Sequence[Concept]
    paper: np.ndarray
    concept: np.ndarray
    score: np.ndarray
    row: np.ndarray
    places: Places

    def __len__(self) -> int:
        return len(self.paper)

    def __iter__(self) -> Iterator[Mention]:
        for part in self.links():
            yield from map(Mention, *part.ids(), *part.values())

    def links(self) -> Iterator[Links]:
        """The same as MENTIONS, in parts."""
        papers, concepts = [p.id for p in self.papers], [c.id for c in self.concepts]
        places = self.places
        spans = Lists(places.characters, places.bounds)
        for rows in parts(len(self)):
            row = self.row[rows]
            columns = {
                "score": self.score[rows],
                "count": places.count[row],
                "spans": spans.take(row),
                "in_title": places.in_title[row],
            }
            yield Links("MENTIONS", papers, concepts, self.paper[rows], self.concept[rows], columns)

    def spans_in(self, papers: Sequence[int]) -> Iterator[list[tuple[int, int, str]]]:
        """Of each of these papers, by position: (start, end, concept id) of all that stand in its abstract."""
        bounds = (np.searchsorted(self.paper, np.array(papers, np.int64) + step).tolist() for step in range(2))
        for first, last in zip(*bounds, strict=True):
            found = []
            for concept, row in zip(self.concept[first:last].tolist(), self.row[first:last].tolist(), strict=True):
                spans = self.places.spans(row)
                found += [(*span, self.concepts[concept].id) for span in zip(spans[::2], spans[1::2], strict=True)]
            yield found


def weigh_mentions(
    concept_of: Mapping[int, int],
    places: Places,
    group: np.ndarray,
    uses: Uses,
    papers: Sequence[Paper],
    concepts: Sequence[Concept],
) -> Mentions:
    """Score: half how telling the concept is for the paper, half how good a keyphrase it is there.

    concept_of: group -> position of its concept. group: of each of uses.keys, -1 for none.
    """
    groups = max(places.group.max(initial=0), group.max(initial=0)) + 1
    named = np.full(groups + 1, -1)  # the last is for no group, -1
    named[list(concept_of)] = list(concept_of.values())
    row = np.flatnonzero(named[places.group] >= 0)
    concept, paper = named[places.group[row]], places.paper[row]
    rarity = np.log((len(papers) + 1) / np.array([c.papers for c in concepts] or [1])) ** 0.75
    weight = salience(places, row) * rarity[concept] if len(row) else np.zeros(0)
    most = np.zeros(len(papers))
    np.maximum.at(most, paper, weight)
    most[most == 0] = 1.0
    good = _as_keyphrase(named[group], uses, paired(paper, concept))
    score = 0.5 * weight / most[paper] + 0.5 * good
    order = np.lexsort((concept, paper))
    score = np.array([round(each, 4) for each in np.minimum(score, 1.0).tolist()])  # as decimals, unlike numpy
    return Mentions(papers, concepts, paper[order], concept[order], score[order], row[order], places)


def salience(places: Places, rows: np.ndarray) -> np.ndarray:
    """1 + ln count + a bonus for standing early (about 40 words, 250 characters)."""
    standing = (np.diff(places.bounds)[rows] > 0) & ~places.in_title[rows]
    first = np.zeros(len(rows))
    first[standing] = places.characters[places.bounds[rows[standing]]]
    return 1 + np.log(np.maximum(places.count[rows], 1)) + np.exp(-first / 250)


def _as_keyphrase(concept: np.ndarray, uses: Uses, mentions: np.ndarray) -> np.ndarray:
    """The score of the best keyphrase of the paper that names the concept, 0 where none does.

    concept: of each of uses.keys, -1 for none. mentions: paper and concept, paired.
    """
    named = concept[uses.key[uses.keyphrases.values]]
    found, best = np.unique(paired(uses.keyphrases.owners(), named), return_index=True)
    at = place(mentions, found)
    scores = np.zeros(len(mentions))
    scores[at >= 0] = uses.score[best[at[at >= 0]]]
    return scores
