"""What tells a keyphrase from any other phrase of a Chinese paper: the English features, in the terms of a script
without spaces, and how far to trust the segmenter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import chain

import numpy as np

from kg.keyphrases.chinese.candidates import MAX_WORDS
from kg.keyphrases.english.candidates import Candidate
from kg.keyphrases.english.document import Document
from kg.keyphrases.ranking.occurrences import Features, Occurrences, cohesion, occurrence_features, one_of, word_table
from kg.text.language import HAN
from kg.text.words.frequency import chinese_is_word, chinese_zipf, idf

# fmt: off
_PREVIOUS = {
    "的": "de", "、": "list", "和": "and", "与": "and", "及": "and", "对": "dui", "在": "zai", "《": "quote",
    "“": "quote", '"': "quote", "(": "bracket", "（": "bracket", "了": "le", "为": "wei", "是": "wei",
}
_NEXT = {
    "的": "de", "、": "list", "和": "and", "与": "and", "及": "and", "(": "bracket", "（": "bracket", "”": "quote",
    '"': "quote", ")": "close", "）": "close", "中": "zhong", "等": "deng", "，": "comma", ",": "comma", "。": "stop",
}
# fmt: on
_CLASSES = {
    "a": "adj",
    "d": "adv",
    "m": "num",
    "n": "noun",
    "v": "verb",
    "e": "eng",
    "b": "attr",
    "f": "place",
    "q": "unit",
    "l": "idiom",
    "i": "idiom",
    "j": "short",
    "x": "mark",
    "c": "conj",
    "p": "prep",
    "k": "suffix",
}  # fmt: skip
_TAG_NAMES = (*dict.fromkeys(_CLASSES.values()), "vn", "place_name", "other")
_BEFORE = ("start", *dict.fromkeys([*_PREVIOUS.values(), *_TAG_NAMES]))
_AFTER = ("end", *dict.fromkeys([*_NEXT.values(), *_TAG_NAMES]))
_NOMINAL = np.array([name in ("noun", "attr", "eng", "idiom", "short", "vn", "place_name") for name in _TAG_NAMES])
_VERBAL = np.array([name in ("verb", "adv") for name in _TAG_NAMES])
_LETTERS = 9
"""So many characters or more are one feature."""


@lru_cache(maxsize=1_000)
def _class(tag: str) -> str:
    if tag in ("vn", "ns"):
        return "vn" if tag == "vn" else "place_name"
    if tag == "an":
        return "noun"
    return _CLASSES.get(tag[0], "other")


_WORD = np.dtype(
    [
        *((name, np.intp) for name in ("tag", "before", "after")),
        *((name, float) for name in ("zipf", "letters", "digit")),
    ]
)
"""What is known of a word: its tag (a number into _TAG_NAMES), what it is before a phrase (into _BEFORE) and after one
(into _AFTER), its Zipf value, its length, whether it holds a digit."""


@lru_cache(maxsize=100_000)
def _word(word: str, tag: str) -> bytes:
    """A record of _WORD, as bytes: these are joined quickly."""
    kind = _class(tag)
    before, after = _PREVIOUS.get(word) or kind, _NEXT.get(word) or kind
    common = chinese_zipf(word) if HAN.match(word) else 1.0
    digit = any(c.isdigit() for c in word)
    numbers = _TAG_NAMES.index(kind), _BEFORE.index(before), _AFTER.index(after)
    return np.array((*numbers, common, len(word), digit), _WORD).tobytes()


def chinese_features(documents: Sequence[Document], found: Sequence[Sequence[Candidate]]) -> Features:
    """Every feature of all candidates of all papers, by name: (n,) numbers or booleans. Each paper has candidates."""
    occurrences = Occurrences(documents, found)
    table = word_table(documents, _word, _WORD)
    candidates = list(chain.from_iterable(found))
    return {
        **occurrence_features(occurrences, np.array([c.longer for c in candidates])),
        **cohesion(occurrences),
        **_background(candidates, occurrences, table["zipf"]),
        **_shape(candidates, occurrences, table),
        **_surroundings(occurrences, table["before"], table["after"]),
    }


def _background(found: Sequence[Candidate], occurrences: Occurrences, zipfs: np.ndarray) -> Features:
    known = np.array([chinese_is_word(c.key) for c in found], bool)
    whole = np.array([chinese_zipf(c.key) if k else 0.0 for c, k in zip(found, known, strict=True)])
    least = occurrences.least(zipfs)
    listed = known & (whole > 0)
    rarity = idf(np.where(listed, whole, least), np.where(known, 1, occurrences.length))
    tfidf = np.sqrt(occurrences.count) * rarity
    nested = np.array([c.longer == len(c.at) for c in found])
    return {
        "tfidf": tfidf,
        "idf": rarity,
        "zipf_least": least,
        "zipf_mean": occurrences.mean(zipfs),
        "zipf_greatest": occurrences.greatest(zipfs),
        "zipf_whole": whole,
        "nested_tfidf": nested * tfidf,
        "word": known * 1.0,
        "word_tfidf": known * tfidf,
    }


def _shape(found: Sequence[Candidate], occurrences: Occurrences, table: Mapping[str, np.ndarray]) -> Features:
    tags, word_letters = table["tag"], table["letters"]
    letters = np.array([len(c.key) for c in found])
    ends = occurrences.first + occurrences.length - 1
    verbal = _VERBAL[tags] * 1.0
    one = occurrences.length == 1
    latin = tags == _TAG_NAMES.index("eng")
    return {
        "off_four": np.abs(letters - 4),
        "letters": letters,
        "shortest": occurrences.least(word_letters),
        "last_letters": word_letters[ends],
        "first_letters": word_letters[occurrences.first],
        "holds_verb": occurrences.greatest(verbal) * ~one,
        "verbs": occurrences.mean(verbal),
        "noun_phrase": occurrences.least(_NOMINAL[tags] * 1.0),
        "digit": occurrences.greatest(table["digit"]),
        "holds_de": np.array(["的" in c.key for c in found]) * 1.0,
        "latin": occurrences.greatest(latin * 1.0),
        "latin_alone": one * latin[occurrences.first],
        **one_of("letters", np.minimum(letters, _LETTERS) - 2, [str(i) for i in range(2, _LETTERS + 1)]),
        **one_of("words", occurrences.length - 1, [str(i) for i in range(1, MAX_WORDS + 1)]),
        **one_of("first", tags[occurrences.first], _TAG_NAMES),
        **one_of("last", tags[ends], _TAG_NAMES),
    }


def _surroundings(occurrences: Occurrences, before: np.ndarray, after: np.ndarray) -> Features:
    before, after = occurrences.neighbours(before, after, _BEFORE.index("start"), _AFTER.index("end"))
    cut = np.concatenate([*(document.cut for document in occurrences.documents), [False]])
    return {
        **occurrences.shares("after", before, _BEFORE),
        **occurrences.shares("before", after, _AFTER),
        "starts_inside": occurrences.share(cut[occurrences.start]),
        "ends_inside": occurrences.share(cut[occurrences.start + occurrences.size]),
    }
