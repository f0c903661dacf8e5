"""What a build puts into the graph."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from seed_fixture import dump, seed_papers, write_jsonl

from kg.core.errors import InputError
from kg.pipeline.build import build
from kg.store.catalog import Catalog

LISTS = ("authors", "issn", "isbn", "keywords", "keyword_sources", "cites_outside")
TESTS = Path(__file__).parents[1]


def test_a_paper_in_two_sources_is_one_node_with_two_contains(corpus):
    shared = seed_papers()[0]
    one = write_jsonl(corpus.folder / "one.jsonl", [seed_papers()[1], shared])
    two = corpus.folder / "two.txt"
    two.write_text(f"{shared.abstract}\ntranslated by 谷歌翻译\n", encoding="utf-8")
    store = corpus.new_store()
    assert build([one, two], store, fast=True).papers == 2
    with Catalog.open(store) as catalog:
        (node,) = [n for n in catalog.nodes("Paper") if n.properties["abstract"] == shared.abstract]
        paths = {n.key: str(n.properties["path"]).rpartition("/")[2] for n in catalog.nodes("Source")}
        contains = [e for e in catalog.edges("CONTAINS") if e.end == node.key]
        assert {paths[e.start]: e.properties["position"] for e in contains} == {"one.jsonl": 1, "two.txt": 0}


def test_duplicates_inside_one_source_are_one_paper_at_the_first_place(corpus):
    shared = seed_papers()[0]
    other = {"abstract": shared.abstract.upper(), "year": 2020}
    source = write_jsonl(corpus.folder / "one.jsonl", [seed_papers()[1], shared, other, shared])
    store = corpus.new_store()
    assert build([source], store, fast=True).papers == 2
    with Catalog.open(store) as catalog:
        (node,) = [n for n in catalog.nodes("Paper") if n.properties["abstract"] == shared.abstract]
        assert node.properties["year"] == 2020
        assert [e.properties["position"] for e in catalog.edges("CONTAINS") if e.end == node.key] == [1]


def test_authors_become_nodes_in_their_order(corpus):
    entries = [
        {"id": "p1", "title": "One", "abstract": "Graph pruning.", "authors": ["Ada Lovelace", "Wang Wei"]},
        {"id": "p2", "title": "Two", "abstract": "Graph search.", "authors": ["wang  wei", "Bo Chen", "Ada Lovelace"]},
        {"id": "p3", "title": "Three", "abstract": "Nobody wrote this."},
    ]
    store = corpus.new_store()
    build([write_jsonl(corpus.folder / "authors.jsonl", entries)], store, fast=True)
    with Catalog.open(store) as catalog:
        names = {n.id: str(n.properties["name"]) for n in catalog.nodes("Author")}
        assert sorted(name.casefold().split()[0] for name in names.values()) == ["ada", "bo", "wang"]
        wrote = sorted(
            (e.end[1], e.properties["position"], names[e.start[1]].split()[0].lower()) for e in catalog.edges("WROTE")
        )
    assert wrote == [("p1", 0, "ada"), ("p1", 1, "wang"), ("p2", 0, "wang"), ("p2", 1, "bo"), ("p2", 2, "ada")]


def test_papers_lead_to_their_venues(corpus):
    entries = [
        {"id": "a", "title": "On looms", "journal": "Journal of Looms", "shortjournal": "J. Looms", "volume": "7"},
        {"id": "b", "title": "On warps", "journal": "J. Looms", "pages": "1-2"},
        {"id": "c", "title": "On wefts"},
    ]
    store = corpus.new_store()
    build([write_jsonl(corpus.folder / "venues.jsonl", entries)], store, fast=True)
    with Catalog.open(store) as catalog:
        (venue,) = catalog.nodes("Venue")
        assert (venue.name, venue.properties["aliases"]) == ("Journal of Looms", ("J. Looms",))
        assert [(edge.start[1], edge.end) for edge in catalog.edges("PUBLISHED_IN")] == [
            ("a", venue.key),
            ("b", venue.key),
        ]
        papers = {node.id: node.properties for node in catalog.nodes("Paper")}
        assert (papers["a"]["volume"], papers["b"]["venue"], papers["b"]["pages"]) == ("7", "J. Looms", "1-2")


def test_given_fields_are_properties_and_missing_ones_are_absent(corpus):
    entries = [
        {"id": "p1", "title": "On Pruning", "abstract": "Graph pruning.", "year": 2021, "url": "https://example.org/1"},
        {"abstract": "We search graphs with a fast index structure."},
    ]
    store = corpus.new_store()
    build([write_jsonl(corpus.folder / "fields.jsonl", entries)], store, fast=True)
    with Catalog.open(store) as catalog:
        nodes = {n.properties["abstract"]: dict(n.properties) for n in catalog.nodes("Paper")}
    full = nodes["Graph pruning."]
    assert (full["id"], full["title"], full["year"]) == ("p1", "On Pruning", 2021)
    assert (full["url"], full["lang"]) == ("https://example.org/1", "en")
    bare = nodes["We search graphs with a fast index structure."]
    assert bare.keys() == {"id", "title", "abstract", "lang", *LISTS}
    assert bare["cites_outside"] == (), "a list is empty, not missing"
    assert bare["title"]


def test_a_given_title_is_searched_too(corpus):
    entries = [
        {"id": "p1", "title": "Magnitude pruning in practice", "abstract": "We remove weights."},
        {"id": "p2", "title": "Speech", "abstract": "Magnitude pruning for speech. Magnitude pruning is good."},
    ]
    store = corpus.new_store()
    build([write_jsonl(corpus.folder / "titles.jsonl", entries)], store, fast=True)
    with Catalog.open(store) as catalog:
        (node,) = [n for n in catalog.nodes("Concept") if str(n.properties["name"]).lower() == "magnitude pruning"]
        found = {e.start[1]: dict(e.properties) for e in catalog.edges("MENTIONS") if e.end == node.key}
    assert (found["p1"]["in_title"], found["p1"]["count"], found["p1"]["spans"]) == (True, 1, ())
    assert (found["p2"]["in_title"], found["p2"]["count"]) == (False, 2)


def test_one_paper_alone_makes_a_graph(corpus):
    store = corpus.new_store()
    report = build([write_jsonl(corpus.folder / "one.jsonl", [seed_papers()[0]])], store, fast=True)
    assert report.papers == 1
    assert report.concepts == report.mentions > 0
    with Catalog.open(store) as catalog:
        assert list(catalog.edges("SIMILAR")) == list(catalog.edges("RELATED")) == []


def test_papers_without_a_word_in_them_are_kept(corpus):
    entries = [{"id": "p1", "abstract": "???"}, {"id": "p2", "abstract": "1234"}, {"id": "p3", "title": "Graphs"}]
    store = corpus.new_store()
    assert build([write_jsonl(corpus.folder / "odd.jsonl", entries)], store).papers == 3
    assert json.loads(dump(store).splitlines()[0])[0] == "Source"


def test_a_first_build_that_fails_on_its_input_leaves_no_store(corpus):
    store = corpus.new_store()
    with pytest.raises(InputError):
        build([write_jsonl(corpus.folder / "bad.jsonl", ["{"])], store, fast=True)
    assert not store.exists()


def test_an_authors_keyword_joins_papers_that_do_not_spell_it_out(corpus):
    keyed = {"id": "1", "abstract": "We train on many phones, with no data moved.", "keywords": ["federated learning"]}
    spelled = {"id": "2", "abstract": "Federated learning keeps the data where it is collected."}
    store = corpus.new_store()
    build([write_jsonl(corpus.folder / "keywords.jsonl", [keyed, spelled])], store, fast=True)
    with Catalog.open(store) as catalog:
        joined = {e.start[1]: e.properties for e in catalog.edges("MENTIONS") if e.end[1] == "federated-learning"}
    assert joined.keys() == {"1", "2"}
    assert joined["1"]["spans"] == ()
    assert len(joined["2"]["spans"]) == 2
