"""Which phrases mostly stand inside longer words or phrases, and so name nothing: 感性 of 敏感性分析.

A piece has a meaning of its own in a dictionary ("space distribution" is 空间分布), but not where it stands, as in
"phase space distribution".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from itertools import accumulate

import rjieba

from kg.core.records import Paper, given_title
from kg.text.language import HAN
from kg.text.phrases import phrase_key

ENOUGH = 20
"""Papers that are looked at."""
MOSTLY, TWICE = 0.5, 2
"""A piece stands in the same longer phrase at more than this share of its places, and at so many of them at least."""
_WORD_BEFORE, _WORD_AFTER = re.compile(r"[^\W_]+[ -]\Z"), re.compile(r"[ -][^\W_]+")
_REACH = 40
"""Characters of a neighbouring word that are looked at."""


def is_fragment(text: str, where: Sequence[int], papers: Sequence[Paper], keys: Container[str]) -> bool:
    """Whether a Chinese phrase mostly cuts a word, or an English one mostly stands in one and the same longer phrase.

    What many longer phrases end in is no piece of them, but their head. where: positions of papers that have the
    phrase. keys: of the phrases of the corpus.
    """
    passages = [part for n in where[:ENOUGH] for part in (given_title(papers[n]), papers[n].abstract)]
    if HAN.search(text):
        cut = [each for passage in passages for each in _cuts(text, passage)]
        return sum(cut) > MOSTLY * len(cut)
    places = [longer for passage in passages for longer in _longer(text, passage)]
    inside = Counter(key for longer in places for key in longer if key in keys)
    return any(times >= TWICE and times > MOSTLY * len(places) for times in inside.values())


def _cuts(text: str, passage: str) -> Iterator[bool]:
    """For each place of a Chinese phrase whether it begins or ends inside a word."""
    places = [match.span() for match in re.finditer(re.escape(text), passage)]
    if places:
        edges = {0, *accumulate(len(word) for word in rjieba.cut(passage))}
        yield from (start not in edges or end not in edges for start, end in places)


def _longer(text: str, passage: str) -> Iterator[set[str]]:
    """For each place of an English phrase its keys with the word before it and with the word after it."""
    for match in re.finditer(rf"\b{re.escape(text)}\b", passage, re.IGNORECASE):
        start, end = match.span()
        before = _WORD_BEFORE.search(passage[max(0, start - _REACH) : start])
        after = _WORD_AFTER.match(passage[end : end + _REACH])
        longer = [passage[start - len(before[0]) : end]] if before else []
        longer += [passage[start : end + len(after[0])]] if after else []
        yield {phrase_key(phrase) for phrase in longer}
