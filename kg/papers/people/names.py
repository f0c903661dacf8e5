"""What the name of an author says: family name, given names or initials; whether two names can be one person's."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from kg.papers.people.surnames import FREQUENT, PINYIN, SHORT_NAMES
from kg.text.language import HAN
from kg.text.names import without_accents

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv|md|phd)\.?", re.IGNORECASE)
_BARE_INITIALS = re.compile(r"[^\W\d_a-z]{1,3}")
_NUMBER = re.compile(r" (\d{4})$")
_PARTICLES = frozenset("van von der den de la le di da del della dos du ter ten zu af bin ibn al el y e".split())
_LONGEST = 200
_ONE_SYLLABLE = 4
"""Letters of a Chinese given name that may be one syllable."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name in lower case without accents.

    family: the last word of the family name; a whole Chinese name. words: what stands before it but for particles, "Ann
    N." as ("ann", "n"), nothing of a Chinese name. number: DBLP's, which tells people of one name apart.
    """

    family: str
    words: tuple[str, ...] = ()
    number: str = ""

    @property
    def block(self) -> tuple[str, str]:
        """What all names of one person share, in one script: family name and first initial."""
        return self.family, self.words[0][0] if self.words else ""

    @property
    def chinese(self) -> bool:
        return bool(HAN.search(self.family))

    @property
    def full(self) -> bool:
        """Whether a given name is written out."""
        return self.chinese or (bool(self.words) and len(self.words[0]) > 1)

    @property
    def frequent(self) -> bool:
        """Whether the name alone, or its family name with initials, is that of many people."""
        if self.number:
            return False
        if self.chinese:
            return len(self.family) == 2 and self.family[0] in PINYIN
        if self.full:
            given = [word for word in self.words if len(word) > 1]
            return self.family in SHORT_NAMES and len(given) == 1 and len(given[0]) <= _ONE_SYLLABLE
        return self.family in FREQUENT


@lru_cache(maxsize=100_000)
def parsed(name: str) -> Name:
    """The parts of a name: of "Chavanis, P. H.", "Pierre-Henri Chavanis", "PH Chavanis", "张伟"."""
    name = name[:_LONGEST]
    if HAN.search(name):
        return Name("".join(_plain(name).split()))
    numbered = _NUMBER.search(name)
    before, _, after = name.partition(",")
    words = _words(before)
    if not _SUFFIX.fullmatch(after.strip()):
        words = _words(after) + words if after.strip() else _initials_first(words)
    if not words:
        return Name(_plain(name))
    return Name(words[-1].casefold(), _given(words[:-1]), numbered[1] if numbered else "")


def _initials_first(words: list[str]) -> list[str]:
    """A, N, Bee of "Bee A.N." and AN, Bee of "Bee AN"; but the family name of "Wei LI" stays."""
    at = len(words)
    while at > 1 and (len(words[at - 1]) == 1 or _is_initials(words[at - 1], words[0])):
        at -= 1
    return words[at:] + words[:at]


def _is_initials(word: str, first: str) -> bool:
    """Whether a word in capitals behind one that has others can be initials."""
    return bool(_BARE_INITIALS.fullmatch(word)) and not first.isupper() and word.casefold() not in FREQUENT


def _words(text: str) -> list[str]:
    return _WORD.findall(without_accents(text))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _given(words: list[str]) -> tuple[str, ...]:
    """The words in lower case, without particles; AN alone is two initials."""
    found: list[str] = []
    for word in words:
        found += word if _BARE_INITIALS.fullmatch(word) and len(words) == 1 else [word]
    lower = [word.casefold() for word in found]
    return tuple(word for at, word in enumerate(lower) if not at or word not in _PARTICLES or len(word) == 1)


def can_be_one(a: Name, b: Name) -> bool:
    """Whether two names contradict each other in nothing: "A. Bee", "Ann N. Bee"; but not "A.N. Bee", "A.M. Bee"."""
    if a.number and b.number and a.number != b.number:
        return False
    if a == b:
        return True
    if a.chinese != b.chinese:
        return _transcribed(a, b) if a.chinese else _transcribed(b, a)
    if a.chinese:
        return a.family == b.family
    if a.block != b.block or not a.words:
        return False
    if "".join(a.words) == "".join(b.words):
        return True
    return all(x == y or (min(len(x), len(y)) == 1 and x[0] == y[0]) for x, y in zip(a.words, b.words, strict=False))


def _transcribed(chinese: Name, other: Name) -> bool:
    """Whether a name in letters can stand for a Chinese one, as far as its family name is known."""
    family = PINYIN.get(chinese.family[0])
    return family is None or family in (other.family, *other.words) or family.replace("v", "u") == other.family


def tells_apart(a: Name, b: Name) -> bool:
    """Whether two names that can be one agree in so much that it needs no company: all initials of the shorter one, of
    which there are two, or the given name; what one lacks are initials only."""
    if a.chinese or b.chinese:
        return False
    if "".join(a.words) == "".join(b.words):
        return True
    shared = min(len(a.words), len(b.words))
    missing = (*a.words[shared:], *b.words[shared:])
    if any(len(word) > 1 for word in missing):
        return False
    return (a.full and b.full) or (shared > 1 and not missing)


def all_one(names: Iterable[Name]) -> bool:
    """Whether no two of these names contradict each other."""
    return all(can_be_one(a, b) for a, b in combinations(set(names), 2))
