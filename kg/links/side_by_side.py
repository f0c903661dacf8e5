"""Concepts that stand side by side in a paper, as parts of one longer name: "double stranded", "stranded DNA"."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from kg.core.columns import cumcount, distinct, expand, first_of_group, pack, unpack
from kg.core.tables import Mentions

_GAP = 1
"""Characters between the two parts of a name at most: a space or a hyphen."""
_PAPERS = 2000
"""Papers that are looked at together: the pairs of places of all would take half a gigabyte for 64,000."""


def side_by_side(mentions: Mentions) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(a, b, paper), a < b, sorted: papers in which one of the two concepts stands nowhere but in or beside the other.

    mentions: by paper. Those without a span stand beside nothing.
    """
    ends = np.arange(_PAPERS, mentions.paper.max(initial=0) + _PAPERS + 1, _PAPERS)
    bounds = np.append(0, np.searchsorted(mentions.paper, ends)).tolist()
    found = [_in_papers(mentions.take(slice(*rows))) for rows in pairwise(bounds)]
    a, b, paper = np.concatenate(found, axis=1)
    order = np.lexsort((paper, b, a))
    order = order[first_of_group(a[order], b[order], paper[order])]
    return a[order], b[order], paper[order]


def _in_papers(mentions: Mentions) -> np.ndarray:
    """(3, n) a, b and paper, in no order, some more than once."""
    lengths = np.diff(mentions.spans.bounds) // 2
    row = np.repeat(np.arange(len(mentions)), lengths)
    one, other = _touching(mentions.paper[row], mentions.spans.values[::2], mentions.spans.values[1::2])
    different = row[one] != row[other]
    span, beside = unpack(distinct(pack(one[different], row[other[different]])))
    pairs, spans = np.unique(pack(row[span], beside), return_counts=True)
    one, other = unpack(pairs)
    bound = spans == lengths[one]
    a, b, paper = mentions.concept[one[bound]], mentions.concept[other[bound]], mentions.paper[one[bound]]
    return np.stack([np.minimum(a, b), np.maximum(a, b), paper])


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
