"""The map and the figures in a real Chromium."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from map_fixture import EACH, FIRST, TOPICS, number

PAGES = ("map", "strategic", "evolution", "timeline")


def details(page) -> str:
    return page.locator("#details").inner_text()


def test_all_topics_have_a_name_on_the_map_and_in_the_list(open_page):
    with open_page("map") as page:
        named = {name for kind, name in page.evaluate("papermesh.names()") if kind == "topics"}
        assert named == set(TOPICS)
        assert all(topic in details(page) for topic in TOPICS)
        assert page.locator("#counts").inner_text() == f"All {3 * EACH} papers of the corpus"
        assert "whose home" in str(page.locator("#details small").first.get_attribute("title"))


def test_names_on_the_map_do_not_overlap(open_page):
    for width in (400, 1280, 2560):
        with open_page("map", width) as page:
            boxes = page.evaluate("papermesh.boxes()")
            assert boxes
            for n, (left, top, right, bottom) in enumerate(boxes):
                for other in boxes[:n]:
                    assert right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top


def test_a_topic_opens_from_the_list_and_says_what_is_in_it(open_page):
    with open_page("map") as page:
        page.click(f"#details button:has-text({TOPICS[1]!r})")
        told = details(page)
        assert f"{EACH} papers" in told
        assert f"part of {TOPICS[1]}" in told
        assert "looms 0" in told
        page.keyboard.press("Escape")
        assert TOPICS[0] in details(page)


def test_a_paper_opens_from_the_map_and_leads_to_near_ones(open_page):
    with open_page("map") as page:
        page.evaluate("papermesh.view.zoomAt(8, ...Object.values(papermesh.screenPoint(7)))")
        at = page.evaluate("papermesh.screenPoint(7)")
        page.mouse.click(at["x"], at["y"])
        assert page.evaluate("papermesh.target()") == {"paper": 7}
        told = details(page)
        assert "On kilns, part 7" in told
        assert number(0, 7) in told
        page.click("#details button:has-text('On kilns, part 8')")
        assert page.evaluate("papermesh.target()") == {"paper": 8}


def test_years_leave_out_papers_of_others(open_page):
    with open_page("map") as page:
        page.locator("#until").fill(str(FIRST))
        assert page.locator("#counts").inner_text() == f"12 papers of {3 * EACH}"
        page.click(f"#details button:has-text({TOPICS[0]!r})")
        assert "4 papers" in details(page)


def test_search_finds_topics_concepts_and_papers(open_page):
    with open_page("map") as page:
        page.fill("#query", "looms")
        told = details(page)
        assert TOPICS[1] in told
        assert "looms 3" in told
        assert "On looms, part 1" in told
        page.fill("#query", "nothing of the kind")
        assert "Nothing is called so." in details(page)


def test_colours_may_tell_years_and_citations(open_page):
    with open_page("map") as page:
        for by, told in (("year", str(FIRST)), ("cited", "39"), ("topic", "")):
            page.select_option("#colour", by)
            assert told in page.locator("#scale").inner_text()


def test_the_map_is_saved_as_a_picture(open_page):
    with open_page("map") as page:
        with page.expect_download() as waiting:
            page.click("#png")
        assert waiting.value.path().read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("figure", PAGES[1:])
def test_a_mark_opens_its_papers_by_mouse_and_keyboard(open_page, figure):
    with open_page(figure) as page:
        mark = page.locator("[role=button][data-key]").first
        mark.focus()
        page.keyboard.press("Enter")
        assert page.locator("#details li").count() >= 1
        page.keyboard.press("Escape")
        assert page.locator("#details").is_hidden()
        mark.dispatch_event("click")
        assert page.locator("#details h1").inner_text()


@pytest.mark.parametrize("figure", PAGES[1:])
def test_a_figure_is_saved_as_a_drawing_and_as_pixels(open_page, figure):
    with open_page(figure) as page:
        saved = {}
        for kind in ("svg", "png"):
            with page.expect_download() as waiting:
                page.click(f"#{kind}")
            assert waiting.value.suggested_filename.endswith(f".{kind}")
            saved[kind] = waiting.value.path().read_bytes()
        assert saved["png"].startswith(b"\x89PNG")
        drawn = ElementTree.fromstring(saved["svg"])
        assert not any(mark.get("data-key") or mark.get("role") for mark in drawn.iter())


@pytest.mark.parametrize("name", PAGES)
def test_hostile_text_does_nothing_and_leads_nowhere(open_page, name):
    with open_page(f"hostile-{name}") as page:
        if name == "map":
            page.evaluate("papermesh.select({ paper: 3 })")
        else:
            page.locator("[role=button][data-key]").first.dispatch_event("click")
        assert page.locator("#details a").count() == 0
        assert page.locator("img, #details b, #details script").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_the_accessibility_checker_finds_nothing_serious(open_page, name, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe (group ci)").Axe()
    with open_page(name, color_scheme=scheme) as page:
        for opened in (False, True):
            if opened and name == "map":
                page.evaluate("papermesh.select({ topic: 0 })")
            elif opened:
                page.locator("[role=button][data-key]").first.dispatch_event("click")
            found = axe.run(page).response["violations"]
            serious = [(v["id"], v["nodes"][0]["html"][:200]) for v in found if v["impact"] in ("serious", "critical")]
            assert serious == []


def test_on_a_phone_the_map_stands_above_its_list(open_page):
    with open_page("map", 400, 800, has_touch=True) as page:
        assert page.evaluate("document.documentElement.scrollWidth") == 400
        box = page.locator("#side").bounding_box()
        assert box["y"] > 400
        assert page.evaluate("papermesh.names().length") > 0
