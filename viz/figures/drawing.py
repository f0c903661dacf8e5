"""A drawing of shapes and texts as SVG, in the colours of the pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from xml.sax.saxutils import escape, quoteattr

from kg.viz.figures.words import Words
from kg.viz.network import columns
from kg.viz.page import asset

WIDTH, HEIGHT = 1600, 900
MARGIN, HEAD, FOOT = 60, 90, 50
"""Pixels: left and right, for the title, and for the line about the source."""
FONTS = "system-ui, Segoe UI, Roboto, Noto Sans, PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif"
TOPICS = 14
_UNSHOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold, and what turns the direction of reading."""
_TOKEN = re.compile(r"--([\w-]+): light-dark\((#\w+), (#\w+)\)")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


@dataclass(slots=True)
class Drawing:
    """Shapes in the order of drawing. dark: on a dark ground. words: its own words, by what is written."""

    title: str
    source: str
    dark: bool = False
    height: int = HEIGHT
    words: dict[str, Words] = field(default_factory=dict)
    _parts: list[str] = field(default_factory=list)

    def colour(self, name: str) -> str:
        """A colour of viz/assets/page/tokens.css, "#rrggbb"."""
        return _colours()[name][self.dark]

    def topic(self, number: int) -> str:
        """The colour of a topic, by its number."""
        return self.colour(f"topic-{number % TOPICS}")

    def shape(self, tag: str, key: str = "", name: str = "", **attributes: str | float) -> None:
        """An element. key, name: what it opens in a page, and what it is called there."""
        opens = (
            f' data-key={quoteattr(key)} role="button" tabindex="0" aria-label={quoteattr(shown(name))}' if key else ""
        )
        told = "".join(f" {each.replace('_', '-')}={quoteattr(_value(value))}" for each, value in attributes.items())
        self._own(name)
        self._parts.append(f"<{tag}{opens}{told}/>")

    def text(
        self, x: float, y: float, words: str, *, size: float = 15, key: str = "", **attributes: str | float
    ) -> None:
        """One line of text whose baseline begins, or with text_anchor is in the middle or ends, at (x, y)."""
        given: dict[str, str | float] = {"fill": self.colour("ink"), "font_size": size, **attributes}
        told = "".join(f" {each.replace('_', '-')}={quoteattr(_value(value))}" for each, value in given.items())
        opens = f" data-key={quoteattr(key)}" if key else ""
        self._own(words)
        self._parts.append(f'<text x="{_value(x)}" y="{_value(y)}"{opens}{told}>{escape(shown(words))}</text>')

    def svg(self) -> str:
        """The whole drawing, with title and source."""
        words = f'font-family="{FONTS}"'
        size = f'viewBox="0 0 {WIDTH} {self.height}" width="{WIDTH}" height="{self.height}"'
        ground = f'<rect width="{WIDTH}" height="{self.height}" fill="{self.colour("ground")}"/>'
        head = Drawing(self.title, self.source, self.dark, words=self.words)
        head.text(MARGIN, 52, self.title, size=28, font_weight=600)
        head.text(MARGIN, self.height - 18, self.source, size=14, fill=self.colour("muted"))
        parts = "\n".join([ground, *head._parts, *self._parts])
        title = f"<title>{escape(shown(self.title))}</title>"
        return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {words}>\n{title}\n{parts}\n</svg>\n'

    def _own(self, text: str) -> None:
        if isinstance(text, Words):
            self.words[shown(text)] = text


def width(words: str, size: float) -> float:
    """How wide a text is, in pixels, about."""
    return size * 0.56 * columns(words)


def shown(words: str) -> str:
    """The text without characters that cannot be shown."""
    return _UNSHOWN.sub("", words)


def lines(words: str, most: int, rows: int = 2) -> list[str]:
    """The words in so many lines of about `most` characters at most, cut off behind that."""
    found: list[str] = []
    while len(words) > most and len(found) < rows - 1:
        cut = max(words.rfind(" ", 0, most + 1), 0) or most
        found.append(words[:cut].strip())
        words = words[cut:].strip()
    return [*found, words if len(words) <= most else words[: most - 1].rstrip() + "…"]


def free_place(around: Sequence[Box], taken: Sequence[Box]) -> int:
    """Which of these places meets fewest that are taken; the first of equal ones."""
    return min(range(len(around)), key=lambda n: (sum(around[n].meets(box) for box in taken), n))


def _value(value: str | float) -> str:
    return value if isinstance(value, str) else f"{round(value, 1):g}"


@cache
def _colours() -> dict[str, tuple[str, str]]:
    return {name: (light, dark) for name, light, dark in _TOKEN.findall(asset("page/tokens.css"))}
