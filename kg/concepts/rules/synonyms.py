"""Chinese synonyms: 强化学习, 加强学习 and 钢筋学习 are what machine translation calls reinforcement learning.

Nearness in the embedding is not enough ("encoder" and "decoder" are near): what differs between the two must share a
dictionary meaning, or papers define the same acronym as both, and a phrase of a cluster must be near to all the others.
Never merged: opposites, and what else kg.concepts.cannot_link keeps apart; two phrases for a dictionary's sake alone
(粮食安全, "grain security", is no 食品安全, "food security").
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from kg.concepts.agreement import OwnMeanings
from kg.concepts.cannot_link import different, may_be_one
from kg.concepts.clusters import Merge, Phrase, Proposal, unspaced
from kg.text.embedding import default_embedder
from kg.text.language import HAN
from kg.text.phrases import phrase_key
from kg.text.zh_en.dictionary import meanings

SYNONYM = 0.86
"""Least cosine of two phrases of which the different parts share a meaning."""
ODD_ONE = 0.65
"""Least cosine of a phrase that joins a concept which already has several names, where no stranger is within LEAD:
what is translated in three ways may well be translated in a fourth (钢筋学习)."""
LEAD = 0.08
SAME_ACRONYM = 0.6
"""Least cosine where papers define both as the same acronym; also the least between any two of a cluster."""

_LIGHT = frozenset("的级化性式型度")


class Rated(NamedTuple):
    """Two phrases without spaces, a < b. cosine: of their embeddings. same_acronym: papers define one acronym as both.
    backed: by such an acronym, or because they differ in form alone."""

    a: str
    b: str
    cosine: float
    same_acronym: bool
    backed: bool


def synonyms(phrases: Mapping[str, Phrase], own_meanings: OwnMeanings, extra_phrases: Iterable[str]) -> Proposal:
    """Chinese phrases that name one thing, the nearest first; the one in more papers is kept.

    extra_phrases: phrases that are brought along when a keyphrase is their synonym.
    """
    key_of = {unspaced(key): key for key in sorted(key for key, phrase in phrases.items() if phrase.chinese)}
    known = frozenset(key_of)
    for text in extra_phrases:
        if HAN.search(text):
            key = phrase_key(text)
            key_of.setdefault(unspaced(key), key)
    shorts = _shorts(own_meanings)
    vector = _embedded(pairs := list(_comparable(known, sorted(key_of), shorts)))
    accepted = [pair for block in blocks(_rated(pairs, vector, shorts)) for pair in decide(block, vector, known)]
    merges: list[Merge] = []
    brought: dict[str, Phrase] = {}
    for pair in sorted(accepted, key=_surest_first):
        a, b = key_of[pair.a], key_of[pair.b]
        brought |= {key: Phrase(key, {unspaced(key): 1}, ()) for key in (a, b) if key not in phrases}
        kept, merged = (a, b) if _papers(a, phrases) >= _papers(b, phrases) else (b, a)
        merges.append(Merge(kept, merged, "same acronym" if pair.same_acronym else "synonym", round(pair.cosine, 4)))
    return Proposal(merges, brought)


def _papers(key: str, phrases: Mapping[str, Phrase]) -> int:
    return len(phrases[key].papers) if key in phrases else 0


def _shorts(own_meanings: OwnMeanings) -> dict[str, set[str]]:
    """Phrase without spaces -> the acronyms that some paper defines as it."""
    shorts: dict[str, set[str]] = defaultdict(set)
    for meant in own_meanings.values():
        for short, long in meant.items():
            shorts[unspaced(long)].add(short)
    return shorts


def _rated(
    pairs: Iterable[tuple[str, str]], vector: Mapping[str, np.ndarray], shorts: Mapping[str, set[str]]
) -> Iterator[Rated]:
    for a, b in pairs:
        same_acronym = _share_acronym(a, b, shorts)
        yield Rated(a, b, float(vector[a] @ vector[b]), same_acronym, same_acronym or _formal(a, b))


def _surest_first(pair: Rated) -> tuple[bool, float, str, str]:
    """First those that are backed, then the others, the nearest first."""
    return not pair.backed, -round(pair.cosine, 6), pair.a, pair.b


def blocks(rated: Iterable[Rated]) -> list[list[Rated]]:
    """The pairs apart into connected components: no phrase of a block is in another one."""
    block: dict[str, list[Rated]] = {}
    for pair in rated:
        left, right = block.setdefault(pair.a, []), block.setdefault(pair.b, [])
        if left is not right:
            small, large = sorted((left, right), key=len)
            large += small
            block |= {text: large for moved in small for text in (moved.a, moved.b)}
            block[pair.a] = block[pair.b] = large
        block[pair.a].append(pair)
    return list({id(each): each for each in block.values()}.values())


def decide(block: Iterable[Rated], vector: Mapping[str, np.ndarray], known: Container[str]) -> Iterator[Rated]:
    """The accepted pairs of a block, or of several: those whose two clusters, as the pairs before have made them, are
    near in all their phrases.

    vector: phrase without spaces -> unit vector; those of the block are looked at. known: those of them that are
    keyphrases.
    """
    rated = sorted(block, key=_surest_first)
    around: dict[str, list[float]] = defaultdict(list)
    for pair in rated:
        around[pair.a].append(pair.cosine)
        around[pair.b].append(pair.cosine)
    members = {text: [text] for pair in rated for text in pair[:2]}
    for pair in rated:
        a, b = pair.a, pair.b
        left, right = members[a], members[b]
        if len(left) + len(right) == 2 and not pair.backed:
            continue  # a dictionary alone also joins 粮食 and 食品; but what has two names may have a third
        odd_one = a in known and b in known and _odd_one(pair, around)
        if not (pair.cosine >= (SAME_ACRONYM if pair.same_acronym else SYNONYM) or odd_one):
            continue
        if left is right or min(float(vector[x] @ vector[y]) for x in left for y in right) < SAME_ACRONYM:
            continue
        left += right
        for text in right:
            members[text] = left
        yield pair


def _comparable(
    known: frozenset[str], texts: Sequence[str], shorts: Mapping[str, set[str]]
) -> Iterator[tuple[str, str]]:
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
                if second not in known and (len(first) != len(second) or first[-2:] != second[-2:]):
                    continue  # an extra phrase of another length is a keyphrase with its surroundings
                pair = (first, second) if first < second else (second, first)
                if first == second or pair in seen:
                    continue
                seen.add(pair)
                if may_be_one(*pair) and (_share_acronym(first, second, shorts) or _alike(*pair)):
                    yield pair


def _embedded(pairs: list[tuple[str, str]]) -> dict[str, np.ndarray]:
    texts = sorted({text for pair in pairs for text in pair})
    return dict(zip(texts, default_embedder().embed_phrases(texts), strict=True))


def _share_acronym(a: str, b: str, shorts: Mapping[str, set[str]]) -> bool:
    return a in shorts and b in shorts and not shorts[a].isdisjoint(shorts[b])


def _odd_one(pair: Rated, around: Mapping[str, list[float]]) -> bool:
    """See ODD_ONE; both end in the same word."""
    a, b, cosine = pair.a, pair.b, pair.cosine
    if cosine < ODD_ONE or a[-2:] != b[-2:]:
        return False
    return not any(cosine - LEAD < other < cosine for other in around[a] + around[b])


def _alike(a: str, b: str) -> bool:
    """Whether the different parts differ in form only, or share a dictionary meaning."""
    left, right = different(a, b)
    return _formal(a, b) or (len(left) > 1 and len(right) > 1 and bool(meanings(left) & meanings(right)))


def _formal(a: str, b: str) -> bool:
    """Whether the different parts are the same words in another order, or a light ending; 盐酸 is no 酸盐."""
    left, right = different(a, b)
    return len(left) > 3 and sorted(left) == sorted(right) if left and right else left + right in _LIGHT
