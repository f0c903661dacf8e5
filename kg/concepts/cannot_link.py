"""What never becomes one concept, whatever a rule proposes (kg.concepts.rules)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.concepts.clusters import Clusters, Merge, Phrase, unspaced

_OPPOSED = frozenset("非无半不反弱强多单双高低大小内外前后上下正负有粗细编解快慢长短新旧同异")
_NOT_LATIN = re.compile(r"[^A-Za-z0-9]+")


def one_english_core(merge: Merge, clusters: Clusters, phrases: Mapping[str, Phrase]) -> bool:
    """A Chinese cluster that has joined an English phrase joins no second one."""
    return phrases[clusters.of(merge.merged)].chinese


def not_opposed(merge: Merge, _clusters: Clusters, _phrases: Mapping[str, Phrase]) -> bool:
    """See `may_be_one`."""
    return may_be_one(unspaced(merge.kept), unspaced(merge.merged))


def may_be_one(a: str, b: str) -> bool:
    """False for two Chinese phrases that differ in Latin letters or digits, of which one stands within the other, that
    differ in opposed characters, or that are short."""
    if min(len(a), len(b)) < 4 or abs(len(a) - len(b)) > 2:
        return False
    if _NOT_LATIN.sub("", a).lower() != _NOT_LATIN.sub("", b).lower():
        return False
    if a in b or b in a:
        return False
    left, right = different(a, b)
    return not (len(left) == len(right) == 1 and (left in _OPPOSED or right in _OPPOSED))


def different(a: str, b: str) -> tuple[str, str]:
    """What is left of both without the common beginning and end."""
    while a and b and a[-1] == b[-1]:
        a, b = a[:-1], b[:-1]
    while a and b and a[0] == b[0]:
        a, b = a[1:], b[1:]
    return a, b
