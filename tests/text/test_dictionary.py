"""What the dictionary says of Chinese and English names: its meanings, and how far they explain one another."""

from __future__ import annotations

import pytest

from kg.text.zh_en.alignment import coverage
from kg.text.zh_en.dictionary import meanings
from kg.text.zh_en.phonetics import sounds_alike
from kg.text.zh_en.units import Chinese, English, compound


def shares(english: str, chinese: str) -> tuple[float, float]:
    covered = coverage(English(english), Chinese(chinese))
    return (covered.english, covered.chinese)


def test_the_dictionary_explains_both_sides():
    assert shares("neural network", "神经网络") == (1, 1)
    assert shares("deep neural network", "神经网络")[0] == pytest.approx(2 / 3)
    assert shares("sandwich", "神经网络") == (0, 0)
    assert shares("", "神经网络") == (0, 0)


@pytest.mark.parametrize(
    ("english", "chinese", "turned"),
    [
        ("user interest", "兴趣用户", True),
        ("theoretical prediction", "预测理论", True),
        ("system operation", "操作系统", True),  # the dictionary has the whole word, in another order
        ("operating system", "操作系统", False),
        ("operation of systems", "操作系统", False),
        ("deep neural network", "神经网络", False),
    ],
)
def test_the_right_words_in_another_order_are_turned(english, chinese, turned):
    assert coverage(English(english), Chinese(chinese)).turned is turned


def test_only_the_beginning_of_a_gloss_is_cut_off():
    assert meanings("数据处理") == {"data", "process"}  # the "a" of "data" is no article


def test_half_of_a_double_name_is_no_name():
    assert shares("Western culture", "中西文化")[0] < 1  # "Chinese-Western"
    assert shares("Gauss", "高斯") == (1, 1)


def test_compounds_and_prefixes_are_explained_in_parts():
    assert min(shares("unsupervised pretraining", "无监督预训练")) > 0.8
    assert min(shares("dataset", "数据集")) == 1


def test_an_ending_makes_no_compound():
    assert compound("contrastive") == ("contrastive",)
    assert compound("timestamp") == ("time", "stamp")


def test_names_in_latin_letters_explain_themselves():
    assert shares("BERT model", "BERT模型") == (1, 1)
    assert shares("GPT-3 model", "GPT-2模型")[0] < 1


def test_names_are_known_by_their_sound():
    assert sounds_alike("Boltzmann", "玻尔兹曼") > 0.8
    assert sounds_alike("Markov", "马尔可夫") == 1
    assert sounds_alike("network", "监督学习") < 0.6


def test_meanings_are_those_of_the_word_alone():
    assert "distil" in meanings("蒸馏")
    assert meanings("蒸馏模型的词") == set()
