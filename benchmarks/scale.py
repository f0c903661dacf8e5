"""How a build and the look-ups grow with the corpus: 8,000 to 64,000 abstracts.

    uv run python -m benchmarks.scale                 # about half an hour
    uv run python -m benchmarks.scale 2000 8000       # other sizes

arXiv abstracts of 13 categories, `kg build --fast`; every figure but the last is that of a whole process, started
anew, of modules that are compiled, as they are once a command has run. Memory is that of all processes of a build
together, what they share counted once (Linux: PSS), looked at twice a second.
"""

from __future__ import annotations

import argparse
import json
import lzma
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice, pairwise
from pathlib import Path
from typing import NamedTuple

import psutil

import kg
from benchmarks.data import path
from benchmarks.table import machine, markdown, stderr
from kg.store.catalog import Catalog

SIZES = (8_000, 16_000, 32_000, 64_000)
ADDED = 100
TWO_HOPS = """MATCH (p:Paper {id: $id})-[:MENTIONS]->(c:Concept)<-[:MENTIONS]-(other:Paper)
WITH other, count(c) AS shared ORDER BY shared DESC, other.id LIMIT 10 RETURN other.id, shared"""
WEIGHED = """MATCH (p:Paper {id: $id})-[a:MENTIONS]->(c:Concept)<-[b:MENTIONS]-(other:Paper)
WITH other, sum(a.score * b.score) AS shared ORDER BY shared DESC, other.id LIMIT 10 RETURN other.id, shared"""
TEN = 10
# A build in a process of its own that says when each stage began.
STAGES = """
import json, sys, time
from kg.pipeline.build import build
from kg.core.progress import Progress

class Clock(Progress):
    def stage(self, name, total=0):
        print(json.dumps([name, time.perf_counter()]), flush=True)

if __name__ == "__main__":
    build(sys.argv[2:], sys.argv[1], fast=True, progress=Clock())
    print(json.dumps(["", time.perf_counter()]), flush=True)
"""


class Build(NamedTuple):
    """seconds: of the whole process. stages: name -> seconds. memory: peak of all processes, MB."""

    seconds: float
    stages: dict[str, float]
    memory: float


def write(lines: Iterable[str], file: Path) -> Path:
    file.write_text("".join(lines), encoding="utf-8")
    return file


def timed_build(store: Path, *sources: Path) -> Build:
    started = time.perf_counter()
    command = [sys.executable, "-c", STAGES, str(store), *map(str, sources)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, _memory(process.pid))
        time.sleep(0.5)
    seconds = time.perf_counter() - started
    assert process.stdout
    marks = [json.loads(line) for line in process.stdout]
    if process.returncode:
        sys.exit("the build failed")
    stages = {name: end - begin for (name, begin), (_, end) in pairwise(marks)}
    return Build(seconds, stages, peak)


def _memory(process: int) -> float:
    try:
        parent = psutil.Process(process)
        return sum(_own(p) for p in (parent, *parent.children(recursive=True))) / 1e6
    except psutil.Error:
        return 0.0


def _own(process: psutil.Process) -> float:
    if psutil.LINUX:
        return process.memory_full_info().pss
    return process.memory_info().rss


def timed(store: Path, *arguments: str, fails: bool = False) -> float:
    """Best of three whole processes of `kg`, seconds. fails: it ends with an error."""
    return min(once(*arguments, "--store", str(store), fails=fails) for _ in range(3))


def once(*arguments: str, fails: bool = False) -> float:
    """Seconds of a whole process of `kg`. fails: it ends with an error."""
    started = time.perf_counter()
    command = [str(Path(sys.executable).with_name("kg")), *arguments]
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=_compiling())
    if done.returncode != fails:
        sys.exit(f"{' '.join(command)} returned {done.returncode}")
    return time.perf_counter() - started


def _compiling() -> dict[str, str]:
    """The environment without what keeps Python from keeping compiled modules: the first of some processes makes
    them."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def one_correction(store: Path) -> float:
    """Seconds of a whole process that ignores a concept of few papers."""
    with Catalog.open(store) as catalog:
        few_papers = next(c for c in catalog.nodes("Concept") if c.properties["papers"] == TEN)
    return once("concepts", "ignore", few_papers.name, "--store", str(store))


def look_ups(store: Path) -> dict[str, float]:
    with Catalog.open(store) as catalog:
        concepts = sorted(catalog.nodes("Concept"), key=lambda c: -int(str(c.properties["papers"])))
        papers = [node.id for node in islice(catalog.nodes("Paper"), 0, None, 997)]
    name = str(concepts[50].properties["name"])
    first, last = papers[0], papers[-1]
    return {
        "neighbors": timed(store, "neighbors", name),
        "show": timed(store, "show", name),
        "a misspelled name": timed(store, "show", f"{name[:4]}x{name[5:]} qwx", fails=True),
        "search": timed(store, "search", name.split()[0]),
        "similar": timed(store, "similar", first),
        "path": timed(store, "path", first, last),
        "Cypher, two hops": timed(store, "query", TWO_HOPS, "--param", f"id={json.dumps(first)}"),
        "the same, weighed": timed(store, "query", WEIGHED, "--param", f"id={json.dumps(first)}"),
        "two hops, graph open": in_an_open_graph(store, papers[:10]),
    }


def in_an_open_graph(store: Path, papers: Sequence[str]) -> float:
    """Seconds that two hops from one of these papers take at most, as in `kg serve` or a notebook."""
    with kg.open_graph(store) as graph:

        def seconds(paper: str) -> float:
            started = time.perf_counter()
            list(graph.query(TWO_HOPS, {"id": paper}).rows)
            return time.perf_counter() - started

        seconds(papers[0])  # opens the engine's file
        return max(map(seconds, papers))


def few(lines: Sequence[str], folder: Path) -> float:
    """Best of three builds of TEN papers from nothing with embeddings, whole processes, seconds."""
    source = write(lines[:TEN], folder / "few.jsonl")
    return min(once("build", str(source), "--store", str(folder / f"few{n}")) for n in range(3))


def size_of(store: Path) -> float:
    return sum(file.stat().st_size for file in store.iterdir()) / 1e6


def row(lines: Sequence[str], folder: Path) -> dict[str, str]:
    """The figures of a corpus of so many lines."""
    most, new = write(lines[:-ADDED], folder / "most.jsonl"), write(lines[-ADDED:], folder / "new.jsonl")
    store = folder / "store"
    first = timed_build(store, most)
    unchanged = timed_build(store, most)
    added = timed_build(store, most, new)
    corrected = one_correction(store)
    answers = look_ups(store)
    text = (most.stat().st_size + new.stat().st_size) / 1e6
    return {
        "papers": f"{len(lines):,}",
        "build s": f"{first.seconds:.0f}",
        "ms a paper": f"{1000 * first.seconds / len(lines):.1f}",
        **{f"{stage} s": f"{seconds:.0f}" for stage, seconds in first.stages.items()},
        "memory MB": f"{first.memory:,.0f}",
        "store MB": f"{size_of(store):,.0f}",
        "x input": f"{size_of(store) / text:.1f}",
        "unchanged s": f"{unchanged.seconds:.1f}",
        f"{ADDED} more s": f"{added.seconds:.1f}",
        **{f"{ADDED} more: {stage} s": f"{seconds:.1f}" for stage, seconds in added.stages.items()},
        "one correction s": f"{corrected:.1f}",
        **{f"{name} s": f"{seconds:.2f}" for name, seconds in answers.items()},
        f"{TEN} papers with embeddings s": f"{few(lines, folder):.1f}",
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", type=int, nargs="*", default=SIZES)
    columns = []
    for size in parser.parse_args().sizes:
        with lzma.open(path("arxiv/mixed.jsonl.xz"), "rt", encoding="utf-8") as corpus:
            lines = list(islice(corpus, size))
        stderr().print(f"{len(lines):,} abstracts")
        with tempfile.TemporaryDirectory() as folder:
            columns.append(row(lines, Path(folder)))
    print(f"{machine()}\n")
    names = list(columns[-1])[1:]
    rows = [[name, *(c.get(name, "") for c in columns), growth(columns[0], columns[-1], name)] for name in names]
    print(markdown(["", *(c["papers"] for c in columns), "growth"], rows))


def growth(small: Mapping[str, str], large: Mapping[str, str], name: str) -> str:
    """How many times as much of it the largest corpus takes as the smallest."""
    least, most = (float(column.get(name, "0").replace(",", "")) for column in (small, large))
    return f"{most / least:.1f}" if least else ""


if __name__ == "__main__":
    main()
