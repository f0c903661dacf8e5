"""The author's own keywords: keyphrases of the paper, wherever they stand."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

from kg.cli import cli
from kg.core.records import Paper
from kg.keyphrases.ranking.rank import rank
from kg.papers.readers.fields.fields import record_from
from kg.pipeline.build import build
from kg.store.catalog import Catalog
from kg.text.phrases import phrase_key

ABSTRACT = "We study correction tree pruning. Correction trees keep data at home, and Trees' bias falls."


def test_the_authors_keywords_come_first_and_are_marked_with_their_spans():
    keywords = ("Correction Trees", "differential privacy")
    paper = Paper(id="p1", title="", abstract=ABSTRACT, lang="en", title_given=False, keywords=keywords)
    first, second, *others = rank(paper, top_n=5, fast=True)
    assert (first.text, first.from_author, first.count) == ("Correction Trees", True, 2)
    assert [ABSTRACT[a:b] for a, b in zip(first.spans[::2], first.spans[1::2], strict=True)] == [
        "correction tree",  # inflected, too
        "Correction trees",
    ]
    assert (second.text, second.from_author, second.count, second.spans) == ("differential privacy", True, 0, ())
    assert others
    assert not any(k.from_author or phrase_key(k.text) == phrase_key(first.text) for k in others)


def test_a_chinese_keyword_is_found_in_title_and_abstract():
    paper = Paper(id="p1", title="知识蒸馏综述", abstract="本文研究知识蒸馏。", lang="zh", keywords=("知识蒸馏",))
    first = rank(paper, top_n=3, fast=True)[0]
    assert (first.text, first.count, first.in_title, first.from_author) == ("知识蒸馏", 2, True, True), first
    assert paper.abstract[slice(*first.spans)] == "知识蒸馏"
    assert not any(k.from_author for k in rank(replace(paper, keywords=()), top_n=3, fast=True))


@pytest.mark.parametrize("form", ["json", "table"])
def test_the_command_line_marks_them(form):
    entry = json.dumps({"id": "a", "abstract": ABSTRACT, "keywords": ["Correction Trees"]})
    done = CliRunner().invoke(cli, ["keyphrases", "-", "--fast", "--format", form], input=entry)
    assert done.exit_code == 0, done.output
    if form == "table":
        assert "Correction Trees* ×2;" in done.stdout
        return
    ((first, *others),) = [row["keyphrases"] for row in json.loads(done.stdout)]
    assert first == {"text": "Correction Trees", "score": 1.0, "count": 2, "from_author": True}
    assert all([*phrase] == ["text", "score", "count"] for phrase in others)


@pytest.mark.parametrize(
    ("given", "keywords"),
    [
        ("graphs; trees", ("graphs", "trees")),
        ("graphs, trees", ("graphs", "trees")),
        ("graphs; trees, forests; woods", ("graphs", "trees", "forests", "woods")),
        ("图神经网络；知识图谱，实体", ("图神经网络", "知识图谱", "实体")),
        ("Neural Networks, Computer; Graphs", ("Neural Networks, Computer", "Graphs")),
        ("Tomography, X-Ray Computed; Wool", ("Tomography, X-Ray Computed", "Wool")),
        ("Aged, 80 and over; Receptors, G-Protein-Coupled", ("Aged, 80 and over", "Receptors, G-Protein-Coupled")),
        ("*Lung Diseases, Interstitial/diagnosis; Pain -- Therapy", ("Lung Diseases, Interstitial", "Pain")),
        ("duplication cyst (diagnosis, surgery); pain (chronic)", ("duplication cyst", "pain (chronic)")),
        ("CNN, RNN; deep learning, LSTM", ("CNN", "RNN", "deep learning", "LSTM")),
        ("graph neural networks (GNNs); BERT", ("graph neural networks", "GNNs", "BERT")),
        ("联邦学习（FL）、隐私", ("联邦学习", "FL", "隐私")),
        ("area under the curve (AUC, ROC), F1", ("area under the curve (AUC, ROC)", "F1")),
        ("diabetes (type 2); f(x); (DL); C4.5 (tree)", ("diabetes (type 2)", "f(x)", "(DL)", "C4.5 (tree)")),
        (["deep learning (DL)", "one, two"], ("deep learning", "DL", "one, two")),
        (
            "*Dog Diseases/genetics; Heart Failure/*veterinary; Pain [drug therapy]",
            ("Dog Diseases", "Heart Failure", "Pain"),
        ),
        ("*athlete; human *; Knee Injury/su [Surgery]", ("athlete", "human", "Knee Injury")),
        ("A*; C*-algebra; TCP/IP; input/output", ("A*", "C*-algebra", "TCP/IP", "input/output")),
        ("QUALITY OF LIFE; CANCER; DNA; BERT", ("quality of life", "cancer", "DNA", "BERT")),
        ("BERT; NLP", ("BERT", "NLP")),
    ],
)
def test_keywords_are_told_apart_and_acronyms_are_names_of_their_own(given, keywords):
    assert record_from({"abstract": "Text with BERT.", "keywords": given}, "a", 0).keywords == keywords


def test_an_acronym_among_the_keywords_is_another_name_of_what_it_stands_for(tmp_path):
    source = tmp_path / "a.jsonl"
    papers = [
        {"id": "a", "abstract": "We study neural collapse.", "keywords": "neural collapse (NC); deep networks, trees"},
        {"id": "b", "abstract": "Neural collapse is seen in classifiers."},
    ]
    source.write_text("\n".join(map(json.dumps, papers)), encoding="utf-8")
    build([source], tmp_path / "store", fast=True)
    with Catalog.open(tmp_path / "store") as catalog:
        concepts = {node.name: node.properties["aliases"] for node in catalog.nodes("Concept")}
    assert "NC" in concepts["neural collapse"]
    assert not {"NC", "trees (NC)"} & concepts.keys()
