"""Candidate phrases of an English paper: runs of nominal words and every part of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias

from kg.keyphrases.document import Document
from kg.text import stem
from kg.wordlists import wordlist

MAX_WORDS = 5
_INSIDE = frozenset(("NOUN|-", "PROPN|-", "ADJ|-", "NUM|-", "X|-", "VERB|Part", "VERB|Ger"))
_LAST = frozenset(("NOUN|-", "PROPN|-", "X|-", "VERB|Ger", "NUM|-"))
_HYPHEN = re.compile(r"[-‐‑–_/]")

_GENERIC = wordlist("modifiers_en")
"""Adjectives that say nothing of the thing itself; a phrase starts behind them."""

_EMPTY_HEADS = wordlist("empty_heads_en")
"""Words that are no phrase by themselves, whatever they stand with on their left."""


@dataclass(slots=True)
class Candidate:
    """A group of occurrences that share their stems.

    at: (index of the first word, number of words) of every occurrence in the Document.
    longer: the largest count of a candidate one word longer that holds this one.
    """

    key: str
    at: list[tuple[int, int]] = field(default_factory=list)
    longer: int = 0


Feature: TypeAlias = tuple[str, float]
"""Name and value of something that tells a keyphrase; what is 0 is left out."""


@lru_cache(maxsize=200_000)
def word_key(word: str) -> str:
    return " ".join(stem(part) for part in _HYPHEN.split(word) if part)


def nominal_runs(document: Document) -> Iterator[tuple[int, int]]:
    """(start, end) of each longest run of words that may stand in a phrase."""
    start = -1
    tags, words = document.tags, document.words
    for i, tag in enumerate(tags):
        inside = tag in _INSIDE and words[i].lower() not in _GENERIC
        if inside and start >= 0 and document.sentence[i] != document.sentence[start]:
            yield start, i
            start = i
        elif inside and start < 0:
            start = i
        elif not inside and start >= 0:
            yield start, i
            start = -1
    if start >= 0:
        yield start, len(tags)


def candidates(document: Document) -> list[Candidate]:
    """Every phrase of up to MAX_WORDS words within a nominal run that ends in a noun, in reading order."""
    found: dict[str, Candidate] = {}
    words, tags = document.words, document.tags
    keys = [word_key(w) for w in words]
    held: dict[tuple[int, int], str] = {}
    for start, end in nominal_runs(document):
        for i in range(start, end):
            if tags[i] == "NUM|-" and words[i].isdigit():
                continue
            for j in range(i + 1, min(end, i + MAX_WORDS) + 1):
                last = words[j - 1]
                if tags[j - 1] not in _LAST or last.lower() in _EMPTY_HEADS or last.isdigit() or len(last) == 1:
                    continue
                key = " ".join(keys[i:j])
                if len(key) > 1:
                    found.setdefault(key, Candidate(key)).at.append((i, j - i))
                    held[i, j] = key
    for (i, j), key in held.items():
        for outer in ((i - 1, j), (i, j + 1)):
            if outer in held:
                candidate = found[key]
                candidate.longer = max(candidate.longer, len(found[held[outer]].at))
    return list(found.values())
