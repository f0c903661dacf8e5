"""Whatever is decided, in whatever order, the concepts stay sound."""

from __future__ import annotations

import random
from functools import lru_cache

import pytest
from decision_fixture import PAPERS

from kg.analysis import analyse
from kg.concepts import Concepts, find_concepts
from kg.decisions import NAMES, Decision
from kg.papers import merge_records
from kg.records import Paper, Record
from kg.uses import Uses, uses_of


@lru_cache(maxsize=1)
def corpus() -> tuple[list[Paper], Uses, list[str]]:
    """Papers, what was found in them, and names of which some are concepts, some stand in a text and some nowhere."""
    records = [Record("a", i, p["abstract"], keywords=tuple(p["keywords"])) for i, p in enumerate(PAPERS)]
    papers = [paper for paper, _ in merge_records(records)]
    uses = uses_of(analyse(paper, fast=True) for paper in papers)
    found = find_concepts(papers, uses).concepts
    names = {name for c in found for name in (c.name, c.name_zh, *c.aliases) if name}
    more = ["slow", "others", "fl", "Convolutional network", "convolutions", "nowhere", "FL"]
    return papers, uses, [*sorted(names), *more]


def some_decisions(seed: int) -> list[Decision]:
    chance = random.Random(seed)
    decisions = []
    for _ in range(chance.randint(1, 9)):
        action = chance.choice(list(NAMES))
        least, most, _ = NAMES[action]
        names = dict.fromkeys(chance.sample(corpus()[2], chance.randint(least, most or 4)))
        if len(names) >= least:
            decisions.append(Decision(action, tuple(names)))
    return decisions


def concepts_after(decisions: list[Decision]) -> Concepts:
    papers, uses, _ = corpus()
    return find_concepts(papers, uses, decisions=decisions)


@pytest.mark.parametrize("seed", range(40))
def test_no_name_leads_to_two_concepts_and_every_merge_joins_names_of_its_concept(seed):
    decisions = some_decisions(seed)
    found = concepts_after(decisions)
    assert len(found.outcomes) == len(decisions)
    names = {c.id: set(c.spellings) for c in found.concepts}
    assert sum(map(len, names.values())) == len(set().union(*names.values()))
    assert all({merge.kept, merge.merged} <= names[concept] for concept, merge in found.merges)
    assert {mention.concept_id for mention in found.mentions} == names.keys()


@pytest.mark.parametrize("seed", range(40, 50))
def test_a_decision_that_does_not_apply_changes_nothing(seed):
    decisions = some_decisions(seed)
    pairs = zip(decisions, concepts_after(decisions).outcomes, strict=True)
    applied = [decision for decision, outcome in pairs if outcome.applies != "no"]
    left_out = concepts_after(applied)
    found = concepts_after(decisions)
    assert (left_out.concepts, left_out.merges) == (found.concepts, found.merges)
    assert list(left_out.mentions) == list(found.mentions)
