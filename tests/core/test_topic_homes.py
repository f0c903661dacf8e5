"""Which topic a paper belongs to most: one rule for all pictures and exports."""

from __future__ import annotations

from itertools import permutations

from kg.core.graph import Edge, Node
from kg.core.topics import by_size, homes

SMALL, LARGE, PART = ("Topic", "a"), ("Topic", "b"), ("Topic", "part")
PAPER, OTHER = ("Paper", "p"), ("Paper", "q")


def topic(key: str, papers: int, name: str = "") -> Node:
    return Node("Topic", key, {"id": key, "name": name or key, "papers": papers, "level": 1})


def belongs(paper: tuple[str, str], to: tuple[str, str], weight: float) -> Edge:
    return Edge("IN_TOPIC", paper, to, {"weight": weight})


def test_topics_of_one_size_stand_by_name_and_id():
    made = [topic("x", 3, "looms"), topic("y", 9, "wool"), topic("b", 3, "kilns"), topic("a", 3, "kilns")]
    for order in permutations(made):
        assert [each.id for each in by_size(order)] == ["y", "a", "b", "x"]


def test_a_paper_is_at_home_where_it_weighs_most_and_of_equal_weights_in_the_larger_topic():
    edges = [
        belongs(PAPER, SMALL, 0.5),
        belongs(PAPER, LARGE, 0.5),
        belongs(PAPER, PART, 0.9),
        belongs(OTHER, SMALL, 0.6),
        belongs(OTHER, LARGE, 0.4),
    ]
    for order in permutations(edges):
        assert homes(order, [LARGE, SMALL]) == {PAPER: 0, OTHER: 1}


def test_a_paper_of_other_topics_only_has_no_home():
    assert homes([belongs(PAPER, PART, 1.0)], [LARGE, SMALL]) == {}
