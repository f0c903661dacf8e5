"""kg doctor: what it finds wrong, and what it says to do."""

from __future__ import annotations

import json
import shutil
import sqlite3
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import pytest
from click.testing import CliRunner
from neo4j_fixture import run
from seed_fixture import rewrite

from kg.cli import cli
from kg.core.graph import Node
from kg.loaders import open_graph
from kg.loaders.cypher.embedded import FILES as GRAPHS
from kg.pipeline import doctor as health
from kg.store.catalog import FILE
from kg.store.loaded import LOADED
from kg.store.lock import BuildLock


@pytest.fixture
def store(seed_store, tmp_path) -> Path:
    """A copy that may be broken."""
    shutil.copytree(seed_store, tmp_path / "库 1", ignore=shutil.ignore_patterns(LOADED))  # other tests load it
    with open_graph(tmp_path / "库 1") as graph:
        graph.query("RETURN 1")  # makes the file
    return tmp_path / "库 1"


def doctor(*args: object, code: int = 0) -> dict[str, dict[str, str]]:
    result = CliRunner().invoke(cli, ["doctor", *map(str, args), "--format", "json"])
    assert result.exit_code == code, result.output
    return {row["check"]: row for row in json.loads(result.stdout)}


def change(store: Path, *statements: str) -> None:
    with sqlite3.connect(store / FILE) as database:
        for statement in statements:
            database.execute(statement)
    database.close()


def test_where_all_is_well_every_line_says_ok(store, monkeypatch):
    import webbrowser

    monkeypatch.setattr(webbrowser, "get", lambda: None)  # this machine may have none
    rows = doctor("--store", store)
    assert [(name, row["state"], row["remedy"]) for name, row in rows.items()] == [
        (name, "ok", "") for name in ("python", "packages", "embeddings", "catalog", "graph", "browser")
    ]
    assert rows["catalog"]["found"].startswith("46 papers, ")


def test_no_store_yet_is_no_failure_but_a_named_one_that_is_not_there_is(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    row = doctor()["catalog"]
    assert (row["state"], row["remedy"]) == ("warning", "make one: kg build SOURCE...")
    assert doctor("--store", "nowhere", code=1)["catalog"]["state"] == "failed"


def test_a_damaged_catalog_is_found(store):
    with (store / FILE).open("r+b") as file:
        size = file.seek(0, 2)
        file.seek(size // 2)
        file.write(b"\xff" * 20_000)
    row = doctor("--store", store, code=1)["catalog"]
    assert row["state"] == "failed"
    assert "build" in row["remedy"]


def test_a_relationship_without_its_node_is_found(store):
    change(store, "DELETE FROM node_paper WHERE key = 1")
    row = doctor("--store", store, code=1)["catalog"]
    assert "MENTIONS relationships name no node" in row["found"]


def test_a_graph_that_is_older_than_the_catalog_mends_itself(store):
    rewrite(store, generation="another")
    assert doctor("--store", store)["graph"]["state"] == "warning"
    CliRunner().invoke(cli, ["query", "RETURN 1", "--store", str(store)])
    assert doctor("--store", store)["graph"]["state"] == "ok"
    for name in GRAPHS:
        (store / name).write_bytes(b"no graph")
    assert doctor("--store", store)["graph"]["state"] == "warning"


@pytest.mark.parametrize(
    ("without", "name", "found"), [("SIMILAR", "", " SIMILAR instead of 0"), ("", "x", "another Concept")]
)
def test_a_graph_that_is_not_that_of_the_catalog_is_found(store, without, name, found):
    def renamed(node: Node) -> Node:
        return replace(node, properties={**node.properties, "name": name}) if node.label == "Concept" and name else node

    rewrite(store, node=renamed, without=without)
    row = doctor("--store", store, code=1)["graph"]
    assert row["state"] == "failed"
    assert row["found"].startswith("not the graph of the catalog: ")
    assert row["found"].endswith(found)
    for name in GRAPHS:  # as the remedy says
        (store / name).unlink()
    CliRunner().invoke(cli, ["query", "RETURN 1", "--store", str(store)])
    assert doctor("--store", store)["graph"]["state"] == "ok"


def test_a_store_of_another_version_is_told(store):
    change(store, "PRAGMA user_version = 1")
    assert "a store of version 1" in doctor("--store", store, code=1)["catalog"]["found"]


def test_a_build_at_work_is_told(store):
    lock = BuildLock(store)
    try:
        rows = doctor("--store", store)
    finally:
        lock.release()
    assert (rows["build"]["state"], rows["catalog"]["state"]) == ("warning", "ok")


def test_packages_that_are_missing_or_too_old_are_named():
    needed = ["no-such-package>=1", "click>=999", "rich>=1", "not-on-this-system ; sys_platform == 'never'"]
    (row,) = [found for found in health.check_installation(needed) if found.check == "packages"]
    assert row.state == "failed"
    assert row.found == f"no-such-package is missing; click is {version('click')}, needed is >=999"


def test_a_browser_that_is_not_there_is_told(monkeypatch):
    import webbrowser

    monkeypatch.setenv("BROWSER", "")
    monkeypatch.setattr(webbrowser, "get", lambda: (_ for _ in ()).throw(webbrowser.Error("none")))
    (row,) = health.check_browser()
    assert (row.state, "BROWSER" in row.remedy) == ("warning", True)


def test_a_server_that_does_not_answer_fails(store):
    row = doctor("--store", store, "--graph", "bolt://127.0.0.1:1", code=1)["neo4j"]
    assert "no server answers" in row["found"]


def test_a_server_that_holds_another_graph_is_told(store, database, monkeypatch):
    monkeypatch.setenv("NEO4J_USERNAME", database.user)
    monkeypatch.setenv("NEO4J_PASSWORD", database.password)
    monkeypatch.setenv("NEO4J_DATABASE", database.database)
    options = ("--store", store, "--graph", database.uri)
    assert "no graph of papermesh here" in doctor(*options, code=1)["neo4j"]["found"]
    assert CliRunner().invoke(cli, ["load", database.uri, "--store", str(store)]).exit_code == 0
    assert doctor(*options)["neo4j"]["state"] == "ok"
    run(database, "MATCH (c:Concept) WITH c ORDER BY c.id LIMIT 1 SET c.name = 'other'")
    row = doctor(*options)["neo4j"]
    assert (row["state"], row["remedy"]) == ("warning", f"kg load {database.uri}")
    assert row["found"].endswith("another Concept")
