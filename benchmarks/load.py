"""Loading Neo4j: how fast `kg load` is next to a plain loop that only creates, and what a second load costs.

    uv run python -m benchmarks.load            # a store of 64,000 abstracts: built first, which takes a while
    uv run python -m benchmarks.load --small    # 6,767 abstracts

Starts the tests' Neo4j (Java, Maven) on this machine. Loader and server share its cores. The limit: a driver loop that
CREATEs the same rows in batches of 10,000 and checks nothing.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import neo4j

from benchmarks.data import path
from benchmarks.table import machine, markdown, stderr
from kg.core.graph import NODES, RELATIONSHIPS, Edge, Node
from kg.core.progress import Progress
from kg.loaders.cypher import queries as cypher
from kg.loaders.neo4j.graph import Neo4jGraph
from kg.loaders.neo4j.server import Server
from kg.papers.readers.read import find_sources, read_records
from kg.pipeline.build import build
from kg.store.catalog import Catalog
from tests.fixtures.neo4j_fixture import TestServer, version

BATCH = 10_000
ADDED = 20
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
    """One load, timed."""
    clock, started = Clock(), time.perf_counter()
    with Catalog.open(store) as catalog, Neo4jGraph.connect(server) as graph:
        report = graph.load(catalog, generation=catalog.generation, progress=clock)
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
    }


def _peak_memory() -> float:
    """MB of this process. The figure of getrusage may be the parent's."""
    status = Path("/proc/self/status").read_text()
    return int(re.findall(r"VmHWM:\s+(\d+)", status)[0]) / 1024


def alone(function: Any, *arguments: Any) -> Timing:
    """In a process of its own, whose memory is measured."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(function, arguments)


def store_of(name: str) -> Path:
    """The store of a corpus, built once and kept."""
    store = STORES / name
    build([path(f"arxiv/{name}.jsonl.xz")], store, fast=True)
    return store


def grown(folder: Path) -> tuple[Path, Path]:
    """Two stores of cs.IR, the second with 20 papers more in a file of their own."""
    (file,) = find_sources([path("arxiv/cs.IR.jsonl.xz")])
    records = [replace(record, path="") for record in read_records(file)]
    stores = (folder / "before", folder / "after")
    _write(folder / "most.jsonl", records[:-ADDED])
    _write(folder / "new.jsonl", records[-ADDED:])
    build([folder / "most.jsonl"], stores[0], fast=True)
    build([folder / "most.jsonl", folder / "new.jsonl"], stores[1], fast=True)
    return stores


def _write(file: Path, records: Iterable[Any]) -> None:
    fields = ("id", "title", "abstract", "authors", "year", "url")
    lines = (json.dumps({name: getattr(record, name) for name in fields}) for record in records)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--store", type=Path, help="a store that is there already")
    options = parser.parse_args()
    console = stderr()
    store = options.store or store_of("cs.IR" if options.small else "mixed")
    with tempfile.TemporaryDirectory() as folder:
        before, after = grown(Path(folder))
        timings: dict[str, Timing] = {}
        for part, steps in (
            ("limit", {"plain CREATE loop (the limit)": (limit, store)}),
            ("load", {"first load": (load, store), "second load, nothing changed": (load, store)}),
            ("change", {"cs.IR, first load": (load, before), f"cs.IR, {ADDED} papers added": (load, after)}),
        ):
            server = TestServer(Path(folder) / part, java=["-Xmx2g"]).start({"server.memory.pagecache.size": "1g"})
            try:
                for name, (function, graph) in steps.items():
                    timings[name] = alone(function, server.address, graph)
                    console.print(name, timings[name])
            finally:
                server.kill()
    with Catalog.open(store) as catalog:
        counts = catalog.counts()
    print(f"{machine()}, Neo4j {version()}\n")
    print(f"{sum(counts[n] for n in NODES):,} nodes, {sum(counts[n] for n in RELATIONSHIPS):,} relationships\n")
    print(markdown(["", "s", "papers/s", "relationships/s", "sent", "MB"], [_cells(*each) for each in timings.items()]))


def _cells(name: str, timing: Timing) -> list[str]:
    plain = timing.get("touched", -1)
    rates = [f"{timing[k]:,.0f}" if plain and timing[k] and "added" not in name else "" for k in ("papers", "edges")]
    return [name, f"{timing['seconds']:.1f}", *rates, "" if plain < 0 else f"{plain:,}", f"{timing['memory']:.0f}"]


if __name__ == "__main__":
    main()
