"""Features of a pair of terms (an English and a Chinese one), and what rules a pair out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from kg.text.embedding import default_embedder
from kg.text.words.forms import stem
from kg.text.words.lemma import lemma
from kg.text.zh_en.alignment import Coverage, coverage
from kg.text.zh_en.dictionary import glosses, named_by
from kg.text.zh_en.senses import from_verb
from kg.text.zh_en.units import LONGEST_WORD, Chinese, English, root

FEATURES = ("cosine", "explained", "least", "rest")
"""cosine: of the centred embeddings. explained, least: the harmonic mean and the lesser of the shares of both terms
that the dictionary explains. rest: the cosine of what it leaves on both sides (see ALL_SAID, ONE_SIDED)."""
ALL_SAID, ONE_SIDED = 0.8, 0.1
"""In place of the rest's cosine: where nothing is left, and where something is left on one side only."""

CLEARLY_NEAR = 0.65
"""Cosine from which what is left on both sides means the same even where the dictionary says otherwise."""

_NEGATIONS, _OPPOSITES = frozenset("无非未不反半弱"), frozenset("粗细离黑白")
"""Characters that nothing may leave over: the first when every English word is explained, the others ever."""
_TURNING = frozenset("un non semi anti weakly self dis il ir im".split())
"""English units of the same kind."""
_TURNING_SIGNS = _OPPOSITES | _NEGATIONS
_PROCESS = re.compile(r"..(?:i[sz](?:ation|ing)|ification|ifying|[aeiou]tion|[^aeiou]ing)$")
_MADE = re.compile(r"..(?:i[sz]ation|ification)$")
"""Heads that name a process; those that are made of the name of something else: "metallization"."""
_QUALITY, _AGENT = re.compile(r"...(?:ity|ness|cy)$"), re.compile(r"...(?:er|or|ist|ian|ant)$")
_QUALITY_SIGNS, _AGENT_SIGNS, _PROCESS_SIGN = "性度率力态", "器者家师员人机商手剂子", "化"
_DIGITS = re.compile(r"\d+")


def features(
    english: Sequence[English],
    chinese: Sequence[Chinese],
    pairs: np.ndarray,
    cosine: np.ndarray,
    vectors: Mapping[str, np.ndarray] = MappingProxyType({}),
) -> tuple[np.ndarray, list[Coverage]]:
    """(n, 4) float64 FEATURES, and the coverage, of n pairs.

    pairs: (n, 2) positions in english and chinese. cosine: (n,) of the term vectors. vectors: of texts that are
    embedded already: what is left of a pair often is all of it.
    """
    covered = [coverage(english[i], chinese[j]) for i, j in pairs.tolist()]
    found = np.empty((len(pairs), len(FEATURES)))
    found[:, 0] = cosine
    found[:, 1] = [c.mean for c in covered]
    found[:, 2] = [min(c.english, c.chinese) for c in covered]
    found[:, 3] = rest_cosines(covered, vectors)
    return np.round(found, 4), covered


def rest_cosines(covered: Sequence[Coverage], vectors: Mapping[str, np.ndarray]) -> list[float]:
    """For each pair the cosine of the words and the characters that are left; see ALL_SAID and ONE_SIDED."""
    left = [(" ".join(c.words_left), "".join(c.characters_left)) for c in covered]
    texts = sorted({text for pair in left if all(pair) for text in pair} - vectors.keys())
    vector = {**vectors, **dict(zip(texts, default_embedder().embed_phrases(texts), strict=True))}
    return [
        float(vector[words] @ vector[rest]) if words and rest else ONE_SIDED if words or rest else ALL_SAID
        for words, rest in left
    ]


def contradicts(english: English, chinese: Chinese, covered: Coverage) -> bool:
    """Whether what is left over turns the meaning round: 无 of 无监督学习 beside "supervised learning"; L1 and L2."""
    numbers, others = _numbers(english.text), _numbers(chinese.text)
    if numbers and others and numbers != others:
        return True
    left = "".join(covered.characters_left)
    if not (_OPPOSITES if covered.words_left else _TURNING_SIGNS).isdisjoint(left):
        return True
    return not left and any(w.lower() in _TURNING for w in covered.words_left)


@lru_cache(maxsize=50_000)
def _numbers(text: str) -> list[str]:
    return sorted(_DIGITS.findall(text))


class _Head(NamedTuple):
    """The last word of an English term: its lemma, which kinds of things it may name, and what its family shares."""

    lemma: str
    quality: bool
    agent: bool
    made: bool
    process: bool
    family: str


@lru_cache(maxsize=50_000)
def _head(unit: str) -> _Head:
    head = lemma(unit.lower())
    quality, agent, made, process = (bool(kind.search(head)) for kind in (_QUALITY, _AGENT, _MADE, _PROCESS))
    return _Head(head, quality, agent, made, process, root(stem(head)))


class _Ends(NamedTuple):
    """The words that a Chinese term may end in, the lemmas of their meanings, and the families of these."""

    words: tuple[str, ...]
    named: frozenset[str]
    families: frozenset[str]


@lru_cache(maxsize=10_000)
def _ends(text: str) -> _Ends:
    words = tuple(text[at:] for at in range(max(len(text) - LONGEST_WORD, 0), len(text)))
    families = frozenset(root(word) for end in words for gloss in glosses(end) for word in gloss.words)
    return _Ends(words, frozenset[str]().union(*map(named_by, words)), families)


def of_another_kind(english: English, chinese: Chinese) -> bool:
    """Whether one head is a quality, an agent, a device or a process, and the other only of its family: "centrality"
    and 中央 (central), "filtering" and 过滤器 (filter), "metallization" and 金属 (metal)."""
    head, last = _head(english.units[-1]), chinese.text[-1]
    if (head.quality and last in _QUALITY_SIGNS) or (head.agent and last in _AGENT_SIGNS):
        return False
    if last == _PROCESS_SIGN and head.process:
        return False
    if not (head.quality or head.agent or head.made or last in "性器者" or last == _PROCESS_SIGN):
        return False
    ends = _ends(chinese.text)
    if head.lemma in ends.named or (head.made and any(from_verb(head.lemma, end) for end in ends.words)):
        return False
    return last == _PROCESS_SIGN or head.family in ends.families


def says_another(covered: Coverage, rest: float) -> bool:
    """Whether one word and one dictionary word are left that the dictionary does not bring together, and neither does
    their cosine: "teacher" and 学生."""
    if len(covered.words_left) != 1 or len(covered.characters_left) != 1 or rest >= CLEARLY_NEAR:
        return False
    return any(len(gloss.words) == 1 and gloss.trust == 1 for gloss in glosses(covered.characters_left[0]))


def holds(english: English, chinese: Chinese) -> bool:
    """Whether the Chinese term holds the English one as it is: 包括ImageNet is no translation of "ImageNet"."""
    if english.units and not chinese.latin:
        return False
    names = {name.lower() for _, _, name in chinese.latin}
    return "".join(english.units).lower() in names or {stem(u).lower() for u in english.units} <= names


def known_otherwise(english: English, chinese: Chinese) -> bool:
    """Whether the dictionary has the whole Chinese term and gives it other English names: 数据库 is "database"."""
    own = _own_meanings(chinese.text)
    return bool(own) and not any(english.is_said_by(words) for words in own)


@lru_cache(maxsize=50_000)
def _own_meanings(chinese: str) -> tuple[tuple[str, ...], ...]:
    """What the dictionary says of a whole term of two characters or more."""
    return tuple(g.words for g in glosses(chinese) if g.trust == 1) if len(chinese) > 1 else ()
