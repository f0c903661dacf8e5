"""Searching what abstracts say."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from graph_fixture import HandMade

from kg.core.graph import Node
from kg.core.graph_store import GraphStore
from kg.explore import ask
from kg.explore.find.full_text import rank_texts, snippet, words_of
from kg.loaders import open_graph
from kg.loaders.networkx import NetworkXGraph


def paper(number: str, abstract: str, title: str = "Untitled") -> Node:
    return Node("Paper", number, {"id": number, "title": title, "abstract": abstract})


@pytest.fixture
def graph() -> NetworkXGraph:
    graph = NetworkXGraph()
    graph.load(HandMade())
    return graph


@pytest.fixture(scope="module")
def seeds(seed_store) -> Iterator[GraphStore]:
    with open_graph(seed_store) as opened:
        yield opened


def test_a_phrase_that_is_no_name_finds_the_paper_and_shows_the_place(graph):
    (match,) = ask.search(graph, "what a teacher knows")
    assert (match.id, match.label) == ("0007", "Paper")
    assert (
        match.match == "Knowledge distillation (KD) transfers what a teacher knows, e.g. its logits, to a student. We…"
    )


def test_chinese_is_found_without_spaces_between_words(graph):
    (match,) = ask.search(graph, "训练学生模型！")
    assert match.id == "cs/9809121"
    assert "训练学生模型" in match.match or match.name == match.match


def test_words_may_stand_apart_and_in_the_plural(graph):
    assert [m.id for m in ask.search(graph, "students logits")] == ["0007"]
    assert ask.search(graph, "students logits nowhere") == []


def test_names_come_before_texts_and_no_node_comes_twice(seeds):
    found = ask.search(seeds, "neural collapse", limit=50)
    keys = [(match.label, match.id) for match in found]
    assert len(keys) == len(set(keys))
    assert found[0].name == "neural collapse"
    assert [m.score for m in found] == sorted((m.score for m in found), reverse=True)
    texts = [match for match in found if match.label == "Paper" and "…" in match.match]
    assert texts
    assert all("neural collapse" in match.match.lower() for match in texts)


def test_a_paper_that_says_it_more_often_and_together_comes_first():
    papers = [
        paper("long", "gradient descent " + "and more " * 400),
        paper("apart", "descent is said, and gradient too"),
        paper("often", "gradient descent, gradient descent, gradient descent"),
        paper("once", "gradient descent is said once, and a few words more"),
        paper("not", "descent only"),
    ]
    found = rank_texts("gradient descent", papers, limit=10)
    assert [match.id for match in found][:2] == ["often", "once"]
    assert {match.id for match in found[2:]} == {"long", "apart"}
    assert max(match.score for match in found) < 0.4


def test_a_snippet_is_cut_between_words_and_is_one_line():
    text = f"{'alpha ' * 9}beta\ngamma delta epsilon zeta {'theta ' * 9}"
    start = text.index("epsilon")
    assert snippet(text, start, start + 7) == f"…{'alpha ' * 3}beta gamma delta epsilon zeta{' theta' * 5}…"
    assert snippet(text, 0, len(text)) == " ".join(text.split())
    chinese = f"{'前' * 50}知识蒸馏{'后' * 50}"
    assert snippet(chinese, 50, 54) == f"…{'前' * 40}知识蒸馏{'后' * 40}…"


@pytest.mark.parametrize("text", ["", "   ", "!?", "\x00", "(", "[a-z]+", "\\", "%"])
def test_a_text_without_words_or_full_of_signs_is_no_error(graph, text):
    assert all(match.label for match in ask.search(graph, text))


def test_words_are_folded_and_each_counts_once():
    assert words_of("Neural Networks, ＮＥＵＲＡＬ network 知识蒸馏 loss") == ["neural", "network", "知识蒸馏", "loss"]


def test_one_letter_is_no_part_of_a_word(graph):
    assert ask.search(graph, "a b") == []
