"""The second pass: every phrase of the corpus vocabulary is looked for in every abstract."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from kg.frequency import zipf
from kg.inflection import lemma
from kg.text import HAN, Word, acronym, is_name, mask, parts, runs

_PARTS = re.compile(r"[^-‐‑–_/]+")
_GLUE = frozenset("的之")
COMMON = 3.5
"""Zipf value from which letters are a word of their own beside a name or an acronym: "tf-idf", but not "ups"."""


class Match(NamedTuple):
    """A phrase (by its key) at characters [start, end) of the text."""

    key: str
    start: int
    end: int


@lru_cache(maxsize=200_000)
def word_form(word: str) -> str:
    """What the inflections and spellings of one English word have in common; an acronym keeps its capitals, and so does
    a name where the same letters are a common word ("MeSH", "eXist")."""
    if short := acronym(word):
        return short
    form = lemma(word.lower())
    return word if is_name(word) and not word[1:].islower() and zipf(form) >= COMMON else form


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
    """The tokens of one of kg.text.runs, by its characters."""
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


@lru_cache(maxsize=50_000)
def phrase_key(phrase: str, form: Callable[[str], str] = word_form) -> str:
    """The key under which the spellings of a phrase meet: its tokens, joined by spaces."""
    return key_of(tokens(phrase, form))


def key_of(found: Iterable[tuple[str, int, int]]) -> str:
    """The phrase key of tokens; punctuation is no part of it."""
    return " ".join([token for token, _, _ in found if token[0].isalnum()])


_PREFIX = re.compile(
    r"(?:\b(?:un|non|semi|self|pre|multi|sub|anti|cross|inter|weakly|de|re|co|bi|hyper|meta|quasi|pseudo)[-‐‑– ]"
    r"|\b(?:over|under)[-‐‑–]|[无非半弱未反]|(?<![来各源出独])自|无人)$",
    re.I,
)
PREFIX_WORDS = frozenset(
    "un non semi self pre multi sub anti cross inter weakly de re co bi hyper meta quasi pseudo".split()
)


def turned_round(text: str, start: int, before: str) -> bool:
    """Whether a prefix before `start` makes it something else: "unsupervised learning", 无人监督的学习.

    before: the token before it, since most words follow another with a space.
    """
    if not start or (text[start - 1] == " " and before.lower() not in PREFIX_WORDS):
        return False
    return bool(_PREFIX.search(text, max(0, start - 8), start))


class Vocabulary:
    """Phrases, found by their keys: a set, or a mapping from them."""

    def __init__(self, keys: Collection[str]) -> None:
        self._keys = keys
        # what a longer key begins with, whole tokens
        self._begun = {key[:at] for key in self._keys for at, c in enumerate(key) if c == " "}

    def find(self, text: str) -> Iterator[Match]:
        """Every occurrence of every phrase, nested and overlapping ones too, in reading order."""
        sequence = tokens(text)
        keys, begun = self._keys, self._begun
        for i, (key, start, end) in enumerate(sequence):
            if (key not in keys and key not in begun) or turned_round(text, start, sequence[i - 1][0]):
                continue
            if key in keys:
                yield Match(key, start, end)
            for token, _, end in islice(sequence, i + 1, None):
                if key not in begun:
                    break
                key = f"{key} {token}"
                if key in keys:
                    yield Match(key, start, end)
