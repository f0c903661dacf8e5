"""JSON documents that are no lines: arrays, answers of web services, one long line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from reader_fixture import failure, left_out, read, skipped, write

from kg.papers.readers.read import find_sources, read_records

ENTRIES = [{"title": f"T{n}", "abstract": f"Text {n}."} for n in range(5000)]


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize(
    "wrap",
    [
        lambda entries: entries,
        lambda entries: {"meta": {"count": 2}, "results": entries},
        lambda entries: {"status": "ok", "message": {"total-results": 2, "items": entries}},
        lambda entries: {"response": {"numFound": 2, "docs": entries}},
        lambda entries: {"hits": {"total": 2, "hits": entries}},
        lambda entries: {"total": 2, "data": entries, "next": 3},
    ],
)
def test_arrays_and_wrapped_lists_are_read_in_one_line_or_many(tmp_path, wrap, indent):
    path = write(tmp_path / "a.json", json.dumps(wrap(ENTRIES), indent=indent))
    assert [r.abstract for r in read(path)] == [e["abstract"] for e in ENTRIES]


def test_lines_are_those_on_which_the_entries_begin(tmp_path):
    path = write(tmp_path / "a.json", json.dumps(ENTRIES, indent=1))
    assert [r.line for r in read(path)] == list(range(2, 20002, 4))


def test_an_array_is_streamed(tmp_path):
    path = write(tmp_path / "a.json", json.dumps(ENTRIES) + " garbage")
    records = read_records(find_sources([path])[0])
    assert next(records).abstract == "Text 0."
    abstracts, errors = skipped(path)
    assert len(abstracts) == 5000
    assert len(errors) == 1


def test_an_array_that_breaks_off_gives_what_came_before_and_one_error(tmp_path):
    whole = json.dumps(ENTRIES, indent=1)
    path = write(tmp_path / "a.json", whole[: len(whole) // 2])
    abstracts, errors = skipped(path)
    assert 2400 < len(abstracts) < 2600
    (error,) = errors
    assert error.line == pytest.approx(len(abstracts) * 4 + 2, abs=4)
    assert failure(path).line == error.line


def test_an_error_in_an_array_names_its_line(tmp_path):
    lines = json.dumps(ENTRIES, indent=1).split("\n")
    lines[402] = lines[402].replace('"title"', "title")
    error = failure(write(tmp_path / "a.json", "\n".join(lines)))
    assert error.line == 403


def test_one_line_of_five_megabytes_is_read(tmp_path):
    long = {"abstract": "word " * 1_000_000}
    for text in (json.dumps(long), json.dumps([long, {"abstract": "b"}]), json.dumps(long) + '\n{"abstract": "b"}\n'):
        assert len(read(write(tmp_path / "a.json", text))[0].abstract) == 4_999_999


def test_objects_joined_without_lines_are_all_read(tmp_path):
    text = "".join(json.dumps(entry, indent=1) for entry in ENTRIES[:3])
    assert len(read(write(tmp_path / "a.json", text))) == 3


def test_fields_that_nothing_is_known_of_are_listed_and_can_be_mapped(tmp_path):
    path = write(tmp_path / "a.jsonl", '{"Nr": 1, "body": "Text."}\n')
    error = failure(path)
    assert "fields: Nr, body" in str(error)
    assert "--map abstract=FIELD" in str(error)
    assert read(path, mapping={"abstract": "body"})[0].abstract == "Text."


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            "<jats:title>Abstract</jats:title><jats:p>We study <jats:italic>graphs</jats:italic>.</jats:p>",
            "We study graphs.",
        ),
        ("&lt;p&gt;We study A &amp;amp; B.&lt;/p&gt;", "We study A & B."),
        ("<p>If a < b and c > d, then <b>x</b>.</p>", "If a < b and c > d, then x."),
        ("We bound a<b, c>d.", "We bound a<b, c>d."),
        (
            'Norm <mml:math xmlns:mml="http://www.w3.org/1998/Math/MathML"><mml:semantics><mml:mrow><mml:msub><mml:mi>l</mml:mi>'
            "<mml:mn>1</mml:mn></mml:msub></mml:mrow><mml:annotation>\\ell_1</mml:annotation></mml:semantics></mml:math> wins.",
            "Norm l1 wins.",
        ),
        ("Abstract: We study graphs.", "We study graphs."),
        ("Abstract—We study graphs.", "We study graphs."),
        ("ABSTRACT We study graphs.", "We study graphs."),
        ("摘要：本文研究图。", "本文研究图。"),
        ("【摘要】本文研究图。", "本文研究图。"),
        ("Abstract interpretation is a theory.", "Abstract interpretation is a theory."),
        ("Abstract-based search works.", "Abstract-based search works."),
        ("Summary statistics help.", "Summary statistics help."),
        ("We win. © 2019 Elsevier B.V. All rights reserved.", "We win."),
        ("We win. (C) 2003 Elsevier Science Ltd. All rights reserved.", "We win."),
        ("We win. Copyright 2011 ACM.", "We win."),
        ("We win. Published by Elsevier Ltd.", "We win."),
        ("We win (c) 2D and (d) 3D cases.", "We win (c) 2D and (d) 3D cases."),
        ("Copyright law is old. We study it.", "Copyright law is old. We study it."),
        ("Norms $\\ell_1$ and $a<b$ stay.", "Norms $\\ell_1$ and $a<b$ stay."),
        ("For x<i and j>k, p<s or t>u.", "For x<i and j>k, p<s or t>u."),
        ("<p class='a' id=3 >We <a href=http://x.org/?a=b>win</a>.<br /></p>", "We win."),
        (
            'Energy <inline-formula><tex-math notation="LaTeX">$E=mc^{2}$</tex-math></inline-formula> stays.',
            "Energy $E=mc^{2}$ stays.",
        ),
        (
            "Two <jats:alternatives><jats:tex-math>$x$</jats:tex-math><mml:math><mml:mi>x</mml:mi></mml:math>"
            "</jats:alternatives> <alternatives><mml:math><mml:mi>y</mml:mi></mml:math> <tex-math>$y$</tex-math></alternatives>",
            "Two x y",
        ),
        ("<正>知识图谱是图。", "知识图谱是图。"),
        ("[No abstract available]", ""),
        ("No abstract available.", ""),
    ],
)
def test_what_is_not_the_abstract_is_taken_off(tmp_path, given, expected):
    (record,) = read(write(tmp_path / "a.jsonl", json.dumps({"title": "T", "abstract": given})))
    assert " ".join(record.abstract.split()) == expected


def test_the_arxiv_snapshot_is_read_as_it_is(tmp_path):
    entry = {
        "id": "0704.0001",
        "submitter": "Pavel Nadolsky",
        "authors": "C. Bal\\'azs, E. L. Berger, P. M. Nadolsky",
        "title": "Calculation of prompt diphoton\n  production cross sections",
        "comments": "37 pages",
        "journal-ref": "Phys.Rev.D76:013009,2007",
        "doi": "10.1103/PhysRevD.76.013009",
        "categories": "hep-ph",
        "abstract": "  A fully differential calculation\nis presented.\n",
        "versions": [{"version": "v1", "created": "Mon, 2 Apr 2007 19:18:42 GMT"}],
        "update_date": "2008-11-26",
        "authors_parsed": [["Balázs", "C.", ""], ["Berger", "E. L.", ""], ["Nadolsky", "P. M.", ""]],
    }
    (record,) = read(write(tmp_path / "snapshot.json", json.dumps(entry) + "\n"))
    assert (record.id, record.year, record.url) == ("0704.0001", 2007, "https://arxiv.org/abs/0704.0001")
    assert record.identifiers == ("arxiv:0704.0001", "doi:10.1103/physrevd.76.013009")
    assert record.authors == ("C. Balázs", "E. L. Berger", "P. M. Nadolsky")


@pytest.mark.parametrize(
    ("text", "parsed", "expected"),
    [
        (
            "ATLAS Collaboration: G. Aad",
            [["ATLAS Collaboration", "", ""], ["Aad", "G.", ""]],
            "ATLAS Collaboration; G. Aad",
        ),
        ("C.-P. Yuan", [["Yuan", "C. -P.", ""]], "C.-P. Yuan"),
        ("B. Bar for the Belle Collaboration", [["Bar", "B.", ""]], "B. Bar"),
        ("M. Foo, Jr. (II. Institut, Hamburg)", [["Foo", "M.", "Jr.", "II. Institut, Hamburg"]], "M. Foo, Jr."),
        (
            "Jan van der Berg et al.",
            [["van der Berg", "Jan", ""], ["et al.", "", ""], [None], [7, {}]],
            "Jan van der Berg",
        ),
        ("A. Bee", [], "A. Bee"),
        ("A. Bee", None, "A. Bee"),
    ],
)
def test_authors_that_arxiv_took_apart_are_taken_as_they_are(tmp_path, text, parsed, expected):
    entry = {"id": "0704.0001", "title": "T", "authors": text, "authors_parsed": parsed}
    (record,) = read(write(tmp_path / "a.jsonl", json.dumps(entry)))
    assert "; ".join(record.authors) == expected


def test_null_in_a_list_is_what_a_service_does_not_know(tmp_path):
    assert [r.title for r in read(write(tmp_path / "a.json", '[{"title": "One"}, null, {"title": "Two"}]'))] == [
        "One",
        "Two",
    ]
    assert "no entry" in str(failure(write(tmp_path / "b.json", "[null]")))


@pytest.mark.parametrize(
    ("entry", "named"), [({"id": "W7", "title": None}, "W7"), ({"title": ""}, "number 2"), ({}, "number 2")]
)
def test_an_entry_without_text_is_named_since_its_line_says_nothing(tmp_path, entry, named):
    path = write(tmp_path / "a.json", json.dumps({"results": [{"title": "One"}, entry, {"title": "Two"}]}))
    records, (error,) = left_out(path)
    assert f"the entry {named} has neither an abstract nor a title" in str(error)
    assert len(records) == 2


def test_json_of_other_things_in_a_folder_is_passed_over_unless_it_is_mapped(tmp_path):
    write(tmp_path / "papers.jsonl", '{"corpusid": 5, "title": "One"}\n')
    write(tmp_path / "works.json", '{"results": [{"id": "https://openalex.org/W1", "display_name": "Two"}]}')
    write(tmp_path / "citations.jsonl", '{"citationid": 1, "citingcorpusid": 5, "citedcorpusid": 6}\n')
    write(tmp_path / "notes.json", '{"body": "Three."}')
    assert [r.title for r in read(tmp_path)] == ["One", "Two"]
    told = []
    find_sources([tmp_path], on_skip=told.append)
    assert [Path(error.path).name for error in told] == ["citations.jsonl", "notes.json"]
    assert len(find_sources([tmp_path], mapping={"abstract": "body"})) == 3
    assert "citationid" in str(failure(tmp_path / "citations.jsonl"))
    write(tmp_path / "cut.json", "{cut")
    failure(tmp_path)


def test_a_mapped_field_that_no_entry_has_is_told_with_those_that_there_are(tmp_path):
    path = write(tmp_path / "a.jsonl", '{"title": "T", "abstract": "short"}\n{"title": "U", "Notes": "Graphs."}\n')
    error = failure(path, mapping={"abstract": "Notez"})
    assert "no entry has a field 'Notez'; the fields are: title, abstract, Notes" in str(error)
    assert [record.abstract for record in read(path, mapping={"abstract": "Notes"})] == ["", "Graphs."]
