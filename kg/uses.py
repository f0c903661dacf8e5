"""What the analyses of a corpus found, in columns: a text and its key once, and a number for each of their uses.

There are a million uses in 60,000 papers; an object for each takes ten times the memory, and a look-up of a key for
each most of the time of what follows.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from kg.analysis import Analysis
from kg.links import Lists
from kg.tokens import keys_of


@dataclass(frozen=True, slots=True, eq=False)
class Uses:
    """Of each paper, by position: title; keyphrases, best first, coined and names (see kg.analysis) as places among
    texts; defined: pairs of a short form and what it stands for; candidates.

    texts: every text once. keys: every key once, sorted. key: of each text its place among the keys. score, count,
    from_author: of each of all the keyphrases. embeddings: (papers, d), None unless every paper has one.
    """

    titles: list[str]
    texts: list[str]
    keys: list[str]
    key: np.ndarray
    keyphrases: Lists
    score: np.ndarray
    count: np.ndarray
    from_author: np.ndarray
    coined: Lists
    names: Lists
    defined: list[tuple[tuple[str, str], ...]]
    candidates: list[tuple[str, ...]]
    embeddings: np.ndarray | None

    def __len__(self) -> int:
        """How many papers."""
        return len(self.titles)


def uses_of(analyses: Iterable[Analysis]) -> Uses:
    """The analyses, which are not needed any more."""
    number: dict[str, int] = {}
    titles, defined, candidates, embeddings = [], [], [], []
    keyphrases, coined, names = _Columns(number), _Columns(number), _Columns(number)
    score, count, from_author = array("d"), array("i"), array("b")
    for analysis in analyses:
        titles.append(analysis.title)
        texts, *others = zip(*analysis.keyphrases, strict=True) if analysis.keyphrases else ((), (), (), ())
        keyphrases.add(texts)
        for column, values in zip((score, count, from_author), others, strict=True):
            column.extend(values)
        coined.add(analysis.coined)
        names.add(analysis.names)
        defined.append(tuple((d.short, d.long) for d in analysis.definitions))
        candidates.append(analysis.candidates)
        if analysis.embedding is not None:
            embeddings.append(analysis.embedding)
    texts = list(number)
    key_of = list(keys_of(texts))
    keys = sorted(set(key_of))
    place = dict(zip(keys, range(len(keys)), strict=True))
    return Uses(
        titles,
        texts,
        keys,
        np.fromiter(map(place.__getitem__, key_of), np.int32, len(texts)),
        keyphrases.lists(),
        np.array(score),
        np.array(count),
        np.array(from_author, bool),
        coined.lists(),
        names.lists(),
        defined,
        candidates,
        np.stack(embeddings) if embeddings and len(embeddings) == len(titles) else None,
    )


class _Columns:
    """Lists of texts, as places among all texts."""

    def __init__(self, number: dict[str, int]) -> None:
        self._number = number
        self._values, self._bounds = array("i"), array("i", [0])

    def add(self, texts: Iterable[str]) -> None:
        number = self._number
        self._values.extend([number.setdefault(text, len(number)) for text in texts])
        self._bounds.append(len(self._values))

    def lists(self) -> Lists:
        return Lists(np.array(self._values), np.array(self._bounds, np.int64))
