"""Loading into a real Neo4j: equal to the store, whatever was there, and nothing of the users' touched."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from graph_fixture import EDGES, NODES, HandMade
from neo4j_fixture import dump, run, version
from seed_fixture import seed_papers, write_jsonl

from kg.cli import cli
from kg.core.errors import StoreError
from kg.core.graph import Edge, Node
from kg.loaders.neo4j.changes import LoadReport
from kg.loaders.neo4j.graph import Neo4jGraph
from kg.loaders.neo4j.server import Server
from kg.pipeline.build import build
from kg.store.catalog import Catalog


def load(server: Server, graph: HandMade | None = None, **options) -> LoadReport:
    with Neo4jGraph.connect(server) as opened:
        return opened.load(graph or HandMade(), **options)


def touched(report: LoadReport) -> dict[str, tuple[int, int, int, int]]:
    """Label or type -> created, changed, deleted, retired; only what was touched."""
    rows = {each.name: (each.created, each.changed, each.deleted, each.retired) for each in report.changes}
    return {name: row for name, row in rows.items() if any(row)}


def changed_graph() -> HandMade:
    """The other graph: something new, something changed, something gone, of nodes and of relationships."""
    nodes = [node for node in NODES if node.id not in ("unused", "1e5", "a1")]
    nodes = [
        replace(n, properties={**n.properties, "aliases": ("KD", "蒸馏")}) if n.key == ("Concept", "0007") else n
        for n in nodes
    ]
    nodes = [replace(n, properties={k: v for k, v in n.properties.items() if k != "year"}) for n in nodes]
    nodes.append(Node("Author", "a3", {"id": "a3", "name": "Grace Hopper"}))
    kept = {node.key for node in nodes}
    edges = [edge for edge in EDGES if edge.start in kept and edge.end in kept and edge.type != "RELATED"]
    edges = [replace(e, properties={**e.properties, "score": 0.11}) if e.type == "MENTIONS" else e for e in edges]
    edges.insert(0, Edge("WROTE", ("Author", "a3"), ("Paper", "true"), {"position": 0}))
    return HandMade(nodes, edges)


def test_what_differs_is_sent_and_the_result_is_that_of_a_fresh_load(database: Server) -> None:
    load(database, changed_graph())
    expected = dump(database)
    run(database, "MATCH (n) DETACH DELETE n")
    load(database)
    before = dump(database)
    assert before != expected
    report = load(database, changed_graph())
    assert dump(database) == expected
    assert touched(report)["Author"] == (1, 0, 1, 0)
    assert touched(report)["Concept"] == (0, 1, 1, 0)
    assert touched(report)["RELATED"] == (0, 0, 2, 0)
    assert touched(report)["MENTIONS"] == (0, 6, 1, 0)
    load(database)
    assert dump(database) == before


@pytest.mark.parametrize("generation", ["", "one"])
def test_loading_again_writes_nothing(database: Server, generation: str) -> None:
    load(database, generation=generation)
    before = dump(database, internal=True)
    assert touched(load(database, generation=generation)) == {}
    assert dump(database, internal=True) == before


def test_the_second_load_of_the_same_generation_reads_nothing_of_the_store(database: Server) -> None:
    class Once(HandMade):
        def nodes(self, label: str):
            raise AssertionError("read again")

    load(database, generation="one")
    report = load(database, Once(), generation="one")
    assert sum(change.unchanged for change in report.changes) == len(NODES) + len(EDGES)


def test_what_users_added_survives(database: Server) -> None:
    load(database)
    run(
        database,
        """
        MATCH (p:Paper {id: '0007'}), (c:Concept {id: 'rl'}), (d:Concept {id: '0007'}), (q:Paper {id: 'true'})
        SET p:Favourite, p.rating = 5, c.note = 'read this'
        CREATE (p)-[:CITES {mine: true}]->(q), (d)-[:RELATED {weight: 9.0}]->(c), (p)-[:ABOUT]->(:Project {name: 'x'}),
               (:Paper {id: '0007', title: 'my own'}), (:Concept {id: 'rl'})-[:BROADER]->(:Concept {id: 'mine'})
        WITH p MATCH (p)-[m:MENTIONS]->(:Concept {id: '0007'}) SET m.checked = true
        """,
    )

    def mine() -> list[dict[str, object]]:
        return run(
            database,
            """
            MATCH (p:Favourite {rating: 5})-[:CITES {mine: true}]->(:Paper {id: 'true'}),
                  (p)-[:ABOUT]->(x:Project), (p)-[m:MENTIONS {checked: true}]->(d)-[:RELATED {weight: 9.0}]->(c),
                  (own:Paper {title: 'my own'}), (:Concept {id: 'rl'})-[:BROADER]->(:Concept {id: 'mine'})
            RETURN p.title AS title, x.name AS name, c.note AS note, own.id AS own, d.aliases AS aliases, m.score AS m
            """,
        )

    (row,) = mine()
    assert load(database, generation="again").touched == 0
    assert mine() == [row]
    load(database, changed_graph())
    assert mine() == [row | {"aliases": ["KD", "蒸馏"], "m": 0.11}]
    load(database)
    assert mine() == [row]


def test_a_node_that_left_stays_for_the_sake_of_what_users_hung_on_it_and_can_come_back(database: Server) -> None:
    load(database)
    run(database, "MATCH (p:Paper {id: '1e5'}) CREATE (:Note {text: 'good'})-[:ABOUT]->(p)")
    run(database, "MATCH (c:Concept {id: 'unused'}) SET c.note = 'keep'")
    report = load(database, changed_graph())
    assert touched(report)["Paper"] == (0, 1, 0, 1)
    assert touched(report)["Concept"] == (0, 1, 0, 1)
    about = "MATCH (:Note)-[:ABOUT]->(p) RETURN labels(p) AS labels, p.id AS id"
    assert run(database, about) == [{"labels": ["FormerPaper"], "id": "1e5"}]
    assert run(database, "MATCH (p:Paper {id: '1e5'}) RETURN p") == []
    assert touched(load(database, changed_graph())) == {}
    load(database)
    assert run(database, about) == [{"labels": ["Paper"], "id": "1e5"}]
    assert run(database, "MATCH (c:Concept {id: 'unused'}) RETURN c.note AS note") == [{"note": "keep"}]


@pytest.mark.parametrize(
    "damage",
    [
        "MATCH (p:Paper {id: 'true'}) DETACH DELETE p",
        "MATCH (:Paper)-[r:MENTIONS]->(:Concept {id: 'rl'}) DELETE r",
        "MATCH (n:Concept) DETACH DELETE n",
        "MATCH (n:Source) DETACH DELETE n",
        "MATCH (n) DETACH DELETE n",
        "MATCH (c:Concept {id: 'rl'}) SET c.name = 'something else'",
        "MATCH (c:Concept {id: 'rl'}) SET c.aliases = ['RL'], c.papers = 'two'",
        "MATCH (p:Paper {id: '0007'}) REMOVE p.year",
        "MATCH (p:Paper) SET p.lang = 'english'",
        "MATCH (:Paper {id: 'true'})-[r:MENTIONS]->(:Concept {id: 'rl'}) SET r.score = 0.71",
        "MATCH (a:Concept)-[r:RELATED]->(b) CREATE (a)-[s:RELATED]->(b) SET s = properties(r), s._digest = 7",
        "MATCH (a:Paper {id: 'true'}), (b:Concept {id: '0007'}) CREATE (a)-[:MENTIONS {_digest: 3, score: 1.0}]->(b)",
    ],
)
def test_what_was_damaged_by_hand_is_put_right(database: Server, damage: str) -> None:
    load(database, generation="one")
    before = dump(database)
    run(database, damage)
    assert dump(database) != before
    load(database, generation="one")
    assert dump(database) == before


def test_two_graphs_in_one_database_are_kept_apart(database: Server) -> None:
    mine, yours = replace(database, corpus="mine"), replace(database, corpus="yours")
    load(mine)
    before = dump(database)
    load(yours, changed_graph())
    with Neo4jGraph.open(mine) as graph:
        assert graph.counts()["Paper"] == 5
        assert [node.id for node in graph.top_concepts(2)] == ["0007", "rl"]
        assert sorted(each.id for each in graph.find()) == sorted(node.id for node in NODES)
    with Neo4jGraph.open(yours) as graph:
        assert graph.counts()["Paper"] == 4
        assert graph.edges([("Concept", "rl")], ["RELATED"]) == []
    load(yours, HandMade([], []))
    assert dump(database) == before


def test_a_graph_that_is_not_there_is_an_error_that_names_those_that_are(database: Server) -> None:
    with pytest.raises(StoreError, match=r"no graph .* 'papermesh'; load it with: kg load"):
        Neo4jGraph.open(database)
    load(replace(database, corpus="mine"))
    with pytest.raises(StoreError, match="there are: mine"):
        Neo4jGraph.open(database)


def test_a_relationship_without_its_node_is_an_error_and_the_graph_counts_as_unfinished(database: Server) -> None:
    broken = HandMade(NODES, [*EDGES, Edge("CITES", ("Paper", "true"), ("Paper", "nowhere"), {})])
    with pytest.raises(StoreError, match="1 of 2 CITES relationships name no node"):
        load(database, broken)
    with pytest.raises(StoreError, match="interrupted"):
        Neo4jGraph.open(database)
    load(database)
    Neo4jGraph.open(database).close()


def test_loads_at_the_same_time_end_in_one_graph(database: Server) -> None:
    load(database)
    expected = dump(database)
    run(database, "MATCH (n) DETACH DELETE n")
    with ThreadPoolExecutor(3) as threads:
        list(threads.map(lambda _: load(database), range(3)))
    load(database)
    assert dump(database) == expected


def test_a_corpus_name_cannot_reach_into_another() -> None:
    for name in ("a/b", "", " ", "a" * 65, "a'b"):
        with pytest.raises(StoreError, match="cannot name a corpus"):
            Server("bolt://x", corpus=name)


def test_full_text_search_finds_chinese_words(database: Server) -> None:
    load(database)
    search = "CALL db.index.fulltext.queryNodes($index, $text) YIELD node RETURN node.id AS id ORDER BY id"
    run(database, "CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()")
    assert run(database, search, index="papermesh_concepts", text="强化学习") != []
    assert {"id": "rl"} in run(database, search, index="papermesh_concepts", text='"加强学习"')
    assert run(database, search, index="papermesh_papers", text='"训练学生"') == [{"id": "cs/9809121"}]
    assert run(database, search, index="papermesh_papers", text="LOGITS") == [{"id": "0007"}]


# The command


@pytest.fixture
def kg(database: Server, monkeypatch: pytest.MonkeyPatch):
    """Run a command with the server's credentials in the environment."""
    monkeypatch.setenv("NEO4J_USERNAME", database.user)
    monkeypatch.setenv("NEO4J_PASSWORD", database.password)
    monkeypatch.setenv("NEO4J_DATABASE", database.database)

    def run_command(*args: str, code: int = 0) -> Result:
        result = CliRunner().invoke(cli, list(args))
        assert result.exit_code == code, result.output
        return result

    return run_command


def test_kg_load_reports_what_it_did(kg, database: Server, seed_store: Path) -> None:
    def rows(*more: str) -> dict[str, dict[str, int]]:
        printed = kg("load", database.uri, "--store", str(seed_store), "--format", "jsonl", *more).stdout
        return {row.pop("name"): row for row in map(json.loads, printed.splitlines())}

    planned = rows("--dry-run")
    assert run(database, "MATCH (n) RETURN count(n) AS n") == [{"n": 0}]
    assert planned["Paper"] == {"unchanged": 0, "created": 46, "changed": 0, "deleted": 0, "retired": 0}
    assert rows() == planned
    assert rows()["Paper"]["unchanged"] == 46
    assert "is equal to" in kg("load", database.uri, "--store", str(seed_store)).stderr


def test_adding_a_file_sends_the_difference(kg, database: Server, tmp_path: Path) -> None:
    papers = seed_papers()
    write_jsonl(tmp_path / "first.jsonl", papers[:40])
    write_jsonl(tmp_path / "second.jsonl", papers[40:])
    store = tmp_path / "store"
    build([tmp_path / "first.jsonl"], store, fast=True)
    kg("load", database.uri, "--store", str(store))
    with Catalog.open(store) as catalog:
        known = {node.key: node for label in ("Paper", "Concept") for node in catalog.nodes(label)}
    build([tmp_path / "first.jsonl", tmp_path / "second.jsonl"], store, fast=True)
    printed = kg("load", database.uri, "--store", str(store), "--format", "jsonl").stdout
    rows = {row["name"]: row for row in map(json.loads, printed.splitlines())}
    with Catalog.open(store) as catalog:
        for label in ("Paper", "Concept"):
            nodes = list(catalog.nodes(label))
            assert rows[label]["created"] == sum(node.key not in known for node in nodes) > 0
            assert rows[label]["unchanged"] == sum(known.get(node.key) == node for node in nodes) > 0
            assert rows[label]["changed"] == sum(known.get(node.key, node) != node for node in nodes)
    after = dump(database)
    run(database, "MATCH (n) DETACH DELETE n")
    kg("load", database.uri, "--store", str(store))
    assert dump(database) == after


def test_options_win_over_the_environment(kg, database: Server, seed_store: Path, monkeypatch) -> None:
    monkeypatch.setenv("NEO4J_PASSWORD", "something else")
    store = ("--store", str(seed_store))
    kg("load", database.uri, *store, code=1)
    kg("load", database.uri, *store, "--user", database.user, "--password", database.password, "--corpus", "mine")
    monkeypatch.setenv("NEO4J_PASSWORD", database.password)
    assert "46" in kg("stats", "--graph", database.uri, "--corpus", "mine").stdout
    assert "there are: mine" in kg("stats", "--graph", database.uri, code=1).stderr


def test_a_server_without_encryption_is_told(kg, database: Server, seed_store: Path) -> None:
    if database.uri.startswith("bolt://127.0.0.1"):  # ours
        encrypted = database.uri.replace("bolt://", "bolt+s://")
        assert "does not answer encrypted" in kg("load", encrypted, "--store", str(seed_store), code=1).stderr


def test_the_address_has_to_be_one_of_neo4j_and_is_shown_without_password(kg, seed_store: Path) -> None:
    for uri, code in (("http://user:secret@host", 2), ("host", 2), ("bolt://user:secret@host", 1), ("bolt://h:x", 1)):
        for command in (["load", uri], ["stats", "--graph", uri]):
            result = kg(*command, "--store", str(seed_store), "--debug", code=code)
            assert "secret" not in result.output
            assert uri == "host" or "//" in result.stderr


def test_users_get_the_version_of_neo4j_that_is_tested() -> None:
    compose = (Path(__file__).parents[2] / "docker-compose.yml").read_text(encoding="utf-8")
    assert f"image: neo4j:{version()}-community\n" in compose
