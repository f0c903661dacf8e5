"""Topics listed and opened, and that nothing else leads over them."""

from __future__ import annotations

import pytest
from graph_fixture import hand_made

from kg.core.graph import Node
from kg.explore import ask
from kg.explore.show.topics import TopicCard
from kg.loaders.networkx import NetworkXGraph


@pytest.fixture
def graph() -> NetworkXGraph:
    return hand_made()


def topic(graph: NetworkXGraph, key: str) -> Node:
    return graph.nodes([("Topic", key)])[0]


def test_topics_come_by_size_with_their_parts_behind_them(graph):
    assert [each.id for each in ask.topics(graph)] == ["t1-distillation", "t2-data-free-kd", "t1-强化学习"]
    assert [each.id for each in ask.topics(graph, level=1)] == ["t1-distillation", "t1-强化学习"]
    (part,) = ask.topics(graph, level=2)
    assert (part.part_of, part.papers, part.year_mean, part.centrality) == ("t1-distillation", 1, 2021.0, 12.0413)
    assert len(ask.topics(graph, limit=1)) == 1


def test_an_opened_topic_has_its_concepts_papers_authors_and_years(graph):
    card = ask.show(graph, topic(graph, "t1-distillation"))
    assert isinstance(card, TopicCard)
    assert [(each.id, each.weight) for each in card.concepts] == [("0007", 0.9), ("data-free-kd", 1.0)]
    assert [each.id for each in card.core] == ["0007", "1e5", "cs/9809121"]
    assert [(each.id, each.year) for each in card.newest] == [("1e5", 2021), ("0007", 2020)]
    assert [(each.name, each.papers) for each in card.authors] == [("王小明", 2), ("Ada Lovelace", 1)]
    assert [(each.year, each.papers) for each in card.years] == [(2020, 1), (2021, 1)]
    assert [each.id for each in card.parts] == ["t2-data-free-kd"]
    assert [each.id for each in ask.show(graph, topic(graph, "t2-data-free-kd")).part_of] == ["t1-distillation"]


def test_neighbors_of_a_topic_are_what_is_in_it_and_topics_are_neighbors_of_nothing_else(graph):
    near = {(each.label, each.id): each.why for each in ask.neighbors(graph, topic(graph, "t1-distillation"))}
    assert near["Concept", "0007"] == ("in topic",)
    assert near["Topic", "t2-data-free-kd"] == ("part",)
    others = ask.neighbors(graph, graph.nodes([("Paper", "1e5")])[0], hops=3)
    assert "Topic" not in {each.label for each in others}


def test_no_way_leads_over_a_topic_but_one_may_end_there(graph):
    steps = ask.path(graph, graph.nodes([("Concept", "federated-learning")])[0], topic(graph, "t1-强化学习"))
    assert [step.id for step in steps] == ["federated-learning", "rl", "cs/9809121", "t1-强化学习"]
    assert steps[-1].via == "in topic"
    ways = ask.path(graph, graph.nodes([("Concept", "federated-learning")])[0], graph.nodes([("Concept", "0007")])[0])
    assert "Topic" not in {step.label for step in ways}
