"""What says nothing about a paper is told and left out; words for "missing" are nothing, and so are impossible numbers."""

from __future__ import annotations

import zipfile

import pytest
from reader_fixture import failure, left_out, read, write

EMPTY = {
    "ris": "TY  - JOUR\nPY  - 2000\nER  -\n",
    "bib": "@article{k, year = 2000}\n",
    "csv": "title,abstract,year\n,,2000\n",
    "jsonl": '{"title": null, "year": 2000}\n',
}
GOOD = {
    "ris": "TY  - JOUR\nTI  - Looms\nER  -\n",
    "bib": "@article{l, title = {Looms}}\n",
    "csv": "title,abstract,year\nLooms,,2000\n",
    "jsonl": '{"title": "Looms"}\n',
}
MISSING = ["NA", "nan", "NaN", "None", "null", "N/A", "-", "\\N", "<NA>", " NA "]


@pytest.mark.parametrize("suffix", EMPTY)
def test_a_record_without_title_and_abstract_is_told_and_left_out(tmp_path, suffix):
    rows = EMPTY[suffix] + GOOD[suffix].removeprefix("title,abstract,year\n")
    records, errors = left_out(write(tmp_path / f"a.{suffix}", rows))
    assert [r.title for r in records] == ["Looms"]
    assert ["neither an abstract nor a title" in str(error) for error in errors] == [True]


@pytest.mark.parametrize("suffix", EMPTY)
def test_a_file_that_the_user_named_and_that_holds_nothing_else_is_an_error(tmp_path, suffix):
    assert failure(write(tmp_path / f"a.{suffix}", EMPTY[suffix])).line


@pytest.mark.parametrize("suffix", EMPTY)
def test_files_of_a_folder_that_hold_nothing_are_told_and_left_out(tmp_path, suffix):
    folder = tmp_path / "f"
    folder.mkdir()
    write(folder / f"a.{suffix}", "")
    write(folder / f"b.{suffix}", EMPTY[suffix])
    write(folder / f"c.{suffix}", GOOD[suffix])
    records, errors = left_out(folder)
    assert [r.title for r in records] == ["Looms"]
    told = [error.path.rpartition("/")[2] for error in errors]
    assert told == ([f"b.{suffix}"] if suffix == "csv" else [f"a.{suffix}", f"b.{suffix}"])  # no table without a header


def test_an_empty_file_of_an_archive_is_told_and_left_out(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("empty.txt", "\n")
        archive.writestr("looms.ris", GOOD["ris"])
    records, errors = left_out(tmp_path / "a.zip")
    assert ([r.title for r in records], ["empty" in str(e) for e in errors]) == (["Looms"], [True])


def test_an_empty_file_that_the_user_named_is_an_error(tmp_path):
    assert "empty" in str(failure(write(tmp_path / "a.ris", "")))


@pytest.mark.parametrize("word", MISSING)
def test_a_word_for_missing_is_nothing_in_any_field(tmp_path, word):
    names = "title,abstract,authors,year,doi,pmid,keywords,url,id"
    (record,) = read(write(tmp_path / "a.csv", f"{names}\nLooms" + f",{word}" * 8 + "\n"))
    assert (record.title, record.abstract, record.authors, record.keywords) == ("Looms", "", (), ())
    assert (record.doi, record.url, record.id, record.year, record.identifiers) == ("", "", "", None, ())


@pytest.mark.parametrize("word", MISSING)
def test_a_word_for_missing_is_nothing_in_tagged_files_and_json_too(tmp_path, word):
    path = write(tmp_path / "a.ris", f"TY  - JOUR\nTI  - Looms\nAB  - {word}\nAU  - {word}\nKW  - {word}\nER  -\n")
    (record,) = read(path)
    assert (record.abstract, record.authors, record.keywords) == ("", (), ())


def test_a_column_of_missing_words_gives_way_to_the_next_of_its_kind(tmp_path):
    path = write(tmp_path / "a.csv", "title,abstract,summary\nLooms,NA,We weave.\n")
    assert read(path)[0].abstract == "We weave."


def test_what_begins_with_such_a_word_is_text(tmp_path):
    (record,) = read(write(tmp_path / "a.csv", "title,authors,keywords\nNone of the above,Na Li,NA; noradrenaline\n"))
    assert (record.title, record.authors) == ("None of the above", ("Na Li",))
    assert record.keywords == ("NA", "noradrenaline")


@pytest.mark.parametrize(
    ("pmid", "known"),
    [
        ("17", ("pmid:17",)),
        ("17.0", ("pmid:17",)),
        ("PMID: 17", ("pmid:17",)),
        ("https://pubmed.ncbi.nlm.nih.gov/17/", ("pmid:17",)),
        ("0", ()),
        ("PMC17", ()),
        ("seventeen", ()),
        ("1700000000", ()),
    ],
)
def test_a_pubmed_number_is_digits(tmp_path, pmid, known):
    (record,) = read(write(tmp_path / "a.csv", f"title,pmid\nLooms,{pmid}\n"))
    assert record.identifiers == known


@pytest.mark.parametrize(
    ("doi", "known"),
    [
        ("10.1000/Loom.1", "10.1000/Loom.1"),
        ("https://doi.org/10.1000/Loom.1", "10.1000/Loom.1"),
        ("see 10.1000/loom.1.", "10.1000/loom.1"),
        (
            "10.1002/(SICI)1097-4636(199823)43:4<338::AID-X16>3.0.CO;2-B",
            "10.1002/(SICI)1097-4636(199823)43:4<338::AID-X16>3.0.CO;2-B",
        ),
        ("pending", ""),
        ("11.1000/loom", ""),
    ],
)
def test_a_doi_begins_with_10(tmp_path, doi, known):
    (record,) = read(write(tmp_path / "a.csv", f'title,doi\nLooms,"{doi}"\n'))
    assert record.doi == known
    assert record.identifiers == ((f"doi:{known.casefold()}",) if known else ())
