"""Tokens of many texts at once, and phrases that are looked for in them, as numbers.

A token is 64 bits of its hash, a phrase a number made of its tokens (Karp and Rabin, IBM J. Res. Dev. 31, 1987):
arrays in place of strings.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from itertools import accumulate, islice, pairwise
from typing import NamedTuple

import numpy as np

from kg.links import ranks, spread
from kg.text import mask, pieces
from kg.vocabulary import PREFIX_WORDS, tokens_of_run, turned_round, word_form

FACTOR = 0x9E3779B97F4A7C15
_MASK = (1 << 64) - 1
_BATCH = 100_000
"""Phrases at once: each batch learns its words anew, and all at once are large."""


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """Of each token, in reading order: text: which of the texts; form: a number into forms; start, end: characters."""

    forms: list[str]
    text: np.ndarray
    form: np.ndarray
    start: np.ndarray
    end: np.ndarray


def tokens_of(texts: Sequence[str], form: Callable[[str], str]) -> Tokens:
    """What kg.vocabulary.tokens finds in each of the texts."""
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
    """What kg.vocabulary.Vocabulary finds in each of the texts."""
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


def place(values: np.ndarray, among: np.ndarray) -> np.ndarray:
    """Where each value stands among those, which are sorted; -1 where it does not."""
    if not len(among):
        return np.full(len(values), -1)
    once, back = np.unique(values, return_inverse=True)  # sorted they are found three times as fast
    at = np.minimum(np.searchsorted(among, once), len(among) - 1)
    return np.where(among[at] == once, at, -1)[back]


def _turned_round(texts: Sequence[str], tokens: Tokens, rows: np.ndarray) -> np.ndarray:
    """Of these tokens; see kg.vocabulary. Most follow another with a space."""
    prefixes = np.array([form.lower() in PREFIX_WORDS for form in tokens.forms], bool)
    characters = np.frombuffer("".join(texts).encode("utf-32-le"), "<u4")
    text, start, before = tokens.text[rows], tokens.start[rows], tokens.form[rows - 1]
    at = np.cumsum([0, *map(len, texts)])[text] + start
    odd = np.flatnonzero((start > 0) & (prefixes[before] | (characters[at - 1] != ord(" "))))
    turned = np.zeros(len(rows), bool)
    places = zip(text[odd].tolist(), start[odd].tolist(), before[odd].tolist(), strict=True)
    turned[odd] = [turned_round(texts[int(n)], at, tokens.forms[form]) for n, at, form in places]
    return turned


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


def number(key: str) -> int:
    """Of a phrase, by its key."""
    return reduce(_longer, key.split(" "), 0)


def _longer(phrase: int, token: str) -> int:
    """The number of the phrase with one more token."""
    return (phrase * FACTOR + token_number(token)) & _MASK


def numbers_of(phrases: Sequence[str], form: Callable[[str], str]) -> np.ndarray:
    """(n,) uint64: what `number` gives for the keys of the phrases."""
    result = np.zeros(len(phrases), np.uint64)
    for at in range(0, len(phrases), _BATCH):
        batch = result[at : at + _BATCH]
        tokens = tokens_of(phrases[at : at + _BATCH], form)
        word = _in_keys(tokens)
        text = tokens.text[word]
        value = _numbers(tokens.forms)[tokens.form[word]]
        place_ = ranks(text)
        for n in range(place_.max(initial=-1) + 1):
            rows = place_ == n
            batch[text[rows]] = batch[text[rows]] * np.uint64(FACTOR) + value[rows]
    return result


def keys_of(phrases: Iterable[str]) -> Iterator[str]:
    """What kg.vocabulary.phrase_key gives for each, without keeping it."""
    rest = iter(phrases)
    while batch := list(islice(rest, _BATCH)):
        tokens = tokens_of(batch, word_form)
        words = _in_keys(tokens)
        forms = [tokens.forms[form] for form in tokens.form[words].tolist()]
        ends = np.searchsorted(tokens.text[words], np.arange(len(batch) + 1)).tolist()
        yield from (" ".join(forms[start:end]) for start, end in pairwise(ends))


def _in_keys(tokens: Tokens) -> np.ndarray:
    """Which of the tokens are part of a phrase key: no punctuation is."""
    return np.array([form[0].isalnum() for form in tokens.forms], bool)[tokens.form]


def _numbers(tokens: Collection[str]) -> np.ndarray:
    return np.fromiter(map(token_number, tokens), np.uint64, len(tokens))


@lru_cache(maxsize=200_000)
def token_number(token: str) -> int:
    """64 bits, never 0."""
    return int.from_bytes(hashlib.blake2b(token.encode(), digest_size=8).digest(), "little") or 1
