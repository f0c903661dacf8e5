"""Loading Neo4j: a first load, the same again, and loads after a build of 100 papers more and after a correction.

    uv run python -m benchmarks.load               # 64,000 abstracts: built first, which takes a while
    uv run python -m benchmarks.load 16000         # so many
    uv run python -m benchmarks.load --limit       # next to a plain loop that only creates

Starts the tests' Neo4j (Java, Maven) on this machine. Loader and server share its cores; processor seconds are those of
both. The limit: a driver loop that CREATEs the same rows in batches of 10,000 and checks nothing.
"""

from __future__ import annotations

import argparse
import lzma
import re
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import neo4j
import psutil

from benchmarks.data import path
from benchmarks.scale import one_correction
from benchmarks.table import machine, markdown, stderr
from kg.core.graph import NODES, RELATIONSHIPS, Edge, Node
from kg.core.progress import Progress
from kg.loaders.cypher import queries as cypher
from kg.loaders.neo4j.graph import Neo4jGraph
from kg.loaders.neo4j.server import Server
from kg.pipeline.build import build
from kg.store.catalog import Catalog
from kg.store.loaded import LOADED
from tests.fixtures.neo4j_fixture import TestServer, version

BATCH = 10_000
ADDED = 100
ALL = 64_000
STORES = Path(__file__).parents[1] / ".cache" / "benchmarks"
Timing = dict[str, Any]


class Clock(Progress):
    """How long each stage took, in seconds."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._name, self._started = "", 0.0

    def stage(self, name: str, total: int = 0) -> None:
        now = time.perf_counter()
        if self._name:
            self.seconds[self._name] = self.seconds.get(self._name, 0) + now - self._started
        self._name, self._started = name, now


def load(server: Server, store: Path) -> Timing:
    """One load, timed, as `kg load` does it."""
    clock, started = Clock(), time.perf_counter()
    with Catalog.open(store) as catalog, Neo4jGraph.connect(server) as graph:
        report = graph.load(catalog, generation=catalog.generation, since=catalog.since, progress=clock)
        catalog.keep_loaded()
        counts = catalog.counts()
    clock.stage("")
    return _timing(counts, clock.seconds, time.perf_counter() - started) | {"touched": report.touched}


def limit(server: Server, store: Path) -> Timing:
    """The plain loop, timed."""
    clock, started = Clock(), time.perf_counter()
    driver = neo4j.GraphDatabase.driver(server.uri, auth=(server.user, server.password))
    with Catalog.open(store) as catalog, driver, driver.session() as session:
        for label in NODES:
            session.run(f"CREATE CONSTRAINT FOR (n:{label}) REQUIRE n.id IS UNIQUE").consume()
        for name in (*NODES, *RELATIONSHIPS):
            clock.stage(name)
            statement = cypher.create_nodes(name) if name in NODES else cypher.create_edges(name)
            items = catalog.nodes(name) if name in NODES else catalog.edges(name)
            for rows in _batches(map(_row, items)):
                session.execute_write(_run, statement, rows)
        counts = catalog.counts()
    clock.stage("")
    return _timing(counts, clock.seconds, time.perf_counter() - started)


def _run(transaction: neo4j.ManagedTransaction, statement: str, rows: list[dict[str, Any]]) -> None:
    transaction.run(statement, rows=rows).consume()  # type: ignore[arg-type]


def _row(item: Node | Edge) -> dict[str, Any]:
    row = {name: list(value) if isinstance(value, tuple) else value for name, value in item.properties.items()}
    return row if isinstance(item, Node) else row | {"source": item.start[1], "target": item.end[1]}


def _batches(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, BATCH)):
        yield batch


def _timing(counts: dict[str, int], seconds: dict[str, float], total: float) -> Timing:
    edges = sum(counts[kind] for kind in RELATIONSHIPS)
    if counts["Paper"] <= BATCH:  # one batch, sent while the next stage counts already
        seconds = seconds | {"Paper": 0}
    return {
        "seconds": total,
        "papers": counts["Paper"] / seconds["Paper"] if seconds.get("Paper") else None,
        "edges": edges / max(sum(seconds.get(kind, 0) for kind in RELATIONSHIPS), 1e-9),
        "memory": _peak_memory(),
        "processor": time.process_time(),
    }


def _peak_memory() -> float:
    """MB of this process. The figure of getrusage may be the parent's."""
    status = Path("/proc/self/status").read_text()
    return int(re.findall(r"VmHWM:\s+(\d+)", status)[0]) / 1024


def alone(function: Any, *arguments: Any) -> Timing:
    """In a process of its own, whose memory is measured."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(function, arguments)


def sources(papers: int) -> tuple[Path, Path]:
    """The file of all abstracts but the last ADDED, and the one of these."""
    with lzma.open(path("arxiv/mixed.jsonl.xz"), "rt", encoding="utf-8") as corpus:
        lines = list(islice(corpus, papers))
    files = STORES / f"{papers}.jsonl", STORES / f"{papers}-new.jsonl"
    STORES.mkdir(parents=True, exist_ok=True)
    for file, some in zip(files, (lines[:-ADDED], lines[-ADDED:]), strict=True):
        file.write_text("".join(some), encoding="utf-8")
    return files


def store_of(papers: int = ALL) -> Path:
    """The store of all these abstracts but the last ADDED, built once and kept."""
    store = STORES / str(papers)
    build([sources(papers)[0]], store, fast=True)
    return store


def measured(server: TestServer, function: Any, store: Path) -> Timing:
    """With the processor seconds of the server added."""
    assert server.process
    process = psutil.Process(server.process.pid)
    before = sum(process.cpu_times()[:2])
    timing = alone(function, server.address, store)
    return timing | {"processor": timing["processor"] + sum(process.cpu_times()[:2]) - before}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("papers", type=int, nargs="?", default=ALL)
    parser.add_argument("--limit", action="store_true")
    options = parser.parse_args()
    console, timings = stderr(), dict[str, Timing]()
    kept = store_of(options.papers)
    most, new = sources(options.papers)
    with tempfile.TemporaryDirectory() as folder:
        former, store = Path(folder) / "former", Path(folder) / "store"
        for copy in (former, store):
            shutil.copytree(kept, copy, ignore=shutil.ignore_patterns(LOADED))

        def more() -> None:
            build([most, new], store, fast=True)

        runs: list[list[tuple[str, Any, Path, Any]]] = [
            [
                ("first load", load, store, None),
                ("the same again", load, store, None),
                (f"{ADDED} papers more", load, store, more),
                (f"{ADDED} papers less, everything compared", load, former, None),
                ("one concept ignored", load, former, lambda: one_correction(former)),
            ]
        ]
        if options.limit:
            runs.insert(0, [("plain CREATE loop (the limit)", limit, store, None)])
        for number, steps in enumerate(runs):
            home = Path(folder) / f"server{number}"
            server = TestServer(home, java=["-Xmx2g"]).start({"server.memory.pagecache.size": "1g"})
            try:
                for name, function, graph, before in steps:
                    if before:
                        before()
                    timings[name] = measured(server, function, graph)
                    console.print(name, timings[name])
            finally:
                server.kill()
        with Catalog.open(store) as catalog:
            counts = catalog.counts()
    print(f"{machine()}, Neo4j {version()}\n")
    print(f"{sum(counts[n] for n in NODES):,} nodes, {sum(counts[n] for n in RELATIONSHIPS):,} relationships\n")
    head = ["", "s", "processor s", "papers/s", "relationships/s", "sent", "MB"]
    print(markdown(head, [_cells(*each) for each in timings.items()]))


def _cells(name: str, timing: Timing) -> list[str]:
    """Rates only where everything was sent."""
    sent = timing.get("touched", -1)
    rated = sent < 0 or "first" in name
    rates = [f"{timing[k]:,.0f}" if rated and timing[k] else "" for k in ("papers", "edges")]
    figures = [f"{timing['seconds']:.1f}", f"{timing['processor']:.1f}", *rates]
    return [name, *figures, "" if sent < 0 else f"{sent:,}", f"{timing['memory']:.0f}"]


if __name__ == "__main__":
    main()
