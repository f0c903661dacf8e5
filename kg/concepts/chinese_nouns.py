"""Which Chinese phrases are noun phrases: by the tags of their words, and by how these words stand in the corpus.

A Chinese verb looks like its noun, and jieba gives a word its most frequent tag. Nouns are believed; a verb counts as a
noun where the corpus uses it so (after 的 or a preposition, not after 可以), any other word where it ends noun phrases,
too.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kg.concepts.standing import Counts, numbered
from kg.text.tagging import tag_chinese
from kg.text.words.frequency import chinese_is_word, chinese_zipf

CLOSES, BEGINS = 0.2, 0.05
"""Least share of the occurrences of a last word that is neither noun nor verb after which a noun phrase may be complete
("平均"), and of those of a first word like 对, 一定 and 文中 that begin one."""
VERBAL, DOUBT = 1.5, 2
"""A verb is one where it stands as such more than so many times as often as it begins a noun phrase, and DOUBT more."""
MEASURE = 0.4
"""Share of a phrase's occurrences right behind a number from which on it is a measure: "2022 年的会议"."""
RARER, COMMON = 2, 6
"""By how much the Zipf value of a word exceeds that of what jieba makes of it and a preposition, and the least Zipf
value of the preposition."""
_VERBS, _ADVERBS, _MODIFIERS, _OTHERS = "v", "d", "abt", "pcrusfyo"
"""First letters of jieba's tags; all others are nouns or as good: abbreviations, idioms, Latin letters, digits."""


def chinese_nouns(counts: Counts, spellings: Sequence[str]) -> np.ndarray:
    """(clusters,) bool: whether the phrase is a noun phrase; False where the spelling is empty."""
    chinese = np.array([bool(spelling) for spelling in spellings], bool)
    words = [_words(spelling) if spelling else [("", "n")] for spelling in spellings]
    first, last = ([each[n] for each in words] for n in (0, -1))
    number = numbered([word for word, _ in (*first, *last)])
    begins, ends = number[: len(words)], number[len(words) :]
    by_first, by_last = counts.by(begins), counts.by(ends)
    verb = by_first.verb + by_first.object > VERBAL * by_first.begun + DOUBT
    governs = by_last.object > np.maximum(by_last.ended, DOUBT)
    completes = by_last.closed >= np.maximum(CLOSES * by_last.seen, 1)
    nominal = np.zeros(number.max(initial=0) + 1, bool)  # word -> whether noun phrases end in it
    nominal[ends] = completes
    begins_some = by_first.begun >= np.maximum(BEGINS * by_first.seen, 1)
    opens = _where(first, _VERBS, ~verb) & _where(first, _OTHERS, begins_some & ~verb)
    opens &= _where(first, _ADVERBS, begins_some | nominal[begins])
    closes = _where(last, _VERBS, ~governs) & _where(last, _MODIFIERS + _ADVERBS + _OTHERS, completes)
    return chinese & opens & closes & (counts.number < MEASURE * np.maximum(counts.seen, 1))


def _where(words: Sequence[tuple[str, str]], tags: str, passed: np.ndarray) -> np.ndarray:
    """(n,) bool: `passed` where the tag of the word begins with one of these letters (but vn, an), True elsewhere."""
    return passed | ~np.array([tag[:1] in tags and tag not in ("vn", "an") for _, tag in words], bool)


def _words(phrase: str) -> list[tuple[str, str]]:
    """The words and their tags. What jieba takes for a rare word may be a preposition and a common one: 对模型."""
    words = tag_chinese(phrase)
    word, _ = words[0]
    if len(word) > 2 and chinese_is_word(word[1:]) and chinese_zipf(word[1:]) > chinese_zipf(word) + RARER:
        ((_, tag),) = tag_chinese(word[0])
        if tag == "p" and chinese_zipf(word[0]) >= COMMON:
            return [(word[0], tag), *tag_chinese(word[1:]), *words[1:]]
    return words
