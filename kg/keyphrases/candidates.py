"""Candidate phrases of an English paper: runs of nominal words and every part of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from kg.keyphrases.document import Document
from kg.vocabulary import word_form
from kg.wordlists import wordlist

MAX_WORDS = 5
MAX_WHOLE_WORDS = 8
"""A run of words that is a candidate as a whole may be longer than its parts."""

_NOMINAL = frozenset(("NOUN|-", "PROPN|-", "ADJ|-", "NUM|-", "X|-", "VERB|Part", "VERB|Ger"))
_LAST = frozenset(("NOUN|-", "PROPN|-", "X|-", "VERB|Ger", "NUM|-"))
_OBJECT = frozenset(("NOUN|-", "PROPN|-", "ADJ|-", "DET|-", "PRON|-", "NUM|-", "VERB|Part"))
_MODIFIER = frozenset(("ADJ|-", "VERB|Part"))
_HYPHEN = re.compile(r"[-‐‑–_/]")
_ABSTRACT_NOUN = re.compile(r"(?:ity|cy|ness|tion|sion|ment|ance|ence|time|cost|speed|rate)$")
"""In "efficiency and predictive performance" the first noun modifies nothing."""

_GENERIC = wordlist("modifiers_en")
"""Adjectives that say nothing of the thing itself; a phrase starts behind them."""

_VERBS = wordlist("verbs_en")
_EMPTY_HEADS = wordlist("empty_heads_en")
"""Words that are no phrase by themselves, whatever they stand with on their left."""


@dataclass(slots=True)
class Candidate:
    """A group of occurrences that differ in inflection and spelling only.

    at: (index of the first word, number of words) of every occurrence in the Document. longer: the largest
    count of a candidate one word longer that holds this one. shared: where the phrase is the first part of a
    coordination, "graph and recurrent neural networks", the index at which its second part begins; else -1.
    """

    key: str
    at: list[tuple[int, int]] = field(default_factory=list)
    longer: int = 0
    shared: int = -1


@lru_cache(maxsize=200_000)
def word_key(word: str) -> str:
    return " ".join(word_form(part) for part in _HYPHEN.split(word) if part)


def nominal_runs(document: Document) -> Iterator[tuple[int, int]]:
    """(start, end) of each longest run of words that may stand in a phrase."""
    start = -1
    tags, sentence = document.tags, document.sentence
    for i, tag in enumerate(tags):
        inside = tag in _NOMINAL or (tag == "ADV|-" and _modifies(document, i))
        inside = inside and document.words[i].lower() not in _VERBS
        if start >= 0 and (not inside or sentence[i] != sentence[start] or _governs(document, i)):
            yield start, i
            start = -1
        if inside and start < 0:
            start = i
    if start >= 0:
        yield start, len(tags)


def _governs(document: Document, i: int) -> bool:
    """Whether the word i says what the one before does: "tools assisting users"."""
    before = document.words[i - 1]
    plural = before.endswith("s") and not before.endswith(("ss", "us", "is")) and document.tags[i - 1] == "NOUN|-"
    return document.tags[i] == "VERB|Ger" and plural


def _has_object(document: Document, i: int, alone: bool) -> bool:
    """Whether the word i is a verb of what follows: "extracting" in "extracting keyphrases", but not behind other
    words ("machine learning methods"), unless an article follows: "a network enabling the"."""
    if document.tags[i] != "VERB|Ger" or i + 1 == len(document) or document.sentence[i + 1] != document.sentence[i]:
        return False
    return document.tags[i + 1] in _OBJECT if alone else document.tags[i + 1] == "DET|-"


def _modifies(document: Document, i: int) -> bool:
    """Whether the adverb i belongs to a name: "fully connected", "weakly supervised"."""
    word = document.words[i]
    follows = i + 1 < len(document) and document.sentence[i + 1] == document.sentence[i]
    return follows and word.endswith("ly") and word.islower() and document.tags[i + 1] in _MODIFIER


def candidates(document: Document) -> list[Candidate]:
    """Every phrase of up to MAX_WORDS words within a nominal run that ends in a noun, in reading order."""
    found: dict[str, Candidate] = {}
    words, tags = document.words, document.tags
    keys = [word_key(w) for w in words]
    held: dict[tuple[int, int], str] = {}
    runs = list(nominal_runs(document))
    glued = capitals_glued(document)
    for start, end in runs:
        for i in range(start, end):
            if words[i].isdigit() or words[i].lower() in _GENERIC:
                continue
            whole = i + MAX_WHOLE_WORDS if i == start or words[i - 1].lower() in _GENERIC else 0
            for j in range(i + 1, end + 1):
                if j > i + MAX_WORDS and not (j == end and j <= whole):
                    continue
                last = words[j - 1]
                if tags[j - 1] not in _LAST or last.lower() in _EMPTY_HEADS or last.isdigit() or len(last) == 1:
                    continue
                if (glued[i] or glued[j]) and not (j == i + 1 and last.isupper()):
                    continue
                if _has_object(document, j - 1, alone=j == i + 1):
                    continue
                key = " ".join(keys[i:j])
                if len(key) > 1:
                    found.setdefault(key, Candidate(key)).at.append((i, j - i))
                    held[i, j] = key
    count_longer(found, held)
    for i, shared, end in coordinations(document, runs):
        key = " ".join([keys[i], *keys[shared:end]])
        found.setdefault(key, Candidate(key, [(i, end - i)], shared=shared))
    return list(found.values())


def capitals_glued(document: Document) -> list[bool]:
    """For each word whether it and the one before are parts of one name, by their capitals: "Latent Dirichlet
    Allocation" in a sentence that is not set in capitals as titles are. One entry more than words."""
    words, sentence = document.words, document.sentence
    capital = [w[0].isupper() and "-" not in w for w in words]
    titles: dict[int, list[bool]] = {}
    for word, up, number in zip(words, capital, sentence, strict=True):
        if len(word) > 3:
            titles.setdefault(number, []).append(up)
    in_title = {number: sum(ups) > 0.6 * len(ups) for number, ups in titles.items()}
    starts = [i == 0 or sentence[i] != sentence[i - 1] for i in range(len(words))]
    glued = [
        i > 0 and up and capital[i - 1] and not starts[i] and not starts[i - 1] and not in_title.get(sentence[i], True)
        for i, up in enumerate(capital)
    ]
    return [*glued, False]


def count_longer(found: dict[str, Candidate], held: dict[tuple[int, int], str]) -> None:
    """Fills in `longer`, from the key of each stretch (first word, end)."""
    for (i, j), key in held.items():
        candidate = found[key]
        for outer in ((i - 1, j), (i, j + 1)):
            if outer in held:
                candidate.longer = max(candidate.longer, len(found[held[outer]].at))


def coordinations(document: Document, runs: list[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """(first word, second part, end) of "graph (and recurrent) neural networks".

    The word before "and" must be a modifier by its form or by its place elsewhere in the paper: "precision and
    recall" and "accuracy and computational cost" are two phrases.
    """
    words, tags = document.words, document.tags
    starts = dict(runs)
    modifying = {words[i].lower() for start, end in runs for i in range(start, end - 1)}
    for start, end in runs:
        other = starts.get(end + 1)
        if end - start != 1 or other is None or words[end].lower() not in ("and", "or") or other - end < 3:
            continue
        if tags[other - 1] not in _LAST or tags[end + 1] == "NUM|-" or tags[start] == "NUM|-":
            continue
        word = words[start].lower()
        bare = tags[start] in _MODIFIER
        if not bare and (word.endswith("s") or _ABSTRACT_NOUN.search(word)):
            continue
        if bare or word in modifying or other - end > 3:
            yield start, end + 2, other
