"""What is never merged, whatever a rule proposes (kg.concepts.rules).

An `allowed` of a rule (kg.concepts.merge.Rule) gets a merge when its turn comes, with the clusters as they are then.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.concepts.clusters import Clusters, Merge, Phrase, unspaced

_OPPOSED = frozenset("非无半不反弱强多单双高低大小内外前后上下正负有粗细编解快慢长短新旧同异")
_NOT_LATIN = re.compile(r"[^A-Za-z0-9]+")


def one_english_core(merge: Merge, clusters: Clusters, phrases: Mapping[str, Phrase]) -> bool:
    """Whether the merged cluster is still Chinese: one that has joined an English phrase joins no second one."""
    return phrases[clusters.of(merge.merged)].chinese


def not_opposed(merge: Merge, _clusters: Clusters, _phrases: Mapping[str, Phrase]) -> bool:
    """Whether both phrases `may_be_one`."""
    return may_be_one(unspaced(merge.kept), unspaced(merge.merged))


def may_be_one(a: str, b: str) -> bool:
    """Whether two Chinese phrases, without spaces, may name one thing.

    Not so if one is short (below 4 characters) or longer by more than 2, if they differ in Latin letters or digits, if
    one stands within the other, or if they differ in one character that has an opposite.
    """
    if min(len(a), len(b)) < 4 or abs(len(a) - len(b)) > 2:
        return False
    if _NOT_LATIN.sub("", a).lower() != _NOT_LATIN.sub("", b).lower():
        return False
    if a in b or b in a:
        return False
    left, right = different(a, b)
    return not (len(left) == len(right) == 1 and (left in _OPPOSED or right in _OPPOSED))


def different(a: str, b: str) -> tuple[str, str]:
    """What is left of both without their common end, then their common beginning."""
    while a and b and a[-1] == b[-1]:
        a, b = a[:-1], b[:-1]
    while a and b and a[0] == b[0]:
        a, b = a[1:], b[1:]
    return a, b
