"""Titles derived from abstracts."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg.core.records import Paper
from kg.keyphrases.paper.title import derive_title
from kg.papers.read import read_papers
from kg.text.language import detect_language

SEEDS = Path(__file__).parents[2] / "seeds"


def title(abstract: str, *keyphrases: str) -> str:
    untitled = Paper(id="p1", title="", abstract=abstract, lang=detect_language(abstract), title_given=False)
    return derive_title(untitled, keyphrases)


@pytest.mark.parametrize(
    ("start", "word"),
    [
        ("Given the increasingly intricate forms", "KoopmanLab"),
        ("Feature reuse has been", "RepGhost"),
        ("Knowledge distillation is often", "LEAD"),
        ("In this paper, we propose a novel technique", "INVALIDATOR"),
        ("Pre-trained models have achieved", "GanLM"),
        ("The development of social media", "MGTAB"),
        ("Blind image quality", "PMT-IQA"),
        ("Human speech can be", "Prosody2Vec"),
        ("Federated learning achieves joint", "FedMGD"),
        ("With increasing privacy concerns", "FedPETuning"),
        ("Recent deep networks that directly", "auto-encoder"),
        ("与具有粗粒度信息", "KDDRES"),
        ("无数据知识蒸馏", "动量对抗蒸馏"),
        ("在过去的几十年中", "SAFL"),
        ("进程感知的推荐系统", "DCW-MANN"),
        ("在过去的25年中", "MLGOPERF"),
        ("本文回顾了AIM", "AIM 2022"),
    ],
)
def test_a_seed_is_recognised_by_what_its_authors_made(start, word):
    (paper,) = [paper for paper in read_papers(SEEDS) if paper.abstract.startswith(start)]
    assert word in derive_title(paper, [])


def test_titles_of_the_seeds_are_short_different_and_clean():
    titles = [derive_title(paper, []) for paper in read_papers(SEEDS)]
    assert len(set(titles)) == 46
    for text in titles:
        assert len(text) <= 90
        assert text == text.strip(" ,;:.，。；、")
        assert not set(text) & set("\\{}$\n")
        assert not text.lower().endswith((" of", " the", " and", " for", " with", " that", " to"))


def test_titles_of_the_seeds_are_in_the_language_of_the_paper():
    for paper in read_papers(SEEDS):
        assert any("\u4e00" <= char <= "\u9fff" for char in derive_title(paper, [])) == (paper.lang == "zh")


def test_a_background_acronym_is_no_name():
    text = (
        "Convolutional neural networks (CNNs) and GANs are used in NLP. We evaluate on ImageNet and COCO. "
        "In this paper, we study how pruning changes the calibration of classifiers."
    )
    assert title(text) == "Pruning changes the calibration of classifiers"


def test_without_a_name_the_main_concept_comes_first():
    text = "Retrieval is hard. In this paper, we propose a curriculum sampling strategy."
    assert title(text, "dense retrieval").startswith("Dense retrieval: curriculum sampling strategy")


def test_a_long_clause_is_cut_between_its_parts():
    text = (
        "We propose SplitKit, a framework for the automatic decomposition of scientific applications "
        "into small communicating services under strict latency constraints."
    )
    found = title(text)
    assert found.startswith("SplitKit: framework for the automatic decomposition")
    assert len(found) <= 90
    assert found.rsplit(" ", 1)[-1] in text


def test_latex_and_addresses_do_not_show():
    text = r"We present \textbf{QNet}~\cite{a}, a $Q$-learning agent for routing, see https://example.org/x."
    assert title(text) == "QNet: Q-learning agent for routing"


@pytest.mark.parametrize("text", ["Short.", "x", "???", "很短", "A" * 500, "字" * 500, "\\cite{a}", "( ( ("])
def test_a_title_is_never_empty(text):
    assert 0 < len(title(text)) <= 90


def test_a_paper_without_any_text_is_called_by_its_id():
    assert title("") == "p1"


def test_short_titles_get_main_concepts():
    assert len(title("Short.", "graph neural networks", "knowledge distillation")) >= 20


def test_of_two_names_that_are_as_good_the_first_counts_whatever_the_hash_seed():
    text = "我们引入了一种称为“过滤 - 对抗性”(FTC)的新防御机制,该机制有助于避免准确性下降,并将其与VIF结合起来。"
    text += " 我们提出了两种新颖的防御措施,称为变分输入过滤(VIF)和对抗输入过滤(AIF)。"
    code = "import sys; from kg.keyphrases.paper.title import derive_title; from kg.core.records import Paper;"
    code += "print(derive_title(Paper('p', '', sys.argv[1], 'zh', title_given=False), []))"
    command = [sys.executable, "-X", "utf8", "-c", code, text]
    told = {
        subprocess.check_output(command, env={**os.environ, "PYTHONHASHSEED": seed}, encoding="utf-8")
        for seed in "01234"
    }
    assert [each.partition(":")[0] for each in told] == ["FTC"]
