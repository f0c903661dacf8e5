"""Every query of docs/cypher.md runs, with the same rows, on the embedded graph and on Neo4j."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from graph_fixture import HandMade
from neo4j_fixture import run

from kg.core.errors import QueryError
from kg.core.graph_store import GraphStore
from kg.loaders.cypher.bare import needs_no_properties
from kg.loaders.cypher.embedded import EmbeddedGraph
from kg.loaders.neo4j.graph import Neo4jGraph
from kg.loaders.neo4j.server import Server
from kg.store.catalog import Catalog

PAGE = Path(__file__).parents[2] / "docs" / "cypher.md"
RECIPE = re.compile(
    r"^### (?P<title>[^\n]+)\n\n(?P<only>Neo4j only\b[^\n]*\n\n)?```cypher\n(?P<query>.+?)```", re.MULTILINE | re.DOTALL
)
RECIPES = [(found["title"], found["query"], bool(found["only"])) for found in RECIPE.finditer(PAGE.read_text("utf-8"))]
BOTH = [pytest.param(title, query, id=title) for title, query, only in RECIPES if not only]
NEO4J_ONLY = [pytest.param(query, id=title) for title, query, only in RECIPES if only]

Pair = tuple[GraphStore, GraphStore]


@pytest.fixture(scope="module")
def graphs(server: Server, seed_store: Path) -> Iterator[dict[str, Pair]]:
    """The same graph twice, embedded and in Neo4j: of the seeds, and one made by hand (years, authors, citations)."""
    run(server, "MATCH (n) DETACH DELETE n")
    with EmbeddedGraph.open(seed_store) as seeds, EmbeddedGraph() as hand, Neo4jGraph.connect(server) as there:
        hand.load(HandMade())
        yield {"seeds": (seeds, there), "hand": (hand, there)}


@pytest.fixture(scope="module", params=["seeds", "hand"])
def pair(request: pytest.FixtureRequest, graphs: dict[str, Pair], seed_store: Path) -> Pair:
    embedded, there = graphs[request.param]
    with Catalog.open(seed_store) as catalog:
        there.load(catalog if request.param == "seeds" else HandMade())
    return embedded, there


@pytest.mark.parametrize("query", [query for _, query, only in RECIPES if not only and needs_no_properties(query)])
def test_a_graph_without_properties_of_relationships_gives_the_same_rows(seed_store: Path, query: str) -> None:
    with EmbeddedGraph.open(seed_store) as whole, EmbeddedGraph.open(seed_store, bare=True) as bare:
        assert rows(bare, query) == rows(whole, query)


answered: set[str] = set()


def rows(graph: GraphStore, query: str) -> list[dict[str, object]]:
    result = graph.query(query, {})
    found = list(result.rows)
    assert all(tuple(row) == result.columns for row in found)
    return found


@pytest.mark.parametrize(("title", "query"), BOTH)
def test_both_graphs_give_the_same_rows(pair: Pair, title: str, query: str) -> None:
    embedded, there = pair
    found = rows(there, query)
    assert rows(embedded, query) == found
    if found:
        answered.add(title)


def test_the_page_has_no_query_that_never_answers() -> None:
    if answered:  # the tests before this one ran
        assert {title for title, _, only in RECIPES if not only} == answered


@pytest.mark.parametrize("query", NEO4J_ONLY)
def test_what_only_neo4j_can_do_is_refused_with_the_alternative(
    graphs: dict[str, Pair], pair: Pair, query: str
) -> None:
    embedded, there = pair
    assert rows(there, query)
    with pytest.raises(QueryError, match="instead"):
        rows(embedded, query)


def test_the_page_holds_forty_queries_and_every_one_is_tested() -> None:
    assert len(BOTH) >= 40
    assert len(RECIPES) == PAGE.read_text("utf-8").count("```cypher")
