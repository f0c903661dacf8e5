"""Looking for every phrase of the vocabulary in a text."""

from __future__ import annotations

import pytest

from kg.text.phrases import Vocabulary, phrase_key


def find(text: str, *phrases: str) -> list[tuple[str, str]]:
    """(phrase, what stands at its span) of every match."""
    keys = {phrase_key(p): p for p in phrases}
    return [(keys[m.key], text[m.start : m.end]) for m in Vocabulary(keys).find(text)]


def test_nested_and_overlapping_phrases_are_all_found_where_they_stand():
    text = "Deep neural network models. Network."
    assert find(text, "deep neural network", "neural network", "neural network models", "network") == [
        ("deep neural network", "Deep neural network"),
        ("neural network", "neural network"),
        ("neural network models", "neural network models"),
        ("network", "network"),
        ("network", "Network"),
    ]


def test_nested_chinese_phrases_are_found_where_they_stand():
    text = "基于无数据知识蒸馏的知识蒸馏"
    assert find(text, "无数据知识蒸馏", "知识蒸馏", "蒸馏") == [
        ("无数据知识蒸馏", "无数据知识蒸馏"),
        ("知识蒸馏", "知识蒸馏"),
        ("蒸馏", "蒸馏"),
        ("知识蒸馏", "知识蒸馏"),
        ("蒸馏", "蒸馏"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "self-supervised learning",
        "Self-supervised learning",
        "self supervised learning",
        "unsupervised learning",
        "un-supervised learning",
        "semi-supervised learning",
        "weakly supervised learning",
        "weakly-supervised learning",
        "non-supervised learning",
    ],
)
def test_a_prefix_makes_supervised_learning_something_else(text):
    assert find(f"We use {text} here.", "supervised learning") == []
    assert find(f"We use {text} here.", "learning") == [("learning", "learning")]


@pytest.mark.parametrize(
    "text", ["无监督学习", "无监督的学习", "无人监督的学习", "半监督学习", "自监督学习", "弱监督学习"]
)
def test_a_prefix_makes_jiandu_xuexi_something_else(text):
    assert find(f"我们使用{text}。", "监督学习") == []


@pytest.mark.parametrize("text", ["来自监督学习", "使用监督学习", "有监督学习"])
def test_what_only_looks_like_a_prefix_hides_nothing(text):
    assert find(text, "监督学习") == [("监督学习", "监督学习")]


@pytest.mark.parametrize("text", ["under distribution shift", "averaged over distribution shift"])
def test_a_preposition_is_no_prefix(text):
    assert find(text, "distribution shift") == [("distribution shift", "distribution shift")]


def test_a_prefixed_phrase_is_found_by_its_own_name():
    assert find("Self-supervised learning", "self-supervised learning") != []
    assert find("无监督的学习", "无监督学习") == [("无监督学习", "无监督的学习")]


@pytest.mark.parametrize(
    "text",
    ["pre-trained model", "Pre-trained models", "pre trained models", "pre‑trained\nmodel"],
)
def test_hyphen_plural_case_and_line_break_make_no_difference(text):
    assert find(f"A {text}.", "pre-trained models") == [("pre-trained models", text)]


def test_a_part_of_a_hyphenated_word_is_found_at_its_own_characters():
    assert find("graph-based encoder/decoder", "graph", "decoder") == [("graph", "graph"), ("decoder", "decoder")]


@pytest.mark.parametrize("text", ["预先训练的语言模型", "预先训练语言模型"])
def test_de_makes_no_difference(text):
    for phrase in ("预先训练的语言模型", "预先训练语言模型"):
        assert find(f"大型{text}很好", phrase) == [(phrase, text)]


def test_acronyms_are_matched_with_their_case():
    assert find("The UPS went up, ups.", "UPS") == [("UPS", "UPS")]
    assert find("Many PLMs and one PLM.", "PLMs") == [("PLMs", "PLMs"), ("PLMs", "PLM")]
    assert find("GPT-2 and GPT-3, L1 and L2", "GPT-2", "L1") == [("GPT-2", "GPT-2"), ("L1", "L1")]


@pytest.mark.parametrize(
    "text", ["graph. Pruning", "graph, pruning", "graph (pruning)", r"graph $\sum x_i$ pruning", "图。剪枝", "图、剪枝"]
)
def test_no_match_goes_across_punctuation_or_formulas(text):
    assert find(text, "graph pruning", "图剪枝") == []


def test_addresses_and_citation_keys_hold_no_matches():
    assert find(r"Code: https://example.org/graph-pruning \cite{graph-pruning}", "graph pruning", "pruning") == []


def test_latex_marks_do_not_hide_a_phrase():
    assert find(r"\textbf{graph} pruning", "graph pruning") == [("graph pruning", "graph} pruning")]
    assert find("deep $Q$-learning", "Q-learning") == [("Q-learning", "Q$-learning")]


def test_words_are_matched_whole():
    assert find("subgraph graphics", "graph") == []
    assert find("", "graph") == []
    assert find("graph", *[]) == []


def test_a_name_with_capitals_inside_is_not_the_common_word_of_the_same_letters():
    assert find("The relationships that exist in eXist and in MeSH, on a mesh.", "eXist", "mesh") == [
        ("eXist", "eXist"),
        ("mesh", "mesh"),
    ]
    assert phrase_key("MapReduce") == phrase_key("Mapreduce")


@pytest.mark.parametrize(
    ("british", "american"),
    [("fibre optics", "fiber optics"), ("haemoglobin", "hemoglobin"), ("paediatric", "pediatric"), ("ageing", "aging"),
     ("defence", "defense"), ("oedema", "edema"), ("centres", "center"), ("leukaemia", "leukemia")],
)  # fmt: skip
def test_british_and_american_spelling_share_a_key(british, american):
    assert phrase_key(british) == phrase_key(american)


@pytest.mark.parametrize("word", ["timbre", "Boeing", "daemon", "genre", "coefficient", "poetry"])
def test_what_only_looks_british_stays(word):
    assert phrase_key(word) == word.lower()


def test_traditional_script_is_found_at_its_own_characters():
    text = "我們研究機器學習。"
    assert find(text, "机器学习") == [("机器学习", "機器學習")]
    assert phrase_key("機器學習") == phrase_key("机器学习")
