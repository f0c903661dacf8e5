"""What a paper is compared by: every phrase of it, also those that nobody wants to read in a list.

All n-grams without a stop word count; the spellings of one concept, in both languages, are one term, and a narrower
concept counts as its broader ones, too. There are millions, so a term is a number: 64 bits made of its words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from kg.concepts.phrase_table import Analysed
from kg.core.columns import expand, first_of_group, lookup
from kg.core.records import Concept
from kg.core.tables import Ancestors, HashedDefinitions, HashedKeyphrases, NGrams, Terms
from kg.keyphrases.paper.ngrams import MOST
from kg.text.phrase_hashes import phrase_hash, phrase_hashes
from kg.text.words.forms import stem

_BITS = int(MOST).bit_length()


class Hashed(NamedTuple):
    """What was found in papers, without a text, so that these are not needed any more."""

    keyphrases: HashedKeyphrases
    definitions: HashedDefinitions


class Synonyms(NamedTuple):
    """Terms that are one with another, and terms that count as others, too.

    spelled: sorted terms, each one with the term in `meant` at its place. narrow: sorted terms that count as the
    broader ones in broad[bounds[i]:bounds[i + 1]].
    """

    spelled: np.ndarray
    meant: np.ndarray
    narrow: np.ndarray
    bounds: np.ndarray
    broad: np.ndarray


def hashed(found: Analysed) -> Hashed:
    """Keyphrases and definitions, their texts as hashes of stems."""
    hashes = phrase_hashes(found.texts, stem)
    keyphrases, definitions = found.keyphrases, found.definitions
    return Hashed(
        HashedKeyphrases(keyphrases.paper, hashes[keyphrases.text], keyphrases.score),
        HashedDefinitions(definitions.paper, hashes[definitions.short], hashes[definitions.long]),
    )


def collected(batches: Iterable[NGrams]) -> list[NGrams]:
    """All n-grams, while those who collect them go on to the next stage."""
    return list(batches)


def terms(
    batches: Iterable[NGrams], known: Hashed, concepts: Sequence[Concept], ancestors: Ancestors
) -> Iterator[Terms]:
    """The terms of all papers, in the batches of their n-grams."""
    alike = synonyms(concepts, ancestors)
    for ngrams in batches:
        own = Hashed(known.keyphrases.of_papers(ngrams.paper), known.definitions.of_papers(ngrams.paper))
        yield find_terms(ngrams, own, alike)


def synonyms(concepts: Sequence[Concept], ancestors: Ancestors) -> Synonyms:
    """All spellings of a concept are one term, so that both languages share it; so is what it is a kind of."""
    spelled = phrase_hashes([spelling for concept in concepts for spelling in concept.spellings], stem)
    term = np.array([phrase_hash(concept.id) for concept in concepts], np.uint64)
    meant = np.repeat(term, [len(concept.spellings) for concept in concepts])
    keys, last = np.unique(spelled[::-1], return_index=True)
    order = np.argsort(term[ancestors.concept], kind="stable")
    narrow, first = np.unique(term[ancestors.concept[order]], return_index=True)
    return Synonyms(keys, meant[::-1][last], narrow, np.append(first, len(order)), term[ancestors.broader[order]])


def find_terms(ngrams: NGrams, own: Hashed, synonyms: Synonyms) -> Terms:
    """The terms of some papers. ngrams: of these; own: of at least these."""
    papers, row = np.unique(ngrams.paper, return_inverse=True)
    term = _canonical(ngrams.ngram, synonyms)
    keyphrase = _canonical(own.keyphrases.term, synonyms)
    for n, short, long in _defined(own.definitions, synonyms):
        for of, named, meant in ((ngrams, ngrams.ngram, term), (own.keyphrases, own.keyphrases.term, keyphrase)):
            here = slice(*np.searchsorted(of.paper, [n, n + 1]).tolist())
            meant[here][named[here] == np.uint64(short)] = long
    source, broad = _broader(term, synonyms)
    row, term = np.append(row, row[source]), np.append(term, broad)
    count, first = (
        np.append(ngrams.count, np.zeros(len(source), np.int16)),
        np.append(ngrams.first, ngrams.first[source]),
    )
    vocabulary, place = np.unique(term, return_inverse=True)
    row = row * len(vocabulary) + place
    # what stands in the paper's own words before what they only mean
    order = np.argsort((row << 1 | (count == 0)) << _BITS | first)
    row, count, first = row[order], count[order], first[order]
    new = np.flatnonzero(first_of_group(row))
    count = np.add.reduceat(count, new, dtype=np.int64) if len(new) else count
    row, count, first = row[new], np.clip(count, 1, MOST).astype(np.int16), first[new]
    paper, place = np.divmod(row, max(len(vocabulary), 1))
    named, known = _find(keyphrase, vocabulary)
    at = np.searchsorted(papers, own.keyphrases.paper[named])
    scored, best = np.unique(at * len(vocabulary) + known, return_index=True)
    found, there = _find(scored, row)
    score = np.zeros(len(row), np.int16)
    score[there] = own.keyphrases.score[named[best[found]]]
    return Terms(papers[paper], vocabulary[place], count, first, score)


def _defined(definitions: HashedDefinitions, synonyms: Synonyms) -> Iterator[tuple[int, int, int]]:
    """(paper, short form that it defines, what that stands for there, whatever it means elsewhere)."""
    meant = _canonical(definitions.long, synonyms)
    return zip(definitions.paper.tolist(), definitions.short.tolist(), meant.tolist(), strict=True)


def _canonical(terms: np.ndarray, synonyms: Synonyms) -> np.ndarray:
    found, place = _find(terms, synonyms.spelled)
    result = terms.copy()
    result[found] = synonyms.meant[place]
    return result


def _find(terms: np.ndarray, among: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which of the terms are among those (sorted), and where they stand there."""
    at = lookup(terms, among)
    found = np.flatnonzero(at >= 0)
    return found, at[found]


def _broader(term: np.ndarray, synonyms: Synonyms) -> tuple[np.ndarray, np.ndarray]:
    """Rows, and the terms that they mean besides: the broader concepts of "CNN"."""
    found, place = _find(term, synonyms.narrow)
    which, at = expand(synonyms.bounds, place)
    return found[which], synonyms.broad[at]
