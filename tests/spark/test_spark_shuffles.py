"""What machines send one another grows with the papers, by little for each of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from cluster_fixture import building, ended, shuffled
from spark_fixture import mixed_corpus

pytest.importorskip("pyspark", reason="they need Spark (extra spark, group ci; Java 17)")
pytestmark = pytest.mark.slow

A_PAPER = 12_000
"""Bytes, compressed. SIMILAR adds none: its matrix is a file that every machine maps."""


def sent(folder: Path, papers: int) -> int:
    """Bytes that a build of so many papers shuffles."""
    folder.mkdir()
    corpus = mixed_corpus(folder / "corpus", papers)
    (corpus / "zh.jsonl").unlink()  # translations are no matter of executors, and take half of the time
    at_its_most = {"sql_autoBroadcastJoinThreshold": "-1"}  # joins as of tables that are too large to be sent whole
    with building("local[2]", corpus, folder / "out", "--partitions", "4", **at_its_most) as process:
        assert ended(process).returncode == 0
    return shuffled(folder / "out")


def test_a_paper_more_takes_little_more_of_the_network(tmp_path):
    few, more = sent(tmp_path / "few", 150), sent(tmp_path / "more", 600)
    papers = 2 * (600 - 150) // 3  # without the Chinese ones
    assert 0 < few < more
    assert (more - few) / papers < A_PAPER
