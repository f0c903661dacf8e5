"""Phrases as rolling hashes, and finding many phrases in many texts at once: arrays in place of strings.

The hash of a token is 64 bits of its BLAKE2b, that of a phrase t1 ... tn is t1 F^(n-1) + ... + tn modulo 2^64, with F
odd, so that one more token is one multiplication (Karp and Rabin, IBM J. Res. Dev. 31, 1987). No other module knows F.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import lru_cache, reduce
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from kg.core.columns import cumcount, lookup
from kg.text.phrases import BATCH, PREFIX_WORDS, follows_prefix, in_keys
from kg.text.tokens import Tokens, end_to_end, tokens_of

_FACTOR = 0x9E3779B97F4A7C15
_MODULUS = 1 << 64


class Phrases(NamedTuple):
    """Phrases to look for.

    hashes: (n,) uint64, sorted. beginnings: uint64, sorted, the hashes of everything that a longer phrase begins with.
    """

    hashes: np.ndarray
    beginnings: np.ndarray


class PhraseOccurrences(NamedTuple):
    """A row for each occurrence of a phrase, int64 each.

    phrase: which of Phrases.hashes. first, last: rows of its first and its last token in Tokens.
    """

    phrase: np.ndarray
    first: np.ndarray
    last: np.ndarray


def phrases_of(keys: Iterable[str]) -> tuple[Phrases, np.ndarray]:
    """The phrases with these keys, and (n,) int64: for each of their hashes, which of the keys it belongs to."""
    hashes: list[int] = []
    beginnings: set[int] = set()
    for key in keys:
        _, *begun, whole = accumulate(key.split(" "), _extended, initial=0)
        beginnings.update(begun)
        hashes.append(whole)
    array = np.array(hashes, np.uint64)
    order = np.argsort(array, kind="stable")
    return Phrases(array[order], np.sort(np.fromiter(beginnings, np.uint64, len(beginnings)))), order


def find_phrases(texts: Sequence[str], tokens: Tokens, phrases: Phrases) -> PhraseOccurrences:
    """All that kg.text.phrases.Vocabulary finds in each of the texts. tokens: those of the texts."""
    hash_of = _token_hashes(tokens.forms)
    followed = np.append(tokens.text[1:] == tokens.text[:-1], False)
    begins = (lookup(hash_of, phrases.hashes) >= 0) | (lookup(hash_of, phrases.beginnings) >= 0)
    first = np.flatnonzero(begins[tokens.form])
    first = first[~_follow_prefix(texts, tokens, first)]
    hashes, last = hash_of[tokens.form[first]], first
    rows = []
    while len(first):
        phrase = lookup(hashes, phrases.hashes)
        rows.append(np.stack([phrase, first, last])[:, phrase >= 0])
        longer = followed[last] & (lookup(hashes, phrases.beginnings) >= 0)
        first, last = first[longer], last[longer] + 1
        hashes = join_hashes(hashes[longer], hash_of[tokens.form[last]], np.uint64(_FACTOR))
    return PhraseOccurrences(*(np.concatenate(rows, axis=1) if rows else np.zeros((3, 0), np.int64)))


def _follow_prefix(texts: Sequence[str], tokens: Tokens, rows: np.ndarray) -> np.ndarray:
    """kg.text.phrases.follows_prefix for these rows of tokens. Most follow another with a space, and need no look."""
    prefixes = np.array([form.lower() in PREFIX_WORDS for form in tokens.forms], bool)
    characters, begin = end_to_end(texts)
    text, start, before = tokens.text[rows], tokens.start[rows], tokens.form[rows - 1]
    at = begin[text] + start
    odd = np.flatnonzero((start > 0) & (prefixes[before] | (characters[at - 1] != ord(" "))))
    result = np.zeros(len(rows), bool)
    looked_at = zip(text[odd].tolist(), start[odd].tolist(), before[odd].tolist(), strict=True)
    result[odd] = [follows_prefix(texts[int(n)], at, tokens.forms[form]) for n, at, form in looked_at]
    return result


def phrase_hash(key: str) -> int:
    """The hash of the phrase with this key, in [0, 2^64)."""
    return reduce(_extended, key.split(" "), 0)


def phrase_hashes(phrases: Sequence[str], form: Callable[[str], str]) -> np.ndarray:
    """(n,) uint64: the `phrase_hash` of each phrase's key, whose tokens are in this form; 0 where the key is empty."""
    result = np.zeros(len(phrases), np.uint64)
    for at in range(0, len(phrases), BATCH):
        batch = result[at : at + BATCH]
        tokens = tokens_of(phrases[at : at + BATCH], form)
        word = in_keys(tokens)
        text = tokens.text[word]
        hashes = _token_hashes(tokens.forms)[tokens.form[word]]
        position = cumcount(text)
        for n in range(position.max(initial=-1) + 1):
            rows = position == n
            batch[text[rows]] = join_hashes(batch[text[rows]], hashes[rows], np.uint64(_FACTOR))
    return result


def join_hashes(left: np.ndarray, right: np.ndarray, factor: np.ndarray | np.uint64) -> np.ndarray:
    """The hashes of phrases that begin with `left` and go on with `right`, whose `shift` is factor.

    All uint64; that products wrap round is the modulus.
    """
    return left * factor + right


def shift(tokens: int) -> int:
    """What the hash of a phrase is multiplied by when so many tokens follow it."""
    return pow(_FACTOR, tokens, _MODULUS)


def _extended(phrase: int, token: str) -> int:
    """The hash of the phrase with one more token."""
    return (phrase * _FACTOR + token_hash(token)) % _MODULUS


def _token_hashes(tokens: Collection[str]) -> np.ndarray:
    return np.fromiter(map(token_hash, tokens), np.uint64, len(tokens))


@lru_cache(maxsize=200_000)
def token_hash(token: str) -> int:
    """64 bits, never 0."""
    return int.from_bytes(hashlib.blake2b(token.encode(), digest_size=8).digest(), "little") or 1
