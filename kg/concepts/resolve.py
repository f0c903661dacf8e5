"""From keyphrases of single papers to concepts that papers share: the order of all steps of this room."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from kg.concepts.agreement import OwnMeanings, holding, long_forms, meant_elsewhere, trusted
from kg.concepts.clusters import Clusters, Merge
from kg.concepts.corrections import correct
from kg.concepts.describe import MOSTLY, describe
from kg.concepts.merge import ACRONYMS, RULES, Applied, Known, apply_again, merge_phrases
from kg.concepts.noun_phrases import grammar
from kg.concepts.phrase_table import Analysed, papers_of_extra, vocabulary
from kg.concepts.phrases import Phrases
from kg.concepts.resolved import Resolved
from kg.concepts.rules.acronyms import defined_otherwise, meanings_by_paper
from kg.concepts.score import mentions
from kg.concepts.select import select
from kg.concepts.spans import Gazetteer
from kg.concepts.tag import Tagged, gazetteer_of, keywords_of, meanings_of, tag_papers
from kg.concepts.tally import occurrences_of, shows_noun, tally
from kg.concepts.written import as_written
from kg.core.corrections import Correction, Outcome
from kg.core.engine import ALONE, Engine, workers_stopped
from kg.core.records import Concept, Paper
from kg.core.tables import Keywords, Meanings, Mentions, Texts


class Concepts(NamedTuple):
    """concepts: sorted by id. merges: (concept id, Merge in spellings), sorted. outcomes: one for every correction.
    kinds: what corrections say, see kg.links.hierarchy."""

    concepts: list[Concept]
    mentions: Mentions
    merges: tuple[tuple[str, Merge], ...]
    outcomes: tuple[Outcome, ...] = ()
    kinds: Mapping[tuple[int, int], str] = MappingProxyType({})


class LookedFor(NamedTuple):
    """What papers are tagged with, see kg.concepts.tag."""

    gazetteer: Gazetteer
    meanings: Meanings
    keywords: Keywords


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
    """The concepts of a corpus, in two passes: what is a keyphrase of some paper is looked for in all papers.

    papers: sorted by id. found, embeddings: of these papers, see kg.concepts.phrase_table. top_n: see
    kg.concepts.select. merging: whether variants, synonyms and translations are merged; acronyms always are.
    corrections have the last word on what is one concept.
    """
    known = phrases_of(found)
    applied = merged(papers, found, *known, embeddings, merging=merging, engine=engine)
    resolved = resolve(papers, found, *known, applied, corrections=corrections)
    return choose(papers, found, resolved, tagged(Texts.of(papers), found, resolved, engine), top_n=top_n)


def phrases_of(found: Analysed) -> tuple[Phrases, OwnMeanings]:
    """The phrases of a corpus, and what papers define their acronyms as."""
    phrases = vocabulary(found)
    return phrases, meanings_by_paper(found.defined(), phrases)


def merged(
    papers: Sequence[Paper],
    found: Analysed,
    phrases: Phrases,
    own_meanings: OwnMeanings,
    embeddings: np.ndarray | None,
    *,
    merging: bool = True,
    engine: Engine = ALONE,
) -> Applied:
    """What the rules do to the phrases; arguments as of `find_concepts` and from `phrases_of`. Depends on nothing of a
    paper but what its analysis depends on."""
    extra_phrases = papers_of_extra(found.extra_phrases) if any(p.lang == "zh" for p in papers) else {}
    known = Known(phrases.copy(), Clusters(phrases), papers, own_meanings, extra_phrases, embeddings, engine)
    return merge_phrases(known, RULES if merging else (ACRONYMS,))


def resolve(
    papers: Sequence[Paper],
    found: Analysed,
    phrases: Phrases,
    own_meanings: OwnMeanings,
    merged: Applied,
    *,
    corrections: Sequence[Correction] = (),
) -> Resolved:
    """Which phrases of a corpus are one thing. Arguments as of `merged`, and what it gave."""
    known, clusters = phrases.copy(), Clusters(phrases)
    own_meanings = {paper: dict(shorts) for paper, shorts in own_meanings.items()}
    apply_again(merged, known, clusters)
    corrected = correct(corrections, clusters, known, own_meanings, papers)
    heads, cluster_of = clusters.numbered()
    cluster = np.array([cluster_of.get(key, -1) for key in found.keys], np.int32)
    spellings = [known[head].spelling for head in heads]
    return Resolved(known, clusters, own_meanings, corrected, heads, spellings, cluster_of, cluster[found.key])


def tagged(texts: Texts, found: Analysed, resolved: Resolved, engine: Engine) -> Iterator[Tagged]:
    """Where the clusters stand in the papers, in batches."""
    return tag_papers(texts, *looked_for(texts, found, resolved), engine)


def looked_for(texts: Texts, found: Analysed, resolved: Resolved) -> LookedFor:
    """What is looked for in every paper, and what single papers say of it."""
    phrases, own, cluster_of = resolved.phrases, resolved.own_meanings, resolved.cluster_of
    longs = long_forms(own, cluster_of)
    elsewhere = meant_elsewhere(longs, phrases, resolved.clusters.of, own, holding(texts, longs))
    gazetteer = gazetteer_of(phrases, cluster_of, trusted(own, elsewhere), resolved.corrected.certain)
    agreeing = {short: meant.papers for short, meant in elsewhere.items()}
    meanings = meanings_of(own, agreeing, defined_otherwise(found.defined(), phrases), cluster_of)
    return LookedFor(gazetteer, meanings, keywords_of(found.keyphrases, resolved.of_text))


def choose(
    papers: Sequence[Paper], found: Analysed, resolved: Resolved, batches: Iterable[Tagged], *, top_n: int = 10
) -> Concepts:
    """Choose the clusters that are concepts; name them and score their mentions. batches: from `tagged`; they are gone
    through twice, for most of what they hold is of no concept."""
    counted = tally(batches := _again(batches), len(resolved.heads))
    told = grammar(counted.counts, resolved)
    kept = select(counted, told, resolved, found, top_n=top_n)
    occurrences = occurrences_of(kept, batches)
    del batches, counted
    chinese_first = sum(p.lang == "zh" for p in papers) > MOSTLY * len(papers)
    written = as_written(kept, resolved, occurrences, papers)
    concepts, concept_of = describe(kept, resolved, written, chinese_first=chinese_first)
    occurrences = occurrences.take(~told.modifier[occurrences.cluster] | shows_noun(occurrences))
    scored = mentions(occurrences, resolved, found, concepts, concept_of)
    merges = tuple(sorted(_readable(resolved, concepts, concept_of)))
    return Concepts(concepts, scored, merges, tuple(resolved.corrected.outcomes), _kinds(resolved, concept_of))


def _again(batches: Iterable[Tagged]) -> Iterable[Tagged]:
    """What can be gone through several times. Processes that were at work on it end: each holds memory."""
    if not isinstance(batches, Iterator):
        return batches
    with workers_stopped():
        return list(batches)


def _kinds(resolved: Resolved, concept_of: Mapping[int, int]) -> dict[tuple[int, int], str]:
    """(narrower, broader) concept -> the vocabulary that says so, "" for a person, whose word counts most."""
    found: dict[tuple[int, int], str] = {}
    for kind in resolved.corrected.kinds:
        narrow, broad = (concept_of.get(resolved.cluster_of[key], -1) for key in (kind.narrow, kind.broad))
        if min(narrow, broad) >= 0:
            found[narrow, broad] = min(found.get((narrow, broad), kind.source), kind.source)
    return found


def _readable(
    resolved: Resolved, concepts: Sequence[Concept], concept_of: dict[int, int]
) -> Iterator[tuple[str, Merge]]:
    """(concept id, merge) for all merges of concepts, with spellings in place of keys."""
    phrases = resolved.phrases
    for m in resolved.clusters.merges:
        cluster = resolved.cluster_of[m.kept]
        if cluster in concept_of:
            names = phrases[m.kept].spelling, phrases[m.merged].spelling
            yield concepts[concept_of[cluster]].id, Merge(*names, m.reason, m.score)
