"""SIMILAR: which papers are near, and why."""

from __future__ import annotations

import math
from collections import defaultdict

import numpy as np
from relation_fixture import Mention, analysis, concept, ends, kinds, paper, similar

from kg.core.graph import Edge
from kg.core.records import Paper
from kg.keyphrases.analysis import Analysis
from kg.keyphrases.paper.acronyms import Definition

PRUNING = "Magnitude pruning removes weights of neural networks. Pruning keeps the accuracy of neural networks."
MORE_PRUNING = "We compare magnitude pruning of weights at initialization with pruning after training neural networks."
SPEECH = "Emotional voice conversion alters the prosody of speech."


def test_no_paper_and_one_paper_are_similar_to_nothing():
    assert similar([], [], [], []) == []
    assert similar([paper("a", PRUNING)], [analysis()], [], []) == []
    assert similar([paper("a", PRUNING)], [analysis(np.ones(4, np.float32) / 2)], [], []) == []


def test_two_papers_without_anything_in_common_are_not_similar():
    apart = [analysis(np.array([1, 0], np.float32)), analysis(np.array([0, 1], np.float32))]
    for analyses in ([analysis(), analysis()], apart):
        assert similar([paper("a", PRUNING), paper("b", SPEECH)], analyses, [], []) == []
    assert similar([paper("a", ""), paper("b", "")], [analysis(), analysis()], [], []) == []


def test_shared_terms_make_papers_similar_and_shared_concepts_say_why():
    papers = [paper("a", PRUNING), paper("b", MORE_PRUNING), paper("c", SPEECH)]
    concepts = [concept("pruning", papers=2), concept("weights", papers=2), concept("speech", papers=1)]
    mentions = [Mention(p, c, s) for p in "ab" for c, s in (("pruning", 0.9), ("weights", 0.2))]
    (edge,) = similar(papers, [analysis()] * 3, concepts, [*mentions, Mention("c", "speech")])
    assert (edge.start, edge.end) == (("Paper", "a"), ("Paper", "b"))
    assert edge.properties["shared"] == ("pruning", "weights")
    assert 0 < float(str(edge.properties["score"])) < 1


def score(edges: list[Edge], a: str = "a", b: str = "b") -> float:
    return next((float(str(e.properties["score"])) for e in edges if {e.start[1], e.end[1]} == {a, b}), 0.0)


def test_a_nearer_embedding_scores_higher():
    papers = [paper("a", PRUNING), paper("b", MORE_PRUNING)]

    def at(cosine: float) -> float:
        vectors = [np.array([1, 0], np.float32), np.array([cosine, math.sqrt(1 - cosine**2)], np.float32)]
        return score(similar(papers, [analysis(v) for v in vectors], [], []))

    assert at(0.1) < at(0.5) < at(0.9)


def test_sharing_a_keyphrase_counts_more_than_sharing_another_word():
    papers = [paper("a", "pruning of seeds"), paper("b", "pruning in spring"), paper("c", "many seeds")]
    plain = similar(papers, [analysis()] * 3, [], [])
    told = similar(papers, [analysis(None, "pruning"), analysis(None, "pruning"), analysis()], [], [])
    assert score(told, "a", "b") > score(plain, "a", "b") > score(plain, "a", "c") > score(told, "a", "c")


def test_an_acronym_and_its_long_form_are_one_term():
    papers = [paper("a", "We use DMF. Then speech."), paper("b", "Deep matrix factorization of images.")]
    joined = concept("deep matrix factorization", "DMF", papers=2)
    assert similar(papers, [analysis()] * 2, [], []) == []
    assert ends(similar(papers, [analysis()] * 2, [joined], [])) == [("a", "b")]


def test_an_acronym_that_a_paper_defines_otherwise_is_another_term():
    papers = [paper("a", "SMA actuators."), paper("b", "Separately managed accounts (SMA)."), paper("c", "An SMA.")]
    alloy = concept("shape memory alloy", "SMA", papers=2)
    accounts = Definition("SMA", "separately managed accounts", (27, 30), (0, 27))
    other = Analysis(definitions=(accounts,))
    assert ends(similar(papers, [analysis()] * 3, [alloy], [])) == [("a", "b"), ("a", "c"), ("b", "c")]
    assert ends(similar(papers, [analysis(), other, analysis()], [alloy], [])) == [("a", "c")]


def test_papers_of_a_narrower_and_a_broader_concept_are_similar_because_of_the_broader_one():
    papers = [paper("a", "A study of CNN speech."), paper("b", "Neural networks."), paper("c", "Of RNN images.")]
    concepts = [
        concept("neural networks", papers=1, key="nn"),
        concept("convolutional neural networks", "CNN", papers=1, key="cnn"),
        concept("recurrent neural networks", "RNN", papers=1, key="rnn"),
    ]
    mentions = [Mention("a", "cnn"), Mention("b", "nn"), Mention("c", "rnn")]
    assert similar(papers, [analysis()] * 3, concepts, mentions) == []
    edges = similar(papers, [analysis()] * 3, concepts, mentions, kinds(concepts))
    assert ends(edges) == [("a", "b"), ("a", "c"), ("b", "c")]
    assert {e.properties["shared"] for e in edges} == {("neural networks",)}


def test_of_a_shared_concept_and_a_shared_broader_one_the_narrower_is_the_reason():
    papers = [paper("a", PRUNING), paper("b", MORE_PRUNING)]
    concepts = [concept("pruning", papers=2), concept("magnitude pruning", papers=2)]
    mentions = [Mention(p, c.id) for p in "ab" for c in concepts]
    (edge,) = similar(papers, [analysis()] * 2, concepts, mentions, kinds(concepts))
    assert edge.properties["shared"] == ("magnitude pruning",)


def test_a_link_across_languages_is_not_outweighed_by_words_that_only_one_language_has():
    english = ["pruning of weights, compared on many images", "pruning of networks, compared on many images"]
    chinese = ["剪枝权重,在许多图像上进行比较", "剪枝网络,在许多图像上进行比较"]
    papers = [paper(k, t) for k, t in zip("ab", english, strict=True)]
    papers += [Paper(k, "", t, "zh", title_given=False) for k, t in zip("cd", chinese, strict=True)]
    vectors = [(1, 0, 0.1), (0.1, 1, 0), (1, 0.1, 0), (0, 1, 0.1)]
    analyses = [analysis(np.array(v, np.float32) / np.linalg.norm(v)) for v in vectors]
    edges = similar(papers, analyses, [concept("pruning", "剪枝", papers=4)], [])
    assert score(edges, "a", "c") > score(edges, "a", "d")
    assert score(edges, "a", "c") > score(edges, "a", "b")


def test_similar_of_the_seeds_stands_once_per_pair_with_concepts_of_both(catalog):
    names = {n.id: n.properties["name"] for n in catalog.nodes("Concept")}
    above: dict[str, set[str]] = defaultdict(set)
    for _ in range(10):  # steps
        for edge in catalog.edges("BROADER"):
            above[edge.start[1]] |= {edge.end[1], *above[edge.end[1]]}
    about: dict[str, set[object]] = defaultdict(set)
    for edge in catalog.edges("MENTIONS"):
        about[edge.start[1]] |= {names[c] for c in (edge.end[1], *above.get(edge.end[1], ()))}
    edges = list(catalog.edges("SIMILAR"))
    assert len({frozenset((e.start, e.end)) for e in edges}) == len(edges) >= 30
    for edge in edges:
        a, b = edge.start[1], edge.end[1]
        assert a < b
        assert 0 < float(str(edge.properties["score"])) < 1
        shared = edge.properties["shared"]
        assert isinstance(shared, tuple)
        assert set(shared) <= about[a] & about[b]
        assert bool(shared) == bool(about[a] & about[b])
    assert all(edge.properties["shared"] for edge in edges)  # what is near by chance is left out


def test_papers_about_data_free_distillation_and_lead_are_similar_across_languages(catalog):
    abstracts = {n.id: str(n.properties["abstract"]) for n in catalog.nodes("Paper")}
    (lead,) = [i for i, text in abstracts.items() if text.startswith("Knowledge distillation is often")]
    neighbours = {}
    for edge in catalog.edges("SIMILAR"):
        if ("Paper", lead) in (edge.start, edge.end):
            (other,) = {edge.start[1], edge.end[1]} - {lead}
            neighbours[other] = edge.properties["score"]
    best = sorted(neighbours, key=lambda i: -float(str(neighbours[i])))[:5]
    assert any("知识蒸馏" in abstracts[i] for i in best)
