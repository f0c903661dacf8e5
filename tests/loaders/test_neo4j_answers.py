"""The commands give the same rows in the same order on Neo4j as on the embedded graph; queries of one's own too."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from neo4j_fixture import run

import kg as library
from kg.cli import cli
from kg.core.errors import QueryError
from kg.loaders.neo4j.graph import Neo4jGraph
from kg.loaders.neo4j.server import Server
from kg.store.catalog import Catalog

READING = {
    "neighbors": [
        ["neighbors", "knowledge distillation"],
        ["neighbors", "知识蒸馏", "--type", "Paper"],
        ["neighbors", "neural networks", "--hops", "2", "--limit", "60"],
        ["neighbors", "PAPER", "--hops", "3"],
    ],
    "show": [["show", "knowledge distillation"], ["show", "PAPER"], ["show", "神经网络"]],
    "search": [["search", "distillation"], ["search", "学习"], ["search", "knowlege distilation"], ["search", "DEEP"]],
    "similar": [
        ["similar", "PAPER", "--limit", "1"],
        ["similar", "PAPER", "--limit", "3"],
    ],  # a server has the edges alone
    "path": [["path", "neural collapse", "knowledge distillation"], ["path", "federated learning", "对话系统"]],
    "query": [
        ["query", "MATCH (p:Paper) RETURN p ORDER BY p.id"],
        ["query", "MATCH (p:Paper)-[m:MENTIONS]->(c) RETURN m, c ORDER BY p.id, c.id"],
        [
            "query",
            "MATCH w = (:Concept)-[:BROADER]->(:Concept) RETURN w, length(w) AS n ORDER BY nodes(w)[0].id",
        ],
        ["query", "MATCH (c:Concept {name: $n}) RETURN c.papers AS papers", "-p", "n=neural networks"],
    ],
    "stats": [["stats"]],
}


@pytest.fixture(scope="module")
def loaded(server: Server, seed_store: Path) -> Server:
    run(server, "MATCH (n) DETACH DELETE n")
    with Catalog.open(seed_store) as catalog, Neo4jGraph.connect(server) as graph:
        graph.load(catalog)
    return server


@pytest.fixture
def kg(loaded: Server, seed_store: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.setenv("KG_STORE", str(seed_store))
    monkeypatch.setenv("NEO4J_USERNAME", loaded.user)
    monkeypatch.setenv("NEO4J_PASSWORD", loaded.password)
    monkeypatch.setenv("NEO4J_DATABASE", loaded.database)
    monkeypatch.setenv("COLUMNS", "100")

    def run_command(*args: str, code: int = 0) -> Result:
        result = CliRunner().invoke(cli, list(args))
        assert result.exit_code == code, result.output
        return result

    return run_command


@pytest.fixture
def graph(loaded: Server) -> Iterator[Neo4jGraph]:
    with Neo4jGraph.open(loaded) as graph:
        yield graph


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv"])
@pytest.mark.parametrize("command", sorted(READING))
def test_the_same_rows_in_the_same_order(kg, loaded: Server, command: str, form: str) -> None:
    papers = kg("neighbors", "neural collapse", "--type", "Paper", "--format", "jsonl").stdout.splitlines()
    paper = json.loads(papers[0])
    for given in READING[command]:
        args = [paper["id"] if arg == "PAPER" else arg for arg in given] + ["--format", form]
        expected = kg(*args)
        assert expected.stdout.strip()
        assert kg(*args, "--graph", loaded.uri).stdout == expected.stdout


@pytest.mark.parametrize("node", [[], ["knowledge distillation", "--hops", "2"]])
def test_the_same_page(kg, loaded: Server, tmp_path: Path, node: list[str]) -> None:
    pages = [tmp_path / name for name in ("embedded.html", "neo4j.html")]
    kg("view", *node, "-o", str(pages[0]))
    kg("view", *node, "-o", str(pages[1]), "--graph", loaded.uri)
    assert pages[0].read_bytes() == pages[1].read_bytes()


def test_unknown_names_get_the_same_suggestions(kg, loaded: Server) -> None:
    for args in (["neighbors", "knowlege distillation"], ["similar", "no such paper at all"]):
        assert kg(*args, "--graph", loaded.uri, code=1).stderr == kg(*args, code=1).stderr


# Queries of one's own


def test_a_query_that_writes_is_refused_in_one_line_on_both_graphs(kg, loaded: Server) -> None:
    before = run(loaded, "MATCH (n) RETURN count(n) AS n")
    for query in (
        "CREATE (:Paper {id: 'x'})",
        "MATCH (n) DETACH DELETE n",
        "MATCH (n) SET n.title = 'x'",
        "CREATE INDEX FOR (n:Paper) ON (n.year)",
    ):
        for graph in ([], ["--graph", loaded.uri]):
            message = kg("query", query, *graph, code=1).stderr
            assert message.count("\n") == 1, message
    assert run(loaded, "MATCH (n) RETURN count(n) AS n") == before


def test_write_lets_a_query_write_to_neo4j_only(kg, loaded: Server) -> None:
    query = "CREATE (n:Note {text: $text}) RETURN n.text AS text"
    args = ["query", query, "--write", "-p", "text='}) DETACH DELETE n //", "--format", "jsonl"]
    assert "copy of the catalog" in kg(*args, code=1).stderr
    result = kg(*args, "--graph", loaded.uri)
    assert json.loads(result.stdout) == {"text": "'}) DETACH DELETE n //"}
    assert "nodes created 1" in result.stderr
    kg("query", "MATCH (n:Note) DETACH DELETE n", "--write", "--graph", loaded.uri)
    assert run(loaded, "MATCH (n:Note) RETURN n") == []


def test_what_users_added_is_shown_and_what_papermesh_keeps_for_itself_is_not(
    graph: Neo4jGraph, loaded: Server
) -> None:
    run(loaded, "MATCH (c:Concept {id: 'distillation'}) SET c:Mine, c.note = 'good', c.added = date('2024-02-03')")
    try:
        (row,) = graph.query("MATCH (c:Mine) RETURN c, properties(c) AS map, keys(c) AS keys", {}).rows
    finally:
        run(loaded, "MATCH (c:Mine) REMOVE c:Mine, c.note, c.added")
    assert isinstance(row["c"], dict)
    assert row["c"]["labels"] == ["Concept", "Mine"]
    assert (row["c"]["note"], row["c"]["added"]) == ("good", "2024-02-03")
    assert not [name for name in (*row["c"], *row["map"], *row["keys"]) if name.startswith("_")]  # type: ignore[misc]


def test_a_wrong_query_shows_where(graph: Neo4jGraph) -> None:
    with pytest.raises(QueryError) as caught:
        graph.query("MATCH (n)\nRETURN nn", {})
    message, *shown = str(caught.value).split("\n")
    assert "`nn`" in message
    assert message.endswith("(line 2, column 8)")
    assert shown == ["  MATCH (n)", "  RETURN nn", "         ^"]


def test_a_query_that_takes_too_long_is_stopped(graph: Neo4jGraph) -> None:
    with pytest.raises(QueryError, match=r"stopped after 0\.5 s"):
        list(graph.query("UNWIND range(1, 1000000000) AS x RETURN count(x % 7)", {}, limit_seconds=0.5).rows)


def test_warnings_of_the_server_are_passed_on(kg, loaded: Server) -> None:
    result = kg("query", "MATCH (n:Papr) RETURN n.id AS id", "--graph", loaded.uri)
    assert "Papr" in result.stderr


ROWS = 150_000


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peak memory is read from Linux's /proc")
@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_more_rows_than_fit_are_printed_as_they_come(loaded: Server, form: str) -> None:
    query = f"UNWIND range(1, {ROWS}) AS i RETURN i, '{'takes room ' * 100}' AS text"
    child = (
        "import sys; from kg.cli import cli\n"
        f"cli(['query', {query!r}, '--graph', {loaded.uri!r}, '--format', {form!r}], standalone_mode=False)\n"
        "sys.stderr.write(open('/proc/self/status').read())"
    )
    environment = os.environ | {"NEO4J_USERNAME": loaded.user, "NEO4J_PASSWORD": loaded.password}
    done = subprocess.run([sys.executable, "-c", child], capture_output=True, env=environment)
    assert done.stdout.count(b"\n") == ROWS + (form == "csv"), done.stderr
    peak = re.search(rb"VmHWM:\s+(\d+) kB", done.stderr)
    assert peak
    assert int(peak[1]) < 200_000  # the texts alone are 165 MB


def test_functions_for_notebooks_take_the_address_of_a_server(loaded, seed_store, monkeypatch):
    monkeypatch.setenv("NEO4J_USERNAME", loaded.user)
    monkeypatch.setenv("NEO4J_PASSWORD", loaded.password)
    assert library.neighbors(loaded.uri, "知识蒸馏") == library.neighbors(seed_store, "知识蒸馏")
    assert library.show(loaded.uri, "neural collapse") == library.show(seed_store, "neural collapse")
    assert library.query(loaded.uri, "MATCH (p:Paper) RETURN count(p) AS papers") == [{"papers": 46}]
    assert library.view(loaded.uri, "neural collapse").page == library.view(seed_store, "neural collapse").page
