"""Acronyms that a paper defines: "deep matrix factorization (DMF)", 「联邦学习（FL）」, "FL（联邦学习）".

English: the words before the bracket that the letters fit best (alignment.py), or what stands beside the short form in
the same bracket, or in the bracket after it. Chinese: the nominal chunk before the bracket, as many words as the
acronym has letters where the chunk is longer; where it is shorter, the words before one 的 belong to it
("面向任务的对话系统（TDS）").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.core.records import Paper
from kg.keyphrases.chinese.candidates import nominal_atoms
from kg.keyphrases.paper.alignment import long_form, most_words, units
from kg.text.language import HAN, HAN_CHARACTERS
from kg.text.masking import BREAK, mask, readable
from kg.text.words.lists import wordlist

_OPEN = "(（["
_BRACKET = re.compile(r"[(（\[)）\]]")
_QUOTES = "\"'`’”»"
_SHORT = re.compile(r"(?=.*[^\W\d_])[^\W_](?:[\w&/.'’+()-]|,(?=\w)| (?=\w)){0,19}")
_MOST_LETTERS, _MOST_WORDS = 10, 2
_SHORT_IN_CHINESE = re.compile(r"(?=.*[A-Z].*[A-Z])[A-Za-z][A-Za-z0-9&/-]{1,9}s?$|[A-Z][0-9]?[A-Z][A-Z0-9]*s?$")
_SHORT_BEFORE = re.compile(r"(?<![A-Za-z0-9-])([A-Za-z][A-Za-z0-9&/-]{1,9})\s*$")
_LEAD_IN = re.compile(
    r"(?:(?:i\.e\.|e\.g\.|or|also|hereafter|henceforth|herein|abbreviated|abbr\.?|abbreviation|denoted|termed|named|called"
    r"|known|referred|as|by|to|simply|short|for)[\s:]+)+",
    re.IGNORECASE,
)
_CHINESE_NAME = re.compile(rf"(?![参见如即详图表例以等])(?!.*的)[{HAN_CHARACTERS}A-Za-z0-9-]{{3,12}}")
_MARK = re.compile(r"[,;，；、:：=](?!\w)|\bor\b")
_CLAUSE_END = re.compile(r"[。！？；，,;.!?()（）:：]")
_SENTENCE_END = re.compile(r"(?<!\b[A-Z])[.;:。，；：!?-]$")
_LETTERS = re.compile(r"[A-Za-z0-9]")
_WORD_START = re.compile(r"(?<![^\W_])[^\W_]")
_TOKEN = re.compile(r"\S+")
_FAR = 400
"""Characters before a bracket in which the long form is looked for."""


@dataclass(frozen=True, slots=True)
class Definition:
    """short stands for long in this paper; both without LaTeX, with their characters of the abstract.

    Where both stand among the keywords only, the spans are (0, 0).
    """

    short: str
    long: str
    short_span: tuple[int, int]
    long_span: tuple[int, int]


def definitions(text: str) -> list[Definition]:
    """Every acronym that the text defines, in reading order, the first definition of each only."""
    masked = mask(text)
    found: dict[str, Definition] = {}
    for begin, end in _brackets(masked):
        for definition in _in_bracket(masked, begin, end):
            found.setdefault(definition.short, definition)
    return list(found.values())


def acronyms(paper: Paper) -> list[Definition]:
    """What title and abstract define, in reading order, the first definition of each; spans are those of their text."""
    found: dict[str, Definition] = {}
    for text in (paper.title, paper.abstract):
        for definition in definitions(text):
            found.setdefault(definition.short, definition)
    return list(found.values())


def _brackets(text: str) -> list[tuple[int, int]]:
    """(begin, end) of what stands between brackets, also inside of others, in reading order."""
    opened: list[int] = []
    found = []
    for bracket in _BRACKET.finditer(text):
        if bracket.group() in _OPEN:
            opened.append(bracket.end())
        elif opened:
            found.append((opened.pop(), bracket.start()))
    return sorted(found)


def _in_bracket(text: str, begin: int, end: int) -> Iterator[Definition]:
    for start, short in _shorts(text, begin, end):
        span = _long_before(text, begin - 1, short) or _long_beside(text, begin, start, short)
        if span:
            yield Definition(short, _clean(text[slice(*span)]), (start, start + len(short)), span)
            return
    yield from _turned(text, begin, end)


def _long_beside(text: str, begin: int, start: int, short: str) -> tuple[int, int] | None:
    """The long form before the short one in the same bracket: "HIF (hypoxia-inducible factor, HIF)"."""
    end = start
    while end > begin and not text[end - 1].isalnum():
        end -= 1
    return (begin, end) if end > begin and long_form(text[begin:end], [0], short) == 0 else None


def _clean(text: str) -> str:
    return " ".join(readable(text).split())


def _turned(text: str, begin: int, end: int) -> Iterator[Definition]:
    """The short form before the bracket, the long one in it."""
    before = _SHORT_BEFORE.search(text, max(0, begin - 13), begin - 1)
    if not text[begin:end].strip() or not before or not _SHORT_IN_CHINESE.match(before.group(1)):
        return
    inside = text[begin:end].strip()
    begin = text.index(inside, begin)
    short, span = before.group(1), (begin, begin + len(inside))
    chinese = HAN.search(inside)
    if _CHINESE_NAME.fullmatch(inside) if chinese else long_form(inside, [0], short) == 0:
        yield Definition(short, _clean(inside), before.span(1), span)


def _shorts(text: str, begin: int, end: int) -> Iterator[tuple[int, str]]:
    """(begin, text) of what may be a short form in a bracket: all of it, or a part ("Knowledge Distillation, KD")."""
    for a, b in dict.fromkeys([(begin, end), *_between_marks(text, begin, end)]):
        lead_in = _LEAD_IN.match(text, a, b)
        a = lead_in.end() if lead_in else a
        inside = text[a:b].strip()
        if _SHORT.fullmatch(inside) and len(inside.split()) <= _MOST_WORDS and len(units(inside)) <= _MOST_LETTERS:
            yield text.index(inside, a), inside


def _between_marks(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    for mark in _MARK.finditer(text, begin, end):
        yield begin, mark.start()
        begin = mark.end()
    while begin < end and text[begin].isspace():
        begin += 1
    yield begin, end


def _long_before(text: str, end: int, short: str) -> tuple[int, int] | None:
    """Characters of the long form that ends before the bracket at `end`."""
    while end and (text[end - 1].isspace() or text[end - 1] in _QUOTES):
        end -= 1
    if end and HAN.match(text[end - 1]):
        return _chinese_long(text, end, short) if _SHORT_IN_CHINESE.match(short) else None
    return _english_long(text, end, short)


def _english_long(text: str, end: int, short: str) -> tuple[int, int] | None:
    """The words before `end` that the letters fit."""
    start = _sentence(text, end, most_words(short))
    begins = [m.start() for m in _WORD_START.finditer(text[start:end]) if _balanced(text[start + m.start() : end])]
    begin = long_form(text[start:end], begins, short)
    return None if begin is None else (start + begin, end)


def _balanced(text: str) -> bool:
    depth = 0
    for bracket in _BRACKET.findall(text):
        depth += 1 if bracket in _OPEN else -1
        if depth < 0:
            return False
    return depth == 0


def _sentence(text: str, end: int, most: int) -> int:
    """Where the last `most` words before `end` begin, none of another sentence or of another bracket."""
    start = end
    for token in reversed(list(_TOKEN.finditer(text, _after_brackets(text, end), end))):
        word = token.group()
        if most == 0 or HAN.search(word) or BREAK in word or (start != end and _SENTENCE_END.search(word)):
            break
        start = token.start()
        most -= 1
    return start


def _after_brackets(text: str, end: int) -> int:
    """After the last bracket that is closed or still open before `end`; one inside a word is none: poly(lactide)."""
    start = max(0, end - _FAR)
    opened: list[int] = []
    for bracket in _BRACKET.finditer(text, start, end):
        if bracket.group() in _OPEN:
            opened.append(bracket.end())
        elif not opened or not text[(begin := opened.pop()) - 2 : begin - 1].strip():
            start = bracket.end()
    return max([start, *opened])


def _chinese_long(text: str, end: int, short: str) -> tuple[int, int] | None:
    letters = len(_LETTERS.findall(short.removesuffix("s")))
    cut = max((m.end() for m in _CLAUSE_END.finditer(text, max(0, end - 40), end)), default=max(0, end - 40))
    atoms = nominal_atoms(text, cut, end)
    if 0 < len(atoms) < letters and text[atoms[0][0] - 1] == "的":
        atoms = nominal_atoms(text, cut, atoms[0][0] - 1) + atoms
    if len(atoms) < letters:
        return None
    atoms = atoms[-(letters + 1) :]
    if len(atoms) > letters and atoms[0][1] == "v":
        atoms = atoms[1:]  # 探讨体外膜肺氧合（ECMO）: what is done to it is not part of the name
    if len(atoms) > 1 and text[atoms[0][0] : atoms[1][0]] in wordlist("beginnings_zh"):
        atoms = atoms[1:]
    start = atoms[0][0]
    return (start, end) if end - start >= 3 else None
