"""What tells a keyphrase from any other phrase of a Chinese paper: the English features, in the terms of a script
without spaces, and how far to trust the segmenter."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import chain

import numpy as np

from kg.keyphrases.chinese.candidates import MAX_WORDS
from kg.keyphrases.english.candidates import Candidate
from kg.keyphrases.english.document import Document
from kg.keyphrases.ranking.occurrences import Features, Places, cohesion, one_of, place_features
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
_NOMINAL = frozenset(("noun", "attr", "eng", "idiom", "short", "vn", "place_name"))
_LETTERS = 9


@lru_cache(maxsize=1_000)
def _class(tag: str) -> str:
    if tag in ("vn", "ns"):
        return "vn" if tag == "vn" else "place_name"
    if tag == "an":
        return "noun"
    return _CLASSES.get(tag[0], "other")


@lru_cache(maxsize=100_000)
def _word(word: str, tag: str) -> bytes:
    """Class, kind as left and as right neighbour, Zipf value, letters, whether Han, whether it holds digits:
    a row of float64, as bytes, which are joined quickly."""
    kind = _class(tag)
    before, after = _PREVIOUS.get(word) or kind, _NEXT.get(word) or kind
    han = HAN.match(word) is not None
    value = chinese_zipf(word) if han else 1.0
    digit = any(c.isdigit() for c in word)
    numbers = _TAG_NAMES.index(kind), _BEFORE.index(before), _AFTER.index(after)
    return np.array([*numbers, value, len(word), han, digit], float).tobytes()


def chinese_features(documents: Sequence[Document], found: Sequence[Sequence[Candidate]]) -> Features:
    """(n,) values of every feature, by name; of all candidates of all papers, each of which has some."""
    places = Places(documents, found)
    rows = b"".join(chain.from_iterable(map(_word, document.words, document.tags) for document in documents))
    table = np.frombuffer(rows).reshape(-1, 7).T
    tags, left, right = table[:3].astype(np.intp)
    candidates = list(chain.from_iterable(found))
    return {
        **place_features(places, np.array([c.longer for c in candidates])),
        **cohesion(places),
        **_background(candidates, places, table[3]),
        **_shape(candidates, places, table, tags),
        **_surroundings(places, left, right),
    }


def _background(found: Sequence[Candidate], places: Places, zipfs: np.ndarray) -> Features:
    known = np.array([chinese_is_word(c.key) for c in found], bool)
    whole = np.array([chinese_zipf(c.key) if k else 0.0 for c, k in zip(found, known, strict=True)])
    least = places.least(zipfs)
    listed = known & (whole > 0)
    rarity = idf(np.where(listed, whole, least), np.where(known, 1, places.length))
    tfidf = np.sqrt(places.count) * rarity
    nested = np.array([c.longer == len(c.at) for c in found])
    return {
        "tfidf": tfidf,
        "idf": rarity,
        "zipf_least": least,
        "zipf_mean": places.mean(zipfs),
        "zipf_greatest": places.greatest(zipfs),
        "zipf_whole": whole,
        "nested_tfidf": nested * tfidf,
        "word": known * 1.0,
        "word_tfidf": known * tfidf,
    }


def _shape(found: Sequence[Candidate], places: Places, table: np.ndarray, tags: np.ndarray) -> Features:
    letters = np.array([len(c.key) for c in found])
    ends = places.first + places.length - 1
    verb, adverb = _TAG_NAMES.index("verb"), _TAG_NAMES.index("adv")
    verbal = ((tags == verb) | (tags == adverb)) * 1.0
    nominal = np.array([name in _NOMINAL for name in _TAG_NAMES])[tags]
    one = places.length == 1
    latin = tags == _TAG_NAMES.index("eng")
    return {
        "off_four": np.abs(letters - 4),
        "letters": letters,
        "shortest": places.least(table[4]),
        "last_letters": table[4, ends],
        "first_letters": table[4, places.first],
        "holds_verb": places.greatest(verbal * 1.0) * ~one,
        "verbs": places.mean(verbal),
        "noun_phrase": places.least(nominal * 1.0),
        "digit": places.greatest(table[6]),
        "holds_de": np.array(["的" in c.key for c in found]) * 1.0,
        "latin": places.greatest(latin * 1.0),
        "latin_alone": one * latin[places.first],
        **one_of("letters", np.minimum(letters, _LETTERS) - 2, [str(i) for i in range(2, _LETTERS + 1)]),
        **one_of("words", places.length - 1, [str(i) for i in range(1, MAX_WORDS + 1)]),
        **one_of("first", tags[places.first], _TAG_NAMES),
        **one_of("last", tags[ends], _TAG_NAMES),
    }


def _surroundings(places: Places, left: np.ndarray, right: np.ndarray) -> Features:
    before, after = places.neighbours(left, right, 0, 0)
    cut = np.concatenate([*(document.cut for document in places.documents), [False]])
    return {
        **places.shares("after", before, _BEFORE),
        **places.shares("before", after, _AFTER),
        "starts_inside": places.share(cut[places.start]),
        "ends_inside": places.share(cut[places.start + places.size]),
    }
