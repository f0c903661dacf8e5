"""What stands around a phrase says what the phrase is."""

from __future__ import annotations

import pytest

from kg.text.boundaries import After, Before, Boundaries


@pytest.mark.parametrize(
    ("text", "phrase", "before", "after"),
    [
        ("We study the Hubbard model in two dimensions.", "Hubbard model", Before.BEGINS, After.MAY_END),
        ("The Bose-Hubbard model is solved.", "Hubbard model", Before.CUT, After.ENDS),
        ("Strains of E. coli were grown.", "coli", Before.CUT, After.ENDS),
        ("They grow in vivo.", "vivo", Before.IN, After.ENDS),
        ("A dose of 5 ng/mL was given.", "ng/mL", Before.NUMBER, After.ENDS),
        ("This model assumes that noise is small.", "assumes", Before.NOTHING, After.OBJECT),
        ("It is used to avoid collisions.", "avoid collisions", Before.VERB, After.ENDS),
        ("A recurrent network, large and slow", "recurrent", Before.BEGINS, After.NOTHING),
        ("networks (deep ones)", "deep ones", Before.BEGINS, After.ENDS),
    ],
)
def test_what_stands_before_and_after(text: str, phrase: str, before: Before, after: After) -> None:
    start = text.index(phrase)
    found = Boundaries(text)
    assert (found.before(start), found.after(start + len(phrase))) == (before, after)


def test_chinese_words_are_told_by_their_tags() -> None:
    text = "我们研究知识蒸馏的方法。"
    start = text.index("知识蒸馏")
    assert Boundaries(text).after(start + 4) == After.MAY_END
    assert Boundaries(text).after(start + 2) == After.NOTHING
    assert Boundaries(text).cuts_word(start + 1, start + 3)


@pytest.mark.parametrize(
    ("text", "phrase", "before", "after"),
    [
        ("该方法可减小误差。", "减小", Before.VERB, After.NOTHING),
        ("结果减小了一半。", "减小", Before.NOTHING, After.OBJECT),
        ("提出了对图像的分割,效果好。", "分割", Before.BEGINS, After.ENDS),
        ("稀疏网络是一种模型。", "网络", Before.NOTHING, After.ENDS),
        ("用于 2022 年会议。", "年", Before.NUMBER, After.NOTHING),
    ],
)
def test_what_stands_before_and_after_in_chinese(text: str, phrase: str, before: Before, after: After) -> None:
    start = text.index(phrase)
    found = Boundaries(text)
    assert (found.before(start), found.after(start + len(phrase))) == (before, after)
