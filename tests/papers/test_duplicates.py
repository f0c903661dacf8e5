"""Why two records were joined, what speaks against it, and that the joins explain every group."""

from __future__ import annotations

import random
from typing import Any

import pytest

from kg.core.account import Duplicate
from kg.core.records import Record
from kg.core.union_find import UnionFind
from kg.papers.duplicates import duplicates, first_in
from kg.papers.merge import merge_all

LONG = "A survey of knowledge graph construction"
TEXT = "Knowledge graphs are made from the abstracts of papers. " * 5


def records(*fields: dict[str, Any]) -> list[Record]:
    return [Record(**({"path": "a.bib", "position": n, "abstract": ""} | given)) for n, given in enumerate(fields)]


def explained(*fields: dict[str, Any]) -> list[Duplicate]:
    return duplicates(*merge_all(records(*fields))[:3])


@pytest.mark.parametrize(
    ("first", "second", "rule"),
    [
        ({"identifiers": ("doi:10.1/x",)}, {"identifiers": ("doi:10.1/x",)}, "same DOI"),
        ({"identifiers": ("pmid:17",)}, {"identifiers": ("pmid:17",)}, "same PMID"),
        ({"identifiers": ("arxiv:2001.00001",)}, {"identifiers": ("arxiv:2001.00001",)}, "same arXiv id"),
        ({"title": "", "abstract": TEXT}, {"title": "", "abstract": TEXT.upper()}, "same abstract"),
        ({"year": 2020}, {"year": 2020}, "same title"),
    ],
)
def test_the_rule_is_named(first, second, rule):
    (found,) = explained({"title": LONG} | first, {"title": LONG} | second)
    assert (found.rule, found.against) == (rule, ())


@pytest.mark.parametrize(
    ("first", "second", "against"),
    [
        ({"identifiers": ("doi:10.1/x",)}, {"identifiers": ("doi:10.1/y",)}, "another DOI"),
        ({"abstract": "On looms and wool."}, {"abstract": "Trees of iron grow."}, "other abstract"),
        ({"authors": ("Ann Bee",)}, {"authors": ("Ann Bee",), "abstract": TEXT}, ""),
    ],
)
def test_what_speaks_against_a_join_makes_it_doubtful(first, second, against):
    (found,) = explained({"title": LONG, "year": 2020} | first, {"title": LONG, "year": 2020} | second)
    (plain,) = explained({"title": LONG, "year": 2020}, {"title": LONG, "year": 2020})
    assert found.against == ((against,) if against else ())
    assert (found.certainty < plain.certainty) == bool(against)


def test_a_preprint_and_its_journal_are_not_doubtful_for_their_dois():
    (found,) = explained(
        {"title": LONG, "year": 2020, "identifiers": ("doi:10.48550/arxiv.2001.00001",)},
        {"title": LONG, "year": 2020, "identifiers": ("doi:10.1/x",)},
    )
    assert found.against == ()


def test_the_surest_rule_explains_a_paper_of_several_records():
    """The second record has the first one's title and the third one's DOI."""
    same = {"title": LONG, "identifiers": ("doi:10.1/x",)}
    rules = [each.rule for each in explained(same, {"title": LONG, "year": 2020}, same | {"year": 2020})]
    assert sorted(rules) == ["same DOI", "same title"]


def test_joins_explain_every_group_and_no_more_whatever_the_order():
    some = random.Random(8)
    many = [
        {
            "title": some.choice((LONG, f"{LONG} and use", "Notes", "")),
            "abstract": some.choice(("", "One.", TEXT)),
            "year": some.choice((None, 2020, 2021)),
            "authors": some.choice(((), ("Ann Bee",), ("Chris Dee",))),
            "identifiers": some.choice(((), ("doi:10.1/x",), ("doi:10.1/y", "pmid:1"))),
        }
        for _ in range(60)
    ]
    every = records(*many)
    for _ in range(3):
        some.shuffle(every)
        _, groups, joins, _ = merge_all(every)
        joined = UnionFind(record.position for record in every)
        assert all(joined.join(a.position, b.position) for a, b, _ in joins)
        assert {frozenset(each) for each in joined.sets().values()} == {
            frozenset(record.position for record in group) for group in groups
        }


def test_a_paper_is_new_where_its_first_record_by_path_stands():
    found = records({"path": "b.bib", "title": LONG}, {"path": "a.bib", "title": LONG}, {"path": "b.bib", "title": "X"})
    _, groups, *_ = merge_all(found)
    assert first_in(groups) == {"a.bib": 1, "b.bib": 1}


def test_a_record_without_a_line_is_named_by_its_number():
    (found,) = explained({"title": LONG, "line": 7}, {"title": LONG})
    assert (found.record, found.other) == ("a.bib:7", "a.bib#2")
