"""Where the words and the noun phrases of a text end: what tells a concept from a piece of one."""

from __future__ import annotations

import re
from enum import IntEnum

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


_BEFORE = re.compile(
    r"(?:\b(?:(?P<in>in)|(?P<begins>the|an?|of|on|with|from|at|between|into|under|over|this|these|those|its|our|their|each|any"
    r"|some|all|no|both|via|two|three|many|several|such|other)"
    r"|(?P<quality>is|are|be|was|were|being|not|more|most|less|very|so|too|highly|strictly|fully|strongly)"
    r"|(?P<verb>to|we|can|could|may|might|will|would|should|must|cannot|which|who))\s+"
    r"|(?P<bracket>[(\[])|(?P<cut>[-‐‑–]|(?-i:\b[A-Z])\. ?)|(?P<number>\d\s?))\Z",
    re.I,
)
_LONGEST_BEFORE = 12
_AFTER = re.compile(
    r"\s*(?:(?P<ends>$|[.;:)\]?!]|(?:is|are|was|were|has|have|had|can|could|may|might|will|would|should|must|does|do"
    r"|did)\b)"
    r"|(?P<may_end>(?:of|in|on|for|with|by|to|from|at|as|which|via|using|between|over|into|under|than|but|when|where"
    r"|while|within|through|during|against|without)\b)"
    r"|(?P<object>(?:the|an?|that|this|these|those|its|our|their|such|how|whether)\b))"
)
_BEFORES = {
    "begins": Before.BEGINS,
    "bracket": Before.BEGINS,
    "cut": Before.CUT,
    "in": Before.IN,
    "number": Before.NUMBER,
    "quality": Before.QUALITY,
    "verb": Before.VERB,
}
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
        at = 0
        for word, tag in tag_chinese(text) if HAN.search(text) else ():
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
        if HAN.match(self._text, start):
            return self._before_chinese(start)
        found = _BEFORE.search(self._text[max(0, start - _LONGEST_BEFORE) : start])
        return _BEFORES[found.lastgroup or ""] if found else Before.NOTHING

    def _before_chinese(self, start: int) -> Before:
        word, tag = self._last.get(start, ("", ""))
        if word in _BEFORE_VERB or tag in _VERB_ZH:
            return Before.VERB
        if word.replace(".", "").isdigit():
            return Before.NUMBER
        return Before.BEGINS if tag in _BEGINS_ZH or word in _OPENING else Before.NOTHING

    def after(self, end: int) -> After:
        if HAN.match(self._text, end - 1):
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

    def one_word(self, start: int, end: int) -> bool:
        """Whether no space stands in text[start:end]."""
        return " " not in self._text[start:end]
