"""What is cut out of a text."""

from __future__ import annotations

import time

import pytest

from kg.text.masking import BREAK, INNER_SPACE, mask, readable


@pytest.mark.parametrize(
    "text",
    [
        "目的:探讨血压.方法:测量血压.",
        "目的 探讨血压。方法 测量血压。",
        "【目的】探讨血压。【材料与方法】测量血压。",
        "[Objective] 探讨血压。[Methods] 测量血压。",
        "目的：探讨血压；材料与方法：测量血压。",
    ],
)
def test_labels_of_structured_chinese_abstracts_are_cut_out(text: str) -> None:
    masked = mask(text)
    assert len(masked) == len(text)
    assert "".join(masked.replace(BREAK, " ").split()).strip(".。；") in (
        "探讨血压.测量血压",
        "探讨血压。测量血压",
        "探讨血压；测量血压",
    )


def test_one_phrase_before_a_colon_is_no_label() -> None:
    text = "深度学习:一种方法。它测量血压。"
    assert mask(text) == text


@pytest.mark.parametrize("word", ["E. coli", "S. cerevisiae", "in vivo", "In vitro"])
def test_what_is_one_word_with_a_space_in_it_is_joined(word: str) -> None:
    text = f"Growth: {word} cells."
    assert mask(text) == text.replace(word, word.replace(" ", INNER_SPACE))
    assert readable(mask(text)) == text


@pytest.mark.parametrize(
    "text", ["Stanley, H. E. and others", "vitamin C. It works", "in view of this", "U.S. markets"]
)
def test_an_initial_or_a_preposition_joins_no_other_word(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize("run", ["a@" * 4000, "a@b" * 4000, "@" * 8000])
def test_signs_of_addresses_that_are_none_take_no_time(run: str) -> None:
    began = time.perf_counter()
    assert mask(run) == run
    assert time.perf_counter() - began < 2


def test_addresses_are_cut_out() -> None:
    text = "Ask a.b@uni.example.org, (c@d.org) or http://e.org/@f.html. Not @g."
    left = "".join(mask(text).split(BREAK))
    assert left == "Ask , ) or . Not @g."
