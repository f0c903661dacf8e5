"""Single words of the dictionary: how plainly it gives a pair, and what is only a piece of something longer."""

from __future__ import annotations

import pytest

from kg.concepts.clusters import Phrase
from kg.concepts.fragments import is_piece
from kg.concepts.matching.differences import of_another_kind
from kg.concepts.matching.plain import plainness
from kg.concepts.rules.translations import DOUBTFUL, PLAIN, PLAIN_THERE, translations
from kg.core.records import Paper
from kg.text.language import detect_language
from kg.text.phrases import phrase_key
from kg.text.zh_en.senses import Said, said
from kg.text.zh_en.units import Chinese, English


def papers(*abstracts: str) -> list[Paper]:
    return [Paper(f"p{n}", "", text, detect_language(text), title_given=False) for n, text in enumerate(abstracts)]


def how(english: str, chinese: str) -> Said:
    found = said(english, chinese)
    assert found is not None
    return found


def log_odds(english: str, chinese: str, cosine: float, near: float) -> float:
    found = plainness(english, chinese, cosine, near)
    assert found is not None
    return found


# -- senses -------------------------------------------------------------------------------------


def test_a_word_is_said_by_a_share_of_the_senses():
    assert 0 < how("trajectories", "轨迹").share < 0.5
    assert how("mathematical model", "数学模型").share == 1


def test_it_counts_how_many_chinese_words_say_the_english_one():
    assert how("polynomials", "多项式").words == 1
    assert how("landscapes", "景观").words > 5


def test_a_noun_is_said_by_its_verb_but_a_verb_is_no_noun():
    assert how("prediction", "预测").verb
    assert said("Induces", "诱导") is None  # "to induce"


@pytest.mark.parametrize(("english", "chinese"), [("atomization", "原子"), ("graph", "数据库"), ("graph", "没有的词")])
def test_what_the_dictionary_does_not_say_is_not_said(english, chinese):
    assert said(english, chinese) is None


@pytest.mark.parametrize(
    ("english", "chinese", "odd"),
    [
        ("metallization", "金属", True),
        ("crystallization", "晶体", True),
        ("mechanics", "机械化", True),
        ("carbon dioxide", "碳酸化", True),
        ("synchronization", "同步", False),
        ("optimization", "优化", False),
        ("optimization algorithm", "优化算法", False),
        ("culture", "文化", False),
        ("oxidation", "氧化", False),
    ],
)
def test_a_process_is_told_from_what_it_is_named_after(english, chinese, odd):
    assert of_another_kind(English(english), Chinese(chinese)) is odd


# -- plain pairs --------------------------------------------------------------------------------


def test_few_senses_near_names_and_near_papers_make_a_pair_plain():
    assert log_odds("polynomials", "多项式", cosine=0.74, near=0.16) >= PLAIN
    assert log_odds("forces", "动力", cosine=0.74, near=0.16) < PLAIN
    assert log_odds("forces", "动力", cosine=0.6, near=-0.3) < DOUBTFUL
    assert PLAIN_THERE <= log_odds("convergence", "收敛性", cosine=0.6, near=0.28) < PLAIN  # enough in one field
    assert plainness("storage systems", "储能系统", 0.9, 0.4) is None


def test_plain_pairs_join_though_words_of_near_meaning_are_there():
    english = ["robot", "machine", "mechanical hand", "gradient", "slope", "polynomials", "multinomial"]
    chinese = ["机器人", "机械手", "机器", "梯度", "坡度", "多项式", "公式"]
    phrases = {
        phrase_key(text): Phrase(phrase_key(text), {text: 1}, [n]) for n, text in enumerate([*english, *chinese])
    }
    merges = translations(phrases, str, {}).merges
    pairs = {(merge.kept, merge.merged.replace(" ", "")) for merge in merges}
    assert {("polynomial", "多项式"), ("robot", "机器人"), ("gradient", "梯度")} <= pairs
    backwards = translations(dict(reversed(phrases.items())), str, {}).merges
    assert merges == backwards


def test_what_papers_define_the_same_acronym_as_needs_less():
    english, chinese = "hidden Markov model", "隐马尔可夫模型"
    texts = (english, chinese, "Markov model", "马尔可夫模型", "hidden Markov")
    phrases = {phrase_key(text): Phrase(phrase_key(text), {text: 1}, [n]) for n, text in enumerate(texts)}

    def found(short: str) -> int:
        own = {0: {short: phrase_key(english)}, 1: {short: phrase_key(chinese)}}
        return len(translations(phrases, str, {}, own_meanings=own).merges)

    assert not translations(phrases, str, {}).merges
    assert found("HMM") == 1
    assert found("HM") == 0  # two letters may mean anything


# -- pieces -------------------------------------------------------------------------------------


def known(**papers_of: int) -> dict[str, Phrase]:
    """Phrases, with _ for a space, in so many papers."""
    keys = {phrase_key(text.replace("_", " ")): papers for text, papers in papers_of.items()}
    return {key: Phrase(key, {key: 1}, range(papers)) for key, papers in keys.items()}


def test_a_phrase_that_cuts_a_word_is_a_piece():
    corpus = papers("对模型参数进行敏感性分析，敏感性分析表明结果稳定。", "本文用有限元法求解。")
    assert is_piece("感性分析", [0], corpus, {})
    assert not is_piece("敏感性分析", [0], corpus, {})
    assert not is_piece("有限元", [1], corpus, {})  # of 有限元法: cut off, but not cut through


def test_a_phrase_that_cuts_a_more_frequent_one_is_a_piece():
    corpus = papers("The phase space distribution is measured. We compare the phase-space distribution with theory.")
    assert is_piece("space distribution", [0], corpus, known(phase_space=3))
    assert not is_piece("space distribution", [0], corpus, known(phase_space=1))
    assert not is_piece("phase space distribution", [0], corpus, known(phase_space=3))


def test_what_several_phrases_end_in_is_no_piece():
    corpus = papers("Flight control systems and adaptive control systems are large control systems.")
    assert not is_piece("control systems", [0], corpus, known(flight_control=3, flight_control_systems=3))


def test_a_phrase_that_stands_nowhere_is_no_piece():
    assert not is_piece("感性分析", [0], papers("No Chinese here."), {})
    assert not is_piece("space distribution", [0], (), {})
