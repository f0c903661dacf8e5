"""Noise blanked out of a text: LaTeX, URLs, addresses, the labels of a structured abstract; and what is one word
though a space stands in it: E. coli, in vivo. Offsets stay."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from kg.text.language import HAN, HAN_CHARACTERS
from kg.text.words.frequency import zipf
from kg.text.words.lists import wordlist

BREAK = "\x01"
"""Stands for masked text that no phrase may cross."""

JOINER = "\u2060"
"""Stands for what is left out inside a word: the closing $ of `$Q$-learning`."""

INNER_SPACE = "\x02"
"""A space inside a word: that of "E. coli" and "in vivo"."""

_URL = re.compile(r"(?:https?://|www\.)[^\s，。；、）)】\]}>]+(?<![.,;:!?])", re.ASCII)
_MAIL = re.compile(r"(?<!\S)\S[^\s@]*@\S+\.\w+", re.ASCII)
_LATEX_SYMBOL = re.compile(r"\$([^$]{1,60}?)\$(-?)")
_PLAIN_MATH = re.compile(r"[\s\\A-Za-z0-9_{}^-]{1,6}")
_LATEX_POINTER = re.compile(r"\\(?:[a-z]*cite[a-z]*|[a-z]*ref|label)\*?\s*(?:\[[^\]]*\]\s*)*\{[^{}]*\}")
_LATEX_ACCENT = re.compile(r"""\{?\\(["'`^~=.]|[uvHck](?=\{))\s*\{?\\?([A-Za-z])\}?\}?""")
_ACCENTS = dict(
    zip("\"'`^~=.uvHck", "\u0308\u0301\u0300\u0302\u0303\u0304\u0307\u0306\u030c\u030b\u0327\u0328", strict=True)
)
_LATEX_COMMAND = re.compile(r"\\[a-zA-Z]+\*?\s*(?=\{)|\\[a-zA-Z]+")


_LABEL = re.compile(
    r"(?:\A|(?<=[.!?;])\s+|\n\s*)(?P<label>[A-Z][A-Z/&,' -]{3,50}[:.]|[A-Z][a-z]+(?:[ /&]+[A-Za-z]+){0,3}:)(?=\s)"
)
_LABEL_ZH = re.compile(
    rf"(?:\A|(?<=[。.!?;！？；])|\n)\s*(?:[{HAN_CHARACTERS}]{{1,6}}(?:[与和及、/][{HAN_CHARACTERS}]{{1,4}})?"
    r"(?:[:：]|[ \u3000](?=\S))|[【［\[][^】］\]]{1,40}[】］\]][:：]?)"
)
"""目的：, 【材料与方法】, [Objective], and 目的 before a space, where a sentence begins."""
_FEWEST_LABELS = 2
"""One word before a colon may be a name; an abstract with labels has several."""
_SPECIES = re.compile(r"(?<![\w.&'$^-])([A-Z]\.) ([a-z]{4,})\b")
RARE = 3.7
"""Zipf value up to which a word behind an initial is the name of a species: "Stanley, H. E. and" names none."""
_LATIN = re.compile(r"\b([Ii]n)[ -](vivo|vitro|silico|situ|utero|ovo|planta)\b")
"""What is one expression in every text of a life science; its "in" is no preposition that ends a phrase."""


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _cut(match: re.Match[str]) -> str:
    return BREAK * len(match.group())


def _math(match: re.Match[str]) -> str:
    """`$Q$` is a word, `$\\sum_i x_i$` is a break."""
    inside = match.group(1)
    if _PLAIN_MATH.fullmatch(inside) and any(c.isalnum() for c in inside):
        return " " + re.sub(r"[\\{}_^]", " ", inside) + (JOINER + "-" if match.group(2) else " ")
    return BREAK * (len(match.group()) - len(match.group(2))) + match.group(2)


@lru_cache(maxsize=1)
def _traditional() -> dict[int, str]:
    return {ord(pair[0]): pair[1] for pair in wordlist("traditional_zh")}


def _accented(match: re.Match[str]) -> str:
    """`\\"a` and `{\\'e}` are letters of a word."""
    letter = unicodedata.normalize("NFC", match[2] + _ACCENTS[match[1]])[0]
    return letter + JOINER * (len(match[0]) - 1)


def _one_word(match: re.Match[str]) -> str:
    return f"{match[1]}{INNER_SPACE}{match[2]}"


def _species(match: re.Match[str]) -> str:
    return _one_word(match) if zipf(match[2]) < RARE else match[0]


def mask(text: str) -> str:
    """Blank out LaTeX, cut out URLs, addresses, formulas and labels (METHODS:), and join what is one word, keeping
    every offset; Chinese in simplified characters.

    Returns a string of the same length; what was cut out is BREAK characters.
    """
    if not text.isascii() and HAN.search(text):
        text = text.translate(_traditional())
        if len(_LABEL_ZH.findall(text)) >= _FEWEST_LABELS:
            text = _LABEL_ZH.sub(_cut, text)
    if ":" in text and len(_LABEL.findall(text)) >= _FEWEST_LABELS:
        text = _LABEL.sub(_cut, text)
    if "://" in text or "www." in text:
        text = _URL.sub(_cut, text)
    if "@" in text:
        text = _MAIL.sub(_cut, text)
    if "$" in text:
        text = _LATEX_SYMBOL.sub(_math, text)
    if "\\" in text:
        text = _LATEX_ACCENT.sub(_accented, _LATEX_POINTER.sub(_cut, text))
        text = _LATEX_COMMAND.sub(_blank, text).replace("{", " ").replace("}", " ").replace("\\", " ")
    if "." in text:
        text = _SPECIES.sub(_species, text)
    return _LATIN.sub(_one_word, text)


def readable(masked: str) -> str:
    """Masked words as people write them."""
    return masked.replace(JOINER, "").replace(INNER_SPACE, " ")
