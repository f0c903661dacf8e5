"""What tells a keyphrase from any other phrase of an English paper: features of a candidate, by name."""

from __future__ import annotations

import math

from kg.frequency import idf, zipf
from kg.keyphrases.candidates import Candidate, Feature
from kg.keyphrases.document import Document

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


def features(candidate: Candidate, document: Document) -> list[Feature]:
    """(name, value) of every feature that is not 0."""
    found: list[Feature] = []
    found += _frequency(candidate, document)
    found += _place(candidate, document)
    found += _shape(candidate, document)
    found += _surroundings(candidate, document)
    return found


def _frequency(candidate: Candidate, document: Document) -> list[Feature]:
    found: list[Feature] = []
    start, n = candidate.at[0]
    tf = len(candidate.at)
    values = [zipf(w) for w in document.words[start : start + n]]
    rarity = idf(min(values), n)
    found.append(("tfidf", math.sqrt(tf) * rarity))
    found.append(("log_tf", math.log(tf)))
    found.append(("idf", rarity))
    if n == 1:
        found.append(("one_zipf", values[0]))
        found.append(("one_log_tf", math.log(tf)))
    else:
        found.append(("zipf_least", min(values)))
        found.append(("zipf_mean", sum(values) / n))
        found.append(("zipf_greatest", max(values)))
        found.append(("zipf_first", values[0]))
        found.append(("zipf_last", values[-1]))
    if candidate.longer == tf:
        found.append(("nested", 1.0))
        if tf == 1:
            found.append(("nested_once", 1.0))
    elif candidate.longer:
        found.append(("partly_nested", candidate.longer / tf))
    return found


def _place(candidate: Candidate, document: Document) -> list[Feature]:
    found: list[Feature] = []
    first, last = candidate.at[0][0], candidate.at[-1][0]
    found.append(("position", math.exp(-first / 40)))
    found.append(("late", first / len(document)))
    found.append(("spread", (last - first) / len(document)))
    if first < 12:
        found.append(("first_words", 1.0))
    if document.sentence[first] == 0:
        found.append(("first_sentence", 1.0))
    if first < document.title_length:
        found.append(("title", 1.0))
        if candidate.at[0][1] == 1:
            found.append(("title_one", 1.0))
        if last >= document.title_length:
            found.append(("title_and_text", 1.0))
    if document.sentence[last] == document.sentence[-1]:
        found.append(("last_sentence", 1.0))
    return found


def _shape(candidate: Candidate, document: Document) -> list[Feature]:
    found: list[Feature] = []
    start, n = candidate.at[0]
    words, tags = document.words[start : start + n], document.tags[start : start + n]
    found.append((f"words_{n}", 1.0))
    letters = sum(map(len, words))
    found.append(("letters", letters / 10))
    if n == 1:
        found.append(("one_letters", letters / 10))
    found.append((f"first_{_SHORT_TAG.get(tags[0], 'other')}", 1.0))
    last = _SHORT_TAG.get(tags[-1], "other")
    plural = last == "noun" and words[-1].endswith("s") and not words[-1].endswith("ss")
    found.append((f"last_{'plural' if plural else last}", 1.0))
    if all(t in _NOMINAL for t in tags):
        found.append(("noun_phrase", 1.0))
    if any("-" in w for w in words):
        found.append(("hyphen", 1.0))
    if any(c.isdigit() for w in words for c in w):
        found.append(("digit", 1.0))
    if any(w.isupper() and len(w) > 1 for w in words):
        found.append(("acronym", 1.0))
        if n == 1:
            found.append(("one_acronym", 1.0))
    elif any(not w.islower() and not w[1:].islower() and len(w) > 2 and "-" not in w for w in words):
        found.append(("inner_capital", 1.0))
    if words[0][0].isupper() and start and document.sentence[start] == document.sentence[start - 1]:
        found.append(("capital", 1.0))
    return found


def _surroundings(candidate: Candidate, document: Document) -> list[Feature]:
    found: list[Feature] = []
    share = 1 / len(candidate.at)
    words, tags, sentence = document.words, document.tags, document.sentence
    for start, n in candidate.at:
        end = start + n
        before = after = ""
        if start == 0 or sentence[start - 1] != sentence[start]:
            found.append(("after_start", share))
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
            found.append((f"after_{before}", share))
        found.append((f"before_{after}", share))
        if before != "nominal" and after != "nominal":
            found.append(("maximal", share))
    return found
