"""References of every source lead to the papers that they mean; a doubtful one leads nowhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from reader_fixture import papers_of, read, write

from kg.core.records import Paper, Record
from kg.papers.citations import cites
from kg.pipeline.build import build

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
    table, _ = cites([paper for paper, _ in found], [records for _, records in found])
    return [(titles[e.start[1]], titles[e.end[1]], e.properties["reason"]) for e in table]


def test_web_of_science_references_without_doi_are_known_by_their_place(tmp_path):
    assert edges(write(tmp_path / "a.ciw", WOS)) == [("Dyes", "Looms", "place")]


def test_a_place_that_two_papers_share_leads_nowhere(tmp_path):
    twin = (
        WOS[WOS.index("PT J") : WOS.index("PT J\nAU Dyer")].replace("TI Looms", "TI Shuttles").replace("0001", "0003")
    )
    assert edges(write(tmp_path / "a.ciw", WOS.replace("PT J\nAU Dyer", f"{twin}PT J\nAU Dyer"))) == []


@pytest.mark.parametrize(
    ("author", "pages"), [("Weaver, Wanda", "11--19"), ('W{\\"e}aver, Wanda', "11–19"), ("Weaver, W.", "{11}")]
)
def test_a_place_is_known_whatever_dashes_and_accents(tmp_path, author, pages):
    text = WOS_BIB.replace("{Weaver, Wanda and Dyer, Dora}", f"{{{author} and Dyer, Dora}}").replace("11-19", pages)
    assert ("Dyes", "Looms", "place") in edges(write(tmp_path / "a.bib", text))


def test_the_bibtex_of_web_of_science_has_references(tmp_path):
    assert sorted(edges(write(tmp_path / "a.bib", WOS_BIB))) == [
        ("Dyes", "Looms", "place"),
        ("Threads", "Dyes", "identifier"),
    ]


CAPITALS = "BEE, A, VAN EFF, EF, Sorting of grain, weighed by hand (2015) Journal of Grain, 7, pp. 11-20"
BOOK = "Bee, A., Eff, E.-Fr., (2015) Sorting of grain, weighed by hand, , Mill Press, Milltown"


@pytest.mark.parametrize("references", [OLDER, NEWER, CAPITALS, BOOK])
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


def record(path: str, **fields) -> Record:
    return Record(path=path, position=0, abstract="", **fields)


def test_citations_lead_to_papers_of_the_corpus_only():
    groups = {
        "a": [
            record(
                "1",
                identifiers=("doi:10.1/a",),
                references=("doi:10.1/b", "doi:10.1/nowhere", "doi:10.1/a", "pmid:9"),
            )
        ],
        "b": [
            record("1", identifiers=("doi:10.1/b",)),
            record("2", identifiers=("pmid:2",), references=("openalex:w3",)),
        ],
        "c": [record("1", identifiers=("openalex:w3", "pmid:9"))],
        "d": [record("1", identifiers=("pmid:9",))],
    }
    found, _ = cites([Paper(key, "", "", "en") for key in groups], list(groups.values()))
    assert [(edge.start[1], edge.end[1]) for edge in found] == [("a", "b"), ("b", "c")]


def test_citations_between_sources_stand_in_the_graph(tmp_path):
    from kg.store.catalog import Catalog

    write(
        tmp_path / "works.jsonl",
        json.dumps(
            {
                "id": "https://openalex.org/W1",
                "title": "Knowledge graphs",
                "abstract_inverted_index": {"Graphs.": [0]},
                "referenced_works": ["https://openalex.org/W2", "https://openalex.org/W3"],
            }
        )
        + "\n"
        + json.dumps(
            {
                "id": "https://openalex.org/W2",
                "title": "Knowledge bases",
                "abstract_inverted_index": {"Bases.": [0]},
                "doi": "https://doi.org/10.1/b",
            }
        ),
    )
    write(
        tmp_path / "savedrecs.txt",
        "FN Clarivate\nVR 1.0\nPT J\nTI Word trees\nAB Trees.\nCR Bee A, 1999, J, DOI 10.1/B\nUT WOS:1\nER\n\nEF\n",
    )
    build([tmp_path], tmp_path / "store", fast=True)
    with Catalog.open(tmp_path / "store") as catalog:
        assert [(e.start[1], e.end[1]) for e in catalog.edges("CITES")] == [("W1", "W2"), ("WOS:1", "W2")]
