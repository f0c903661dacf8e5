"""loaded.sqlite: the catalog that a server was made equal to, and what has changed since."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from graph_fixture import EDGES, NODES

from kg.core.errors import NoDifference
from kg.core.graph import NODES as LABELS
from kg.core.graph import RELATIONSHIPS, Edge, Node
from kg.pipeline.doctor import OK, WARNING, check_store
from kg.pipeline.repair import repair
from kg.store.catalog import FILE, Catalog
from kg.store.loaded import LOADED


def exchanged(store: Path, generation: str, nodes: list[Node], edges: list[Edge]) -> None:
    """Put this graph into the store."""
    order = [*LABELS, *RELATIONSHIPS]
    with Catalog.create(store) as catalog, catalog.exchange() as draft:
        draft.put_graph(
            sorted(nodes, key=lambda node: (order.index(node.label), node.id)),
            sorted(edges, key=lambda edge: (order.index(edge.type), edge.start[1], edge.end[1])),
            (),
        )
        draft.set_meta("generation", generation)


def other_graph() -> tuple[list[Node], list[Edge]]:
    """Of everything something new, changed and gone; what is new comes first, so that all numbers shift."""
    nodes = [node for node in NODES if node.id not in ("unused", "1e5", "a1")]
    changed = {
        ("Concept", "0007"): {"aliases": ("KD", "蒸馏")},
        ("Paper", "0007"): {"year": None, "abstract": "Another abstract."},
    }
    nodes = [
        replace(n, properties={k: v for k, v in (n.properties | changed.get(n.key, {})).items() if v is not None})
        for n in nodes
    ]
    lists = {name: () for name, type_ in LABELS["Paper"].items() if type_ == "strings"}
    new = {"id": "!", "title": "First", "abstract": "", "lang": "en", "url": "", **lists}
    nodes += [Node("Paper", "!", new), Node("Author", "!", {"id": "!", "name": "Grace Hopper", "aliases": ()})]
    kept = {node.key for node in nodes}
    edges = [edge for edge in EDGES if edge.start in kept and edge.end in kept and edge.type != "RELATED"]
    edges = [replace(e, properties={**e.properties, "score": 0.11}) if e.type == "MENTIONS" else e for e in edges]
    return nodes, [*edges, Edge("WROTE", ("Author", "!"), ("Paper", "true"), {"position": 0})]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Loaded when it was generation "one", built again since."""
    exchanged(tmp_path / "store", "one", NODES, EDGES)
    with Catalog.open(tmp_path / "store") as catalog:
        catalog.keep_loaded()
    exchanged(tmp_path / "store", "two", *other_graph())
    return tmp_path / "store"


def told(before: dict, now: dict) -> dict:
    """Key -> (before, now) of what is not the same."""
    pairs = {key: (before.get(key), now.get(key)) for key in before | now}
    return {key: pair for key, pair in pairs.items() if pair[0] != pair[1]}


def test_what_is_new_changed_and_gone_is_found_and_nothing_else(store: Path) -> None:
    nodes, edges = other_graph()
    with Catalog.open(store) as catalog:
        difference = catalog.since("one")
        assert difference
        for label in LABELS:
            expected = told(*({n.id: n.properties for n in some if n.label == label} for some in (NODES, nodes)))
            assert {id_: pair for id_, *pair in difference.nodes(label)} == {k: [*v] for k, v in expected.items()}
        for kind in RELATIONSHIPS:
            expected = told(
                *({(e.start[1], e.end[1]): e.properties for e in some if e.type == kind} for some in (EDGES, edges))
            )
            found = [((start, end), pair) for start, end, *pair in difference.edges(kind)]
            assert dict(found) == {k: [*v] for k, v in expected.items()}
            there = [ends for ends, (_, now) in found if now is not None]
            assert there == sorted(there)


def test_a_difference_is_known_of_the_generation_that_was_loaded_alone(store: Path) -> None:
    with Catalog.open(store) as catalog:
        assert catalog.since("zero") is None
        assert catalog.since("") is None
        assert catalog.since("two") is None
        assert catalog.since("one")
        catalog.keep_loaded()
    exchanged(store, "three", NODES, EDGES)
    with Catalog.open(store) as catalog:
        assert catalog.since("one") is None
        assert catalog.since("two")


def test_what_is_kept_takes_no_room_until_the_next_build_and_is_one_file(store: Path) -> None:
    with Catalog.open(store) as catalog:
        for _ in range(2):
            catalog.keep_loaded()
            assert (store / LOADED).samefile(store / FILE)
    exchanged(store, "three", NODES, EDGES)
    assert not (store / LOADED).samefile(store / FILE)
    assert sorted(path.name for path in store.iterdir()) == ["build.lock", "cache.sqlite", FILE, LOADED]


def test_nothing_is_kept_where_files_have_one_name_only(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError("not supported")

    monkeypatch.setattr(os, "link", refuse)
    with Catalog.open(store) as catalog:
        catalog.keep_loaded()
    assert not (store / LOADED).exists()


def test_nothing_is_kept_of_a_catalog_that_a_build_exchanged_during_the_load(store: Path) -> None:
    with Catalog.open(store) as catalog:
        exchanged(store, "three", NODES, EDGES)
        catalog.keep_loaded()
    assert sorted(path.name for path in store.iterdir()) == ["build.lock", "cache.sqlite", FILE]


def scribbled_on(kept: Path) -> None:
    """All pages but the first."""
    content = kept.read_bytes()
    kept.write_bytes(content[:16_384] + b"\xff" * (len(content) - 16_384))


@pytest.mark.parametrize("damage", [lambda kept: kept.write_bytes(b""), lambda kept: kept.write_bytes(b"x" * 9999)])
def test_a_file_that_is_no_catalog_counts_as_none(store: Path, damage) -> None:
    damage(store / LOADED)
    with Catalog.open(store) as catalog:
        assert catalog.since("one") is None


def test_damage_is_said_as_such_when_rows_are_read(store: Path) -> None:
    def read(catalog: Catalog) -> Iterator[object]:
        difference = catalog.since("one")
        assert difference
        (store / LOADED).write_bytes(broken)
        for label in LABELS:
            yield from difference.nodes(label)
        for kind in RELATIONSHIPS:
            yield from difference.edges(kind)

    content = (store / LOADED).read_bytes()
    broken = content[:16_384] + b"\xff" * (len(content) - 16_384)
    with Catalog.open(store) as catalog, pytest.raises(NoDifference, match=re.escape(LOADED)):
        list(read(catalog))


def test_doctor_tells_of_it_and_repair_removes_a_damaged_one(seed_store: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    shutil.copytree(seed_store, store, ignore=shutil.ignore_patterns(LOADED))  # other tests load it

    def found() -> dict[str, str]:
        return {each.check: each.state for each in check_store(store)}

    assert "loaded" not in found()
    shutil.copyfile(store / FILE, store / LOADED)
    assert found()["loaded"] == OK
    scribbled_on(store / LOADED)
    assert found()["loaded"] == WARNING
    assert found()["catalog"] == OK
    assert [each.check for each in repair(store)] == ["loaded"]
    assert "loaded" not in found()
