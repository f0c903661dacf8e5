"""Occurrences of candidates as arrays: what the features of both languages are computed from.

Several papers are worked on at once, since most of the time would go into the calls of numpy: n candidates, m
occurrences and L words in all, counted on from paper to paper. A feature is an (n,) array, its values numbers or
booleans; a group of features is a dict of them by name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import chain
from typing import TypeAlias

import numpy as np

from kg.keyphrases.english.candidates import Candidate
from kg.keyphrases.english.document import Document

Features: TypeAlias = dict[str, np.ndarray]


class Occurrences:
    """Where the candidates of some papers stand; every paper has at least one. All arrays are int64.

    begin: (papers,) first word of a paper. sentence: (L,) number of a word's sentence.
    start, size, candidate: (m,) first word, number of words and candidate of an occurrence.
    paper, count: (n,) paper and number of occurrences of a candidate.
    first, length: (n,) first word and number of words of its first occurrence. last: (n,) first word of its last one.
    index: (longest, n) the words of the first occurrence, downwards; inside: (longest, n) bool, whether it has so many.
    """

    def __init__(self, documents: Sequence[Document], found: Sequence[Sequence[Candidate]]) -> None:
        self.documents = documents
        candidates = list(chain.from_iterable(found))
        self.begin = offsets([len(document) for document in documents])
        self.paper = np.repeat(np.arange(len(found)), [len(of_paper) for of_paper in found])
        sentences = offsets([document.sentence[-1] + 1 for document in documents])
        self.sentence = np.concatenate([d.sentence + at for d, at in zip(documents, sentences, strict=True)])
        self.count = np.array([len(c.at) for c in candidates], np.intp)
        self.candidate = np.repeat(np.arange(len(candidates)), self.count)
        pairs = np.array([at for c in candidates for at in c.at], np.intp).reshape(-1, 2)
        self.start, self.size = pairs[:, 0] + self.begin[self.paper][self.candidate], pairs[:, 1]
        ends = np.cumsum(self.count)
        self.first, self.length = self.start[ends - self.count], self.size[ends - self.count]
        self.last = self.start[ends - 1]
        steps = np.arange(self.length.max(initial=1))[:, None]
        self.inside = steps < self.length
        self.index = np.where(self.inside, self.first + steps, self.first)

    def __len__(self) -> int:
        return len(self.count)

    def least(self, value: np.ndarray) -> np.ndarray:
        """(n,) the least of the (L,) values of a candidate's words."""
        return value[self.index].min(0)

    def greatest(self, value: np.ndarray) -> np.ndarray:
        """(n,) the greatest of them."""
        return value[self.index].max(0)

    def mean(self, value: np.ndarray) -> np.ndarray:
        """(n,) their mean."""
        return (value[self.index] * self.inside).sum(0) / self.length

    def neighbours(
        self, before: np.ndarray, after: np.ndarray, starts: int, ends: int
    ) -> tuple[np.ndarray, np.ndarray]:
        """(m,) the value of the word before an occurrence, and of the one after it.

        before, after: (L,) the values of a word that stands before, and after, a phrase. starts, ends: the values where
        the occurrence is the first, and the last, of its sentence.
        """
        sentence = np.concatenate(([-1], self.sentence, [-1]))
        start, end = self.start, self.start + self.size
        left = np.where(sentence[start] == sentence[start + 1], before[start - 1], starts)
        right = np.where(sentence[end + 1] == sentence[end], np.append(after, ends)[end], ends)
        return left, right

    def share(self, holds: np.ndarray) -> np.ndarray:
        """(n,) the share of a candidate's occurrences for which an (m,) condition holds."""
        return np.bincount(self.candidate, holds, len(self)) / self.count

    def shares(self, prefix: str, kind: np.ndarray, names: Sequence[str]) -> Features:
        """One feature a name: the share of a candidate's occurrences of that kind. kind: (m,) numbers into names."""
        counts = np.bincount(kind * len(self) + self.candidate, minlength=len(self) * len(names))
        table = counts.reshape(len(names), len(self)) / self.count
        return {f"{prefix}_{name}": table[i] for i, name in enumerate(names)}


def word_table(
    documents: Sequence[Document], record: Callable[[str, str], bytes], kinds: np.dtype
) -> dict[str, np.ndarray]:
    """Column -> (L,) its values for all words. record: (word, tag) -> a record of `kinds`, as bytes."""
    words = b"".join(chain.from_iterable(map(record, document.words, document.tags) for document in documents))
    records = np.frombuffer(words, kinds)
    return {name: np.ascontiguousarray(records[name]) for name in kinds.names or ()}  # whole columns are read faster


def offsets(lengths: Sequence[int]) -> np.ndarray:
    """Where things of these lengths begin that stand one behind the other."""
    return np.cumsum([0, *lengths[:-1]])


def wholes(found: Sequence[Candidate]) -> np.ndarray:
    """(n, n) bool for the candidates of one paper: every occurrence of i stands inside one of j, which is longer."""
    start, size = np.array([at for c in found for at in c.at], np.intp).reshape(-1, 2).T
    count = [len(c.at) for c in found]
    end, candidate = start + size, np.repeat(np.arange(len(found)), count)
    # how far a candidate reaches from a place or before it; pairs of occurrences would be too many in a long text
    places, at = np.unique(start, return_inverse=True)
    reach = np.zeros((len(places) + 1, len(found)), np.intp)
    np.maximum.at(reach, (at + 1, candidate), end)
    np.maximum.accumulate(reach, 0, out=reach)
    inside = (reach[at] >= end[:, None]) | (reach[at + 1] > end[:, None])
    return np.logical_and.reduceat(inside, offsets(count), 0)


def one_of(prefix: str, kind: np.ndarray, names: Sequence[str]) -> Features:
    """One 0/1 feature a name. kind: (n,) numbers into names."""
    table = np.arange(len(names))[:, None] == kind
    return {f"{prefix}_{name}": table[i] for i, name in enumerate(names)}


def occurrence_features(occurrences: Occurrences, longer: np.ndarray) -> Features:
    """Where a candidate stands and how often: the same in every language. longer: (n,) as Candidate.longer."""
    documents, paper, count = occurrences.documents, occurrences.paper, occurrences.count
    begin = occurrences.begin[paper]
    size = np.array([len(document) for document in documents])[paper]
    title = np.array([document.title_length for document in documents])[paper]
    most = np.maximum.reduceat(count, np.searchsorted(paper, np.arange(len(documents))))[paper]
    first, last = occurrences.first - begin, occurrences.last - begin
    sentence = occurrences.sentence
    in_title = first < title
    nested = longer == count
    return {
        "log_tf": np.log(count),
        "tf_share": count / most,
        "nested": nested * 1.0,
        "nested_once": nested & (count == 1),
        "partly_nested": np.where(nested, 0, longer / count),
        "position": np.exp(-first / 40),
        "position_text": np.exp(-np.maximum(first - title, 0) / 40),
        "late": first / size,
        "spread": (last - first) / size,
        "first_words": (first - np.where(in_title, 0, title)) < 12,
        "first_sentence": sentence[occurrences.first] == sentence[begin],
        "last_sentence": sentence[occurrences.last] == sentence[begin + size - 1],
        "title": in_title,
        "title_and_text": in_title & (last >= title),
        "title_one": in_title & (occurrences.length == 1),
        "untitled": title == 0,
        "words_in_text": size / 100,
    }


def cohesion(occurrences: Occurrences) -> Features:
    """How the count of a candidate compares with the counts of its words."""
    counts = (map(Counter(document.keys).__getitem__, document.keys) for document in occurrences.documents)
    often = np.fromiter(chain.from_iterable(counts), np.intp, len(occurrences.sentence))
    ends = occurrences.first + occurrences.length - 1
    return {
        "word_tf_least": np.log(occurrences.least(often)),
        "word_tf_mean": np.log(occurrences.mean(often)),
        "word_tf_greatest": np.log(occurrences.greatest(often)),
        "of_first": occurrences.count / often[occurrences.first],
        "of_last": occurrences.count / often[ends],
    }
