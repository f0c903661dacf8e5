"""Where concepts stand in papers: every phrase of the corpus vocabulary is looked for in every title and abstract."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from kg.analysis import Analysis
from kg.boundaries import Boundaries
from kg.keyphrases.document import given_title
from kg.merging import Defined, Keyed, trusted_acronyms
from kg.parallel import map_batches
from kg.records import Paper
from kg.vocabulary import Vocabulary

BATCH = 2000
"""Papers tagged at once."""
SECONDS = 0.0015
"""What a paper takes, roughly."""


class Names(NamedTuple):
    """What is looked for. keys: of phrases. group: of each, a number. trust: of each, one of these."""

    keys: tuple[str, ...]
    group: np.ndarray
    trust: np.ndarray


ALWAYS, ALONE, NEVER = range(3)
"""Another paper's acronym counts where it does not stand inside a longer phrase (the MS of MS MARCO is no other MS),
or not at all."""


class Text(NamedTuple):
    """A paper to be tagged. means: short key -> key of what it stands for there. keywords: the author's, by key."""

    abstract: str
    title: str
    means: Mapping[str, str]
    keywords: tuple[str, ...]


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

    def rows(self) -> Iterator[tuple[int, slice]]:
        """(group, its rows), by group."""
        starts = np.flatnonzero(np.diff(self.group, prepend=-1))
        for start, end in pairwise([*starts.tolist(), len(self.group)]):
            yield int(self.group[start]), slice(start, end)


def tag_papers(
    papers: Sequence[Paper],
    analyses: Sequence[Analysis],
    keys: Sequence[Keyed],
    phrases: Iterable[str],
    group_of: Mapping[str, int],
    own: Defined,
    certain: Set[str] = frozenset(),
    *,
    jobs: int = 0,
) -> Places:
    """Look for every phrase in every title and abstract.

    An author's keyword needs not stand in either. phrases: by key. group_of: phrase key -> group. certain: acronyms
    that mean their concept in every paper, however short.
    """
    looked_for = tuple(phrases)
    trusted = trusted_acronyms(own)
    trust = [ALWAYS if k not in trusted else ALONE if trusted[k] or k in certain else NEVER for k in looked_for]
    groups = np.array([group_of.get(key, -1) for key in looked_for], np.int32)
    names = Names(looked_for, groups, np.array(trust, np.int8))
    texts = (
        Text(
            paper.abstract,
            given_title(paper),
            own.get(position, {}),
            tuple(key for key, k in zip(own_keys.keyphrases, analysis.keyphrases, strict=True) if k.from_author),
        )
        for position, (paper, analysis, own_keys) in enumerate(zip(papers, analyses, keys, strict=True))
    )
    cost = SECONDS * len(papers)
    batches = list(map_batches(tag, texts, names, size=BATCH, cost=cost, jobs=jobs)) or [tag([], names)]
    return _together(batches, BATCH)


def tag(texts: Sequence[Text], names: Names) -> Places:
    """Where the groups stand in these papers, by paper, then group. Raises nothing."""
    group, vocabulary = _vocabulary(names.keys, names.group.tobytes())
    doubtful = {names.keys[n]: int(names.trust[n]) for n in np.flatnonzero(names.trust != ALWAYS)}
    rows: list[tuple[int, int, int, bool, int, int]] = []
    characters: list[int] = []
    inside: Counter[tuple[int, int]] = Counter()
    for position, text in enumerate(texts):
        bounds = Boundaries(text.abstract)
        spans = _longest(_found(text.abstract, bounds, vocabulary, text.means, group, doubtful))
        title = _longest(_found(text.title, Boundaries(text.title), vocabulary, text.means, group, doubtful))
        _note_inside(spans, inside)
        _note_inside(title, inside)
        abstract: dict[int, list[int]] = defaultdict(list)
        for start, negative_end, g in spans:
            abstract[g] += (start, -negative_end)
        titled = Counter(g for _, _, g in title)
        keywords = {group[key] for key in text.keywords if group.get(key, -1) >= 0}
        for g in sorted({*abstract, *titled, *keywords}):
            own = abstract.get(g, [])
            closed = sum(map(bounds.may_end, own[1::2]))
            rows.append((g, position, len(own) // 2 + titled[g], g in titled, closed, len(own)))
            characters += own
    group_, paper, count, in_title, closed, lengths = np.array(rows, np.int32).reshape(-1, 6).T
    ends = np.append(0, np.cumsum(lengths, dtype=np.int64))
    pairs = np.array(sorted((*pair, n) for pair, n in inside.items()), np.int32).reshape(-1, 3)
    return Places(group_, paper, count, in_title.astype(bool), closed, ends, np.array(characters, np.int32), pairs)


@lru_cache(maxsize=1)
def _vocabulary(keys: tuple[str, ...], groups: bytes) -> tuple[dict[str, int], Vocabulary]:
    group = dict(zip(keys, np.frombuffer(groups, np.int32).tolist(), strict=True))
    return group, Vocabulary(group)


_Span = tuple[int, int, int]
"""(start, -end, group): sorted, the longest of those that start together comes first."""


def _found(
    text: str,
    boundaries: Boundaries,
    vocabulary: Vocabulary,
    means: Mapping[str, str],
    group: Mapping[str, int],
    doubtful: Mapping[str, int],
) -> list[_Span]:
    """Every span of every group. means: what this paper's acronyms stand for."""
    spans: list[_Span] = []
    reach = -1
    for key, start, end in sorted(vocabulary.find(text), key=lambda m: (m.start, -m.end)):
        long = means.get(key)
        whole = end > reach
        reach = max(reach, end)
        if not long and key in doubtful and not (whole and doubtful[key] == ALONE):
            continue
        if boundaries.cuts_word(start, end):
            continue
        if (g := group.get(long or key, -1)) >= 0:
            spans.append((start, -end, g))
    spans.sort()
    return spans


def _longest(spans: Iterable[_Span]) -> list[_Span]:
    """Of spans of one group that overlap the first and longest."""
    reached: dict[int, int] = {}
    kept: list[_Span] = []
    for span in spans:
        if span[0] >= reached.get(span[2], 0):
            kept.append(span)
            reached[span[2]] = -span[1]
    return kept


def _note_inside(spans: Iterable[_Span], inside: Counter[tuple[int, int]]) -> None:
    around: list[_Span] = []
    for span in spans:
        start, negative_end, group = span
        around = [other for other in around if -other[1] > start]
        if around:
            inside.update({(group, g) for _, end, g in around if end <= negative_end and g != group})
        around.append(span)


def _together(found: Sequence[Places], size: int) -> Places:
    """Positions of papers count on; rows by group, then paper."""
    paper = np.concatenate([b.paper + n * size for n, b in enumerate(found)])
    group, count, in_title, closed, lengths = (
        np.concatenate(column)
        for column in zip(*((b.group, b.count, b.in_title, b.closed, np.diff(b.bounds)) for b in found), strict=True)
    )
    characters = np.concatenate([b.characters for b in found])
    starts = np.cumsum(lengths) - lengths
    order = np.lexsort((paper, group))
    bounds = np.concatenate([[0], np.cumsum(lengths[order])])
    # where each character of the new order stood in the old one
    moved = np.arange(bounds[-1]) + np.repeat(starts[order] - bounds[:-1], lengths[order])
    pairs = np.concatenate([b.inside for b in found])
    pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
    new = np.flatnonzero(np.append(True, (pairs[1:, :2] != pairs[:-1, :2]).any(1))[: len(pairs)])
    inside = np.column_stack([pairs[new, :2], np.add.reduceat(pairs[:, 2], new) if len(new) else pairs[:, 2]])
    return Places(
        group[order], paper[order], count[order], in_title[order], closed[order], bounds, characters[moved], inside
    )
