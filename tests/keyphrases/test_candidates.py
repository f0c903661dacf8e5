"""What may be a keyphrase at all, and how the ranking treats parts of phrases."""

from __future__ import annotations

import time
import tracemalloc

import numpy as np
import pytest

from kg.core.records import Keyphrase, Paper
from kg.keyphrases.ranking.forest import Forest
from kg.keyphrases.ranking.occurrences import Occurrences, wholes
from kg.keyphrases.ranking.rank import FRAGMENT, find_candidates, rank, wholes_first
from kg.keyphrases.ranking.surface import surface


def untitled(abstract: str, lang: str = "en") -> Paper:
    return Paper(id="p1", title="", abstract=abstract, lang=lang, title_given=False)


def phrases(abstract: str) -> dict[str, Keyphrase]:
    """Every English candidate as a keyphrase, by its spelling."""
    return {k.text: k for k in rank(untitled(abstract), top_n=10**6, fast=True)}


def candidates(abstract: str, lang: str = "en") -> list[str]:
    """Their spellings."""
    return spellings(untitled(abstract, lang))


def spellings(paper: Paper) -> list[str]:
    ((document, found),) = find_candidates([paper])
    return [surface(paper, document, c) for c in found]


# --- English


def test_a_coordination_gives_both_phrases_with_the_spans_of_their_parts():
    text = "We compare local and global image features."
    found = phrases(text)
    assert "global image features" in found
    shared = found["local image features"]
    assert shared.count == 1
    assert [text[a:b] for a, b in zip(shared.spans[::2], shared.spans[1::2], strict=True)] == [
        "local",
        "image features",
    ]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("We report precision and recall.", "precision recall"),
        ("It improves efficiency and predictive performance.", "efficiency performance"),
        ("It needs images and recurrent networks.", "images networks"),
    ],
)
def test_two_things_joined_by_and_stay_two(text, phrase):
    assert phrase not in candidates(text)


@pytest.mark.parametrize("opening", ["Using", "Multiple", "Novel", "Proposed", "Various", "So-called"])
def test_no_phrase_begins_with_a_generic_modifier(opening):
    found = [
        c.lower() for c in candidates(f"{opening} decision trees grow. The {opening.lower()} decision trees fall.")
    ]
    assert "decision trees" in found
    assert not [c for c in found if c.startswith(opening.lower())]


def test_a_name_in_capitals_is_not_cut():
    found = candidates("We rank passages with the MS MARCO Document collection and Latent Dirichlet Allocation models.")
    assert "Latent Dirichlet Allocation" in found
    assert not {"Latent Dirichlet", "Dirichlet Allocation", "Dirichlet", "MARCO Document"} & set(found)


def test_the_words_of_a_title_set_in_capitals_are_no_name():
    title = "Deep Learning Methods for Sparse Image Retrieval"
    assert "Image Retrieval" in spellings(Paper(id="p1", title=title, abstract="", lang="en"))


def test_a_long_phrase_is_a_candidate_as_a_whole():
    found = candidates("We study robust adaptive nonlinear model predictive flight control.")
    assert "robust adaptive nonlinear model predictive flight control" in found
    assert "adaptive nonlinear model predictive flight control" not in found  # parts are shorter


def test_inflections_are_one_candidate_and_derivations_are_two():
    found = phrases("We train the text generator. The text generators are used for text generation.")
    assert found["text generator"].count == 2
    assert found["text generation"].count == 1


def test_a_phrase_does_not_end_in_a_verb_that_has_an_object():
    found = candidates("It is a network enabling the transfer of images. Spectral clustering the way we do it is new.")
    assert "network" in found
    assert not [phrase for phrase in found if "enabling" in phrase]


def test_adverbs_belong_to_the_adjective_behind_them():
    assert "weakly supervised object detection" in candidates("We study weakly supervised object detection.")


# --- Chinese


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("论数字化图书馆的建设。", "论"),
        ("其中神经网络较稳定。", "中"),
        ("一种新型神经网络。", "型"),
        ("浅谈青少年素质教育。", "浅谈"),
        ("基于数据挖掘的方法。", "基于"),
    ],
)
def test_chinese_phrases_do_not_begin_with_scraps(text, wrong):
    found = candidates(text, "zh")
    assert found
    assert not [c for c in found if c.startswith(wrong)]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("研究生物半自养的方法。", "生物半"),
        ("西部大开发是战略。", "西部大"),
        ("在此基础上提出模型。", "此基础"),
        ("理论与实践相结合的方法。", "相结合"),
    ],
)
def test_chinese_phrases_are_no_scraps(text, wrong):
    assert wrong not in candidates(text, "zh")


def test_chinese_names_that_begin_like_scraps_stay():
    assert "可持续发展" in candidates("可持续发展是目标。", "zh")
    assert "中草药" in candidates("中草药的成分。", "zh")


# --- wholes and fragments


def test_a_fragment_is_what_always_stands_in_something_longer():
    ((_, found),) = find_candidates([untitled("Dense retrieval models help. Dense retrieval is hard.")])
    keys = [c.key for c in found]
    inside = wholes(found)
    whole, part, word = (keys.index(k) for k in ("dense retrieval model", "dense retrieval", "retrieval"))
    assert inside[word, part]
    assert not inside[part, whole]  # it stands alone, too
    assert not inside[part, word]
    assert not inside.diagonal().any()


def test_fragments_of_a_text_that_says_one_thing_many_thousand_times_need_no_pairs_of_occurrences() -> None:
    ((_, found),) = find_candidates([untitled("deep neural networks help with " * 2000)])
    assert sum(len(c.at) for c in found) > 8000
    tracemalloc.start()
    try:
        inside = wholes(found)
        assert tracemalloc.get_traced_memory()[1] < 20e6
    finally:
        tracemalloc.stop()
    assert inside.any()


def test_a_chunk_without_end_takes_time_by_its_length() -> None:
    began = time.perf_counter()
    assert "ab" in candidates("ab " * 25_000)
    assert time.perf_counter() - began < 6


def test_a_fragment_comes_after_its_whole_unless_it_is_much_better():
    ((_, found),) = find_candidates([untitled("We use dense retrieval.")])
    keys = [c.key for c in found]
    part, whole = keys.index("retrieval"), keys.index("dense retrieval")
    scores = np.full(len(found), -9.0)
    for ahead, first in ((FRAGMENT / 2, whole), (FRAGMENT * 2, part)):
        scores[whole], scores[part] = -1.0, -1.0 + ahead
        assert wholes_first(scores, found).argmax() == first


# --- arrays


def test_a_forest_adds_the_leaves_that_a_row_falls_into():
    forest = Forest(
        feature=[[0, 1, 1], [1, 0, 0]],
        threshold=[[0.5, 2.0, 3.0], [9.0, 0.5, 0.5]],
        value=[[1, 2, 3, 4], [10, 20, 30, 40]],
    )
    rows = np.array([[0, 1], [0, 2.5], [1, 3], [1, 9.5]], np.float32)
    assert forest(rows).tolist() == [1 + 10, 2 + 10, 3 + 20, 4 + 40]


def test_occurrences_measure_the_words_of_each_candidate():
    texts = ("Trees grow.", "Deep graph models. Deep graph models. Graph.")
    documents, found = zip(*find_candidates(list(map(untitled, texts))), strict=True)
    occurrences = Occurrences(documents, found)
    begin = len(documents[0])
    values = np.arange(begin + len(documents[1]), dtype=float) - begin
    at = len(found[0]) + [c.key for c in found[1]].index("graph model")
    assert occurrences.paper[at] == 1
    assert occurrences.count[at] == 2
    assert (occurrences.least(values)[at], occurrences.greatest(values)[at], occurrences.mean(values)[at]) == (
        1,
        2,
        1.5,
    )
    shares = occurrences.shares("in", (occurrences.start - begin > 4).astype(int), ("front", "back"))
    assert shares["in_front"][at] == shares["in_back"][at] == 0.5
    before, after = occurrences.neighbours(values, values, -9, -9)
    assert list(before[occurrences.candidate == at]) == [0, 4]
    assert list(after[occurrences.candidate == at]) == [3, 7]
