"""Spans of texts in which the names of groups stand, and which stand inside which: of many texts at once, as arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from kg.core.tables import apart, paired
from kg.text.boundaries import SHORT, Boundaries
from kg.text.phrase_hashes import Phrases, find_phrases
from kg.text.tokens import tokens_of
from kg.text.words.forms import word_form


class Names(NamedTuple):
    """What is looked for. group: of each of the phrases, -1 for none. trust: of each, one of these."""

    phrases: Phrases
    group: np.ndarray
    trust: np.ndarray


ALWAYS, ALONE, NEVER = range(3)
"""Another paper's acronym counts where it does not stand inside a longer phrase (the MS of MS MARCO is no other MS),
or not at all."""


class Spans(NamedTuple):
    """text: which of the texts. start, end: characters. Sorted, the longest of those that start together first."""

    text: np.ndarray
    start: np.ndarray
    end: np.ndarray
    group: np.ndarray

    def those(self, rows: np.ndarray) -> Spans:
        return Spans(*(column[rows] for column in self))


def spans_of(
    texts: Sequence[str], boundaries: Sequence[Boundaries], means: Sequence[Mapping[int, int]], names: Names
) -> Spans:
    """Every span of every group. means: of each text, number of an acronym -> group of what it stands for there."""
    tokens = tokens_of(texts, word_form)
    phrase, first, last = find_phrases(texts, tokens, names.phrases)
    text, start, end = tokens.text[first], tokens.start[first], tokens.end[last]
    order = np.lexsort((last, first, -end, start, text))
    phrase, spans = phrase[order], Spans(text, start, end, names.group[phrase]).those(order)
    reached = paired(spans.text, spans.end)
    whole = reached > _before(reached)
    trust = names.trust[phrase]
    kept = (trust == ALWAYS) | (whole & (trust == ALONE))
    rows = np.searchsorted(spans.text, np.arange(len(texts) + 1)).tolist()
    for meant, here in zip(means, map(slice, rows, rows[1:]), strict=True):
        for short, long in meant.items():
            found = names.phrases.hashes[phrase[here]] == np.uint64(short)
            spans.group[here][found] = long
            kept[here][found] = True
    spans = spans.those(kept & (spans.group >= 0) & ~_cut_words(spans, boundaries))
    return spans.those(np.lexsort((spans.group, -spans.end, spans.start, spans.text)))


def _cut_words(spans: Spans, boundaries: Sequence[Boundaries]) -> np.ndarray:
    cut = np.zeros(len(spans.text), bool)
    for row in np.flatnonzero(spans.end - spans.start <= SHORT).tolist():
        cut[row] = boundaries[spans.text[row]].cuts_word(int(spans.start[row]), int(spans.end[row]))
    return cut


def longest(spans: Spans) -> Spans:
    """Of spans of one group that overlap the first and longest."""
    order = np.lexsort((spans.group, spans.text))
    text, start, end, group = spans.those(order)
    run = np.cumsum(np.append(False, (text[1:] != text[:-1]) | (group[1:] != group[:-1])))[: len(text)]
    kept = paired(run, start) >= _before(paired(run, end))
    for row in np.flatnonzero(~kept).tolist():  # few, and the span that they overlap may be left out itself
        last = row - 1
        while not kept[last]:
            last -= 1
        kept[row] = start[row] >= end[last]
    return spans.those(np.sort(order[kept]))


def inside(spans: Spans) -> np.ndarray:
    """(pairs, 3) rows of (group, group around it, how many spans of the first stand in one of the other), sorted."""
    end = paired(spans.text, spans.end)
    reach = np.maximum.accumulate(end)
    row, steps = np.arange(len(end)), 0
    rows, around = [row[:0]], [spans.group[:0]]
    while len(row):
        steps += 1
        row = row[row >= steps]
        row = row[reach[row - steps] >= end[row]]
        other = row - steps
        holds = (end[other] >= end[row]) & (spans.group[other] != spans.group[row])
        rows.append(row[holds])
        around.append(spans.group[other[holds]])
    row, other = apart(np.unique(paired(np.concatenate(rows), np.concatenate(around))))
    pairs, count = np.unique(paired(spans.group[row], other), return_counts=True)
    return np.column_stack([*apart(pairs), count]).astype(np.int32)


def _before(values: np.ndarray) -> np.ndarray:
    """The greatest of all values before each, -1 before the first."""
    return np.maximum.accumulate(np.append(-1, values))[:-1]
