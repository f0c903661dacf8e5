"""What rules a pair of terms out, an English and a Chinese one, and what speaks for another name of either."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from kg.text.words.forms import stem
from kg.text.words.lemma import lemma
from kg.text.zh_en.alignment import Coverage
from kg.text.zh_en.dictionary import glosses, named_by
from kg.text.zh_en.senses import from_verb
from kg.text.zh_en.units import LONGEST_WORD, Chinese, English, root

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


def strangers(covered: Coverage) -> bool:
    """Whether one word and one dictionary word are left that the dictionary does not bring together: "teacher" and
    学生. They may still be CLEARLY_NEAR, see kg.concepts.matching.features."""
    if len(covered.words_left) != 1 or len(covered.characters_left) != 1:
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
