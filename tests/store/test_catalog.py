"""catalog.sqlite: what it keeps, and how it says that something is wrong with it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from seed_fixture import dump, seed_papers, write_jsonl

from kg.core.columns import Lists
from kg.core.errors import InputError, StoreError
from kg.core.graph import NODES, RELATIONSHIPS, Edge, Node
from kg.core.records import Record
from kg.core.tables import EdgeTable
from kg.pipeline.build import build
from kg.store.catalog import FILE, SCHEMA_VERSION, Catalog


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A small store that a test may break."""
    source = write_jsonl(tmp_path / "papers.jsonl", seed_papers()[:4])
    build([source], tmp_path / "store", fast=True)
    return tmp_path / "store"


def execute(store: Path, *statements: str) -> None:
    with closing(sqlite3.connect(store / FILE)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def open_error(store: Path) -> str:
    with pytest.raises(StoreError) as caught:
        Catalog.open(store)
    message = str(caught.value)
    assert "\n" not in message
    return message


def test_a_missing_store_says_how_to_make_one(tmp_path):
    message = open_error(tmp_path / "nowhere")
    assert "nowhere" in message
    assert "kg build" in message
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("version", [0, SCHEMA_VERSION - 1, SCHEMA_VERSION + 1])
def test_a_store_of_another_version_is_refused_by_readers_and_builders(store, tmp_path, version):
    execute(store, f"PRAGMA user_version={version}")
    message = open_error(store)
    assert f"version {version}" in message
    assert f"version {SCHEMA_VERSION}" in message
    with pytest.raises(StoreError, match=f"version {version}"):
        build([tmp_path / "papers.jsonl"], store, fast=True)


@pytest.mark.parametrize("content", [b"some text that is no database. " * 200, b"SQLite format 3\0", b"\xff" * 5000])
def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path, content):
    (tmp_path / FILE).write_bytes(content)
    assert "not a papermesh catalog" in open_error(tmp_path)
    source = write_jsonl(tmp_path / "papers.jsonl", seed_papers()[:1])
    with pytest.raises(StoreError, match="not a papermesh catalog"):
        build([source], tmp_path, fast=True)
    assert (tmp_path / FILE).read_bytes() == content


def test_the_database_of_another_program_is_refused_and_left_alone(tmp_path):
    execute(tmp_path, "CREATE TABLE recipe (name)", "INSERT INTO recipe VALUES ('soup')")
    assert "not a papermesh catalog" in open_error(tmp_path)
    source = write_jsonl(tmp_path / "papers.jsonl", seed_papers()[:1])
    with pytest.raises(StoreError):
        build([source], tmp_path, fast=True)
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        assert connection.execute("SELECT name FROM recipe").fetchall() == [("soup",)]


def test_a_truncated_catalog_is_damaged(store):
    content = (store / FILE).read_bytes()
    (store / FILE).write_bytes(content[: len(content) // 2])
    assert "damaged" in open_error(store)


def test_damage_found_while_reading_is_a_store_error(store):
    execute(store, "DROP TABLE node_paper")
    with Catalog.open(store) as catalog, pytest.raises(StoreError, match="cannot read"):
        list(catalog.nodes("Paper"))
    execute(store, "DROP TABLE meta")
    assert "cannot read" in open_error(store)


def test_an_unfinished_build_says_so(tmp_path):
    with Catalog.create(tmp_path) as catalog, catalog.cache.transaction():
        catalog.cache.put_source("a.txt", "digest", [Record("a.txt", 0, "Some abstract.")])
    assert "did not finish" in open_error(tmp_path)


def test_a_store_cannot_be_made_where_a_file_stands(tmp_path):
    (tmp_path / "store").write_text("a file", encoding="utf-8")
    source = write_jsonl(tmp_path / "papers.jsonl", seed_papers()[:1])
    with pytest.raises(StoreError, match="cannot make a store"):
        build([source], tmp_path / "store", fast=True)
    assert (tmp_path / "store").read_text(encoding="utf-8") == "a file"


def failing() -> Iterator[Node]:
    yield Node("Paper", "new", {"id": "new", "title": "New"})
    raise RuntimeError("power cut")


def exchange_and_fail(catalog: Catalog) -> None:
    with catalog.exchange() as draft:
        draft.set_meta("generation", "other")
        draft.put_graph(failing(), [], [])


def test_an_exchange_that_fails_leaves_the_old_graph(store):
    before = dump(store)
    with Catalog.create(store) as catalog:
        generation = catalog.generation
        with pytest.raises(RuntimeError, match="power cut"):
            exchange_and_fail(catalog)
        assert catalog.generation == generation
    assert dump(store) == before


def test_a_graph_with_two_nodes_of_one_id_is_refused_and_leaves_the_old_one(store):
    before = dump(store)
    twice = [Node("Paper", "p", {"id": "p"})] * 2
    with Catalog.create(store) as catalog, pytest.raises(StoreError, match="cannot write"), catalog.exchange() as draft:
        draft.put_graph(twice, [], [])
    assert dump(store) == before


def test_a_graph_with_a_relationship_without_its_nodes_is_refused_and_leaves_the_old_one(store):
    before = dump(store)
    nodes = [Node("Paper", "p", {"id": "p"}), Node("Paper", "q", {"id": "q"})]
    one = Edge("CITES", ("Paper", "p"), ("Paper", "gone"))
    many = EdgeTable("CITES", ["p", "q"], ["q", "gone"], np.array([0, 1]), np.array([0, 1]), {})
    for edges in ([one], [many]):
        refused = pytest.raises(StoreError, match="cannot write: a CITES relationship names no node: gone")
        with Catalog.create(store) as catalog, refused, catalog.exchange() as draft:
            draft.put_graph(nodes, edges, [])
    assert dump(store) == before


def test_relationships_in_columns_are_stored_like_single_ones(tmp_path):
    nodes = [
        *(Node("Concept", key, {"id": key, "name": key}) for key in ("a", "b")),
        *(Node("Paper", key, {"id": key, "title": key}) for key in ("p", "q")),
    ]
    kept = []
    columns = {
        "score": np.array([1, 7000, 10_000], np.int16),
        "count": np.array([0, 2, 1], np.int32),
        "spans": Lists(np.array([3, 9, 12, 15, 0, 1]), np.array([0, 0, 4, 6])),
        "in_title": np.array([True, False, True]),
    }
    mentions = EdgeTable("MENTIONS", ["q", "p"], ["a", "b"], np.array([1, 1, 0]), np.array([0, 1, 1]), columns)
    reasons = Lists(['"a", \\ 摘要\u2028', "b"], np.array([0, 2]))
    near = {"score": np.array([5000], np.int16), "shared": reasons, "both_cite": reasons}
    near = EdgeTable("SIMILAR", ["p"], ["q"], np.array([0]), np.array([0]), near)
    for store, edges in ((tmp_path / "one", [*mentions, *near]), (tmp_path / "many", [mentions, near])):
        with Catalog.create(store) as catalog:
            with catalog.exchange() as draft:
                draft.put_graph(nodes, edges, [])
            kept.append([*catalog.edges("MENTIONS"), *catalog.edges("SIMILAR")])
        assert kept[-1] == [*mentions, *near]
    assert kept[0][1].properties["spans"] == (3, 9, 12, 15)


def test_a_source_that_cannot_be_read_to_its_end_leaves_the_old_records(store):
    def records() -> Iterator[Record]:
        yield Record("b.txt", 0, "One.")
        raise InputError("broken", "b.txt", 2)

    with Catalog.create(store) as catalog:
        before = list(catalog.cache.records())
        with pytest.raises(InputError), catalog.cache.transaction():
            catalog.cache.put_source("b.txt", "digest", records())
        assert list(catalog.cache.records()) == before
        assert "b.txt" not in catalog.cache.sources()


def test_records_and_graph_come_back_as_they_went_in(tmp_path):
    record = Record(
        "a/b.jsonl",
        3,
        "Ab «stract» 摘要\u2028",
        4,
        "Title",
        "id",
        ("A. One", "B"),
        1999,
        "u",
        "d",
        ("k", "l"),
        lang="zh",
    )
    nodes = [
        Node("Concept", "c", {"id": "c", "name": "'c'", "aliases": ("x", "y"), "papers": 1}),
        Node("Paper", "p", {"id": "p", "title": 'T"', "abstract": "\\n", "lang": "en"}),
    ]
    properties = {"score": 0.1, "count": 2, "spans": (0, 1, 5, 6), "in_title": True}
    edge = Edge("MENTIONS", ("Paper", "p"), ("Concept", "c"), properties)
    merge = ("c", "x", "y", "spelling", 1.0)
    with Catalog.create(tmp_path) as catalog:
        with catalog.cache.transaction():
            catalog.cache.put_source("a/b.jsonl", "digest", [record])
        with catalog.exchange() as draft:
            draft.put_graph(nodes, [edge], [merge])
            draft.set_meta("generation", "1")
        assert list(catalog.cache.records()) == [record]
    with Catalog.open(tmp_path) as catalog:
        assert [*catalog.nodes("Concept"), *catalog.nodes("Paper")] == nodes
        assert list(catalog.edges("MENTIONS")) == [edge]
        assert list(catalog.merges()) == list(catalog.merges("c")) == [merge]
        assert list(catalog.merges("d")) == []


def test_nodes_and_edges_come_sorted_with_the_types_of_the_schema(seed_store):
    types = {"string": str, "integer": int, "float": float, "boolean": bool, "strings": tuple, "integers": tuple}
    with Catalog.open(seed_store) as catalog:
        for label, declared in NODES.items():
            nodes = list(catalog.nodes(label))
            assert [n.id for n in nodes] == sorted({n.id for n in nodes})
            for node in nodes:
                assert {k: type(v) for k, v in node.properties.items()} == {
                    k: types[declared[k]] for k in node.properties
                }
                assert node.properties["id"] == node.id
        for kind, (start, end, declared) in RELATIONSHIPS.items():
            edges = list(catalog.edges(kind))
            ends = [(e.start[1], e.end[1]) for e in edges]
            assert ends == sorted(set(ends))
            for edge in edges:
                assert (edge.start[0], edge.end[0]) == (start, end)
                assert {k: type(v) for k, v in edge.properties.items()} == {k: types[t] for k, t in declared.items()}


def test_every_relationship_joins_nodes_that_are_there(seed_store):
    with Catalog.open(seed_store) as catalog:
        keys = {node.key for label in NODES for node in catalog.nodes(label)}
        for kind in RELATIONSHIPS:
            for edge in catalog.edges(kind):
                assert {edge.start, edge.end} <= keys
