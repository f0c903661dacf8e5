"""Time in the page, in a real Chromium: bars that are the slider, what follows the chosen years, colours by year."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from browser_fixture import keys, select
from view_fixture import large_scene

from kg.viz.corpus import Corpus
from kg.viz.page import write_page
from kg.viz.scene import Scene

FIRST, LAST = 2015, 2020
# c0 only rises, c1 only falls, all others are as frequent in every year.
RISES, FALLS = {2019: 30, 2020: 30}, {2015: 30, 2016: 30}


def _dated() -> Scene:
    seen = large_scene(120, 40)
    nodes = [replace(n, properties={**n.properties, "year": FIRST + i % 6}) if n.label == "Paper" else n
             for i, n in enumerate(seen.nodes)]  # fmt: skip
    even = dict.fromkeys(range(FIRST, LAST + 1), 5)
    mentions = {node.id: even for node in nodes if node.label == "Concept"} | {"c0": RISES, "c1": FALLS}
    years = dict.fromkeys(range(FIRST, LAST + 1), 100)
    return replace(seen, nodes=tuple(nodes), corpus=Corpus({"Concept": 900, "Paper": 600}, years, mentions=mentions))


@pytest.fixture
def page(browser, tmp_path):
    write_page(_dated(), tmp_path / "dated.html", "dated")
    found = browser.new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    problems: list[str] = []
    found.on("console", lambda m: problems.append(m.text))
    found.on("pageerror", lambda e: problems.append(str(e)))
    found.goto((tmp_path / "dated.html").as_uri())
    found.wait_for_function("window.papermesh")
    yield found
    assert problems == []
    found.close()


def _slide(page, name: str, value: int) -> None:
    page.eval_on_selector(
        f"[data-slider='{name}']",
        "(slider, value) => { slider.focus(); slider.value = value; slider.dispatchEvent(new Event('input')); }",
        value,
    )


def test_the_bars_of_years_are_the_slider(page):
    bars = page.locator(".years .bars rect")
    assert bars.count() == LAST - FIRST + 1
    assert page.get_attribute(".years .bars", "aria-label").startswith("Papers by year: 2015: 100, 2016: 100")
    _slide(page, "From year", 2019)
    assert page.locator(".years rect.in").count() == 2
    assert page.inner_text(".years output") == "2019–2020"
    assert "years=2019-2020" in page.evaluate("location.hash")
    _slide(page, "To year", 2016)  # pushes the other handle
    assert page.inner_text(".years output") == "2016"
    page.focus("[data-slider='To year']")
    page.keyboard.press("ArrowRight")
    assert page.inner_text(".years output") == "2016–2017"


def test_sizes_counts_and_topics_follow_the_years(page):
    everything, sizes = keys(page), page.evaluate("papermesh.sizes()")
    tallies = page.locator("[data-topic] .tally").all_inner_texts()
    _slide(page, "From year", 2019)
    now = page.evaluate("papermesh.sizes()")
    assert "Concept:c1" not in keys(page)  # no paper of these years mentions it
    assert now["Concept:c0"] == 18.0
    assert now["Concept:c2"] == pytest.approx(6 + 12 * math.sqrt(10 / 60))
    shown = page.locator("[data-topic] .tally").all_inner_texts()
    assert sum(map(int, shown)) < sum(map(int, tallies))
    select(page, "Concept:c2")
    assert "in 10 papers of 2019–2020" in page.inner_text("#panel .facts")
    assert page.locator("#panel rect.in").count() == 2
    page.click("#tab-list")
    assert (
        page.locator("#list tbody tr", has_text=page.inner_text("#panel h2"))
        .locator("td.column-papers")
        .first.inner_text()
        == "10"
    )
    page.click("#reset")
    assert keys(page) == everything
    assert page.evaluate("papermesh.sizes()") == sizes


def test_colours_show_years_and_growth_with_a_key(page):
    page.click("[data-color=year]")
    fills = page.evaluate("papermesh.fills()")
    old, new = (fills[key] for key in ("Concept:c1", "Concept:c0"))
    assert old != new
    assert fills["Concept:c2"] not in (old, new)
    assert " or before" in page.inner_text(".key")
    page.click("[data-color=growth]")
    grown = page.evaluate("papermesh.fills()")
    assert len({grown[f"Concept:c{i}"] for i in range(3)}) == 3
    assert "four times" in page.inner_text(".key")
    assert len({fill for key, fill in grown.items() if key.startswith("Paper:")}) == 1  # papers do not grow
    page.click("[data-color=topic]")
    assert page.locator(".key").count() == 0


def test_a_concept_shows_its_trend(page):
    select(page, "Concept:c0")
    assert page.get_attribute("#panel .bars", "aria-label") == "Papers by year: 2019: 30, 2020: 30"


def test_the_accessibility_checker_finds_nothing_serious_in_years(page):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe (group ci)").Axe()
    page.click("[data-color=growth]")
    select(page, "Concept:c0")
    found = axe.run(page).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found if v["impact"] in ("serious", "critical")] == []
