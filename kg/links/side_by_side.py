"""Concepts that stand side by side in a paper, as parts of one longer name: "double stranded", "stranded DNA"."""

from __future__ import annotations

import numpy as np

from kg.core.columns import cumcount, expand, pack, unpack
from kg.core.tables import Mentions

_GAP = 1
"""Characters between the two parts of a name at most: a space or a hyphen."""


def side_by_side(mentions: Mentions) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(a, b, paper), a < b, sorted: papers in which one of the two concepts stands nowhere but in or beside the other.

    Mentions without a span stand beside nothing.
    """
    lengths = np.diff(mentions.spans.bounds) // 2
    row = np.repeat(np.arange(len(mentions)), lengths)
    one, other = _touching(mentions.paper[row], mentions.spans.values[::2], mentions.spans.values[1::2])
    different = row[one] != row[other]
    span, beside = unpack(np.unique(pack(one[different], row[other[different]])))
    pairs, spans = np.unique(pack(row[span], beside), return_counts=True)
    one, other = unpack(pairs)
    bound = spans == lengths[one]
    a, b, paper = mentions.concept[one[bound]], mentions.concept[other[bound]], mentions.paper[one[bound]]
    found = np.unique(np.column_stack([np.minimum(a, b), np.maximum(a, b), paper]), axis=0)
    return found[:, 0], found[:, 1], found[:, 2]


def _touching(paper: np.ndarray, start: np.ndarray, end: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Numbers of spans that overlap or lie within _GAP of each other in the same paper, each pair both ways.

    paper, start, end: (spans,).
    """
    order = np.lexsort((end, start, paper))
    row = np.arange(len(order))
    begin = pack(paper[order], start[order])
    touched = np.searchsorted(begin, pack(paper[order], end[order] + _GAP), side="right") - row
    first, _ = expand(np.append(0, np.cumsum(touched)), row)
    then = first + cumcount(first)
    first, then = order[first[first != then]], order[then[first != then]]
    return np.append(first, then), np.append(then, first)
