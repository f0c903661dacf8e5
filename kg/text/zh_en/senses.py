"""How plainly CC-CEDICT gives an English term for a whole Chinese word: in how many of its senses, and as what.

The senses of a word stand apart by "/" in an entry: 轨迹 has four, and "trajectory" is one of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from kg.text.words.forms import stem
from kg.text.words.lemma import lemma
from kg.text.zh_en.dictionary import entries, gloss_texts, is_small, term_words, without_opening
from kg.text.zh_en.units import root

_NO_SENSE = re.compile(r"CL:|(?:old )?variant of|surname|see |abbr\. for|also written|Taiwan pr|also pr")


_NOUN, _FROM_VERB, _ALIKE = _KINDS = "the noun", "a verb that it comes from", "another word of the family"


class Said(NamedTuple):
    """share: of the senses of a Chinese word, those that give the English term or one of its family. verb: only a verb
    gives it ("to predict" for "prediction"). words: how many Chinese words the dictionary gives for the English term,
    at least 1."""

    share: float
    verb: bool
    words: int


@lru_cache(maxsize=50_000)
def said(english: str, chinese: str) -> Said | None:
    """How the dictionary says the term by the word; None where it lacks the word, or gives it other meanings.

    A noun is said by itself, or by a verb that it comes from: "prediction" by "to predict". It is not said by a verb
    that is written alike ("induces"), nor by another noun of the family: "atomization" is no atom.
    """
    term = _lemmas(english)
    senses = _senses(chinese)
    kinds = [kind for sense in senses if (kind := _kind(term, sense))]
    if not term or not {_NOUN, _FROM_VERB} & {*kinds}:
        return None
    return Said(len(kinds) / len(senses), _NOUN not in kinds, max(_chinese_words()[" ".join(term)], 1))


def from_verb(english: str, chinese: str) -> bool:
    """Whether a verb that this English noun comes from is among the meanings: 同步 is "to synchronize"."""
    return any(_kind((english,), sense) == _FROM_VERB for sense in _senses(chinese))


def _kind(term: Sequence[str], sense: Sequence[tuple[bool, tuple[str, ...]]]) -> str:
    """How a sense gives the term: see _KINDS; "" where it does not."""
    kinds = [_kind_of_gloss(term, *gloss) for gloss in sense]
    return next((kind for kind in _KINDS if kind in kinds), "")


def _kind_of_gloss(term: Sequence[str], verb: bool, words: Sequence[str]) -> str:
    if words == term:
        return _ALIKE if verb else _NOUN
    if len(words) == len(term) and all(map(_akin, words, term)):
        return _FROM_VERB if verb else _ALIKE
    return ""


def _akin(a: str, b: str) -> bool:
    return root(stem(a)) == root(stem(b))


def _senses(chinese: str) -> list[list[tuple[bool, tuple[str, ...]]]]:
    """For each sense its glosses: whether it is a verb, and its lemmas without small words."""
    entry = entries().get(chinese)
    parts = entry.meanings.split("/") if entry else ()
    return [list(_glosses(part)) for part in parts if part and not _NO_SENSE.match(part)]


def _glosses(sense: str) -> list[tuple[bool, tuple[str, ...]]]:
    found = []
    for text in gloss_texts(sense):
        if words := _lemmas(without_opening(text)):
            found.append((text.startswith("to "), words))
    return found


def _lemmas(english: str) -> tuple[str, ...]:
    return tuple(filter(None, map(_lemma, term_words(english))))


@lru_cache(maxsize=100_000)
def _lemma(word: str) -> str:
    """The lemma of a word; "" for a small one."""
    return "" if is_small(word) else lemma(word.lower())


@lru_cache(maxsize=1)
def _chinese_words() -> Counter[str]:
    """Lemmas of an English noun -> how many Chinese words of two characters or more have it among their glosses."""
    counted: Counter[str] = Counter()
    for word in entries():
        if len(word) > 1:
            counted.update({" ".join(words) for sense in _senses(word) for verb, words in sense if not verb})
    return counted
