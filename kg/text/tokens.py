"""Words and tokens of a text, and of many texts at once. Offsets always count characters of the input."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from kg.core.tables import spread
from kg.text.language import HAN, HAN_CHARACTERS
from kg.text.masking import BREAK, JOINER, mask
from kg.text.words.forms import word_form

_LETTER = "A-Za-z0-9\u00c0-\u024f\u0370-\u03ff"
_RUN = rf"[{_LETTER}]+(?:{JOINER}+[{_LETTER}]+)*"
_RUNS = re.compile(rf"({_RUN}(?:{JOINER}*[-‐‑_/&+.'’]{_RUN})*[+#]{{0,2}}|[{HAN_CHARACTERS}]|{BREAK}+|\S)")
_POSSESSIVE = re.compile(r"['’]s?$")


class Word(NamedTuple):
    """A word, a single Han character or a punctuation mark, with its characters [start, end) of the text."""

    text: str
    start: int
    end: int


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


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """Of each token, in reading order: text: which of the texts; form: a number into forms; start, end: characters."""

    forms: list[str]
    text: np.ndarray
    form: np.ndarray
    start: np.ndarray
    end: np.ndarray


def tokens_of(texts: Sequence[str], form: Callable[[str], str]) -> Tokens:
    """What kg.text.tokens.tokens finds in each of the texts."""
    found = pieces("\n".join(map(mask, texts)))
    known = _Runs(form)
    run = np.fromiter(map(known.__getitem__, found[1::2]), np.int64, len(found) // 2)
    at = np.cumsum(np.fromiter(map(len, found), np.int64, len(found)))[:-1:2]
    which, row = spread(np.array(known.bounds), run)
    form_, start, end = np.array(known.tokens, np.int64).reshape(-1, 3)[row].T
    at = at[which]
    begin = np.cumsum([0, *(len(text) + 1 for text in texts)])
    text_ = np.searchsorted(begin, at, "right") - 1
    at -= begin[text_]
    return Tokens(list(known.forms), text_, form_, at + start, at + end)


class _Runs(dict[str, int]):
    """A run -> its number n. Its tokens are the rows [bounds[n], bounds[n + 1]) of `tokens` (form, start, end)."""

    def __init__(self, form: Callable[[str], str]) -> None:
        self._form = form
        self.forms: dict[str, int] = {}
        self.bounds = [0]
        self.tokens: list[tuple[int, int, int]] = []

    def __missing__(self, run: str) -> int:
        found = tokens_of_run(run, self._form)
        self.tokens += [(self.forms.setdefault(token, len(self.forms)), start, end) for token, start, end in found]
        self.bounds.append(len(self.tokens))
        self[run] = len(self.bounds) - 2
        return self[run]


_PARTS = re.compile(r"[^-‐‑–_/]+")
_GLUE = frozenset("的之")


def tokens(text: str, form: Callable[[str], str] = word_form) -> list[tuple[str, int, int]]:
    """(form of a word or Han character, start, end) in reading order; hyphenated words fall apart.

    的 and 之 are left out: "预先训练的语言模型" and "预先训练语言模型" are one phrase.
    """
    return [
        (token, at + a, at + b)
        for run, at in zip(*runs(mask(text)), strict=True)
        for token, a, b in tokens_of_run(run, form)
    ]


@lru_cache(maxsize=100_000)
def tokens_of_run(run: str, form: Callable[[str], str]) -> tuple[tuple[str, int, int], ...]:
    """The tokens of one of kg.text.tokens.runs, by its characters."""
    return tuple(token for word in parts(run) for token in _tokens_of_word(word, form))


def _tokens_of_word(word: Word, form: Callable[[str], str]) -> Iterator[tuple[str, int, int]]:
    text, start, end = word
    if text in _GLUE:
        return
    if not text[0].isalnum() or HAN.match(text):
        yield text, start, end
    elif text.isalpha():
        yield form(text), start, end
    else:
        # "$Q$-learning" is longer than its word: its parts all stand for the whole
        exact = len(text) == end - start
        for part in _PARTS.finditer(text):
            yield form(part.group()), *((start + part.start(), start + part.end()) if exact else (start, end))
