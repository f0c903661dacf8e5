"""What the analyses of a corpus found, in tables: a text and its key once, a number wherever it stands.

There are a million keyphrases in 60,000 papers; an object for each takes ten times the memory, and a look-up of a key
for each most of the time of what follows.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from kg.concepts.clusters import Phrase
from kg.core.columns import cumcount, pack, unpack
from kg.core.tables import Definitions, ExtraPhrases, Keyphrases, ProperNames
from kg.keyphrases.analysis import Analysis
from kg.text.phrases import keys_of, phrase_key
from kg.text.words.stoplists import is_generic


@dataclass(frozen=True, slots=True, eq=False)
class Analysed:
    """What was found in papers, each by itself.

    papers: how many. texts: every text once. keys: every phrase key once, sorted. key: (texts,) the place of its key
    among these. The tables name texts by their numbers.
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
    """The analyses of all papers, in their order, as tables; the titles; embeddings: (papers, d) unit rows, None unless
    every paper has one. The analyses are not needed any more."""
    number: dict[str, int] = {}
    titles: list[str] = []
    extra: list[str] = []
    embeddings: list[np.ndarray] = []
    keyphrases, proper_names = _Columns("iihi?"), _Columns("ii?")
    definitions, extra_phrases = _Columns("iii"), _Columns("i")

    def numbered(texts: Iterable[str]) -> list[int]:
        return [number.setdefault(text, len(number)) for text in texts]

    for paper, analysis in enumerate(analyses):
        titles.append(analysis.title)
        texts, *columns = analysis.keyphrases
        keyphrases.add(paper, numbered(texts), *columns)
        coined = numbered(analysis.coined)
        proper_names.add(paper, coined, [True] * len(coined))
        proper_names.add(paper, numbered(analysis.names), [False] * len(analysis.names))
        shorts, longs = ([getattr(d, form) for d in analysis.definitions] for form in ("short", "long"))
        definitions.add(paper, numbered(shorts), numbered(longs))
        extra_phrases.add(paper, count=len(analysis.extra_phrases))
        extra += analysis.extra_phrases
        if analysis.embedding is not None:
            embeddings.append(analysis.embedding)
    texts = list(number)
    key_of = list(keys_of(texts))
    keys = sorted(set(key_of))
    place = dict(zip(keys, range(len(keys)), strict=True))
    paper, *ranked = keyphrases.arrays()
    found = Analysed(
        len(titles),
        texts,
        keys,
        np.fromiter(map(place.__getitem__, key_of), np.int32, len(texts)),
        Keyphrases(paper, cumcount(paper).astype(np.int16), *ranked),
        ProperNames(*proper_names.arrays()),
        Definitions(*definitions.arrays()),
        ExtraPhrases(extra_phrases.arrays()[0], extra),
    )
    return found, titles, np.stack(embeddings) if embeddings and len(embeddings) == len(titles) else None


class _Columns:
    """A table that grows paper by paper; the first column is the paper. codes: as in the module array, ? for truth."""

    def __init__(self, codes: str) -> None:
        self._codes = codes
        self._columns = [array(code.replace("?", "b")) for code in codes]

    def add(self, paper: int, *columns: Sequence[int], count: int = 0) -> None:
        """The rows of one paper; count: how many, where there is no other column."""
        count = len(columns[0]) if columns else count
        for column, values in zip(self._columns, ([paper] * count, *columns), strict=True):
            column.extend(values)

    def arrays(self) -> list[np.ndarray]:
        kinds = {"i": np.int32, "h": np.int16, "?": np.bool_}
        return [np.array(column, kinds[code]) for column, code in zip(self._columns, self._codes, strict=True)]


def vocabulary(found: Analysed) -> dict[str, Phrase]:
    """Every keyphrase, name and long form of an acronym, by key; generic ones left out."""
    texts, (key, paper, spelled, times) = _counted(found)
    ways, row = np.unique(pack(key, spelled), return_inverse=True)
    phrase, spelled = unpack(ways)
    written = [texts[n] for n in spelled.tolist()], np.bincount(row, times).astype(int).tolist()
    owner, paper = unpack(np.unique(pack(key, paper)))
    known, papers = np.unique(phrase), paper.tolist()
    ends = (np.append(np.searchsorted(of, known), len(of)).tolist() for of in (phrase, owner))
    return {
        found.keys[n]: Phrase(found.keys[n], dict(zip(written[0][a:b], written[1][a:b], strict=True)), papers[c:d])
        for n, (a, b), (c, d) in zip(known.tolist(), *map(pairwise, ends), strict=True)
    }


def _counted(found: Analysed) -> tuple[list[str], np.ndarray]:
    """Texts, and the columns key, paper, text and how often it stands, of everything that may be a phrase."""
    specific = np.array([len(key) > 1 and not is_generic(key) for key in found.keys], bool)
    well_formed = specific & np.array([_well_formed(key) for key in found.keys], bool)
    texts, spelling = _proper_names_spelled(found)
    columns = []
    for table, spelled, times, good in (
        (found.keyphrases, found.keyphrases.text, found.keyphrases.count, well_formed),
        (found.proper_names, spelling[found.proper_names.text], np.ones(len(found.proper_names), int), specific),
    ):
        key = found.key[table.text]
        columns.append(np.stack([key, table.paper, spelled, times])[:, good[key]])
    return texts, np.concatenate(columns, axis=1)


def _proper_names_spelled(found: Analysed) -> tuple[list[str], np.ndarray]:
    """Texts, and for each of `found.texts` the one that it is as a name: "Deep Learning" is no proper name."""
    number = dict(zip(found.texts, range(len(found.texts)), strict=True))
    spelling = np.arange(len(found.texts))
    for n in np.unique(found.proper_names.text).tolist():
        spelling[n] = number.setdefault(_lower_first(found.texts[n]), len(number))
    return list(number), spelling


def papers_of_extra(phrases: ExtraPhrases) -> dict[str, list[int]]:
    """Phrases that may be another name of a keyphrase, sorted, and the papers that hold each."""
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
