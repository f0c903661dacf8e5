"""A load after a build: only what changed is read and sent, and the server is as after a load of everything."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from itertools import islice
from pathlib import Path

import neo4j
import pytest
from click.testing import CliRunner
from neo4j_fixture import dump, run
from seed_fixture import seed_papers, write_jsonl

import kg
from kg.cli import cli
from kg.core.errors import NoDifference
from kg.core.graph import NODES, RELATIONSHIPS
from kg.loaders.neo4j import load as loading
from kg.loaders.neo4j.changes import LoadReport
from kg.loaders.neo4j.queries import totals
from kg.loaders.neo4j.server import Connection, Server
from kg.loaders.neo4j.state import State, read_state
from kg.pipeline.build import build
from kg.store.catalog import Catalog
from kg.store.loaded import LOADED, Difference


class Seeds:
    """A store of a part of the seeds that is changed, built and loaded."""

    def __init__(self, folder: Path, server: Server) -> None:
        self.folder, self.server, self.store = folder, server, folder / "store"

    def write(self, name: str, first: int, last: int, **more: str) -> None:
        papers = [{"abstract": paper.abstract, **more} for paper in seed_papers()[first:last]]
        write_jsonl(self.folder / f"{name}.jsonl", papers)

    def build(self) -> None:
        build(sorted(self.folder.glob("*.jsonl")), self.store, fast=True)

    def load(self, server: Server | None = None) -> LoadReport:
        server = server or self.server
        return kg.load(
            self.store,
            server.uri,
            user=server.user,
            password=server.password,
            database=server.database,
            corpus=server.corpus,
        )

    def state(self) -> State:
        with closing(Connection(self.server)) as connection:
            state = read_state(connection)
        assert state
        return state

    def loaded_anew(self) -> tuple[list[str], dict[str, list[int]]]:
        """What a load of everything into the empty database leaves, and its check."""
        run(self.server, "MATCH (n) DETACH DELETE n")
        self.load()
        return dump(self.server), self.state().check


@pytest.fixture
def seeds(tmp_path: Path, database: Server) -> Seeds:
    """40 papers, built and loaded; 3 more lie there, not built yet."""
    seeds = Seeds(tmp_path, database)
    seeds.write("first", 0, 20)
    seeds.write("second", 20, 40)
    seeds.build()
    seeds.load()
    seeds.write("third", 40, 43)
    return seeds


class Traffic:
    """What goes to and from the server, and whether all of the store was read."""

    def __init__(self) -> None:
        self.received = 0
        self.sent: Counter[str] = Counter()
        self.read_whole: list[str] = []

    def clear(self) -> None:
        self.__init__()


@pytest.fixture
def traffic(monkeypatch: pytest.MonkeyPatch) -> Traffic:
    traffic = Traffic()
    read, write = Connection.read, Connection.write

    def counting(records: Iterator) -> Iterator:
        for record in records:
            traffic.received += 1
            yield record

    def watched_read(self, make, statement, **parameters):
        return read(self, lambda records: make(counting(records)), statement, **parameters)

    def watched_write(self, statement, **parameters):
        for row in parameters.get("rows", ()):
            traffic.sent["rows"] += len(row[1]) if isinstance(row, list) and isinstance(row[1], list | dict) else 1
        return write(self, statement, **parameters)

    def watched_compare(self, *given):
        traffic.read_whole.append("compared")
        return compare(self, *given)

    compare = loading._Load._compare
    monkeypatch.setattr(loading._Load, "_compare", watched_compare)
    monkeypatch.setattr(Connection, "read", watched_read)
    monkeypatch.setattr(Connection, "write", watched_write)
    return traffic


def kg_command(*args: str) -> None:
    result = CliRunner().invoke(cli, list(args))
    assert result.exit_code == 0, result.output


def add(seeds: Seeds) -> None:
    seeds.build()


def change(seeds: Seeds) -> None:
    seeds.write("second", 22, 41, year="2020", title="Another title")
    seeds.build()


def remove(seeds: Seeds) -> None:
    (seeds.folder / "second.jsonl").unlink()
    seeds.build()


def correct(seeds: Seeds) -> None:
    with Catalog.open(seeds.store) as catalog:
        concept = max(catalog.nodes("Concept"), key=lambda node: int(str(node.properties["papers"])))
    kg_command("concepts", "ignore", concept.name, "--store", str(seeds.store))


@pytest.mark.parametrize("step", [add, change, remove, correct])
def test_only_what_changed_is_read_and_sent_and_the_server_is_as_after_a_load_of_everything(
    seeds: Seeds, traffic: Traffic, step
) -> None:
    step(seeds)
    traffic.clear()
    report = seeds.load()
    assert traffic.read_whole == []
    assert report.touched > 0
    assert traffic.sent["rows"] == report.touched
    # what the server sends: totals and states, not nodes or relationships
    assert traffic.received <= len(NODES) * 2 + len(RELATIONSHIPS) * 2 + 10
    found, check = dump(seeds.server), seeds.state().check
    with Catalog.open(seeds.store) as catalog:
        assert {change.name: change.unchanged + change.created + change.changed for change in report.changes} == (
            catalog.counts()
        )
    assert seeds.load().touched == 0
    assert traffic.read_whole == ["compared"]  # the same generation: the server sums up
    assert (found, check) == seeds.loaded_anew()


def test_one_difference_after_another(seeds: Seeds, traffic: Traffic) -> None:
    for step in (add, correct, change, remove):
        step(seeds)
        seeds.load()
    assert traffic.read_whole == []
    assert (dump(seeds.server), seeds.state().check) == seeds.loaded_anew()


def test_a_dry_run_compares_everything_and_changes_nothing(seeds: Seeds, traffic: Traffic) -> None:
    add(seeds)
    before = dump(seeds.server)
    options = {"user": seeds.server.user, "password": seeds.server.password, "database": seeds.server.database}
    planned = kg.load(seeds.store, seeds.server.uri, dry_run=True, **options)
    assert traffic.read_whole == ["compared"]
    assert dump(seeds.server) == before
    assert seeds.load() == planned
    assert traffic.read_whole == ["compared"]


@pytest.mark.parametrize(
    "change_by_hand",
    [
        "MATCH (p:Paper)-[r:MENTIONS]->(c) WITH r ORDER BY p.id, c.id LIMIT 1 DELETE r",
        "MATCH (p:Paper) WITH p ORDER BY p.id LIMIT 1 DETACH DELETE p",
        "MATCH (n:Concept) DETACH DELETE n",
        "MATCH (n) DETACH DELETE n",
        "MATCH (n:Source) DETACH DELETE n",
        "MATCH (a:Paper), (b:Concept {id: 'deep-learning'}) WITH a, b LIMIT 1 CREATE (a)-[:MENTIONS {_digest: 3}]->(b)",
    ],
)
def test_what_somebody_created_or_deleted_is_noticed_and_put_right(
    seeds: Seeds, traffic: Traffic, change_by_hand: str
) -> None:
    run(seeds.server, change_by_hand)
    add(seeds)
    seeds.load()
    assert traffic.read_whole == ["compared"]
    assert dump(seeds.server) == seeds.loaded_anew()[0]


@pytest.mark.parametrize(
    "change_by_hand",
    [
        "MATCH (c:Concept) SET c.name = 'something else'",
        "MATCH (:Paper)-[r:SIMILAR]->() SET r.score = 0.5",
        """MATCH (p:Paper)-[r:SIMILAR]->(q) WITH p, r, q ORDER BY p.id, q.id LIMIT 5 DELETE r
           CREATE (p)-[:SIMILAR {_digest: 7}]->(q)""",
    ],
)
def test_what_somebody_changed_is_put_right_by_the_load_after_that(seeds: Seeds, change_by_hand: str) -> None:
    run(seeds.server, change_by_hand)
    add(seeds)
    seeds.load()
    seeds.load()
    assert dump(seeds.server) == seeds.loaded_anew()[0]


def test_what_users_added_survives_and_costs_one_comparison(seeds: Seeds, traffic: Traffic) -> None:
    run(seeds.server, "MATCH (p:Paper) WITH p LIMIT 3 SET p.rating = 5 CREATE (p)-[:CITES {mine: true}]->(p)")
    mine = "MATCH (p:Paper {rating: 5})-[r:CITES {mine: true}]->(p) RETURN count(r) AS n"
    add(seeds)
    seeds.load()
    assert traffic.read_whole == ["compared"]
    correct(seeds)
    seeds.load()
    assert traffic.read_whole == ["compared"]
    assert run(seeds.server, mine) == [{"n": 3}]


def test_a_paper_that_a_user_hung_something_on_leaves_and_comes_back(seeds: Seeds, traffic: Traffic) -> None:
    run(seeds.server, "MATCH (s:Source)-[:CONTAINS]->(p:Paper) WHERE s.path ENDS WITH 'second.jsonl' SET p.rating = 5")
    papers = "MATCH (p {rating: 5}) RETURN labels(p) AS labels, count(p) AS n"
    remove(seeds)
    assert next(each for each in seeds.load().changes if each.name == "Paper").retired == 20
    assert run(seeds.server, papers) == [{"labels": ["FormerPaper"], "n": 20}]
    seeds.write("second", 20, 40)
    seeds.build()
    seeds.load()
    assert run(seeds.server, papers) == [{"labels": ["Paper"], "n": 20}]
    assert traffic.read_whole == []


def test_another_corpus_in_the_database_does_not_matter(seeds: Seeds, traffic: Traffic) -> None:
    other = replace(seeds.server, corpus="other")
    seeds.load(other)
    traffic.clear()
    add(seeds)
    seeds.load()
    assert traffic.read_whole == []
    correct(seeds)
    seeds.load(other)  # the store remembers one load
    assert traffic.read_whole == ["compared"]


def cut_short(kept: Path) -> None:
    kept.write_bytes(kept.read_bytes()[:40_000])


def scribbled_on(kept: Path) -> None:
    """Every page but those of the first tables."""
    content = bytearray(kept.read_bytes())
    content[200_000:] = b"\xff" * len(content[200_000:])
    kept.write_bytes(content)


def of_another_version(kept: Path) -> None:
    with closing(sqlite3.connect(kept)) as db:
        db.execute("PRAGMA user_version = 1")


@pytest.mark.parametrize("damage", [Path.unlink, cut_short, scribbled_on, of_another_version])
def test_without_the_catalog_that_was_loaded_everything_is_compared(seeds: Seeds, traffic: Traffic, damage) -> None:
    add(seeds)
    damage(seeds.store / LOADED)
    seeds.load()
    assert traffic.read_whole == ["compared"]
    correct(seeds)
    seeds.load()
    assert traffic.read_whole == ["compared"]  # kept again
    assert dump(seeds.server) == seeds.loaded_anew()[0]


def test_damage_that_shows_when_a_part_was_sent(
    seeds: Seeds, traffic: Traffic, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken(Difference):
        def edges(self, kind: str):
            found = super().edges(kind)
            yield from islice(found, 1)
            if kind == "SIMILAR":
                raise NoDifference("a page")
            yield from found

    monkeypatch.setattr("kg.store.loaded.Difference", Broken)
    add(seeds)
    seeds.load()
    assert traffic.sent["rows"] > 0
    assert traffic.read_whole == ["compared"]
    assert (dump(seeds.server), seeds.state().check) == seeds.loaded_anew()


def test_of_two_loads_that_begin_alike_only_one_trusts_what_it_began_with(
    seeds: Seeds, traffic: Traffic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "claim_state", lambda *_: False)
    add(seeds)
    seeds.load()
    assert traffic.read_whole == ["compared"]
    assert dump(seeds.server) == seeds.loaded_anew()[0]


def test_the_state_of_an_older_papermesh_is_compared_once(seeds: Seeds, traffic: Traffic) -> None:
    state = json.loads(seeds.state().text())
    del state["others"]
    run(seeds.server, "MATCH (s:Source) SET s._state = $state", state=json.dumps(state))
    add(seeds)
    seeds.load()
    assert traffic.read_whole == ["compared"]
    correct(seeds)
    seeds.load()
    assert traffic.read_whole == ["compared"]


def test_the_totals_that_are_compared_cost_the_server_nothing(seeds: Seeds) -> None:
    """It keeps them: a look at each is one hit, however many there are."""

    def hits(plan: dict) -> int:
        return plan.get("dbHits", 0) + sum(map(hits, plan.get("children", ())))

    driver = neo4j.GraphDatabase.driver(seeds.server.uri, auth=(seeds.server.user, seeds.server.password))
    with driver, driver.session(database=seeds.server.database or None, notifications_min_severity="OFF") as session:
        plan = session.run(f"PROFILE {totals()}").consume().profile
    assert plan
    assert hits(plan) == len(NODES) + len(RELATIONSHIPS)
