"""Whatever the bytes are: papers, or one InputError with file and line; never a traceback, never a hang."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import zipfile
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from reader_fixture import SEEDS, papers_of
from test_reader_bibtex import LIBRARY
from test_reader_oai import OAI
from test_reader_ovid_datacite import DATACITE, OVID
from test_reader_refusals import CNKI_CUSTOM
from test_reader_service_tables import SAMPLES as TABLES
from test_reader_services import CROSSREF, CSL, OPENALEX, S2, ZOTERO
from test_reader_tables import ARXIV_TSV, WOS_TABLE
from test_reader_tagged import ALL as TAGGED
from test_reader_workbook import CNKI_XLS, OLD_XLS, ROWS, xlsx
from test_reader_xml import ALL as XML
from test_reader_xml_exports import ALL as XML_EXPORTS

from kg.core.errors import InputError, NothingToRead
from kg.core.records import Record
from kg.papers.readers.read import SourceFile, find_sources, format_names, read_records

SAMPLES = {
    "dump": sorted(SEEDS.glob("*.txt"))[0].read_text(encoding="utf-8"),
    "text": "On Graphs\n\nWe study graphs.\n",
    "json": json.dumps([{"title": "T", "abstract": "A", "year": 2020}, {"title": "U", "authors": ["B"]}], indent=1),
    "bibtex": LIBRARY,
    "csv": ARXIV_TSV,
    "zotero": ZOTERO,
    "wos-table": WOS_TABLE,
    "openalex": json.dumps({"results": [OPENALEX, OPENALEX]}),
    "semanticscholar": json.dumps(S2) + "\n" + json.dumps(S2),
    "crossref": json.dumps({"message": {"items": [CROSSREF]}}),
    "csl": json.dumps(CSL, indent=1),
    "cnki": CNKI_CUSTOM,
    **TABLES,
    **TAGGED,
    **XML,
    **XML_EXPORTS,
    "html-table": CNKI_XLS,
    "ovid": OVID,
    "oai": OAI,
    "datacite": json.dumps(DATACITE),
}
ANY = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
# What formats are made of: parts of it in any order come nearer to their edges than bytes at random.
PIECES = [
    *(
        "{",
        "}",
        "[",
        "]",
        '"',
        "'",
        ",",
        ":",
        ";",
        "\t",
        "\n",
        "\r\n",
        "\r",
        "\\",
        "$",
        "%",
        "#",
        "@",
        "=",
        "&",
        "<",
        ">",
        "/",
        "\0",
        "\ufeff",
    ),
    *(
        "@article{a,",
        "@string{x = ",
        "title = {",
        "TY  - JOUR\n",
        "TI  - ",
        "ER  -\n",
        "AB ",
        "PT J\n",
        "PMID- 1\n",
        "RT Journal\n",
    ),
    *(
        "{Reference Type}: x\n",
        "{Title}: ",
        "%0 Thesis\n",
        "%T ",
        '{"title": "',
        '"abstract": ',
        "title,abstract\n",
        "<feed>",
        "<entry>",
    ),
    *(
        "<dblp><article>",
        "<title>",
        "</title>",
        "<!DOCTYPE x [",
        "<!ENTITY a 'b'>",
        "&uuml;",
        "&a;",
        "<![CDATA[",
        "]]>",
        "translated by 谷歌翻译\n",
    ),
    *(
        '{\\"o}',
        "\\emph{",
        "\\'",
        "$\\ell_1$",
        "\\cite{",
        "知识图谱",
        "Abstract: ",
        "© 2019 Elsevier",
        "<p>",
        "&lt;p&gt;",
        "\ud800",
        "1e999",
        "-",
        "null",
    ),
]


def outcome(path: Path, form: str = "") -> list[Record]:
    """The records; whatever goes wrong is an InputError of one line that names the file."""
    told: list[InputError] = []
    (source,) = find_sources([path])
    records = list(read_records(source, form=form, skip_errors=True, on_skip=told.append))
    bad = [error for error in told if not isinstance(error, NothingToRead)] or ([] if records else told)
    assert [str(error) for error in bad[:1]] == strict_error(source, form)
    for error in told:
        assert "\n" not in str(error)
        assert error.path == source.name
        assert error.line >= 0
    for record in records:
        assert record.abstract or record.title
        assert "\0" not in repr(record)
        json.dumps(record.authors).encode()
    assert sum(len(group) for _, group in papers_of(records)) == len(records)
    return records


def strict_error(source: SourceFile, form: str) -> list[str]:
    """What reading ends with when nothing is skipped: nothing, or one error."""
    try:
        list(read_records(source, form=form))
    except InputError as error:
        return [str(error)]
    return []


def attempt(path: Path, content: bytes, form: str = "") -> None:
    path.write_bytes(content)
    with suppress(InputError):  # a zip archive without anything to read
        outcome(path, form)


def test_there_is_a_sample_of_every_format(tmp_path):
    assert sorted([*SAMPLES, "pdf", "excel"]) == sorted(format_names())
    for name, text in SAMPLES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert outcome(tmp_path / name)
        assert outcome(tmp_path / name, name) == outcome(tmp_path / name), name


@ANY
@given(content=st.binary(max_size=300), suffix=st.sampled_from(["", ".txt", ".json", ".csv", ".bib", ".ris", ".zip"]))
@example(content=b"\x1f\x8b\x08\x00", suffix="")
@example(content=b"BZh9", suffix=".txt")
@example(content=b"\x28\xb5\x2f\xfd", suffix="")
@example(content=b"PK\x03\x04", suffix=".zip")
@example(content=b"\xff\xfe\x00", suffix="")
@example(content=b"\xc2\x85", suffix=".csv")
@example(content=b'{"a\\nb": 1}', suffix=".json")
@example(content=b"@s\ntring{jcs = {x}}", suffix=".bib")
def test_any_bytes_give_papers_or_an_error(tmp_path, content, suffix):
    attempt(tmp_path / f"a{suffix}", content)


@pytest.mark.parametrize("form", ["", *format_names()])
@ANY
@given(pieces=st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=30))
def test_any_text_gives_papers_or_an_error_in_every_format(tmp_path, form, pieces):
    attempt(tmp_path / "a.txt", "".join(pieces).encode("utf-8", "surrogatepass"), form)


@pytest.mark.parametrize("name", SAMPLES)
@ANY
@given(data=st.data())
def test_a_file_cut_changed_or_repeated_anywhere_gives_papers_or_an_error(tmp_path, name, data):
    content = SAMPLES[name].encode()
    at = data.draw(st.integers(0, len(content)))
    until = data.draw(st.integers(at, min(len(content), at + 40)))
    inserted = data.draw(
        st.binary(max_size=6) | st.sampled_from(PIECES).map(lambda text: text.encode("utf-8", "surrogatepass"))
    )
    rest = data.draw(st.sampled_from([content[until:], content[until:], b"", content]))
    attempt(tmp_path / "a.dat", content[:at] + inserted + rest, data.draw(st.sampled_from(["", name])))


@pytest.mark.parametrize("content", [xlsx(ROWS), OLD_XLS], ids=["xlsx", "xls"])
@ANY
@given(data=st.data())
def test_a_workbook_cut_or_changed_anywhere_gives_papers_or_an_error(tmp_path, content, data):
    changed = bytearray(
        content[: data.draw(st.integers(1, len(content))) if data.draw(st.booleans()) else len(content)]
    )
    for _ in range(data.draw(st.integers(1, 4))):
        changed[data.draw(st.integers(0, len(changed) - 1))] ^= data.draw(st.integers(1, 255))
    attempt(tmp_path / "a.xlsx", bytes(changed))


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress, bz2.compress, "zip"])
@ANY
@given(data=st.data())
def test_a_packed_file_cut_or_changed_anywhere_gives_papers_or_an_error(tmp_path, pack, data):
    if pack == "zip":
        with zipfile.ZipFile(buffer := BytesIO(), "w") as archive:
            archive.writestr("a.json", SAMPLES["json"])
        packed = buffer.getvalue()
    else:
        packed = pack(SAMPLES["json"].encode())
    at = data.draw(st.integers(0, len(packed) - 1))
    changed = bytearray(packed[: data.draw(st.sampled_from([len(packed), at]))])
    if at < len(changed):
        changed[at] ^= data.draw(st.integers(1, 255))
    attempt(tmp_path / "a.json", bytes(changed))
