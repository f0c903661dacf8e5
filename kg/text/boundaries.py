"""Where the words and the noun phrases of a text end: what tells a concept from a piece of one."""

from __future__ import annotations

import re

from kg.text.language import HAN
from kg.text.tagging import tag_chinese

SHORT = 3
"""Characters up to which a Chinese phrase must not cut through a word: 理学 is no part of 心理学."""
_AFTER = re.compile(
    r"\s*(?:$|[.;:)\]?!]|(?:of|in|on|for|with|by|to|from|at|as|is|are|was|were|has|have|can|that|which|via|using"
    r"|between|over|into|under|than|but)\b)"
)
"""What follows a noun phrase. A comma or "and" may stand between its adjectives, so they tell nothing."""
_GOES_ON = frozenset("nvaijlb")
"""First letters of jieba's tags for words that a noun phrase goes on with; 的 is no such word."""


class Boundaries:
    """Where the words and noun phrases of one text end, by its characters."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._next: dict[int, str] = {}
        at = 0
        for word, tag in tag_chinese(text) if HAN.search(text) else ():
            self._next[at] = tag[0]
            at += len(word)
        self._next[at] = ""

    def cuts_word(self, start: int, end: int) -> bool:
        """Whether text[start:end] is short, Chinese, and begins or ends inside a word."""
        if end - start > SHORT or not HAN.match(self._text, start):
            return False
        return start not in self._next or end not in self._next

    def may_end(self, end: int) -> bool:
        """Whether a noun phrase that reaches `end` may be complete there."""
        if HAN.match(self._text, end - 1):
            return self._next.get(end, "n") not in _GOES_ON
        return _AFTER.match(self._text, end) is not None
