"""What tells a keyphrase from any other phrase of an English paper: features of the candidates, by name."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import chain

import numpy as np

from kg.keyphrases.english.candidates import MAX_WHOLE_WORDS, Candidate
from kg.keyphrases.english.document import Document
from kg.keyphrases.ranking.occurrences import Features, Places, cohesion, one_of, place_features
from kg.text.words.frequency import idf, zipf
from kg.text.words.lists import wordlist

_PREVIOUS = {
    "of": "of", "the": "the", "a": "a", "an": "a", "and": "and", "or": "and", ",": "comma", "(": "bracket",
    "for": "for", "in": "in", "on": "in", "with": "with", "by": "with", "using": "with", ":": "colon",
    "\"": "quote", "called": "called", "our": "the", "this": "the", "based": "based",
}  # fmt: skip
_NEXT = {
    "of": "of", "(": "bracket", ")": "close", ",": "comma", ".": "stop", "and": "and", "or": "and", "for": "for",
    "in": "in", "on": "in", "with": "with", "by": "with", "is": "verb", "are": "verb", "was": "verb",
    ";": "comma", ":": "comma", "\"": "quote", "to": "to", "that": "that", "which": "that",
}  # fmt: skip
_TAGS = ("ADJ|-", "NOUN|-", "PROPN|-", "VERB|Part", "VERB|Ger", "NUM|-", "X|-")
_TAG_NAMES = ("adj", "noun", "name", "part", "ger", "num", "x", "plural", "other")
_OTHERS = ("adj", "adp", "adv", "aux", "verb", "num", "part", "pron", "det", "punct", "cconj", "sconj", "x", "intj")
_BEFORE = ("nominal", "generic", "start", *dict.fromkeys([*_PREVIOUS.values(), *_OTHERS]))
_AFTER = ("nominal", "end", *dict.fromkeys([*_NEXT.values(), *_OTHERS]))
_NOMINAL = frozenset(("NOUN|-", "PROPN|-", "ADJ|-"))
_GENERIC = wordlist("modifiers_en")

# columns of _word; the last three are numbers into _BEFORE, _AFTER and _TAG_NAMES
_ZIPF, _LETTERS, _CAPITAL, _HYPHEN, _DIGIT, _ACRONYM, _INNER, _PLURAL, _LEFT, _RIGHT, _TAG = range(11)


@lru_cache(maxsize=100_000)
def _word(word: str, tag: str) -> bytes:
    """A row of float64, as bytes: these are joined quickly."""
    capitals = word.isupper() and len(word) > 1
    inner = not capitals and not word.islower() and not word[1:].islower() and len(word) > 2 and "-" not in word
    digit = any(c.isdigit() for c in word)
    kind = _TAGS.index(tag) if tag in _TAGS else len(_TAG_NAMES) - 1
    plural = word.endswith("s") and not word.endswith("ss")
    shape = (word[0].isupper(), "-" in word, digit, capitals, inner, plural)
    return np.array([zipf(word), len(word), *shape, *_as_neighbour(word, tag), kind], float).tobytes()


def _as_neighbour(word: str, tag: str) -> tuple[int, int]:
    """What the word is to a phrase on its right, and to one on its left."""
    lower, rest = word.lower(), tag.split("|")[0].lower()
    before, after = _PREVIOUS.get(lower) or rest, _NEXT.get(lower) or rest
    if tag in _NOMINAL:
        before = "generic" if lower in _GENERIC else "nominal"
    if tag in ("NOUN|-", "PROPN|-"):
        after = "nominal"
    return _BEFORE.index(before), _AFTER.index(after)


def english_features(documents: Sequence[Document], found: Sequence[Sequence[Candidate]]) -> Features:
    """(n,) values of every feature, by name; of all candidates of all papers, each of which has some."""
    places = Places(documents, found)
    rows = b"".join(chain.from_iterable(map(_word, document.words, document.tags) for document in documents))
    table = np.frombuffer(rows).reshape(-1, _TAG + 1).T
    candidates = list(chain.from_iterable(found))
    return {
        **place_features(places, np.array([c.longer for c in candidates])),
        **cohesion(places),
        **_background(places, table[_ZIPF]),
        **_shape(places, table),
        **_surroundings(places, *table[[_LEFT, _RIGHT]].astype(np.intp)),
        "shared": np.array([c.shared >= 0 for c in candidates]),
    }


def _background(places: Places, zipfs: np.ndarray) -> Features:
    one = places.length == 1
    least = places.least(zipfs)
    rarity = idf(least, places.length)
    often = np.log(places.count)
    return {
        "tfidf": np.sqrt(places.count) * rarity,
        "idf": rarity,
        "one_zipf": one * least,
        "one_log_tf": one * often,
        "zipf_least": ~one * least,
        "zipf_mean": ~one * places.mean(zipfs),
        "zipf_greatest": ~one * places.greatest(zipfs),
        "zipf_first": ~one * zipfs[places.first],
        "zipf_last": ~one * zipfs[places.first + places.length - 1],
    }


def _shape(places: Places, table: np.ndarray) -> Features:
    one = places.length == 1
    letters = places.mean(table[_LETTERS]) * places.length / 10
    tags = table[_TAG].astype(np.intp)
    ends = places.first + places.length - 1
    last = tags[ends]
    last = np.where((table[_PLURAL, ends] > 0) & (last == 1), _TAG_NAMES.index("plural"), last)
    acronym = places.greatest(table[_ACRONYM])
    at_start = np.diff(places.sentence, prepend=-1) > 0
    verbs = (tags == 3) | (tags == 4)
    return {
        "letters": letters,
        "one_letters": one * letters,
        "letters_least": places.least(table[_LETTERS]) / 10,
        "noun_phrase": places.greatest(tags) <= 2,
        "verbs_inside": places.mean(verbs),
        "hyphen": places.greatest(table[_HYPHEN]),
        "digit": places.greatest(table[_DIGIT]),
        "acronym": acronym,
        "one_acronym": one * acronym,
        "inner_capital": places.greatest(table[_INNER]),
        "capital": (table[_CAPITAL] * ~at_start)[places.first],
        "capitals": places.mean(table[_CAPITAL]),
        "starts_sentence": at_start[places.first],
        **one_of("words", np.minimum(places.length, MAX_WHOLE_WORDS) - 1, range_names(MAX_WHOLE_WORDS)),
        **one_of("first", tags[places.first], _TAG_NAMES),
        **one_of("last", last, _TAG_NAMES),
    }


@lru_cache(maxsize=4)
def range_names(longest: int) -> tuple[str, ...]:
    return tuple(str(i) for i in range(1, longest + 1))


def _surroundings(places: Places, left: np.ndarray, right: np.ndarray) -> Features:
    before, after = places.neighbours(left, right, _BEFORE.index("start"), _AFTER.index("end"))
    return {
        **places.shares("after", before, _BEFORE),
        **places.shares("before", after, _AFTER),
        "maximal": places.share((before != 0) & (after != 0)),
        "maximal_once": places.share((before != 0) & (after != 0)) > 0,
        "open_left": places.share(before == 0),
        "open_right": places.share(after == 0),
    }
