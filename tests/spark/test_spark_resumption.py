"""A build whose driver is killed, at any checkpoint, ends the next time with the same rows; and so does one of records
in any order, repeated, in any number of partitions."""

from __future__ import annotations

import os
import random
import subprocess
import sys

import pytest
from cluster_fixture import QUICKLY
from process_fixture import POSIX
from seed_fixture import seed_papers, write_jsonl
from spark_fixture import mixed_corpus, tables

from kg.pipeline.build import build as build_here

pytest.importorskip("pyspark", reason="they need Spark (extra spark, group ci; Java 17)")
pytestmark = [pytest.mark.slow, POSIX]

from kg.pipeline.stages import STAGES  # noqa: E402
from kg.spark.build import build  # noqa: E402
from kg.spark.stages import KEPT, ON_EXECUTORS  # noqa: E402
from kg.spark.store import store_from_parquet  # noqa: E402

DRIVERS = """
import os, signal, sys
from contextlib import contextmanager
from pathlib import Path
from pyspark import SparkContext
from kg.spark.build import build
from kg.spark.checkpoints import Checkpoints

def ended_within(name, new=Checkpoints.new):
    @contextmanager
    def ending(self, checkpoint):
        with new(self, checkpoint) as folder:
            yield folder
            if checkpoint.rpartition("-")[0] == name:
                os.kill(os.getpid(), signal.SIGKILL)  # all is written, nothing renamed
    return ending

source, out, *names = sys.argv[1:]
SparkContext._ensure_initialized()  # one JVM for all drivers, for it takes longest to start
for at, name in enumerate(names):
    driver = os.fork()
    if not driver:
        Checkpoints.new = ended_within(name)
        build(source, out, engine="local[2]", fast=True, partitions=3)
        os._exit(0)
    assert os.waitpid(driver, 0)[1] == signal.SIGKILL, name
    SparkContext._jvm.org.apache.spark.SparkContext.getOrCreate().stop()
    there = [path.name.rpartition("-") for path in Path(out, "checkpoints").glob("*-????????????????*")]
    assert {each for each, _, hash in there if hash.endswith(".part")} == {name}
    assert {each for each, _, hash in there if not hash.endswith(".part")} >= set(names[:at])
"""
"""One driver after the other on the same build, each killed within a checkpoint."""
CHECKPOINTS = [
    stage.name
    for part in STAGES.values()
    for stage in part
    if stage.name in KEPT or (stage.name in ON_EXECUTORS and ON_EXECUTORS[stage.name].make)
]


def test_a_driver_that_is_killed_at_every_checkpoint_ends_with_the_rows_of_a_local_build(tmp_path):
    corpus, out = write_jsonl(tmp_path / "seeds.jsonl", [p for p in seed_papers() if p.lang == "en"]), tmp_path / "out"
    command = [sys.executable, "-c", DRIVERS, corpus, out, "records", *CHECKPOINTS, "SIMILAR"]
    subprocess.run([*map(str, command)], env=os.environ | QUICKLY, check=True, timeout=300)
    report = build(corpus, out, engine="local[2]", fast=True)
    assert report.begun[0] == "SIMILAR"
    store_from_parquet(out, tmp_path / "store")
    build_here(corpus, tmp_path / "here", fast=True)
    assert tables(tmp_path / "store") == tables(tmp_path / "here")


@pytest.mark.parametrize("partitions", [1, 4, 7])
def test_shuffled_and_repeated_records_give_the_rows_of_a_local_build(partitions, tmp_path):
    drawn = random.Random(partitions)
    corpus = mixed_corpus(tmp_path / "corpus", 30)
    for file in corpus.glob("*.jsonl"):
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        lines += drawn.choices(lines, k=len(lines) // 3)
        drawn.shuffle(lines)
        file.write_text("".join(lines), encoding="utf-8")
    build(corpus, tmp_path / "out", engine="local[2]", partitions=partitions, fast=True)
    store_from_parquet(tmp_path / "out", tmp_path / "store")
    report = build_here(corpus, tmp_path / "here", fast=True)
    assert report.entries > report.papers
    assert tables(tmp_path / "store") == tables(tmp_path / "here")
