"""The page in a real Chromium: stands still, asks for nothing, shows evidence, runs no foreign text."""

from __future__ import annotations

import re

import pytest
from view_fixture import seed_scene

PAPER = "Paper:seed-3-5"  # FedPETuning, with an address and a year
CONCEPT = "Concept:knowledge-distillation"


def _click(page, key: str) -> None:
    point = page.evaluate("key => papermesh.screenPoint(key)", key)
    page.mouse.click(point["x"], point["y"])
    page.wait_for_selector("#panel:not([hidden])")


def _overlaps(boxes: list[dict]) -> list[tuple[str, str]]:
    return [
        (a["text"], b["text"])
        for i, a in enumerate(boxes)
        for b in boxes[:i]
        if a["left"] < b["right"] and b["left"] < a["right"] and a["top"] < b["bottom"] and b["top"] < a["bottom"]
    ]


@pytest.mark.parametrize("name", ["seeds", "large", "hostile"])
def test_page_opens_without_a_request_or_a_complaint(open_page, name):
    with open_page(name) as page:
        assert page.title() == f"Around {name}"
        assert page.evaluate("document.querySelector('canvas').width") > 0


def test_the_watch_itself_notices_a_request(open_page):
    with pytest.raises(AssertionError, match="example"), open_page("seeds") as page:
        page.evaluate("fetch('https://example.org/').catch(() => 0)")


def test_picture_stands_still(open_page):
    with open_page("seeds") as page:
        where = "papermesh.keys().map((key) => papermesh.screenPoint(key))"
        before = page.evaluate(where)
        page.wait_for_timeout(700)
        assert page.evaluate(where) == before


@pytest.mark.parametrize("size", [(1280, 800), (400, 800), (2560, 1440)])
@pytest.mark.parametrize("name", ["seeds", "large", "hostile"])
def test_labels_do_not_cover_each_other(open_page, name, size):
    with open_page(name, *size) as page:
        boxes = page.evaluate("papermesh.labelBoxes()")
        assert len(boxes) > 8
        assert _overlaps(boxes) == []
        for box in boxes:
            assert -1 <= box["left"] < box["right"] <= size[0] + 1, box
            assert -1 <= box["top"] < box["bottom"] <= size[1] + 1, box


def test_concepts_are_named_first_and_more_names_come_with_the_zoom(open_page):
    with open_page("seeds") as page:
        shown = {box["key"] for box in page.evaluate("papermesh.labelBoxes()")}
        assert {key for key in page.evaluate("papermesh.keys()") if key.startswith("Concept:")} <= shown
    with open_page("large") as page:
        few = page.evaluate("papermesh.labelBoxes().length")
        page.keyboard.press("+")
        page.keyboard.press("+")
        page.wait_for_timeout(100)
        assert page.evaluate("papermesh.labelBoxes().length") > few


def test_every_node_is_in_view_at_load(open_page):
    for size in ((1280, 800), (400, 800)):
        with open_page("seeds", *size) as page:
            for key in page.evaluate("papermesh.keys()"):
                point = page.evaluate("key => papermesh.screenPoint(key)", key)
                assert 0 < point["x"] < size[0]
                assert 5 < point["y"] < size[1]


def test_who_sees_everything_still_does_when_the_window_or_the_list_takes_room(open_page):
    with open_page("seeds") as page:
        for change in (lambda: page.click("#tab-list"), lambda: page.set_viewport_size({"width": 900, "height": 900})):
            change()
            page.wait_for_timeout(200)
            size = page.viewport_size
            covering = [page.locator(each).bounding_box() for each in ("#head", "#list") if page.is_visible(each)]
            for key in page.evaluate("papermesh.keys()"):
                point = page.evaluate("key => papermesh.screenPoint(key)", key)
                assert 0 < point["x"] < size["width"]
                assert 0 < point["y"] < size["height"]
                for box in covering:
                    inside = box["x"] < point["x"] < box["x"] + box["width"]
                    assert not (inside and box["y"] < point["y"] < box["y"] + box["height"])
        page.keyboard.press("+")
        scale = page.evaluate("papermesh.scale()")
        page.set_viewport_size({"width": 1280, "height": 800})
        page.wait_for_timeout(200)
        assert page.evaluate("papermesh.scale()") == scale  # who looked closer is left alone


def test_names_are_cut_between_words_only(open_page):
    with open_page("seeds") as page:
        words = {word for node in seed_scene().nodes for word in re.findall("[A-Za-z]+", node.name)}
        shown = " ".join(box["text"] for box in page.evaluate("papermesh.labelBoxes()"))
        assert "…" in shown
        assert set(re.findall("[A-Za-z]+", shown)) <= words


def test_a_sentence_that_names_both_concepts_is_quoted_once(open_page):
    with open_page("seeds") as page:
        related = [edge["id"] for edge in page.evaluate("papermesh.edges()") if edge["type"] == "RELATED"]
        marks = []
        for edge in related:
            page.evaluate("id => papermesh.select(id)", edge)
            for paper in page.locator("#panel .items > li").all():
                quotes = paper.locator("blockquote").all_inner_texts()
                assert len(quotes) == len(set(quotes)) in (1, 2)
                marks += [paper.locator("blockquote >> nth=0 >> .mark").count()] if len(quotes) == 1 else []
        assert marks
        assert min(marks) >= 2


def test_click_on_a_paper_shows_its_abstract_with_the_concepts_marked(open_page):
    neighborhood = seed_scene()
    paper = next(node for node in neighborhood.nodes if f"Paper:{node.id}" == PAPER)
    abstract = str(paper.properties["abstract"])
    with open_page("seeds") as page:
        _click(page, PAPER)
        assert page.inner_text("#panel h2") == paper.properties["title"]
        assert page.text_content("#panel .abstract") == abstract
        expected = set()
        for edge in neighborhood.edges:
            if edge.type == "MENTIONS" and edge.start == paper.key:
                spans = edge.properties["spans"]
                expected |= {(a, abstract[a:b]) for a, b in zip(spans[::2], spans[1::2], strict=True)}  # type: ignore[index]
        assert len(expected) > 10
        marks = page.eval_on_selector_all("#panel .mark", "all => all.map((mark) => mark.textContent)")
        assert marks == [text for _, text in sorted(expected)]
        link = page.locator("#panel a.link")
        assert link.get_attribute("href") == "https://example.org/seed-3-5"
        assert "noopener" in link.get_attribute("rel")
        page.locator("#panel .mark", has_text="federated learning").first.click()
        assert page.inner_text("#panel h2") == "federated learning"


def test_marks_in_chinese_and_after_an_emoji_stand_where_they_belong(open_page):
    with open_page("seeds") as page:
        page.evaluate("papermesh.select('Paper:seed-0-2')")
        marks = page.eval_on_selector_all("#panel .mark", "all => all.map((mark) => mark.textContent)")
        assert marks[:3] == ["对话策略", "对话系统", "加强学习"]
    with open_page("hostile") as page:
        page.evaluate("papermesh.select('Paper:constructor')")
        assert page.eval_on_selector_all("#panel .mark", "all => all.map((m) => m.textContent)") == ["marked"]


def test_paper_names_similar_papers_with_the_reason(open_page):
    with open_page("seeds") as page:
        page.evaluate("papermesh.select('Paper:seed-0-2')")
        similar = page.locator("#panel section", has_text="Nearest papers")
        assert "对抗训练" in similar.inner_text()
        assert "dialogue policy" in similar.inner_text()


def test_click_on_a_concept_shows_both_names_and_its_papers(open_page):
    with open_page("seeds") as page:
        _click(page, CONCEPT)
        text = page.inner_text("#panel")
        for expected in (
            "knowledge distillation",
            "知识蒸馏",
            "蒸馏方法",
            "3 of 4",
            "data-free knowledge distillation",
        ):
            assert expected in text
        page.locator("#panel a", has_text="across vocabularies").click()
        assert page.inner_text("#panel h2") == "Knowledge distillation across vocabularies"


def test_click_on_a_line_shows_the_sentences_behind_it(open_page):
    with open_page("seeds") as page:
        ends = ["Paper:seed-1-5", CONCEPT]
        a, b = (page.evaluate("key => papermesh.screenPoint(key)", key) for key in ends)
        boxes = page.evaluate("papermesh.labelBoxes()")
        points = [(a["x"] + t * (b["x"] - a["x"]), a["y"] + t * (b["y"] - a["y"])) for t in (0.5, 0.4, 0.6, 0.3)]
        bare = [
            (x, y)
            for x, y in points
            if not any(box["left"] < x < box["right"] and box["top"] < y < box["bottom"] for box in boxes)
        ]
        page.mouse.click(*bare[0])
        page.wait_for_selector("#panel:not([hidden])")
        quotes = page.locator("#panel blockquote")
        assert quotes.count() == 2
        first = "Knowledge distillation is often used to transfer knowledge from a strong teacher model"
        assert quotes.first.inner_text().startswith(first)
        assert quotes.first.locator(".mark").inner_text() == "Knowledge distillation"


def test_every_kind_of_line_says_why_it_is_there(open_page):
    with open_page("seeds") as page:
        kinds = {edge["type"]: edge["id"] for edge in page.evaluate("papermesh.edges()")}
        assert set(kinds) == {"MENTIONS", "SIMILAR", "RELATED", "BROADER"}
        for kind, id_ in kinds.items():
            page.evaluate("id => papermesh.select(id)", id_)
            assert len(page.inner_text("#panel section >> nth=0")) > 30, kind
            assert "[object" not in page.inner_text("#panel")


def test_search_finds_aliases_in_either_language_and_brings_the_node_into_view(open_page):
    for typed, key, name in (
        ("知识蒸", CONCEPT, "knowledge distillation"),
        ("PLMS", "Concept:pre-trained-language-models", "pre-trained language models"),
        ("fedpet", PAPER, "FedPETuning: parameter-efficient tuning in federated learning"),
    ):
        with open_page("seeds") as page:
            page.keyboard.press("/")
            page.keyboard.type(typed)
            assert page.locator("#found .option").count() > 0
            page.keyboard.press("Enter")
            assert page.inner_text("#panel h2") == name
            point = page.evaluate("key => papermesh.screenPoint(key)", key)
            assert 540 < point["x"] < 640  # the middle of what the panel leaves
            assert 300 < point["y"] < 500


def test_search_by_arrows_and_a_search_without_result(open_page):
    with open_page("seeds") as page:
        page.keyboard.press("/")
        page.keyboard.type("neural collapse")
        second = page.locator("#found .option bdi").nth(1).inner_text()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        assert page.inner_text("#panel h2") == second
        page.keyboard.press("/")
        page.keyboard.type("qqqq")
        assert "Nothing" in page.inner_text("#found")


def test_escape_closes_the_panel(open_page):
    with open_page("seeds") as page:
        _click(page, CONCEPT)
        page.keyboard.press("Escape")
        assert page.locator("#panel").is_hidden()


def test_legend_names_what_is_there(open_page):
    with open_page("seeds") as page:
        assert page.inner_text("#counts") == "17 concepts · 28 papers"
        legend = page.inner_text("#legend")
        for word in ("concept", "paper", "mentions", "similar", "related", "broader"):
            assert word in legend
        assert "author" not in legend
    with open_page("hostile") as page:
        assert "author" in page.inner_text("#legend")


def test_hostile_text_stays_text_wherever_one_looks(open_page):
    with open_page("hostile") as page:
        keys = page.evaluate("papermesh.keys()")
        edges = [edge["id"] for edge in page.evaluate("papermesh.edges()")]
        assert len(keys) == 45
        for target in [*keys, *edges]:
            page.evaluate("key => papermesh.select(key)", target)
            assert page.locator("#panel h2").inner_text(), target
            assert page.locator("#panel script, #panel img, #panel iframe, #panel [onclick]").count() == 0
            assert page.eval_on_selector("#panel", "panel => panel.scrollWidth <= panel.clientWidth"), target
            hrefs = page.eval_on_selector_all("#panel a", "all => all.map((a) => a.getAttribute('href'))")
            assert all(href == "#" or href.startswith("https://example.org/") for href in hrefs), hrefs
        page.keyboard.press("Escape")
        page.keyboard.press("/")
        page.keyboard.type("pwned")
        assert page.locator("#found .option").count() > 3
        for key in keys[:12]:
            point = page.evaluate("key => papermesh.screenPoint(key)", key)
            page.mouse.move(point["x"], point["y"])
        assert page.evaluate("window.__pwned") is None


def test_panel_fits_a_phone(open_page):
    with open_page("seeds", 400, 800, has_touch=True) as page:
        page.evaluate("key => papermesh.select(key)", PAPER)
        box = page.locator("#panel").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 400
        assert page.evaluate("document.documentElement.scrollWidth") == 400
        point = page.evaluate("key => papermesh.screenPoint(key)", PAPER)
        assert 100 < point["y"] < box["y"]


def test_page_follows_the_system_into_the_dark(open_page):
    with open_page("seeds", color_scheme="light") as page:
        ground = "getComputedStyle(document.body).backgroundColor"
        picture = "document.querySelector('canvas').toDataURL()"
        light, drawn = page.evaluate(ground), page.evaluate(picture)
        page.emulate_media(color_scheme="dark")
        page.wait_for_timeout(200)
        assert page.evaluate(ground) != light
        assert page.evaluate(picture) != drawn
