"""BROADER: which names are kinds of which."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest
from relation_fixture import Mention, concept, ends, kinds, paper

from kg.core.records import Paper


def test_the_head_at_the_end_of_a_name_is_broader_next_step_only():
    edges = kinds(
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
    edges = kinds(
        [
            concept("knowledge distillation", "知识蒸馏", key="kd"),
            concept("无数据知识蒸馏"),
            concept("馏"),
            concept("渐进式蒸馏"),
        ]
    )
    assert ends(edges) == [("无数据知识蒸馏", "kd")]


def test_a_head_is_a_whole_word():
    assert list(kinds([concept("hypergraph"), concept("graph"), concept("phrase graph")])) == list(
        kinds([concept("graph"), concept("phrase graph")])
    )
    assert ends(kinds([concept("graph"), concept("phrase graph")])) == [("phrase graph", "graph")]


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
    assert list(kinds([concept(child), concept(parent, papers=3), *map(concept, others)])) == []


@pytest.mark.parametrize(
    ("child", "parent", "others"),
    [
        ("self-attention", "attention", ()),
        ("training images", "image", ("training",)),
        ("web queries", "query", ()),
        ("recognition of emotions", "recognition", ()),
        ("classification with noisy labels", "classification", ("noisy labels",)),
        ("知识的蒸馏方法", "蒸馏方法", ()),
        ("local density of states", "density of states", ("density", "states")),
    ],
)
def test_the_head_of_a_name_is_a_noun_and_stands_before_a_preposition(child, parent, others):
    assert (child, parent) in ends(kinds([concept(child), concept(parent, papers=3), *map(concept, others)]))


def test_a_name_with_an_acronym_of_its_own_is_no_kind_of_what_stands_before_its_preposition():
    assert list(kinds([concept("internet of things", "IOT"), concept("internet", papers=2)])) == []


def test_an_alias_in_one_language_is_enough_for_both():
    concepts = [concept("CNN", "卷积神经网络", key="cnn"), concept("neural networks", "神经网络", papers=2, key="nn")]
    assert list(kinds(concepts)) == [], "of equally long names neither is broader"
    concepts[1] = concept("nets", "神经网络", papers=2, key="nn")
    concepts[0] = concept("convolutional nets", "卷积神经网络", "CNN", key="cnn")
    assert ends(kinds(concepts)) == [("cnn", "nn")]


def said(text: str, *names: str, lang: str = "en", papers: int = 1) -> list[tuple[str, str]]:
    """BROADER of concepts that stand in one abstract, the first of them in many papers."""
    concepts = [concept(name, papers=9 if name == names[0] else papers) for name in names]
    spans = [(text.index(name), text.index(name) + len(name)) for name in names]
    mentions = [Mention("a", name, 0.5, 1, span) for name, span in zip(names, spans, strict=True)]
    return ends(kinds(concepts, [Paper("a", "", text, lang, title_given=False)], mentions))


def test_what_a_paper_lists_as_examples_is_narrower():
    text = "We store it in databases such as MySQL, Redis and Cassandra. Spark is fast."
    names = ("databases", "MySQL", "Redis", "Cassandra", "Spark")
    assert said(text, *names) == [("Cassandra", "databases"), ("MySQL", "databases"), ("Redis", "databases")]
    assert said("我们使用数据库，如文档库和图库等。", "数据库", "文档库", "图库", lang="zh") == [
        ("图库", "数据库"),
        ("文档库", "数据库"),
    ]


@pytest.mark.parametrize(
    ("text", "broad", "narrow"),
    [
        ("We use MySQL and other fast databases.", "databases", "MySQL"),
        ("In such databases as MySQL, rows are kept.", "databases", "MySQL"),
        ("Databases (e.g., MySQL) are everywhere.", "Databases", "MySQL"),
        ("MySQL is a relational database that keeps rows.", "database", "MySQL"),
        ("The MySQL is a kind of database.", "database", "MySQL"),
        ("We propose MySQL, a fast database which keeps rows.", "database", "MySQL"),
        ("Wombats are small mammals.", "mammals", "Wombats"),
        ("We present a database called MySQL.", "database", "MySQL"),
        ("图库等常见的数据库在用。", "数据库", "图库"),
        ("图库是一种快速的数据库。", "数据库", "图库"),
        ("数据库包括图库。", "数据库", "图库"),
    ],
)
def test_what_a_paper_says_is_a_kind_of_a_concept_is_narrower(text, broad, narrow):
    assert said(text, broad, narrow) == [(narrow, broad)]


@pytest.mark.parametrize(
    ("text", "broad", "narrow"),
    [
        ("MySQL is a database cluster.", "database", "MySQL"),
        ("The speed of MySQL is a database that nobody knows.", "database", "MySQL"),
        ("MySQL is in a database.", "database", "MySQL"),
        ("MySQL is not a database.", "database", "MySQL"),
        ("The wombats are mammals.", "mammals", "wombats"),
        ("There are attacks on databases such as MySQL.", "databases", "MySQL"),
        ("We propose a tool for the database called MySQL.", "database", "MySQL"),
        ("We have MySQL, a database.", "database", "MySQL"),
        ("For the MySQL, a new database that keeps rows is shown.", "database", "MySQL"),
        ("We study phases on a lattice in two databases, including MySQL.", "databases", "MySQL"),
        ("图库等数据库系统。", "数据库", "图库"),
        ("图库是一种数据库的系统。", "数据库", "图库"),
    ],
)
def test_what_a_sentence_only_seems_to_say_is_no_kind(text, broad, narrow):
    assert said(text, broad, narrow) == []


def test_a_kind_has_a_reason_and_the_best_sentence_that_says_so():
    texts = ("We like databases such as MySQL. Ok.", "Rows are old. MySQL is a database that is fast. So there.")
    concepts = [concept("database", "databases", papers=9), concept("MySQL", papers=2), concept("graph database")]
    mentions = [
        Mention("a", "database", 0.5, 1, (8, 17)),
        Mention("a", "MySQL", 0.5, 1, (26, 31)),
        Mention("b", "database", 0.5, 1, (25, 33)),
        Mention("b", "MySQL", 0.5, 1, (14, 19)),
    ]
    papers = [paper("a", texts[0]), paper("b", texts[1])]
    found = {edge.start[1]: edge.properties for edge in kinds(concepts, papers, mentions)}
    assert found == {
        "MySQL": {
            "reason": "definition",
            "paper": "b",
            "sentence": "MySQL is a database that is fast.",
            "vocabulary": "",
        },
        "graph database": {"reason": "name", "paper": "", "sentence": "", "vocabulary": ""},
    }
    found = {edge.start[1]: edge.properties for edge in kinds(concepts, papers[:1], mentions[:2])}
    assert found["MySQL"] == {
        "reason": "example",
        "paper": "a",
        "sentence": "We like databases such as MySQL.",
        "vocabulary": "",
    }


def test_a_prefix_names_a_kind():
    names = ("swimmer", "microswimmers", "hydrodynamics", "magnetohydrodynamics", "graph", "hypergraphs")
    assert ends(kinds([concept(name, papers=9 - n) for n, name in enumerate(names)])) == [
        ("magnetohydrodynamics", "hydrodynamics"),
        ("microswimmers", "swimmer"),
    ]


@pytest.mark.parametrize(
    ("child", "parent"),
    [
        ("antiferromagnetism", "ferromagnetism"),
        ("instability", "stability"),
        ("magnetosphere", "spheres"),
        ("superposition", "position"),
        ("information", "formation"),
        ("biology", "logy"),
        ("BIOSENSOR", "sensor"),
    ],
)
def test_a_word_that_only_holds_another_is_no_kind_of_it(child, parent):
    assert ends(kinds([concept(child), concept(parent, papers=9)])) == []


def test_a_prefix_leads_up_only():
    assert ends(kinds([concept("biosensor", papers=9), concept("sensor", papers=2)])) == []
    assert acyclic(ends(kinds([concept("biosensor", "wire"), concept("nanowire", "sensor", papers=2)])))


def stands(text: str, *names: str) -> list[tuple[str, str]]:
    """BROADER of concepts that all stand in one abstract, wherever their names do."""
    spans = {name: [n for m in re.finditer(re.escape(name), text) for n in m.span()] for name in names}
    mentions = [Mention("a", name, 0.5, 1, tuple(spans[name])) for name in names]
    return ends(kinds([concept(name, papers=9) for name in names], [paper("a", text)], mentions))


def test_a_participle_that_describes_is_told_from_one_that_acts():
    assert stands("Weakly interacting bosons, interacting bosons.", "interacting bosons", "bosons") == [
        ("interacting bosons", "bosons")
    ]
    assert stands("We are mitigating mismatch.", "mitigating mismatch", "mismatch") == []


def test_a_hyphen_joins_names_where_the_second_stands_alone_elsewhere():
    names = ("Bose-Hubbard model", "Hubbard model")
    concepts = [concept(names[0], papers=4), concept(names[1], papers=9)]
    texts = ["The Bose-Hubbard model.", "A Hubbard model.", "The Hubbard model."]
    spans = [[(4, 22), (9, 22)], [(), (2, 15)], [(), (4, 17)]]
    papers = [paper(key, text) for key, text in zip("abc", texts, strict=True)]
    mentions = [
        Mention(key, name, 0.5, 1, span)
        for key, both in zip("abc", spans, strict=True)
        for name, span in zip(names, both, strict=True)
        if span
    ]
    assert ends(kinds(concepts, papers, mentions)) == [names]
    assert ends(kinds(concepts, papers, mentions[:3])) == [], "once is not enough"


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
    assert ends(kinds(concepts, [paper("a", text)], mentions)) == [
        ("forests", "nets"),
        ("trees", "nets"),
    ]


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
    edges = ends(kinds(tricky))
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
    edges = ends(kinds(diamond))
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


def test_what_a_vocabulary_says_comes_first_and_nothing_leads_back():
    concepts = [concept("graph"), concept("phrase graph"), concept("word graph")]
    numbers = {c.id: n for n, c in enumerate(sorted(concepts, key=lambda c: c.id))}
    edges = kinds(concepts, told={(numbers["graph"], numbers["phrase graph"]): "words.ttl"})
    assert ends(edges) == [("graph", "phrase graph"), ("word graph", "graph")]
    reasons = [(e.properties["reason"], e.properties["vocabulary"]) for e in edges]
    assert reasons == [("vocabulary", "words.ttl"), ("name", "")]
