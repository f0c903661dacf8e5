"""Finding in the page, in a real Chromium: the legend that filters, sliders, search, the list, the keyboard."""

from __future__ import annotations

import pytest
from browser_fixture import do, keys, select
from view_fixture import walk_scene

CENTER = "Concept:knowledge-distillation"


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
        assert "SIMILAR" not in {edge["type"] for edge in page.evaluate("papermesh.edges()")}


def test_a_topic_can_be_taken_out(open_page):
    with open_page("large") as page:
        tally = int(page.locator("[data-topic='0'] .tally").inner_text())
        before = len(keys(page))
        eye = page.locator("[data-filter='topics:0']")
        assert eye.get_attribute("aria-pressed") == "true"
        eye.click()
        assert eye.get_attribute("aria-pressed") == "false"
        assert len(keys(page)) == before - tally
        assert page.locator("#panel").is_hidden()


def _slide(page, name: str, value: int) -> None:
    page.eval_on_selector(
        f"[data-slider='{name}']",
        "(slider, value) => { slider.focus(); slider.value = value; slider.dispatchEvent(new Event('input')); }",
        value,
    )


def test_sliders_narrow_down_by_strength_steps_and_years(open_page):
    with open_page("walk") as page:
        everything = keys(page)
        _slide(page, "From year", 2021)
        years = {node.id: node.properties.get("year") for node in walk_scene().nodes}
        left = {key for key in keys(page) if key.startswith("Paper:")}
        assert left == {k for k in everything if k.startswith("Paper:") and years[k.partition(":")[2]] >= 2021}  # type: ignore[operator]
        _slide(page, "From year", 2019)
        assert keys(page) == everything
        _slide(page, "Strength", 60)
        assert keys(page) < everything
        assert "strength=60" in page.evaluate("location.hash")
        _slide(page, "Strength", 0)
        for key in sorted(k for k in everything if k.startswith("Paper:")):
            select(page, key)
            do(page, "expand")
        wider = keys(page)
        _slide(page, "Steps away", 1)
        assert CENTER in keys(page) < wider


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
        papers = [int(t) for t in page.locator("#list tbody td.column-papers").all_inner_texts() if t]
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
