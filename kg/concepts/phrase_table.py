"""What the analyses of a corpus found, as tables, and the phrases that follow from it.

60,000 papers have a million keyphrases. As objects they take ten times the memory, and looking up the key of every one
takes most of the time of what follows; so each text and its key are kept once, and tables hold their numbers.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from kg.concepts.phrases import Phrases
from kg.core.columns import Lists, cumcount, distinct, pack, unpack
from kg.core.tables import Definitions, ExtraPhrases, Keyphrases, ProperNames
from kg.keyphrases.analysis import Analysis
from kg.text.phrases import keys_of, phrase_key
from kg.text.words.stoplists import is_generic, may_be_term

_NUMBER = re.compile(r"[IVX]{2,4}|[\d.,x]+")
"""Phrase keys that only count something: "Class II", "5x10"."""


@dataclass(frozen=True, slots=True, eq=False)
class Analysed:
    """What was found in the papers one by one.

    papers: how many there are. texts: every text once; the tables name a text by its position here. keys: the phrase
    keys of the texts, each once, sorted. key: (texts,) int32, the position of every text's key.
    """

    papers: int
    texts: list[str]
    keys: list[str]
    key: np.ndarray
    keyphrases: Keyphrases
    proper_names: ProperNames
    definitions: Definitions
    extra_phrases: ExtraPhrases

    def defined(self) -> list[list[tuple[str, str]]]:
        """For each paper the (short, long) forms of the acronyms that it defines."""
        found: list[list[tuple[str, str]]] = [[] for _ in range(self.papers)]
        columns = (column.tolist() for column in self.definitions.columns().values())
        for paper, short, long in zip(*columns, strict=True):
            found[paper].append((self.texts[short], self.texts[long]))
        return found


def analysed(analyses: Iterable[Analysis]) -> tuple[Analysed, list[str], np.ndarray | None]:
    """The analyses of all papers, in their order: (tables, titles, embeddings).

    embeddings: (papers, d) float32 unit rows, None unless every paper has one. The analyses are not needed any more.
    """
    tables, titles, embeddings = _Gathered(), [], []
    for paper, analysis in enumerate(analyses):
        tables.add(paper, analysis)
        titles.append(analysis.title)
        if analysis.embedding is not None:
            embeddings.append(analysis.embedding)
    found = tables.analysed(len(titles))
    return found, titles, np.stack(embeddings) if embeddings and len(embeddings) == len(titles) else None


class _Gathered:
    """The tables of Analysed, filled paper by paper; a text gets its number where it is met first."""

    def __init__(self) -> None:
        self._number: dict[str, int] = {}
        self._keyphrases, self._proper_names = _Columns("iihhi?"), _Columns("ii?")
        self._definitions, self._extra_phrases = _Columns("iii"), _Columns("i")
        self._extra_texts: list[str] = []

    def add(self, paper: int, analysis: Analysis) -> None:
        texts, *columns = analysis.keyphrases
        self._keyphrases.add(paper, self._numbered(texts), *columns)
        coined = self._numbered(analysis.coined)
        self._proper_names.add(paper, coined, [True] * len(coined))
        self._proper_names.add(paper, self._numbered(analysis.names), [False] * len(analysis.names))
        shorts, longs = ([getattr(d, form) for d in analysis.definitions] for form in ("short", "long"))
        self._definitions.add(paper, self._numbered(shorts), self._numbered(longs))
        self._extra_phrases.add(paper, count=len(analysis.extra_phrases))
        self._extra_texts += analysis.extra_phrases

    def _numbered(self, texts: Iterable[str]) -> list[int]:
        number = self._number
        return [number.setdefault(text, len(number)) for text in texts]

    def analysed(self, papers: int) -> Analysed:
        texts = list(self._number)
        keys, key = _keyed(texts)
        paper, text, place, *ranked = self._keyphrases.arrays()
        return Analysed(
            papers,
            texts,
            keys,
            key,
            Keyphrases(paper, cumcount(paper).astype(np.int16), place, text, *ranked),
            ProperNames(*self._proper_names.arrays()),
            Definitions(*self._definitions.arrays()),
            ExtraPhrases(self._extra_phrases.arrays()[0], self._extra_texts),
        )


def _keyed(texts: Sequence[str]) -> tuple[list[str], np.ndarray]:
    """The phrase keys of the texts, each once, sorted; and (texts,) int32, for every text the position of its key."""
    number: dict[str, int] = {}
    met = np.fromiter((number.setdefault(key, len(number)) for key in keys_of(texts)), np.int32, len(texts))
    keys = sorted(number)
    position = np.empty(len(keys), np.int32)
    position[[number[key] for key in keys]] = np.arange(len(keys))
    return keys, position[met]


class _Columns:
    """Columns that grow paper by paper; the first one is the paper. codes: types as in the module array, ? for bool."""

    def __init__(self, codes: str) -> None:
        self._codes = codes
        self._columns = [array(code.replace("?", "b")) for code in codes]

    def add(self, paper: int, *columns: Sequence[int], count: int = 0) -> None:
        """Append the rows of one paper. columns: the others. count: number of rows, where there are no others."""
        count = len(columns[0]) if columns else count
        for column, values in zip(self._columns, ([paper] * count, *columns), strict=True):
            column.extend(values)

    def arrays(self) -> list[np.ndarray]:
        kinds = {"i": np.int32, "h": np.int16, "?": np.bool_}
        return [np.array(column, kinds[code]) for column, code in zip(self._columns, self._codes, strict=True)]


def vocabulary(found: Analysed) -> Phrases:
    """The phrases of the corpus: keyphrases, proper names, long forms of acronyms; generic phrases are left out."""
    texts, (key, paper, spelled, times) = _counted(found)
    ways, row = np.unique(pack(key, spelled), return_inverse=True)
    phrase, spelled = unpack(ways)
    owner, paper = unpack(distinct(pack(key, paper)))
    known = distinct(phrase)
    of_phrase, of_owner = (np.append(np.searchsorted(of, known), len(of)) for of in (phrase, owner))
    return Phrases(
        [found.keys[n] for n in known.tolist()],
        Lists([texts[n] for n in spelled.tolist()], of_phrase),
        np.bincount(row, times).astype(np.int32),
        Lists(paper.astype(np.int32), of_owner),
    )


def _counted(found: Analysed) -> tuple[list[str], np.ndarray]:
    """(texts, (4, rows) int64) with a row for everything that may be a phrase: key, paper, text and count there."""
    specific = np.array([len(key) > 1 and (not is_generic(key) or may_be_term(key)) for key in found.keys], bool)
    well_formed = specific & np.array([_well_formed(key) for key in found.keys], bool)
    number = np.array([_NUMBER.fullmatch(key) is not None for key in found.keys], bool)
    texts, spelling = _proper_names_spelled(found)
    keyphrases, names = found.keyphrases, found.proper_names
    named = specific[found.key[names.text]] & (names.coined | ~number[found.key[names.text]])
    columns = []
    for table, spelled, times, good in (
        (keyphrases, keyphrases.text, keyphrases.count, (well_formed & ~number)[found.key[keyphrases.text]]),
        (names, spelling[names.text], np.ones(len(names), int), named),
    ):
        columns.append(np.stack([found.key[table.text], table.paper, spelled, times])[:, good])
    return texts, np.concatenate(columns, axis=1)


def _proper_names_spelled(found: Analysed) -> tuple[list[str], np.ndarray]:
    """(texts, (found.texts,) which of these a text is as a name): "Deep Learning" is "deep learning", no proper
    name."""
    number = dict(zip(found.texts, range(len(found.texts)), strict=True))
    spelling = np.arange(len(found.texts))
    for n in distinct(found.proper_names.text).tolist():
        spelling[n] = number.setdefault(_lower_first(found.texts[n]), len(number))
    return list(number), spelling


def papers_of_extra(phrases: ExtraPhrases) -> dict[str, list[int]]:
    """Phrase -> the papers that hold it, both sorted, for phrases that may be another name of a keyphrase."""
    found: dict[str, list[int]] = {}
    for paper, text in zip(phrases.paper.tolist(), phrases.text, strict=True):
        papers = found.setdefault(text, [])
        if papers[-1:] != [paper]:
            papers.append(paper)
    return {t: found[t] for t in sorted(found) if _well_formed(key := phrase_key(t)) and not is_generic(key)}


def _well_formed(key: str) -> bool:
    return len(key) > 1 and any(c.isalpha() for c in key) and not key[0].isdigit()


def _lower_first(text: str) -> str:
    text = " ".join(text.split())
    words = text.split(" ")
    if len(words) > 1 and all(w[:1].isupper() and w[1:].islower() for w in words if w.isalpha()):
        return text.lower()
    return text
