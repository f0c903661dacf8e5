"""Text in any encoding, and what is no text."""

from __future__ import annotations

import contextlib
import json
import random

import pytest
from reader_fixture import SEEDS, failure, read, skipped, write

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


def test_every_mark_that_begins_a_file_in_a_file_is_left_out(tmp_path):
    one, two = (f"TY  - JOUR\nTI  - {title}\nER  - \n".encode("utf-8-sig") for title in ("Ötzi", "Two"))
    assert [r.title for r in read(write(tmp_path / "a.ris", one + two))] == ["Ötzi", "Two"]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_lines_are_whole_wherever_the_file_is_cut_into_pieces(tmp_path, encoding):
    lines = [json.dumps({"abstract": f"{n} 知识蒸馏的方法" * (n % 50 + 1)}, ensure_ascii=False) for n in range(3000)]
    path = write(tmp_path / "a.jsonl", "\n".join(lines).encode(encoding))
    assert [r.abstract for r in read(path)] == [json.loads(line)["abstract"] for line in lines]


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
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x10",
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
