"""Occurrences of candidates as arrays: what the features of both languages are computed from.

They are of several papers at once, since most of the time would go into the calls of numpy: n candidates, m
occurrences, L words, all counted on from paper to paper. A feature is an (n,) array; a group of features is a dict
of them by name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import chain
from typing import TypeAlias

import numpy as np

from kg.keyphrases.english.candidates import Candidate
from kg.keyphrases.english.document import Document

Features: TypeAlias = dict[str, np.ndarray]


class Places:
    """Of papers with at least one candidate each.

    begin: (papers,) the first word of each; paper: (n,) that of each candidate. sentence: (L,) numbers.
    start, size, owner: (m,) first word, number of words and candidate of every occurrence.
    first, length: (n,) of each candidate's first occurrence; last: the first word of its last. count: (n,)
    occurrences. index: (longest, n) the words of the first occurrence, inside: which of them there are.
    """

    def __init__(self, documents: Sequence[Document], found: Sequence[Sequence[Candidate]]) -> None:
        self.documents = documents
        candidates = list(chain.from_iterable(found))
        self.begin = begins([len(document) for document in documents])
        self.paper = np.repeat(np.arange(len(found)), [len(of_paper) for of_paper in found])
        sentences = begins([document.sentence[-1] + 1 for document in documents])
        self.sentence = np.concatenate([d.sentence + at for d, at in zip(documents, sentences, strict=True)])
        self.count = np.array([len(c.at) for c in candidates], np.intp)
        self.owner = np.repeat(np.arange(len(candidates)), self.count)
        pairs = np.array([at for c in candidates for at in c.at], np.intp).reshape(-1, 2)
        self.start, self.size = pairs[:, 0] + self.begin[self.paper][self.owner], pairs[:, 1]
        ends = np.cumsum(self.count)
        self.first, self.length = self.start[ends - self.count], self.size[ends - self.count]
        self.last = self.start[ends - 1]
        offsets = np.arange(self.length.max(initial=1))[:, None]
        self.inside = offsets < self.length
        self.index = np.where(self.inside, self.first + offsets, self.first)

    def __len__(self) -> int:
        return len(self.count)

    def least(self, value: np.ndarray) -> np.ndarray:
        """(n,) least of an (L,) value over the words of each candidate."""
        return value[self.index].min(0)

    def greatest(self, value: np.ndarray) -> np.ndarray:
        return value[self.index].max(0)

    def mean(self, value: np.ndarray) -> np.ndarray:
        return (value[self.index] * self.inside).sum(0) / self.length

    def neighbours(self, left: np.ndarray, right: np.ndarray, starts: int, ends: int) -> tuple[np.ndarray, np.ndarray]:
        """(m,) what each word is to a phrase on its right (L,) of the word before each occurrence, starts where it
        starts its sentence; and the same of the word behind it."""
        sentence = np.concatenate(([-1], self.sentence, [-1]))
        start, end = self.start, self.start + self.size
        before = np.where(sentence[start] == sentence[start + 1], left[start - 1], starts)
        after = np.where(sentence[end + 1] == sentence[end], np.append(right, ends)[end], ends)
        return before, after

    def share(self, holds: np.ndarray) -> np.ndarray:
        """(n,) share of the occurrences for which an (m,) condition holds."""
        return np.bincount(self.owner, holds, len(self)) / self.count

    def shares(self, prefix: str, kind: np.ndarray, names: Sequence[str]) -> Features:
        """The share of the occurrences of each (m,) kind, a number into names, as one feature a name."""
        counts = np.bincount(kind * len(self) + self.owner, minlength=len(self) * len(names))
        table = counts.reshape(len(names), len(self)) / self.count
        return {f"{prefix}_{name}": table[i] for i, name in enumerate(names)}


def begins(lengths: Sequence[int]) -> np.ndarray:
    """Where each of several parts begins that stand one behind the other."""
    return np.cumsum([0, *lengths[:-1]])


def wholes(found: Sequence[Candidate]) -> np.ndarray:
    """(n, n) bool: row i, column j says that every occurrence of i stands inside one of j, which is longer."""
    start, size = np.array([at for c in found for at in c.at], np.intp).reshape(-1, 2).T
    owner = begins([len(c.at) for c in found])
    end = start + size
    inside = (start[:, None] >= start) & (end[:, None] <= end) & (size[:, None] < size)
    return np.logical_and.reduceat(np.logical_or.reduceat(inside, owner, 1), owner, 0)


def one_of(prefix: str, kind: np.ndarray, names: Sequence[str]) -> Features:
    """An (n,) kind, a number into names, as one 0/1 feature a name."""
    table = np.arange(len(names))[:, None] == kind
    return {f"{prefix}_{name}": table[i] for i, name in enumerate(names)}


def place_features(places: Places, longer: np.ndarray) -> Features:
    """Where and how often: the same in every language. longer: (n,) see Candidate."""
    documents, paper, count = places.documents, places.paper, places.count
    begin = places.begin[paper]
    size = np.array([len(document) for document in documents])[paper]
    title = np.array([document.title_length for document in documents])[paper]
    most = np.maximum.reduceat(count, np.searchsorted(paper, np.arange(len(documents))))[paper]
    first, last = places.first - begin, places.last - begin
    sentence = places.sentence
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
        "first_sentence": sentence[places.first] == sentence[begin],
        "last_sentence": sentence[places.last] == sentence[begin + size - 1],
        "title": in_title,
        "title_and_text": in_title & (last >= title),
        "title_one": in_title & (places.length == 1),
        "untitled": title == 0,
        "words_in_text": size / 100,
    }


def cohesion(places: Places) -> Features:
    """How the count of the phrase compares with the counts of its words."""
    counts = (map(Counter(document.keys).__getitem__, document.keys) for document in places.documents)
    often = np.fromiter(chain.from_iterable(counts), np.intp, len(places.sentence))
    ends = places.first + places.length - 1
    return {
        "word_tf_least": np.log(places.least(often)),
        "word_tf_mean": np.log(places.mean(often)),
        "word_tf_greatest": np.log(places.greatest(often)),
        "of_first": places.count / often[places.first],
        "of_last": places.count / often[ends],
    }
