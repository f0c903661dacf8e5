"""What goes wrong on a cluster costs work done again, or ends with one line; never a row of the result.

A master and two workers of the pip package on loopback. Each fault is looked up in Spark's own log of events.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from cluster_fixture import StandaloneCluster, ended, ends_of_tasks, until
from process_fixture import POSIX, one_line
from seed_fixture import seed_papers, write_jsonl
from spark_fixture import mixed_corpus, tables

from kg.pipeline.build import build as build_here

pytest.importorskip("pyspark", reason="they need Spark (extra spark, group ci; Java 17)")
pytestmark = [pytest.mark.slow, POSIX]

from kg.spark.store import store_from_parquet  # noqa: E402

PARTS = ("--partitions", "4")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory) -> Iterator[StandaloneCluster]:
    found = StandaloneCluster(tmp_path_factory.mktemp("cluster"))
    yield found
    found.stop()


@pytest.fixture(scope="module")
def corpus(tmp_path_factory) -> Path:
    """English only: translations are no matter of executors, and take half of the time."""
    folder = mixed_corpus(tmp_path_factory.mktemp("small") / "corpus", 30)
    (folder / "zh.jsonl").unlink()
    write_jsonl(folder / "seeds.jsonl", [paper for paper in seed_papers() if paper.lang == "en"])
    return folder


@pytest.fixture(scope="module")
def expected(corpus, tmp_path_factory) -> dict[str, list]:
    """What a local build makes of the corpus."""
    store = tmp_path_factory.mktemp("here") / "store"
    build_here(corpus, store, fast=True)
    return tables(store)


def made(out: Path, folder: Path) -> dict[str, list]:
    store_from_parquet(out, folder / "store")
    return tables(folder / "store")


def test_an_executor_that_is_killed_while_it_analyses_costs_no_row(cluster, corpus, expected, tmp_path):
    out = tmp_path / "out"
    with cluster.build(corpus, out, *PARTS) as process:
        begun = "checkpoints/analyse_batch-*.part/analyses/_temporary/0"
        until(lambda: list(out.glob(begun)))
        (executor,) = cluster.workers[0].executors()
        executor.suspend()  # it cannot end what it is given before it is killed
        until(lambda: list(out.glob(f"{begun}/task_*")))
        executor.kill()
        assert ended(process).returncode == 0
    assert "ExecutorLostFailure" in {each["Task End Reason"]["Reason"] for each in ends_of_tasks(out)}
    assert made(out, tmp_path) == expected


def test_a_worker_that_is_killed_with_map_output_on_it_costs_no_row(cluster, corpus, expected, tmp_path):
    """Killed between the end of a task and its report, it only costs that task: then once more."""
    for attempt in range(4):
        out = tmp_path / f"out{attempt}"
        lost = cluster.workers.pop()
        with cluster.build(corpus, out, *PARTS) as process:
            until(lambda out=out: list(out.glob("checkpoints/tfidf-*.part")))
            before = lost.map_output()
            until(lambda lost=lost, before=before: lost.map_output() - before)
            lost.kill()
            assert ended(process).returncode == 0
        cluster.add_worker()
        assert made(out, tmp_path / f"store{attempt}") == expected
        if {"FetchFailed", "Resubmitted"} & {each["Task End Reason"]["Reason"] for each in ends_of_tasks(out)}:
            return
    pytest.fail("no map output was missed")


def test_with_little_memory_shuffles_spill_and_rows_are_the_same(cluster, corpus, expected, tmp_path):
    out = tmp_path / "out"
    little = {"executor_pyspark_memory": "1g", "shuffle_spill_numElementsForceSpillThreshold": "10"}
    with cluster.build(corpus, out, *PARTS, **little) as process:
        assert ended(process).returncode == 0
    spilled = [each["Task Metrics"]["Disk Bytes Spilled"] for each in ends_of_tasks(out) if each.get("Task Metrics")]
    assert sum(spilled) > 0
    assert made(out, tmp_path) == expected


def test_too_little_memory_ends_with_one_line(cluster, corpus, tmp_path):
    out = tmp_path / "out"
    with cluster.build(corpus, out, *PARTS, executor_pyspark_memory="100m") as process:
        told = one_line(ended(process))
    assert "a Python worker ran out of memory" in told
    assert str(out / "spark.log") in told
    assert not (out / "tables").exists()
