"""In which papers an acronym that they do not define means its concept."""

from __future__ import annotations

import numpy as np
import pytest

from kg.concepts.agreement import Elsewhere, holding, long_forms, meant_elsewhere, trusted
from kg.concepts.clusters import Phrase
from kg.core.records import Paper
from kg.core.tables import Texts

LONGS = {"GA": "genetic algorithm", "PID": "perturbation independent decay", "LSTM": "long short term memory"}
"""What paper 0 defines."""


def phrases_of(papers: list[list[str]]) -> dict[str, Phrase]:
    found = sorted({key for keys in papers for key in keys})
    return {key: Phrase(key, {key: 1}, [n for n, keys in enumerate(papers) if key in keys]) for key in found}


def elsewhere(short: str, *others: list[str]) -> Elsewhere:
    """What an acronym of LONGS means in the papers after the first, and in forty that are about something else."""
    own = {0: {short: LONGS[short]}}
    first = [LONGS[short], "crossover", "mutation"]
    phrases = phrases_of([first, *others, *([f"topic {n}", f"thing {n % 9}"] for n in range(40))])
    phrases.setdefault(short, Phrase(short, {short: 1}, ()))
    head = {short: LONGS[short]}
    return meant_elsewhere({short: LONGS[short]}, phrases, lambda key: head.get(key, key), own, {short: range(99)})[
        short
    ]


def test_two_letters_count_in_papers_about_the_same():
    papers = ["GA", "crossover", "schedule"], ["GA", "Georgia", "thing 3"], ["genetic algorithm", "crossover"]
    meant = elsewhere("GA", *papers)
    assert not meant.everywhere
    assert set(meant.papers) & {0, 1, 2, 3} == {0, 1, 3}


def test_two_letters_that_one_paper_alone_defines_count_nowhere_else():
    assert elsewhere("GA", ["GA", "crossover", "schedule"]) == Elsewhere(everywhere=False)


def test_three_letters_count_everywhere_if_some_paper_agrees():
    assert elsewhere("PID", ["PID", "mutation"], ["PID", "thing 3"]).everywhere


def test_three_letters_that_others_use_otherwise_are_another_thing():
    meant = elsewhere("PID", ["PID", "controller"], ["PID", "thing 3"])
    assert not meant.everywhere
    assert meant.another


def test_a_paper_holds_an_acronym_as_a_word_of_any_case_and_number():
    abstracts = ["A GA helps.", "GAs help", "using GA算法", "Gas is hot.", "GAA and AGA", ""]
    texts = Texts.of([Paper(f"p{n}", "", text, "en", title_given=False) for n, text in enumerate(abstracts)])
    assert holding(texts, ["GA", "C+", "LONG"]) == {"GA": [0, 1, 2, 3], "C+": [0, 1, 2, 3, 4, 5]}


def test_four_letters_are_trusted():
    assert elsewhere("LSTM", ["LSTM", "thing 3"]).everywhere


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_phrases_does_not_matter(seed):
    order = np.random.default_rng(seed).permutation(4)
    phrases = phrases_of([["genetic algorithm", "crossover"], ["GA", "crossover"], ["other"], ["thing"]])
    shuffled = {key: phrases[key] for key in np.array(sorted(phrases))[order].tolist()}
    own = {0: {"GA": "genetic algorithm"}}
    one, other = (
        meant_elsewhere({"GA": "genetic algorithm"}, each, str, own, {"GA": range(4)}) for each in (phrases, shuffled)
    )
    assert one == other


def test_an_acronym_that_joined_no_long_form_is_what_its_letters_are():
    own = {0: {"ABC": "one thing", "AB": "two things"}}
    numbers = {"ABC": 0, "AB": 1, "one thing": 2, "two things": 3}
    assert long_forms(own, numbers) == {}
    assert trusted(own, {}) == {"ABC": True, "AB": False}
