"""How the page is laid out, in a real Chromium: what folds away where there is little room, and what a panel tells."""

from __future__ import annotations

import html

import pytest
from browser_fixture import do, keys, select
from view_fixture import alone

from kg.core.graph import Edge, Node
from kg.viz.corpus import Corpus
from kg.viz.page import render_page
from kg.viz.scene import Scene

CONCEPT = "Concept:knowledge-distillation"


def _width(page, selector: str) -> float:
    return page.locator(selector).bounding_box()["width"] if page.is_visible(selector) else 0


@pytest.mark.parametrize("width", [620, 900, 1000])
def test_below_a_thousand_pixels_legend_and_list_fold_away(open_page, width):
    with open_page("seeds", width, 680) as page:
        assert page.locator("#legend").is_hidden()
        assert page.locator("#head").bounding_box()["height"] < 70
        page.click("#tab-legend")
        assert page.locator("#legend").is_visible()
        select(page, CONCEPT)
        assert page.locator("#legend").is_hidden()
        assert width - _width(page, "#panel") > 0.5 * width
        page.click("#tab-list")
        page.click("#tab-list")
        assert page.locator("#list").is_hidden()
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_in_a_frame_the_sidebar_folds_away_at_any_width(browser, pages, tmp_path):
    held = html.escape(pages["seeds"].read_text(encoding="utf-8"))
    (tmp_path / "cell.html").write_text(
        f'<body><iframe srcdoc="{held}" sandbox="allow-scripts" width="1100" height="680"></iframe>', encoding="utf-8"
    )
    page = browser.new_page(viewport={"width": 1200, "height": 720})
    page.goto((tmp_path / "cell.html").as_uri())
    frame = page.frames[1]
    frame.wait_for_function("window.papermesh")
    assert frame.locator("#legend").is_hidden()
    frame.evaluate("key => papermesh.select(key)", CONCEPT)
    assert frame.locator("#panel").bounding_box()["width"] < 0.45 * 1100
    page.close()


def test_a_title_keeps_its_descenders(open_page):
    for size in ((1280, 800), (900, 680), (400, 800)):
        with open_page("seeds", *size) as page:
            below = page.evaluate(
                """() => {
                const title = document.getElementById("title"), range = document.createRange();
                title.textContent = "gypq";
                range.selectNodeContents(title);
                const pen = document.createElement("canvas").getContext("2d");
                pen.font = getComputedStyle(title).font;
                const ink = pen.measureText("gypq"), box = range.getBoundingClientRect();
                const base = box.bottom - ink.fontBoundingBoxDescent;
                return base + ink.actualBoundingBoxDescent - title.getBoundingClientRect().bottom;
            }"""
            )
            assert below <= 0.5, size


def test_the_other_end_is_asked_for_until_it_is_chosen(open_page):
    with open_page("seeds") as page:
        select(page, CONCEPT)
        do(page, "path")
        assert "other end" in page.inner_text("#notice")
        page.wait_for_timeout(4300)
        assert page.locator("#notice").is_visible()
        page.keyboard.press("/")
        page.keyboard.type("federated learning")
        page.keyboard.press("Enter")
        assert "Path of" in page.inner_text("#panel")
        assert page.locator("#notice").is_hidden()


def test_what_a_filter_has_taken_out_does_not_dim_the_rest(open_page):
    picture = "(papermesh.draw(), document.querySelector('canvas').toDataURL())"
    with open_page("large") as page:
        topic = next(iter(page.evaluate("papermesh.topics()")))
        page.evaluate("id => (location.hash = `topics=${id}`)", topic["id"])
        page.wait_for_timeout(100)
        without = page.evaluate("papermesh.bright()")
        select(page, sorted(topic["members"])[0])
        assert page.evaluate("papermesh.bright()") == without == 0
        assert not keys(page) & set(topic["members"])
        assert page.evaluate(picture)


ALIASES = ("Graph", "graphs", "GRAPH", "network", "Networks", "net-work", "图", "Classes", "class", "CF")


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """A page of a paper with 14 authors who are no nodes, and of a concept with many spellings."""
    people = [Node("Author", f"a{i}", {"id": f"a{i}", "name": f"Ann {chr(65 + i)}."}) for i in range(14)]
    paper = Node("Paper", "p", {"id": "p", "title": "On graphs", "abstract": "Graphs.", "year": 2020})
    concept = Node("Concept", "graph", {"id": "graph", "name": "graph", "papers": 41, "aliases": ALIASES})
    edge = Edge("MENTIONS", paper.key, concept.key, {"score": 0.5, "count": 1, "spans": (0, 6)})
    corpus = Corpus({"Concept": 900, "Paper": 1200}, {2019: 700, 2020: 500}, {"graph": {2019: 30, 2020: 11}})
    made = alone(None, (paper, concept), (edge,))
    seen = Scene(None, made.nodes, 2, made.edges, corpus=corpus, authors={paper.key: people})
    path = tmp_path_factory.mktemp("told") / "told.html"
    path.write_text(render_page(seen, "told"), encoding="utf-8")
    return path


@pytest.fixture
def told_page(browser, told):
    page = browser.new_page()
    page.goto(told.as_uri())
    page.wait_for_function("window.papermesh")
    yield page
    page.close()


def test_a_paper_names_its_authors_who_are_no_nodes(told_page):
    select(told_page, "Paper:p")
    facts = told_page.inner_text("#panel .facts")
    assert "Ann A." in facts
    assert "Ann L." in facts
    assert "and 2 authors more" in facts
    assert "2020" in facts


def test_a_concept_says_in_how_many_papers_it_is_and_folds_its_spellings(told_page):
    select(told_page, "Concept:graph")
    assert "in 41 papers" in told_page.inner_text("#panel .facts")
    assert "1 of 41 in this page" in told_page.inner_text("#panel")
    assert "Ann A. et al." in told_page.inner_text("#panel section >> nth=-1")
    assert told_page.locator("#panel dd .alias").all_inner_texts() == ["network", "图", "Classes", "CF"]
    told_page.click("#panel dd .more")
    assert told_page.locator("#panel dd .alias").all_inner_texts() == list(ALIASES)


def test_the_page_says_of_how_much_it_is_a_part(told_page):
    assert told_page.inner_text("#counts") == "1 of 900 concepts · 1 of 1,200 papers"
