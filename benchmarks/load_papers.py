"""Why papers load slower than a plain loop creates them: the same papers, statement by statement and index by index.

    uv run python -m benchmarks.load_papers     # about five minutes; the store of benchmarks.load

One server, warm (the first three rounds do not count), one client that sends and waits.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.load import BATCH, store_of
from benchmarks.table import machine, markdown, stderr
from kg.core.graph import NODES
from kg.loaders.cypher import queries as cypher
from kg.loaders.neo4j import queries as cypher_load
from kg.loaders.neo4j.marks import node_digest
from kg.loaders.neo4j.server import Connection
from kg.store.catalog import Catalog
from tests.fixtures.neo4j_fixture import TestServer, run, version

WARM, ROUNDS = 3, 7
UNIQUE_ID = ["CREATE CONSTRAINT plain FOR (n:Paper) REQUIRE n.id IS UNIQUE"]


def setups(papers: list[Any]) -> dict[str, tuple[str, list[Any], list[str]]]:
    """Name -> statement, rows, constraints and indexes."""
    plain = cypher.create_nodes("Paper"), [dict(paper.properties) for paper in papers]
    ours = cypher_load.put_nodes("Paper"), [_row(paper) for paper in papers]
    of_papers = [each for each in cypher_load.schema() if "(n:Paper)" in each]
    fulltext = [each for each in of_papers if "FULLTEXT" in each]
    others = [each for each in of_papers if each not in fulltext]
    return {
        "plain CREATE, unique id (the limit)": (*plain, UNIQUE_ID),
        "the same, full-text index": (*plain, UNIQUE_ID + fulltext),
        "load, no full-text index": (*ours, others),
        "load": (*ours, of_papers),
    }


def _row(paper: Any) -> list[Any]:
    return [f"papermesh/{paper.id}", node_digest(paper), *map(paper.properties.get, NODES["Paper"])]


def measure(
    server: TestServer, connection: Connection, statement: str, rows: list[Any], schema: list[str]
) -> tuple[float, float]:
    """Seconds, and seconds of the server's processor time, for all rows into an empty database."""
    for show, kind in (("CONSTRAINTS YIELD name", "CONSTRAINT"), ("INDEXES YIELD name, type", "INDEX")):
        for each in run(server.address, f"SHOW {show}"):
            if each.get("type") != "LOOKUP":
                run(server.address, f"DROP {kind} {each['name']}")
    while run(server.address, "MATCH (n) WITH n LIMIT 10000 DELETE n RETURN count(n) AS n") != [{"n": 0}]:
        pass
    for each in (*schema, "CALL db.awaitIndexes(300)"):
        run(server.address, each)
    started, processor = time.perf_counter(), _processor(server)
    for at in range(0, len(rows), BATCH):
        connection.write(statement, rows=rows[at : at + BATCH])
    return time.perf_counter() - started, _processor(server) - processor


def _processor(server: TestServer) -> float:
    assert server.process
    fields = Path(f"/proc/{server.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--store", type=Path, help="a store that is there already")
    parser.add_argument("--papers", type=int, default=20_000, metavar="N")
    options = parser.parse_args()
    with Catalog.open(options.store or store_of()) as catalog:
        papers = list(islice(catalog.nodes("Paper"), options.papers))
    chosen, console = setups(papers), stderr()
    timings: dict[str, list[tuple[float, float]]] = {name: [] for name in chosen}
    with tempfile.TemporaryDirectory() as folder:
        server = TestServer(Path(folder) / "home", java=["-Xmx2g"]).start({"server.memory.pagecache.size": "1g"})
        try:
            connection = Connection(server.address)
            for number in range(ROUNDS):
                for name, setup in chosen.items():
                    timings[name].append(measure(server, connection, *setup))
                    console.print(number, name, timings[name][-1])
            connection.close()
        finally:
            server.kill()
    rows = [_cells(name, [*zip(*counted[WARM:], strict=True)], len(papers)) for name, counted in timings.items()]
    print(f"{machine()}, Neo4j {version()}, {len(papers):,} papers\n")
    print(markdown(["", "s", "server's processor s", "papers/s"], rows))


def _cells(name: str, columns: list[tuple[float, ...]], papers: int) -> list[str]:
    seconds, processor = map(median, columns)
    return [name, f"{seconds:.1f}", f"{processor:.1f}", f"{papers / seconds:,.0f}"]


if __name__ == "__main__":
    main()
