"""What papers list as examples of a concept: "ranking functions such as BM25", 「Y，如X和Z等」.

Hearst, "Automatic acquisition of hyponyms from large text corpora" (COLING 1992).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np

from kg.core.records import Concept
from kg.core.tables import Mentions, Texts

_INTRODUCES = re.compile(r"(?<=s) (?:such as|including|like|e\.g\.,?) $|[,，]?\s?(?:包括|例如|诸如|比如|如)\s?$")
_CUE = re.compile(r"s (?:such as|including|like|e\.g\.)|[如包]")
"""What stands in every text in which _INTRODUCES does."""
_LISTS_ON = re.compile(r"(?:,|，|、|,? ?(?:and|or)|和|与|及|以及|或)\s*")
_ENDS = re.compile(r"\s*(?:[,.;:()（），。；、]|$|(?:and|or|etc)\b|和|与|或|等)")


def by_example(concepts: Sequence[Concept], texts: Texts, mentions: Mentions) -> list[tuple[str, str]]:
    """Pairs of ids (narrower, broader concept); those that most papers list so come first."""
    size = {c.id: c.papers for c in concepts}
    listing_papers: Counter[tuple[str, str]] = Counter()
    rows = [n for n, abstract in enumerate(texts.abstract) if _CUE.search(abstract)]
    for n, spans in zip(rows, _spans_in(texts.paper[rows], concepts, mentions), strict=True):
        pairs = _examples(texts.abstract[n], spans)
        listing_papers.update({pair for pair in pairs if size[pair[0]] < size[pair[1]]})
    return sorted(listing_papers, key=lambda pair: (-listing_papers[pair], pair))


def _spans_in(
    papers: np.ndarray, concepts: Sequence[Concept], mentions: Mentions
) -> Iterator[list[tuple[int, int, str]]]:
    """For every paper the (start, end, concept id) of all concepts that stand in its abstract. papers: (n,) numbers."""
    bounds = (np.searchsorted(mentions.paper, papers + step).tolist() for step in range(2))
    for first, last in zip(*bounds, strict=True):
        found = []
        here = mentions.take(slice(first, last))
        for concept, spans in zip(here.concept.tolist(), here.spans, strict=True):
            found += [(*span, concepts[concept].id) for span in zip(spans[::2], spans[1::2], strict=True)]
        yield found


def _examples(text: str, spans: Iterable[tuple[int, int, str]]) -> Iterator[tuple[str, str]]:
    """(narrower, broader) concepts of a text: one that is listed as an example of the plural before it. spans: (start,
    end, concept), in any order."""
    longest: list[tuple[int, int, str]] = []
    for start, end, concept in sorted(spans, key=lambda s: (s[0], -s[1], s[2])):
        if not longest or start >= longest[-1][1]:
            longest.append((start, end, concept))
    listing = ""
    for (_, left, first), (right, end, second) in pairwise(longest):
        if _INTRODUCES.fullmatch(text, left, right):
            listing = first
        elif not _LISTS_ON.fullmatch(text, left, right):
            listing = ""
        if listing and not _ENDS.match(text, end):
            listing = ""  # "databases such as MySQL clusters"
        if listing:
            yield second, listing
