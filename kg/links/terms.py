"""What a paper is compared by: every phrase of it, also those that nobody wants to read in a list.

All runs of words without a stop word count; the spellings of one concept, in both languages, are one term, and a
narrower concept counts as its broader ones, too. There are millions, so a term is a number: 64 bits made of its words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from kg.concepts.phrase_table import Uses
from kg.core.records import Concept
from kg.core.tables import Lists, changes, place, spread
from kg.keyphrases.paper.ngrams import MOST, Runs
from kg.text.phrase_hashes import phrase_hash, phrase_hashes
from kg.text.words.forms import stem

_BITS = int(MOST).bit_length()


class Said(NamedTuple):
    """What papers that follow one another say. runs: see there. keyphrases: of each paper, as terms; score: of each of
    all these. short, long: of each paper, as terms: what it defines, and what that stands for."""

    runs: Runs
    keyphrases: Lists
    score: np.ndarray
    short: Lists
    long: Lists


class Meanings(NamedTuple):
    """keys: terms, sorted, that are one with the term in `means` at their place. narrow: terms, sorted, that count as
    the broader ones in broad[bounds[i]:bounds[i + 1]], too."""

    keys: np.ndarray
    means: np.ndarray
    narrow: np.ndarray
    bounds: np.ndarray
    broad: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """The terms of papers that follow one another, a row for each term of a paper, by paper, then term.

    bounds: (papers + 1) into the rows. term: uint64. count: occurrences. first: its first word, counted from the
    beginning of the title; both at most MOST. scored: the rows that are keyphrases of the paper, score: of each of
    these, in (0, 1].
    """

    bounds: np.ndarray
    term: np.ndarray
    count: np.ndarray
    first: np.ndarray
    scored: np.ndarray
    score: np.ndarray


def said(runs: Iterable[Runs], uses: Uses) -> Iterator[Said]:
    """What is known of papers before it is known what the concepts are, in the batches of the runs. It holds no text,
    so the uses are not needed any more."""
    keyphrases = Lists(phrase_hashes(uses.texts, stem)[uses.keyphrases.values], uses.keyphrases.bounds)
    bounds = np.cumsum([0, *map(len, uses.defined)])
    short, long = (
        Lists(phrase_hashes([pair[n] for pairs in uses.defined for pair in pairs], stem), bounds) for n in range(2)
    )
    end = 0
    for batch in runs:
        start, end = end, end + len(batch.bounds) - 1
        score = uses.score[slice(*keyphrases.bounds[[start, end]])]
        yield Said(batch, keyphrases.part(start, end), score, short.part(start, end), long.part(start, end))


def terms_of(
    batches: Iterable[Said], concepts: Sequence[Concept], above: Mapping[str, AbstractSet[str]]
) -> Iterator[Terms]:
    """The terms of all papers, in batches. above: concept -> its broader concepts, over any number of steps."""
    known = meanings(concepts, above)
    return (find_terms(batch, known) for batch in batches)


def meanings(concepts: Sequence[Concept], above: Mapping[str, AbstractSet[str]]) -> Meanings:
    """All spellings of a concept are one term, so that both languages share it."""
    spelled = phrase_hashes([spelling for concept in concepts for spelling in concept.spellings], stem)
    numbers = {concept.id: phrase_hash(concept.id) for concept in concepts}
    means = np.array([numbers[concept.id] for concept in concepts for _ in concept.spellings], np.uint64)
    keys, last = np.unique(spelled[::-1], return_index=True)
    broader = sorted((numbers[narrow], sorted(map(numbers.__getitem__, above[narrow]))) for narrow in above)
    return Meanings(
        keys,
        means[::-1][last],
        np.array([narrow for narrow, _ in broader], np.uint64),
        np.cumsum([0, *(len(broad) for _, broad in broader)]),
        np.array([term for _, broad in broader for term in broad], np.uint64),
    )


def find_terms(batch: Said, meanings: Meanings) -> Terms:
    """The terms of these papers."""
    runs, papers = batch.runs, len(batch.runs.bounds) - 1
    paper = np.repeat(np.arange(papers), np.diff(runs.bounds))
    own = _defined(batch, meanings)
    term = _canonical(runs.run, meanings)
    for n, defined in own.items():
        here = slice(*runs.bounds[n : n + 2])
        for short, long in defined.items():
            term[here][runs.run[here] == np.uint64(short)] = long
    source, broad = _broader(term, meanings)
    paper, term = np.append(paper, paper[source]), np.append(term, broad)
    count, first = np.append(runs.count, np.zeros(len(source), np.int16)), np.append(runs.first, runs.first[source])
    vocabulary, known = np.unique(term, return_inverse=True)
    row = paper * len(vocabulary) + known
    # what stands in the paper's own words before what they only mean
    order = np.argsort((row << 1 | (count == 0)) << _BITS | first)
    row, count, first = row[order], count[order], first[order]
    new = np.flatnonzero(changes(row))
    count = np.add.reduceat(count, new, dtype=np.int64) if len(new) else count
    row, count, first = row[new], np.clip(count, 1, MOST).astype(np.int16), first[new]
    paper, known = np.divmod(row, max(len(vocabulary), 1))
    bounds = np.searchsorted(paper, np.arange(papers + 1))
    return Terms(bounds, vocabulary[known], count, first, *_scores(batch, own, meanings, vocabulary, row))


def _defined(batch: Said, meanings: Meanings) -> dict[int, dict[int, int]]:
    """Paper -> short form that it defines -> what that stands for there, whatever it means elsewhere."""
    own: dict[int, dict[int, int]] = {}
    paper = batch.short.owners()
    meant = _canonical(batch.long.values, meanings)
    for n, short, long in zip(paper.tolist(), batch.short.values.tolist(), meant.tolist(), strict=True):
        own.setdefault(n, {})[short] = long
    return own


def _canonical(terms: np.ndarray, meanings: Meanings) -> np.ndarray:
    found, place = _find(terms, meanings.keys)
    result = terms.copy()
    result[found] = meanings.means[place]
    return result


def _find(terms: np.ndarray, among: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which of the terms are among those (sorted), and where they stand there."""
    at = place(terms, among)
    found = np.flatnonzero(at >= 0)
    return found, at[found]


def _broader(term: np.ndarray, meanings: Meanings) -> tuple[np.ndarray, np.ndarray]:
    """Rows, and the terms that they mean besides: the broader concepts of "CNN"."""
    found, place = _find(term, meanings.narrow)
    which, at = spread(meanings.bounds, place)
    return found[which], meanings.broad[at]


def _scores(
    batch: Said, own: Mapping[int, Mapping[int, int]], meanings: Meanings, vocabulary: np.ndarray, rows: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Of the rows (paper times the size of the vocabulary, and place of the term in it; sorted) those that are
    keyphrases of their paper, and of each the score of the first that it is."""
    bounds = batch.keyphrases.bounds
    meant = _canonical(batch.keyphrases.values, meanings)
    for n, defined in own.items():
        here = slice(*bounds[n : n + 2])
        meant[here] = [
            defined.get(key, term)
            for key, term in zip(batch.keyphrases.values[here].tolist(), meant[here].tolist(), strict=True)
        ]
    named, known = _find(meant, vocabulary)
    scored, best = np.unique(batch.keyphrases.owners()[named] * len(vocabulary) + known, return_index=True)
    found, row = _find(scored, rows)
    return row.astype(np.int32), batch.score[named[best[found]]]
