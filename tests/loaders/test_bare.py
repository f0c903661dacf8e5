"""Which queries are answered by the file whose relationships have no properties."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.loaders import open_graph
from kg.loaders.cypher.bare import needs_no_properties
from kg.loaders.cypher.embedded import BARE_FILE, FILE, EmbeddedGraph

SEES_PROPERTIES = [
    "MATCH (p:Paper)-[m:MENTIONS]->(c) RETURN m.score",
    "MATCH (p)-[m]->(c) RETURN m",
    "MATCH (p)- [ m ] ->(c) RETURN m",
    "MATCH (p)<-\n[m:MENTIONS*1..2]-(c) RETURN m",
    "MATCH (p)-[:MENTIONS {count: 1}]->(c) RETURN c",
    "MATCH (p)-[:MENTIONS {spans: [1, 2]}]->(c) RETURN c",
    "MATCH (p)-[WHERE true]->(c) RETURN c",
    "MATCH way = (p)-[:MENTIONS]->(c) RETURN way",
    "MATCH (a), way=shortestPath((a)-[:MENTIONS*..8]-(b)) RETURN relationships(way)",
    "MATCH way = ANY SHORTEST (a)-[:MENTIONS]->(b) RETURN way",
    "MATCH (p) RETURN [way = (p)-->() | way]",
    "MATCH (p)-[`m`:MENTIONS]->(c) RETURN `m`.score",
    "MATCH (p)–[m:MENTIONS]–(c) RETURN m",
    "MATCH (p) /* -[:X]- */ -[m]->(c) RETURN m",
    "MATCH (p) // '\n-[m]->(c) RETURN m // '",
    "CALL db.schema.relTypeProperties()",
    "CALL db.schema.relTypeProperties() YIELD relType RETURN relType",
]
SEES_NONE = [
    "MATCH (p:Paper {id: $id})-[:MENTIONS]->(c:Concept)<-[:MENTIONS]-(other:Paper) RETURN other.id, count(c) AS n",
    "MATCH (a)-[:BROADER|RELATED*1..3]->(b) WHERE a.name = 'x - [m]' RETURN b",
    "MATCH (a)-->(b), (a)--(c), (a)-[]-(d), (a)-[*2]-(e) RETURN count(*)",
    "MATCH (p:Paper) WHERE NOT EXISTS { (p)-[:MENTIONS]->(:Concept {name: '学习'}) } RETURN p.id",
    "MATCH (c:Concept) CALL { WITH c MATCH (p)-[:MENTIONS]->(c) RETURN count(p) AS n } RETURN c.name, n",
    "MATCH (n) RETURN labels(n)[0] AS label, count(*) - 1 AS count // -[m]-",
]


@pytest.mark.parametrize("query", SEES_PROPERTIES)
def test_a_query_that_may_see_a_property_is_given_all(query: str) -> None:
    assert not needs_no_properties(query)


@pytest.mark.parametrize("query", SEES_NONE)
def test_a_query_that_names_no_relationship_needs_none(query: str) -> None:
    assert needs_no_properties(query)


def test_each_query_makes_the_file_that_it_needs(seed_store: Path, tmp_path: Path) -> None:
    (tmp_path / "catalog.sqlite").write_bytes((seed_store / "catalog.sqlite").read_bytes())
    told: list[str] = []
    for query, there in (
        ("MATCH (p:Paper)-[:MENTIONS]->(c) RETURN count(*) AS n", {BARE_FILE}),
        ("MATCH (p:Paper)-[m:MENTIONS]->(c) WHERE m.count > 0 RETURN count(*) AS n", {BARE_FILE, FILE}),
    ):
        with open_graph(tmp_path, on_wait=told.append) as graph:
            (row,) = graph.query(query).rows
            assert row == {"n": graph.counts()["MENTIONS"]}
        assert {each.name for each in tmp_path.glob("*.kgl")} == there
    assert len(told) == 2


def test_a_file_under_the_name_of_the_other_is_made_anew(seed_store: Path, tmp_path: Path) -> None:
    (tmp_path / "catalog.sqlite").write_bytes((seed_store / "catalog.sqlite").read_bytes())
    (tmp_path / FILE).write_bytes((seed_store / BARE_FILE).read_bytes())
    with EmbeddedGraph.open(tmp_path) as graph:
        (row,) = graph.query("MATCH ()-[m:MENTIONS]->() RETURN count(m.score) AS n").rows
        assert row == {"n": graph.counts()["MENTIONS"]}
