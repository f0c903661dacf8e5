"""Names that were written down by their sound: Boltzmann is 玻尔兹曼, bo'er zi man.

Sounds are classes of consonants, as in Soundex; likeness is a weighted edit distance (Wagner and Fischer, J. ACM 1974).
"""

from __future__ import annotations

import re
from functools import lru_cache

from kg.text.zh_en.dictionary import reading

_ENGLISH = [
    ("sch", "S"), ("tsch", "C"), ("tch", "C"), ("sh", "S"), ("ch", "C"), ("ph", "F"), ("th", "T"), ("ck", "K"),
    ("qu", "KW"), ("x", "KS"), ("wh", "W"), ("gh", "K"), ("dge", "C"), ("mb$", "M"), ("kn", "N"), ("ce", "S"),
    ("ci", "S"), ("cy", "S"), ("c", "K"), ("q", "K"), ("g", "K"), ("k", "K"), ("b", "P"), ("p",
    "P"), ("f", "F"),
    ("v", "F"), ("w", "W"), ("d", "T"), ("t", "T"), ("z", "S"), ("s", "S"), ("j", "C"), ("l", "L"),
    ("r", "L"), ("m", "M"),
    ("n", "N"), ("h", "H"),
]  # fmt: skip
_CHINESE = {
    "b": "P", "p": "P", "m": "M", "f": "F", "d": "T", "t": "T", "n": "N", "l": "L", "g": "K",
    "k": "K", "h": "H",
    "j": "C", "q": "C", "x": "S", "zh": "C", "ch": "C", "sh": "S", "r": "L", "z": "S", "c": "S",
    "w": "W", "y": "",
}  # fmt: skip
_INITIAL = re.compile(r"zh|ch|sh|[bpmfdtnlgkhjqxrzcsw]")
_ALIKE = {frozenset(p) for p in ("FW", "PF", "CS", "CT", "CK", "HK", "SH", "MN", "ST", "FH", "LN", "HW", "PW")}


@lru_cache(maxsize=100_000)
def english_sounds(word: str) -> str:
    """Consonant classes, a doubled one once; "bayes" PS."""
    word, out, at = word.lower(), "", 0
    while at < len(word):
        for spelling, sound in _ENGLISH:
            if word.startswith(spelling.rstrip("$"), at):
                out += sound if sound != out[-1:] else ""
                at += len(spelling.rstrip("$"))
                break
        else:
            at += 1
    return out


@lru_cache(maxsize=100_000)
def chinese_sounds(characters: str) -> str:
    """The same of the pinyin of Chinese characters: initials, final n and ng, 尔 as L; 贝叶斯 PS."""
    out = ""
    for character in characters:
        syllable = reading(character)
        if syllable in ("er", "e'r"):
            out += "L"
            continue
        initial = _INITIAL.match(syllable)
        if initial:
            out += _CHINESE.get(initial.group(), "S")
        if syllable.endswith(("n", "ng")):
            out += "N"
    return out


@lru_cache(maxsize=200_000)
def sounds_alike(word: str, characters: str) -> float:
    """How alike they sound, in [0, 1]: 1 - edit distance of the consonants / the longer length; akin ones cost a third.

    A word with fewer than two consonants, and one that is no name's length, sounds like nothing (0).
    """
    a, b = english_sounds(word), chinese_sounds(characters)
    if len(a) < 2 or len(b) < 2 or len(characters) < 2:
        return 0.0
    row = [0.5 * k for k in range(len(b) + 1)]
    for x in a:
        previous, row[0] = row[0], row[0] + 0.7
        for j, y in enumerate(b):
            swap = 0.0 if x == y else 0.35 if frozenset((x, y)) in _ALIKE else 1.0
            skip = 0.35 if y in "LHWN" or (j and b[j] == b[j - 1]) else 0.7  # vowels and r's that Chinese spells out
            drop = 0.35 if x in "LHWN" else 0.7
            previous, row[j + 1] = row[j + 1], min(previous + swap, row[j] + skip, row[j + 1] + drop)
    return max(0.0, 1 - row[-1] / max(len(a), len(b)))
