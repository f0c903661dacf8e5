"""RELATED, BROADER and SIMILAR: figures by hand, shapes on the seeds."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from kg.acronyms import Definition
from kg.analysis import Analysis
from kg.catalog import Catalog
from kg.hierarchy import ancestors, broader
from kg.linking import similar
from kg.records import Concept, Edge, Keyphrase, Mention, Paper
from kg.relations import npmi, related


def concept(name: str, *aliases: str, papers: int = 1, key: str = "") -> Concept:
    return Concept(key or name, name, "", "", aliases, papers)


def mention(paper: str, concept: str, score: float = 0.5) -> Mention:
    return Mention(paper, concept, score, 1, ())


def paper(key: str, abstract: str) -> Paper:
    return Paper(key, "", abstract, "en", title_given=False)


def analysis(embedding: np.ndarray | None = None, *keyphrases: str) -> Analysis:
    return Analysis("", tuple(Keyphrase(k, 1.0, 1, ()) for k in keyphrases), (), (), embedding)


def ends(edges: list[Edge]) -> list[tuple[str, str]]:
    return [(e.start[1], e.end[1]) for e in edges]


@pytest.fixture(scope="module")
def catalog(seed_store: Path) -> Iterator[Catalog]:
    with Catalog.open(seed_store) as catalog:
        yield catalog


# -- RELATED ------------------------------------------------------------------------------------


def test_npmi_of_counts_worked_out_by_hand():
    # together in 2 of 8, each in 4: as often as by chance
    assert npmi(2, 4, 4, 8) == 0
    # never one without the other
    assert npmi(2, 2, 2, 8) == pytest.approx(1)
    # p(ab) = 1/4, p(a) = 1/4, p(b) = 1/2: ln 2 / ln 4
    assert npmi(2, 2, 4, 8) == pytest.approx(0.5)
    # rarer together than by chance: ln(1/8 / (1/2 * 1/2)) / ln 8
    assert npmi(1, 4, 4, 8) == pytest.approx(-1 / 3)
    assert npmi(5, 5, 5, 5) == 1


def corpus(**concepts: str) -> tuple[list[Concept], list[Mention]]:
    """Concepts by name with the letters of their papers."""
    found = [concept(name, papers=len(where)) for name, where in concepts.items()]
    return found, [mention(p, name) for name, where in concepts.items() for p in where]


def test_the_weight_is_the_npmi_discounted_by_the_shared_papers():
    (edge,) = related(*corpus(x="ab", y="abcd"), 8)
    assert (edge.type, edge.start, edge.end) == ("RELATED", ("Concept", "x"), ("Concept", "y"))
    assert edge.properties == {"weight": round(0.5 * 2 / 3, 4), "papers": 2}
    (more,) = related(*corpus(x="abc", y="abc"), 9)
    assert more.properties == {"weight": 0.75, "papers": 3}


def test_one_shared_paper_or_chance_relates_nothing():
    assert related(*corpus(x="ab", y="bc"), 8) == []
    assert related(*corpus(x="abcd", y="cdef"), 8) == []
    assert related([], [], 0) == []


def test_the_order_of_the_mentions_makes_no_difference_and_a_pair_stands_once():
    concepts, mentions = corpus(y="abc", x="abc", z="abc")
    edges = related(concepts, mentions, 20)
    assert sorted(ends(edges)) == [("x", "y"), ("x", "z"), ("y", "z")]
    assert related(concepts[::-1], mentions[::-1], 20) == edges


def test_names_of_which_one_holds_the_other_are_left_to_broader():
    concepts = [
        concept("knowledge distillation", "知识蒸馏", papers=3, key="kd"),
        concept("data-free knowledge distillation", papers=3, key="dfkd"),
        concept("teacher", papers=3),
    ]
    mentions = [mention(p, c) for p in "abc" for c in ("kd", "dfkd", "teacher")]
    assert sorted(ends(related(concepts, mentions, 20))) == [("dfkd", "teacher"), ("kd", "teacher")]


def test_related_of_the_seeds_stands_once_per_pair_with_true_counts(catalog):
    papers: dict[str, set[str]] = defaultdict(set)
    for edge in catalog.edges("MENTIONS"):
        papers[edge.end[1]].add(edge.start[1])
    edges = list(catalog.edges("RELATED"))
    assert len(edges) >= 5
    assert len({frozenset((e.start, e.end)) for e in edges}) == len(edges)
    for edge in edges:
        a, b, n = edge.start[1], edge.end[1], edge.properties["papers"]
        assert a < b
        assert n == len(papers[a] & papers[b]) >= 2
        expected = npmi(n, len(papers[a]), len(papers[b]), 46) * n / (n + 1)
        assert edge.properties["weight"] == pytest.approx(expected, abs=1e-4)
        assert 0 < edge.properties["weight"] <= 1


# -- BROADER ------------------------------------------------------------------------------------


def test_the_head_at_the_end_of_a_name_is_broader_next_step_only():
    edges = broader(
        [
            concept("distillation"),
            concept("knowledge distillation"),
            concept("data-free knowledge distillation"),
            concept("distillation loss"),
        ]
    )
    assert ends(edges) == [
        ("data-free knowledge distillation", "knowledge distillation"),
        ("knowledge distillation", "distillation"),
    ]


def test_broader_reads_aliases_of_both_languages_and_no_single_character():
    edges = broader(
        [
            concept("knowledge distillation", "知识蒸馏", key="kd"),
            concept("无数据知识蒸馏"),
            concept("馏"),
            concept("渐进式蒸馏"),
        ]
    )
    assert ends(edges) == [("无数据知识蒸馏", "kd")]


def test_a_head_is_a_whole_word():
    assert broader([concept("hypergraph"), concept("graph"), concept("phrase graph")]) == broader(
        [concept("graph"), concept("phrase graph")]
    )
    assert ends(broader([concept("graph"), concept("phrase graph")])) == [("phrase graph", "graph")]


@pytest.mark.parametrize(
    ("child", "parent", "others"),
    [
        ("encoder-decoder", "decoder", ("encoder",)),
        ("deep-learning classifier", "learning classifiers", ()),
        ("mitigating vocabulary mismatch", "vocabulary mismatch", ()),
        ("using text mining", "text mining", ()),
        ("average pairwise", "pairwise", tuple(f"pairwise {x}" for x in ("loss", "rank", "test", "sum", "set"))),
        ("highly supervised", "supervised", ()),
        ("supplementary material", "materialization", ()),
        ("domain adaptation and generalization", "generalization", ()),
        ("域适应和域泛化", "域泛化", ()),
        ("大学生", "学生", ()),
        ("non sensitive data", "sensitive data", ()),
        ("evaluating queries", "query", ("evaluation",)),
        ("tag based ranking", "based ranking", ()),
        ("classification with noisy labels", "noisy labels", ()),
    ],
)
def test_what_only_ends_like_a_name_is_no_kind_of_it(child, parent, others):
    assert broader([concept(child), concept(parent, papers=3), *map(concept, others)]) == []


@pytest.mark.parametrize(
    ("child", "parent", "others"),
    [
        ("self-attention", "attention", ()),
        ("training images", "image", ("training",)),
        ("web queries", "query", ()),
        ("recognition of emotions", "recognition", ()),
        ("classification with noisy labels", "classification", ("noisy labels",)),
        ("知识的蒸馏方法", "蒸馏方法", ()),
    ],
)
def test_the_head_of_a_name_is_a_noun_and_stands_before_a_preposition(child, parent, others):
    assert (child, parent) in ends(broader([concept(child), concept(parent, papers=3), *map(concept, others)]))


def test_a_name_with_an_acronym_of_its_own_is_no_kind_of_what_stands_before_its_preposition():
    assert broader([concept("internet of things", "IOT"), concept("internet", papers=2)]) == []


def test_an_alias_in_one_language_is_enough_for_both():
    concepts = [concept("CNN", "卷积神经网络", key="cnn"), concept("neural networks", "神经网络", papers=2, key="nn")]
    assert broader(concepts) == [], "of equally long names neither is broader"
    concepts[1] = concept("nets", "神经网络", papers=2, key="nn")
    concepts[0] = concept("convolutional nets", "卷积神经网络", "CNN", key="cnn")
    assert ends(broader(concepts)) == [("cnn", "nn")]


def said(text: str, *names: str, lang: str = "en", papers: int = 1) -> list[tuple[str, str]]:
    """BROADER of concepts that stand in one abstract, the first of them in many papers."""
    concepts = [concept(name, papers=9 if name == names[0] else papers) for name in names]
    spans = [(text.index(name), text.index(name) + len(name)) for name in names]
    mentions = [Mention("a", name, 0.5, 1, span) for name, span in zip(names, spans, strict=True)]
    return ends(broader(concepts, [Paper("a", "", text, lang, title_given=False)], mentions))


def test_what_a_paper_lists_as_examples_is_narrower():
    text = "We store it in databases such as MySQL, Redis and Cassandra. Spark is fast."
    names = ("databases", "MySQL", "Redis", "Cassandra", "Spark")
    assert said(text, *names) == [("Cassandra", "databases"), ("MySQL", "databases"), ("Redis", "databases")]
    assert said("我们使用数据库，如文档库和图库等。", "数据库", "文档库", "图库", lang="zh") == [
        ("图库", "数据库"),
        ("文档库", "数据库"),
    ]


def test_an_example_is_a_whole_phrase_follows_a_plural_and_is_rarer():
    assert said("databases such as MySQL clusters.", "databases", "MySQL") == []
    assert said("optimization such as MySQL.", "optimization", "MySQL") == []
    assert said("databases such as MySQL.", "databases", "MySQL", papers=9) == []
    assert said("databases. Such as MySQL.", "databases", "MySQL") == []


def test_examples_make_no_cycle():
    text = "Nets such as trees, forests. Forests such as nets."
    concepts = [concept("nets", papers=3), concept("trees", papers=2), concept("forests", papers=2)]
    mentions = [
        Mention("a", "nets", 0.5, 2, (0, 4, 45, 49)),
        Mention("a", "trees", 0.5, 1, (13, 18)),
        Mention("a", "forests", 0.5, 2, (20, 27, 29, 36)),
    ]
    assert ends(broader(concepts, [paper("a", text)], mentions)) == [("forests", "nets"), ("trees", "nets")]


def acyclic(edges: list[tuple[str, str]]) -> bool:
    parents: dict[str, set[str]] = defaultdict(set)
    for child, parent in edges:
        parents[child].add(parent)
    left = set(parents)
    while left:
        free = {c for c in left if not parents[c] & left}
        if not free:
            return False
        left -= free
    return True


def shortcuts(edges: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Edges beside which a longer way leads from the child to the parent."""
    parents: dict[str, set[str]] = defaultdict(set)
    for child, parent in edges:
        parents[child].add(parent)

    def reach(start: str) -> set[str]:
        found, open_ = set(), [start]
        while open_:
            new = parents[open_.pop()] - found
            found |= new
            open_ += new
        return found

    return [(c, p) for c, p in edges if any(p in reach(o) for o in parents[c] - {p})]


def test_names_that_are_heads_of_each_other_make_no_cycle():
    tricky = [
        concept("net", "big learner", key="a"),
        concept("learner", "big net", key="b"),  # each ends with the other's name
        concept("graph net", key="c"),
        concept("fast graph net", "slow learner", key="d"),
        concept("loop", "x loop", key="e"),  # an alias that ends with its own name
        concept("own loop", "very own loop", key="f"),
    ]
    edges = ends(broader(tricky))
    assert all(a != b for a, b in edges)
    assert acyclic(edges)
    assert {("c", "a"), ("f", "e")} <= set(edges)


def test_two_ways_up_keep_only_the_steps():
    diamond = [
        concept("net", key="net"),
        concept("neural net", key="neural"),
        concept("deep net", key="deep"),
        concept("big neural net", "big deep net", "big net", key="big"),
    ]
    edges = ends(broader(diamond))
    assert edges == [("big", "deep"), ("big", "neural"), ("deep", "net"), ("neural", "net")]


def test_broader_of_the_seeds_has_no_cycle_no_shortcut_and_joins_what_it_should(catalog):
    edges = ends(list(catalog.edges("BROADER")))
    assert len(edges) == len(set(edges)) >= 10
    assert acyclic(edges)
    assert shortcuts(edges) == []
    assert ("无数据知识蒸馏", "knowledge-distillation") in edges
    assert ("knowledge-distillation", "distillation") in edges
    assert ("convolutional-neural-networks", "neural-networks") in edges


def test_the_checks_above_would_see_a_cycle_and_a_shortcut():
    assert not acyclic([("a", "b"), ("b", "c"), ("c", "a")])
    assert acyclic([("a", "b"), ("b", "c"), ("a", "c")])
    assert shortcuts([("a", "b"), ("b", "c"), ("a", "c")]) == [("a", "c")]


# -- SIMILAR ------------------------------------------------------------------------------------

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
    mentions = [mention(p, c, s) for p in "ab" for c, s in (("pruning", 0.9), ("weights", 0.2))]
    (edge,) = similar(papers, [analysis()] * 3, concepts, [*mentions, mention("c", "speech")])
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
    other = Analysis("", (), (), (accounts,), None)
    assert ends(similar(papers, [analysis()] * 3, [alloy], [])) == [("a", "b"), ("a", "c"), ("b", "c")]
    assert ends(similar(papers, [analysis(), other, analysis()], [alloy], [])) == [("a", "c")]


def test_papers_of_a_narrower_and_a_broader_concept_are_similar_because_of_the_broader_one():
    papers = [paper("a", "A study of CNN speech."), paper("b", "Neural networks."), paper("c", "Of RNN images.")]
    concepts = [
        concept("neural networks", papers=1, key="nn"),
        concept("convolutional neural networks", "CNN", papers=1, key="cnn"),
        concept("recurrent neural networks", "RNN", papers=1, key="rnn"),
    ]
    mentions = [mention("a", "cnn"), mention("b", "nn"), mention("c", "rnn")]
    assert similar(papers, [analysis()] * 3, concepts, mentions) == []
    edges = similar(papers, [analysis()] * 3, concepts, mentions, broader(concepts))
    assert ends(edges) == [("a", "b"), ("a", "c"), ("b", "c")]
    assert {e.properties["shared"] for e in edges} == {("neural networks",)}


def test_of_a_shared_concept_and_a_shared_broader_one_the_narrower_is_the_reason():
    papers = [paper("a", PRUNING), paper("b", MORE_PRUNING)]
    concepts = [concept("pruning", papers=2), concept("magnitude pruning", papers=2)]
    mentions = [mention(p, c.id) for p in "ab" for c in concepts]
    (edge,) = similar(papers, [analysis()] * 2, concepts, mentions, broader(concepts))
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
    above = ancestors(catalog.edges("BROADER"))
    about: dict[str, set[object]] = defaultdict(set)
    for edge in catalog.edges("MENTIONS"):
        about[edge.start[1]] |= {names[c] for c in (edge.end[1], *above.get(edge.end[1], ()))}
    edges = list(catalog.edges("SIMILAR"))
    assert len({frozenset((e.start, e.end)) for e in edges}) == len(edges) >= 46
    for edge in edges:
        a, b = edge.start[1], edge.end[1]
        assert a < b
        assert 0 < float(str(edge.properties["score"])) < 1
        shared = edge.properties["shared"]
        assert isinstance(shared, tuple)
        assert set(shared) <= about[a] & about[b]
        assert bool(shared) == bool(about[a] & about[b])
    assert {e.start for e in edges} | {e.end for e in edges} == {n.key for n in catalog.nodes("Paper")}


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
