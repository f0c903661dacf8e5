"""The embedded Cypher graph: what is refused, how errors read, when its file is rebuilt."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import kglite
import pytest
from graph_fixture import EDGES, NODES, HandMade

from kg.core.errors import KgError, QueryError, StoreError
from kg.core.graph import Edge, Node
from kg.loaders import open_graph
from kg.loaders.cypher.embedded import EmbeddedGraph


@pytest.fixture
def graph():
    with EmbeddedGraph() as graph:
        graph.load(HandMade())
        yield graph


def error(graph: EmbeddedGraph, cypher: str, seconds: float = 30, **params: object) -> str:
    with pytest.raises(QueryError) as caught:
        list(graph.query(cypher, params, limit_seconds=seconds).rows)
    return str(caught.value)


@pytest.mark.parametrize(
    "opening",
    [
        "LOAD CSV FROM",
        "load csv from",
        "lOaD\n\tCsV WITH HEADERS FROM",
        "LOAD // a comment\nCSV FROM",
        "LOAD // a comment\n // another\r\n CSV FROM",
        "// first\nLOAD CSV FROM",
        "`LOAD` CSV FROM",
        "`load` `csv` FROM",
        "EXPLAIN LOAD CSV FROM",
        "PROFILE LOAD CSV FROM",
        "CYPHER 5 LOAD CSV FROM",
        "FOR VALID_TIME ALL LOAD CSV FROM",
        ";LOAD CSV FROM",
        "RETURN 1 AS row UNION LOAD CSV FROM",
        "MATCH (n) WITH n LIMIT 1 LOAD CSV FROM",
        "LOAD/* x */CSV FROM",
    ],
)
def test_no_spelling_of_load_csv_reads_a_file(graph: EmbeddedGraph, opening: str, tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_text("hidden value\n", encoding="utf-8")
    assert "hidden value" not in error(graph, f"{opening} '{file.as_posix()}' AS row RETURN row")


def test_load_csv_inside_a_subquery_reads_no_file(graph: EmbeddedGraph) -> None:
    assert "LOAD CSV" in error(graph, "CALL { LOAD CSV FROM '/etc/passwd' AS row RETURN row } RETURN row")
    assert "LOAD CSV" in error(graph, "CALL () { LOAD CSV FROM '/etc/passwd' AS row RETURN row } RETURN row")


def test_the_words_load_and_csv_are_fine_elsewhere(graph: EmbeddedGraph) -> None:
    rows = list(graph.query("WITH 1 AS load RETURN load, $csv AS csv", {"csv": "load csv"}).rows)
    assert rows == [{"load": 1, "csv": "load csv"}]


def test_every_procedure_that_changes_the_graph_is_refused(graph: EmbeddedGraph) -> None:
    procedures = graph.query("SHOW PROCEDURES YIELD name, mode WHERE mode <> 'READ' RETURN name", {}).rows
    names = [str(row["name"]) for row in procedures]
    assert len(names) > 20
    for name in names:
        error(graph, f"CALL {name}({{}})")


def test_a_write_is_refused_in_one_line_that_says_why(graph: EmbeddedGraph) -> None:
    message = error(graph, "CREATE (:Paper {id: 'x'})")
    assert "read-only" in message
    assert "\n" not in message


def test_a_syntax_error_shows_the_place(graph: EmbeddedGraph) -> None:
    message = error(graph, "MATCH (p:Paper)\nWHERE p.year =\n  RETURN p")
    first, *shown, caret = message.split("\n")
    assert "syntax error" in first
    assert "line 3, column 3" in first
    assert shown == ["  MATCH (p:Paper)", "  WHERE p.year =", "    RETURN p"]
    assert caret == "    ^"


def test_the_caret_is_below_the_place_behind_chinese_text(graph: EmbeddedGraph) -> None:
    message = error(graph, "RETURN '知识' + ) 2")
    shown, caret = message.split("\n")[1:]
    assert shown[: shown.index(")")] == "  RETURN '知识' + "
    assert len(caret) - 1 == len("  RETURN '知识' + ") + 2  # two characters of double width


def test_the_caret_of_a_long_line_stays_in_sight(graph: EmbeddedGraph) -> None:
    message = error(graph, f"RETURN {' + '.join(['1'] * 500)} + ) 2")
    shown, caret = message.split("\n")[1:]
    assert len(shown) < 110
    assert shown[len(caret) - 1] == ")"


def test_an_unknown_character_has_a_place_too(graph: EmbeddedGraph) -> None:
    message = error(graph, "MATCH (n)\nRETURN n.id ＠ 1")
    assert "line 2, column 13" in message


def test_control_characters_of_the_query_are_not_sent_to_the_terminal(graph: EmbeddedGraph) -> None:
    assert "\x1b" not in error(graph, "RETURN '\x1b[31m' +* 2").partition("\n")[2]


def test_a_query_that_takes_too_long_is_stopped(graph: EmbeddedGraph) -> None:
    message = error(graph, "UNWIND range(1, 3000) AS a UNWIND range(1, 3000) AS b RETURN sum(a * b)", seconds=0.01)
    assert "stopped after 0.01 s" in message


def test_an_unbounded_pattern_comes_with_a_warning(graph: EmbeddedGraph, capfd: pytest.CaptureFixture[str]) -> None:
    rows = graph.query("MATCH (a:Concept)-[*]->(b:Concept) RETURN count(*) AS n", {})
    assert "10 hops" in rows.warnings[0]
    assert graph.query("MATCH (n:Papper) RETURN n", {}).warnings
    assert capfd.readouterr().err == ""


def test_rows_are_converted_as_they_are_read(graph: EmbeddedGraph) -> None:
    rows = graph.query("UNWIND range(1, 100000) AS x RETURN x", {}).rows
    assert next(rows) == {"x": 1}
    assert next(rows) == {"x": 2}


def test_many_relationships_name_their_ends(graph: EmbeddedGraph) -> None:
    rows = graph.query("UNWIND range(1, 2000) AS i MATCH ()-[r:CITES]->() RETURN i, r", {}).rows
    expected = {"type": "CITES", "start": "1e5", "end": "0007", "reason": "title"}
    assert [row["r"] for row in rows] == [expected] * 2000


def test_a_map_that_looks_like_a_node_stays_a_map(graph: EmbeddedGraph) -> None:
    row = next(graph.query("RETURN {id: 1, labels: ['x'], properties: {a: 1}} AS map", {}).rows)
    assert row == {"map": {"id": 1, "labels": ["x"], "properties": {"a": 1}}}


def test_dates_are_text(graph: EmbeddedGraph) -> None:
    row = next(graph.query("RETURN date('2020-01-02') AS day, [localtime('10:00')] AS times", {}).rows)
    assert row == {"day": "2020-01-02", "times": ["10:00:00"]}


def test_endpoints_of_a_relationship_as_values_are_refused_not_wrong(graph: EmbeddedGraph) -> None:
    for cypher in (
        "MATCH ()-[r:CITES]->() RETURN startNode(r)",
        "MATCH ()-[r:CITES]->() WITH endNode ( r ) AS n RETURN n",
        "MATCH ()-[r:CITES]->() RETURN [startnode(r)] AS n",
        "MATCH (n)-[r:CITES]->() WHERE n = startNode(r) RETURN n",
    ):
        assert "-[r]->" in error(graph, cypher)
    row = next(graph.query("MATCH ()-[r:CITES]->() RETURN startNode(r).id AS a, id(endNode(r)) AS b", {}).rows)
    assert row == {"a": "1e5", "b": "0007"}
    rows = graph.query("RETURN 'startNode(r)' AS n // endNode(r)", {}).rows
    assert list(rows) == [{"n": "startNode(r)"}]


def test_two_statements_are_refused(graph: EmbeddedGraph) -> None:
    assert "one statement" in error(graph, "MATCH (n) RETURN n.id; MATCH (m) RETURN m.id")
    assert list(graph.query("RETURN ';' AS x;", {}).rows) == [{"x": ";"}]


def test_parameters_that_are_no_values_are_errors(graph: EmbeddedGraph) -> None:
    assert "x" in error(graph, "RETURN $x", x=object())
    assert "x" in error(graph, "RETURN $x", x=2**70)
    assert "missing" in error(graph, "RETURN $missing")


def test_format_csv_is_refused(graph: EmbeddedGraph) -> None:
    assert "FORMAT CSV" in error(graph, "MATCH (n) RETURN n.id FORMAT CSV")


def test_a_relationship_to_an_unknown_node_is_an_error(graph: EmbeddedGraph) -> None:
    edges = [*EDGES, Edge("CITES", ("Paper", "0007"), ("Paper", "nowhere"), {})]
    with pytest.raises(StoreError, match="1 of 2 CITES"):
        graph.load(HandMade(edges=edges))
    assert graph.counts()["Paper"] == 5, "the graph from before is still there"


def other_graph() -> HandMade:
    return HandMade([Node("Author", "new", {"id": "new", "name": "New"})], [])


def test_the_file_is_read_while_the_generation_is_the_same(tmp_path: Path) -> None:
    path = tmp_path / "graph.kgl"
    path.with_name("graph.kgl.tmp.1.0").write_bytes(b"of a process that was killed")
    with EmbeddedGraph.kept_in(path, HandMade(), "first") as graph:
        assert graph.counts()["Paper"] == 5
    assert [each.name for each in tmp_path.iterdir()] == ["graph.kgl"]
    before = path.read_bytes()
    with EmbeddedGraph.kept_in(path, other_graph(), "first") as graph:
        assert graph.nodes([node.key for node in NODES]) == NODES, "from the file, not from the source"
        assert graph.edges([node.key for node in NODES]) != []
        error(graph, "CREATE (:Paper {id: 'x'})")
    assert path.read_bytes() == before


def test_the_file_is_rebuilt_when_the_generation_changes(tmp_path: Path) -> None:
    path = tmp_path / "graph.kgl"
    EmbeddedGraph.kept_in(path, HandMade(), "first").close()
    for _ in range(2):
        with EmbeddedGraph.kept_in(path, other_graph(), "second") as graph:
            assert sum(graph.counts().values()) == 1
            assert graph.nodes([("Author", "new")])


def test_a_file_that_other_code_made_is_rebuilt(tmp_path: Path) -> None:
    path = tmp_path / "graph.kgl"
    EmbeddedGraph.kept_in(path, HandMade(), "first").close()
    assert EmbeddedGraph.as_kept(path, "first")
    other = kglite.load(str(path))
    other.set_schema_version(other.schema_version ^ 1)  # as if the code had another fingerprint
    other.save(str(path))
    assert EmbeddedGraph.as_kept(path, "first") is None
    with EmbeddedGraph.kept_in(path, other_graph(), "first") as graph:
        assert sum(graph.counts().values()) == 1


@pytest.mark.parametrize("keep", [0, 10, 0.5])
def test_a_damaged_file_is_rebuilt(tmp_path: Path, keep: float) -> None:
    path = tmp_path / "graph.kgl"
    EmbeddedGraph.kept_in(path, HandMade(), "first").close()
    whole = path.read_bytes()
    path.write_bytes(whole[: int(keep * len(whole)) if keep < 1 else int(keep)])
    with EmbeddedGraph.kept_in(path, HandMade(), "first") as graph:
        assert graph.nodes([node.key for node in NODES]) == NODES
    assert len(path.read_bytes()) > len(whole) // 2


@pytest.mark.skipif(sys.platform == "win32", reason="folders have no write permission there")
def test_a_store_that_cannot_be_written_can_still_be_read(tmp_path: Path) -> None:
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        with EmbeddedGraph.kept_in(tmp_path / "no" / "graph.kgl", HandMade(), "first") as graph:
            assert graph.counts()["Paper"] == 5
            error(graph, "CREATE (:Paper {id: 'x'})")
    finally:
        tmp_path.chmod(stat.S_IRWXU)


def test_another_address_is_a_clear_error() -> None:
    with pytest.raises(KgError, match="http"):
        open_graph("http://localhost:7474")
