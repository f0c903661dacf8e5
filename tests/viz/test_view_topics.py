"""Topics in the page, in a real Chromium: opened from the map and the legend, and joined by bands that say why."""

from __future__ import annotations

import pytest
from browser_fixture import do, keys, select


def _middle(box: dict) -> tuple[float, float]:
    return (box["left"] + box["right"]) / 2, (box["top"] + box["bottom"]) / 2


def test_a_click_on_the_name_of_a_topic_goes_there_and_tells_what_it_is(open_page):
    with open_page("large") as page:
        topic = page.evaluate("papermesh.topics()")[1]
        name = next(box["name"] for box in page.evaluate("papermesh.topicBoxes()") if box["topic"] == 1)
        before = page.evaluate("papermesh.scale()")
        page.mouse.click(*_middle(name))
        assert page.inner_text("#panel h2") == topic["name"]
        assert page.evaluate("papermesh.scale()") > before
        assert "select=topic%3A1" in page.evaluate("location.hash")
        told = page.inner_text("#panel")
        concepts = [key for key in topic["members"] if key.startswith("Concept:")]
        assert f"{len(concepts)} concepts" in told
        for part in ("Concepts", "Papers", "Near topics"):
            assert part in told
        panel = page.locator("#panel").bounding_box()
        for key in topic["members"]:
            point = page.evaluate("key => papermesh.screenPoint(key)", key)
            assert 320 < point["x"] < panel["x"]
            assert 0 < point["y"] < 800
        page.go_back()
        assert page.locator("#panel").is_hidden()


def test_the_keyboard_opens_a_topic_from_the_legend_and_hides_it_by_another_button(open_page):
    with open_page("large") as page:
        page.focus("[data-topic='0']")
        page.keyboard.press("Enter")
        assert page.inner_text("#panel h2") == page.evaluate("papermesh.topics()[0].name")
        everything = keys(page)
        do(page, "hide-topic")
        assert page.locator("[data-do=hide-topic]").get_attribute("aria-pressed") == "true"
        hidden = everything - keys(page)
        assert hidden == set(page.evaluate("papermesh.topics()[0].members"))
        do(page, "hide-topic")
        assert keys(page) == everything
        do(page, "select-topic")
        assert set(page.evaluate("papermesh.picked()")) == hidden


def test_a_topic_of_this_page_only_names_authors_and_years_of_what_is_shown(browser, seed_store, tmp_path):
    from dataclasses import replace

    from kg.core.graph import Node
    from kg.loaders import open_graph
    from kg.viz.page import write_page
    from kg.viz.scene import scene

    with open_graph(seed_store) as graph:
        seen = scene(graph, None, hops=1, limit=400)
    nodes = [replace(n, properties={**n.properties, "year": 2018 + i % 5}) if n.label == "Paper" else n
             for i, n in enumerate(seen.nodes)]  # fmt: skip
    ada = Node("Author", "ada", {"id": "ada", "name": "Ada"})
    authors = {node.key: [ada] for node in nodes if node.label == "Paper"}
    alone = replace(seen, nodes=tuple(nodes), authors=authors, corpus=replace(seen.corpus, topics=()), homes={})
    write_page(alone, tmp_path / "p.html", "p")
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto((tmp_path / "p.html").as_uri())
    page.wait_for_function("window.papermesh")
    select(page, "topic:0")
    papers = sum(key.startswith("Paper:") for key in page.evaluate("papermesh.topics()[0].members"))
    assert f"Ada\n{papers} papers" in page.inner_text("#panel section >> nth=-1")
    told = page.get_attribute("#panel .bars", "aria-label")
    assert sum(int(part.split(": ")[1]) for part in str(told).removeprefix("Papers by year: ").split(", ")) == papers
    page.close()


def test_a_topic_of_the_corpus_says_how_much_of_it_is_shown_and_tells_years_and_authors_of_all_of_it(browser, tmp_path):
    from map_fixture import EACH, FIRST, TOPICS, corpus

    from kg.viz.page import write_page
    from kg.viz.scene import scene

    seen = scene(corpus(), None, hops=1, limit=45)
    write_page(seen, tmp_path / "p.html", "p")
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto((tmp_path / "p.html").as_uri())
    page.wait_for_function("window.papermesh")
    for topic in page.evaluate("papermesh.topics()"):
        shown = sum(key.startswith("Paper:") for key in keys(page).intersection(topic["members"]))
        assert shown < EACH
        select(page, topic["key"])
        assert topic["name"] in TOPICS
        assert page.inner_text("#panel .facts").startswith(f"{shown} shown of {EACH} papers")
        told = str(page.get_attribute("#panel .bars", "aria-label"))
        assert told.startswith(f"Papers by year: {FIRST}: 4, {FIRST + 1}: 4, ")
        authors = page.inner_text(f"#panel section:has(h3:has-text('Authors of most, all {EACH} papers'))")
        assert "Weaver 0\n14 papers" in authors
    page.close()


def test_lines_between_topics_are_one_band_a_pair_and_say_why(open_page):
    def near(box: dict, x: float, y: float) -> bool:
        return box["left"] - 40 < x < box["right"] + 40 and box["top"] - 40 < y < box["bottom"] + 40

    with open_page("large") as page:
        bands = page.evaluate("papermesh.bands()")
        pairs = [tuple(band["between"]) for band in bands]
        assert len(pairs) == len(set(pairs)) > 3
        assert sorted(band["weight"] for band in bands) == [band["weight"] for band in bands]  # drawn by weight
        assert bands[0]["width"] <= bands[-1]["width"]
        home = {key: topic["id"] for topic in page.evaluate("papermesh.topics()") for key in topic["members"]}
        lines = [
            tuple(sorted((home.get(e["from"], -1), home.get(e["to"], -1)))) for e in page.evaluate("papermesh.edges()")
        ]
        for band in bands:
            assert band["lines"] == lines.count(tuple(band["between"]))
        for band in reversed(bands):
            ax, ay, bx, by = band["ends"]
            regions = [each["region"] for each in page.evaluate("papermesh.topicBoxes()")]
            boxes = [*page.evaluate("papermesh.labelBoxes()"), *regions]
            points = [(ax + t / 20 * (bx - ax), ay + t / 20 * (by - ay)) for t in range(1, 20)]
            bare = [point for point in points if not any(near(box, *point) for box in boxes)]
            if bare:
                break
        else:
            pytest.fail("no band lies bare")
        page.mouse.click(*bare[0])
        page.wait_for_selector("#panel:not([hidden])")
        assert page.inner_text("#panel .kind") == "Between two topics"
        assert page.locator("#panel .reason").count() > 0
        assert "mentions" in page.inner_text("#panel .reason >> nth=0")


def test_hidden_topics_have_no_bands(open_page):
    with open_page("large", hash="#topics=0") as page:
        assert page.evaluate("papermesh.bands()")
        assert not any(0 in band["between"] for band in page.evaluate("papermesh.bands()"))


@pytest.mark.parametrize("key", ["topic:0", "band:0-1"])
def test_the_accessibility_checker_finds_nothing_serious_in_topics(open_page, key):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe (group ci)").Axe()
    with open_page("large") as page:
        select(page, key)
        assert page.locator("#panel").is_visible()
        found = axe.run(page).response["violations"]
        assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found if v["impact"] in ("serious", "critical")] == []
