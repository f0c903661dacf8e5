"""What the analyses of a corpus found, in columns: a text and its key once, and a number for each of their uses.

There are a million uses in 60,000 papers; an object for each takes ten times the memory, and a look-up of a key for
each most of the time of what follows.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from kg.concepts.clusters import Phrase
from kg.core.tables import Lists, apart, paired
from kg.keyphrases.analysis import Analysis
from kg.text.phrases import keys_of, phrase_key
from kg.text.words.stoplists import is_generic


def _vocabulary(uses: Uses) -> dict[str, Phrase]:
    """Every keyphrase, name and long form of an acronym, by key; generic ones left out."""
    texts, (key, paper, spelled, times) = _counted(uses)
    ways, row = np.unique(paired(key, spelled), return_inverse=True)
    phrase, spelled = apart(ways)
    written = [texts[n] for n in spelled.tolist()], np.bincount(row, times).astype(int).tolist()
    owner, paper = apart(np.unique(paired(key, paper)))
    known, papers = np.unique(phrase), paper.tolist()
    ends = (np.append(np.searchsorted(of, known), len(of)).tolist() for of in (phrase, owner))
    return {
        uses.keys[n]: Phrase(uses.keys[n], dict(zip(written[0][a:b], written[1][a:b], strict=True)), papers[c:d])
        for n, (a, b), (c, d) in zip(known.tolist(), *map(pairwise, ends), strict=True)
    }


def _counted(uses: Uses) -> tuple[list[str], np.ndarray]:
    """Texts, and (key, paper, which of the texts, how often), a column a use, of all uses that may be of a phrase."""
    telling = np.array([len(key) > 1 and not is_generic(key) for key in uses.keys], bool)
    well_formed = telling & np.array([_well_formed(key) for key in uses.keys], bool)
    texts, spelling = _names_spelled(uses)
    columns = []
    for lists, spelled, times, good in (
        (uses.keyphrases, uses.keyphrases.values, uses.count, well_formed),
        (uses.coined, spelling[uses.coined.values], np.ones(len(uses.coined.values), int), telling),
        (uses.names, spelling[uses.names.values], np.ones(len(uses.names.values), int), telling),
    ):
        key = uses.key[lists.values]
        columns.append(np.stack([key, lists.owners(), spelled, times])[:, good[key]])
    return texts, np.concatenate(columns, axis=1)


def _names_spelled(uses: Uses) -> tuple[list[str], np.ndarray]:
    """Texts, and of each of uses.texts which of them it is where it is a name: "Deep Learning" is no proper name."""
    number = dict(zip(uses.texts, range(len(uses.texts)), strict=True))
    spelling = np.arange(len(uses.texts))
    for n in np.union1d(uses.coined.values, uses.names.values).tolist():
        spelling[n] = number.setdefault(_lower_first(uses.texts[n]), len(number))
    return list(number), spelling


def _candidates(candidates: Iterable[Iterable[str]]) -> dict[str, list[int]]:
    """Every phrase of every paper that may be another name of a keyphrase, and the papers that hold it."""
    found: dict[str, list[int]] = {}
    for paper, texts in enumerate(candidates):
        for text in dict.fromkeys(texts):
            found.setdefault(text, []).append(paper)
    return {t: found[t] for t in sorted(found) if _well_formed(key := phrase_key(t)) and not is_generic(key)}


def _well_formed(key: str) -> bool:
    return len(key) > 1 and any(c.isalpha() for c in key) and not key[0].isdigit()


def _lower_first(text: str) -> str:
    text = " ".join(text.split())
    words = text.split(" ")
    if len(words) > 1 and all(w[:1].isupper() and w[1:].islower() for w in words if w.isalpha()):
        return text.lower()
    return text


@dataclass(frozen=True, slots=True, eq=False)
class Uses:
    """Of each paper, by position: title; keyphrases, best first, coined and names (see kg.keyphrases.analysis) as
    places among texts; defined: pairs of a short form and what it stands for; candidates.

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
