"""Spans of texts in which clusters of phrases stand, and which stand inside which: of many texts at once, as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from kg.core.columns import distinct, first_of_group, lookup, pack, unpack
from kg.core.tables import Meanings, Nested
from kg.text.boundaries import SHORT, Boundaries
from kg.text.phrase_hashes import Phrases, find_phrases
from kg.text.tokens import tokens_of
from kg.text.words.forms import word_form


class Gazetteer(NamedTuple):
    """Phrases that are looked for. cluster: (phrases,) int32, -1 for none. trust: (phrases,) int8, ALWAYS, ALONE or
    NEVER. Both are in the order of the hashes of the phrases."""

    phrases: Phrases
    cluster: np.ndarray
    trust: np.ndarray


ALWAYS, ALONE, NEVER = range(3)
"""Where a phrase counts: everywhere; only where it does not stand inside a longer phrase (the MS of MS MARCO is no
other MS); nowhere. The last two are for acronyms, where the table of meanings does not say more."""


class Spans(NamedTuple):
    """Columns of one length. text: index of the text. start, end: characters. cluster: what stands there.

    Sorted by text and start; of spans that start together the longest comes first.
    """

    text: np.ndarray
    start: np.ndarray
    end: np.ndarray
    cluster: np.ndarray

    def those(self, rows: np.ndarray) -> Spans:
        return Spans(*(column[rows] for column in self))


def spans_of(texts: Sequence[str], boundaries: Sequence[Boundaries], meanings: Meanings, gazetteer: Gazetteer) -> Spans:
    """Every span of every cluster, overlaps included.

    texts: abstract, title, abstract, title, ... of some papers. boundaries: of these texts. meanings: what acronyms
    stand for in these papers; its `paper` counts from 0.
    """
    tokens = tokens_of(texts, word_form)
    phrase, first, last = find_phrases(texts, tokens, gazetteer.phrases)
    text, start, end = tokens.text[first], tokens.start[first], tokens.end[last]
    order = np.lexsort((last, first, -end, start, text))
    phrase, spans = phrase[order], Spans(text, start, end, gazetteer.cluster[phrase]).those(order)
    reached = pack(spans.text, spans.end)
    whole = reached > _before(reached)
    trust = gazetteer.trust[phrase]
    kept = (trust == ALWAYS) | (whole & (trust == ALONE))
    short = lookup(meanings.short, gazetteer.phrases.hashes)
    known = meanings.take(short >= 0)
    own = pack(known.paper, short[short >= 0])
    order = np.argsort(own)
    row = lookup(pack(spans.text // 2, phrase), own[order])
    here = row >= 0
    spans.cluster[here] = known.cluster[order][row[here]]
    here[here] &= known.defined[order][row[here]] | whole[here]
    spans = spans.those((kept | here) & (spans.cluster >= 0) & ~_cut_words(spans, boundaries))
    return spans.those(np.lexsort((spans.cluster, -spans.end, spans.start, spans.text)))


def _cut_words(spans: Spans, boundaries: Sequence[Boundaries]) -> np.ndarray:
    """(spans,) bool: whether a short span cuts a word in two. Longer ones are not looked at."""
    cut = np.zeros(len(spans.text), bool)
    for row in np.flatnonzero(spans.end - spans.start <= SHORT).tolist():
        cut[row] = boundaries[spans.text[row]].cuts_word(int(spans.start[row]), int(spans.end[row]))
    return cut


def longest(spans: Spans) -> Spans:
    """The spans without overlaps within a cluster: where some overlap, the first and longest is kept."""
    order = np.lexsort((spans.cluster, spans.text))
    text, start, end, cluster = spans.those(order)
    group = np.cumsum(first_of_group(text, cluster))
    kept = pack(group, start) >= _before(pack(group, end))
    for row in np.flatnonzero(~kept).tolist():  # few, and the span that they overlap may be left out itself
        last = row - 1
        while not kept[last]:
            last -= 1
        kept[row] = start[row] >= end[last]
    return spans.those(np.sort(order[kept]))


def nested(spans: Spans) -> Nested:
    """How many spans of a cluster stand inside a span of another one."""
    end = pack(spans.text, spans.end)
    reach = np.maximum.accumulate(end)
    row, steps = np.arange(len(end)), 0
    rows, around = [row[:0]], [spans.cluster[:0]]
    while len(row):
        steps += 1
        row = row[row >= steps]
        row = row[reach[row - steps] >= end[row]]
        other = row - steps
        holds = (end[other] >= end[row]) & (spans.cluster[other] != spans.cluster[row])
        rows.append(row[holds])
        around.append(spans.cluster[other[holds]])
    row, other = unpack(distinct(pack(np.concatenate(rows), np.concatenate(around))))
    return summed(spans.cluster[row], other, np.ones(len(row), np.int64))


def summed(cluster: np.ndarray, outer: np.ndarray, count: np.ndarray) -> Nested:
    """A row for every pair of clusters, its counts added up."""
    pairs, row = np.unique(pack(cluster, outer), return_inverse=True)
    total = np.zeros(len(pairs), np.int32)
    np.add.at(total, row, count.astype(np.int32))
    inner, around = (column.astype(np.int32) for column in unpack(pairs))
    return Nested(inner, around, total)


def _before(values: np.ndarray) -> np.ndarray:
    """For each value the greatest of those before it, -1 for the first."""
    return np.maximum.accumulate(np.append(-1, values))[:-1]
