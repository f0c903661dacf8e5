"""What a paper is compared by: every phrase of it, also those that nobody wants to read in a list.

All n-grams without a stop word count; the spellings of one concept, in both languages, are one term, and a narrower
concept counts as its broader ones, too. There are millions, so a term is a number: a hash of 64 bits.
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
from kg.text.phrase_hashes import phrase_hashes
from kg.text.words.forms import stem

_BITS = int(MOST).bit_length()


class Hashed(NamedTuple):
    """What was found in papers, without the texts, which take most of the memory."""

    keyphrases: HashedKeyphrases
    definitions: HashedDefinitions


class Synonyms(NamedTuple):
    """Terms that are one with another term, and terms that count as others, too. All columns but bounds are uint64.

    spelled: sorted terms; spelled[i] is the term meant[i]. narrow: sorted terms; narrow[i] also counts as the broader
    terms broad[bounds[i]:bounds[i + 1]].
    """

    spelled: np.ndarray
    meant: np.ndarray
    narrow: np.ndarray
    bounds: np.ndarray
    broad: np.ndarray


def hashed(found: Analysed) -> Hashed:
    """Keyphrases and definitions, with hashes of stems in place of their texts."""
    hashes = phrase_hashes(found.texts, stem)
    keyphrases, definitions = found.keyphrases, found.definitions
    return Hashed(
        HashedKeyphrases(keyphrases.paper, hashes[keyphrases.text], keyphrases.score),
        HashedDefinitions(definitions.paper, hashes[definitions.short], hashes[definitions.long]),
    )


def collected(batches: Iterable[NGrams]) -> list[NGrams]:
    """All n-grams, worked out at once, so that the processes are free for the next stage."""
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
    """All spellings of a concept are one term, so that both languages share it; it counts as the broader concepts,
    too."""
    spelled = phrase_hashes([spelling for concept in concepts for spelling in concept.spellings], stem)
    sizes = [len(concept.spellings) for concept in concepts]
    first = np.append(0, np.cumsum(sizes))[:-1]
    # the smallest of its spellings, which seldom changes when a concept gets another id
    term = np.minimum.reduceat(spelled, first) if len(first) else spelled
    meant = np.repeat(term, sizes)
    keys, last = np.unique(spelled[::-1], return_index=True)
    order = np.argsort(term[ancestors.concept], kind="stable")
    narrow, first = np.unique(term[ancestors.concept[order]], return_index=True)
    return Synonyms(keys, meant[::-1][last], narrow, np.append(first, len(order)), term[ancestors.broader[order]])


def find_terms(ngrams: NGrams, own: Hashed, synonyms: Synonyms) -> Terms:
    """The terms of some papers. ngrams: of these papers. own: of at least these papers."""
    papers, row = np.unique(ngrams.paper, return_inverse=True)
    term, keyphrase = _meant(ngrams, own, synonyms)
    source, broad = _broader(term, synonyms)
    row, term = np.append(row, row[source]), np.append(term, broad)
    count = np.append(ngrams.count, np.zeros(len(source), np.int16))
    first = np.append(ngrams.first, ngrams.first[source])
    vocabulary, column = np.unique(term, return_inverse=True)
    cell, count, first = _summed(row * len(vocabulary) + column, count, first)
    paper, column = np.divmod(cell, max(len(vocabulary), 1))
    score = _scores(cell, papers, vocabulary, keyphrase, own.keyphrases)
    return Terms(papers[paper], vocabulary[column], count, first, score)


def _meant(ngrams: NGrams, own: Hashed, synonyms: Synonyms) -> tuple[np.ndarray, np.ndarray]:
    """The terms that n-grams and keyphrases are: an acronym is what it stands for in its paper, else in the corpus."""
    term = _canonical(ngrams.ngram, synonyms)
    keyphrase = _canonical(own.keyphrases.term, synonyms)
    definitions = own.definitions
    longs = _canonical(definitions.long, synonyms)
    for paper, short, long in zip(definitions.paper.tolist(), definitions.short.tolist(), longs.tolist(), strict=True):
        for table, named, meant in ((ngrams, ngrams.ngram, term), (own.keyphrases, own.keyphrases.term, keyphrase)):
            here = slice(*np.searchsorted(table.paper, [paper, paper + 1]).tolist())
            meant[here][named[here] == np.uint64(short)] = long
    return term, keyphrase


def _summed(cell: np.ndarray, count: np.ndarray, first: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """One entry a cell, sorted: (cell, count, first). cell: (n,) paper and term as one number.

    Counts are added up. What stands in the paper's own words (count > 0) says where the term is first, before what they
    only mean.
    """
    order = np.argsort((cell << 1 | (count == 0)) << _BITS | first)
    cell, count, first = cell[order], count[order], first[order]
    new = np.flatnonzero(first_of_group(cell))
    count = np.add.reduceat(count, new, dtype=np.int64) if len(new) else count
    return cell[new], np.clip(count, 1, MOST).astype(np.int16), first[new]


def _scores(
    cell: np.ndarray, papers: np.ndarray, vocabulary: np.ndarray, keyphrase: np.ndarray, keyphrases: HashedKeyphrases
) -> np.ndarray:
    """(cells,) int16: the score of the best keyphrase that is the term of a cell, 0 for none.

    keyphrase: (keyphrases,) the term that each of them is.
    """
    named, column = _find(keyphrase, vocabulary)
    row = lookup(keyphrases.paper[named], papers)
    here = row >= 0  # a paper may have keywords and no word
    named = named[here]
    scored, best = np.unique(row[here] * len(vocabulary) + column[here], return_index=True)
    found, there = _find(scored, cell)
    score = np.zeros(len(cell), np.int16)
    score[there] = keyphrases.score[named[best[found]]]
    return score


def _canonical(terms: np.ndarray, synonyms: Synonyms) -> np.ndarray:
    """The terms, those that are a spelling of a concept replaced by the term of the concept."""
    found, at = _find(terms, synonyms.spelled)
    result = terms.copy()
    result[found] = synonyms.meant[at]
    return result


def _find(terms: np.ndarray, among: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(positions of the terms that are in `among`, their positions there). among: sorted, no term twice."""
    at = lookup(terms, among)
    found = np.flatnonzero(at >= 0)
    return found, at[found]


def _broader(term: np.ndarray, synonyms: Synonyms) -> tuple[np.ndarray, np.ndarray]:
    """(row, term): a broader concept of the term in a row, one entry for each of them."""
    found, narrow = _find(term, synonyms.narrow)
    which, at = expand(synonyms.bounds, narrow)
    return found[which], synonyms.broad[at]
