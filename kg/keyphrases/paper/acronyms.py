"""Acronyms that a paper defines: "deep matrix factorization (DMF)", 「联邦学习（FL）」, "FL（联邦学习）".

English: Schwartz & Hearst, "A simple algorithm for identifying abbreviation definitions in biomedical text"
(PSB 2003). Chinese: the nominal chunk before the bracket, as many words as the acronym has letters where the
chunk is longer; where it is shorter, the words before one 的 belong to it ("面向任务的对话系统（TDS）").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.keyphrases.chinese.candidates import nominal_atoms
from kg.text.language import HAN, HAN_CHARACTERS
from kg.text.masking import JOINER, mask
from kg.text.words.lists import wordlist

_BRACKET = re.compile(r"[(（\[]\s*([^()（）\[\]]{2,80}?)\s*[)）\]]")
_SHORT = re.compile(r"(?=.*[A-Z].*[A-Z])[A-Za-z][A-Za-z0-9&/-]{1,9}s?$|[A-Z][0-9]?[A-Z][A-Z0-9]*s?$")
_SHORT_BEFORE = re.compile(r"(?<![A-Za-z0-9-])([A-Za-z][A-Za-z0-9&/-]{1,9})\s*$")
_CHINESE_NAME = re.compile(rf"(?![参见如即详图表例以等])(?!.*的)[{HAN_CHARACTERS}A-Za-z0-9-]{{3,12}}")
_MARK = re.compile(r"[,;，；、:：]")
_CLAUSE_END = re.compile(r"[。！？；，,;.!?()（）:：]")
_WORD = re.compile(r"[A-Za-z0-9]+")
_LETTERS = re.compile(r"[A-Za-z0-9]")


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
    for match in _BRACKET.finditer(masked):
        for definition in _in_bracket(masked, match):
            found.setdefault(definition.short, definition)
    return list(found.values())


def _in_bracket(text: str, match: re.Match[str]) -> Iterator[Definition]:
    at = match.start(1)
    for offset, inside in _between_marks(match.group(1)):
        start = at + offset
        if _SHORT.match(inside) and not inside.islower():
            span = _long_before(text, match.start(), inside)
            if span:
                long = " ".join(text[slice(*span)].replace(JOINER, "").split())
                yield Definition(inside, long, (start, start + len(inside)), span)
                return
    yield from _turned(text, match)


def _turned(text: str, match: re.Match[str]) -> Iterator[Definition]:
    """The short form before the bracket, the long one in it."""
    before = _SHORT_BEFORE.search(text, max(0, match.start() - 12), match.start())
    if not before or not _SHORT.match(before.group(1)):
        return
    short, span = before.group(1), match.span(1)
    if HAN.search(match.group(1)):
        fits = _CHINESE_NAME.fullmatch(match.group(1)) is not None
    else:
        fits = _english_long(text, span[1], short) == span
    if fits:
        yield Definition(short, " ".join(match.group(1).replace(JOINER, "").split()), before.span(1), span)


def _between_marks(inside: str) -> Iterator[tuple[int, str]]:
    """(offset, text) of what stands between the commas of a bracket's content: "Knowledge Distillation, KD"."""
    at = 0
    for text in _MARK.split(inside):
        yield at + len(text) - len(text.lstrip()), text.strip()
        at += len(text) + 1


def _long_before(text: str, end: int, short: str) -> tuple[int, int] | None:
    """Characters of the long form that ends before the bracket at `end`."""
    while end and text[end - 1].isspace():
        end -= 1
    if end and HAN.match(text[end - 1]):
        return _chinese_long(text, end, short)
    return _english_long(text, end, short)


def _english_long(text: str, end: int, short: str) -> tuple[int, int] | None:
    """The words before the bracket whose initials are the short form; else, as Schwartz & Hearst have it, its letters,
    from the right, in these words."""
    letters = "".join(_LETTERS.findall(short.removesuffix("s") if short[:-1].isupper() else short)).lower()
    words = list(_WORD.finditer(text, max(0, end - 40 * len(letters)), end))[-len(letters) :]
    begin = words[0].start() if words else end
    whole = text[begin - 1 : begin].isspace() or begin == 0
    if "".join(m.group()[0] for m in words).lower() == letters and whole and not _CLAUSE_END.search(text, begin, end):
        return begin, end
    most = min(len(letters) + 5, len(letters) * 2)
    start = end
    for _ in range(most):
        before = re.search(r"[^\s(（,.;:。，；：)）]+[\s]*$", text[:start])
        if not before or HAN.search(before.group()):
            break
        start = before.start()
    i, j = len(letters) - 1, end - 1
    while i >= 0:
        while j >= start and (text[j].lower() != letters[i] or (i == 0 and not _word_start(text, j))):
            j -= 1
        if j < start:
            return None
        i -= 1
        j -= 1
    begin = j + 1
    long = text[begin:end]
    if len(long) <= len(short) + 2 or short.lower() in long.lower().split() or len(long.split()) > most:
        return None
    return begin, end


def _word_start(text: str, j: int) -> bool:
    return j == 0 or not text[j - 1].isalnum()


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
