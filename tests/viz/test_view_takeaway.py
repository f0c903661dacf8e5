"""What one takes away from the page, in a real Chromium: pictures, tables, BibTeX, a Cypher query."""

from __future__ import annotations

import csv
import io
import json
import re
import struct
from xml.etree import ElementTree

from browser_fixture import keys, select
from graph_fixture import NODES, HandMade


def _taken(page, what: str, **options: str) -> tuple[str, bytes]:
    page.click("#open-takeaway")
    for name, value in options.items():
        page.select_option(f"#takeaway [name={name}]", value)
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


def _size(png: bytes) -> tuple[int, int]:
    return struct.unpack(">II", png[16:24])


def _texts(svg: bytes) -> list[str]:
    return [str(t.text) for t in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


def test_a_picture_for_slides_is_16_to_9_with_as_many_dots_as_asked_for(open_page):
    with open_page("large") as page:
        for dots in (1, 2, 4):
            _, png = _taken(page, "png", shape="wide", dots=str(dots))
            assert _size(png) == (1600 * dots, 900 * dots)


def test_a_picture_has_title_legend_and_source_and_no_strip_of_the_sidebar(open_page):
    with open_page("large") as page:
        _, svg = _taken(page, "svg", shape="seen")
        root = ElementTree.fromstring(svg)
        assert float(root.get("width", 0)) <= 1280 - page.locator("#sidebar").bounding_box()["width"]
        texts = _texts(svg)
        assert "Around large" in texts
        assert "papermesh · shown 120 concepts · 380 papers" in texts
        for topic in page.evaluate("papermesh.topics()"):
            assert any(topic["name"].startswith(text.rstrip("…")) for text in texts if len(text) > 8)
        _, zoomed = _taken(page, "svg", shape="wide")
        assert [ElementTree.fromstring(zoomed).get(name) for name in ("width", "height")] == ["1600", "900"]
    with open_page("seeds") as page:
        page.keyboard.press("-")
        page.keyboard.press("-")
        page.keyboard.press("-")
        page.wait_for_timeout(100)
        _, svg = _taken(page, "svg", shape="seen")
        assert float(ElementTree.fromstring(svg).get("width", 0)) < 700  # cropped to the graph


def test_a_picture_is_light_or_dark_whatever_the_page_is(open_page):
    with open_page("seeds", color_scheme="light") as page:
        page.click("#open-takeaway")
        assert page.input_value("#takeaway [name=colors]") == "light"
        page.keyboard.press("Escape")
        grounds = [
            _taken(page, "svg", colors=colors)[1].decode().split('fill="')[1][:7] for colors in ("light", "dark")
        ]
        assert grounds == ["#faf9f6", "#15181c"]
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(250, 249, 246)"


def test_the_printed_page_is_the_picture_in_lines_and_what_is_open(open_page):
    with open_page("seeds") as page:
        select(page, "Concept:knowledge-distillation")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        page.emulate_media(media="print")
        sheet = page.locator("#print svg").bounding_box()
        assert sheet["y"] + sheet["height"] <= page.locator("#panel").bounding_box()["y"] + 1
        assert "Around seeds" in page.text_content("#print")
        assert page.locator("#panel").is_visible()
        for hidden in ("#picture", "#sidebar", "#tools", "#zoom", "#panel .actions"):
            assert page.locator(hidden).is_hidden(), hidden
        page.emulate_media(media="screen")
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert page.locator("#print *").count() == 0


def test_an_embedded_page_is_the_picture_alone(open_page):
    for address in ("#embed", "?embed"):
        with open_page("seeds", 800, 500, hash=address) as page:
            for hidden in ("#sidebar", "#tools", "#zoom"):
                assert page.locator(hidden).is_hidden()
            for key in keys(page):
                point = page.evaluate("key => papermesh.screenPoint(key)", key)
                assert 0 < point["x"] < 800
                assert 0 < point["y"] < 500
            select(page, "Concept:knowledge-distillation")
            assert page.locator("#panel").is_visible()
            page.reload()
            page.wait_for_function("window.papermesh")
            assert page.locator("#sidebar").is_hidden()


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
