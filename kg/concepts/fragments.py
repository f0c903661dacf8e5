"""Which phrases are mostly pieces, cut out of the words and phrases that they stand in: 感性分析 out of 敏感性|分析.

A piece has a meaning of its own in a dictionary ("space distribution" is 空间分布), but not where it stands, as in
"phase space | distribution". What something follows is no such piece: 有限元 of 有限元法.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

from kg.concepts.clusters import Phrase
from kg.core.records import Paper, given_title
from kg.text.language import HAN
from kg.text.phrases import phrase_key
from kg.text.tagging import cut_chinese

ENOUGH = 20
"""Papers that are looked at."""
MOSTLY = 0.5
"""Share of its places above which a phrase counts as a piece."""
_REACH = 40
"""Characters of the word before that are looked at."""
_WORD_BEFORE = re.compile(r"[^\W_]+[ -]\Z")


def is_piece(text: str, where: Sequence[int], papers: Sequence[Paper], phrases: Mapping[str, Phrase]) -> bool:
    """Whether the phrase mostly begins inside a word, or inside one and the same phrase, and ends behind it.

    where: positions of papers that have it. papers: may be (). phrases: of the corpus; only one in more papers than
    this is a unit that it may cut.
    """
    looked_at = [papers[n] for n in where[:ENOUGH]] if papers else []
    passages = [part for paper in looked_at for part in (given_title(paper), paper.abstract)]
    if HAN.search(text):
        cut = [each for passage in passages for each in _cuts_word(text, passage)]
        return sum(cut) > MOSTLY * len(cut)
    first, several, _ = text.partition(" ")
    places = [key for passage in passages for key in _before(text, first, passage)] if several else []
    unit, times = min(Counter(places).items(), key=lambda found: (-found[1], found[0]), default=("", 0))
    return unit in phrases and len(phrases[unit].papers) > len(where) and times > MOSTLY * len(places)


def _cuts_word(text: str, passage: str) -> Iterator[bool]:
    """For each place of a Chinese phrase whether it begins inside a word and ends behind it."""
    places = [match.span() for match in re.finditer(re.escape(text), passage)]
    if places:
        edges = {0, *accumulate(len(word) for word in cut_chinese(passage))}
        for start, end in places:
            yield start not in edges and any(start < edge < end for edge in edges)


def _before(text: str, first: str, passage: str) -> Iterator[str]:
    """For each place of an English phrase the key of the word before it and its first word, "" where there is none."""
    for match in re.finditer(rf"\b{re.escape(text)}\b", passage, re.IGNORECASE):
        before = _WORD_BEFORE.search(passage[max(0, match.start() - _REACH) : match.start()])
        yield phrase_key(before[0].replace("-", " ") + first) if before else ""
