"""The seed format, JSON lines and plain text."""

from __future__ import annotations

import json

import pytest
from reader_fixture import MARKER, SEEDS, failure, read, skipped, write

# --- the seed format


def test_the_seeds_are_ten_abstracts_a_file_with_their_lines():
    records = read(SEEDS)
    assert len(records) == 50
    assert [record.position for record in records] == list(range(10)) * 5
    assert [record.line for record in records[:10]] == list(range(1, 21, 2))
    assert all(MARKER not in record.abstract and len(record.abstract) > 50 for record in records)


def test_a_last_marker_without_newline_closes_its_abstract_too(tmp_path):
    path = write(tmp_path / "a.txt", f"One.\n{MARKER}\nTwo\nlines.\n{MARKER}")
    assert [r.abstract for r in read(path)] == ["One.", "Two\nlines."]


def test_text_after_the_last_marker_is_an_entry(tmp_path):
    path = write(tmp_path / "a.txt", f"One.\n{MARKER}\n\nTwo.")
    assert [(r.abstract, r.line) for r in read(path)] == [("One.", 1), ("Two.", 4)]


def test_a_dump_is_recognised_by_content_whatever_its_name(tmp_path):
    for name in ("abstracts.dat", "noname", "a.json", "a.md"):
        path = write(tmp_path / name, f"One.\n{MARKER}\nTwo.\n{MARKER}\n")
        assert [r.abstract for r in read(path)] == ["One.", "Two."]


def test_files_joined_end_to_end_give_all_their_abstracts(tmp_path):
    joined = b"".join(path.read_bytes() for path in sorted(SEEDS.glob("*.txt")))
    assert [r.abstract for r in read(write(tmp_path / "all", joined))] == [r.abstract for r in read(SEEDS)]


# --- JSON


def test_jsonl_fields_are_found_under_their_usual_names(tmp_path):
    entry = {
        "ID": 7,
        "Title": " A\n title ",
        "summary": "Text.",
        "authors": [{"name": "Ada Lovelace"}, {"name": "Alan Turing"}],
        "published": "2021-03-04",
        "doi": "10.1/x",
        "keywords": "graphs; trees",
        "lang": "en",
        "keyphrases": ["gold"],
    }
    (record,) = read(write(tmp_path / "a.jsonl", json.dumps(entry)))
    assert (record.id, record.title, record.abstract, record.year) == ("7", "A title", "Text.", 2021)
    assert record.authors == ("Ada Lovelace", "Alan Turing")
    assert record.keywords == ("graphs", "trees")
    assert (record.doi, record.lang, record.url, record.line) == ("10.1/x", "en", "https://doi.org/10.1/x", 1)


def test_the_gold_keyphrases_of_a_benchmark_are_never_read(tmp_path):
    (record,) = read(write(tmp_path / "a.jsonl", '{"text": "Some text.", "keyphrases": ["gold answer"]}'))
    assert "gold answer" not in repr(record)


@pytest.mark.parametrize(
    ("authors", "expected"),
    [
        ("A. Bee, C. Dee and E. Eff", ("A. Bee", "C. Dee", "E. Eff")),
        ("A. Bee, C. Dee, and E. Eff", ("A. Bee", "C. Dee", "E. Eff")),
        ("Ann Bee (MIT (US), CMU) and Chris\n  Dee", ("Ann Bee", "Chris Dee")),
        ("Bee, Ann; van der Dee, Chris", ("Ann Bee", "Chris van der Dee")),
        ("Bee, Ann; ", ("Ann Bee",)),
        ("Bee, A.", ("A. Bee",)),
        ("Bee, A., Dee, C.-D., & van der Eff, É. Y.", ("A. Bee", "C.-D. Dee", "É. Y. van der Eff")),
        ("Bee, A., Jr., Dee, C", ("A. Bee, Jr.", "C Dee")),
        ("Bee A., Dee C.", ("A. Bee", "C. Dee")),
        ("[No author name available]", ()),
        ("R. Smith, Jr., Ann Bee et al.", ("R. Smith, Jr.", "Ann Bee et al.")),
        ("张三，李四、王五", ("张三", "李四", "王五")),
        (["B. Two", " A. One "], ("B. Two", "A. One")),
        (None, ()),
        ({"name": 3}, ()),
    ],
)
def test_authors_keep_their_order_in_every_spelling(tmp_path, authors, expected):
    (record,) = read(write(tmp_path / "a.jsonl", json.dumps({"abstract": "x", "authors": authors})))
    assert record.authors == expected


@pytest.mark.parametrize(
    ("own_id", "url"),
    [
        ("2301.01234", "https://arxiv.org/abs/2301.01234"),
        ("0704.0001v2", "https://arxiv.org/abs/0704.0001v2"),
        ("cs/9809121", "https://arxiv.org/abs/cs/9809121"),
        ("math.GT/0309136", "https://arxiv.org/abs/math.GT/0309136"),
        ("2301.0123", ""),
        ("12345", ""),
        ("p2301.01234", ""),
    ],
)
def test_an_arxiv_id_gives_the_address(tmp_path, own_id, url):
    (record,) = read(write(tmp_path / "a.jsonl", json.dumps({"id": own_id, "abstract": "x"})))
    assert record.url == url


def test_one_array_and_one_object_are_read_too(tmp_path):
    entries = [{"abstract": "One."}, {"abstract": "Two."}]
    for text in (json.dumps(entries), json.dumps(entries, indent=2)):
        assert [r.abstract for r in read(write(tmp_path / "a.json", text))] == ["One.", "Two."]
    for text in (json.dumps(entries[0]), json.dumps(entries[0], indent=2)):
        assert [r.abstract for r in read(write(tmp_path / "a.json", text))] == ["One."]


def test_unicode_line_separators_inside_json_split_nothing(tmp_path):
    text = "a\u2028b\u2029c\u0085d\u000be"
    line = json.dumps({"abstract": text}, ensure_ascii=False)
    (record,) = read(write(tmp_path / "a.jsonl", line))
    assert record.abstract == "a\u2028b\u2029cde"


def test_blank_lines_and_windows_line_ends_are_no_entries(tmp_path):
    path = write(tmp_path / "a.jsonl", '\ufeff\r\n{"abstract": "One."}\r\n\r\n{"abstract": "Two."}\r\n')
    assert [(r.abstract, r.line) for r in read(path)] == [("One.", 2), ("Two.", 4)]


def test_invalid_json_names_file_and_line_and_can_be_skipped(tmp_path):
    lines = [json.dumps({"abstract": f"Text {n}."}) for n in range(9)]
    lines[6] = '{"abstract": "cut'
    path = write(tmp_path / "papers.jsonl", "\n".join(lines))
    error = failure(path)
    assert error.line == 7
    assert f"{path.as_posix()}:7: invalid JSON" in str(error)
    abstracts, errors = skipped(path)
    assert len(abstracts) == 8
    assert [e.line for e in errors] == [7]


@pytest.mark.parametrize(
    "line",
    [
        "[" * 100_000,
        '{"a":' * 100_000,
        '{"year": ' + "9" * 5000 + "}",
        "[1, 2]",
        '"text"',
        "17",
        "null",
        '{"abstract": "x"} trailing',
    ],
)
def test_a_bad_line_is_one_error_between_two_good_ones(tmp_path, line):
    path = write(tmp_path / "a.jsonl", f'{{"abstract": "One."}}\n{line}\n{{"abstract": "Two."}}\n')
    assert failure(path).line == 2
    abstracts, errors = skipped(path)
    assert abstracts == ["One.", "Two."]
    assert len(errors) == 1


@pytest.mark.parametrize("content", ["[" * 100_000, "[1, 2]", '{"abstract": 1', "[]", "{]", "hello"])
def test_a_json_file_that_holds_no_paper_is_an_error(tmp_path, content):
    failure(write(tmp_path / "a.json", content))


def test_hostile_values_do_not_hurt(tmp_path):
    line = (
        '{"id": {"x": 1}, "title": "a\\ud800b\\u0007\\u202ec", "abstract": "x\\ty\\r\\nz\\u0000",'
        ' "authors": [1, null, []],'
        ' "year": 1e999, "url": {"a": 1}, "keywords": {"b": 2}, "doi": true, "date": "in 2020"}'
    )
    (record,) = read(write(tmp_path / "a.jsonl", line))
    assert record.title == "a\ufffdbc"
    assert record.abstract == "x\ty\nz"
    assert (record.id, record.authors, record.year, record.url, record.keywords) == ("", (), 2020, "", ())
    str(record).encode()


def test_text_is_nfc(tmp_path):
    (record,) = read(write(tmp_path / "a.jsonl", json.dumps({"abstract": "Erdo\u030bs"})))
    assert record.abstract == "Erdős"


# --- plain text


def test_a_text_file_is_one_paper_with_its_short_first_line_as_title(tmp_path):
    (record,) = read(write(tmp_path / "a.txt", "On Graphs\n\nWe study graphs.\n\nThey are nice.\n"))
    assert (record.title, record.abstract) == ("On Graphs", "We study graphs.\n\nThey are nice.")
    (record,) = read(write(tmp_path / "b.txt", "We study graphs.\nThey are nice.\n"))
    assert (record.title, record.abstract) == ("", "We study graphs.\nThey are nice.")


@pytest.mark.parametrize(("separator", "between"), [("", "\n \n\n"), ("-----", "\n-----\n\n"), ("##", "\n##  \n##\n")])
def test_many_papers_in_one_text_are_told_apart_by_a_separator(tmp_path, separator, between):
    path = write(tmp_path / "a.txt", between + between.join(["One.", "Two\nlines.", "Three."]) + between)
    records = read(path, separator=separator)
    assert [(r.abstract, r.position) for r in records] == [("One.", 0), ("Two\nlines.", 1), ("Three.", 2)]
    assert len({r.line for r in records}) == 3
    assert len(read(path)) == 1
