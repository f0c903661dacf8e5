"""Where the words and the noun phrases of a text end: what tells a concept from a piece of one."""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache

from kg.text.language import HAN
from kg.text.tagging import tag_chinese

SHORT = 3
"""Characters up to which a Chinese phrase must not cut through a word: 理学 is no part of 心理学."""


class Before(IntEnum):
    """What the word or sign before a place in an English text says of the words after it."""

    NOTHING = 0
    BEGINS = 1
    """A noun phrase begins: after "the", "of", a bracket."""
    CUT = 2
    """A hyphen or the dot of an initial joins them to the word before: "two-dimensional gas", "E. coli"."""
    VERB = 3
    """A verb comes: after "to", "we", "can"."""
    NUMBER = 4
    IN = 5
    """As BEGINS: after "in"."""
    QUALITY = 6
    """One word may be an adjective: "is convex", "more robust"."""


class After(IntEnum):
    """What follows a place says of the words before it."""

    NOTHING = 0
    MAY_END = 1
    """A noun phrase may be complete, but a verb ("consisting of") or an adjective ("similar to") stands so, too."""
    ENDS = 2
    """A noun phrase is complete. A comma or "and" may stand between adjectives, so they tell nothing."""
    OBJECT = 3
    """They end in a verb, and its object follows: "assumes the"."""


_WORDS_BEFORE = {
    "in": Before.IN,
    **dict.fromkeys(
        "the a an of on with from at between into under over this these those its our their each any some all no both"
        " via two three many several such other".split(),
        Before.BEGINS,
    ),
    **dict.fromkeys(
        "is are be was were being not more most less very so too highly strictly fully strongly".split(), Before.QUALITY
    ),
    **dict.fromkeys("to we can could may might will would should must cannot which who".split(), Before.VERB),
}
_SIGNS_BEFORE = dict.fromkeys("([", Before.BEGINS) | dict.fromkeys("-‐‑–", Before.CUT)
_LAST_WORD = re.compile(r"\b[^\W\d_]+\Z")
_INITIAL = re.compile(r"\b[A-Z]\.\Z")
_LONGEST_BEFORE = 12
_AFTER = re.compile(
    r"\s*(?:(?P<ends>$|[.;:)\]?!]|(?:is|are|was|were|has|have|had|can|could|may|might|will|would|should|must|does|do"
    r"|did)\b)"
    r"|(?P<may_end>(?:of|in|on|for|with|by|to|from|at|as|which|via|using|between|over|into|under|than|but|when|where"
    r"|while|within|through|during|against|without)\b)"
    r"|(?P<object>(?:the|an?|that|this|these|those|its|our|their|such|how|whether)\b))"
)
_AFTERS = {"ends": After.ENDS, "may_end": After.MAY_END, "object": After.OBJECT}
_GOES_ON = frozenset("nvaijlb")
"""First letters of jieba's tags for words that a noun phrase goes on with; 的 is no such word."""
_BEGINS_ZH, _VERB_ZH = frozenset(("uj", "p", "q", "mq", "r")), frozenset(("d", "uv"))
"""jieba's tags for words before which a Chinese noun phrase begins (的, 对, 种, 该), and before which a verb comes."""
_BEFORE_VERB = frozenset("我们 本文 文中 作者 可 可以 能 能够 会 将 被 所 来 以 并 应 应该 需 需要 得以".split())
_AFTER_NOUN = frozenset("是 有 为 可 可以 能 能够 会 应 应该 具有 进行".split())
_OPENING = frozenset('(（[【“"《、')
_OBJECT_ZH = frozenset(("ul", "uz", "ug", "m", "r"))
"""Tags of what follows a verb: 了, 着, 过, and what begins its object (一种, 其)."""


class Boundaries:
    """Where the words and noun phrases of one text end, by its characters."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._next: dict[int, tuple[str, str]] = {}  # where a word begins -> it and its tag
        self._last: dict[int, tuple[str, str]] = {}  # where a word ends -> it and its tag
        self._chinese = HAN.search(text) is not None
        at = 0
        for word, tag in tag_chinese(text) if self._chinese else ():
            self._next[at] = word, tag
            at += len(word)
            self._last[at] = self._last.get(at - len(word), ("", "")) if word.isspace() else (word, tag)
        self._next[at] = "", ""

    def cuts_word(self, start: int, end: int) -> bool:
        """Whether text[start:end] is short, Chinese, and begins or ends inside a word."""
        if end - start > SHORT or not HAN.match(self._text, start):
            return False
        return start not in self._next or end not in self._next

    def before(self, start: int) -> Before:
        if self._chinese and HAN.match(self._text, start):
            return self._before_chinese(start)
        first = max(0, start - _LONGEST_BEFORE)
        space = self._text.rfind(" ", first, max(start - 1, 0))
        near = self._text[max(space, first) : start]
        return _before_english(self._text[first:start] if near.isspace() else near)

    def _before_chinese(self, start: int) -> Before:
        word, tag = self._last.get(start, ("", ""))
        if word in _BEFORE_VERB or tag in _VERB_ZH:
            return Before.VERB
        if word.replace(".", "").isdigit():
            return Before.NUMBER
        return Before.BEGINS if tag in _BEGINS_ZH or word in _OPENING else Before.NOTHING

    def after(self, end: int) -> After:
        if self._chinese and HAN.match(self._text, end - 1):
            return self._after_chinese(end)
        found = _AFTER.match(self._text, end)
        return _AFTERS[found.lastgroup or ""] if found else After.NOTHING

    def _after_chinese(self, end: int) -> After:
        word, tag = self._next.get(end, ("", "n"))
        if tag and tag[0] in _GOES_ON and word not in _AFTER_NOUN:
            return After.NOTHING
        if tag in _OBJECT_ZH and not self._text[end].isdigit():
            return After.OBJECT
        return After.MAY_END if tag == "uj" else After.ENDS


@lru_cache(maxsize=100_000)
def _before_english(near: str) -> Before:
    """What the characters before a place, at least the last word, say of the words after it."""
    read = near.rstrip()
    spaces, last = len(near) - len(read), read[-1:]
    if spaces < 2 and last.isdecimal():
        return Before.NUMBER
    if spaces < 2 and last == "." and _INITIAL.search(read):
        return Before.CUT
    if not spaces:
        return _SIGNS_BEFORE.get(last, Before.NOTHING)
    word = read[read.rfind(" ") + 1 :]
    if not word.isalpha() and (found := _LAST_WORD.search(read)):
        word = found[0]
    return _WORDS_BEFORE.get(word.lower(), Before.NOTHING)
