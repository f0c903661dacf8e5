"""The form in which names of nodes are compared, and what is looked for to find one. It needs no stemmers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from kg.core.graph import names
from kg.core.graph_store import Names


def fold(text: str) -> str:
    """The form in which names are compared: width, case and repeated spaces do not matter."""
    if text.isascii():
        return " ".join(text.lower().split())
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def without_accents(text: str) -> str:
    """The text decomposed (NFKD), without the marks on its letters: "Poincare" of "Poincaré"."""
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


ALIKE, LEAST_ALIKE = 0.45, 0.3
"""The share of character pairs that two names which are alike have in common: found by a search, suggested."""
_WORD = re.compile(r"\w+")
_SURROGATE = re.compile("[\ud800-\udfff]")

PLAIN = "\x00-\x7f\u4e00-\u9fff"
"""A range of characters that folding only lowers: ASCII and Chinese."""


def names_of(label: str, properties: Mapping[str, Any]) -> Names:
    """The names among a node's properties."""
    name, *others = names(properties)
    return Names(label, properties["id"], name, tuple(others), properties.get("papers") or 0)


def key_word(text: str) -> str:
    """The longest word of a text, folded: every name that matches the text holds it, unless misspelled."""
    folded = fold(text)
    return max(_WORD.findall(folded) or [folded], key=len)


def valid(text: str) -> str:
    """Text that UTF-8, and so a database, can hold: lone surrogates, which is what Python makes of the bytes of another
    encoding, become U+FFFD."""
    return _SURROGATE.sub("\ufffd", text)


def character_pairs(text: str) -> set[str]:
    """Every two neighbouring characters of a text, its beginning and end (\\0) included."""
    padded = f"\0{text}\0"
    return {padded[i : i + 2] for i in range(len(padded) - 1)}
