"""Words that connect everything and so say nothing.

The list is only the prior: a phrase made of such words alone is no concept. What is generic in one corpus and
telling in another is decided by the corpus: how often is the phrase a keyphrase where it occurs?
"""

from __future__ import annotations

import re
from functools import lru_cache

from kg.frequency import chinese_zipf, zipf
from kg.text import HAN, stem
from kg.vocabulary import phrase_key
from kg.wordlists import wordlist


@lru_cache(maxsize=1)
def _generic_stems() -> frozenset[str]:
    return frozenset(stem(part) for word in wordlist("generic_en") for part in word.split("-"))


def is_generic(key: str) -> bool:
    """Whether a phrase key is made of words that say nothing."""
    if HAN.search(key):
        return _only_generic_chinese(key.replace(" ", ""))
    return all(stem(token) in _generic_stems() or len(token) == 1 or token.isdigit() for token in key.split(" "))


@lru_cache(maxsize=200_000)
def _only_generic_chinese(text: str) -> bool:
    if not text or text in wordlist("generic_zh"):
        return True
    return any(
        text[:cut] in wordlist("generic_zh") and _only_generic_chinese(text[cut:]) for cut in range(1, len(text))
    )


_NAME = re.compile(r"[a-zA-Z][A-Z0-9]")
PRIOR_PAPERS = 10
"""How many papers' worth of evidence the background is."""


def telling(spelling: str, keyphrase_in: int, papers: int) -> float:
    """How likely the phrase is a keyphrase where it occurs, in [0, 1].

    The share of papers that have it as a keyphrase, smoothed by what the background says of such a
    phrase: one common word is rarely one, several words or a rare one often.
    """
    return (keyphrase_in + PRIOR_PAPERS * _prior(spelling)) / (papers + PRIOR_PAPERS)


def _prior(spelling: str) -> float:
    """1 for a name ("TF-IDF", "word2vec"), 0.5 for several words.

    For one word from 0 at Zipf 4.6 ("document") to 0.5 at Zipf 3.1 ("pruning").
    """
    if " " not in spelling and _NAME.search(spelling):
        return 1.0
    if HAN.search(spelling):
        common = chinese_zipf(spelling) if len(spelling) < 4 else 0.0
    else:
        common = 0.0 if " " in phrase_key(spelling) else zipf(spelling)
    return min(max((4.6 - common) / 3, 0.0), 0.5)
