"""The pages in the language of their reader: their own words are in one table, what the corpus says stays as it is."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from kg.core.graph import LABEL_ORDER
from kg.viz import refusal
from kg.viz.bundle import scripts
from kg.viz.corpus_map import page as map_page
from kg.viz.figures import page as figure_page
from kg.viz.page import PROGRAM, asset

PROGRAMS = (PROGRAM, map_page.PROGRAM, figure_page.PROGRAM, refusal.PROGRAM)
TEMPLATES = ("page/page.html", "map/map.html", "figure/figure.html", "refusal/refusal.html")

_TABLE = asset("data/chinese.js").split("CHINESE = ")[1].split(";\n")[0]
TABLE: dict[str, str] = json.loads(re.sub(r"^\s*//.*$", "", _TABLE, flags=re.MULTILINE).replace(",\n}", "\n}"))
CODE = {
    script.path: script.body
    for program in PROGRAMS
    for script in scripts(program, asset)
    if script.path != "data/chinese.js"
}
FIGURES = "\n".join(
    file.read_text(encoding="utf-8")
    for file in [*Path(figure_page.__file__).parent.glob("*.py"), Path(refusal.__file__)]
)
_STRING = r'"((?:[^"\\\n]|\\.)*)"'
_ASKED = re.compile(rf"\b(?:t|phrase)\((?:[\w.]+ \? )?{_STRING}(?: : {_STRING})?")
_COUNTED = re.compile(rf'\bcount\([^"]*, {_STRING}, {_STRING}')

# Latin words that a Chinese page has, too.
_NAMES = {"papermesh", "PNG", "SVG", "CSV", "JSON", "BibTeX", "Cypher", "Shift", "Enter", "Esc", "EN"}


class _Words(HTMLParser):
    """The words of a template that viz/assets/panels/language.js translates."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self._open: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        other = (
            tag in ("kbd", "b", "svg", "script", "noscript") or "dir" in given or ("lang" in given and tag != "html")
        )
        if not any([*self._open, other]):
            self.found |= {value for name in ("aria-label", "title", "placeholder") if (value := given.get(name))}
        if tag not in ("input", "meta", "link", "br"):
            self._open.append(other)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        self._open.pop()

    def handle_data(self, data: str) -> None:
        if not any(self._open) and re.search(r"[^\W\d_]", data):
            self.found.add(data.strip())


def _written() -> set[str]:
    found = set[str]()
    for template in TEMPLATES:
        parser = _Words()
        parser.feed(re.sub(r"\{\{\w+\}\}", "", asset(template)))
        found |= parser.found
    return found - _NAMES


def _asked() -> set[str]:
    code = "\n".join(CODE.values())
    plain = {text for pair in _ASKED.findall(code) for text in pair if text}
    figures = set(re.findall(rf"\bwords\(\s*{_STRING}", FIGURES))
    return plain | figures | {many for _, many in _COUNTED.findall(code)}


def test_every_word_of_the_pages_is_in_the_table():
    assert (_written() | _asked()) - set(TABLE) == set()


def test_every_word_of_the_table_is_used():
    literals = {text for code in CODE.values() for text in re.findall(_STRING, code)}
    literals |= set(re.findall(_STRING, FIGURES))
    assert set(TABLE) - literals - _written() - set(LABEL_ORDER) == set()  # kinds are keys of the scripts, not literals


def test_a_translation_has_the_same_values_as_the_english_words():
    for english, chinese in TABLE.items():
        assert sorted(re.findall(r"\{\w+\}", english)) == sorted(re.findall(r"\{\w+\}", chinese)), english


# All own words that are there to be seen or heard: [text].
_SAID = """() => {
  const others = "[dir], [lang]:not(html), kbd, script, style, noscript, .mark, textarea, #details .fact.link";
  const seen = (element) => element.checkVisibility({ visibilityProperty: true });
  const said = [];
  for (const element of document.querySelectorAll("body *")) {
    const note = element.localName === "small";
    if (!seen(element) || (element.closest(others) && !note)) continue;
    const named = ["aria-label", "title", "placeholder"].filter((name) => element.hasAttribute(name));
    said.push(...named.map((name) => element.getAttribute(name)));
    for (const child of element.childNodes) if (child.nodeType === 3) said.push(child.data);
  }
  return said;
}"""


def _english(page) -> set[str]:
    """What of the page's own words is English; names from the corpus that stand in them are left aside."""
    own = (re.sub("^(选择 |显示 |共有：).*", "", text) for text in page.evaluate(_SAID))
    return {text for text in own if set(re.findall(r"[A-Za-z]{2,}", text)) - _NAMES}


def _all_of_the_page(page):
    """Goes through what the explorer can show, and stops at each."""
    yield "at first"
    for tab in ("list", "legend"):
        page.click(f"#tab-{tab}")
        yield tab
    for color in page.locator("#legend [data-color]").all():
        color.click()
        yield "colours"
    page.fill("[data-slider=Strength]", "20")
    yield "strength"
    page.click("#reset")
    page.fill("#query", "no such name at all")
    yield "nothing found"
    page.fill("#query", "")
    page.evaluate("document.activeElement.blur()")
    for kind in ("Paper", "Concept", "Author", "Venue", "Source"):
        if key := next((key for key in page.evaluate("papermesh.keys()") if key.startswith(f"{kind}:")), None):
            page.evaluate("key => papermesh.select(key)", key)
            yield kind
    types = {edge["type"]: edge["id"] for edge in page.evaluate("papermesh.edges()")}
    for kind, edge in types.items():
        page.evaluate("id => papermesh.select(id)", edge)
        yield kind
    for target in [*page.evaluate("papermesh.topics()"), *page.evaluate("papermesh.bands()")][:40]:
        page.evaluate("key => papermesh.select(key)", target["key"])
        yield target["key"]
    one, *_, other = [key for key in page.evaluate("papermesh.keys()") if key.startswith("Concept:")]
    page.evaluate("key => papermesh.select(key)", one)
    for action in ("expand", "only", "pin", "pick", "path"):
        page.click(f"#panel [data-do={action}]")
        yield action
        if action == "only":
            page.click("#panel [data-do=only]")
    page.evaluate("key => papermesh.select(key)", other)
    yield "path"
    page.keyboard.press("Escape")
    yield "selection"
    for button in ("open-takeaway", "open-help"):
        page.click(f"#{button}")
        yield button
        page.keyboard.press("Escape")


@pytest.mark.parametrize("name", ["seeds", "large", "walk"])
def test_a_chinese_reader_finds_no_english_words_of_the_page(open_page, name):
    with open_page(name, locale="zh-CN") as page:
        assert page.evaluate("document.documentElement.lang") == "zh-CN"
        for where in _all_of_the_page(page):
            assert _english(page) == set(), where


def test_words_of_an_english_reader_stay_english(open_page):
    with open_page("seeds") as page:
        assert page.evaluate("document.documentElement.lang") == "en"
        for where in _all_of_the_page(page):
            own = [text for text in page.evaluate(_SAID) if text != "中文" and text != "中"]
            assert not [text for text in own if text in TABLE.values() and re.search("[\u4e00-\u9fff]", text)], where


def test_the_language_can_be_switched_and_the_address_keeps_it(open_page):
    with open_page("seeds") as page:
        before = page.inner_text("body")
        page.click("#language")
        assert page.inner_text("#tab-list") == "列表"
        assert page.get_attribute("#query", "placeholder") == "查找概念或论文"
        assert "篇论文" in page.inner_text("#counts")
        assert "#lang=zh" in page.url
        page.evaluate("papermesh.select('Concept:knowledge-distillation')")
        assert page.inner_text("#panel .kind") == "概念"
        page.reload()
        page.wait_for_timeout(300)
        assert page.inner_text("#tab-list") == "列表"
        page.click("#language")
        assert page.evaluate("document.documentElement.lang") == "en"
        assert page.inner_text("#panel .kind") == "Concept"
        page.click("#close")
        assert page.inner_text("body") == before


@pytest.mark.parametrize("asked", ["zh", "en"])
def test_the_address_leads_before_the_browser(open_page, asked):
    with open_page("seeds", hash=f"#lang={asked}", locale="en-US" if asked == "zh" else "zh-CN") as page:
        assert page.inner_text("#tab-legend") == {"zh": "图例", "en": "Legend"}[asked]


def test_what_the_corpus_says_is_the_same_in_both_languages(open_page):
    told = {}
    for locale in ("en-US", "zh-CN"):
        with open_page("hostile", locale=locale) as page:
            page.click("#tab-list")
            told[locale] = page.locator("#list tbody bdi").all_inner_texts(), page.inner_text("#title")
    assert told["en-US"] == told["zh-CN"]


def test_the_map_speaks_chinese_too(open_page):
    with open_page("map", locale="zh-CN") as page:
        assert page.inner_text("#title") == page.title() == "论文地图"
        targets = ({"topic": 0}, {"part": 0}, {"concept": 0}, {"paper": 7})
        for target in targets:
            assert _english(page) - _corpus(page) == set()
            page.evaluate("target => papermesh.select(target)", target)
        for colour in ("year", "cited"):
            page.select_option("#colour", colour)
            assert _english(page) - _corpus(page) == set()
        page.click("#language")
        assert page.inner_text("#title") == page.title() == "Map of papers"
        assert "papers of the corpus" in page.inner_text("#counts")
        assert page.inner_text("#details h3 >> nth=0") == "Topic"


def _corpus(page) -> set[str]:
    """Ids of papers, which stand among the map's own words."""
    return {text for text in page.locator("#details p").all_inner_texts() if re.search("\\d{4}|mapped", text)}


@pytest.mark.parametrize("name", ["strategic", "evolution", "timeline"])
def test_figures_speak_chinese_too(open_page, name):
    with open_page(name) as page:
        english = _drawn(page)
        marks = page.evaluate(
            "[...new Set([...document.querySelectorAll('[data-key]')].map((each) => each.dataset.key))]"
        )
        page.evaluate("key => papermesh.open(key)", marks[0])
        facts = page.locator("#details > p").all_inner_texts()
        page.click("#language")
        assert page.title() in TABLE.values()
        for key in marks:
            page.evaluate("key => papermesh.open(key)", key)
            assert page.get_attribute("#details .close", "aria-label") == "关闭"
            for text in [*page.locator("#details > p").all_inner_texts(), *_drawn(page)]:
                assert not _own(text), text
        page.evaluate("key => papermesh.open(key)", marks[0])
        page.click("#language")
        assert page.locator("#details > p").all_inner_texts() == facts
        page.evaluate("papermesh.open('')")
        assert _drawn(page) == english


def _drawn(page) -> list[str]:
    """Texts, names and labels of a drawing."""
    return page.evaluate(
        "[...document.querySelectorAll('#figure text, #figure title')].map((each) => each.textContent)"
        ".concat([...document.querySelectorAll('#figure [aria-label]')].map((each) => each.getAttribute('aria-label')))"
    )


def _own(text: str) -> list[str]:
    """English words of figures in a text; those of the corpus of these tests are others."""
    return re.findall(
        "papers|topics|central|dens|niche|motor|basic|emerging|shared|cite|average|diagram|below|sample", text
    )
