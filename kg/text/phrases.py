"""Phrase keys, under which the spellings of a phrase meet, and phrases that are looked for in a text by them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import lru_cache
from itertools import islice, pairwise
from typing import NamedTuple

import numpy as np

from kg.text.tokens import Tokens, tokens, tokens_of
from kg.text.words.forms import word_form

BATCH = 100_000
"""Phrases at once: each batch learns its words anew, and all at once are large."""


def keys_of(phrases: Iterable[str]) -> Iterator[str]:
    """The `phrase_key` of each phrase, without keeping it."""
    rest = iter(phrases)
    while batch := list(islice(rest, BATCH)):
        found = tokens_of(batch, word_form)
        words = in_keys(found)
        forms = [found.forms[form] for form in found.form[words].tolist()]
        bounds = np.searchsorted(found.text[words], np.arange(len(batch) + 1)).tolist()
        yield from (" ".join(forms[start:end]) for start, end in pairwise(bounds))


def in_keys(tokens: Tokens) -> np.ndarray:
    """(tokens,) bool: which of them are part of a phrase key; punctuation is not."""
    return np.array([form[0].isalnum() for form in tokens.forms], bool)[tokens.form]


class Occurrence(NamedTuple):
    """The phrase with this key stands at characters [start, end) of the text."""

    key: str
    start: int
    end: int


@lru_cache(maxsize=50_000)
def phrase_key(phrase: str, form: Callable[[str], str] = word_form) -> str:
    """The key under which the spellings of a phrase meet: its tokens in this form, joined by spaces; "" without any."""
    return key_of(tokens(phrase, form))


def key_of(found: Iterable[tuple[str, int, int]]) -> str:
    """The phrase key that these of kg.text.tokens.tokens make; punctuation is no part of it."""
    return " ".join([token for token, _, _ in found if token[0].isalnum()])


_PREFIX = re.compile(
    r"(?:\b(?:un|non|semi|self|pre|multi|sub|anti|cross|inter|weakly|de|re|co|bi|hyper|meta|quasi|pseudo)[-‐‑– ]"
    r"|\b(?:over|under)[-‐‑–]|[无非半弱未反]|(?<![来各源出独])自|无人)$",
    re.I,
)
PREFIX_WORDS = frozenset(
    "un non semi self pre multi sub anti cross inter weakly de re co bi hyper meta quasi pseudo".split()
)


def follows_prefix(text: str, start: int, before: str) -> bool:
    """Whether a prefix before `start` makes it something else: "unsupervised learning", 无人监督的学习.

    before: the token before it, since most words follow another with a space.
    """
    if not start or (text[start - 1] == " " and before.lower() not in PREFIX_WORDS):
        return False
    return bool(_PREFIX.search(text, max(0, start - 8), start))


class Vocabulary:
    """Phrases to look for in texts, by their keys: a set of these, or a mapping from them."""

    def __init__(self, keys: Collection[str]) -> None:
        self._keys = keys
        # what a longer key begins with, whole tokens
        self._beginnings = {key[:at] for key in self._keys for at, c in enumerate(key) if c == " "}

    def find(self, text: str) -> Iterator[Occurrence]:
        """Every occurrence of every phrase, nested and overlapping ones too, in reading order."""
        sequence = tokens(text)
        keys, beginnings = self._keys, self._beginnings
        for i, (key, start, end) in enumerate(sequence):
            if (key not in keys and key not in beginnings) or follows_prefix(text, start, sequence[i - 1][0]):
                continue
            if key in keys:
                yield Occurrence(key, start, end)
            for token, _, end in islice(sequence, i + 1, None):
                if key not in beginnings:
                    break
                key = f"{key} {token}"
                if key in keys:
                    yield Occurrence(key, start, end)
