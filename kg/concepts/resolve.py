"""From keyphrases of single papers to concepts that papers share: vocabulary, merging, tagging, names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from kg.concepts.clusters import Clusters, Merge, Phrase
from kg.concepts.corrections import Corrected, correct
from kg.concepts.describe import MOSTLY, _describe
from kg.concepts.merge import ACRONYMS, RULES, Known, merge_phrases
from kg.concepts.phrase_table import Uses, _candidates, _vocabulary
from kg.concepts.rules.acronyms import OwnMeanings, meanings_by_paper
from kg.concepts.score import Mentions, weigh_mentions
from kg.concepts.select import select
from kg.concepts.tag import Places, tag_papers, together
from kg.core.corrections import Correction, Outcome
from kg.core.records import Concept, Paper


@dataclass(frozen=True, slots=True)
class Concepts:
    """concepts by id; mentions by paper and concept; merges as (concept id, Merge); outcomes one a correction."""

    concepts: tuple[Concept, ...]
    mentions: Mentions
    merges: tuple[tuple[str, Merge], ...]
    outcomes: tuple[Outcome, ...] = ()


def find_concepts(
    papers: Sequence[Paper],
    uses: Uses,
    *,
    top_n: int = 10,
    corrections: Sequence[Correction] = (),
    merging: bool = True,
    jobs: int = 0,
) -> Concepts:
    """The concepts of a corpus. papers: sorted by id. uses: what their analyses found.

    Two passes: what is a keyphrase somewhere is looked for everywhere. merging: of variants, synonyms and
    translations. corrections have the last word on what is one concept.
    """
    grouped = group_phrases(papers, uses, corrections=corrections, merging=merging)
    return choose(papers, uses, grouped, list(find_places(papers, uses, grouped, jobs=jobs)), top_n=top_n)


class Grouped(NamedTuple):
    """Which phrases are one thing. phrases: by key. own_meanings: see kg.concepts.rules.acronyms. order: the heads of
    the clusters, sorted. number: key -> position of its cluster in this order. group: the same for each of uses.keys,
    -1 where it is in no cluster."""

    phrases: dict[str, Phrase]
    clusters: Clusters
    own_meanings: OwnMeanings
    corrected: Corrected
    order: list[str]
    number: dict[str, int]
    group: np.ndarray


def group_phrases(
    papers: Sequence[Paper], uses: Uses, *, corrections: Sequence[Correction] = (), merging: bool = True
) -> Grouped:
    """The phrases of a corpus, grouped by what they name; see `find_concepts`."""
    phrases = _vocabulary(uses)
    clusters, own_meanings = Clusters(phrases), meanings_by_paper(uses.defined, phrases)
    extra_phrases = _candidates(uses.candidates) if any(p.lang == "zh" for p in papers) else {}
    known = Known(phrases, clusters, papers, own_meanings, extra_phrases, uses.embeddings)
    merge_phrases(known, RULES if merging else (ACRONYMS,))
    corrected = correct(corrections, clusters, phrases, own_meanings, papers)
    order, number = clusters.numbered()
    group = np.array([number.get(key, -1) for key in uses.keys], np.int32)
    return Grouped(phrases, clusters, own_meanings, corrected, order, number, group)


def find_places(papers: Sequence[Paper], uses: Uses, grouped: Grouped, *, jobs: int = 0) -> Iterator[Places]:
    """Where the groups stand in the papers, in batches."""
    phrases, own, number = grouped.phrases, grouped.own_meanings, grouped.number
    return tag_papers(papers, uses, grouped.group, phrases, number, own, grouped.corrected.certain, jobs=jobs)


def choose(
    papers: Sequence[Paper], uses: Uses, grouped: Grouped, found: Sequence[Places], *, top_n: int = 10
) -> Concepts:
    """The groups that are concepts, their names and mentions. found: where the groups stand."""
    places = together(found)
    phrases, order, number, corrected = grouped.phrases, grouped.order, grouped.number, grouped.corrected
    kept = select(places, order, phrases, number, uses, grouped.group, top_n, corrected)
    members = grouped.clusters.members()
    concepts, concept_of = _describe(
        {group: (members[order[group]], n) for group, n in kept.items()},
        phrases,
        corrected.rank,
        sum(p.lang == "zh" for p in papers) > MOSTLY * len(papers),
    )
    mentions = weigh_mentions(concept_of, places, grouped.group, uses, papers, concepts)
    merges = [
        (concepts[concept_of[number[m.kept]]].id, m) for m in grouped.clusters.merges if number[m.kept] in concept_of
    ]
    readable = [(i, Merge(phrases[m.kept].spelling, phrases[m.merged].spelling, m.reason, m.score)) for i, m in merges]
    return Concepts(concepts, mentions, tuple(sorted(readable)), tuple(corrected.outcomes))
