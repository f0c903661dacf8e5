"""What a topic is called: one or two concepts that its papers are about, and others are not."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from kg.core.records import Concept
from kg.core.tables import Ancestors
from kg.links.topics.words import in_common, words_of
from kg.links.word_forms import forms_or_pieces

NAMES = 2
"""With a third one a name changed twice as often when the corpus did."""
ENOUGH = 0.1
"""Share of the first concept's weight that the second has to have."""
SEVERAL = 0.07
"""Share of the topic's papers that mention a concept it is called by; two papers at least, three of 15 or more."""
RARE = 4
"""The second concept, of k of the n papers, weighs no less than n / (RARE k^2) of the first: a phrase of two or three
among few papers says nothing of the others, unless it is nearly as telling."""
OWN = 0.25
"""Of all that is said of the second one, the part that papers of the topic say: words of the whole field have less."""
MOSTLY = 0.5
"""A word gives way to a longer name that so much of what the topic says of it is about: "resonance" to "Feshbach
resonance"."""
CANDIDATES = 60
OTHER_LANGUAGE = 0.5
"""What a concept without a name in the language of the papers counts."""


@dataclass(frozen=True, slots=True)
class Naming:
    """What the names of topics are made from.

    said: (topics, concepts), as kg.links.topics.membership.told gives it. about: (concepts,) as in `concepts_in`.
    mentioned: (topics, concepts) how many papers of the topic mention the concept. papers: (topics,) int64, how many it
    has. chinese: (topics,) bool, whether most of these are.
    """

    concepts: Sequence[Concept]
    ancestors: Ancestors
    said: sparse.csr_matrix
    about: np.ndarray
    mentioned: sparse.csr_matrix
    papers: np.ndarray
    chinese: np.ndarray

    def leading(self, whole: Sequence[Sequence[int]] = ()) -> list[list[int]]:
        """For every topic the concepts that it is called by, the most telling first; no two begin with the same one.

        whole: for every topic the concepts of the one that it is a part of; its own name begins with another one than
        that, and goes on with none that the whole or another part of it is called by.

        A concept is telling by what the papers say of it, and by the part of all that is said of it that they say.
        Concepts that are kinds of each other, or have a word in common, do not stand side by side. A topic whose papers
        share no concept has none.
        """
        taken: set[frozenset[str]] = set()
        used: dict[tuple[int, ...], set[frozenset[str]]] = defaultdict(set)
        found = []
        for topic in range(len(self.papers)):
            of_whole = tuple(whole[topic]) if whole else ()
            there = used[of_whole] | {self._words(concept) for concept in of_whole}
            first = {self._words(concept) for concept in of_whole[:1]}
            chosen = self._chosen(topic, taken | first, there) or self._chosen(topic, taken, there)
            taken.update(map(self._words, chosen[:1]))
            if whole:
                used[of_whole].update(map(self._words, chosen))
            found.append(chosen)
        return found

    def name(self, topic: int, chosen: Sequence[int]) -> str:
        """The names of these concepts in the language of most of the topic's papers."""
        return ", ".join(_called(self.concepts[c], bool(self.chinese[topic])) for c in chosen)

    def _chosen(self, topic: int, taken: set[frozenset[str]], there: set[frozenset[str]]) -> list[int]:
        """taken, there: words of what it may not begin with, and of what it may not go on with."""
        weight = self._telling(topic)
        chosen: list[int] = []
        for concept in self._longer(topic, weight):
            if self._words(concept) in (there if chosen else taken):
                continue
            if chosen and weight[concept] < ENOUGH * weight[chosen[0]]:
                break
            if not chosen or self._goes_with(concept, chosen[0], topic, weight):
                chosen.append(concept)
            if len(chosen) == NAMES:
                break
        return chosen

    def _telling(self, topic: int) -> dict[int, float]:
        """Concept -> weight, the most telling first, of concepts that several papers of the topic mention, else of
        all."""
        row = self.said[[topic]].tocoo()
        said = dict(zip(row.col.tolist(), row.data.tolist(), strict=True))
        count = self.mentioned[[topic]].tocoo()
        mentioned = list(zip(count.col.tolist(), count.data.tolist(), strict=True))
        size = int(self.papers[topic])
        least = max(2, min(3, size // 5), math.ceil(SEVERAL * size))
        several = [c for c, papers in mentioned if papers >= least] or [c for c, _ in mentioned]
        weight = {c: said[c] * (said[c] / float(self.about[c])) for c in several if said.get(c)}
        chinese = bool(self.chinese[topic])
        for c in weight:
            if not (self.concepts[c].name_zh if chinese else self.concepts[c].name_en):
                weight[c] *= OTHER_LANGUAGE
        best = sorted(weight, key=lambda c: (-weight[c], c))[:CANDIDATES]
        return {c: weight[c] for c in best}

    def _longer(self, topic: int, weight: dict[int, float]) -> Iterator[int]:
        """The concepts in their order, a single word replaced by a longer name that most of it is about."""
        broader = {concept: self._broader(concept) for concept in weight}
        for concept in weight:
            kinds = [] if len(self._words(concept)) > 1 else [c for c in weight if concept in broader[c]]
            longer = [c for c in kinds if self.said[topic, c] >= MOSTLY * self.said[topic, concept]]
            yield longer[0] if longer else concept

    def _goes_with(self, concept: int, first: int, topic: int, weight: Mapping[int, float]) -> bool:
        """Whether it says something of the topic that its first name does not."""
        papers = float(self.mentioned[topic, concept]) ** 2 / float(self.papers[topic])
        several = RARE * papers * weight[concept] >= weight[first]
        own = self.said[topic, concept] >= OWN * float(self.about[concept])
        return bool(several and own) and not self._one_thing(concept, first)

    def _one_thing(self, a: int, b: int) -> bool:
        if a == b or a in self._broader(b) or b in self._broader(a) or in_common(self._words(a), self._words(b)):
            return True
        return bool(forms_or_pieces(self.concepts, np.array([a]), np.array([b]))[0])

    def _broader(self, concept: int) -> set[int]:
        start, end = np.searchsorted(self.ancestors.concept, [concept, concept + 1]).tolist()
        return set(self.ancestors.broader[start:end].tolist())

    def _words(self, concept: int) -> frozenset[str]:
        each = self.concepts[concept]
        return words_of(each.name_en or each.name, each.name_zh or each.name)


def _called(concept: Concept, chinese: bool) -> str:
    return (concept.name_zh if chinese else concept.name_en) or concept.name
