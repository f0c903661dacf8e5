"""A build on Spark gives the rows of a local build, goes on from what is whole, and makes stores and files of them."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from contextlib import closing
from pathlib import Path

import pytest
from process_fixture import POSIX
from seed_fixture import SEEDS, dump
from spark_fixture import mixed_corpus, tables
from terminal_fixture import KG

from kg.core.errors import KgError, StoreError
from kg.core.progress import Progress
from kg.loaders.neo4j.csv import write_neo4j_csv
from kg.pipeline.build import build as build_here
from kg.store.cache import Cache
from kg.store.catalog import Catalog

pytest.importorskip("pyspark", reason="they need Spark (extra spark, group ci; Java 17)")
pytestmark = [pytest.mark.slow, POSIX]

from kg.spark.build import build  # noqa: E402
from kg.spark.graph import ParquetGraph  # noqa: E402
from kg.spark.store import store_from_parquet  # noqa: E402


class Told(Progress):
    """Keeps the messages of a build."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def message(self, text: str) -> None:
        self.lines.append(text)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory) -> Path:
    return mixed_corpus(tmp_path_factory.mktemp("mixed") / "corpus")


@pytest.fixture(scope="module")
def in_seven(corpus, tmp_path_factory) -> Path:
    """The folder of a fast build of the corpus in seven partitions."""
    out = tmp_path_factory.mktemp("seven") / "out"
    build(corpus, out, engine="local[2]", partitions=7, fast=True)
    return out


@pytest.fixture(scope="module")
def here(corpus, tmp_path_factory) -> Path:
    """The store of a local build of the same."""
    store = tmp_path_factory.mktemp("here") / "store"
    build_here(corpus, store, fast=True)
    return store


def test_every_table_is_that_of_a_local_build(in_seven, here, tmp_path):
    store_from_parquet(in_seven, tmp_path / "store")
    assert dump(tmp_path / "store") == dump(here)
    made, expected = tables(tmp_path / "store"), tables(here)
    assert made.keys() == expected.keys()
    assert [name for name in expected if made[name] != expected[name]] == []
    kinds = {name for name, rows in expected.items() if not rows}
    assert kinds <= {"decision", "sqlite_sequence"}, "the corpus should have something in every table"


def test_a_local_build_goes_on_from_the_store(in_seven, corpus, tmp_path):
    store_from_parquet(in_seven, tmp_path / "store")
    report = build_here(corpus, tmp_path / "store", fast=True)
    assert (report.changed, report.sources_read) == (False, 0)


def test_one_partition_and_embeddings_give_the_same_as_a_local_build(tmp_path):
    build(SEEDS, tmp_path / "out", engine="local[2]", partitions=1)
    store_from_parquet(tmp_path / "out", tmp_path / "store")
    build_here(SEEDS, tmp_path / "here")
    assert tables(tmp_path / "store") == tables(tmp_path / "here")


def test_files_for_neo4j_are_those_of_a_local_build(in_seven, here, tmp_path):
    with Catalog.open(here) as catalog:
        write_neo4j_csv(catalog, tmp_path / "csv", corpus="papermesh", generation=catalog.generation)
    made = {path.name: path.read_bytes() for path in (in_seven / "neo4j").iterdir()}
    assert made == {path.name: path.read_bytes() for path in (tmp_path / "csv").iterdir()}


def test_a_build_that_was_killed_begins_at_the_last_whole_checkpoint(in_seven, corpus, tmp_path):
    out = tmp_path / "out"
    command = [*KG, "build", corpus, "--fast", "--engine", "local[2]", "--partitions", "7", "--out", out]
    process = subprocess.Popen([*map(str, command)], start_new_session=True, stderr=subprocess.DEVNULL)
    while process.poll() is None and not list(out.glob("checkpoints/ngrams-????????????????")):
        time.sleep(0.1)
    os.killpg(process.pid, signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    whole = {path.name.partition("-")[0] for path in (out / "checkpoints").glob("*-????????????????")}
    assert {"records", "merge_all", "analyse_batch"} <= whole
    half = out / "checkpoints" / "tagged-0123456789abcdef.part"
    half.mkdir(exist_ok=True)
    (half / "part-00000.parquet").write_bytes(b"half of it")
    report = build(corpus, out, engine="local[2]", partitions=2, fast=True)
    assert "tagged" in report.begun
    assert whole.isdisjoint(report.begun)
    for path in sorted((in_seven / "tables").glob("*.parquet")):
        assert list(ParquetGraph(out / "tables").rows(path.name)) == list(
            ParquetGraph(in_seven / "tables").rows(path.name)
        )
    assert not half.exists()
    assert build(corpus, out, engine="local[2]", fast=True).begun == ()


def test_what_is_wrong_with_a_source_is_told_as_a_local_build_tells_it(tmp_path):
    source = tmp_path / "papers.jsonl"
    source.write_text('{"abstract": "We weave."}\n{"abstract": \n', encoding="utf-8")
    with pytest.raises(KgError) as here:
        build_here(source, tmp_path / "store", fast=True)
    with pytest.raises(KgError) as there:
        build(source, tmp_path / "out", engine="local[2]", fast=True)
    assert str(there.value) == str(here.value)
    assert not list((tmp_path / "out" / "checkpoints").glob("records-*"))


def test_a_store_that_is_there_is_not_overwritten(in_seven, here):
    before = (here / "catalog.sqlite").read_bytes()
    with pytest.raises(StoreError, match="there already"):
        store_from_parquet(in_seven, here)
    assert (here / "catalog.sqlite").read_bytes() == before


def test_a_store_that_lost_its_catalog_is_not_overwritten(in_seven, here, tmp_path):
    store = Path(shutil.copytree(here, tmp_path / "store"))
    (store / "catalog.sqlite").unlink()
    before = (store / "cache.sqlite").read_bytes()
    with pytest.raises(StoreError, match="there already"):
        store_from_parquet(in_seven, store)
    assert (store / "cache.sqlite").read_bytes() == before


def test_a_store_that_was_left_half_made_is_made_again(in_seven, here, tmp_path):
    (tmp_path / "store").mkdir()
    with closing(Cache.open(tmp_path / "store")) as cache, cache.transaction():
        cache.put_source("/of/another.jsonl", "digest", [])
        cache.put_analysis("key", b"content", b"phrases", None)
    store_from_parquet(in_seven, tmp_path / "store")
    made, expected = tables(tmp_path / "store"), tables(here)
    assert [name for name in expected if made[name] != expected[name]] == []


@pytest.mark.parametrize("file", ["Paper.parquet", "MENTIONS.parquet", "about.json", "records/_accounts.json"])
def test_of_damaged_tables_no_store_is_made(file, in_seven, tmp_path):
    folder = Path(shutil.copytree(in_seven / "tables", tmp_path / "tables"))
    content = (folder / file).read_bytes()
    (folder / file).write_bytes(content[: len(content) // 2])
    with pytest.raises(KgError, match=str(folder)) as told:
        store_from_parquet(folder, tmp_path / "store")
    assert "\n" not in str(told.value)
    assert not (tmp_path / "store" / "catalog.sqlite").exists()
    assert not (tmp_path / "store" / "cache.sqlite").exists()


def flip(file: Path) -> None:
    """Change one bit in the middle, in this file alone."""
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.unlink()
    file.write_bytes(content)


def test_a_flipped_bit_in_a_table_is_told_and_in_a_checkpoint_it_is_made_again(in_seven, corpus, tmp_path):
    out = Path(shutil.copytree(in_seven, tmp_path / "out"))
    for file in ("Paper.parquet", "vectors.parquet", "about.json"):
        before = (out / "tables" / file).read_bytes()
        flip(out / "tables" / file)
        with pytest.raises(KgError, match=str(out / "tables")) as told:
            store_from_parquet(out, tmp_path / "store")
        assert "\n" not in str(told.value)
        (out / "tables" / file).write_bytes(before)
    checkpoints = out / "checkpoints"
    for name in ("Paper-*/Paper.parquet", "analyse_batch-*/analyses/*.parquet", "choose-*/tables.pickle"):
        flip(sorted(checkpoints.glob(name))[0])
    begun = build(corpus, out, engine="local[2]", partitions=7, fast=True).begun
    assert {"analyse_batch", "Paper"} <= set(begun)
    assert "records" not in begun
    store_from_parquet(out, tmp_path / "store")


def test_tables_say_how_they_were_made(in_seven):
    about = json.loads((in_seven / "tables" / "about.json").read_text(encoding="utf-8"))
    assert (about["fast"], about["top_n"], len(about["sources"])) == (True, 10, 5)


def test_beyond_the_stated_size_papers_are_compared_by_rare_terms_and_recall_is_told(corpus, in_seven, tmp_path):
    out = Path(shutil.copytree(in_seven, tmp_path / "out"))
    told = Told()
    report = build(corpus, out, engine="local[2]", partitions=7, exact=100, fast=True, progress=told)
    assert "near" in report.begun
    assert "tfidf" not in report.begun
    (line,) = [line for line in told.lines if line.startswith("SIMILAR")]
    assert "of the 20 nearest of 292 papers 100.00% were found" in line
    rows = [list(ParquetGraph(folder / "tables").rows("SIMILAR.parquet")) for folder in (out, in_seven)]
    assert rows[0] == rows[1]


def test_a_local_build_makes_exact_what_was_found_by_candidates(tmp_path):
    build(SEEDS, tmp_path / "out", engine="local[2]", partitions=1, exact=5, fast=True)
    store = tmp_path / "store"
    store_from_parquet(tmp_path / "out", store)
    build_here(SEEDS, tmp_path / "here", fast=True)
    with Catalog.open(store) as made, Catalog.open(tmp_path / "here") as exact:
        assert made.generation != exact.generation
    assert build_here(SEEDS, store, fast=True).changed
    assert dump(store) == dump(tmp_path / "here")
    with Catalog.open(store) as made, Catalog.open(tmp_path / "here") as exact:
        assert made.generation == exact.generation
