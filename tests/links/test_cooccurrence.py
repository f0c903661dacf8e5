"""RELATED: figures by hand, shapes on the seeds."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from math import exp, log

import pytest
from relation_fixture import Mention, columns, concept, ends, paper, related
from relation_fixture import edges as edges_of

from kg.core.records import Concept
from kg.links import cooccurrence
from kg.links.cooccurrence import by_chance, weight


def test_the_weight_is_the_npmi_of_what_two_concepts_share_at_least():
    # chance brings one paper or more in one of twenty samples where the rate is -ln(0.95)
    least = -log(0.95)
    assert weight(1, 1, 1, 1000) == pytest.approx(log(least * 1000) / -log(least / 1000))
    # two or more: 1 - e^-r (1 + r) = 0.05
    rate = 0.35536
    assert 1 - exp(-rate) * (1 + rate) == pytest.approx(0.05, abs=1e-5)
    assert weight(2, 4, 8, 1000) == pytest.approx(log(rate * 1000 / 32) / -log(rate / 1000), abs=1e-4)


def test_the_weight_grows_with_the_papers_shared_and_stays_within_one():
    assert 0 < weight(3, 3, 3, 4096) < weight(12, 12, 12, 4096) < weight(300, 300, 300, 4096) < 1
    assert weight(3, 3, 3, 4096) < weight(30, 40, 40, 4096), "a rare pair is easily perfect"
    assert weight(3, 60, 60, 4096) < 0 < weight(3, 6, 6, 4096)


def test_chance_is_the_likelier_the_more_papers_the_concepts_have_and_the_fewer_they_share():
    assert by_chance(1, 5, 5, 1000) == 1
    assert by_chance(2, 5, 5, 1000) > by_chance(3, 5, 5, 1000) > by_chance(4, 5, 5, 1000)
    assert by_chance(3, 5, 5, 1000) < by_chance(3, 5, 50, 1000) < by_chance(3, 50, 50, 1000)
    assert by_chance(3, 5, 5, 10_000) < by_chance(3, 5, 5, 1000)


def corpus(**concepts: str) -> tuple[list[Concept], list[Mention]]:
    """Concepts by name with the letters of their papers."""
    found = [concept(name, papers=len(where)) for name, where in concepts.items()]
    return found, [Mention(p, name) for name, where in concepts.items() for p in where]


def test_the_steps_of_papers_and_counts_leave_a_pair_as_it_is():
    (edge,) = related(*corpus(x="abc", y="abc"), 64)
    assert (edge.type, edge.start, edge.end) == ("RELATED", ("Concept", "x"), ("Concept", "y"))
    assert edge.properties["papers"] == 3
    assert [edge] == related(*corpus(x="abc", y="abc"), 60)


def test_one_shared_paper_or_chance_relates_nothing():
    assert related(*corpus(x="ab", y="bc"), 64) == []
    assert related(*corpus(x="abcdefgh", y="efghijkl"), 16) == []
    assert related([], [], 0) == []


def test_two_papers_are_enough_in_a_small_corpus_only():
    assert len(related(*corpus(x="ab", y="ab"), 64)) == 1
    assert related(*corpus(x="ab", y="ab"), 2000) == []
    assert len(related(*corpus(x="abc", y="abc"), 2000)) == 1


def test_papers_of_the_same_authors_say_it_once():
    concepts, mentions = corpus(x="abc", y="abc")
    assert related(concepts, mentions, 2000, dict.fromkeys("abc", "Ada")) == []
    assert len(related(concepts, mentions, 2000, {"a": "Ada", "b": "Bo", "c": "Cy"})) == 1
    (edge,) = related(*corpus(x="abcd", y="abcd"), 2000, dict.fromkeys("ab", "Ada"))
    assert edge.properties["papers"] == 4


def test_parts_of_one_name_are_not_related():
    concepts, _ = corpus(stranded="abc", dna="abc")
    beside = [Mention(p, c, spans=s) for p in "abc" for c, s in (("stranded", (0, 15)), ("dna", (7, 19)))]
    assert related(concepts, beside, 64) == []
    assert related(concepts, [m._replace(spans=(0, 6) if m.concept_id == "dna" else (7, 20)) for m in beside], 64) == []
    apart = [m._replace(spans=(*m.spans, 40, 43)) if m.concept_id == "dna" else m for m in beside]
    assert related(concepts, apart, 64) == [], "the other one still stands nowhere else"
    apart = [m._replace(spans=(*m.spans, 60, 75)) if m.concept_id == "stranded" else m for m in apart]
    assert ends(related(concepts, apart, 64)) == [("dna", "stranded")]


def test_a_hub_keeps_its_strongest_and_those_that_have_nothing_stronger():
    letters = "abcdefghijklmnopqrstuvwxyz"
    names = {f"{n:02}": letters[n : n + 4] for n in range(14)}
    concepts, mentions = corpus(hub=letters, **names, strong="abcdef", other="abcdef")
    found = ends(related(concepts, mentions, 4096))
    assert sum("hub" in pair for pair in found) > 10
    assert ("hub", "strong") in found


def test_the_order_of_the_mentions_makes_no_difference_and_a_pair_stands_once():
    concepts, mentions = corpus(y="abc", x="abc", z="abc")
    edges = related(concepts, mentions, 64)
    assert sorted(ends(edges)) == [("x", "y"), ("x", "z"), ("y", "z")]
    assert related(concepts[::-1], mentions[::-1], 64) == edges


def test_what_is_hardly_more_often_together_than_by_chance_is_left_out():
    papers = "".join(chr(500 + n) for n in range(430))
    assert related(*corpus(x=papers[:400], y=papers[370:]), 2048) == [], "12 would be chance"
    assert len(related(*corpus(x=papers[370:400], y=papers[370:]), 2048)) == 1


def test_a_paper_that_only_cites_a_name_says_nothing():
    text = "We follow Bickel and Levina (2008), and so on."
    spans = {"Bickel": (10, 16), "Levina": (21, 27)}
    papers = [replace(paper(key, text), authors=(key,)) for key in "abcd"]
    papers += [paper(f"other {n}", "") for n in range(2000)]
    known = [concept(name, papers=4) for name in spans]
    mentions = columns(papers, known, [Mention(key, name, spans=at) for key in "abcd" for name, at in spans.items()])
    assert edges_of(cooccurrence.related(papers, known, mentions)) == []
    elsewhere = [replace(each, abstract=each.abstract.replace("2008", "2.8")) for each in papers]
    assert len(edges_of(cooccurrence.related(elsewhere, known, mentions))) == 1


def test_names_of_which_one_holds_the_other_are_left_to_broader():
    concepts = [
        concept("knowledge distillation", "知识蒸馏", papers=3, key="kd"),
        concept("data-free knowledge distillation", papers=3, key="dfkd"),
        concept("teacher", papers=3),
    ]
    mentions = [Mention(p, c) for p in "abc" for c in ("kd", "dfkd", "teacher")]
    assert sorted(ends(related(concepts, mentions, 64))) == [("dfkd", "teacher"), ("kd", "teacher")]


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
        assert 0 < edge.properties["weight"] <= 1
