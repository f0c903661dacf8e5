"""Several nodes at once in the page, in a real Chromium: selecting them, and what one can do with them."""

from __future__ import annotations

import csv
import io
import json

CONCEPT = "Concept:neural-collapse"  # on the left, where no panel hides it
PAPERS = ["Paper:seed-2-0", "Paper:seed-3-4"]


def _point(page, key: str) -> tuple[float, float]:
    point = page.evaluate("key => papermesh.screenPoint(key)", key)
    return point["x"], point["y"]


def _add(page, key: str) -> None:
    page.keyboard.down("Shift")
    page.mouse.click(*_point(page, key))
    page.keyboard.up("Shift")


def _picked(page) -> set[str]:
    return set(page.evaluate("papermesh.picked()"))


def _taken(page, what: str) -> str:
    page.click("#open-takeaway")
    with page.expect_download() as waiting:
        page.click(f"[data-take={what}]")
    return waiting.value.path().read_text(encoding="utf-8-sig")


def test_shift_click_selects_several_and_takes_one_out_again(open_page):
    with open_page("seeds") as page:
        page.mouse.click(*_point(page, CONCEPT))
        _add(page, PAPERS[0])
        _add(page, PAPERS[1])
        assert _picked(page) == {CONCEPT, *PAPERS}  # what was looked at is one of them
        assert "1 concept · 2 papers" in page.inner_text("#panel h2")
        assert "3 selected" in page.inner_text("#counts")
        _add(page, CONCEPT)
        assert _picked(page) == set(PAPERS)
        page.mouse.click(*_point(page, CONCEPT))  # looking at something keeps the selection
        assert page.inner_text("#panel h2") == "neural collapse"
        assert _picked(page) == set(PAPERS)
        page.keyboard.press("Escape")
        assert "2 papers" in page.inner_text("#panel h2")
        page.keyboard.press("Escape")
        assert page.locator("#panel").is_hidden()
        assert _picked(page) == set()


def test_a_rectangle_selects_what_lies_in_it_and_moves_nothing(open_page):
    with open_page("seeds") as page:
        positions = {key: _point(page, key) for key in page.evaluate("papermesh.keys()")}
        right = max(x for x, _ in positions.values())
        top, bottom = 20, max(y for _, y in positions.values()) + 10
        page.keyboard.down("Shift")
        page.mouse.move(right - 200, top)
        page.mouse.down()
        page.mouse.move(right + 10, bottom, steps=5)
        assert page.locator("#band").is_visible()
        page.mouse.up()
        page.keyboard.up("Shift")
        assert page.locator("#band").is_hidden()
        assert _picked(page) == {key for key, (x, _) in positions.items() if x >= right - 200}
        assert {key: _point(page, key) for key in positions} == positions


def test_tables_hold_the_selection_only(open_page):
    with open_page("seeds") as page:
        for key in (CONCEPT, *PAPERS):
            _add(page, key)
        rows = list(csv.DictReader(io.StringIO(_taken(page, "csv"))))
        assert {f"{row['kind']}:{row['id']}" for row in rows} == {CONCEPT, *PAPERS}
        read = json.loads(_taken(page, "json"))
        assert {node["key"] for node in read["nodes"]} == {CONCEPT, *PAPERS}
        assert {end for r in read["relationships"] for end in (r["start"], r["end"])} <= {CONCEPT, *PAPERS}
        assert read["relationships"]
        assert _taken(page, "bibtex").count("@misc{") == 2


def test_a_selection_without_papers_makes_no_bibliography(open_page):
    with open_page("seeds") as page:
        _add(page, CONCEPT)
        page.click("#open-takeaway")
        page.click("[data-take=bibtex]")
        assert page.inner_text("#notice") == "No papers among these"


def test_the_list_selects_single_rows_ranges_and_all(open_page):
    with open_page("seeds") as page:
        page.click("#tab-list")
        rows = page.locator("#list tbody tr")
        rows.nth(1).locator("input").click()
        rows.nth(4).locator("input").click(modifiers=["Shift"])
        assert len(_picked(page)) == 4
        rows.nth(2).locator("button").click(modifiers=["Control"])
        assert len(_picked(page)) == 3
        page.click("[data-pick=all]")
        assert len(_picked(page)) == 45
        page.click("[data-pick=all]")
        assert _picked(page) == set()


def test_the_keyboard_alone_selects_two_nodes_and_joins_them(open_page):
    with open_page("seeds") as page:
        page.keyboard.press("l")
        for key in ("s", "ArrowDown", "ArrowDown", "s"):
            page.keyboard.press(key)
        assert len(_picked(page)) == 2
        assert page.locator("#panel").is_visible()
        page.locator("#panel [data-do=join]").focus()
        page.keyboard.press("Enter")
        page.wait_for_selector("#panel .way")
        steps = page.locator("#panel .way > li > a").all_inner_texts()
        assert len(steps) > 1


def test_a_link_and_the_back_button_keep_the_selection(open_page):
    with open_page("seeds") as page:
        _add(page, CONCEPT)
        _add(page, PAPERS[0])
        address = page.evaluate("location.hash")
        page.go_back()
        page.wait_for_function("() => papermesh.picked().length === 1")
    with open_page("seeds", hash=address) as page:
        assert _picked(page) == {CONCEPT, PAPERS[0]}


def test_hiding_the_selection_and_filters_leave_nothing_unseen_selected(open_page):
    with open_page("seeds") as page:
        for key in (CONCEPT, *PAPERS):
            _add(page, key)
        page.click("[data-filter='kinds:Paper']")
        assert _picked(page) == {CONCEPT}
        page.click("[data-filter='kinds:Paper']")
        page.click("#panel [data-do=hide]")
        assert not {CONCEPT, *PAPERS} & set(page.evaluate("papermesh.keys()"))
        assert _picked(page) == set()
        assert page.locator("#panel").is_hidden()


def test_hostile_names_can_be_selected(open_page):
    with open_page("hostile") as page:
        page.click("#tab-list")
        page.click("[data-pick=all]")
        assert page.eval_on_selector("#panel", "panel => panel.scrollWidth <= panel.clientWidth")
        assert page.eval_on_selector("#list", "list => list.scrollWidth <= list.clientWidth")
        assert page.locator("#panel script, #panel img, #panel [onclick]").count() == 0
        page.reload()
        page.wait_for_function("() => papermesh.picked().length === 45")
        assert page.evaluate("window.__pwned") is None
