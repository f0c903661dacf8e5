"""Candidate phrases of an English paper: nominal chunks and every part of them.

A chunk is a longest sequence of words that may stand in a noun phrase, as in Abney, "Parsing by chunks" (1991).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.keyphrases.english.document import Document
from kg.text.words.lists import wordlist

MAX_WORDS = 5
MAX_WHOLE_WORDS = 8
"""A chunk that is a candidate as a whole may be longer than its parts."""

_NOMINAL = frozenset(("NOUN|-", "PROPN|-", "ADJ|-", "NUM|-", "X|-", "VERB|Part", "VERB|Ger"))
_LAST = frozenset(("NOUN|-", "PROPN|-", "X|-", "VERB|Ger", "NUM|-"))
_OBJECT = frozenset(("NOUN|-", "PROPN|-", "ADJ|-", "DET|-", "PRON|-", "NUM|-", "VERB|Part"))
_MODIFIER = frozenset(("ADJ|-", "VERB|Part"))
_ABSTRACT_NOUN = re.compile(r"(?:ity|cy|ness|tion|sion|ment|ance|ence|time|cost|speed|rate)$")
"""In "efficiency and predictive performance" the first noun modifies nothing."""

_GENERIC = wordlist("modifiers_en")
"""Adjectives that say nothing of the thing itself; a phrase starts behind them."""

_VERBS = wordlist("verbs_en")
_EMPTY_HEADS = wordlist("empty_heads_en")
"""Words that are no phrase by themselves, whatever they stand with on their left."""


@dataclass(slots=True)
class Candidate:
    """A phrase that may become a keyphrase: occurrences that differ in inflection and spelling only.

    key: what these have in common. at: (index of the first word, number of words) of every occurrence in the Document.
    longer: the largest count of a candidate one word longer that holds this one. shared: where the phrase is the first
    part of a coordination, "graph and recurrent neural networks", the index at which its second part begins; else -1.
    Such a candidate has one occurrence.
    """

    key: str
    at: list[tuple[int, int]]
    longer: int = 0
    shared: int = -1


def nominal_chunks(document: Document) -> Iterator[tuple[int, int]]:
    """[start, end) of the chunks, in words of the document."""
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
    if document.tags[i] != "VERB|Ger" or document.tags[i - 1] != "NOUN|-":
        return False
    before = document.words[i - 1]
    return before.endswith("s") and not before.endswith(("ss", "us", "is"))


def _has_object(document: Document, i: int, alone: bool) -> bool:
    """Whether the gerund i is a verb of what follows: "extracting" in "extracting keyphrases", but not behind other
    words ("machine learning methods"), unless an article follows: "a network enabling the"."""
    if i + 1 == len(document) or document.sentence[i + 1] != document.sentence[i]:
        return False
    return document.tags[i + 1] in _OBJECT if alone else document.tags[i + 1] == "DET|-"


def _modifies(document: Document, i: int) -> bool:
    """Whether the adverb i belongs to a name: "fully connected", "weakly supervised"."""
    word = document.words[i]
    follows = i + 1 < len(document) and document.sentence[i + 1] == document.sentence[i]
    return follows and word.endswith("ly") and word.islower() and document.tags[i + 1] in _MODIFIER


@lru_cache(maxsize=100_000)
def _may_begin(word: str) -> bool:
    return not word.isdigit() and word.lower() not in _GENERIC


@lru_cache(maxsize=100_000)
def _may_end(word: str) -> bool:
    return len(word) > 1 and not word.isdigit() and word.lower() not in _EMPTY_HEADS


def english_candidates(document: Document) -> list[Candidate]:
    """Every phrase of up to MAX_WORDS words within a chunk that ends in a noun, in reading order."""
    found: dict[str, Candidate] = {}
    held: dict[tuple[int, int], Candidate] = {}
    words, tags, keys = document.words, document.tags, document.keys
    chunks = list(nominal_chunks(document))
    glued = capitals_glued(document)
    for start, end in chunks:
        ends = [j for j in range(start + 1, end + 1) if tags[j - 1] in _LAST and _may_end(words[j - 1])]
        for i in range(start, end if ends else start):
            if not _may_begin(words[i]):
                continue
            whole = i + MAX_WHOLE_WORDS if i == start or words[i - 1].lower() in _GENERIC else 0
            farthest = max(i + MAX_WORDS, whole)
            for j in ends[bisect_right(ends, i) : bisect_right(ends, farthest)]:
                if j > i + MAX_WORDS and j != end:
                    continue
                if (glued[i] or glued[j]) and not (j == i + 1 and words[i].isupper()):
                    continue
                if tags[j - 1] == "VERB|Ger" and _has_object(document, j - 1, alone=j == i + 1):
                    continue
                key = " ".join(keys[i:j])
                if len(key) > 1:
                    held[i, j] = add(found, key, (i, j - i))
    count_longer(held)
    for i, shared, end in coordinations(document, chunks):
        key = " ".join([keys[i], *keys[shared:end]])
        found.setdefault(key, Candidate(key, [(i, end - i)], shared=shared))
    return list(found.values())


def add(found: dict[str, Candidate], key: str, at: tuple[int, int]) -> Candidate:
    """The candidate of that key, with one more occurrence."""
    candidate = found.get(key)
    if candidate is None:
        candidate = found[key] = Candidate(key, [at])
    else:
        candidate.at.append(at)
    return candidate


def capitals_glued(document: Document) -> list[bool]:
    """For each word whether it and the one before are parts of one name, by their capitals: "Latent Dirichlet
    Allocation" in a sentence that is not set in capitals as titles are. One entry more than words."""
    sentence = document.sentence
    capital = [word[0].isupper() and "-" not in word for word in document.words]
    # the first word of a sentence has its capital anyway
    both = [i for i in range(2, len(capital)) if capital[i] and capital[i - 1] and sentence[i - 2] == sentence[i]]
    plain = {number for number in {sentence[i] for i in both} if not _set_in_capitals(document, number, capital)}
    glued = [False] * (len(capital) + 1)
    for i in both:
        glued[i] = sentence[i] in plain
    return glued


def _set_in_capitals(document: Document, number: int, capital: Sequence[bool]) -> bool:
    """Whether most long words of a sentence have capitals, as in titles; where there are none, there is no telling."""
    start, end = bisect_left(document.sentence, number), bisect_right(document.sentence, number)
    long = [up for word, up in zip(document.words[start:end], capital[start:end], strict=True) if len(word) > 3]
    return not long or sum(long) > 0.6 * len(long)


def count_longer(held: dict[tuple[int, int], Candidate]) -> None:
    """Fills in `longer`, from the candidate of each stretch (first word, end)."""
    for (i, j), candidate in held.items():
        for outer in (held.get((i - 1, j)), held.get((i, j + 1))):
            if outer is not None:
                candidate.longer = max(candidate.longer, len(outer.at))


def coordinations(document: Document, chunks: list[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """(first word, second part, end) of "graph (and recurrent) neural networks".

    The word before "and" must be a modifier by its form or by its place elsewhere in the paper: "precision and
    recall" and "accuracy and computational cost" are two phrases.
    """
    words, tags = document.words, document.tags
    starts = dict(chunks)
    modifying = {words[i].lower() for start, end in chunks for i in range(start, end - 1)}
    for start, end in chunks:
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
