"""Features of a pair of terms (an English and a Chinese one), and what rules a pair out."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from kg.concepts.matching.blocking import embedded
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
_PROCESS = re.compile(r"..(?:i[sz](?:ation|ing)|ification|ifying|[aeiou]tion|[^aeiou]ing)$")
_MADE = re.compile(r"..(?:i[sz]ation|ification)$")
"""Heads that name a process; those that are made of the name of something else: "metallization"."""
_QUALITY, _AGENT = re.compile(r"...(?:ity|ness|cy)$"), re.compile(r"...(?:er|or|ist|ian|ant)$")
_QUALITY_SIGNS, _AGENT_SIGNS, _PROCESS_SIGN = "性度率力态", "器者家师员人机商手剂子", "化"
_DIGITS = re.compile(r"\d+")


def features(
    english: Sequence[English], chinese: Sequence[Chinese], pairs: np.ndarray, cosine: np.ndarray
) -> tuple[np.ndarray, list[Coverage]]:
    """(n, 4) float64 FEATURES, and the coverage, of n pairs.

    pairs: (n, 2) positions in english and chinese. cosine: (n,) of the term vectors.
    """
    covered = [coverage(english[i], chinese[j]) for i, j in pairs]
    found = np.empty((len(pairs), len(FEATURES)))
    found[:, 0] = cosine
    found[:, 1] = [c.mean for c in covered]
    found[:, 2] = [min(c.english, c.chinese) for c in covered]
    found[:, 3] = rest_cosines(covered)
    return np.round(found, 4), covered


def rest_cosines(covered: Sequence[Coverage]) -> list[float]:
    """For each pair the cosine of the words and the characters that are left; see ALL_SAID and ONE_SIDED."""
    left = [(" ".join(c.words_left), "".join(c.characters_left)) for c in covered]
    texts = sorted({text for pair in left if all(pair) for text in pair})
    vector = dict(zip(texts, embedded(texts), strict=True))
    return [
        float(vector[words] @ vector[rest]) if words and rest else ONE_SIDED if words or rest else ALL_SAID
        for words, rest in left
    ]


def contradicts(english: English, chinese: Chinese, covered: Coverage) -> bool:
    """Whether what is left over turns the meaning round: 无 of 无监督学习 beside "supervised learning"; L1 and L2."""
    numbers = [sorted(_DIGITS.findall(text)) for text in (english.text, chinese.text)]
    if all(numbers) and numbers[0] != numbers[1]:
        return True
    left = {c for text in covered.characters_left for c in text}
    turning = _OPPOSITES if covered.words_left else _OPPOSITES | _NEGATIONS
    if left & turning:
        return True
    return not left and any(w.lower() in _TURNING for w in covered.words_left)


def of_another_kind(english: English, chinese: Chinese) -> bool:
    """Whether one head is a quality, an agent, a device or a process, and the other only of its family: "centrality"
    and 中央 (central), "filtering" and 过滤器 (filter), "metallization" and 金属 (metal)."""
    head, last = lemma(english.units[-1].lower()), chinese.text[-1]
    quality, agent, made = bool(_QUALITY.search(head)), bool(_AGENT.search(head)), bool(_MADE.search(head))
    if (quality and last in _QUALITY_SIGNS) or (agent and last in _AGENT_SIGNS):
        return False
    if last == _PROCESS_SIGN and _PROCESS.search(head):
        return False
    if not (quality or agent or made or last in "性器者" or last == _PROCESS_SIGN):
        return False
    ends = [chinese.text[at:] for at in range(max(len(chinese.text) - LONGEST_WORD, 0), len(chinese.text))]
    if any(head in named_by(end) for end in ends) or (made and any(from_verb(head, end) for end in ends)):
        return False
    if last == _PROCESS_SIGN:
        return True
    family = root(stem(head))
    return any(root(word) == family for end in ends for gloss in glosses(end) for word in gloss.words)


def says_another(covered: Coverage, rest: float) -> bool:
    """Whether one word and one dictionary word are left that the dictionary does not bring together, and neither does
    their cosine: "teacher" and 学生."""
    if len(covered.words_left) != 1 or len(covered.characters_left) != 1 or rest >= CLEARLY_NEAR:
        return False
    return any(len(gloss.words) == 1 and gloss.trust == 1 for gloss in glosses(covered.characters_left[0]))


def holds(english: English, chinese: Chinese) -> bool:
    """Whether the Chinese term holds the English one as it is: 包括ImageNet is no translation of "ImageNet"."""
    names = {name.lower() for _, _, name in chinese.latin}
    return "".join(english.units).lower() in names or {stem(u).lower() for u in english.units} <= names


def known_otherwise(english: English, chinese: Chinese) -> bool:
    """Whether the dictionary has the whole Chinese term and gives it other English names: 数据库 is "database"."""
    if len(chinese.text) < 2:
        return False
    own = [g for g in glosses(chinese.text) if g.trust == 1]
    return bool(own) and not any(english.is_said_by(g.words) for g in own)
