"""Which of several Chinese names a concept goes by."""

from __future__ import annotations

import pytest

from kg.concepts.clusters import Phrase
from kg.concepts.usage import usual
from kg.text.phrases import phrase_key

REINFORCEMENT = {"强化学习": 2, "加强学习": 3, "增强学习": 1, "钢筋学习": 1}


def named(written: dict[str, int], *english: str) -> str:
    """The first of the names (name -> occurrences), in whatever order they come."""
    phrases = [Phrase(phrase_key(name), {name: times}, [0]) for name, times in written.items()]
    by_usage, backwards = usual(phrases, english), usual(phrases[::-1], english)
    assert by_usage == backwards
    return min(phrases, key=lambda phrase: by_usage[phrase.key]).spelling


def test_a_frequent_mistranslation_is_not_the_name():
    assert named(REINFORCEMENT, "reinforcement learning") == "强化学习"


def test_an_acronym_is_spelled_out_with_the_help_of_the_dictionary():
    assert named(REINFORCEMENT, "RL") == "强化学习"
    assert named({"知识提炼": 1, "知识蒸馏": 1}, "KD") == "知识蒸馏"


def test_a_full_name_counts_rather_than_an_acronym_before_it():
    assert named(REINFORCEMENT, "RL", "reinforcement learning") == "强化学习"


def test_occurrences_enough_outweigh_a_little_more_nearness():
    assert named({"深度神经网络": 9, "深层神经网络": 2}, "deep neural networks") == "深度神经网络"


@pytest.mark.parametrize("english", [(), ("XQ",), ("3D",)])
def test_without_an_english_name_the_one_written_most_often_is_the_name(english):
    assert named(REINFORCEMENT, *english) == "加强学习"
    assert named({"超级分辨率": 1, "超分辨率": 3}, *english) == "超分辨率"


def test_where_nothing_else_tells_the_shorter_one_is_the_name():
    assert named({"超级分辨率": 2, "超分辨率": 2}) == "超分辨率"
