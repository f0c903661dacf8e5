"""For whom the page works, in a real Chromium: light and dark, phones, screen readers, hostile text."""

from __future__ import annotations

import pytest
from browser_fixture import do, select


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


def test_it_is_printed_light_and_without_its_buttons(open_page):
    with open_page("seeds", color_scheme="dark") as page:
        ground = "getComputedStyle(document.body).backgroundColor"
        picture = "document.querySelector('canvas').toDataURL()"
        dark, drawn = page.evaluate(ground), page.evaluate(picture)
        page.emulate_media(media="print", color_scheme="dark")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert page.evaluate(ground) == "rgb(250, 249, 246)"
        assert page.evaluate(picture) != drawn
        assert page.locator("#zoom").is_hidden()
        page.emulate_media(media="screen", color_scheme="dark")
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert page.evaluate(ground) == dark


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
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe (group ci)").Axe()
    with open_page(name, color_scheme=scheme) as page:
        for prepare in ("0", "papermesh.select(papermesh.keys()[0])", "document.querySelector('#tab-list').click()",
                        "papermesh.select(null); document.querySelector('[data-pick=all]').click()",
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
            select(page, key)
            for what in ("expand", "only", "only", "pin", "pin"):
                do(page, what)
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
