"""Text as papermesh reads it: noise masked, sentences, words. Offsets always count characters of the input."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache, partial
from itertools import accumulate
from typing import NamedTuple

import Stemmer

from kg.wordlists import wordlist

BREAK = "\x01"
"""Stands for masked text that no phrase may cross."""

JOINER = "\u2060"
"""Stands for what is left out inside a word: the closing $ of `$Q$-learning`."""

_URL = re.compile(r"(?:https?://|www\.)[^\s，。；、）)】\]}>]+(?<![.,;:!?])|\S+@\S+\.\w+", re.ASCII)
_LATEX_SYMBOL = re.compile(r"\$([^$]{1,60}?)\$(-?)")
_PLAIN_MATH = re.compile(r"[\s\\A-Za-z0-9_{}^-]{1,6}")
_LATEX_POINTER = re.compile(r"\\(?:[a-z]*cite[a-z]*|[a-z]*ref|label)\*?\s*(?:\[[^\]]*\]\s*)*\{[^{}]*\}")
_LATEX_ACCENT = re.compile(r"""\{?\\(["'`^~=.]|[uvHck](?=\{))\s*\{?\\?([A-Za-z])\}?\}?""")
_ACCENTS = dict(
    zip("\"'`^~=.uvHck", "\u0308\u0301\u0300\u0302\u0303\u0304\u0307\u0306\u030c\u030b\u0327\u0328", strict=True)
)
_LATEX_COMMAND = re.compile(r"\\[a-zA-Z]+\*?\s*(?=\{)|\\[a-zA-Z]+")
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
HAN = re.compile(f"[{_HAN}]")
_LETTER = "A-Za-z0-9\u00c0-\u024f\u0370-\u03ff"
_RUN = rf"[{_LETTER}]+(?:{JOINER}+[{_LETTER}]+)*"
_RUNS = re.compile(rf"({_RUN}(?:{JOINER}*[-‐‑_/&+.'’]{_RUN})*[+#]{{0,2}}|[{_HAN}]|{BREAK}+|\S)")
_POSSESSIVE = re.compile(r"['’]s?$")
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|et al|etc|cf|vs|fig|eq|sec|dr|mr|prof|no|resp|w\.r\.t|[A-Z]))\.$", re.I)
_SENTENCE_END = re.compile(r"[。！？!?；]+[”’」』）)]*|\.[\"”’)]*(?=\s+[^a-z\s]|\s*$)|\n\s*\n")


class Word(NamedTuple):
    """A word, a single Han character or a punctuation mark, with its characters [start, end) of the text."""

    text: str
    start: int
    end: int


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


def mask(text: str) -> str:
    """Blank out LaTeX and cut out URLs, addresses and formulas, keeping every offset; Chinese in simplified characters.

    Returns a string of the same length; what was cut out is BREAK characters.
    """
    if not text.isascii() and HAN.search(text):
        text = text.translate(_traditional())
    if "://" in text or "www." in text or "@" in text:
        text = _URL.sub(_cut, text)
    if "$" in text:
        text = _LATEX_SYMBOL.sub(_math, text)
    if "\\" in text:
        text = _LATEX_ACCENT.sub(_accented, _LATEX_POINTER.sub(_cut, text))
        text = _LATEX_COMMAND.sub(_blank, text).replace("{", " ").replace("}", " ").replace("\\", " ")
    return text


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans [start, end) of the sentences of an English or Chinese text, without surrounding space."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _SENTENCE_END.finditer(text):
        end = match.end()
        if match.group()[0] == "." and _ABBREVIATION.search(text, start, match.start() + 1):
            continue
        spans.append((start, end))
        start = end
    spans.append((start, len(text)))
    stripped = []
    for begin, stop in spans:
        piece = text[begin:stop]
        begin += len(piece) - len(piece.lstrip())
        stop = begin + len(piece.strip())
        if stop > begin:
            stripped.append((begin, stop))
    return stripped


def words(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """The words, Han characters and punctuation marks of text[start:end].

    "Lob's theorem" is a name and loses its ending only; in "the network's bias" the ending is a mark of its own.
    """
    word_of = partial(tuple.__new__, Word)  # half the time of Word(...)
    return [
        word_of((word, at + a, at + b))
        for run, at in zip(*runs(text, start, end), strict=True)
        for word, a, b in parts(run)
    ]


def runs(text: str, start: int = 0, end: int | None = None) -> tuple[list[str], list[int]]:
    """The runs of characters that words are made of, and where each starts."""
    found = pieces(text[start:end])
    return found[1::2], list(accumulate(map(len, found), initial=start))[1:-1:2]


def pieces(text: str) -> list[str]:
    """The text in pieces: what stands before the first run, the first run, what is between it and the next, ..."""
    return _RUNS.split(text)


@lru_cache(maxsize=100_000)
def parts(run: str) -> tuple[Word, ...]:
    """The words of a run, by its characters."""
    if run.isalpha():
        return (Word(run, 0, len(run)),)
    ending = _POSSESSIVE.search(run) if len(run) > 2 and ("'" in run or "’" in run) else None
    stop = ending.start() if ending else len(run)
    letters = run[:stop].replace(JOINER, "")
    found = [Word(letters, 0, stop)] if letters else []
    if ending and not run[0].isupper():
        found.append(Word(ending.group(), stop, len(run)))
    return tuple(found)


_ACRONYM = re.compile(r"[A-Z]{2,6}s?|[A-Z][A-Z0-9]{1,5}")
_INNER_CAPITAL = re.compile(r"[a-zA-Z][A-Z0-9]")
_stemmer = Stemmer.Stemmer("english")


def acronym(word: str) -> str:
    """The word without a plural s when it is an acronym, of up to six capitals; "" when it is none."""
    return word.removesuffix("s") if _ACRONYM.fullmatch(word) else ""


def is_name(word: str) -> bool:
    """Whether it is one word with a capital or a digit inside: "TF-IDF", "word2vec"."""
    return " " not in word and _INNER_CAPITAL.search(word) is not None


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The Porter2 stem of one English word, lower-cased; acronyms keep their letters.

    "relation", "relational" and "relative" become one: good for comparing texts, too coarse for names.
    """
    return acronym(word) or _stemmer.stemWord(word.lower())
