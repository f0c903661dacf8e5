"""Which of several Chinese names a concept goes by."""

from __future__ import annotations

from kg.concepts.clusters import Phrase
from kg.concepts.usage import usual
from kg.text.phrases import phrase_key


def named(*names: tuple[str, int, int], english: str = "") -> str:
    """The first of the (name, papers, occurrences)."""
    phrases = [Phrase(phrase_key(name), {name: times}, range(papers)) for name, papers, times in names]
    by_usage = usual(phrases, Phrase(phrase_key(english), {english: 1}, [0]) if english else None)
    return min(phrases, key=lambda phrase: by_usage[phrase.key]).spelling


def test_a_frequent_mistranslation_is_not_the_name():
    names = ("强化学习", 2, 2), ("加强学习", 3, 3), ("钢筋学习", 1, 1)
    assert named(*names, english="reinforcement learning") == "强化学习"
    assert named(*reversed(names), english="reinforcement learning") == "强化学习"


def test_papers_enough_outweigh_a_little_more_nearness():
    names = ("深度神经网络", 9, 9), ("深层神经网络", 2, 2)
    assert named(*names, english="deep neural networks") == "深度神经网络"


def test_without_an_english_name_the_one_in_more_papers_is_the_name():
    assert named(("强化学习", 2, 2), ("加强学习", 3, 3)) == "加强学习"


def test_where_papers_do_not_tell_the_one_written_more_often_is_the_name_then_the_shorter():
    assert named(("超级分辨率", 1, 1), ("超分辨率", 1, 3)) == "超分辨率"
    assert named(("超级分辨率", 1, 2), ("超分辨率", 1, 2)) == "超分辨率"
