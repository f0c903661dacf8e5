"""Words that connect everything and so say nothing.

The lists are only the prior: a phrase made of such words alone is no concept. What is generic in one corpus and
telling in another is decided by the corpus: how often is the phrase a keyphrase where it occurs?
"""

from __future__ import annotations

import re
from functools import lru_cache

from kg.text.language import HAN
from kg.text.words.forms import is_name, stem, word_form
from kg.text.words.frequency import chinese_zipf, zipf
from kg.text.words.lists import wordlist

_PARTICIPLE = re.compile(r"(?:ed|ing|ly)$")


def is_generic(key: str) -> bool:
    """Whether a phrase key is one broad word, or made of broad and empty ones and not of broad ones alone."""
    if not key.isascii() and HAN.search(key):
        return _generic_chinese(key.replace(" ", ""))
    tokens = key.split(" ")
    broad = [_among(token, "broad_en") for token in tokens]
    if all(broad):
        return len(tokens) == 1
    return all(b or _is_empty(token) for token, b in zip(tokens, broad, strict=True))


def may_be_term(key: str) -> bool:
    """Whether a generic key is of several English words and ends in a broad one: "order parameter". Whether it is a
    term, the corpus has to show."""
    *before, last = key.split(" ")
    return bool(before) and not HAN.search(key) and _among(last, "broad_en")


def _is_empty(token: str) -> bool:
    return len(token) == 1 or token.isdigit() or _among(token, "empty_en")


@lru_cache(maxsize=200_000)
def _among(token: str, name: str) -> bool:
    """Whether the list has the word or, for "proposed" and "learning", its verb; "generalization" is not "general"."""
    forms, stems = _forms(name)
    return token in forms or (_PARTICIPLE.search(token) is not None and stem(token) in stems)


@lru_cache(maxsize=2)
def _forms(name: str) -> tuple[frozenset[str], frozenset[str]]:
    """The words of a list, and their stems."""
    parts = [part for word in wordlist(name) for part in word.split("-")]
    return frozenset(map(word_form, parts)), frozenset(map(stem, parts))


@lru_cache(maxsize=200_000)
def _generic_chinese(text: str) -> bool:
    empty, broad = wordlist("empty_zh"), wordlist("broad_zh")
    return text in broad or (_made_of(text, empty | broad) and not _made_of(text, broad))


def _made_of(text: str, listed: frozenset[str]) -> bool:
    """Whether the text falls into words of the list."""
    if not text or text in listed:
        return True
    return any(text[:cut] in listed and _made_of(text[cut:], listed) for cut in range(1, len(text)))


PRIOR_PAPERS = 10
"""How many papers' worth of evidence the background is."""


def telling(spelling: str, key: str, keyphrase_in: int, papers: int) -> float:
    """How likely the phrase is a keyphrase where it occurs, in [0, 1]: (keyphrase_in + 10 prior) / (papers + 10).

    spelling, key: the phrase and its key. papers: how many have it; keyphrase_in: how many of them as a keyphrase. The
    prior is what the background says of such a phrase: one common word is rarely one, several or a rare one often.
    """
    return (keyphrase_in + PRIOR_PAPERS * _prior(spelling, key)) / (papers + PRIOR_PAPERS)


def _prior(spelling: str, key: str) -> float:
    """1 for a name ("TF-IDF", "word2vec"), 0.5 for several words.

    For one word from 0 at Zipf 4.6 ("document") to 0.5 at Zipf 3.1 ("pruning").
    """
    if is_name(spelling):
        return 1.0
    if HAN.search(spelling):
        common = chinese_zipf(spelling) if len(spelling) < 4 else 0.0
    else:
        common = 0.0 if " " in key else zipf(spelling)
    return min(max((4.6 - common) / 3, 0.0), 0.5)
