"""Acronyms that a paper defines, and what they stand for elsewhere."""

from __future__ import annotations

import pytest
from relation_fixture import concepts_of as found_by
from relation_fixture import mentions_of
from seed_fixture import seed_papers

from kg.concepts.resolve import Concepts
from kg.core.records import Concept, Paper
from kg.keyphrases.analysis import analyse
from kg.keyphrases.paper.acronyms import acronyms, definitions
from kg.text.phrases import phrase_key


def defined(text: str) -> list[tuple[str, str]]:
    """(short, long) in reading order; the spans must slice the two."""
    found = definitions(text)
    for definition in found:
        assert text[slice(*definition.short_span)] == definition.short
        assert phrase_key(text[slice(*definition.long_span)]) == phrase_key(definition.long)
    return [(d.short, d.long) for d in found]


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("We study deep matrix factorization (DMF) here.", "DMF", "deep matrix factorization"),
        ("generative adversarial networks [GANs] are", "GANs", "generative adversarial networks"),
        ("deep matrix factorization（DMF） is", "DMF", "deep matrix factorization"),
        ("pre-trained language models (PLMs) are large", "PLMs", "pre-trained language models"),
        ("knowledge distillation (KD; Hinton et al., 2015)", "KD", "knowledge distillation"),
        ("by stochastic gradient descent (i.e., SGD)", "SGD", "stochastic gradient descent"),
        (r"saddle \emph{point} escaping (SPE) stages", "SPE", "saddle point escaping"),
        ("a deep $Q$-learning (DQL) agent", "DQL", "deep Q-learning"),
        ("无数据知识蒸馏(DFKD)最近", "DFKD", "无数据知识蒸馏"),
        ("「联邦学习（FL）」", "FL", "联邦学习"),
        ("图卷积网络（Graph Convolutional Network, GCN）", "GCN", "图卷积网络"),
        ("提高面向任务的对话系统（TDS）的性能", "TDS", "面向任务的对话系统"),
        ("大型语言模型（LLMs）很大", "LLMs", "大型语言模型"),
        ("the Stale Synchronous Parallel (SSP) model", "SSP", "Stale Synchronous Parallel"),
        ("by the convex-concave procedure (CCP)", "CCP", "convex-concave procedure"),
        ("探讨体外膜肺氧合(ECMO)的作用", "ECMO", "体外膜肺氧合"),
        ("所有电化学电源(EPS)都", "EPS", "电化学电源"),
        ("uptake of 5-hydroxytryptamine (5-HT) by", "5-HT", "5-hydroxytryptamine"),
        ("levels of tumor necrosis factor alpha (TNF-α) and", "TNF-α", "tumor necrosis factor alpha"),
        ("insulin and angiotensin II (Ang II) increased", "Ang II", "angiotensin II"),
        ("secretion of prolactin (Prl) was", "Prl", "prolactin"),
        ("labelled with bromodeoxyuridine (BrdU) cells", "BrdU", "bromodeoxyuridine"),
        ("the forced expiratory volume in one second (FEV(1))", "FEV(1)", "forced expiratory volume in one second"),
        ("through Peer-to-Peer (P2P) overlays", "P2P", "Peer-to-Peer"),
        ("files in extensible markup language (XML) are", "XML", "extensible markup language"),
        ("measures of body mass (M) and", "M", "mass"),
        ("the mean squared error (mse) of", "mse", "mean squared error"),
        ("regular dialytic treatment (R.D.T.) of", "R.D.T.", "regular dialytic treatment"),
        ("confidentiality, integrity, and availability (CIA)", "CIA", "confidentiality, integrity, and availability"),
        (
            "risk due to BTEX (benzene, toluene, ethylbenzene, and xylene)",
            "BTEX",
            "benzene, toluene, ethylbenzene, and xylene",
        ),
        ("the beam (vertical cavity laser, VCL) is", "VCL", "vertical cavity laser"),
        (r"a random Erd\"os-R\'enyi (ER) network", "ER", "Erdös-Rényi"),
        ("solved by the ``learn new secrets'' (LNS) game", "LNS", "learn new secrets"),
        ("the gene (homolog of poly(ethylene glycol) (PEG))", "PEG", "poly(ethylene glycol)"),
    ],
)
def test_definitions_in_both_scripts_and_all_brackets(text, short, long):
    assert defined(text) == [(short, long)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "No definition at all.",
        "See the table (Table 3) and the work of others (Smith, 2019).",
        "A bracket (GAN)",
        "(GAN) at the start of generative adversarial networks",
        "It holds for many cases (see above) and (e.g. this one).",
        "Results are better (AUC 0.93).",
        "We show that (i) it improves and (ii) it is impossible.",
        "Mixtures of A and of graphs of size n (N = 20) were drawn from Poland (Warsaw).",
        "Cells were grown in a medium (DMEM) and stained.",
        "Tokens are kept with a native protocol token (WIT).",
        "An empty bracket (FL ( ) ) and FL ( ).",
        "我们（见附录）比较结果（2022年）。",
        "learning rate (XQZ) with other letters",
        "code at https://example.org/deep_matrix_factorization_(DMF)",
    ],
)
def test_text_without_definitions_gives_none(text):
    assert defined(text) == []


def test_several_definitions_come_in_reading_order_and_the_first_of_each_wins():
    text = "Federated learning (FL) of neural networks (NNs). Few labels (FL) matter. 知识蒸馏（KD）也。"
    assert defined(text) == [("FL", "Federated learning"), ("NNs", "neural networks"), ("KD", "知识蒸馏")]


def test_title_and_abstract_define_and_the_first_definition_counts():
    paper = Paper(
        "p", "Federated learning (FL) of trees", "Few labels (FL) and neural networks (NNs).", "en", title_given=True
    )
    assert [(d.short, d.long) for d in acronyms(paper)] == [("FL", "Federated learning"), ("NNs", "neural networks")]


def test_symbols_and_lists_are_defined_in_a_paper_but_name_no_concept():
    text = "The mass (M) and confidentiality, integrity, and availability (CIA) in deep matrix factorization (DMF)."
    assert {short for short, _ in defined(text)} == {"M", "CIA", "DMF"}
    assert [d.short for d in analyse(Paper("p", "", text, "en", title_given=False), fast=True).definitions] == ["DMF"]


def test_a_definition_does_not_reach_over_the_end_of_a_sentence():
    assert defined("We like deep. Matrix factorization (DMF) works.") == []
    assert defined("我们研究深度。矩阵（DMF）很好。") == []


def test_definitions_of_the_seeds():
    found = {(short, long.lower()) for p in seed_papers() for short, long in defined(p.abstract)}
    assert {
        ("DMF", "deep matrix factorization"),
        ("DFKD", "无数据知识蒸馏"),
        ("MAD", "动量对抗蒸馏"),
        ("PLMs", "pre-trained language models"),
        ("FL", "federated learning"),
        ("EVC", "emotional voice conversion"),
        ("NLP", "natural language processing"),
    } <= found


# -- in a corpus --------------------------------------------------------------------------------


def concepts_of(*abstracts: str) -> tuple[Concepts, list[Paper]]:
    papers = [Paper(f"p{n}", "", text, "en", title_given=False) for n, text in enumerate(abstracts)]
    return found_by(papers), papers


def concept(found: Concepts, name: str) -> Concept:
    (match,) = [c for c in found.concepts if name in (c.name.lower(), *(a.lower() for a in c.aliases))]
    return match


ATTACK = "Backdoor attacks need a high attack success rate (ASR). We lower the attack success rate: the ASR falls."
SPEECH = "For automatic speech recognition (ASR) we need labels. Noise hurts automatic speech recognition: ASR fails."


def test_an_acronym_stands_for_what_its_own_paper_says():
    found, papers = concepts_of(ATTACK, SPEECH)
    attack, speech = concept(found, "attack success rate"), concept(found, "automatic speech recognition")
    assert attack.id != speech.id
    mentions = {(m.paper_id, m.concept_id): m for m in mentions_of(found, papers)}
    assert (("p0", speech.id) in mentions, ("p1", attack.id) in mentions) == (False, False)
    for key, text in ((("p0", attack.id), ATTACK), (("p1", speech.id), SPEECH)):
        spans = mentions[key].spans
        assert mentions[key].count == 4
        assert [text[a:b] for a, b in zip(spans[::2], spans[1::2], strict=True)].count("ASR") == 2
    assert papers[0].id == "p0"


def test_an_acronym_of_two_meanings_belongs_to_neither_and_one_meaning_reaches_everywhere():
    undefined = "The ASR of our system is measured. We report ASR again and again, as ASR is what counts."
    torn, papers = concepts_of(ATTACK, SPEECH, undefined)
    both = {concept(torn, name).id for name in ("attack success rate", "automatic speech recognition")}
    assert not [m for m in mentions_of(torn, papers) if m.paper_id == "p2" and m.concept_id in both]
    used = "We report the LSTM again and again, as an LSTM is what counts."
    agreed, papers = concepts_of("A long short-term memory (LSTM) learns. The LSTM forgets.", used)
    memory = concept(agreed, "long short-term memory")
    assert "LSTM" in memory.aliases
    (mention,) = [m for m in mentions_of(agreed, papers) if m.paper_id == "p1" and m.concept_id == memory.id]
    assert [used[a:b] for a, b in zip(mention.spans[::2], mention.spans[1::2], strict=True)] == ["LSTM"] * 2


def test_an_acronym_is_not_the_word_that_it_looks_like():
    found, papers = concepts_of(
        "Uninterruptible power supply (UPS) design. The uninterruptible power supply fails, the UPS smokes.",
        "We look up words and end up with ups and downs in word lookup. Word lookup goes up.",
    )
    power = concept(found, "uninterruptible power supply")
    assert [m.paper_id for m in mentions_of(found, papers) if m.concept_id == power.id] == ["p0"]
