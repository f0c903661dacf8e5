"""What one takes away from the page, in a real Chromium: pictures, tables, BibTeX, a Cypher query."""

from __future__ import annotations

import csv
import io
import json
import re
from xml.etree import ElementTree

from browser_fixture import keys
from graph_fixture import NODES, HandMade


def _taken(page, what: str) -> tuple[str, bytes]:
    page.click("#open-takeaway")
    with page.expect_download() as waiting:
        page.click(f"[data-take={what}]")
    path = waiting.value.path()
    return waiting.value.suggested_filename, path.read_bytes()


def test_what_is_taken_away_holds_what_is_shown(open_page):
    with open_page("walk") as page:
        shown = keys(page)
        name, png = _taken(page, "png")
        assert name == "papermesh-Around-walk.png"
        assert png.startswith(b"\x89PNG")
        _, svg = _taken(page, "svg")
        texts = {t.text for t in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")}
        assert any("distillation" in str(text) for text in texts)
        _, table = _taken(page, "csv")
        rows = list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"))))
        assert {f"{row['kind']}:{row['id']}" for row in rows} == shown
        _, data = _taken(page, "json")
        read = json.loads(data)
        assert {node["key"] for node in read["nodes"]} == shown
        assert {r["type"] for r in read["relationships"]} >= {"MENTIONS"}
        _, bib = _taken(page, "bibtex")
        assert bib.decode().count("@misc{") == sum(key.startswith("Paper:") for key in shown)
        assert "year = {20" in bib.decode()


def test_hostile_names_are_taken_away_as_text(open_page):
    with open_page("hostile") as page:
        _, svg = _taken(page, "svg")
        root = ElementTree.fromstring(svg)
        assert {element.tag.rpartition("}")[2] for element in root.iter()} == {"svg", "rect", "path", "text"}
        _, table = _taken(page, "csv")
        rows = list(csv.reader(io.StringIO(table.decode("utf-8-sig"))))
        assert {len(row) for row in rows} == {7}
        assert len(rows) == 46
        _, bib = _taken(page, "bibtex")
        depth = 0
        for character in re.sub(r"\\[{}]", "", bib.decode()):
            depth += {"{": 1, "}": -1}.get(character, 0)
            assert depth >= 0
        assert depth == 0


def test_the_bibliography_of_the_page_is_that_of_the_export(browser, tmp_path):
    """Whether or not the authors and venues are on the page. Characters that mislead are dropped there, told here."""
    from kg.core.graph_store import GraphSource
    from kg.loaders.files.bibtex import bibtex
    from kg.loaders.networkx import NetworkXGraph
    from kg.viz.page import write_page
    from kg.viz.scene import steps

    source: GraphSource = HandMade([each for each in NODES if each.id != "2101.00001"], [])
    graph = NetworkXGraph()
    graph.load(source)
    papers = list(source.nodes("Paper"))
    write_page(steps(graph, papers), tmp_path / "p.html", "p")
    page = browser.new_page()
    page.goto((tmp_path / "p.html").as_uri())
    _, taken = _taken(page, "bibtex")
    page.close()

    def entries(text: str) -> set[str]:
        plain = re.sub(r"\s+\}", "}", re.sub("[\u202e\ufffd]", "", text))
        return {entry.strip() for entry in plain.split("\n\n")} - {""}

    wanted = "".join(bibtex(source))
    assert "journal = {J. Distill.}" in wanted
    assert entries(taken.decode()) == entries(wanted)


def test_the_cypher_query_gives_the_nodes_of_the_view(browser, seed_store, tmp_path):
    from kg.explore.find.resolve import resolve
    from kg.loaders import open_graph
    from kg.viz.page import write_page
    from kg.viz.scene import scene

    with open_graph(seed_store) as graph:
        write_page(scene(graph, resolve(graph, "neural collapse"), hops=2, limit=20), tmp_path / "p.html", "p")
        page = browser.new_page()
        page.goto((tmp_path / "p.html").as_uri())
        page.click("#open-takeaway")
        page.click("[data-take=cypher]")
        query, shown = page.input_value("#cypher"), set(page.evaluate("papermesh.keys()"))
        page.close()
        rows = list(graph.query(query, {}).rows)
        found = {f"{node['labels'][0]}:{node['id']}" for row in rows for node in (row["a"], row["b"]) if node}  # type: ignore[index]
        assert found == shown
        assert any(row["r"] for row in rows)
