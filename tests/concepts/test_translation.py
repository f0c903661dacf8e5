"""Which phrases of two languages, or of one, name the same thing; and which never do."""

from __future__ import annotations

import numpy as np
import pytest

import kg
from kg.concepts.clusters import Clusters, Phrase
from kg.concepts.matching import compare
from kg.concepts.matching.differences import of_another_kind
from kg.concepts.merge import Known, merge_phrases
from kg.core.engine import Engine, workers_stopped
from kg.core.records import Paper
from kg.text.language import detect_language
from kg.text.phrases import phrase_key
from kg.text.zh_en.dictionary import simplified
from kg.text.zh_en.units import Chinese, English

PLAIN = {
    "neural collapse": "神经崩溃",
    "knowledge distillation": "知识蒸馏",
    "reinforcement learning": "强化学习",
    "federated learning": "联邦学习",
    "pre-trained language model": "预训练语言模型",
    "neural networks": "神经网络",
    "deep learning": "深度学习",
    "machine learning": "机器学习",
    "teacher model": "教师模型",
    "student model": "学生模型",
    "encoder": "编码器",
    "decoder": "解码器",
    "supervised learning": "监督学习",
    "black-box attack": "黑盒攻击",
    "L1 regularization": "L1正则化",
    "L2 regularization": "L2正则化",
    "natural language processing": "自然语言处理",
    "data-free knowledge distillation": "无数据知识蒸馏",
    "weakly supervised learning": "弱监督学习",
}


def merged(*texts: str, own: dict[tuple[int, str], str] | None = None) -> list[set[str]]:
    """The clusters of more than one phrase, as kg.concepts.resolve makes them from one paper a phrase."""
    papers = [Paper(f"p{n}", "", text, detect_language(text), title_given=False) for n, text in enumerate(texts)]
    phrases = {phrase_key(text): Phrase(phrase_key(text), {text: 1}, [n]) for n, text in enumerate(texts)}
    defined: dict[int, dict[str, str]] = {}
    for (paper, short), long in (own or {}).items():
        defined.setdefault(paper, {})[phrase_key(short)] = phrase_key(long)
    clusters = Clusters(phrases)
    merge_phrases(Known(phrases, clusters, papers, defined, extra_phrases={}, embeddings=None))
    for merge in clusters.merges:
        assert merge.reason in ("spelling", "synonym", "same acronym", "translation", "acronym")
        assert 0 < merge.score <= 1
    return [{phrases[k].spelling for k in keys} for keys in clusters.members().values() if len(keys) > 1]


# -- between the languages ----------------------------------------------------------------------


def test_plain_terms_find_their_translation_among_each_other():
    english, chinese = list(PLAIN), sorted(PLAIN.values())
    found = kg.match_terms(english, chinese)
    assert all(PLAIN[english[i]] == chinese[j] for i, j, _ in found)
    assert len(found) >= len(PLAIN) - 2
    assert all(0 < score <= 1 for _, _, score in found)


def test_either_list_may_be_in_either_language():
    english, chinese = list(PLAIN), sorted(PLAIN.values())
    forward = kg.match_terms(english, chinese)
    assert kg.match_terms(chinese, english) == sorted((j, i, score) for i, j, score in forward)


def test_the_order_of_the_terms_makes_no_difference():
    english, chinese = list(PLAIN), sorted(PLAIN.values())
    forward = {(english[i], chinese[j], score) for i, j, score in kg.match_terms(english, chinese)}
    backward = kg.match_terms(english[::-1], chinese[::-1])
    assert {(english[::-1][i], chinese[::-1][j], score) for i, j, score in backward} == forward


def test_nothing_is_the_translation_of_nothing():
    assert kg.match_terms([], []) == []
    assert kg.match_terms(["deep learning"], []) == []
    assert kg.match_terms([], ["深度学习"]) == []
    assert kg.match_terms(["knowledge distillation"], ["情感语音转换"]) == []


def test_traditional_script_is_chinese():
    assert simplified("無監督學習") == "无监督学习"
    found = kg.match_terms(["supervised learning", "graph neural network"], ["圖神經網絡", "監督學習", "無監督學習"])
    assert {(i, j) for i, j, _ in found} == {(0, 1), (1, 0)}


def test_within_a_language_spellings_and_acronyms_are_found():
    found = kg.match_terms(
        ["graph neural networks", "CNN", "监督学习"],
        ["convolutional neural network", "Graph-Neural Network", "监督的学习"],
    )
    assert {(i, j) for i, j, _ in found} == {(0, 1), (1, 0), (2, 2)}


def test_a_term_with_a_chinese_character_is_chinese_however_many_latin_letters_it_has():
    found = kg.match_terms(["Helmholtz machine", "Mercer kernel"], ["Helmholtz机", "Mercer 核"])
    assert {(i, j) for i, j, _ in found} == {(0, 0), (1, 1)}


def test_a_term_that_stands_twice_is_found_twice():
    found = kg.match_terms(["federated learning", "Federated Learning"], ["联邦学习", "联邦学习"])
    assert {(i, j) for i, j, _ in found} == {(0, 0), (0, 1), (1, 0), (1, 1)}


def test_the_better_rival_wins():
    found = kg.match_terms(["neural network", "fuzzy neural network"], ["模糊神经网络"])
    assert [(i, j) for i, j, _ in found] == [(1, 0)]


def test_hostile_terms_match_nothing_and_harm_nothing():
    hostile = [
        "",
        " ",
        "\x00\x1b[31m",
        "'); DROP TABLE",
        "的的",
        "—",
        "𠀀𠀁" * 50,
        "a" * 100_000,
        "\ud800",
        "()[]{}*+?\\",
    ]
    assert kg.match_terms(hostile, ["深度学习", "<script>", ""]) == []


def test_one_string_is_no_list_of_terms_and_a_number_no_term():
    with pytest.raises(TypeError, match="two lists"):
        kg.match_terms("deep learning", ["深度学习"])
    with pytest.raises(TypeError, match="a term is a string, not 3"):
        kg.match_terms(["deep learning"], [3])  # pyright: ignore[reportArgumentType]


def test_a_chinese_phrase_that_holds_the_english_one_is_no_translation_of_it():
    assert kg.match_terms(["ImageNet", "GPT-2"], ["包括ImageNet", "GPT-2模型"]) == []


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("supervised learning", "无监督学习"),
        ("unsupervised learning", "监督学习"),
        ("supervised learning", "半监督学习"),
        ("self-supervised learning", "监督学习"),
        ("encoder", "解码器"),
        ("decoder", "编码器"),
        ("teacher model", "学生模型"),
        ("student network", "教师网络"),
        ("black-box attack", "白盒攻击"),
        ("white-box attack", "黑盒攻击"),
        ("fine-grained information", "粗粒度信息"),
        ("coarse-grained information", "细粒度信息"),
        ("L1 regularization", "L2正则化"),
        ("GPT-2 model", "GPT-3模型"),
        ("generator", "鉴别器"),
        ("source domain", "目标域"),
        ("online learning", "离线学习"),
        ("labeled data", "无标签数据"),
    ],
)
def test_opposites_are_no_translations_even_when_nothing_better_is_there(english, chinese):
    assert kg.match_terms([english], [chinese]) == []
    assert merged(english, chinese) == []


# -- within Chinese -----------------------------------------------------------------------------


def test_the_names_of_reinforcement_learning_are_one():
    names = {"强化学习", "加强学习", "增强学习", "钢筋学习"}
    own = {(0, "RL"): "强化学习", (1, "RL"): "加强学习"}
    assert merged(*sorted(names), "RL", own=own) == [names | {"RL"}]
    assert merged(*sorted(names), "RL", "深度学习", "联邦学习", "监督学习", own=own) == [names | {"RL"}]


def test_a_shared_dictionary_meaning_alone_makes_no_synonyms():
    assert merged("食品安全", "粮食安全") == []
    assert merged("体系研究", "制度研究") == []
    assert merged("数字图书馆", "数字化图书馆") == [{"数字图书馆", "数字化图书馆"}]


def test_an_ad_option_is_no_adoption():
    assert merged("ad option", "adoption") == []


def test_spelling_variants_are_one():
    assert merged("pre-trained model", "pretrained model") == [{"pre-trained model", "pretrained model"}]
    assert merged("数据集分布", "数据集的分布") == []  # one phrase already: 的 does not count
    assert phrase_key("数据集分布") == phrase_key("数据集的分布")


OPPOSITES = [
    ("监督学习", "无监督学习"),
    ("有监督学习", "无监督学习"),
    ("监督学习", "半监督学习"),
    ("编码器", "解码器"),
    ("编码器网络", "解码器网络"),
    ("黑盒攻击", "白盒攻击"),
    ("黑盒模型", "白盒模型"),
    ("教师模型", "学生模型"),
    ("教师网络", "学生网络"),
    ("粗粒度", "细粒度"),
    ("粗粒度信息", "细粒度信息"),
    ("L1正则化", "L2正则化"),
    ("GPT-2模型", "GPT-3模型"),
    ("源域数据", "目标域数据"),
    ("高分辨率图像", "低分辨率图像"),
    ("supervised learning", "unsupervised learning"),
    ("L1", "L2"),
    ("GPT-2", "GPT-3"),
    ("encoder", "decoder"),
    ("black-box attack", "white-box attack"),
    ("teacher model", "student model"),
]


@pytest.mark.parametrize(("one", "other"), OPPOSITES)
def test_opposites_are_never_one(one, other):
    assert merged(one, other) == []


def test_opposites_stay_apart_in_company():
    texts = [text for pair in OPPOSITES for text in pair]
    for group in merged(*dict.fromkeys(texts), *PLAIN.values()):
        for one, other in OPPOSITES:
            assert not {one, other} <= group, group


def test_what_is_defined_as_the_same_acronym_may_be_further_apart():
    own = {(0, "TDS"): "任务对话系统", (1, "TDS"): "目标对话系统"}
    assert merged("任务对话系统", "目标对话系统", "TDS") == []
    assert merged("任务对话系统", "目标对话系统", "TDS", own=own) == [{"任务对话系统", "目标对话系统", "TDS"}]


@pytest.mark.parametrize(("one", "other"), [("粗粒度信息", "细粒度信息"), ("编码器网络", "解码器网络")])
def test_opposites_stay_apart_even_with_the_same_acronym(one, other):
    assert merged(one, other, "XN", own={(0, "XN"): one, (1, "XN"): other}) == []


def test_an_acronym_joins_only_what_most_papers_mean_by_it():
    texts = ("attack success rate", "automatic speech recognition", "ASR")
    torn = {(0, "ASR"): texts[0], (1, "ASR"): texts[1]}
    assert merged(*texts, own=torn) == []
    agreed = {(0, "ASR"): texts[0], (2, "ASR"): texts[0], (1, "ASR"): texts[1]}
    assert merged(*texts, own=agreed) == [{"attack success rate", "ASR"}]


def test_a_concept_has_one_english_core():
    groups = merged("encoder", "decoder", "编码器", "解码器", "teacher model", "教师模型", "教师的模型")
    assert {"encoder", "编码器"} in groups
    assert {"decoder", "解码器"} in groups
    assert all(sum(text.isascii() for text in group) <= 1 for group in groups)


@pytest.mark.parametrize(
    ("english", "chinese", "odd"),
    [
        ("centrality", "中央", True),
        ("clinicians", "临床", True),
        ("participatory", "参与者", True),
        ("reliability", "可靠性", False),
        ("sensors", "传感器", False),
        ("non-linear", "非线性", False),
    ],
)
def test_a_quality_or_an_agent_is_told_from_others_of_its_family(english, chinese, odd):
    assert of_another_kind(English(english), Chinese(chinese)) is odd


def test_names_compared_by_several_processes_in_small_batches_are_told_the_same_of(monkeypatch):
    english, chinese = [English(each) for each in PLAIN], [Chinese(each) for each in PLAIN.values()]
    pairs = np.stack(np.divmod(np.arange(len(PLAIN) ** 2), len(PLAIN)), axis=1)
    alone = compare.compared(english, chinese, pairs)
    monkeypatch.setattr(compare, "PAIRS", 50)
    with workers_stopped():
        together = compare.compared(english, chinese, pairs, Engine(jobs=2, worth=0))
    assert [column.tolist() for column in alone] == [column.tolist() for column in together]
    mine = alone.english.reshape(len(PLAIN), -1).argmax(1).tolist()
    assert sum(n == best for n, best in enumerate(mine)) >= len(PLAIN) - 2
