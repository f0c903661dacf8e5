"""Packed files: gzip, xz, bzip2, Zstandard, zip."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import sys
import zipfile
from pathlib import Path

import pytest
from reader_fixture import SEEDS, failure, read, skipped, write

from kg.core.errors import InputError
from kg.papers.readers.read import digest, find_sources

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PACKERS = {"gz": gzip.compress, "xz": lzma.compress, "bz2": bz2.compress, "zst": zstd.compress}


def zipped(path: Path, files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize("suffix", PACKERS)
def test_packed_files_are_unpacked_by_content(tmp_path, suffix):
    seed = sorted(SEEDS.glob("*.txt"))[0]
    for name in (f"a.txt.{suffix}", "a.txt", "a"):
        path = write(tmp_path / name, PACKERS[suffix](seed.read_bytes()))
        assert [r.abstract for r in read(path)] == [r.abstract for r in read(seed)]


@pytest.mark.parametrize("suffix", PACKERS)
def test_the_suffix_below_the_packing_tells_the_format(tmp_path, suffix):
    path = write(tmp_path / f"a.jsonl.{suffix}", PACKERS[suffix](b'\n{"abstract": "One."}\n'))
    assert [(r.abstract, r.line) for r in read(tmp_path)] == [("One.", 2)]
    assert read(path)[0].path == path.as_posix()


@pytest.mark.parametrize("suffix", PACKERS)
@pytest.mark.parametrize("keep", [0.1, 0.5, 0.99])
def test_a_truncated_packed_file_is_an_error(tmp_path, suffix, keep):
    text = "".join(json.dumps({"abstract": f"Text {n} {n * 7919 % 9973}."}) + "\n" for n in range(20_000)).encode()
    packed = PACKERS[suffix](text)
    path = write(tmp_path / "a.jsonl.packed", packed[: int(len(packed) * keep)])
    assert "truncated or damaged" in str(failure(path))
    assert len(skipped(path)[1]) == 1


def test_several_streams_in_one_file_are_all_read(tmp_path):
    for suffix, pack in PACKERS.items():
        path = write(tmp_path / f"a.jsonl.{suffix}", pack(b'{"abstract": "One."}\n') + pack(b'{"abstract": "Two."}\n'))
        assert [r.abstract for r in read(path)] == ["One.", "Two."]


def test_a_zip_archive_is_read_like_a_folder(tmp_path):
    files = {
        "b/two.jsonl": b'{"abstract": "Two."}',
        "a.bib": b"@misc{k, title = {One}}",
        "c.jsonl.gz": gzip.compress(b'{"abstract": "Three."}'),
        "table.csv": b"epoch,loss\n1,2\n",
        "__MACOSX/._a.bib": b"junk",
        ".hidden.txt": b"junk",
        "README.txt": b"About.",
    }
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        path = zipped(tmp_path / "papers.zip", files, method)
        records = read(path)
        assert [r.abstract or r.title for r in records] == ["One", "Two.", "Three."]
        assert [r.path for r in records] == [
            f"{path.as_posix()}/{name}" for name in ("a.bib", "b/two.jsonl", "c.jsonl.gz")
        ]
        assert [r.path for r in read(tmp_path)] == [r.path for r in records]


def test_an_error_in_a_zip_archive_names_the_file_in_it(tmp_path):
    path = zipped(tmp_path / "a.zip", {"x.jsonl": b'{"abstract": "One."}\nbroken\n'})
    assert str(failure(path)).startswith(f"{path.as_posix()}/x.jsonl:2: ")


def test_the_digest_of_a_file_in_a_zip_archive_follows_its_content_alone(tmp_path):
    one = zipped(tmp_path / "a.zip", {"x.txt": b"One."}, zipfile.ZIP_STORED)
    (first,) = find_sources([one])
    before = digest(first)
    assert digest(first) == before
    zipped(one, {"x.txt": b"One.", "y.dat": b"\0\1\2"})
    assert digest(find_sources([one])[0]) == before
    zipped(one, {"x.txt": b"Two."})
    assert digest(find_sources([one])[0]) != before


def test_damaged_encrypted_and_empty_archives_are_errors(tmp_path):
    whole = zipped(tmp_path / "a.zip", {"x.txt": b"One. " * 1000}).read_bytes()
    assert "truncated or damaged" in str(failure(write(tmp_path / "cut.zip", whole[:100])))
    locked = bytearray(whole)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[whole.index(signature) + offset] |= 1
    assert "encrypted" in str(failure(write(tmp_path / "locked.zip", bytes(locked))))
    changed = bytearray(whole)
    changed[40:44] = b"\xff\xff\xff\xff"
    assert "truncated or damaged" in str(failure(write(tmp_path / "changed.zip", bytes(changed))))
    assert "holds no file" in str(failure(zipped(tmp_path / "none.zip", {"picture.png": b"\x89PNG\r\n\x1a\n\0\0"})))


def test_names_in_an_archive_lead_nowhere_and_cannot_write_to_the_terminal(tmp_path):
    path = zipped(tmp_path / "a.zip", {"../../up.txt": b"Up.", "a\x1b[31m.txt": b"Red."})
    assert [r.abstract for r in read(path)] == ["Red."]
    assert all("\x1b" not in r.path for r in read(path))


def test_a_name_in_an_archive_that_is_empty_names_nothing(tmp_path):
    """Python cuts names at a NUL, so a changed byte can leave none."""
    path = zipped(tmp_path / "a.zip", {"Xx.txt": b"nothing", "b.txt": b"We study graphs."})
    path.write_bytes(path.read_bytes().replace(b"Xx.txt", b"\0x.txt"))
    assert [paper.abstract for paper in read(path)] == ["We study graphs."]


def test_a_zip_archive_on_standard_input_is_an_error(tmp_path, monkeypatch):
    class Stdin:
        buffer = io.BytesIO(zipped(tmp_path / "a.zip", {"x.txt": b"One."}).read_bytes())

    monkeypatch.setattr(sys, "stdin", Stdin())
    with pytest.raises(InputError, match=r"^-: a zip archive"):
        read("-")


def test_a_damaged_archive_in_a_folder_is_skipped_with_one_line_when_told(tmp_path):
    whole = zipped(tmp_path / "b.zip", {"x.txt": b"One. " * 1000}).read_bytes()
    write(tmp_path / "b.zip", whole[:100])
    write(tmp_path / "a.txt", b"Two.")
    zipped(tmp_path / "c.zip", {"y.txt": b"Three."})
    assert "b.zip: the packed file is truncated or damaged" in str(failure(tmp_path))
    heard: list[InputError] = []
    names = [source.name for source in find_sources([tmp_path], on_skip=heard.append)]
    assert names == [f"{tmp_path.as_posix()}/{name}" for name in ("a.txt", "c.zip/y.txt")]
    assert [str(error) for error in heard] == [f"{tmp_path.as_posix()}/b.zip: the packed file is truncated or damaged"]


@pytest.mark.parametrize("suffix", [*PACKERS, "zip"])
def test_a_decompression_bomb_ends_with_one_line(tmp_path, monkeypatch, suffix):
    monkeypatch.setattr("kg.papers.readers.streams.packing._HARMLESS", 8 << 20)
    bomb, path = b"a" * (9 << 20), tmp_path / f"a.txt.{suffix}"
    if suffix == "zip":
        zipped(path, {"a.txt": bomb})
    else:
        write(path, PACKERS[suffix](bomb))
    error = failure(path)
    assert str(error).endswith("it unpacks to more than 500 times its size")
    assert [str(told) for told in skipped(path)[1]] == [str(error)]


def test_what_repeats_itself_a_hundred_times_is_no_bomb(tmp_path, monkeypatch):
    monkeypatch.setattr("kg.papers.readers.streams.packing._HARMLESS", 1 << 20)
    line = json.dumps({"abstract": "One text.", "title": "x" * 200}) + "\n"
    path = write(tmp_path / "a.jsonl.gz", gzip.compress(line.encode() * 20_000))
    assert len(read(path)) == 20_000
