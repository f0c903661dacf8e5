"""What a paper says: every run of words without a stop word in it, as a number.

Nothing here looks at other papers, or asks what a phrase means: that comes with kg.links.terms.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import starmap
from typing import NamedTuple

import numpy as np

from kg.core.engine import map_batches
from kg.core.records import Paper, given_title
from kg.core.tables import changes, ranks
from kg.text.phrase_hashes import join_hashes, phrase_hash, shift, token_hash
from kg.text.phrases import phrase_key
from kg.text.tagging import tag_chinese
from kg.text.tokens import tokens_of
from kg.text.words.forms import stem
from kg.text.words.frequency import zipf

BATCH = 1000
"""Papers looked through at once."""
SECONDS = 0.0005
"""What a paper takes, roughly."""
_STOP_ZIPF = 5.9
_LONGEST = 3
MOST = np.iinfo(np.int16).max
_CHINESE_STOP = frozenset("x uj ul c p u r y e o uz uv ug ud d m f q t w zg".split())
_BREAK = (0, 1)
"""Where a phrase ends; no run is 0."""


class Text(NamedTuple):
    title: str
    abstract: str
    chinese: bool


@dataclass(frozen=True, slots=True, eq=False)
class Runs:
    """The runs of papers that follow one another, a row for each run of a paper, by paper, then run.

    bounds: (papers + 1) into the rows. run: uint64. count: occurrences. first: its first word, counted from the
    beginning of the title; both at most MOST.
    """

    bounds: np.ndarray
    run: np.ndarray
    count: np.ndarray
    first: np.ndarray


def runs_of(papers: Sequence[Paper], *, jobs: int = 0) -> Iterator[Runs]:
    """The runs of all papers, in batches; see kg.core.engine.map_batches."""
    texts = (Text(given_title(paper), paper.abstract, paper.lang == "zh") for paper in papers)
    return map_batches(find_runs, texts, size=BATCH, cost=SECONDS * len(papers), jobs=jobs)


def find_runs(texts: Sequence[Text]) -> Runs:
    """The runs of these papers."""
    paper, run, at = _runs(texts)
    order = np.lexsort((at, run, paper))
    paper, run, at = paper[order], run[order], at[order]
    new = np.flatnonzero(changes(paper) | changes(run))
    count = np.diff(np.append(new, len(run)))
    bounds = np.searchsorted(paper[new], np.arange(len(texts) + 1))
    return Runs(bounds, run[new], *(np.minimum(column, MOST).astype(np.int16) for column in (count, at[new])))


def _runs(texts: Sequence[Text]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(paper, run, first word) of every run of up to _LONGEST words without a stop word."""
    part, term, factor = _words(texts)
    paper = part // 2
    position = ranks(paper)
    found = []
    run = term
    alive = term != 0
    for length in range(1, _LONGEST + 1):
        found.append((paper[: len(run)][alive], run[alive], position[: len(run)][alive]))
        run = join_hashes(run[:-1], term[length:], factor[length:])
        alive = alive[:-1] & (term[length:] != 0) & (part[length:] == part[:-length])
    papers, runs, positions = (np.concatenate(column) for column in zip(*found, strict=True))
    return papers, runs, positions


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
    return token_hash(stem(word)), shift(1)


def _tagged(word: str, tag: str) -> tuple[int, int]:
    if tag in _CHINESE_STOP or word.isspace():
        return _BREAK
    key = phrase_key(word, stem)
    return (phrase_hash(key), shift(len(key.split(" ")))) if key else _BREAK
