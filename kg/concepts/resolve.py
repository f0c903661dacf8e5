"""From keyphrases of single papers to concepts that papers share: vocabulary, merging, tagging, names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from kg.concepts.clusters import Groups, Merge, Phrase
from kg.concepts.corrections import Corrected, correct
from kg.concepts.describe import MOSTLY, _describe
from kg.concepts.phrase_table import Uses, _candidates, _vocabulary
from kg.concepts.rules.acronyms import Defined, merge_acronyms, own_acronyms
from kg.concepts.rules.also_known_as import merge_other_names
from kg.concepts.rules.derivation import merge_derivations
from kg.concepts.rules.spelling import merge_spellings
from kg.concepts.rules.synonyms import merge_synonyms
from kg.concepts.rules.translations import merge_translations, places
from kg.concepts.rules.word_order import merge_word_order
from kg.concepts.score import Mentions, weigh_mentions
from kg.concepts.select import select
from kg.concepts.tag import Places, tag_papers, together
from kg.core.corrections import Correction, Outcome
from kg.core.records import Concept, Paper, given_title


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
    """Which phrases are one thing. phrases: by key. own: see kg.concepts.clusters. order: of each group the key that
    stands for it; number: of each key its group. group: of each of uses.keys, -1 for none."""

    phrases: dict[str, Phrase]
    groups: Groups
    own: Defined
    corrected: Corrected
    order: list[str]
    number: dict[str, int]
    group: np.ndarray


def group_phrases(
    papers: Sequence[Paper], uses: Uses, *, corrections: Sequence[Correction] = (), merging: bool = True
) -> Grouped:
    """The phrases of a corpus, grouped by what they name; see `find_concepts`."""
    phrases = _vocabulary(uses)
    own = own_acronyms(uses.defined, phrases)
    groups = Groups(phrases)
    if merging:
        _merge(groups, phrases, own, papers, uses)
    merge_acronyms(groups, own)
    corrected = correct(corrections, groups, phrases, own, papers)
    order, number = groups.numbered()
    group = np.array([number.get(key, -1) for key in uses.keys], np.int32)
    return Grouped(phrases, groups, own, corrected, order, number, group)


def find_places(papers: Sequence[Paper], uses: Uses, grouped: Grouped, *, jobs: int = 0) -> Iterator[Places]:
    """Where the groups stand in the papers, in batches."""
    phrases, own, number = grouped.phrases, grouped.own, grouped.number
    return tag_papers(papers, uses, grouped.group, phrases, number, own, grouped.corrected.certain, jobs=jobs)


def choose(
    papers: Sequence[Paper], uses: Uses, grouped: Grouped, found: Sequence[Places], *, top_n: int = 10
) -> Concepts:
    """The groups that are concepts, their names and mentions. found: where the groups stand."""
    places = together(found)
    phrases, order, number, corrected = grouped.phrases, grouped.order, grouped.number, grouped.corrected
    kept = select(places, order, phrases, number, uses, grouped.group, top_n, corrected)
    members = grouped.groups.members()
    concepts, concept_of = _describe(
        {group: (members[order[group]], n) for group, n in kept.items()},
        phrases,
        corrected.rank,
        sum(p.lang == "zh" for p in papers) > MOSTLY * len(papers),
    )
    mentions = weigh_mentions(concept_of, places, grouped.group, uses, papers, concepts)
    merges = [
        (concepts[concept_of[number[m.kept]]].id, m) for m in grouped.groups.merges if number[m.kept] in concept_of
    ]
    readable = [(i, Merge(phrases[m.kept].spelling, phrases[m.merged].spelling, m.reason, m.score)) for i, m in merges]
    return Concepts(concepts, mentions, tuple(sorted(readable)), tuple(corrected.outcomes))


def _merge(
    groups: Groups,
    phrases: dict[str, Phrase],
    own: Defined,
    papers: Sequence[Paper],
    uses: Uses,
) -> None:
    """Names of one thing, the surest first. What the papers hold besides their keyphrases may enter `phrases`."""
    merge_spellings(groups, phrases)
    merge_derivations(groups, phrases)
    merge_word_order(groups, phrases, (text for p in papers for text in (given_title(p), p.abstract)))
    merge_other_names(groups, phrases, (p.abstract for p in papers))
    if any(p.lang == "zh" for p in papers):
        candidates = _candidates(uses.candidates)
        merge_synonyms(groups, own, phrases, candidates)
        if len({p.lang for p in papers}) > 1:
            merge_translations(groups, phrases, candidates, places(papers, uses.embeddings))
