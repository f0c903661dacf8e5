"""Files, folders and standard input: what is read, in which order, and what is an error."""

from __future__ import annotations

import gzip
import io
import os
import sys
import tempfile
from pathlib import Path

import pytest
from reader_fixture import MARKER, failure, read, skipped, write

from kg.core.errors import InputError
from kg.papers.readers.read import digest, find_sources, read_records

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x10"


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


@pytest.mark.skipif(sys.platform != "linux", reason="there a name is any bytes")
def test_files_with_names_in_another_encoding_are_files_of_their_own(tmp_path):
    for name in ("论文.txt", "文献.txt", "报告\n.txt"):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name.encode("gbk"))).write_text("One.", encoding="utf-8")
    names = [source.name.removeprefix(f"{tmp_path.as_posix()}/") for source in find_sources([tmp_path])]
    assert names == [r"\xb1\xa8\xb8\xe6\x0a.txt", r"\xc2\xdb\xce\xc4.txt", r"\xce\xc4\xcf\xd7.txt"]


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


@pytest.mark.skipif(os.name == "nt", reason="POSIX only")
def test_links_that_lead_out_of_a_folder_are_told_and_not_followed(tmp_path):
    library = tmp_path / "library"
    (library / "sub").mkdir(parents=True)
    (tmp_path / "other").mkdir()
    write(library / "sub" / "a.txt", "One.")
    (library / "b.txt").symlink_to("sub/a.txt")
    (library / "c.txt").symlink_to(write(tmp_path / "secret.txt", "Secret."))
    (library / "d").symlink_to(tmp_path / "other", target_is_directory=True)
    write(tmp_path / "other" / "e.txt", "Secret.")
    told: list[InputError] = []
    (source,) = find_sources([library], on_skip=told.append)
    assert [record.abstract for record in read_records(source)] == ["One."]
    assert [str(error) for error in told] == [
        f"{library.as_posix()}/{name}: passed over: a link that leads out of the folder" for name in ("c.txt", "d")
    ]
    assert [record.abstract for record in read(library / "c.txt")] == ["Secret."]  # what is named is read


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_in_a_folder_does_not_block(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    write(tmp_path / "a.txt", "One.")
    assert len(read(tmp_path)) == 1


def test_file_names_cannot_write_to_the_terminal():
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
