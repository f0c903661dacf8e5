"""Walking in the page, in a real Chromium: filters, expanding, paths, the address, the list, what one takes away."""

from __future__ import annotations

import csv
import io
import json
import re
from xml.etree import ElementTree

import pytest
from view_fixture import walk_scene

CENTER = "Concept:knowledge-distillation"
POLICY = "Concept:dialogue-policy"


def _keys(page) -> set[str]:
    return set(page.evaluate("papermesh.keys()"))


def _select(page, key: str) -> None:
    page.evaluate("key => papermesh.select(key)", key)


def _do(page, what: str) -> None:
    page.click(f"#panel [data-do={what}]")


def test_the_ring_stays_out_until_a_node_is_expanded(open_page):
    scene = walk_scene()
    with open_page("walk") as page:
        before = _keys(page)
        assert len(before) == scene.shown < len(scene.nodes)
        joined: dict[str, set[str]] = {key: set() for key in before}
        for edge in scene.edges:
            start, end = (":".join(key) for key in (edge.start, edge.end))
            joined.get(start, set()).add(end)
            joined.get(end, set()).add(start)
        most = max(sorted(before), key=lambda key: len(joined[key] - before))
        point = page.evaluate("key => papermesh.screenPoint(key)", most)
        page.mouse.dblclick(point["x"], point["y"])
        after = _keys(page)
        assert before < after
        assert after - before <= joined[most]
        places = page.evaluate("papermesh.keys().map((key) => papermesh.place(key))")
        assert len({tuple(place) for place in places}) == len(after)


def test_a_reload_and_a_link_return_to_the_same_picture(open_page):
    with open_page("walk") as page:
        _select(page, CENTER)
        _do(page, "expand")
        _select(page, next(key for key in sorted(_keys(page)) if key.startswith("Paper:")))
        _do(page, "expand")
        _do(page, "pin")
        where = "papermesh.keys().sort().map((key) => [key, papermesh.place(key)])"
        before, address = page.evaluate(where), page.evaluate("location.hash")
        page.reload()
        page.wait_for_function("window.papermesh")
        assert page.evaluate(where) == before
        assert page.locator("#panel").is_visible()
    with open_page("walk", hash=address) as page:
        assert page.evaluate(where) == before


def test_back_and_forward_walk_through_what_was_looked_at(open_page):
    with open_page("walk") as page:
        _select(page, CENTER)
        page.click("#panel .items a >> nth=0")
        second = page.inner_text("#panel h2")
        assert second != "knowledge distillation"
        page.go_back()
        page.wait_for_function("document.querySelector('#panel h2').textContent === 'knowledge distillation'")
        page.go_forward()
        page.wait_for_function("name => document.querySelector('#panel h2').textContent === name", arg=second)
        page.go_back()
        page.go_back()
        page.wait_for_function("document.querySelector('#panel').hidden")


@pytest.mark.parametrize(
    "hash", ["#select=Concept%3Anobody", "#expand=%E0%A4%A,x", "#years=ab&path=1,2,3&pin=a:b", "#&&=&x"]
)
def test_a_broken_address_shows_the_page_all_the_same(open_page, hash):  # noqa: A002
    with open_page("walk", hash=hash) as page:
        assert len(_keys(page)) == walk_scene().shown


def test_the_legend_counts_and_takes_out(open_page):
    with open_page("seeds") as page:
        papers = page.locator("[data-filter='kinds:Paper']")
        assert papers.inner_text().split() == ["papers", "28"]
        papers.click()
        assert papers.get_attribute("aria-pressed") == "false"
        assert page.inner_text("#counts") == "17 concepts"
        assert "28" in papers.inner_text()
        page.click("#reset")
        assert page.inner_text("#counts") == "17 concepts · 28 papers"
        page.click("[data-filter='types:SIMILAR']")
        assert "SIMILAR" not in {link["type"] for link in page.evaluate("papermesh.links()")}


def test_a_topic_can_be_taken_out(open_page):
    with open_page("large") as page:
        row = page.locator("[data-filter='topics:0']")
        tally = int(row.locator(".tally").inner_text())
        before = len(_keys(page))
        row.click()
        assert len(_keys(page)) == before - tally


def _slide(page, name: str, value: int) -> None:
    page.eval_on_selector(
        f"[data-slider='{name}']",
        "(slider, value) => { slider.focus(); slider.value = value; slider.dispatchEvent(new Event('input')); }",
        value,
    )


def test_sliders_narrow_down_by_strength_steps_and_years(open_page):
    with open_page("walk") as page:
        everything = _keys(page)
        _slide(page, "From year", 2021)
        years = {node.id: node.properties.get("year") for node in walk_scene().nodes}
        left = {key for key in _keys(page) if key.startswith("Paper:")}
        assert left == {k for k in everything if k.startswith("Paper:") and years[k.partition(":")[2]] >= 2021}  # type: ignore[operator]
        _slide(page, "From year", 2019)
        assert _keys(page) == everything
        _slide(page, "Strength", 60)
        assert _keys(page) < everything
        assert "strength=60" in page.evaluate("location.hash")
        _slide(page, "Strength", 0)
        for key in sorted(k for k in everything if k.startswith("Paper:")):
            _select(page, key)
            _do(page, "expand")
        wider = _keys(page)
        _slide(page, "Steps away", 1)
        assert CENTER in _keys(page) < wider


def test_path_between_two_nodes_with_its_reasons(open_page):
    with open_page("seeds") as page:
        _select(page, CENTER)
        _do(page, "path")
        page.keyboard.press("/")
        page.keyboard.type("dialogue policy")
        page.keyboard.press("Enter")
        assert page.inner_text("#panel h2") == "knowledge distillation → dialogue policy"
        steps = page.locator("#panel .way > li > a").all_inner_texts()
        assert steps[0].strip() == "knowledge distillation"
        assert steps[-1].strip() == "dialogue policy"
        reasons = page.locator("#panel .why").all_inner_texts()
        assert len(reasons) == len(steps) - 1 > 0
        assert all(len(reason) > 20 for reason in reasons)
        page.keyboard.press("Escape")
        assert page.locator("#panel").is_hidden()


def test_only_neighbours_and_hide(open_page):
    with open_page("seeds") as page:
        _select(page, POLICY)
        _do(page, "only")
        near = {end for link in page.evaluate("papermesh.links()") for end in (link["from"], link["to"])}
        assert POLICY in _keys(page) == near
        _do(page, "hide")
        assert POLICY not in _keys(page)


def test_dragging_a_node_pins_it(open_page):
    with open_page("seeds") as page:
        point = page.evaluate("key => papermesh.screenPoint(key)", CENTER)
        page.mouse.move(point["x"], point["y"])
        page.mouse.down()
        page.mouse.move(point["x"] + 60, point["y"] + 40, steps=4)
        page.mouse.up()
        moved = page.evaluate("key => papermesh.screenPoint(key)", CENTER)
        assert (round(moved["x"] - point["x"]), round(moved["y"] - point["y"])) == (60, 40)
        assert "pin=" in page.evaluate("location.hash")
        page.click("#settle")
        page.wait_for_timeout(300)
        assert page.evaluate("key => papermesh.screenPoint(key)", CENTER) == pytest.approx(moved, abs=2)


def test_settling_moves_only_when_asked(open_page):
    with open_page("seeds") as page:
        where = "papermesh.keys().map((key) => papermesh.place(key))"
        before = page.evaluate(where)
        page.click("#settle")
        page.wait_for_timeout(200)
        assert page.evaluate(where) != before


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("zszl", "knowledge distillation"),
        ("knowlege distilation", "knowledge distillation"),
        ("lbxx", "federated learning"),
    ],
)
def test_search_knows_pinyin_initials_and_forgives_misspelling(open_page, typed, name):
    with open_page("seeds") as page:
        page.keyboard.press("/")
        page.keyboard.type(typed)
        assert page.locator("#found .option bdi").first.inner_text() == name


def test_the_list_shows_what_the_picture_shows_and_sorts(open_page):
    with open_page("seeds") as page:
        page.click("#tab-list")
        rows = page.locator("#list tbody tr")
        assert rows.count() == 45
        page.click("[data-sort=papers]")
        page.click("[data-sort=papers]")
        head = page.locator("#list th", has_text="Papers")
        order = head.get_attribute("aria-sort")
        papers = [int(t) for t in page.locator("#list tbody tr td.number:nth-of-type(2)").all_inner_texts() if t]
        assert papers == sorted(papers, reverse=order == "descending")
        page.click("[data-sort=name]")
        names = page.locator("#list tbody bdi").all_inner_texts()
        assert names == sorted(names, key=str.lower)
        page.click("[data-sort=name]")
        assert page.locator("#list tbody bdi").all_inner_texts() == names[::-1]


def test_the_keyboard_alone_reaches_a_paper_its_evidence_and_the_way_back(open_page):
    with open_page("seeds") as page:
        page.keyboard.press("l")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        name = page.evaluate("document.activeElement.textContent")
        page.keyboard.press("Enter")
        assert page.inner_text("#panel h2") == name
        assert page.evaluate("document.activeElement.id") == "details"
        page.keyboard.press("Escape")
        assert page.locator("#panel").is_hidden()
        page.keyboard.press("?")
        assert page.locator("#help").is_visible()
        page.keyboard.press("Escape")
        assert page.locator("#help").is_hidden()


def _taken(page, what: str) -> tuple[str, bytes]:
    page.click("#open-takeaway")
    with page.expect_download() as waiting:
        page.click(f"[data-take={what}]")
    path = waiting.value.path()
    return waiting.value.suggested_filename, path.read_bytes()


def test_what_is_taken_away_holds_what_is_shown(open_page):
    with open_page("walk") as page:
        shown = _keys(page)
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


def test_dark_and_light_can_be_chosen(open_page):
    with open_page("seeds", color_scheme="light") as page:
        ground = "getComputedStyle(document.body).backgroundColor"
        light = page.evaluate(ground)
        page.click("#theme")
        dark = page.evaluate(ground)
        assert dark != light
        page.reload()
        page.wait_for_function("window.papermesh")
        assert page.evaluate(ground) == dark
        page.click("#theme")
        assert page.evaluate(ground) == light


def test_a_phone_opens_legend_and_list_as_a_sheet(open_page):
    with open_page("seeds", 400, 800, has_touch=True) as page:
        assert page.locator("#legend").is_hidden()
        page.click("#tab-list")
        assert page.locator("#list tbody tr").count() == 45
        assert page.evaluate("document.documentElement.scrollWidth") == 400
        page.locator("#list tbody button").first.click()
        assert page.locator("#panel").is_visible()
        page.click("#tab-list")
        assert page.locator("#list").is_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["seeds", "hostile"])
def test_the_accessibility_checker_finds_nothing_serious(open_page, name, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    with open_page(name, color_scheme=scheme) as page:
        for prepare in ("0", "papermesh.select(papermesh.keys()[0])", "document.querySelector('#tab-list').click()",
                        "document.querySelector('#open-takeaway').click()"):  # fmt: skip
            page.evaluate(prepare)
            found = axe.run(page).response["violations"]
            serious = [(v["id"], v["nodes"][0]["html"][:200]) for v in found if v["impact"] in ("serious", "critical")]
            assert serious == [], prepare


def test_hostile_text_stays_text_in_list_legend_search_and_every_filter(open_page):
    with open_page("hostile") as page:
        page.click("#tab-list")
        for column in ("kind", "papers", "name"):
            page.click(f"[data-sort={column}]")
        assert page.locator("#list tbody tr").count() == 45
        assert page.eval_on_selector("#list", "list => list.scrollWidth <= list.clientWidth")
        for key in page.evaluate("papermesh.keys()")[:20]:
            _select(page, key)
            for what in ("expand", "only", "only", "pin", "pin"):
                _do(page, what)
            address = page.evaluate("location.hash")
            page.evaluate("hash => { location.hash = ''; location.hash = hash; }", address)
        page.click("#tab-legend")
        assert page.eval_on_selector("#legend", "legend => legend.scrollWidth <= legend.clientWidth")
        for row in page.locator("[data-filter]").all():
            row.click()
        page.keyboard.press("/")
        page.keyboard.type("script")
        page.keyboard.press("Enter")
        page.click("#open-takeaway")
        page.click("[data-take=cypher]")
        assert "RETURN" in page.input_value("#cypher")
        assert page.evaluate("window.__pwned") is None


def test_the_cypher_query_gives_the_nodes_of_the_view(browser, seed_store, tmp_path):
    from kg.loaders import explore
    from kg.loaders.store import open_graph
    from kg.viz.page import write_page
    from kg.viz.scene import scene

    with open_graph(seed_store) as graph:
        write_page(scene(graph, explore.resolve(graph, "neural collapse"), hops=2, limit=20), tmp_path / "p.html", "p")
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
