"""What is never merged, whatever a rule proposes."""

from __future__ import annotations

import pytest

from kg.concepts.cannot_link import may_be_one, not_opposed, one_english_core
from kg.concepts.clusters import Clusters, Merge, Phrase, Proposal
from kg.concepts.merge import Known, Rule, merge_phrases
from kg.core.records import Paper
from kg.text.phrases import phrase_key


def left_by(rule: Rule, *texts: str) -> list[Merge]:
    """The merges of a rule that are applied."""
    phrases = {phrase_key(text): Phrase(phrase_key(text), {text: 1}, ()) for text in texts}
    known = Known(phrases, Clusters(phrases), [Paper("p", "", "text", "en")], {}, {}, None)
    merge_phrases(known, [rule])
    return known.clusters.merges


def test_a_chinese_cluster_that_has_an_english_core_takes_no_second():
    first, same, second = (
        Merge("federated learning", phrase_key("联邦学习"), "translation", 0.9),
        Merge(phrase_key("联邦学习"), phrase_key("联合学习"), "translation", 0.8),
        Merge("joint learning", phrase_key("联合学习"), "translation", 0.7),
    )
    texts = ("federated learning", "联邦学习", "joint learning", "联合学习")
    proposal = Proposal([first, same, second])
    assert left_by(Rule("any", lambda _: proposal), *texts) == [first, same, second]
    assert left_by(Rule("any", lambda _: proposal, allowed=one_english_core), *texts) == [first, same]


def test_opposites_are_refused_where_a_rule_is_asked_for_that():
    proposal = Proposal([Merge(phrase_key("强监督学习"), phrase_key("弱监督学习"), "synonym", 0.9)])
    assert left_by(Rule("any", lambda _: proposal, allowed=not_opposed), "强监督学习", "弱监督学习") == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("监督学习", "无监督学习"),
        ("编码器网络", "解码器网络"),
        ("GPT-2模型", "GPT-3模型"),
        ("学习", "训练"),
        ("数据集", "语料集合分布"),
    ],
)
def test_what_differs_in_this_way_may_not_be_one(one, other):
    assert not may_be_one(one, other)
    assert not may_be_one(other, one)


def test_other_words_may_be_one():
    assert may_be_one("强化学习", "加强学习")
    assert may_be_one("BERT模型训练", "bert模型学习")
