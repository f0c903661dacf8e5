"""Reading files, folders and standard input: formats, encodings, packing, errors."""

from __future__ import annotations

import contextlib
import gzip
import io
import json
import os
import random
import sys
import tempfile
from pathlib import Path

import pytest
from reader_fixture import MARKER, SEEDS, failure, read, skipped, write

from kg.core.errors import InputError
from kg.papers.readers.read import SourceFile, digest, find_sources, read_records

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x10"


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
        ("Bee A., Dee C.", ("Bee A.", "Dee C.")),
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
        "{}",
        '{"abstract": null, "title": "  "}',
        '{"abstract": "\\u0000\\u202e"}',
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


# --- encodings

ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_seeds_come_out_identical_in_every_encoding(tmp_path, encoding, newline):
    for seed in sorted(SEEDS.glob("*.txt")):
        text = seed.read_text(encoding="utf-8").replace("\n", newline)
        path = write(tmp_path / seed.name, text.encode(encoding))
        assert [r.abstract for r in read(path)] == [r.abstract for r in read(seed)]


@pytest.mark.parametrize("encoding", [*ENCODINGS, "gbk"])
def test_jsonl_with_raw_chinese_is_read_in_every_encoding(tmp_path, encoding):
    entries = [{"id": str(n), "abstract": r.abstract} for n, r in enumerate(read(SEEDS))]
    text = "\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries)
    path = write(tmp_path / "a.jsonl", text.encode(encoding, "ignore"))
    expected = [e["abstract"].encode(encoding, "ignore").decode(encoding).lstrip("\ufeff") for e in entries]
    assert [r.abstract for r in read(path)] == expected


def test_chinese_far_below_a_long_english_part_is_still_decoded(tmp_path):
    english = "".join(f'{{"abstract": "English text number {n}."}}\n' for n in range(4000))
    line = json.dumps({"abstract": "我们提出了一种用于图神经网络的知识蒸馏方法,实验表明其有效。"}, ensure_ascii=False)
    path = write(tmp_path / "a.jsonl", (english + line).encode("gb18030"))
    assert read(path)[-1].abstract.startswith("我们提出了一种")


@pytest.mark.parametrize(
    "text", ["TI  - 深度學習與圖像分割之研究\nAU  - 王小明\n", "王小明", "知識圖譜", "资料挖掘", "贾樟柯"]
)
def test_a_few_chinese_words_are_enough_to_tell_their_encoding(tmp_path, text):
    for encoding in ("gb18030", "big5"):
        with contextlib.suppress(UnicodeEncodeError):
            path = write(tmp_path / "a.txt", text.encode(encoding))
            assert read(path)[0].abstract == text.strip()


def test_a_western_file_that_somebody_joined_to_one_in_utf_8_is_read_line_by_line(tmp_path):
    lines = ["Müller über Größe.\n".encode(), "Gödel, naïve.\n".encode("cp1252")]
    for content in (lines, lines[::-1]):
        path = write(tmp_path / "a.txt", b"".join(content))
        assert sorted(read(path)[0].abstract.split("\n")) == ["Gödel, naïve.", "Müller über Größe."]


def test_a_nul_that_strayed_into_a_text_makes_it_no_utf_16(tmp_path):
    assert read(write(tmp_path / "b.txt", b"A short text, \0with one."))[0].abstract == "A short text, with one."
    lines = [f"Text {n} of some length, in a na\N{LATIN SMALL LETTER I WITH DIAERESIS}ve table." for n in range(50)]
    for encoding in ("ascii", "utf-8", "cp1252"):
        content = "\n".join(lines).encode(encoding, "ignore")
        (record,) = read(write(tmp_path / "a.txt", content[:700] + b"\0" + content[700:]))
        assert record.abstract.count("\n") == 49
        assert record.abstract.startswith("Text 0 of some length")


def test_western_text_is_not_taken_for_chinese(tmp_path):
    text = "Naïve Bayes à la carte: the café of Erdős-free theorems, São Paulo."
    path = write(tmp_path / "a.txt", text.replace("ő", "o").encode("cp1252"))
    assert read(path)[0].abstract == text.replace("ő", "o")


def test_one_stray_byte_costs_one_line_only(tmp_path):
    good = json.dumps({"abstract": "知识蒸馏是一种模型压缩的方法。"}, ensure_ascii=False).encode()
    path = write(tmp_path / "a.jsonl", b"\n".join([good, good.replace("型".encode(), b"\xff"), good]))
    assert failure(path).line == 2
    assert len(skipped(path)[0]) == 2


@pytest.mark.parametrize(
    "content",
    [
        PNG,
        random.Random(0).randbytes(5000),
        random.Random(1).randbytes(60),
        bytes(range(256)),
        b"\x00" * 100,
    ],
)
def test_a_binary_file_is_one_clear_error(tmp_path, content):
    for name in ("a.txt", "a.jsonl", "a"):
        assert "not a text file" in str(failure(write(tmp_path / name, content)))
        assert skipped(tmp_path / name)[0] == []


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_an_error(tmp_path, content):
    assert "empty" in str(failure(write(tmp_path / "a.txt", content)))


# --- folders and standard input


def test_a_folder_is_searched_recursively_in_order_of_names(tmp_path):
    for name in ("b/one.txt", "a/two.jsonl", "a/c/three.json.gz", ".hidden/x.txt", "a/.x.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        content = f'{{"abstract": "{name}"}}'.encode()
        write(path, gzip.compress(content) if name.endswith("gz") else content)
    found = find_sources([tmp_path])
    assert [s.name.removeprefix(tmp_path.as_posix()) for s in found] == [
        "/a/c/three.json.gz",
        "/a/two.jsonl",
        "/b/one.txt",
    ]


def test_what_lies_beside_the_abstracts_in_a_folder_is_passed_over(tmp_path):
    write(tmp_path / "one.txt", f"One.\n{MARKER}\n")
    write(tmp_path / "dump.dat", f"Two.\n{MARKER}\n")
    write(tmp_path / "picture.png", PNG)
    for name in ("README.md", "README.txt", "LICENSE", "run.py", "table.csv", "note.ipynb", "empty"):
        write(tmp_path / name, '{"cells": []}' if name == "note.ipynb" else "Some text.")
    told: list[InputError] = []
    found = find_sources([tmp_path], on_skip=told.append)
    assert [Path(s.name).name for s in found] == ["dump.dat", "one.txt"]
    assert len(told) == 8


def test_a_damaged_file_among_the_abstracts_of_a_folder_is_an_error_that_can_be_skipped(tmp_path):
    write(tmp_path / "good.txt", "One.")
    write(tmp_path / "picture.txt", PNG)
    with pytest.raises(InputError, match=r"picture\.txt: not a text file"):
        read(tmp_path)
    abstracts, errors = skipped(tmp_path)
    assert abstracts == ["One."]
    assert len(errors) == 1


def test_a_folder_without_anything_to_read_is_an_error(tmp_path):
    assert str(tmp_path.as_posix()) in str(failure(tmp_path))
    write(tmp_path / "picture.png", PNG)
    failure(tmp_path)


def test_what_does_not_exist_is_an_error_even_when_errors_are_skipped(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        read(tmp_path / "missing.txt", skip_errors=True)
    with pytest.raises(InputError):
        read("bad\0name")


def test_a_file_named_twice_is_read_once(tmp_path):
    path = write(tmp_path / "a.txt", "One.")
    assert len(find_sources([tmp_path, path, tmp_path / "." / "a.txt", "-", "-"])) == 2


@pytest.mark.skipif(os.name == "nt", reason="POSIX only")
def test_missing_permission_is_an_error():
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        path = write(Path(folder) / "a.txt", "One.")
        path.chmod(0)
        root = os.geteuid() == 0
        if root:
            os.seteuid(65534)  # root may read everything, nobody may not
        try:
            assert "permission denied" in str(failure(path))
        finally:
            if root:
                os.seteuid(0)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_in_a_folder_does_not_block(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    write(tmp_path / "a.txt", "One.")
    assert len(read(tmp_path)) == 1


def test_file_names_cannot_write_to_the_terminal():
    (source,) = [SourceFile(Path("x"), "x")]
    assert source.suffix == ""
    with pytest.raises(InputError) as caught:
        find_sources(["no\x1b[31msuch"])
    assert "\x1b" not in str(caught.value)


class Stdin:
    def __init__(self, content: bytes):
        self.buffer = io.BytesIO(content)


def test_standard_input_is_read_packed_or_not_and_after_its_digest(monkeypatch):
    content = '{"abstract": "知识蒸馏"}\n'.encode()
    monkeypatch.setattr(sys, "stdin", Stdin(content))
    assert [(r.path, r.abstract) for r in read("-")] == [("-", "知识蒸馏")]
    monkeypatch.setattr(sys, "stdin", Stdin(gzip.compress(content)))
    (source,) = find_sources(["-"])
    first = digest(source)
    assert [r.abstract for r in read_records(source)] == ["知识蒸馏"]
    assert digest(source) == first
    monkeypatch.setattr(sys, "stdin", Stdin(b""))
    with pytest.raises(InputError, match="standard input is empty"):
        read("-")


def test_the_digest_follows_the_content(tmp_path):
    path = write(tmp_path / "a.txt", "One.")
    first = digest(find_sources([path])[0])
    assert digest(find_sources([path])[0]) == first
    write(path, "Two.")
    assert digest(find_sources([path])[0]) != first


def test_records_are_streamed(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"abstract": "One."}\n' * 20_000 + "broken\n", encoding="utf-8")
    records = read_records(find_sources([path])[0])
    assert next(records).abstract == "One."
    with pytest.raises(InputError) as caught:
        list(records)
    assert caught.value.line == 20_001
