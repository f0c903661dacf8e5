"""JSON lines and Parquet at an address are read by Spark, in parts, with the records of a local build.

The addresses are file://; test_spark_hadoop.py has hdfs://, and s3a:// takes the same way.
"""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from process_fixture import POSIX
from seed_fixture import dump
from spark_fixture import mixed_corpus

from kg.core.errors import InputError, KgError
from kg.pipeline.build import build as build_here

pytest.importorskip("pyspark", reason="they need Spark (extra spark, group ci; Java 17)")
pytestmark = [pytest.mark.slow, POSIX]

from kg.spark import reading  # noqa: E402
from kg.spark.build import build  # noqa: E402
from kg.spark.lines import lying_at  # noqa: E402
from kg.spark.session import spark  # noqa: E402
from kg.spark.store import store_from_parquet  # noqa: E402

READ_ALIKE = ("record", "account", "duplicate")


@pytest.fixture
def corpus(tmp_path) -> Path:
    """Two files of JSON lines, with blank lines, a line that says nothing and one that is damaged."""
    folder = mixed_corpus(tmp_path / "a corpus", 60)
    for other in ("zh.jsonl", "table.csv", "seeds.jsonl"):
        (folder / other).unlink()
    (folder / "README.md").write_text("What lies here.", encoding="utf-8")
    works = folder / "works.jsonl"
    lines = works.read_text(encoding="utf-8").splitlines()
    lines[7:7] = ["", '{"id": "https://openalex.org/W77"}', " ", '{"id": "broken', ""]
    works.write_bytes("\r\n".join(["\ufeff" + lines[0], *lines[1:]]).encode())
    return folder


def read(store: Path) -> dict[str, list]:
    """What a store holds of its sources, without digests of their bytes."""
    db = sqlite3.connect(f"file:{store / 'cache.sqlite'}?mode=ro&immutable=1", uri=True)
    names = [name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    found = {name: list(db.execute(f'SELECT * FROM "{name}"')) for name in names if name.startswith(READ_ALIKE)}
    db.close()
    assert found["record"]
    return found


def test_a_file_that_is_read_in_parts_gives_the_records_and_graph_of_a_local_build(corpus, tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "_PART", 10_000)
    assert (corpus / "works.jsonl").stat().st_size > 30_000
    report = build(f"file://{corpus}", tmp_path / "out", engine="local[2]", partitions=3, fast=True, skip_errors=True)
    store_from_parquet(tmp_path / "out", tmp_path / "store")
    here = build_here(corpus, tmp_path / "here", fast=True, skip_errors=True)
    assert (report.papers, report.skipped, report.sources) == (here.papers, here.skipped, here.sources_read)
    assert read(tmp_path / "store") == read(tmp_path / "here")
    assert dump(tmp_path / "store") == dump(tmp_path / "here")


def papers(store: Path) -> list[str]:
    """All lines of a dump but those that name sources."""
    return [line for line in dump(store).splitlines() if '"Source"' not in line]


def test_rows_of_parquet_are_lines_of_json(tmp_path, monkeypatch):
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [{"title": f"Looms {n}", "abstract": f"We weave graph {n} of papers.", "year": 2000 + n} for n in range(40)]
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "rows.parquet", row_group_size=10)
    monkeypatch.setattr(reading, "_PART", 700)
    build(f"file://{tmp_path}/rows.parquet", tmp_path / "out", engine="local[2]", partitions=2, fast=True)
    store_from_parquet(tmp_path / "out", tmp_path / "store")
    build_here(tmp_path / "rows.jsonl", tmp_path / "here", fast=True)
    assert papers(tmp_path / "store") == papers(tmp_path / "here")


def test_tables_of_different_columns_keep_all_their_fields(tmp_path):
    import pyarrow as pa
    import pyarrow.parquet as pq

    more: dict[str, object] = {"doi": "10.1234/loom.2", "year": 2002, "authors": ["Ana Novak"]}
    for name, fields in {"a": {}, "b": more, "c": {"year": "2003"}, "d": {"year": 2004}}.items():
        row = {"title": f"Looms {name}", "abstract": f"We weave graph {name} of papers.", **fields}
        for kind in ("tables", "lines"):
            (tmp_path / kind).mkdir(exist_ok=True)
        pq.write_table(pa.Table.from_pylist([row]), tmp_path / "tables" / f"{name}.parquet")
        (tmp_path / "lines" / f"{name}.jsonl").write_text(json.dumps(row), encoding="utf-8")
    build(f"file://{tmp_path}/tables", tmp_path / "out", engine="local[2]", partitions=2, fast=True)
    store_from_parquet(tmp_path / "out", tmp_path / "store")
    build_here(tmp_path / "lines", tmp_path / "here", fast=True)
    assert papers(tmp_path / "store") == papers(tmp_path / "here")


def test_names_that_look_like_patterns_are_names_and_each_file_is_read_once(tmp_path):
    folder = tmp_path / "dump [1]"
    folder.mkdir()
    for n, name in enumerate(("g[1]", "g1", "s*", "s2", "{a,b}?", "back\\slash")):
        line = json.dumps({"title": f"Looms {n}", "abstract": f"We weave graph {n} of papers."})
        (folder / f"{name}.jsonl").write_text(line, encoding="utf-8")
    sources: list[str | Path] = [folder / "g1.jsonl", f"file://{tmp_path}/dump \\[1\\]"]
    report = build(sources, tmp_path / "x[a]" / "out*", engine="local[2]", partitions=2, fast=True)
    assert (report.sources, report.papers) == (6, 6)
    store_from_parquet(tmp_path / "x[a]" / "out*", tmp_path / "store")
    build_here(folder, tmp_path / "here", fast=True)
    assert dump(tmp_path / "store") == dump(tmp_path / "here")


@pytest.mark.parametrize(
    ("name", "content"),
    [("broken.jsonl", '{"abstract": "We weave."}\n{"abstract": \n'), ("none.jsonl", '{"id": "a"}\n')],
)
def test_what_is_wrong_at_an_address_is_told_as_a_local_build_tells_it(name, content, tmp_path):
    source = tmp_path / name
    source.write_text(content, encoding="utf-8")
    with pytest.raises(KgError) as here:
        build_here(source, tmp_path / "store", fast=True)
    with pytest.raises(KgError) as there:
        build(f"file://{source}", tmp_path / "out", engine="local[2]", fast=True)
    assert str(there.value) == str(here.value)


def test_an_address_that_is_none_and_other_formats_are_told(tmp_path):
    with spark("local[1]", tmp_path, tmp_path / "spark.log") as session:
        for name in ("_works.jsonl", ".works.jsonl"):
            (tmp_path / name).write_text('{"abstract": "We weave."}', encoding="utf-8")
            with pytest.raises(InputError, match=f"{name}: Spark passes over"):
                lying_at(session, [f"file://{tmp_path}/{name}"])
    (tmp_path / "papers.bib").write_text("@article{a, title={On looms}, abstract={We weave.}}", encoding="utf-8")
    for name, told in (("nothing.jsonl", "no such file or folder"), ("papers.bib", "mount it for other formats")):
        with pytest.raises(KgError, match=told):
            build(f"file://{tmp_path}/{name}", tmp_path / "out", engine="local[2]", fast=True)
