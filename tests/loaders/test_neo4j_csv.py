"""Files for neo4j-admin: the real import tool makes of them what a load would have made."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from graph_fixture import EDGES, NODES, HandMade
from neo4j_fixture import PASSWORD, TestServer, dump, run, run_admin

from kg.cli import cli
from kg.core.errors import KgError, StoreError
from kg.core.graph import NODES as NODE_TYPES
from kg.core.graph import STRINGS, Node
from kg.core.progress import Progress
from kg.loaders.neo4j.csv import write_neo4j_csv
from kg.loaders.neo4j.graph import Neo4jGraph
from kg.loaders.neo4j.server import Server

ODD = ("a;b", "c,d", 'the "e"', "l1\nl2", "\\", "蒸馏; 学习", " ", "𝔸🙂")
LONG = 10_000_000  # characters; the import tool needs to be told of so many


def hostile() -> HandMade:
    """The graph made by hand, with lists and texts that the format makes hard."""
    nodes = [node for node in NODES if node.id != "unused"]
    odd = {"name": 'semi;colon, "q"', "name_en": "\r\n", "name_zh": "", "aliases": ODD, "papers": 0}
    nodes.append(Node("Concept", "x;y, \"z\" 'k'", {"id": "x;y, \"z\" 'k'"} | odd))
    lists = {name: () for name, kind in NODE_TYPES["Paper"].items() if kind == STRINGS}
    long = {"id": "long", "title": "🙂", "abstract": 'x"' * (LONG // 2), "lang": "zh", **lists}
    nodes.append(Node("Paper", "long", long))
    *_, last = (edge for edge in EDGES if edge.type == "SIMILAR")
    odd_ones = {"score": 1e-07, "shared": ODD, "both_cite": ()}, {"score": 0.1, "shared": (), "both_cite": ODD}
    edges = [replace(e, properties=odd_ones[e == last]) if e.type == "SIMILAR" else e for e in EDGES]
    return HandMade(nodes, edges)


class Unread(HandMade):
    """Only its counts may be asked for."""

    def nodes(self, label: str) -> Iterator[Node]:
        raise AssertionError("read")

    edges = nodes


@pytest.fixture
def imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestServer]:
    """A server that can start on what was imported."""
    monkeypatch.setenv("NEO4J_PASSWORD", PASSWORD)
    server = TestServer(tmp_path / "home")
    yield server
    server.kill()


def kg(*args: object, code: int = 0):
    result = CliRunner().invoke(cli, list(map(str, args)))
    assert result.exit_code == code, result.output
    return result


def loaded_normally(server: Server, graph: HandMade) -> list[str]:
    run(server, "MATCH (n) DETACH DELETE n")
    with Neo4jGraph.connect(server) as opened:
        opened.load(graph, generation="one")
    return dump(server)


@pytest.mark.neo4j
def test_text_and_lists_survive_the_import_and_a_load_sends_nothing(imported: TestServer, tmp_path: Path) -> None:
    graph = hostile()
    command = write_neo4j_csv(graph, tmp_path / "it's, 导出 [x]", corpus="papermesh", generation="one")
    run_admin(imported.home, command)
    run_admin(imported.home, "neo4j-admin database check neo4j --report-path=" + str(imported.home))
    server = imported.start().address
    with pytest.raises(StoreError, match="imported, but not complete yet; finish it with: kg load"):
        Neo4jGraph.open(server)
    with Neo4jGraph.connect(server) as opened:
        planned = opened.load(graph, generation="one", dry_run=True)
        assert planned.touched == 0
        report = opened.load(Unread(), generation="one")
    assert sum(change.unchanged for change in report.changes) == len(graph._nodes) + len(graph._edges)
    after = dump(server)
    assert after == loaded_normally(server, graph)


@pytest.mark.neo4j
def test_the_seeds_are_imported_by_the_printed_command(imported: TestServer, tmp_path: Path, seed_store: Path) -> None:
    store = ("--store", seed_store)
    printed = kg("export", "neo4j-csv", "-o", tmp_path / "csv", "--corpus", "mine", *store)
    assert "kg load URI" in printed.stderr
    assert "--corpus mine" in printed.stderr
    run_admin(imported.home, printed.stdout)
    address = imported.start().address
    rows = kg("load", address.uri, "--corpus", "mine", *store, "--format", "jsonl").stdout.splitlines()
    assert {key for row in rows for key, value in json.loads(row).items() if value} == {"name", "unchanged"}
    after = dump(address)
    run(address, "MATCH (n) DETACH DELETE n")
    kg("load", address.uri, "--corpus", "mine", *store)
    assert dump(address) == after


def test_what_is_there_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").touch()
    (tmp_path / "file").touch()
    for name, why in (("full", "is not empty"), ("file", "is no folder"), ("a/b", "no such folder")):
        with pytest.raises(KgError, match=why):
            write_neo4j_csv(Unread(), tmp_path / name, corpus="papermesh")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file", "full", "mine.txt"]


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    write_neo4j_csv(HandMade(), tmp_path / "empty", corpus="papermesh")
    assert len(list((tmp_path / "empty").iterdir())) == 17
    assert [path.name for path in tmp_path.iterdir()] == ["empty"]


@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError])
def test_an_interrupted_export_leaves_nothing(tmp_path: Path, error: type[BaseException]) -> None:
    class Interrupted(Progress):
        def stage(self, name: str, total: int = 0) -> None:
            if name == "RELATED":
                raise error

    with pytest.raises(error):
        write_neo4j_csv(HandMade(), tmp_path / "csv", corpus="papermesh", progress=Interrupted())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="POSIX only")
def test_a_disk_without_room_is_one_line_and_leaves_nothing(tmp_path: Path, seed_store: Path) -> None:
    program = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)); "
        "from kg.cli import cli; sys.exit(cli(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", program, "export", "neo4j-csv", "-o", "csv", "--store", str(seed_store)]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "Error: cannot write csv: File too large\n"
    assert list(tmp_path.iterdir()) == []
