"""The same paper from two sources is one paper; two papers stay two."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from itertools import pairwise

import pytest
from reader_fixture import papers_of, write

from kg.core.records import Record
from kg.papers.read import read_papers

LONG = "A survey of knowledge graph construction"


def record(path: str, title: str = "", abstract: str = "", **fields) -> Record:
    return Record(path=path, position=0, abstract=abstract, title=title, **fields)


def papers(*records: Record) -> int:
    """How many papers these records are, whatever their order."""
    counts = {len(papers_of(random.Random(seed).sample(records, len(records)))) for seed in range(4)}
    assert len(counts) == 1
    return counts.pop()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # DOI, with title and abstract worded anew
        (
            {"title": LONG, "abstract": "One.", "identifiers": ("doi:10.1/x",)},
            {"title": f"{LONG} and use", "abstract": "Two.", "identifiers": ("doi:10.1/x",)},
        ),
        # DOI, title in the other language
        (
            {"title": LONG, "identifiers": ("doi:10.1/x",)},
            {"title": "知识图谱构建综述", "identifiers": ("doi:10.1/x",)},
        ),
        # DOI, one without title
        ({"title": LONG, "identifiers": ("doi:10.1/x",)}, {"abstract": "Two.", "identifiers": ("doi:10.1/x",)}),
        # arXiv id (versions are no part of it)
        (
            {"title": LONG, "abstract": "One.", "year": 2020, "identifiers": ("arxiv:2001.00001",)},
            {"title": LONG, "abstract": "Two.", "year": 2021, "identifiers": ("arxiv:2001.00001",)},
        ),
        # title and year
        (
            {"title": LONG, "abstract": "One.", "year": 2020},
            {"title": LONG.upper() + ".", "abstract": "Two.", "year": 2020},
        ),
        (
            {"title": "知识图谱构建方法综述", "abstract": "一。", "year": 2020},
            {"title": "知识图谱构建方法综述", "year": 2020},
        ),
        # title, year and author: a short title, names in another order, with initials, with accents
        (
            {"title": "Word graphs", "abstract": "One.", "year": 2020, "authors": ("Jörg Müller", "Ann Bee")},
            {"title": "Word graphs", "abstract": "Two.", "year": 2020, "authors": ("Muller, J.",)},
        ),
        (
            {"title": "Word graphs", "abstract": "One.", "year": 2020, "authors": ("Ann M. Bee",)},
            {"title": "Word graphs", "year": 2020, "authors": ("Bee AM",)},
        ),
        # no abstract in one of them (DBLP), no year in the other
        ({"title": LONG, "year": 2020, "authors": ("Ann Bee",)}, {"title": LONG, "abstract": "Two."}),
        # authors in two scripts
        ({"title": LONG, "year": 2020, "authors": ("张三",)}, {"title": LONG, "year": 2020, "authors": ("San Zhang",)}),
        # the abstract alone
        ({"abstract": "The same words in both."}, {"title": "X", "abstract": "The same words, in both!", "year": 1999}),
    ],
)
def test_the_same_paper_from_two_sources_is_one_paper(first, second):
    assert papers(record("a", **first), record("b", **second)) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # "Discussion of ...": one title and year, many authors
        (
            {"title": f"Discussion of: {LONG}", "abstract": "One.", "year": 2020, "authors": ("Ann Bee",)},
            {"title": f"Discussion of: {LONG}", "abstract": "Two.", "year": 2020, "authors": ("Chris Dee",)},
        ),
        (
            {"abstract": f"Discussion of: {LONG}", "authors": ("Ann Bee",)},
            {"abstract": f"Discussion of: {LONG}", "authors": ("Chris Dee",)},
        ),
        # a preprint that names another paper's DOI; a chapter with the DOI of its book
        (
            {"title": "Network detection theory and performance", "abstract": "One.", "identifiers": ("doi:10.1/x",)},
            {"title": "Bayesian discovery of threats", "abstract": "Two.", "identifiers": ("doi:10.1/x",)},
        ),
        # two arXiv ids
        (
            {"title": LONG, "abstract": "One.", "year": 2020, "identifiers": ("arxiv:2001.00001",)},
            {"title": LONG, "abstract": "Two.", "year": 2020, "identifiers": ("arxiv:2001.00002",)},
        ),
        # every year another one
        ({"title": LONG, "abstract": "One.", "year": 2019}, {"title": LONG, "abstract": "Two.", "year": 2020}),
        ({"title": "Editorial", "year": 2019}, {"title": "Editorial", "year": 2020}),
        # short titles
        (
            {"title": "Introduction", "abstract": "One.", "year": 2020},
            {"title": "Introduction", "abstract": "Two.", "year": 2020},
        ),
        # nothing but a title that both have
        ({"title": LONG, "abstract": "One."}, {"title": LONG, "abstract": "Two."}),
        # nothing but a sentence in place of the abstract
        ({"title": "A", "abstract": "No abstract available."}, {"title": "B", "abstract": "No abstract available."}),
    ],
)
def test_two_papers_stay_two(first, second):
    assert papers(record("a", **first), record("b", **second)) == 2


def supplement(n: int, words: str) -> Record:
    return record(
        f"s{n}",
        f"Looms and {words} in weavers after twelve weeks",
        f"Abstract of talk {n}.",
        authors=(f"A. {'BCDEF'[n] * 5}",),
        identifiers=("doi:10.1000/suppl",),
    )


def test_talks_that_carry_the_doi_of_their_supplement_stay_apart():
    assert papers(supplement(0, "plaque"), supplement(1, "bone")) == 2
    talks = [replace(supplement(n, words), authors=()) for n, words in enumerate(("plaque", "bone", "skin of mice"))]
    assert papers(*talks, record("v", "Proceedings of the weavers", identifiers=("doi:10.1000/suppl",))) == 4


BLURB = "This book tells how looms shaped the towns of the north, from wool to water, and what became of them. " * 3


def test_chapters_that_carry_the_blurb_of_their_book_stay_apart():
    chapters = [
        record("a", "Fleece in the highlands", BLURB, authors=("Ann Bee",)),
        record("b", "Water and its wheels", BLURB, authors=("Chris Dee", "Ed Eff")),
        record("c", "What towns forgot", BLURB, authors=("Chris Dee",)),
    ]
    assert papers(*chapters) == 3
    assert papers(*chapters[:2]) == 2


def test_three_wordings_of_one_title_under_one_doi_are_one_paper():
    titles = (LONG, f"{LONG}: a review", f"{LONG} and use")
    assert papers(*(record(title, title, identifiers=("doi:10.1/x",)) for title in titles)) == 1


def test_what_joins_two_by_two_joins_all():
    chain = [
        record("a", LONG, "One.", identifiers=("doi:10.1/x",)),
        record("b", LONG, "Two.", identifiers=("doi:10.1/x", "pmid:1")),
        record("c", "", "Three.", identifiers=("pmid:1",)),
        record("d", "", "three"),
    ]
    assert papers(*chain) == 1


def test_a_title_that_thousands_share_joins_only_what_is_alike_in_everything_else():
    many = [
        record(
            str(n),
            "Discussion of the paper of the year",
            f"Text {n}.",
            year=2020,
            authors=(f"Ann {chr(97 + n % 26) * 3}{chr(97 + n // 26 % 26)}{chr(97 + n // 676)}son",),
        )
        for n in range(3000)
    ]
    assert len(papers_of(many)) == 3000
    assert len({paper.id for paper, _ in papers_of([*many, *many])}) == 3000


def test_no_field_is_lost_and_the_order_of_sources_decides_between_equals():
    ((paper, group),) = papers_of(
        [
            record(
                "b.ris",
                "ON GRAPHS AND MANY TREES",
                "We study.",
                doi="10.1/x",
                identifiers=("doi:10.1/x",),
                authors=("A. Bee", "C. Dee"),
            ),
            record(
                "a.bib",
                "On graphs and many trees",
                "We study graphs.",
                id="bee",
                year=2021,
                doi="10.48550/arXiv.1",
                identifiers=("doi:10.1/x",),
                keywords=("Graphs",),
            ),
            record(
                "c.json",
                "On Graphs and Many Trees",
                id="W1",
                year=2020,
                url="u",
                identifiers=("doi:10.1/x",),
                authors=("Ann Bee", "Chris Dee"),
                keywords=("graphs", "trees"),
            ),
        ]
    )
    assert (paper.id, paper.title, paper.abstract) == ("W1", "On graphs and many trees", "We study graphs.")
    assert (paper.year, paper.url, paper.doi) == (2020, "u", "10.1/x")
    assert (paper.authors, paper.keywords) == (("Ann Bee", "Chris Dee"), ("Graphs", "trees"))
    assert [r.path for r in group] == ["a.bib", "b.ris", "c.json"]


def test_a_truncated_abstract_gives_way_to_the_whole_one_and_a_stock_sentence_to_any():
    for short in ("We study graphs…", "No abstract available"):
        ((paper, _),) = papers_of(
            [
                record("a", LONG, short, identifiers=("doi:10.1/x",)),
                record("b", LONG, "We study graphs, and more.", identifiers=("doi:10.1/x",)),
            ]
        )
        assert paper.abstract == "We study graphs, and more."


def test_grouping_does_not_depend_on_the_order_of_the_input():
    rng = random.Random(5)
    records = [
        record(
            f"s{n}",
            rng.choice([LONG, "Short", "", "另一个标题的论文题目"]),
            rng.choice(["One.", "Two.", "", "Three."]) or "Four.",
            year=rng.choice([None, 2019, 2020]),
            identifiers=tuple(
                rng.sample(["doi:10.1/x", "doi:10.1/y", "arxiv:2001.00001", "arxiv:2001.00002"], rng.randrange(2))
            ),
            authors=rng.choice([(), ("Ann Bee",), ("Chris Dee", "Ann Bee"), ("Wu Zhang",), ("Wei Zhang",)]),
        )
        for n in range(60)
    ]
    expected = papers_of(records)
    for seed in range(5):
        assert papers_of(random.Random(seed).sample(records, len(records))) == expected
    assert all(a.id < b.id for (a, _), (b, _) in pairwise(expected))


def test_reading_papers_drops_what_came_before_under_another_abstract(tmp_path):
    lines = [
        {"title": LONG, "abstract": "One.", "doi": "10.1/x"},
        {"title": LONG, "abstract": "Two.", "doi": "https://doi.org/10.1/X"},
        {"title": "Trees of words", "abstract": "Three.", "year": 2020, "authors": "Ann Bee"},
        {"title": "Trees of Words", "abstract": "Four.", "year": 2020, "authors": "A. Bee, C. Dee"},
        {"title": "Trees of words", "abstract": "Five.", "year": 2020, "authors": "C. Dee"},
    ]
    path = write(tmp_path / "a.jsonl", "\n".join(map(json.dumps, lines)))
    assert [paper.abstract for paper in read_papers(path)] == ["One.", "Three.", "Five."]
