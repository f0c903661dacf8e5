"""Entries of tagged formats end where the format ends them, whichever tag comes first."""

from __future__ import annotations

import pytest
from reader_fixture import read, write

REFER = """\
%T Looms of the north
%0 Journal Article
%A Weaver, Wanda
%D 2011
%X We count looms.

%A Dyer, Dora
%T Dyes of the south
%D 2012
%0 Thesis

%T Index of threads
%D 2013
"""
REFWORKS = """\
Refworks Export Tagged Format

Character Set=utf-8

Tag legend
*****
RT=Reference Type
T1=Primary Title
AB=Abstract

BEGIN EXPORTED REFERENCES


RT Journal
A1 Weaver,Wanda
T1 Looms of the north
AB We count looms.

T1 Dyes of the south
RT Journal
A1 Dyer,Dora

END OF FILE
"""
ERIC = """\

OWN - ERIC
TI  - Looms in school
AU  - Weaver, Wanda
OT  - Looms
AID - http://dx.doi.org/10.1000/loom.1
OID - EJ1
DP  - 2000
AB  - Pupils weave.

OWN - ERIC
TI  - Dyes in school
DP  - 2001
"""


@pytest.mark.parametrize("name", ["a.enw", "a.enl", "a.txt"])
def test_refer_entries_end_at_a_blank_line_whichever_tag_comes_first(tmp_path, name):
    found = [(r.title, r.authors, r.year, r.line) for r in read(write(tmp_path / name, REFER))]
    assert found == [
        ("Looms of the north", ("Wanda Weaver",), 2011, 1),
        ("Dyes of the south", ("Dora Dyer",), 2012, 7),
        ("Index of threads", (), 2013, 12),
    ]


def test_a_blank_line_within_an_entry_divides_nothing(tmp_path):
    text = "%0 Thesis\n%T One\n\n%X Some\n\nmore.\n\n%D 2001\n\n%0 Thesis\n%T Two\n"
    first, second = read(write(tmp_path / "a.enw", text))
    assert (first.title, first.abstract, first.year, second.title) == ("One", "Some\nmore.", 2001, "Two")


def test_blank_lines_between_all_lines_divide_nothing(tmp_path):
    doubled = "%0 Thesis\n%A Bee, Ann\n%T One\n%0 Thesis\n%T Two\n%A Dee, Di\n".replace("\n", "\n\n")
    assert [(r.title, r.authors) for r in read(write(tmp_path / "a.enw", doubled))] == [
        ("One", ("Ann Bee",)),
        ("Two", ("Di Dee",)),
    ]


def test_entries_without_type_and_blank_lines_begin_with_their_titles(tmp_path):
    text = "%T One\n%A Bee, Ann\n%T Two\n%A Dee, Di\n"
    assert [r.authors for r in read(write(tmp_path / "a.enw", text))] == [("Ann Bee",), ("Di Dee",)]


def test_refworks_own_export_is_read_with_its_legend(tmp_path):
    first, second = read(write(tmp_path / "export.txt", REFWORKS))
    assert (first.title, first.abstract) == ("Looms of the north", "We count looms.")
    assert (second.title, second.abstract, second.authors) == ("Dyes of the south", "", ("Dora Dyer",))


def test_eric_is_read_without_a_pubmed_number(tmp_path):
    first, second = read(write(tmp_path / "a.nbib", ERIC))
    assert (first.id, first.title, first.authors, first.year) == ("EJ1", "Looms in school", ("Wanda Weaver",), 2000)
    assert (first.doi, first.keywords, first.abstract) == ("10.1000/loom.1", ("Looms",), "Pupils weave.")
    assert (second.title, second.identifiers, second.url) == ("Dyes in school", (), "")


def test_ris_entries_end_at_er_whichever_tag_comes_first(tmp_path):
    text = "TI  - One\nAU  - Bee, Ann\nTY  - JOUR\nER  -\n\nAU  - Dee, Di\nTI  - Two\nTY  - JOUR\nER  -\n"
    assert [(r.title, r.authors, r.line) for r in read(write(tmp_path / "a.ris", text))] == [
        ("One", ("Ann Bee",), 1),
        ("Two", ("Di Dee",), 6),
    ]


@pytest.mark.parametrize("stray", ["NL  - Threads\n", "\nProvider: none\nN1  - of the file\n\n"])
def test_stray_lines_behind_an_entry_are_none(tmp_path, stray):
    text = f"TY  - JOUR\nTI  - One\nER  -\n{stray}TY  - JOUR\nTI  - Two\nER  -\n{stray}"
    assert [r.title for r in read(write(tmp_path / "a.ris", text))] == ["One", "Two"]


def test_web_of_science_entries_end_at_er_whichever_tag_comes_first(tmp_path):
    text = "FN Clarivate\nVR 1.0\nAU Bee, A\nPT J\nTI One\nER\n\nTI Two\nPT J\nER\n\nEF\n"
    assert [(r.title, r.authors) for r in read(write(tmp_path / "a.ciw", text))] == [("One", ("A Bee",)), ("Two", ())]
