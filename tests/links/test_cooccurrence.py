"""RELATED: figures by hand, shapes on the seeds."""

from __future__ import annotations

from collections import defaultdict

import pytest
from relation_fixture import Mention, concept, ends, related

from kg.core.records import Concept
from kg.links.cooccurrence import npmi


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
    return found, [Mention(p, name) for name, where in concepts.items() for p in where]


def test_the_weight_is_the_npmi_discounted_by_the_shared_papers():
    (edge,) = related(*corpus(x="ab", y="abcd"), 8)
    assert (edge.type, edge.start, edge.end) == ("RELATED", ("Concept", "x"), ("Concept", "y"))
    assert edge.properties == {"weight": round(0.5 * 2 / 3, 4), "papers": 2}
    (more,) = related(*corpus(x="abc", y="abc"), 9)
    assert more.properties == {"weight": 0.75, "papers": 3}


def test_one_shared_paper_or_chance_relates_nothing():
    assert list(related(*corpus(x="ab", y="bc"), 8)) == []
    assert list(related(*corpus(x="abcd", y="cdef"), 8)) == []
    assert list(related([], [], 0)) == []


def test_the_order_of_the_mentions_makes_no_difference_and_a_pair_stands_once():
    concepts, mentions = corpus(y="abc", x="abc", z="abc")
    edges = list(related(concepts, mentions, 20))
    assert sorted(ends(edges)) == [("x", "y"), ("x", "z"), ("y", "z")]
    assert list(related(concepts[::-1], mentions[::-1], 20)) == edges


def test_names_of_which_one_holds_the_other_are_left_to_broader():
    concepts = [
        concept("knowledge distillation", "知识蒸馏", papers=3, key="kd"),
        concept("data-free knowledge distillation", papers=3, key="dfkd"),
        concept("teacher", papers=3),
    ]
    mentions = [Mention(p, c) for p in "abc" for c in ("kd", "dfkd", "teacher")]
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
