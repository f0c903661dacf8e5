"""Looking up and finding by name: over the graph in memory (the contract says: the same on every graph)."""

from __future__ import annotations

from pathlib import Path

import pytest
from graph_fixture import HandMade, hand_made

from kg.core.errors import NodeNotFound
from kg.core.graph import Edge, Node
from kg.explore import ask
from kg.explore.find.resolve import resolve
from kg.loaders import open_graph
from kg.loaders.networkx import NetworkXGraph


@pytest.fixture
def graph() -> NetworkXGraph:
    return hand_made()


def test_a_name_in_either_language_an_alias_or_an_id_lead_to_the_same_concept(graph: NetworkXGraph) -> None:
    for name in (
        "rl",
        "reinforcement learning",
        "强化学习",
        "加强学习",
        "RL",
        "Reinforcement  LEARNING",
        "ＲＬ",
    ):
        assert resolve(graph, name).key == ("Concept", "rl")


def test_full_width_and_accented_names_are_found_in_plain_spelling(graph: NetworkXGraph) -> None:
    assert resolve(graph, "FULL width ÜNÏCODE").id == "unused"


def test_a_concept_is_meant_before_a_paper_with_the_same_id(graph: NetworkXGraph) -> None:
    assert resolve(graph, "0007").key == ("Concept", "0007")
    assert resolve(graph, "0007", labels=("Paper",)).key == ("Paper", "0007")


def test_titles_authors_and_sources_are_found_too(graph: NetworkXGraph) -> None:
    assert resolve(graph, "knowledge distillation revisited").key == ("Paper", "0007")
    assert resolve(graph, "spaces kept").key == ("Paper", "2101.00001")
    assert resolve(graph, "ada lovelace").key == ("Author", "a1")
    assert resolve(graph, "papers/第一.txt").key == ("Source", "s1")


def test_of_two_concepts_the_one_spelled_so_then_the_one_named_so_then_the_larger_one() -> None:
    def concept(number: str, name: str, aliases: tuple[str, ...], papers: int) -> Node:
        return Node("Concept", number, {"id": number, "name": name, "aliases": aliases, "papers": papers})

    graph = NetworkXGraph()
    nodes = [
        concept("a", "ups", (), 9),
        concept("b", "power supply", ("UPS",), 1),
        concept("c", "x", ("Ups",), 5),
    ]
    graph.load(HandMade(nodes, []))
    assert resolve(graph, "UPS").id == "b"
    assert resolve(graph, "uPs").id == "a"
    graph.load(HandMade(nodes[1:], []))
    assert resolve(graph, "ups").id == "c"


def test_the_only_name_that_begins_so_is_meant_when_nothing_is_called_so(graph: NetworkXGraph) -> None:
    assert resolve(graph, "federated le").id == "federated-learning"
    assert resolve(graph, "FEDERATED").id == "federated-learning"
    assert resolve(graph, "联邦").id == "federated-learning"
    with pytest.raises(NodeNotFound):
        resolve(graph, "knowledge d")  # a concept and a paper


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("neural networks", "Neural-network"),
        ("behavior models", "behaviour model"),
        ("optimisations", "optimization"),
        ("LSTM", "LSTMs"),
        ("hypothesis of flows", "hypotheses of flow"),
        ("learnings of Q", "learning of $Q$"),
        ("Erdős–Rényi graphs", "Erdős-Rényi graph"),
        ("relational learning", "relation learning"),
    ],
)
def test_a_concept_is_meant_by_another_inflection_or_spelling(typed: str, name: str) -> None:
    others = ["neural net", "behaviour", "LSTM cell", "$Q$-learner", "Erdős number"]
    graph = NetworkXGraph()
    concepts = [
        Node("Concept", f"c{n}", {"id": f"c{n}", "name": each, "papers": 1}) for n, each in enumerate([name, *others])
    ]
    graph.load(HandMade(concepts, []))
    assert resolve(graph, typed).name == name


@pytest.mark.parametrize(
    ("name", "suggestion"),
    [
        ("knowlege distilation", "knowledge distillation"),
        ("知识蒸溜", "知识蒸馏"),
        ("nowledge distillation", "knowledge distillation"),
        ("Ada Lovelase", "Ada Lovelace"),
    ],
)
def test_an_unknown_name_comes_with_suggestions(graph: NetworkXGraph, name: str, suggestion: str) -> None:
    with pytest.raises(NodeNotFound) as caught:
        resolve(graph, name)
    assert suggestion in caught.value.suggestions
    assert len(caught.value.suggestions) <= 5


def test_where_a_paper_is_asked_for_it_is_no_paper_that_is_missing(graph: NetworkXGraph) -> None:
    with pytest.raises(NodeNotFound, match=r"^no paper in the graph is called 'reinforcement learning'"):
        resolve(graph, "reinforcement learning", labels=("Paper",))


@pytest.mark.parametrize("name", ["", "   ", "zzzzqqqq"])
def test_a_name_like_nothing_comes_without_suggestions(graph: NetworkXGraph, name: str) -> None:
    with pytest.raises(NodeNotFound) as caught:
        resolve(graph, name)
    assert caught.value.suggestions == ()


def test_search_ranks_exact_before_prefix_before_word_before_part(graph: NetworkXGraph) -> None:
    found = ask.search(graph, "knowledge distillation")
    assert [(each.id, each.label) for each in found] == [
        ("0007", "Concept"),
        ("t1-distillation", "Topic"),
        ("0007", "Paper"),
        ("data-free-kd", "Concept"),
        ("t2-data-free-kd", "Topic"),
        ("1e5", "Paper"),  # by its abstract
    ]
    assert found[0].score == 1.0
    assert found[2].match == "Knowledge Distillation Revisited"
    assert [each.match for each in ask.search(graph, "kd")][:1] == ["KD"]


def test_search_in_chinese_over_names_aliases_and_titles(graph: NetworkXGraph) -> None:
    found = {(each.label, each.id): each.match for each in ask.search(graph, "学习")}
    assert found["Concept", "federated-learning"] == "联邦学习"
    assert found["Paper", "cs/9809121"] == "用强化学习训练学生模型"
    assert found["Concept", "rl"] in ("强化学习", "加强学习")


def test_search_takes_words_in_any_order_and_limits(graph: NetworkXGraph) -> None:
    assert ask.search(graph, "distillation free")[0].id == "data-free-kd"
    assert len(ask.search(graph, "learning", limit=1)) == 1


def test_search_forgives_misspelling_only_when_nothing_matches(graph: NetworkXGraph) -> None:
    assert ask.search(graph, "federeted lerning")[0].id == "federated-learning"
    assert all("distillation" in each.match.lower() for each in ask.search(graph, "distillation"))
    assert ask.search(graph, "") == []
    assert ask.search(graph, ".*") == []


def test_a_search_in_the_other_language_finds_what_a_dictionary_says(seed_store: Path) -> None:
    with open_graph(seed_store) as graph:
        (match,) = ask.search(graph, "联邦学习")
        assert (match.id, match.label) == ("federated-learning", "Concept")
        assert ask.search(graph, "联邦政府") == []


def test_of_authors_of_one_name_the_one_who_wrote_most_is_meant() -> None:
    graph = NetworkXGraph()
    people = [Node("Author", id_, {"id": id_, "name": "张伟", "aliases": ()}) for id_ in ("a1", "a2", "a3")]
    papers = [Node("Paper", id_, {"id": id_, "title": id_, "abstract": "", "lang": "zh"}) for id_ in ("p1", "p2", "p3")]
    wrote = [("a1", "p1"), ("a2", "p2"), ("a2", "p3")]
    edges = [Edge("WROTE", ("Author", a), ("Paper", p), {"position": 0}) for a, p in wrote]
    graph.load(HandMade([*people, *papers], edges))
    assert resolve(graph, "张伟").id == "a2"
    assert resolve(graph, "a3").id == "a3"
