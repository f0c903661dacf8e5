"""What tells a keyphrase from any other phrase of an English paper: features of the candidates, by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import chain

import numpy as np

from kg.keyphrases.english.candidates import MAX_WHOLE_WORDS, Candidate
from kg.keyphrases.english.document import Document
from kg.keyphrases.ranking.occurrences import Features, Occurrences, cohesion, occurrence_features, one_of, word_table
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
_NOUN = _TAG_NAMES.index("noun")
_IN_NOUN_PHRASE = np.array([name in ("adj", "noun", "name") for name in _TAG_NAMES])
_VERBAL = np.array([name in ("part", "ger") for name in _TAG_NAMES])
_LENGTHS = [str(n) for n in range(1, MAX_WHOLE_WORDS + 1)]
_NOMINAL = frozenset(("NOUN|-", "PROPN|-", "ADJ|-"))
_GENERIC = wordlist("modifiers_en")

_WORD = np.dtype(
    [
        *((name, float) for name in ("zipf", "letters", "capital", "hyphen", "digit", "acronym", "inner", "plural")),
        *((name, np.intp) for name in ("before", "after", "tag")),
    ]
)
"""What is known of a word: its Zipf value, its length, whether it begins with a capital, holds a hyphen or a digit, is
in capitals, has a capital inside, ends like a plural; what it is before a phrase (a number into _BEFORE) and after one
(into _AFTER), and its tag (into _TAG_NAMES)."""


@lru_cache(maxsize=100_000)
def _word(word: str, tag: str) -> bytes:
    """A record of _WORD, as bytes: these are joined quickly."""
    acronym = word.isupper() and len(word) > 1
    inner = not acronym and not word.islower() and not word[1:].islower() and len(word) > 2 and "-" not in word
    digit = any(c.isdigit() for c in word)
    kind = _TAGS.index(tag) if tag in _TAGS else _TAG_NAMES.index("other")
    plural = word.endswith("s") and not word.endswith("ss")
    shape = (word[0].isupper(), "-" in word, digit, acronym, inner, plural)
    return np.array((zipf(word), len(word), *shape, *_as_neighbour(word, tag), kind), _WORD).tobytes()


def _as_neighbour(word: str, tag: str) -> tuple[int, int]:
    """What the word is before a phrase, and what after one."""
    lower, rest = word.lower(), tag.split("|")[0].lower()
    before, after = _PREVIOUS.get(lower) or rest, _NEXT.get(lower) or rest
    if tag in _NOMINAL:
        before = "generic" if lower in _GENERIC else "nominal"
    if tag in ("NOUN|-", "PROPN|-"):
        after = "nominal"
    return _BEFORE.index(before), _AFTER.index(after)


def english_features(documents: Sequence[Document], found: Sequence[Sequence[Candidate]]) -> Features:
    """Every feature of all candidates of all papers, by name: (n,) numbers or booleans. Each paper has candidates."""
    occurrences = Occurrences(documents, found)
    table = word_table(documents, _word, _WORD)
    candidates = list(chain.from_iterable(found))
    return {
        **occurrence_features(occurrences, np.array([c.longer for c in candidates])),
        **cohesion(occurrences),
        **_background(occurrences, table["zipf"]),
        **_shape(occurrences, table),
        **_surroundings(occurrences, table["before"], table["after"]),
        "shared": np.array([c.shared >= 0 for c in candidates]),
    }


def _background(occurrences: Occurrences, zipfs: np.ndarray) -> Features:
    one = occurrences.length == 1
    least = occurrences.least(zipfs)
    rarity = idf(least, occurrences.length)
    often = np.log(occurrences.count)
    return {
        "tfidf": np.sqrt(occurrences.count) * rarity,
        "idf": rarity,
        "one_zipf": one * least,
        "one_log_tf": one * often,
        "zipf_least": ~one * least,
        "zipf_mean": ~one * occurrences.mean(zipfs),
        "zipf_greatest": ~one * occurrences.greatest(zipfs),
        "zipf_first": ~one * zipfs[occurrences.first],
        "zipf_last": ~one * zipfs[occurrences.first + occurrences.length - 1],
    }


def _shape(occurrences: Occurrences, table: Mapping[str, np.ndarray]) -> Features:
    one = occurrences.length == 1
    letters = occurrences.mean(table["letters"]) * occurrences.length / 10
    tags = table["tag"]
    ends = occurrences.first + occurrences.length - 1
    last = tags[ends]
    last = np.where((table["plural"][ends] > 0) & (last == _NOUN), _TAG_NAMES.index("plural"), last)
    acronym = occurrences.greatest(table["acronym"])
    at_start = np.diff(occurrences.sentence, prepend=-1) > 0
    return {
        "letters": letters,
        "one_letters": one * letters,
        "letters_least": occurrences.least(table["letters"]) / 10,
        "noun_phrase": occurrences.least(_IN_NOUN_PHRASE[tags]),
        "verbs_inside": occurrences.mean(_VERBAL[tags]),
        "hyphen": occurrences.greatest(table["hyphen"]),
        "digit": occurrences.greatest(table["digit"]),
        "acronym": acronym,
        "one_acronym": one * acronym,
        "inner_capital": occurrences.greatest(table["inner"]),
        "capital": (table["capital"] * ~at_start)[occurrences.first],
        "capitals": occurrences.mean(table["capital"]),
        "starts_sentence": at_start[occurrences.first],
        **one_of("words", np.minimum(occurrences.length, MAX_WHOLE_WORDS) - 1, _LENGTHS),
        **one_of("first", tags[occurrences.first], _TAG_NAMES),
        **one_of("last", last, _TAG_NAMES),
    }


def _surroundings(occurrences: Occurrences, before: np.ndarray, after: np.ndarray) -> Features:
    before, after = occurrences.neighbours(before, after, _BEFORE.index("start"), _AFTER.index("end"))
    open_left, open_right = before == _BEFORE.index("nominal"), after == _AFTER.index("nominal")
    maximal = occurrences.share(~open_left & ~open_right)
    return {
        **occurrences.shares("after", before, _BEFORE),
        **occurrences.shares("before", after, _AFTER),
        "maximal": maximal,
        "maximal_once": maximal > 0,
        "open_left": occurrences.share(open_left),
        "open_right": occurrences.share(open_right),
    }
