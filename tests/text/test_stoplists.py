"""Which phrases are made of words that say nothing, in either language."""

from __future__ import annotations

import pytest

from kg.text.phrases import phrase_key
from kg.text.words.stoplists import is_generic


@pytest.mark.parametrize(
    "phrase",
    [
        "method",
        "methods",
        "experimental results",
        "proposed model",
        "large number",
        "方法",
        "实验结果",
        "研究方法",
        "数据",
    ],
)
def test_words_that_say_nothing_say_nothing_together(phrase):
    assert is_generic(phrase_key(phrase))


@pytest.mark.parametrize("phrase", ["feature learning", "error rate", "loss functions", "损失函数", "样本效率"])
def test_two_broad_words_may_be_a_term(phrase):
    assert not is_generic(phrase_key(phrase))


@pytest.mark.parametrize("phrase", ["generalization", "competition", "generalization bound"])
def test_a_word_is_not_generic_because_one_of_its_family_is(phrase):
    assert not is_generic(phrase_key(phrase))
