"""What a paper is compared by: every phrase of it, weighted by how telling it is.

All runs of words without a stop word count, also those that nobody wants to read in a list; the spellings of one
concept, in both languages, are one term, and a narrower concept counts as its broader ones, too.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, TypeAlias

import numpy as np
from scipy import sparse

from kg.analysis import Analysis
from kg.frequency import zipf
from kg.keyphrases.document import given_title
from kg.keyphrases.tagging import tag_chinese
from kg.records import Concept, Paper
from kg.text import stem
from kg.vocabulary import phrase_key, tokens

Matrix: TypeAlias = Any
"""A scipy.sparse.csr_matrix; its type stubs know too little of it."""

_STOP_ZIPF = 5.9
_LONGEST = 3
_TITLE_TOKENS = 15
_LARGE = 20_000
_SMOOTHING = 5
_CHINESE_STOP = frozenset("x uj ul c p u r y e o uz uv ug ud d m f q t w zg".split())

Terms: TypeAlias = dict[str, tuple[int, int]]
"""term -> (count, first token)"""


def term_matrix(
    papers: Sequence[Paper],
    analyses: Sequence[Analysis],
    concepts: Sequence[Concept],
    above: Mapping[str, AbstractSet[str]],
) -> Matrix:
    """(papers, terms), weighted (see weigh). above: concept -> its broader concepts, over any number of steps."""
    canonical = _canonical(concepts)
    own = [_defined(analysis, canonical) for analysis in analyses]
    rows = [_with_broader(_terms(p, canonical, o), above) for p, o in zip(papers, own, strict=True)]
    return weigh(rows, [_keyphrases(a, canonical, o) for a, o in zip(analyses, own, strict=True)])


def weigh(rows: Sequence[Terms], scores: Sequence[Mapping[str, float]]) -> Matrix:
    """(papers, terms), rows / norm^0.85, of (1 + ln tf + e^(-first/40)) * (1 + score/2) * telling(term).

    scores: of the terms as keyphrases of the paper, in [0, 1]. telling: ln((N+1)/df)^0.75 * (up-front * keyness)^0.15,
    where up-front is how often a term stands among the first words when it stands at all, and keyness how good a
    keyphrase it is on average. The exponents were chosen on kdd, inspec_train and csl_zh together
    (docs/decisions/0010-links.md).
    """
    factor = _telling(rows, scores)
    columns = {term: i for i, term in enumerate(sorted(factor))}
    data, index, pointer = [], [], [0]
    for row, score in zip(rows, scores, strict=True):
        for term in sorted(row.keys() & columns.keys()):
            count, first = row[term]
            salience = 1 + math.log(count) + math.exp(-first / 40)
            data.append(salience * (1 + score.get(term, 0.0) / 2) * factor[term])
            index.append(columns[term])
        pointer.append(len(data))
    matrix = sparse.csr_matrix((data, index, pointer), shape=(len(rows), max(len(columns), 1)))
    norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(1)).ravel())
    return sparse.csr_matrix(sparse.diags(1 / np.maximum(norms, 1e-9) ** 0.85) @ matrix)


def _key(phrase: str) -> str:
    """By stems: whether texts are alike does not depend on "recommender" or "recommendation"."""
    return phrase_key(phrase, stem)


def _canonical(concepts: Sequence[Concept]) -> dict[str, str]:
    """Phrase key -> one key for all spellings of a concept, so that both languages share a column."""
    known: dict[str, str] = {}
    for concept in concepts:
        for spelling in (concept.name, concept.name_en, concept.name_zh, *concept.aliases):
            if spelling:
                known[_key(spelling)] = concept.id
    return known


def _defined(analysis: Analysis, canonical: Mapping[str, str]) -> dict[str, str]:
    """Key of a short form that the paper defines -> what it stands for there, whatever it means elsewhere."""
    longs = {_key(definition.short): _key(definition.long) for definition in analysis.definitions}
    return {short: canonical.get(long, long) for short, long in longs.items()}


def _keyphrases(analysis: Analysis, canonical: Mapping[str, str], own: Mapping[str, str]) -> dict[str, float]:
    """term -> its score as a keyphrase of the paper, for the keyphrases."""
    scores: dict[str, float] = {}
    for keyphrase in analysis.keyphrases:
        key = _key(keyphrase.text)
        scores.setdefault(own.get(key) or canonical.get(key, key), keyphrase.score)
    return scores


def _sequences(paper: Paper) -> Iterator[list[str | None]]:
    """The words of title and abstract as keys; None where a phrase ends."""
    for text in (given_title(paper), paper.abstract):
        if paper.lang == "zh":
            yield [None if tag in _CHINESE_STOP or word.isspace() else _key(word) for word, tag in tag_chinese(text)]
        else:
            yield [
                t if t[0].isalnum() and zipf(text[a:b]) < _STOP_ZIPF and not t.isdigit() else None
                for t, a, b in tokens(text, stem)
            ]


def _terms(paper: Paper, canonical: Mapping[str, str], own: Mapping[str, str]) -> Terms:
    """Every run of up to _LONGEST words without a stop word."""
    found: Terms = {}
    at = 0
    for sequence in _sequences(paper):
        for i in range(len(sequence)):
            key = ""
            for word in sequence[i : i + _LONGEST]:
                if not word:
                    break
                key = f"{key} {word}" if key else word
                term = own.get(key) or canonical.get(key, key)
                count, first = found.get(term, (0, at + i))
                found[term] = (count + 1, first)
        at += len(sequence)
    return found


def _with_broader(terms: Terms, above: Mapping[str, AbstractSet[str]]) -> Terms:
    """The same and, once each, the broader concepts that stand in none of its own words ("CNN")."""
    found = dict(terms)
    for term in terms.keys() & above.keys():
        for broader in above[term] - terms.keys():
            first = min(terms[term][1], found.get(broader, terms[term])[1])
            found[broader] = (1, first)
    return found


def _telling(rows: Sequence[Terms], scores: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """The factor of each term that stands in two papers or more, without labels."""
    df = Counter(term for row in rows for term in row)
    front = Counter(term for row in rows for term, (_, first) in row.items() if first < _TITLE_TOKENS)
    keyness: Counter[str] = Counter()
    for row, score in zip(rows, scores, strict=True):
        for term in row.keys() & score.keys():
            keyness[term] += score[term]  # pyright: ignore[reportArgumentType]
    # at this size a term of every twentieth paper joins more pairs than it is worth
    most = len(rows) if len(rows) < _LARGE else len(rows) // 20
    total = max(df.total(), 1)
    up_front_on_average, keyness_on_average = front.total() / total, sum(sorted(keyness.values())) / total
    return {
        term: math.log((len(rows) + 1) / n) ** 0.75
        * (_ratio(front[term], n, up_front_on_average) * _ratio(keyness[term], n, keyness_on_average)) ** 0.15
        for term, n in df.items()
        if 2 <= n <= most
    }


def _ratio(part: float, whole: int, average: float) -> float:
    """How much above the average a share is; small numbers are drawn to 1."""
    return (part / average + _SMOOTHING) / (whole + _SMOOTHING) if average else 1.0
