"""Forms of one English word: acronym, name, stem, and the word form, which is its lemma unless it is a name."""

from __future__ import annotations

import re
from functools import lru_cache

import Stemmer

from kg.text.words.frequency import zipf
from kg.text.words.lemma import lemma

_ACRONYM = re.compile(r"[A-Z]{2,6}s?|[A-Z][A-Z0-9]{1,5}")
_INNER_CAPITAL = re.compile(r"[a-zA-Z][A-Z0-9]")
_stemmer = Stemmer.Stemmer("english")


def acronym(word: str) -> str:
    """The word without a plural s when it is an acronym, of up to six capitals; "" when it is none."""
    return word.removesuffix("s") if _ACRONYM.fullmatch(word) else ""


def is_name(word: str) -> bool:
    """Whether it is one word with a capital or a digit inside: "TF-IDF", "word2vec"."""
    return " " not in word and _INNER_CAPITAL.search(word) is not None


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The Porter2 stem of one English word, lower-cased; acronyms keep their letters. https://snowballstem.org

    "relation", "relational" and "relative" become one: good for comparing texts, too coarse for names.
    """
    return acronym(word) or _stemmer.stemWord(word.lower())


COMMON = 3.5
"""Zipf value from which letters are a word of their own beside a name or an acronym: "tf-idf", but not "ups"."""


@lru_cache(maxsize=200_000)
def word_form(word: str) -> str:
    """What the inflections and spellings of one English word have in common; an acronym keeps its capitals, and so does
    a name where the same letters are a common word ("MeSH", "eXist"). What is longer and in capitals is shouted."""
    if short := acronym(word):
        return short
    form = lemma(word.lower())
    shouted = word.isupper() and word.isalpha()
    return word if is_name(word) and not shouted and not word[1:].islower() and zipf(form) >= COMMON else form
