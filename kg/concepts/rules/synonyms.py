"""Chinese phrases that name one thing: machine translation calls reinforcement learning 强化, 加强, 增强 and 钢筋学习.

Nearness in the embedding is not enough ("encoder" and "decoder" are near): what differs between the two must
share a dictionary meaning, and each phrase of a group must be near to every other.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

import numpy as np

from kg.concepts.clusters import Groups, Phrase, joined
from kg.concepts.rules.acronyms import Defined
from kg.text.embedding import default_embedder
from kg.text.language import HAN
from kg.text.phrases import phrase_key
from kg.text.zh_en.dictionary import meanings

SYNONYM = 0.86
"""Least cosine of two phrases of which the different parts share a meaning."""
ODD_ONE = 0.65
"""The same for a phrase that joins a concept which already has several names, where no stranger is within LEAD:
what is translated in three ways may well be translated in a fourth (钢筋学习)."""
LEAD = 0.08
SAME_ACRONYM = 0.6
"""The same where both are defined as the same acronym; also the least between any two of a group."""

_OPPOSED = frozenset("非无半不反弱强多单双高低大小内外前后上下正负有粗细编解快慢长短新旧同异")
_LIGHT = frozenset("的级化性式型度")
_NOT_LATIN = re.compile(r"[^A-Za-z0-9]+")


def merge_synonyms(groups: Groups, own: Defined, phrases: dict[str, Phrase], candidates: Iterable[str]) -> None:
    """Joins Chinese phrases, the nearest first. candidates: phrases that join when a keyphrase is their synonym."""
    spelling = {joined(k): k for k, p in phrases.items() if p.chinese}
    known = set(spelling)
    for text in candidates:
        if HAN.search(text):
            spelling.setdefault(joined(phrase_key(text)), phrase_key(text))
    shorts: dict[str, set[str]] = defaultdict(set)
    for meant in own.values():
        for short, long in meant.items():
            shorts[joined(long)].add(short)
    pairs = list(_comparable(known, sorted(spelling), shorts))
    vector = _embedded(pairs)
    near = {(a, b): float(vector[a] @ vector[b]) for a, b in pairs}
    around: dict[str, list[float]] = defaultdict(list)
    for pair, cosine in near.items():
        for text in pair:
            around[text].append(cosine)
    members = {text: [text] for text in vector}
    backed = {(a, b): bool(shorts[a] & shorts[b]) or _formal(a, b) for a, b in near}
    for (a, b), cosine in sorted(near.items(), key=lambda item: (not backed[item[0]], -round(item[1], 6), item[0])):
        left, right = members[a], members[b]
        same_acronym = bool(shorts[a] & shorts[b])
        if len(left) + len(right) == 2 and not backed[a, b]:
            continue  # a dictionary alone also joins 粮食 and 食品; but what has two names may have a third
        odd_one = {a, b} <= known and _odd_one(a, b, cosine, around)
        if not (cosine >= (SAME_ACRONYM if same_acronym else SYNONYM) or odd_one):
            continue
        if left is right or min(float(vector[x] @ vector[y]) for x in left for y in right) < SAME_ACRONYM:
            continue
        left += right
        for text in right:
            members[text] = left
        _join(groups, phrases, spelling[a], spelling[b], "same acronym" if same_acronym else "synonym", cosine)


def _join(groups: Groups, phrases: dict[str, Phrase], a: str, b: str, reason: str, cosine: float) -> None:
    for key in (a, b):
        if key not in phrases:
            phrases[key] = Phrase(key, Counter({joined(key): 1}))
            groups.add(key)
    kept, merged = (a, b) if len(phrases[a].papers) >= len(phrases[b].papers) else (b, a)
    groups.join(kept, merged, reason, round(cosine, 4))


def _comparable(known: set[str], texts: list[str], shorts: dict[str, set[str]]) -> Iterator[tuple[str, str]]:
    """Pairs a < b worth embedding: at least one is known, they begin or end alike or share an acronym."""
    blocks: dict[object, list[str]] = defaultdict(list)
    for text in texts:
        blocks["end", text[-2:]].append(text)
        blocks["start", text[:2]].append(text)
        for short in shorts.get(text, ()):
            blocks["acronym", short].append(text)
    seen: set[tuple[str, str]] = set()
    for block in blocks.values():
        for first in block:
            if first not in known:
                continue
            for second in block:
                pair = (min(first, second), max(first, second))
                if first == second or pair in seen or not may_be_one(*pair):
                    continue
                seen.add(pair)
                if second not in known and (len(first) != len(second) or first[-2:] != second[-2:]):
                    continue  # a mere candidate of another length is a keyphrase with its surroundings
                if shorts.get(first, set()) & shorts.get(second, set()) or _alike(*pair):
                    yield pair


def _embedded(pairs: list[tuple[str, str]]) -> dict[str, np.ndarray]:
    texts = sorted({text for pair in pairs for text in pair})
    return dict(zip(texts, default_embedder().embed_each(texts), strict=True))


def _odd_one(a: str, b: str, cosine: float, around: dict[str, list[float]]) -> bool:
    """See ODD_ONE; both end in the same word."""
    if cosine < ODD_ONE or a[-2:] != b[-2:]:
        return False
    return not any(cosine - LEAD < other < cosine for other in around[a] + around[b])


def may_be_one(a: str, b: str) -> bool:
    """Cannot-link rules: other Latin parts or digits, one within the other, opposed characters, short words."""
    if min(len(a), len(b)) < 4 or abs(len(a) - len(b)) > 2:
        return False
    if _NOT_LATIN.sub("", a).lower() != _NOT_LATIN.sub("", b).lower():
        return False
    if a in b or b in a:
        return False
    left, right = _different(a, b)
    return not (len(left) == len(right) == 1 and (left in _OPPOSED or right in _OPPOSED))


def _different(a: str, b: str) -> tuple[str, str]:
    """What is left of both without the common beginning and end."""
    while a and b and a[-1] == b[-1]:
        a, b = a[:-1], b[:-1]
    while a and b and a[0] == b[0]:
        a, b = a[1:], b[1:]
    return a, b


def _alike(a: str, b: str) -> bool:
    """Whether the different parts differ in form only, or share a dictionary meaning."""
    left, right = _different(a, b)
    return _formal(a, b) or (len(left) > 1 and len(right) > 1 and bool(meanings(left) & meanings(right)))


def _formal(a: str, b: str) -> bool:
    """Whether the different parts are the same words in another order, or a light ending; 盐酸 is no 酸盐."""
    left, right = _different(a, b)
    return len(left) > 3 and sorted(left) == sorted(right) if left and right else left + right in _LIGHT
