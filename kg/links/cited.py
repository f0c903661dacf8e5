"""Names that only stand in a reference: "Bickel and Levina (2008)", "[Phys. Rev. Lett. 96, 028105 (2006)]"."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from kg.core.records import Paper
from kg.core.tables import Mentions

_YEAR = re.compile(r"[(\[]\s*(?:19|20)\d\d[a-z]?\b")
_SMALL_WORD = re.compile(r"(?<![\w\\{'’])[a-z]+")
_IN_REFERENCES = frozenset("and et al vol no pp in press ed eds de la van von der den".split())
"""Words in small letters that may stand between a name and its year."""
_FAR = 80
"""Characters after a name in which its year may stand."""


def only_cited(papers: Sequence[Paper], mentions: Mentions) -> np.ndarray:
    """(mentions,) bool: whether each place of a mention in the abstract is a name in a reference."""
    rows = zip(mentions.paper.tolist(), mentions.spans, strict=True)
    return np.array([_all_cited(papers[paper].abstract, spans) for paper, spans in rows], bool)


def _all_cited(text: str, spans: Sequence[int]) -> bool:
    return len(spans) > 0 and all(
        _in_reference(text, start, end) for start, end in zip(spans[::2], spans[1::2], strict=True)
    )


def _in_reference(text: str, start: int, end: int) -> bool:
    """Whether what follows a name with a capital is other names and numbers, then a year in brackets."""
    if not text[start : start + 1].isupper() or " " in text[start:end]:
        return False
    year = _YEAR.search(text, end, end + _FAR)
    return year is not None and _IN_REFERENCES.issuperset(_SMALL_WORD.findall(text, end, year.start()))
