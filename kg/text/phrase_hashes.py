"""Tokens of many texts at once, and phrases that are looked for in them, as numbers.

A token is 64 bits of its hash, a phrase a number made of its tokens (Karp and Rabin, IBM J. Res. Dev. 31, 1987):
arrays in place of strings.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import lru_cache, reduce
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from kg.core.tables import place, ranks
from kg.text.phrases import BATCH, PREFIX_WORDS, in_keys, turned_round
from kg.text.tokens import Tokens, tokens_of

FACTOR = 0x9E3779B97F4A7C15
_MASK = (1 << 64) - 1


class Phrases(NamedTuple):
    """Phrases that are looked for. keys: their numbers, sorted. begun: those of what longer ones begin with, sorted."""

    keys: np.ndarray
    begun: np.ndarray


class Found(NamedTuple):
    """A row for each occurrence of a phrase: its place among the keys, its first and its last token."""

    phrase: np.ndarray
    first: np.ndarray
    last: np.ndarray


def phrases_of(keys: Iterable[str]) -> tuple[Phrases, np.ndarray]:
    """The phrases of these keys, and of each place among them which of the keys it is."""
    numbers: list[int] = []
    begun: set[int] = set()
    for key in keys:
        _, *parts, whole = accumulate(key.split(" "), _longer, initial=0)
        begun.update(parts)
        numbers.append(whole)
    array = np.array(numbers, np.uint64)
    order = np.argsort(array, kind="stable")
    return Phrases(array[order], np.sort(np.fromiter(begun, np.uint64, len(begun)))), order


def find(texts: Sequence[str], tokens: Tokens, phrases: Phrases) -> Found:
    """What kg.text.phrases.Vocabulary finds in each of the texts."""
    number_of = _numbers(tokens.forms)
    followed = np.append(tokens.text[1:] == tokens.text[:-1], False)
    begins = (place(number_of, phrases.keys) >= 0) | (place(number_of, phrases.begun) >= 0)
    first = np.flatnonzero(begins[tokens.form])
    first = first[~_turned_round(texts, tokens, first)]
    value, last = number_of[tokens.form[first]], first
    rows = []
    while len(first):
        at = place(value, phrases.keys)
        rows.append(np.stack([at, first, last])[:, at >= 0])
        longer = followed[last] & (place(value, phrases.begun) >= 0)
        first, last = first[longer], last[longer] + 1
        value = value[longer] * np.uint64(FACTOR) + number_of[tokens.form[last]]
    return Found(*(np.concatenate(rows, axis=1) if rows else np.zeros((3, 0), np.int64)))


def _turned_round(texts: Sequence[str], tokens: Tokens, rows: np.ndarray) -> np.ndarray:
    """Of these tokens; see kg.text.phrases. Most follow another with a space."""
    prefixes = np.array([form.lower() in PREFIX_WORDS for form in tokens.forms], bool)
    characters = np.frombuffer("".join(texts).encode("utf-32-le"), "<u4")
    text, start, before = tokens.text[rows], tokens.start[rows], tokens.form[rows - 1]
    at = np.cumsum([0, *map(len, texts)])[text] + start
    odd = np.flatnonzero((start > 0) & (prefixes[before] | (characters[at - 1] != ord(" "))))
    turned = np.zeros(len(rows), bool)
    places = zip(text[odd].tolist(), start[odd].tolist(), before[odd].tolist(), strict=True)
    turned[odd] = [turned_round(texts[int(n)], at, tokens.forms[form]) for n, at, form in places]
    return turned


def number(key: str) -> int:
    """Of a phrase, by its key."""
    return reduce(_longer, key.split(" "), 0)


def _longer(phrase: int, token: str) -> int:
    """The number of the phrase with one more token."""
    return (phrase * FACTOR + token_number(token)) & _MASK


def numbers_of(phrases: Sequence[str], form: Callable[[str], str]) -> np.ndarray:
    """(n,) uint64: what `number` gives for the keys of the phrases."""
    result = np.zeros(len(phrases), np.uint64)
    for at in range(0, len(phrases), BATCH):
        batch = result[at : at + BATCH]
        tokens = tokens_of(phrases[at : at + BATCH], form)
        word = in_keys(tokens)
        text = tokens.text[word]
        value = _numbers(tokens.forms)[tokens.form[word]]
        place_ = ranks(text)
        for n in range(place_.max(initial=-1) + 1):
            rows = place_ == n
            batch[text[rows]] = batch[text[rows]] * np.uint64(FACTOR) + value[rows]
    return result


def _numbers(tokens: Collection[str]) -> np.ndarray:
    return np.fromiter(map(token_number, tokens), np.uint64, len(tokens))


@lru_cache(maxsize=200_000)
def token_number(token: str) -> int:
    """64 bits, never 0."""
    return int.from_bytes(hashlib.blake2b(token.encode(), digest_size=8).digest(), "little") or 1
