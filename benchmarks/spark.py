"""The same papers by a local build and on Spark: are the rows equal, and what does each take?

    uv run --all-groups python -m benchmarks.spark                    # 500 and 2,000 papers, local[2]
    uv run --all-groups python -m benchmarks.spark 2000 8000 --engine spark://HOST:7077

arXiv abstracts of 13 categories and, one of four, Chinese ones of CSL (--english: none), `kg build --fast`. CPU is that
of all processes (driver, Java, Python workers; on this machine alone), looked at four times a second, and so is the
memory of the driver's Python and of its JVM (in local[N] executors are in it) that no file stands for (Linux: RssAnon).
What grows with the papers is told by two sizes. Rows are those of all tables of both files of a store.
"""

from __future__ import annotations

import argparse
import json
import lzma
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import psutil

from benchmarks.data import path
from benchmarks.table import machine, markdown, stderr

SIZES = (500, 2000)
KG = (sys.executable, "-c", "from kg.cli import main; main()")


class Took(NamedTuple):
    """cpu: seconds of all processes. wall: seconds. memory: peak of the first process, java: of the JVM, bytes. stages:
    seconds of CPU while a checkpoint was being filled, "" for none, that is on the driver."""

    cpu: float
    wall: float
    memory: int
    java: int
    stages: dict[str, float]


def watched(command: Sequence[str], out: Path = Path()) -> Took:
    """Run a command, and look at it and all that it starts. out: where it leaves checkpoints."""
    started = time.perf_counter()
    process = psutil.Popen([*command], stdout=subprocess.DEVNULL)
    cpu: dict[tuple[int, float], float] = {}
    stages: dict[str, float] = defaultdict(float)
    memory = java = 0
    while process.poll() is None:
        before = sum(cpu.values())
        with suppress(psutil.Error):
            memory = max(memory, _anonymous(process.pid))
            for each in (process, *process.children(recursive=True)):
                with suppress(psutil.Error):
                    used = each.cpu_times()
                    cpu[each.pid, each.create_time()] = used.user + used.system
                    java = max(java, _anonymous(each.pid)) if each.name() == "java" else java
        stages[_filled(out)] += sum(cpu.values()) - before
        time.sleep(0.25)
    if process.returncode:
        sys.exit(f"{' '.join(command)} failed")
    return Took(sum(cpu.values()), time.perf_counter() - started, memory, java, stages)


def _filled(out: Path) -> str:
    """The stage whose checkpoint is being filled."""
    return next((path.name.rpartition("-")[0] for path in (out / "checkpoints").glob("*.part")), "")


def _anonymous(pid: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("RssAnon:"):
                return int(line.split()[1]) * 1024
    return 0


def different(store: Path, other: Path) -> dict[str, int]:
    """Table -> rows that only one of two stores has."""
    found = {}
    for file in ("catalog.sqlite", "cache.sqlite"):
        one, two = (sqlite3.connect(f"file:{each / file}?mode=ro&immutable=1", uri=True) for each in (store, other))
        for (name,) in one.execute("SELECT name FROM sqlite_schema WHERE type = 'table'"):
            if not name.startswith(("paper_text", "sqlite_", "seal", "remembered")):
                rows = [set(db.execute(f'SELECT * FROM "{name}"')) for db in (one, two)]
                found[name] = len(rows[0] ^ rows[1])
    return found


def corpus(size: int, folder: Path, chinese: int) -> Path:
    """A folder with so many records. chinese: how many of them are Chinese."""
    folder.mkdir()
    with lzma.open(path("arxiv/mixed.jsonl.xz"), "rt", encoding="utf-8") as lines:
        (folder / "arxiv.jsonl").write_text("".join(islice(lines, size - chinese)), encoding="utf-8")
    with path("keyphrases/csl_zh.jsonl").open(encoding="utf-8") as lines:
        some = (json.loads(line) for line in islice(lines, chinese))
        texts = [json.dumps({"title": each.get("title", ""), "abstract": each["text"]}) for each in some]
    (folder / "csl.jsonl").write_text("\n".join(texts), encoding="utf-8")
    return folder


def by_stage(there: Sequence[Took]) -> list[list[str]]:
    """A row a stage that took a second of the largest build."""
    return [
        [name or "driver", *(f"{took.stages.get(name, 0):.0f}" for took in there)]
        for name, cpu in there[-1].stages.items()
        if cpu >= 1
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--engine", default="local[2]")
    parser.add_argument("--english", action="store_true")
    asked = parser.parse_args()
    rows, here, there, console = [], [], [], stderr()
    with tempfile.TemporaryDirectory() as name:
        for size in asked.sizes:
            folder = Path(name, str(size))
            folder.mkdir()
            papers, store, out = (
                corpus(size, folder / "papers", 0 if asked.english else size // 4),
                folder / "here",
                folder / "out",
            )
            console.print(f"{size:,} papers, here")
            here.append(watched([*KG, "build", str(papers), "--fast", "--store", str(store)]))
            console.print(f"{size:,} papers, {asked.engine}")
            command = [*KG, "build", str(papers), "--fast", "--engine", asked.engine, "--out", str(out)]
            there.append(watched(command, out))
            watched([*KG, "store", "from-parquet", str(out), "--store", str(folder / "there")])
            unlike = {table: n for table, n in different(store, folder / "there").items() if n}
            for title, took in (("local", here[-1]), (asked.engine, there[-1])):
                rows.append(
                    [
                        f"{size:,}",
                        title,
                        f"{took.cpu:.0f}",
                        f"{1000 * took.cpu / size:.1f}",
                        f"{took.wall:.0f}",
                        f"{took.memory / 1e6:.0f}",
                        f"{took.java / 1e6:.0f}" if took.java else "",
                        str(unlike or "equal") if took is there[-1] else "",
                    ]
                )
    print(machine())
    print(markdown(["papers", "engine", "CPU s", "CPU ms a paper", "s", "driver MB", "its JVM MB", "rows"], rows))
    print(markdown(["CPU s", *(f"{size:,}" for size in asked.sizes)], by_stage(there)))
    if len(asked.sizes) > 1:
        more = asked.sizes[-1] - asked.sizes[0]
        for title, took in (("local", here), (asked.engine, there)):
            cpu, memory = took[-1].cpu - took[0].cpu, took[-1].memory - took[0].memory
            grown = f"{1000 * cpu / more:.1f} ms of CPU a paper, {memory / more / 1e3:.1f} GB a million papers"
            print(f"{title}, beyond the first {asked.sizes[0]:,}: {grown}")


if __name__ == "__main__":
    main()
