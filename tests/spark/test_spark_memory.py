"""What the driver holds grows with the papers by a stated amount (docs/cluster.md), whatever executors do."""

from __future__ import annotations

import gc
import tracemalloc
from pathlib import Path

import pytest
from process_fixture import POSIX
from spark_fixture import mixed_corpus

pytest.importorskip("pyspark", reason="they need Spark (extra spark, group ci; Java 17)")
pytestmark = [pytest.mark.slow, POSIX]

from kg.spark.build import build  # noqa: E402

FEW, MANY = 150, 600
BUDGET = 28_000
"""Bytes a paper."""


def peak(folder: Path, size: int) -> int:
    """The most that Python and NumPy hold in this process, the driver, at any time of a build of so many papers."""
    corpus = mixed_corpus(folder / f"corpus{size}", size)
    gc.collect()
    tracemalloc.start()
    try:
        build(corpus, folder / f"out{size}", engine="local[2]", fast=True)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_paper_takes_little_of_the_drivers_memory(tmp_path: Path) -> None:
    build(mixed_corpus(tmp_path / "first", 30), tmp_path / "out", engine="local[2]", fast=True)  # word lists are read
    few, many = peak(tmp_path, FEW), peak(tmp_path, MANY)
    assert 0 < many - few < BUDGET * (MANY - FEW)
