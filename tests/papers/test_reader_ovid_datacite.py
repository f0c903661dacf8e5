"""Ovid's text, DataCite's JSON, Semantic Scholar's recommendations."""

from __future__ import annotations

import json

from reader_fixture import read, write

OVID = """\
Database: Ovid MEDLINE(R) ALL <1946 to May 02, 2011>
Search Strategy:
--------------------------------------------------------------------------------
1     exp Looms/ (12)

***************************

<1>
Unique Identifier
  12345
DB
  Ovid MEDLINE(R)
Title
  Looms of the
  north.
Source
  Threads. 7(1):11-19, 2011 May.
Authors
  Weaver W; Dyer D
Authors Full Name
  Weaver, Wanda; Dyer, Dora
Abstract
  BACKGROUND: Looms are old.

  METHODS: We count.
MeSH Subject Headings
  *Looms/ec [Economics]
  Wool
Digital Object Identifier
  10.1000/loom.1

<2>
Accession Number
  2011-777
Title
  Dyes of the south.
Year of Publication
  2012
Author
  Dyer D.
"""
DATACITE = {
    "data": [
        {
            "id": "10.5000/looms",
            "type": "dois",
            "attributes": {
                "doi": "10.5000/looms",
                "titles": [{"title": "Looms of the north"}, {"title": "Other", "titleType": "Subtitle"}],
                "creators": [
                    {"name": "Weaver, Wanda", "nameType": "Personal", "givenName": "Wanda", "familyName": "Weaver"},
                    {"name": "Weavers, Dyers and Co", "nameType": "Organizational"},
                    {"name": "Dyer, Dora"},
                ],
                "descriptions": [
                    {"description": "Methods.", "descriptionType": "Methods"},
                    {"description": "We count <i>looms</i>.", "descriptionType": "Abstract"},
                ],
                "publicationYear": 2011,
                "subjects": [{"subject": "looms"}],
                "url": "https://example.org/looms",
                "relatedIdentifiers": [
                    {"relatedIdentifier": "10.1000/WOOL", "relatedIdentifierType": "DOI", "relationType": "References"},
                    {"relatedIdentifier": "10.1000/new", "relatedIdentifierType": "DOI", "relationType": "IsCitedBy"},
                ],
            },
        }
    ]
}


def test_ovids_text_is_read_by_the_names_of_its_fields(tmp_path):
    first, second = read(write(tmp_path / "citation.txt", OVID))
    assert (first.title, first.year, first.authors) == ("Looms of the north", 2011, ("Wanda Weaver", "Dora Dyer"))
    assert first.abstract == "BACKGROUND: Looms are old. METHODS: We count."
    assert (first.keywords, first.identifiers) == (("Looms", "Wool"), ("doi:10.1000/loom.1", "pmid:12345"))
    assert (second.title, second.id, second.year, second.authors) == (
        "Dyes of the south",
        "2011-777",
        2012,
        ("D Dyer",),
    )
    assert second.identifiers == ()


def test_an_answer_of_datacite_is_read(tmp_path):
    for answer in (DATACITE, {"data": DATACITE["data"][0]}, DATACITE["data"][0]["attributes"]):
        (record,) = read(write(tmp_path / "a.json", json.dumps(answer)))
        assert (record.title, record.abstract, record.year) == ("Looms of the north", "We count looms.", 2011)
        assert record.authors == ("Wanda Weaver", "Weavers, Dyers and Co", "Dora Dyer")
        assert (record.id, record.doi, record.keywords) == ("10.5000/looms", "10.5000/looms", ("looms",))
        assert record.references == ("doi:10.1000/wool",)


def test_recommendations_of_semantic_scholar_are_read(tmp_path):
    answer = {"recommendedPapers": [{"paperId": "a1", "title": "Looms"}, {"paperId": "b2", "title": "Dyes"}]}
    assert [r.title for r in read(write(tmp_path / "a.json", json.dumps(answer)))] == ["Looms", "Dyes"]


def test_a_part_of_ovids_results_begins_with_another_number(tmp_path):
    entry = "<{n}>\nScore\n  *****\nAuthors\n  Weaver, Wanda;  Dyer, Dora\nTitle\n  Looms {n}.\nReferences\n  Bee A. 1989. Wool.\n\n  Eff E. 1990. Silk.\n"
    path = write(tmp_path / "a.txt", "".join(entry.replace("{n}", str(n)) for n in (501, 502)))
    assert [(r.title, r.authors) for r in read(path)] == [
        (f"Looms {n}", ("Wanda Weaver", "Dora Dyer")) for n in (501, 502)
    ]
