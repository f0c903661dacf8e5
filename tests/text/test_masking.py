"""What is cut out of a text."""

from __future__ import annotations

import pytest

from kg.text.masking import BREAK, mask


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
