"""What several papers cite and the corpus lacks is kept, each work once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from reader_fixture import papers_of, read, write

import kg
from kg.papers.citations import cites
from kg.papers.outside import cited_outside
from kg.pipeline.build import build

WOS = """\
FN Clarivate Analytics Web of Science
VR 1.0
PT J
AU Potter, P
TI Kilns of the coast
J9 CLAY
PY 2001
VL 7
BP 11
CR Nobody N, 1950, BOOK OF CLAY
   Glazer G, 1960, GLAZES, V1, P2, DOI 10.1000/glaze
UT WOS:1
ER

PT J
AU Turner, T
TI Wheels of the hills
PY 2005
CR Potter P, 2001, CLAY, V7, P11
   NOBODY N, 1950, BOOK OF CLAY
   Glazer G, 1960, GLAZES, V1, P2
UT WOS:2
ER

PT J
AU Fire, F
TI Fires of the valley
PY 2006
CR Potter P, 2001, CLAY, V7, P11
   Glazer G, 1960, GLAZES J, V1, P2, DOI 10.1000/GLAZE
   Once O, 1970, ONLY, V1, P2
UT WOS:3
ER

EF
"""


def outside(path: Path) -> list[tuple[str, ...]]:
    found = papers_of(read(path))
    return cites([paper for paper, _ in found], [records for _, records in found])[1].outside


def counted(left: Sequence[Sequence[str]], inside: Sequence[str] = ()) -> list[tuple[str, ...]]:
    return cited_outside(left, inside)


def test_a_work_is_one_by_its_doi_by_its_place_and_by_all_its_words(tmp_path):
    glazes, book = "Glazer G, 1960, GLAZES, V1, P2", "NOBODY N, 1950, BOOK OF CLAY"
    assert sorted(outside(write(tmp_path / "a.txt", WOS))) == [(glazes,), (glazes, book), (glazes, book)]


def test_what_one_paper_cites_is_no_classic_however_often():
    assert counted([["doi:10.1/a"], ["doi:10.1/b"]]) == [(), ()]
    assert counted([["doi:10.1/a\ttext:A, 1950", "text:A, 1950"], []]) == [(), ()]


def test_what_could_be_a_paper_of_the_corpus_is_not_outside():
    left = [["place:a|1950|b|1|2"], ["place:a|1950|b|1|2"]]
    assert counted(left) == [("a, 1950, b, 1, 2",)] * 2
    assert counted(left, ["doi:10.1/a\tplace:a|1950|b|1|2"]) == [(), ()]


def test_a_title_says_more_than_a_line_of_a_list_and_that_more_than_a_number():
    title = "doi:10.1/a\ttitle:A book on the firing of clay|1950"
    line = "doi:10.1/a\ttext:Nobody N, 1950, BOOK"
    assert counted([["doi:10.1/a"], ["doi:10.1/a"]])[0] == ("10.1/a",)
    assert counted([["doi:10.1/a"], [line]])[0] == ("Nobody N, 1950, BOOK",)
    assert counted([[line], [line], [title]])[0] == ("(1950) A book on the firing of clay",)


def test_a_long_title_is_the_same_whatever_stands_behind_it():
    title = "title:A book on the firing of clay in the kilns of the coast"
    ways = [f"{title}|1950", f"{title}, Clay, 7, pp. 1-9|1950", f"{title}. Second part|1950", f"{title}|1960"]
    assert [len(each) for each in counted([[way] for way in ways])] == [1, 1, 1, 0]


def test_short_titles_are_too_little_to_be_the_same():
    assert counted([["title:Clay|1950"], ["title:Clay|1950"]]) == [(), ()]


@pytest.mark.parametrize("order", [1, -1])
def test_the_order_of_papers_makes_no_difference(order):
    left = [["doi:10.1/b\ttext:Zeta, 1950, Z"], ["text:Zeta, 1950, Z"], ["doi:10.1/b\ttext:Eta, 1950, Z"]]
    assert set(counted(left[::order])) == {("Zeta, 1950, Z",)}


def test_stats_list_the_missing_classics_the_most_cited_first(tmp_path):
    hostile = "On \x1b[31mclay | and (1950) its \u202e firing; a book"
    cited = [{"title": hostile, "year": 1950}, {"title": "A second book about glazes of old", "year": 1960}]
    for n, references in enumerate((cited, cited, cited[:1])):
        paper = {"paperId": f"{n:040}", "title": f"Kilns {n} of the coast", "abstract": f"Clay {n}.", "year": 2001}
        write(tmp_path / f"{n}.json", json.dumps(paper | {"references": references}))
    build([tmp_path], tmp_path / "store", fast=True)
    found = [(row.name, row.count) for row in kg.stats(tmp_path / "store") if row.group == "cited outside, by papers"]
    assert [count for _, count in found] == [3, 2]
    assert found[1][0] == "(1960) A second book about glazes of old"
    assert "\x1b" not in found[0][0]
    assert len([row for row in kg.stats(tmp_path / "store", limit=1) if row.group.startswith("cited")]) == 1
