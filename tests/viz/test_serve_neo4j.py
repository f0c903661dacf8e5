"""kg serve on a graph in Neo4j: every answer is that of the store, and the page walks on it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from neo4j_fixture import run
from serve_fixture import get, start, stop

from kg.loaders.neo4j.graph import Neo4jGraph
from kg.loaders.neo4j.server import Server
from kg.store.catalog import Catalog

NODE = ("knowledge distillation", "--limit", "12")


@pytest.fixture(scope="module")
def addresses(server: Server, seed_store: Path) -> Iterator[tuple[str, str]]:
    """Of the page over the store, and of the page over Neo4j with the same graph."""
    run(server, "MATCH (n) DETACH DELETE n")
    with Catalog.open(seed_store) as catalog, Neo4jGraph.connect(server) as graph:
        graph.load(catalog)
    login = {"NEO4J_USERNAME": server.user, "NEO4J_PASSWORD": server.password, "NEO4J_DATABASE": server.database}
    of_store, address = start(*NODE, "--store", str(seed_store))
    of_neo4j, other = start(*NODE, "--graph", server.uri, **login)
    yield address, other
    for process in (of_store, of_neo4j):
        assert "Traceback" not in stop(process)
        assert process.returncode == 0


def _keys(address: str) -> list[str]:
    around = json.loads(get(address, "api/around?node=Concept%3Aknowledge-distillation")[1])
    return [node["id"] for node in around["nodes"]]


def test_it_answers_as_the_store_does(addresses):
    keys = _keys(addresses[0])
    assert len(keys) > 10
    paths = [
        "",
        *(f"?node={quote(key)}" for key in keys[:3]),
        *(f"api/around?node={quote(key)}" for key in keys),
        *(f"api/path?start={quote(keys[0])}&end={quote(key)}" for key in keys[-3:]),
        *(f"api/search?text={quote(text)}" for text in ("distil", "学习", "knowlege distilation", "DEEP", "'}) //")),
        "api/around?node=Concept%3Anobody",
    ]
    for path in paths:
        of_store, of_neo4j = (get(address, path) for address in addresses)
        assert of_neo4j[:2] == of_store[:2], path


def test_expanding_searching_and_a_path_ask_neo4j(browser, addresses):
    problems: list[str] = []
    page = browser.new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    page.on("console", lambda m: problems.append(m.text))
    page.on("pageerror", lambda e: problems.append(str(e)))
    page.goto(addresses[1])
    page.wait_for_function("window.papermesh")
    before = page.evaluate("papermesh.keys()")
    page.evaluate("papermesh.select(papermesh.keys()[3])")
    with page.expect_response("**/api/around*") as answer:
        page.click("#panel [data-do=expand]")
    assert answer.value.status == 200
    page.wait_for_function("n => papermesh.keys().length > n", arg=len(before))
    page.click("#panel [data-do=path]")
    page.keyboard.press("/")
    page.keyboard.type("federated learning")
    page.wait_for_selector("#found .option:has-text('federated learning')")
    page.keyboard.press("Enter")
    page.wait_for_selector("#panel .way")
    page.reload()
    page.wait_for_selector("#panel .way")
    assert "federated learning" in page.inner_text("#panel .way li:last-child")
    page.close()
    assert problems == []
