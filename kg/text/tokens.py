"""Words and tokens of a text, and of many texts at once. Offsets always count characters of the input.

A pretoken is what stands between spaces and marks ("Lob's", "state-of-the-art"), a word that without its possessive
ending, a token the form (lemma or stem) of a word or of a part between its hyphens.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from kg.core.columns import expand
from kg.text.language import HAN, HAN_CHARACTERS
from kg.text.masking import BREAK, INNER_SPACE, JOINER, mask, readable
from kg.text.words.forms import word_form

_LETTER = "A-Za-z0-9\u00c0-\u024f\u0370-\u03ff"
_LETTERS = rf"[{_LETTER}]+(?:{JOINER}+[{_LETTER}]+)*"
_INSIDE = rf"{JOINER}*[-‐‑_/&+.'’]|\.?{INNER_SPACE}"
_PRETOKEN = re.compile(rf"({_LETTERS}(?:(?:{_INSIDE}){_LETTERS})*[+#]{{0,2}}|[{HAN_CHARACTERS}]|{BREAK}+|\S)")
_POSSESSIVE = re.compile(r"['’]s?$")
_HYPHENATED = re.compile(r"[^-‐‑–_/]+")
_GLUE = frozenset("的之")


class Word(NamedTuple):
    """A word, a single Han character or a punctuation mark, with its characters [start, end) of the text."""

    text: str
    start: int
    end: int


def words(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """The words, Han characters and punctuation marks of text[start:end].

    "Lob's theorem" is a name and loses its ending only; in "the network's bias" the ending is a mark of its own.
    """
    word_of = partial(tuple.__new__, Word)  # a tenth faster than Word(...), for every word of every paper
    return [
        word_of((word, at + a, at + b))
        for pretoken, at in zip(*_pretokens(text[start:end], start), strict=True)
        for word, a, b in _words_in(pretoken)
    ]


def _pretokens(text: str, start: int) -> tuple[list[str], list[int]]:
    """What words are made of, each without a space in it, and where it begins; the text begins at `start`."""
    split = _PRETOKEN.split(text)
    return split[1::2], list(accumulate(map(len, split), initial=start))[1:-1:2]


@lru_cache(maxsize=100_000)
def _words_in(pretoken: str) -> tuple[Word, ...]:
    """The words of a pretoken, by its characters."""
    if pretoken.isalpha():
        return (Word(pretoken, 0, len(pretoken)),)
    has_quote = len(pretoken) > 2 and ("'" in pretoken or "’" in pretoken)
    ending = _POSSESSIVE.search(pretoken) if has_quote else None
    stop = ending.start() if ending else len(pretoken)
    letters = readable(pretoken[:stop])
    found = [Word(letters, 0, stop)] if letters else []
    if ending and not pretoken[0].isupper():
        found.append(Word(ending.group(), stop, len(pretoken)))
    return tuple(found)


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """The tokens of many texts, a row each, in reading order.

    forms: the distinct forms. text: (n,) int64, which of the texts. form: (n,) int64, which of the forms.
    start, end: (n,) int64, characters [start, end) of the text.
    """

    forms: list[str]
    text: np.ndarray
    form: np.ndarray
    start: np.ndarray
    end: np.ndarray


def tokens_of(texts: Sequence[str], form: Callable[[str], str]) -> Tokens:
    """The `tokens` of each of the texts."""
    split = _PRETOKEN.split("\n".join(map(mask, texts)))
    known = _Pretokens(form)
    pretoken = np.fromiter(map(known.__getitem__, split[1::2]), np.int64, len(split) // 2)
    at = np.cumsum(np.fromiter(map(len, split), np.int64, len(split)))[:-1:2]
    which, row = expand(np.array(known.bounds), pretoken)
    form_, start, end = np.array(known.tokens, np.int64).reshape(-1, 3)[row].T
    at = at[which]
    begin = np.cumsum([0, *(len(text) + 1 for text in texts)])
    text_ = np.searchsorted(begin, at, "right") - 1
    at -= begin[text_]
    return Tokens(list(known.forms), text_, form_, at + start, at + end)


def end_to_end(texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """The code points of all texts, one text after the other, as uint32; and (texts,) int64, where each begins."""
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    return np.frombuffer("".join(texts).encode("utf-32-le"), "<u4"), np.cumsum(lengths) - lengths


class _Pretokens(dict[str, int]):
    """A pretoken -> its number n. Its tokens are the rows [bounds[n], bounds[n + 1]) of `tokens` (form, start, end)."""

    def __init__(self, form: Callable[[str], str]) -> None:
        self._form = form
        self.forms: dict[str, int] = {}
        self.bounds = [0]
        self.tokens: list[tuple[int, int, int]] = []

    def __missing__(self, pretoken: str) -> int:
        found = _tokens_in(pretoken, self._form)
        self.tokens += [(self.forms.setdefault(token, len(self.forms)), start, end) for token, start, end in found]
        self.bounds.append(len(self.tokens))
        self[pretoken] = len(self.bounds) - 2
        return self[pretoken]


def tokens(text: str, form: Callable[[str], str] = word_form) -> list[tuple[str, int, int]]:
    """(form of a word or Han character, start, end) in reading order; hyphenated words fall apart.

    的 and 之 are left out: "预先训练的语言模型" and "预先训练语言模型" are one phrase.
    """
    return [
        (token, at + a, at + b)
        for pretoken, at in zip(*_pretokens(mask(text), 0), strict=True)
        for token, a, b in _tokens_in(pretoken, form)
    ]


@lru_cache(maxsize=100_000)
def _tokens_in(pretoken: str, form: Callable[[str], str]) -> tuple[tuple[str, int, int], ...]:
    """The tokens of a pretoken, by its characters."""
    return tuple(token for word in _words_in(pretoken) for token in _tokens_in_word(word, form))


def _tokens_in_word(word: Word, form: Callable[[str], str]) -> Iterator[tuple[str, int, int]]:
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
        for part in _HYPHENATED.finditer(text):
            letters = part.group().replace(" ", "")  # keys are split at spaces
            token = letters if letters == "A" else form(letters)  # "A-DNA" is no "a DNA"
            yield token, *((start + part.start(), start + part.end()) if exact else (start, end))
