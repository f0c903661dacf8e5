"""What tells a keyphrase from any other phrase of an English paper: features of a candidate, by name."""

from __future__ import annotations

import math
from collections.abc import Iterator

from kg.keyphrases.candidates import Candidate
from kg.keyphrases.document import Document
from kg.keyphrases.frequency import idf, zipf

_PREVIOUS = {
    "of": "of", "the": "the", "a": "a", "an": "a", "and": "and", "or": "and", ",": "comma", "(": "bracket",
    "for": "for", "in": "in", "on": "in", "with": "with", "by": "with", "using": "with", ":": "colon",
    "\"": "quote", "called": "called", "our": "the", "this": "the", "based": "based",
}  # fmt: skip
_NEXT = {
    "of": "of", "(": "bracket", ")": "close", ",": "comma", ".": "stop", "and": "and", "or": "and", "for": "for",
    "in": "in", "on": "in", "with": "with", "by": "with", "is": "verb", "are": "verb", "was": "verb",
    ";": "comma", ":": "colon", "\"": "quote", "to": "to", "that": "that", "which": "that",
}  # fmt: skip
_SHORT_TAG = {"NOUN|-": "noun", "PROPN|-": "name", "ADJ|-": "adj", "VERB|Part": "part", "VERB|Ger": "ger"}
_NOMINAL = ("NOUN|-", "PROPN|-", "ADJ|-")


def features(candidate: Candidate, document: Document) -> Iterator[tuple[str, float]]:
    """(name, value) of every feature that is not 0."""
    yield from _frequency(candidate, document)
    yield from _place(candidate, document)
    yield from _shape(candidate, document)
    yield from _surroundings(candidate, document)


def _frequency(candidate: Candidate, document: Document) -> Iterator[tuple[str, float]]:
    start, n = candidate.at[0]
    tf = len(candidate.at)
    values = [zipf(w) for w in document.words[start : start + n]]
    rarity = idf(min(values), n)
    yield "tfidf", math.sqrt(tf) * rarity
    yield "log_tf", math.log(tf)
    yield "idf", rarity
    if n == 1:
        yield "one_zipf", values[0]
        yield "one_log_tf", math.log(tf)
    else:
        yield "zipf_least", min(values)
        yield "zipf_mean", sum(values) / n
        yield "zipf_greatest", max(values)
        yield "zipf_first", values[0]
        yield "zipf_last", values[-1]
    if candidate.longer == tf:
        yield "nested", 1.0
        if tf == 1:
            yield "nested_once", 1.0
    elif candidate.longer:
        yield "partly_nested", candidate.longer / tf


def _place(candidate: Candidate, document: Document) -> Iterator[tuple[str, float]]:
    first, last = candidate.at[0][0], candidate.at[-1][0]
    yield "position", math.exp(-first / 40)
    yield "late", first / len(document)
    yield "spread", (last - first) / len(document)
    if first < 12:
        yield "first_words", 1.0
    if document.sentence[first] == 0:
        yield "first_sentence", 1.0
    if first < document.title_length:
        yield "title", 1.0
        if candidate.at[0][1] == 1:
            yield "title_one", 1.0
        if last >= document.title_length:
            yield "title_and_text", 1.0
    if document.sentence[last] == document.sentence[-1]:
        yield "last_sentence", 1.0


def _shape(candidate: Candidate, document: Document) -> Iterator[tuple[str, float]]:
    start, n = candidate.at[0]
    words, tags = document.words[start : start + n], document.tags[start : start + n]
    yield f"words_{n}", 1.0
    letters = sum(map(len, words))
    yield "letters", letters / 10
    if n == 1:
        yield "one_letters", letters / 10
    yield f"first_{_SHORT_TAG.get(tags[0], 'other')}", 1.0
    last = _SHORT_TAG.get(tags[-1], "other")
    plural = last == "noun" and words[-1].endswith("s") and not words[-1].endswith("ss")
    yield f"last_{'plural' if plural else last}", 1.0
    if all(t in _NOMINAL for t in tags):
        yield "noun_phrase", 1.0
    if any("-" in w for w in words):
        yield "hyphen", 1.0
    if any(c.isdigit() for w in words for c in w):
        yield "digit", 1.0
    if any(w.isupper() and len(w) > 1 for w in words):
        yield "acronym", 1.0
        if n == 1:
            yield "one_acronym", 1.0
    elif any(not w.islower() and not w[1:].islower() and len(w) > 2 and "-" not in w for w in words):
        yield "inner_capital", 1.0
    if words[0][0].isupper() and start and document.sentence[start] == document.sentence[start - 1]:
        yield "capital", 1.0


def _surroundings(candidate: Candidate, document: Document) -> Iterator[tuple[str, float]]:
    share = 1 / len(candidate.at)
    words, tags, sentence = document.words, document.tags, document.sentence
    for start, n in candidate.at:
        end = start + n
        before = after = ""
        if start == 0 or sentence[start - 1] != sentence[start]:
            yield "after_start", share
        elif tags[start - 1] in _NOMINAL:
            before = "nominal"
        else:
            before = _PREVIOUS.get(words[start - 1].lower()) or tags[start - 1][:4].strip("|").lower()
        if end == len(words) or sentence[end] != sentence[start]:
            after = "end"
        elif tags[end] in ("NOUN|-", "PROPN|-"):
            after = "nominal"
        else:
            after = _NEXT.get(words[end].lower()) or tags[end][:4].strip("|").lower()
        if before:
            yield f"after_{before}", share
        yield f"before_{after}", share
        if before != "nominal" and after != "nominal":
            yield "maximal", share
