"""Walking in the page, in a real Chromium: expanding, paths, hiding, pinning, the address."""

from __future__ import annotations

import pytest
from browser_fixture import do, keys, select
from view_fixture import walk_scene

CENTER = "Concept:knowledge-distillation"
POLICY = "Concept:dialogue-policy"


def test_the_ring_stays_out_until_a_node_is_expanded(open_page):
    scene = walk_scene()
    with open_page("walk") as page:
        before = keys(page)
        assert len(before) == scene.shown < len(scene.nodes)
        joined: dict[str, set[str]] = {key: set() for key in before}
        for edge in scene.edges:
            start, end = (":".join(key) for key in (edge.start, edge.end))
            joined.get(start, set()).add(end)
            joined.get(end, set()).add(start)
        most = max(sorted(before), key=lambda key: len(joined[key] - before))
        point = page.evaluate("key => papermesh.screenPoint(key)", most)
        page.mouse.dblclick(point["x"], point["y"])
        after = keys(page)
        assert before < after
        assert after - before <= joined[most]
        positions = page.evaluate("papermesh.keys().map((key) => papermesh.position(key))")
        assert len({tuple(position) for position in positions}) == len(after)


def test_a_reload_and_a_link_return_to_the_same_picture(open_page):
    with open_page("walk") as page:
        select(page, CENTER)
        do(page, "expand")
        select(page, next(key for key in sorted(keys(page)) if key.startswith("Paper:")))
        do(page, "expand")
        do(page, "pin")
        where = "papermesh.keys().sort().map((key) => [key, papermesh.position(key)])"
        before, address = page.evaluate(where), page.evaluate("location.hash")
        page.reload()
        page.wait_for_function("window.papermesh")
        assert page.evaluate(where) == before
        assert page.locator("#panel").is_visible()
    with open_page("walk", hash=address) as page:
        assert page.evaluate(where) == before


def test_back_and_forward_walk_through_what_was_looked_at(open_page):
    with open_page("walk") as page:
        select(page, CENTER)
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
    "hash",
    [
        "#select=Concept%3Anobody",
        "#picked=Concept%3Anobody,%E0%A4%A",
        "#expand=%E0%A4%A,x",
        "#years=ab&path=1,2,3&pin=a:b",
        "#&&=&x",
    ],
)
def test_a_broken_address_shows_the_page_all_the_same(open_page, hash):  # noqa: A002
    with open_page("walk", hash=hash) as page:
        assert len(keys(page)) == walk_scene().shown


def test_path_between_two_nodes_with_its_reasons(open_page):
    with open_page("seeds") as page:
        select(page, CENTER)
        do(page, "path")
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
        select(page, POLICY)
        do(page, "only")
        near = {end for edge in page.evaluate("papermesh.edges()") for end in (edge["from"], edge["to"])}
        assert POLICY in keys(page) == near
        do(page, "hide")
        assert POLICY not in keys(page)


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
        where = "papermesh.keys().map((key) => papermesh.position(key))"
        before = page.evaluate(where)
        page.click("#settle")
        page.wait_for_timeout(200)
        assert page.evaluate(where) != before
