"""What a build takes: within bounds, or said before the work starts."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest
from terminal_fixture import KG

import kg
from kg.core.errors import KgError
from kg.core.progress import Progress
from kg.core.records import Paper
from kg.pipeline.budget import memory_needed, plan, seconds_left


def papers(count: int, abstract: str = "Graphs. " * 150) -> list[Paper]:
    return [Paper(str(n), f"Paper {n}", abstract, "en") for n in range(count)]


def test_memory_grows_with_text_processes_and_embeddings() -> None:
    least = memory_needed(papers(100), 1, fast=True)
    assert memory_needed(papers(1000), 1, fast=True) > least
    assert memory_needed(papers(100, "图" * 1200), 1, fast=True) > least
    assert memory_needed(papers(100), 2, fast=True) > least
    assert memory_needed(papers(100), 1, fast=False) > least


def test_as_many_processes_work_as_fit_into_what_is_allowed() -> None:
    several = papers(1000)
    needs = {n: int(memory_needed(several, n, fast=True)) for n in (1, 2, 3)}
    assert plan(several, fast=True, jobs=3, memory=needs[3] + 1).jobs == 3
    assert plan(several, fast=True, jobs=3, memory=needs[2] + 1).jobs == 2
    assert plan(several, fast=True, jobs=2, memory=needs[3] + 1).jobs == 2
    planned = plan(several, fast=True, jobs=3, memory=needs[1] + 1)
    assert (planned.jobs, planned.too_little) == (1, False)
    with pytest.raises(KgError, match=r"^1,000 papers take about \d+ MB of memory, and --memory allows 100 MB: "):
        plan(several, fast=True, jobs=3, memory=100_000_000)


def test_what_does_not_fit_into_free_memory_is_tried_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(available=1_000_000))
    planned = plan(papers(10), fast=True)
    assert (planned.jobs, planned.too_little) == (1, True)


def test_the_time_left_follows_the_pace_of_the_analyses() -> None:
    slow = seconds_left(10_000, 1000, 9000, 8.0, fast=True, jobs=2)
    assert slow == pytest.approx(2 * seconds_left(10_000, 1000, 9000, 4.0, fast=True, jobs=2))
    assert slow > 9 * 8.0
    assert seconds_left(10_000, 1000, 0, 8.0, fast=True, jobs=2) < slow


def test_a_build_says_what_to_expect_once_a_thousand_papers_are_analysed(tmp_path: Path) -> None:
    class Listening(Progress):
        said: list[tuple[float, float]] = []  # noqa: RUF012

        def expect(self, seconds: float, memory: float) -> None:
            self.said.append((seconds, memory))

    lines = (json.dumps({"title": f"Graph {n}", "abstract": f"We colour graph {n} of trees."}) for n in range(1200))
    (tmp_path / "papers.jsonl").write_text("\n".join(lines), encoding="utf-8")
    kg.build(tmp_path / "papers.jsonl", tmp_path / "store", fast=True, jobs=1, progress=Listening())
    ((seconds, memory),) = Listening.said
    assert seconds > 0
    assert memory >= memory_needed(papers(1200, "We colour graph 1 of trees."), 1, fast=True) / 2


def test_a_build_that_does_not_fit_ends_with_one_line_and_leaves_the_graph(seed_store: Path, tmp_path: Path) -> None:
    (tmp_path / "paper.txt").write_text("We colour the edges of graphs.", encoding="utf-8")
    store = tmp_path / "store"
    kg.build(tmp_path / "paper.txt", store, fast=True)
    before = kg.stats(store)
    done = subprocess.run(
        [*KG, "build", "seeds", "--store", str(store), "--memory", "1MB"], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 1
    assert done.stderr.startswith("Error: 46 papers take about ")
    assert done.stderr.count("\n") == 1
    assert kg.stats(store) == before


@pytest.mark.parametrize("size", ["", "much", "2", "-1GB", "0MB", "2TB"])
def test_a_size_that_is_none_is_refused(size: str) -> None:
    done = subprocess.run([*KG, "build", "seeds", "--memory", size], capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert "is no size such as 2GB or 800MB" in done.stderr
