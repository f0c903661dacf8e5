"""Occurrences of candidates as arrays: what the features of both languages are computed from.

n candidates, m occurrences, L words. A feature is an (n,) array; a group of features is a dict of them by name.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np

from kg.keyphrases.candidates import Candidate
from kg.keyphrases.document import Document

Features: TypeAlias = dict[str, np.ndarray]


class Places:
    """start, size, owner: (m,) first word, number of words and candidate of every occurrence.

    first, length: (n,) of each candidate's first occurrence. count: (n,) occurrences. index: (n, longest) the
    words of the first occurrence, inside: which of them there are.
    """

    def __init__(self, found: Sequence[Candidate]) -> None:
        pairs = np.array([at for c in found for at in c.at], np.intp).reshape(-1, 2)
        self.start, self.size = pairs[:, 0], pairs[:, 1]
        self.count = np.array([len(c.at) for c in found], np.intp)
        self.owner = np.repeat(np.arange(len(found)), self.count)
        ends = np.cumsum(self.count)
        self.first, self.length = self.start[ends - self.count], self.size[ends - self.count]
        self.last = self.start[ends - 1]
        offsets = np.arange(self.length.max(initial=1))
        self.inside = offsets < self.length[:, None]
        self.index = np.where(self.inside, self.first[:, None] + offsets, self.first[:, None])

    def __len__(self) -> int:
        return len(self.count)

    def least(self, value: np.ndarray) -> np.ndarray:
        """(n,) least of an (L,) value over the words of each candidate; (n, k) of (L, k) values."""
        return value[self.index].min(1)

    def greatest(self, value: np.ndarray) -> np.ndarray:
        return value[self.index].max(1)

    def mean(self, value: np.ndarray) -> np.ndarray:
        return (value[self.index] * self.inside).sum(1) / self.length

    def share(self, holds: np.ndarray) -> np.ndarray:
        """(n,) share of the occurrences for which an (m,) condition holds."""
        return np.bincount(self.owner, holds, len(self)) / self.count

    def shares(self, prefix: str, kind: np.ndarray, names: Sequence[str]) -> Features:
        """The share of the occurrences of each (m,) kind, a number into names, as one feature a name."""
        counts = np.bincount(kind * len(self) + self.owner, minlength=len(self) * len(names))
        table = counts.reshape(len(names), len(self)) / self.count
        return {f"{prefix}_{name}": table[i] for i, name in enumerate(names)}


def wholes(found: Sequence[Candidate]) -> np.ndarray:
    """(n, n) bool: row i, column j says that every occurrence of i stands inside one of j, which is longer."""
    places = Places(found)
    end = places.start + places.size
    inside = (places.start[:, None] >= places.start) & (end[:, None] <= end) & (places.size[:, None] < places.size)
    owners = np.eye(len(found))[places.owner]  # (m, n)
    return owners.T @ ((inside @ owners) > 0) == places.count[:, None]


def one_of(prefix: str, kind: np.ndarray, names: Sequence[str]) -> Features:
    """An (n,) kind, a number into names, as one 0/1 feature a name."""
    table = np.arange(len(names))[:, None] == kind
    return {f"{prefix}_{name}": table[i] for i, name in enumerate(names)}


def place_features(places: Places, document: Document, longer: np.ndarray) -> Features:
    """Where and how often: the same in every language. longer: (n,) see Candidate."""
    size, title = len(document), document.title_length
    sentence = np.array(document.sentence)
    first, last, count = places.first, places.last, places.count
    in_title = first < title
    nested = longer == count
    return {
        "log_tf": np.log(count),
        "tf_share": count / max(count.max(initial=1), 1),
        "nested": nested * 1.0,
        "nested_once": nested & (count == 1),
        "partly_nested": np.where(nested, 0, longer / count),
        "position": np.exp(-first / 40),
        "position_text": np.exp(-np.maximum(first - title, 0) / 40),
        "late": first / size,
        "spread": (last - first) / size,
        "first_words": (first - np.where(in_title, 0, title)) < 12,
        "first_sentence": sentence[first] == 0,
        "last_sentence": sentence[last] == sentence[-1],
        "title": in_title,
        "title_and_text": in_title & (last >= title),
        "title_one": in_title & (places.length == 1),
        "untitled": np.full(len(places), float(title == 0)),
        "words_in_text": np.full(len(places), size / 100),
    }


def cohesion(places: Places, keys: Sequence[str]) -> Features:
    """How the count of the phrase compares with the counts of its words; keys: (L,) what makes words the same."""
    number: dict[str, int] = {}
    ids = np.array([number.setdefault(k, len(number)) for k in keys], np.intp)
    often = np.bincount(ids)[ids]
    ends = places.first + places.length - 1
    return {
        "word_tf_least": np.log(places.least(often)),
        "word_tf_mean": np.log(places.mean(often)),
        "word_tf_greatest": np.log(places.greatest(often)),
        "of_first": places.count / often[places.first],
        "of_last": places.count / often[ends],
    }
