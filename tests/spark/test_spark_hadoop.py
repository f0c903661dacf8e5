"""A cluster of Hadoop, the real one: sources are read from HDFS, work is done on YARN, and the graph is that of a local
build."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from cluster_fixture import building, ended
from hadoop_fixture import HadoopCluster
from process_fixture import POSIX
from seed_fixture import dump
from spark_fixture import mixed_corpus

pytest.importorskip("pyspark", reason="they need Spark (extra spark, group ci; Java 17)")
pytestmark = [pytest.mark.slow, POSIX]

from kg.core.errors import InputError  # noqa: E402
from kg.pipeline.build import build as build_here  # noqa: E402
from kg.spark.lines import lying_at  # noqa: E402
from kg.spark.session import spark  # noqa: E402
from kg.spark.store import store_from_parquet  # noqa: E402


@pytest.fixture(scope="module")
def corpus(tmp_path_factory) -> Path:
    """JSON lines, one file packed, with a name that has to be written with care."""
    folder = mixed_corpus(tmp_path_factory.mktemp("hadoop") / "dump", 60)
    (folder / "table.csv").unlink()
    packed = folder / "zh.jsonl"
    (folder / "论文 50%.jsonl.gz").write_bytes(gzip.compress(packed.read_bytes()))
    packed.unlink()
    return folder


@pytest.fixture(scope="module")
def hadoop(corpus) -> Iterator[HadoopCluster]:
    cluster = HadoopCluster(corpus.with_name("cluster"), corpus)
    yield cluster
    cluster.stop()


def graph(store: Path) -> list[str]:
    """All lines of a dump but those that name sources."""
    return [line for line in dump(store).splitlines() if '"Source"' not in line and '"CONTAINS"' not in line]


def test_files_in_hdfs_on_yarn_give_the_graph_of_a_local_build(hadoop, corpus, tmp_path, monkeypatch):
    monkeypatch.setenv("HADOOP_CONF_DIR", str(hadoop.conf))
    conf = {"executor_instances": "1", "executor_memoryOverhead": "384m", "yarn_am_memory": "384m"}
    with building("yarn", f"{hadoop.address}/dump", tmp_path / "out", **conf) as process:
        done = ended(process)
    assert done.returncode == 0, done.stderr
    store_from_parquet(tmp_path / "out", tmp_path / "store")
    build_here(corpus, tmp_path / "here", fast=True)
    assert graph(tmp_path / "store") == graph(tmp_path / "here")


def test_an_address_that_cannot_be_read_is_named_with_the_reason(hadoop, tmp_path):
    told = {
        f"{hadoop.address}/nowhere": "no such file or folder",
        "hdfs://127.0.0.1:1/dump": "nothing answers there",
        "s3a://bucket/dump.jsonl": "Spark lacks the jars of this file system; name them in spark.jars.packages",
        "foo://bucket/dump.jsonl": "Spark knows no such file system",
    }
    with spark("local[1]", tmp_path, tmp_path / "spark.log") as session:
        for address, reason in told.items():
            with pytest.raises(InputError, match=re.escape(f"{address}: {reason}")):
                lying_at(session, [address])
