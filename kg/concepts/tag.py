"""Where concepts stand in papers: every phrase of the corpus vocabulary is looked for in every title and abstract."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from kg.concepts.phrase_table import Uses
from kg.concepts.rules.acronyms import OwnMeanings, meant_elsewhere
from kg.concepts.spans import ALONE, ALWAYS, NEVER, Names, inside, longest, spans_of
from kg.core.engine import map_batches
from kg.core.records import Paper, given_title
from kg.core.tables import Lists, apart, paired
from kg.text.boundaries import Boundaries
from kg.text.phrase_hashes import number, phrases_of

BATCH = 1000
"""Papers tagged at once."""
SECONDS = 0.0005
"""What a paper takes, roughly."""


class Text(NamedTuple):
    """A paper to be tagged. means: number of an acronym -> group of what it stands for there. keywords: the groups of
    the author's."""

    abstract: str
    title: str
    means: Mapping[int, int]
    keywords: frozenset[int]


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Where groups stand, a row for each group in a paper, by group, then paper.

    group, paper: numbers, the paper by position. count: occurrences in title and abstract. in_title. closed: after how
    many of the spans a noun phrase may be complete. bounds: (rows + 1) into characters: start, end, start, end, ... of
    the spans of the abstract, without overlaps. inside: rows of (group, longer group, how many of its occurrences stand
    in one of that), sorted.
    """

    group: np.ndarray
    paper: np.ndarray
    count: np.ndarray
    in_title: np.ndarray
    closed: np.ndarray
    bounds: np.ndarray
    characters: np.ndarray
    inside: np.ndarray

    def spans(self, row: int) -> tuple[int, ...]:
        return tuple(self.characters[self.bounds[row] : self.bounds[row + 1]].tolist())


def tag_papers(
    papers: Sequence[Paper],
    uses: Uses,
    group: np.ndarray,
    phrases: Iterable[str],
    group_of: Mapping[str, int],
    own: OwnMeanings,
    certain: Set[str] = frozenset(),
    *,
    jobs: int = 0,
) -> Iterator[Places]:
    """Look for every phrase in every title and abstract; in batches, see `together` and kg.core.engine.map_batches.

    An author's keyword needs not stand in either. phrases: by key. group_of: phrase key -> group; group: of each of
    uses.keys, -1 for none. certain: acronyms that mean their concept in every paper, however short.
    """
    looked_for = list(phrases)
    trusted = meant_elsewhere(own)
    trust = [ALWAYS if k not in trusted else ALONE if trusted[k] or k in certain else NEVER for k in looked_for]
    groups = [group_of.get(key, -1) for key in looked_for]
    numbers, order = phrases_of(looked_for)
    names = Names(numbers, np.array(groups, np.int32)[order], np.array(trust, np.int8)[order])
    keywords = _keywords(uses, group)
    texts = (
        Text(
            paper.abstract,
            given_title(paper),
            {number(short): group_of[long] for short, long in own.get(position, {}).items()},
            frozenset(keywords[position]),
        )
        for position, paper in enumerate(papers)
    )
    if not papers:
        return iter([tag([], names)])
    return map_batches(tag, texts, names, size=BATCH, cost=SECONDS * len(papers), jobs=jobs)


def _keywords(uses: Uses, group: np.ndarray) -> dict[int, set[int]]:
    """Paper -> the groups of its author's keywords."""
    paper, found = uses.keyphrases.owners(), group[uses.key[uses.keyphrases.values]]
    rows = uses.from_author & (found >= 0)
    keywords: dict[int, set[int]] = defaultdict(set)
    for position, keyword in zip(paper[rows].tolist(), found[rows].tolist(), strict=True):
        keywords[position].add(keyword)
    return keywords


def tag(texts: Sequence[Text], names: Names) -> Places:
    """Where the groups stand in these papers, by paper, then group. Raises nothing."""
    parts = [part for text in texts for part in (text.abstract, text.title)]
    boundaries = list(map(Boundaries, parts))
    spans = longest(spans_of(parts, boundaries, [text.means for text in texts for _ in range(2)], names))
    found = paired(spans.text // 2, spans.group)
    keywords = [(n, group) for n, text in enumerate(texts) for group in text.keywords]
    rows = np.unique(np.append(found, paired(*np.array(keywords, np.int64).reshape(-1, 2).T)))
    paper, group = apart(rows)
    row = np.searchsorted(rows, found)
    titled = spans.text % 2 == 1
    standing, own = spans.those(~titled), row[~titled]
    ends = zip(standing.text.tolist(), standing.end.tolist(), strict=True)
    complete = own[[boundaries[text].may_end(end) for text, end in ends]]
    order = np.argsort(own, kind="stable")
    return Places(
        group=group.astype(np.int32),
        paper=paper.astype(np.int32),
        count=np.bincount(row, minlength=len(rows)).astype(np.int32),
        in_title=np.bincount(row[titled], minlength=len(rows)) > 0,
        closed=np.bincount(complete, minlength=len(rows)).astype(np.int32),
        bounds=np.append(0, 2 * np.cumsum(np.bincount(own, minlength=len(rows)))),
        characters=np.column_stack([standing.start, standing.end])[order].astype(np.int32).ravel(),
        inside=inside(spans),
    )


def together(found: Sequence[Places]) -> Places:
    """What tag_papers found: positions of papers count on; rows by group, then paper."""
    group = np.concatenate([b.group for b in found])
    paper = np.concatenate([b.paper + np.int32(n * BATCH) for n, b in enumerate(found)])
    order = np.lexsort((paper, group))
    lengths = np.concatenate([np.diff(b.bounds) for b in found])
    characters = Lists(np.concatenate([b.characters for b in found]), np.append(0, np.cumsum(lengths))).take(order)
    return Places(
        group[order],
        paper[order],
        np.concatenate([b.count for b in found])[order],
        np.concatenate([b.in_title for b in found])[order],
        np.concatenate([b.closed for b in found])[order],
        characters.bounds,
        characters.values,
        _summed(np.concatenate([b.inside for b in found])),
    )


def _summed(inside: np.ndarray) -> np.ndarray:
    pairs, row = np.unique(paired(inside[:, 0], inside[:, 1]), return_inverse=True)
    return np.column_stack([*apart(pairs), np.bincount(row, inside[:, 2], len(pairs))]).astype(np.int32)
