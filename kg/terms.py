"""What a paper is compared by: every phrase of it, also those that nobody wants to read in a list.

All runs of words without a stop word count; the spellings of one concept, in both languages, are one term, and a
narrower concept counts as its broader ones, too. There are millions, so a term is a number: 64 bits made of its words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import chain, starmap
from typing import NamedTuple

import numpy as np

from kg.analysis import Analysis
from kg.frequency import zipf
from kg.keyphrases.document import given_title
from kg.keyphrases.tagging import tag_chinese
from kg.links import spread
from kg.parallel import map_batches
from kg.records import Concept, Paper
from kg.text import stem
from kg.tokens import FACTOR, number, numbers_of, place, token_number, tokens_of
from kg.vocabulary import phrase_key

BATCH = 500
"""Papers looked through at once."""
SECONDS = 0.0003
"""What a paper takes, roughly."""
_STOP_ZIPF = 5.9
_LONGEST = 3
_MOST = np.iinfo(np.int16).max
_CHINESE_STOP = frozenset("x uj ul c p u r y e o uz uv ug ud d m f q t w zg".split())
_BREAK = (0, 1)
"""Where a phrase ends; no term is 0."""


class Text(NamedTuple):
    """A paper: its texts, what its short forms stand for, its keyphrases as terms, with their scores."""

    title: str
    abstract: str
    chinese: bool
    definitions: tuple[tuple[str, str], ...]
    keyphrases: np.ndarray
    scores: np.ndarray


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
    beginning of the title; both at most _MOST. scored: the rows that are keyphrases of the paper, score: of each of
    these, in (0, 1].
    """

    bounds: np.ndarray
    term: np.ndarray
    count: np.ndarray
    first: np.ndarray
    scored: np.ndarray
    score: np.ndarray


def texts_of(papers: Sequence[Paper], analyses: Sequence[Analysis]) -> list[Text]:
    """What terms are found in. The analyses, which take ten times the memory, are not needed any more."""
    phrases: list[np.ndarray] = []
    for at in range(0, len(analyses), BATCH):
        found = [[k.text for k in analysis.keyphrases] for analysis in analyses[at : at + BATCH]]
        ends = np.cumsum([len(own) for own in found])
        phrases += np.split(numbers_of(list(chain.from_iterable(found)), stem), ends[:-1])
    return [
        Text(
            given_title(paper),
            paper.abstract,
            paper.lang == "zh",
            tuple((d.short, d.long) for d in analysis.definitions),
            own,
            np.array([k.score for k in analysis.keyphrases], float),
        )
        for paper, analysis, own in zip(papers, analyses, phrases, strict=True)
    ]


def terms_of(
    texts: Sequence[Text], concepts: Sequence[Concept], above: Mapping[str, AbstractSet[str]], *, jobs: int = 0
) -> list[Terms]:
    """The terms of all papers, in batches. above: concept -> its broader concepts, over any number of steps."""
    known = meanings(concepts, above)
    return list(map_batches(find_terms, texts, known, size=BATCH, cost=SECONDS * len(texts), jobs=jobs))


def meanings(concepts: Sequence[Concept], above: Mapping[str, AbstractSet[str]]) -> Meanings:
    """All spellings of a concept are one term, so that both languages share it."""
    spelled = numbers_of([spelling for concept in concepts for spelling in concept.spellings], stem)
    means = np.array([number(concept.id) for concept in concepts for _ in concept.spellings], np.uint64)
    keys, last = np.unique(spelled[::-1], return_index=True)
    broader = sorted((number(narrow), sorted(map(number, above[narrow]))) for narrow in above)
    return Meanings(
        keys,
        means[::-1][last],
        np.array([narrow for narrow, _ in broader], np.uint64),
        np.cumsum([0, *(len(broad) for _, broad in broader)]),
        np.array([term for _, broad in broader for term in broad], np.uint64),
    )


def find_terms(texts: Sequence[Text], meanings: Meanings) -> Terms:
    """The terms of these papers."""
    paper, run, at = _runs(texts)
    own = _defined(texts, meanings)
    term = _canonical(run, meanings)
    for n, defined in enumerate(own):
        if defined:
            here = slice(*np.searchsorted(paper, [n, n + 1]))
            for short, long in defined.items():
                term[here][run[here] == np.uint64(short)] = long
    order = np.lexsort((at, term, paper))
    paper, term, at = paper[order], term[order], at[order]
    new = np.flatnonzero(_changes(paper) | _changes(term))
    count = np.diff(np.append(new, len(term)))
    paper, term, count, first = _with_broader(paper[new], term[new], count, at[new], meanings)
    count, first = (np.minimum(column, _MOST).astype(np.int16) for column in (count, first))
    bounds = np.searchsorted(paper, np.arange(len(texts) + 1))
    return Terms(bounds, term, count, first, *_scores(texts, own, meanings, bounds, term))


def _defined(texts: Sequence[Text], meanings: Meanings) -> list[dict[int, int]]:
    """Short form that a paper defines -> what it stands for there, whatever it means elsewhere."""
    found = [(n, *definition) for n, text in enumerate(texts) for definition in text.definitions]
    short = numbers_of([short for _, short, _ in found], stem)
    long = _canonical(numbers_of([long for _, _, long in found], stem), meanings)
    own: list[dict[int, int]] = [{} for _ in texts]
    for (n, _, _), key, meant in zip(found, short.tolist(), long.tolist(), strict=True):
        own[n][key] = meant
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


def _changes(column: np.ndarray) -> np.ndarray:
    """Where another value begins."""
    return np.append(True, column[1:] != column[:-1]) if len(column) else np.zeros(0, bool)


def _runs(texts: Sequence[Text]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(paper, term, first word) of every run of up to _LONGEST words without a stop word, by paper."""
    part, term, factor = _words(texts)
    paper = part // 2
    position = np.arange(len(paper)) - np.searchsorted(paper, paper)
    found = []
    run = term
    alive = term != 0
    for length in range(1, _LONGEST + 1):
        found.append((paper[: len(run)][alive], run[alive], position[: len(run)][alive]))
        run = run[:-1] * factor[length:] + term[length:]
        alive = alive[:-1] & (term[length:] != 0) & (part[length:] == part[:-length])
    columns = [np.concatenate(column) for column in zip(*found, strict=True)]
    order = np.argsort(columns[0], kind="stable")
    return columns[0][order], columns[1][order], columns[2][order]


def _words(texts: Sequence[Text]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of each word, in order: 2 * paper, one more in the abstract; term; what a term before it is multiplied by."""
    parts = [(n, part) for n, text in enumerate(texts) for part in (text.title, text.abstract)]
    english = [at for at, (n, _) in enumerate(parts) if not texts[n].chinese]
    tokens = tokens_of([parts[at][1] for at in english], str)
    chinese = [(at, word) for at, (n, part) in enumerate(parts) if texts[n].chinese for word in tag_chinese(part)]
    numbers: dict[tuple[str, str], int] = {}
    tagged = [numbers.setdefault(word, len(tokens.forms) + len(numbers)) for _, word in chinese]
    known = np.array([*map(_english, tokens.forms), *starmap(_tagged, numbers)], np.uint64).reshape(-1, 2)
    part = np.append(np.array(english, np.int64)[tokens.text], np.array([at for at, _ in chinese], np.int64))
    order = np.argsort(part, kind="stable")
    term, factor = known[np.append(tokens.form, np.array(tagged, np.int64))[order]].T
    return part[order], term, factor


def _english(word: str) -> tuple[int, int]:
    if not word[0].isalnum() or zipf(word) >= _STOP_ZIPF or word.isdigit():
        return _BREAK
    return token_number(stem(word)), FACTOR


def _tagged(word: str, tag: str) -> tuple[int, int]:
    if tag in _CHINESE_STOP or word.isspace():
        return _BREAK
    key = phrase_key(word, stem)
    return (number(key), pow(FACTOR, len(key.split(" ")), 1 << 64)) if key else _BREAK


def _with_broader(
    paper: np.ndarray, term: np.ndarray, count: np.ndarray, first: np.ndarray, meanings: Meanings
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """The same and, once each, the broader concepts that stand in none of its own words ("CNN")."""
    found, place = _find(term, meanings.narrow)
    which, at = spread(meanings.bounds, place)
    source, broad = found[which], meanings.broad[at]
    papers, terms = np.append(paper, paper[source]), np.append(term, broad)
    counts, firsts = np.append(count, np.ones(len(source), np.int64)), np.append(first, first[source])
    added = np.arange(len(papers)) >= len(paper)
    order = np.lexsort((firsts, added, terms, papers))
    papers, terms = papers[order], terms[order]
    new = np.flatnonzero(_changes(papers) | _changes(terms))
    return papers[new], terms[new], counts[order][new], firsts[order][new]


def _scores(
    texts: Sequence[Text], own: Sequence[Mapping[int, int]], meanings: Meanings, ends: np.ndarray, term: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The rows that are keyphrases of their paper, and of each the score of the first that it is."""
    scores: dict[int, float] = {}
    known = _canonical(np.concatenate([text.keyphrases for text in texts]), meanings)
    bounds = np.cumsum([0, *(len(text.keyphrases) for text in texts)])
    for n, (text, defined) in enumerate(zip(texts, own, strict=True)):
        meant = known[bounds[n] : bounds[n + 1]]
        if defined:
            pairs = zip(text.keyphrases.tolist(), meant.tolist(), strict=True)
            meant = np.array([defined.get(key, term_) for key, term_ in pairs], np.uint64)
        found, at = _find(meant, term[ends[n] : ends[n + 1]])
        for score, row in zip(text.scores[found].tolist(), (at + ends[n]).tolist(), strict=True):
            scores.setdefault(row, score)
    return np.array(list(scores), np.int32), np.array(list(scores.values()), float)
