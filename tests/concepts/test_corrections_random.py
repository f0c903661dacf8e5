"""Whatever is corrected, in whatever order, the concepts stay sound."""

from __future__ import annotations

import random
from functools import lru_cache

import pytest
from correction_fixture import PAPERS
from relation_fixture import mentions_of

from kg.concepts.phrase_table import Analysed, analysed
from kg.concepts.resolve import Concepts, find_concepts
from kg.core.corrections import NAMES, Correction
from kg.core.records import Paper, Record
from kg.keyphrases.analysis import analyse
from kg.papers.merge import merge_records


@lru_cache(maxsize=1)
def corpus() -> tuple[list[Paper], Analysed, list[str]]:
    """Papers, what was found in them, and names of which some are concepts, some stand in a text and some nowhere."""
    records = [Record("a", i, p["abstract"], keywords=tuple(p["keywords"])) for i, p in enumerate(PAPERS)]
    papers, _ = merge_records(records)
    in_papers, _, _ = analysed(analyse(paper, fast=True) for paper in papers)
    found = find_concepts(papers, in_papers).concepts
    names = {name for c in found for name in (c.name, c.name_zh, *c.aliases) if name}
    more = ["slow", "others", "fl", "Convolutional network", "convolutions", "nowhere", "FL"]
    return papers, in_papers, [*sorted(names), *more]


def some_corrections(seed: int) -> list[Correction]:
    chance = random.Random(seed)
    corrections = []
    for _ in range(chance.randint(1, 9)):
        action = chance.choice(list(NAMES))
        least, most, _ = NAMES[action]
        names = dict.fromkeys(chance.sample(corpus()[2], chance.randint(least, most or 4)))
        if len(names) >= least:
            corrections.append(Correction(action, tuple(names)))
    return corrections


def concepts_after(corrections: list[Correction]) -> Concepts:
    papers, in_papers, _ = corpus()
    return find_concepts(papers, in_papers, corrections=corrections)


@pytest.mark.parametrize("seed", range(40))
def test_no_name_leads_to_two_concepts_and_every_merge_joins_names_of_its_concept(seed):
    corrections = some_corrections(seed)
    found = concepts_after(corrections)
    assert len(found.outcomes) == len(corrections)
    names = {c.id: set(c.spellings) for c in found.concepts}
    assert sum(map(len, names.values())) == len(set().union(*names.values()))
    assert all({merge.kept, merge.merged} <= names[concept] for concept, merge in found.merges)
    assert {mention.concept_id for mention in mentions_of(found, corpus()[0])} == names.keys()


@pytest.mark.parametrize("seed", range(40, 50))
def test_a_correction_that_does_not_apply_changes_nothing(seed):
    corrections = some_corrections(seed)
    pairs = zip(corrections, concepts_after(corrections).outcomes, strict=True)
    applied = [correction for correction, outcome in pairs if outcome.applies != "no"]
    left_out = concepts_after(applied)
    found = concepts_after(corrections)
    assert (left_out.concepts, left_out.merges) == (found.concepts, found.merges)
    papers = corpus()[0]
    assert list(mentions_of(left_out, papers)) == list(mentions_of(found, papers))
