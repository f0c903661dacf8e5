"""References of every source lead to the papers that they mean; a doubtful one leads nowhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from reader_fixture import papers_of, read, write

from kg.papers.citations import cites

WOS = """\
FN Clarivate Analytics Web of Science
VR 1.0
PT J
AU Weaver, W
TI Looms
SO THREADS AND LOOMS
J9 THREADS LOOMS
JI Threads Looms
PY 2001
VL 7
BP 11
EP 19
UT WOS:000000001
ER

PT J
AU Dyer, D
TI Dyes
CR Weaver W, 2001, THREADS LOOMS, V7, P11
   Weaver W, 2001, THREADS LOOMS, V7, P12
   Weaver W, 2001, DYES COLOURS, V7, P11
   Nobody N, 1950, BOOK
PY 2005
UT WOS:000000002
ER

EF
"""
WOS_BIB = """\
@article{ WOS:1,
Author = {Weaver, Wanda and Dyer, Dora},
Title = {{Looms}},
Journal = {{THREADS AND LOOMS}},
Year = {{2001}},
Volume = {{7}},
Pages = {{11-19}},
Journal-ISO = {{Threads Looms}},
}
@article{ WOS:2,
Author = {Dyer, Dora},
Title = {{Dyes}},
Year = {{2005}},
DOI = {{10.1000/dye}},
Cited-References = {{Weaver W, 2001, THREADS LOOMS, V7, P11.
   Old P, 1990, J OLD, V1, P1, DOI 10.1000/old.}},
}
@article{ WOS:3,
Author = {Eff, Ed},
Title = {{Threads}},
Year = {{2007}},
Cited-References = {{Dyer D, 2005, DYES, V1, P1, DOI {[}10.1000/dye, DOI 10.1000/dye].}},
}
"""
TITLE = "Sorting of grain, weighed by hand"
OLDER = "Bee, A., van Eff, E.-F., Sorting of grain, weighed by hand (2015) Journal of Grain, 7, pp. 11-20; Old, P., Old thing (1950) Olds"
NEWER = "Bee A., van Eff E.-F., Sorting of grain, weighed by hand, Journal of Grain, 7, pp. 11-20, (2015); Old P., Old thing, Olds, (1950)"


def edges(path: Path) -> list[tuple[str, str, str]]:
    """(title of the citing paper, title of the cited one, reason)."""
    found = papers_of(read(path))
    titles = {paper.id: paper.title for paper, _ in found}
    table = cites([paper for paper, _ in found], [records for _, records in found])
    return [(titles[e.start[1]], titles[e.end[1]], e.properties["reason"]) for e in table]


def test_web_of_science_references_without_doi_are_known_by_their_place(tmp_path):
    assert edges(write(tmp_path / "a.ciw", WOS)) == [("Dyes", "Looms", "place")]


def test_a_place_that_two_papers_share_leads_nowhere(tmp_path):
    twin = (
        WOS[WOS.index("PT J") : WOS.index("PT J\nAU Dyer")].replace("TI Looms", "TI Shuttles").replace("0001", "0003")
    )
    assert edges(write(tmp_path / "a.ciw", WOS.replace("PT J\nAU Dyer", f"{twin}PT J\nAU Dyer"))) == []


def test_the_bibtex_of_web_of_science_has_references(tmp_path):
    assert sorted(edges(write(tmp_path / "a.bib", WOS_BIB))) == [
        ("Dyes", "Looms", "place"),
        ("Threads", "Dyes", "identifier"),
    ]


@pytest.mark.parametrize("references", [OLDER, NEWER])
def test_scopus_references_are_known_by_title_and_year_in_every_export(tmp_path, references):
    expected = [("Dyes", TITLE, "title")]
    rows = f'Authors,Title,Year,References\n"Bee A.","{TITLE}",2015,\n"Dyer D.",Dyes,2018,"{references}"\n'
    assert edges(write(tmp_path / "a.csv", rows)) == expected
    bib = (
        f"@ARTICLE{{a, title={{{TITLE}}}, year={{2015}}}}\n@ARTICLE{{b, title={{Dyes}}, references={{{references}}}}}\n"
    )
    assert edges(write(tmp_path / "a.bib", bib)) == expected
    ris = (
        f"TY  - JOUR\nTI  - {TITLE}\nPY  - 2015\nER  -\n"
        f"TY  - JOUR\nTI  - Dyes\nN1  - Cited By :5\nN1  - Export Date: 1 May 2020\nReferences: {references}\nER  -\n"
    )
    assert edges(write(tmp_path / "a.ris", ris)) == expected


@pytest.mark.parametrize("year", [2013, 2020])
def test_a_title_of_another_year_is_no_match(tmp_path, year):
    rows = f'Authors,Title,Year,References\n"Bee A.","{TITLE}",{year},\n"Dyer D.",Dyes,2021,"{OLDER}"\n'
    assert edges(write(tmp_path / "a.csv", rows)) == []


def test_a_long_title_may_be_a_year_off_and_a_short_one_says_nothing(tmp_path):
    long = "Sorting of grain that was weighed by hand in old mills"
    for title, year, expected in [(long, 2016, 1), (TITLE, 2016, 0), ("Grain", 2015, 0)]:
        rows = f'Authors,Title,Year,References\n"B A.","{title}",{year},\nD,Dyes,2018,"Bee, A., {title} (2015) X, 7"\n'
        assert len(edges(write(tmp_path / "a.csv", rows))) == expected


def test_references_of_web_of_science_in_a_table_are_known_by_their_doi(tmp_path):
    cell = "Bee A, 2015, J GRAIN, V7, P11, DOI 10.1000/g; Old P, 1950, OLDS"
    path = write(tmp_path / "a.csv", f'Article Title,DOI,Cited References\nGrain,10.1000/g,\nDyes,,"{cell}"\n')
    assert edges(path) == [("Dyes", "Grain", "identifier")]


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("https://openalex.org/W11|https://openalex.org/W12", "https://openalex.org/W11"),
        ("012-345-678-901-23X; 112-345-678-901-233", "012-345-678-901-23X"),
        (
            "[Bee, A]|Grain|2015|7|1|11|10.1000/g|pub.1000000001;[Old]|Olds|||||10.1000/o|pub.1000000002",
            "pub.1000000001",
        ),
    ],
)
def test_numbers_of_catalogs_in_a_cell_are_references(tmp_path, cell, number):
    path = write(tmp_path / "a.csv", f'id,Title,References\n{number},Grain,\nx,Dyes,"{cell}"\n')
    assert edges(path) == [("Dyes", "Grain", "identifier")]


def test_crossref_and_semantic_scholar_references_without_number_are_known_by_title(tmp_path):
    item = {"DOI": "10.1/a", "title": [TITLE], "reference-count": 1, "issued": {"date-parts": [[2015]]}}
    citing = {"DOI": "10.1/b", "title": ["Dyes"], "reference": [{"article-title": TITLE, "year": "2015"}]}
    path = write(tmp_path / "a.json", json.dumps({"message": {"items": [item, citing]}}))
    assert edges(path) == [("Dyes", TITLE, "title")]
    paper = {"paperId": "a", "title": TITLE, "year": 2015}
    other = {"paperId": "b", "title": "Dyes", "references": [{"paperId": None, "title": TITLE, "year": 2015}]}
    assert edges(write(tmp_path / "b.json", json.dumps([paper, other]))) == [("Dyes", TITLE, "title")]
