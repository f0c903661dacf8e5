"""From keyphrases of single papers to concepts that papers share: vocabulary, merging, tagging, names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from kg.concepts.clusters import Groups, Merge, Phrase
from kg.concepts.corrections import correct
from kg.concepts.describe import MOSTLY, describe
from kg.concepts.phrase_table import Analysed, papers_of_extra, vocabulary
from kg.concepts.resolved import Resolved
from kg.concepts.rules.acronyms import Defined, merge_acronyms, own_acronyms, trusted_acronyms
from kg.concepts.rules.also_known_as import merge_other_names
from kg.concepts.rules.derivation import merge_derivations
from kg.concepts.rules.spelling import merge_spellings
from kg.concepts.rules.synonyms import merge_synonyms
from kg.concepts.rules.translations import merge_translations, places
from kg.concepts.rules.word_order import merge_word_order
from kg.concepts.score import mentions
from kg.concepts.select import select
from kg.concepts.tag import Tagged, gazetteer_of, keywords_of, meanings_of, tag_papers, together
from kg.core.corrections import Correction, Outcome
from kg.core.engine import ALONE, Engine
from kg.core.records import Concept, Paper, given_title
from kg.core.tables import Mentions, Texts


class Concepts(NamedTuple):
    """concepts: by id. mentions: by paper and concept. merges: (concept id, Merge), sorted. outcomes: one a
    correction."""

    concepts: list[Concept]
    mentions: Mentions
    merges: tuple[tuple[str, Merge], ...]
    outcomes: tuple[Outcome, ...] = ()


def find_concepts(
    papers: Sequence[Paper],
    found: Analysed,
    *,
    top_n: int = 10,
    corrections: Sequence[Correction] = (),
    merging: bool = True,
    embeddings: np.ndarray | None = None,
    engine: Engine = ALONE,
) -> Concepts:
    """The concepts of a corpus. papers: sorted by id. found, embeddings: of these papers.

    Two passes: what is a keyphrase somewhere is looked for everywhere. merging: of variants, synonyms and
    translations. corrections have the last word on what is one concept.
    """
    resolved = resolve(papers, found, embeddings, corrections=corrections, merging=merging)
    return choose(papers, found, resolved, tagged(Texts.of(papers), found, resolved, engine), top_n=top_n)


def resolve(
    papers: Sequence[Paper],
    found: Analysed,
    embeddings: np.ndarray | None,
    *,
    corrections: Sequence[Correction] = (),
    merging: bool = True,
) -> Resolved:
    """Which phrases of a corpus are one thing; see `find_concepts`."""
    phrases = vocabulary(found)
    own = own_acronyms(found.defined(), phrases)
    groups = Groups(phrases)
    if merging:
        _merge(groups, phrases, own, papers, found, embeddings)
    merge_acronyms(groups, own)
    corrected = correct(corrections, groups, phrases, own, papers)
    heads, cluster_of = groups.numbered()
    cluster = np.array([cluster_of.get(key, -1) for key in found.keys], np.int32)
    return Resolved(phrases, groups, own, corrected, heads, cluster_of, cluster[found.key])


def tagged(texts: Texts, found: Analysed, resolved: Resolved, engine: Engine) -> Iterator[Tagged]:
    """Where the clusters stand in the papers, in batches."""
    trusted = trusted_acronyms(resolved.own)
    gazetteer = gazetteer_of(resolved.phrases, resolved.cluster_of, trusted, resolved.corrected.certain)
    meanings = meanings_of(resolved.own, resolved.cluster_of)
    return tag_papers(texts, gazetteer, meanings, keywords_of(found.keyphrases, resolved.of_text), engine)


def choose(
    papers: Sequence[Paper], found: Analysed, resolved: Resolved, batches: Iterable[Tagged], *, top_n: int = 10
) -> Concepts:
    """The clusters that are concepts, their names and mentions. batches: where the clusters stand."""
    everywhere = together(list(batches))
    kept = select(everywhere, resolved, found, top_n=top_n)
    chinese_first = sum(p.lang == "zh" for p in papers) > MOSTLY * len(papers)
    concepts, concept_of = describe(kept, resolved, chinese_first=chinese_first)
    scored = mentions(everywhere.occurrences, resolved, found, concepts, concept_of)
    merges = tuple(sorted(_readable(resolved, concepts, concept_of)))
    return Concepts(concepts, scored, merges, tuple(resolved.corrected.outcomes))


def _readable(
    resolved: Resolved, concepts: Sequence[Concept], concept_of: dict[int, int]
) -> Iterator[tuple[str, Merge]]:
    """The merges of concepts, in spellings."""
    phrases = resolved.phrases
    for m in resolved.clusters.merges:
        cluster = resolved.cluster_of[m.kept]
        if cluster in concept_of:
            names = phrases[m.kept].spelling, phrases[m.merged].spelling
            yield concepts[concept_of[cluster]].id, Merge(*names, m.reason, m.score)


def _merge(
    groups: Groups,
    phrases: dict[str, Phrase],
    own: Defined,
    papers: Sequence[Paper],
    found: Analysed,
    embeddings: np.ndarray | None,
) -> None:
    """Names of one thing, the surest first. What the papers hold besides their keyphrases may enter `phrases`."""
    merge_spellings(groups, phrases)
    merge_derivations(groups, phrases)
    merge_word_order(groups, phrases, (text for p in papers for text in (given_title(p), p.abstract)))
    merge_other_names(groups, phrases, (p.abstract for p in papers))
    if any(p.lang == "zh" for p in papers):
        candidates = papers_of_extra(found.extra_phrases)
        merge_synonyms(groups, own, phrases, candidates)
        if len({p.lang for p in papers}) > 1:
            merge_translations(groups, phrases, candidates, places(papers, embeddings))
