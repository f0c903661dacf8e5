"""Names in memory: the answers of a search in the graph itself."""

from __future__ import annotations

import pytest
from graph_fixture import hand_made

from kg.core.graph_store import GraphStore, Match, Names
from kg.explore.find.name_index import NameIndex
from kg.explore.find.ranking import alike, rank
from kg.loaders import open_graph

TEXTS = [
    "distillation", "knowledge dist", "学习", "强化", "ＲＬ", "RL", "rl", "e", "DEEP learning", "learning deep",
    "knowlege distilation", "reinforcment", "zzzzqqqq", "", "   ", "\0", ".*", "'quoted'", "😀", "W" * 500,
]  # fmt: skip


@pytest.fixture(scope="module", params=["hand-made", "seeds"])
def graph(request) -> GraphStore:
    if request.param == "hand-made":
        return hand_made()
    return open_graph(request.getfixturevalue("seed_store"))


@pytest.fixture(scope="module")
def index(graph: GraphStore) -> NameIndex:
    return NameIndex(graph.find())


def by_name(graph: GraphStore, text: str, limit: int) -> list[Match]:
    """What a search in the graph itself finds by names."""
    return rank(text, graph.find(text), limit=limit) or alike(text, graph.find(), limit=limit)


@pytest.mark.parametrize("text", TEXTS)
def test_it_answers_as_the_graph_does(graph: GraphStore, index: NameIndex, text: str) -> None:
    assert index.search(text, limit=12) == by_name(graph, text, 12)


def test_every_name_and_every_name_with_a_letter_missing_is_found(graph: GraphStore, index: NameIndex) -> None:
    names = [each.name for each in graph.find() if 6 < len(each.name) < 60]
    assert names
    for name in names[::7]:
        for text in (name, name[: len(name) // 2] + name[len(name) // 2 + 1 :]):
            assert index.search(text, limit=30) == by_name(graph, text, 30)


def test_half_a_character_finds_nothing(index: NameIndex) -> None:
    assert index.search("\ud800") == []


def test_without_names_there_is_nothing_to_find() -> None:
    assert NameIndex([]).search("anything") == []


def test_a_name_with_the_separator_in_it_is_one_name() -> None:
    names = NameIndex([Names("Paper", "p", "one\0two"), Names("Paper", "q", "three")])
    assert [match.id for match in names.search("two")] == ["p"]
    assert [match.id for match in names.search("three")] == ["q"]
