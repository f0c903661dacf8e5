"""The two terms of a pair, taken apart: an English one as units of meaning, a Chinese one as parts with glosses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import chain
from typing import NamedTuple

from kg.text.tagging import cut_chinese
from kg.text.words.forms import stem
from kg.text.words.frequency import zipf
from kg.text.zh_en.dictionary import glosses, is_small, term_words

FUNCTION, LIGHT = 0.3, 0.5
"""Weight of a function character and of a light head, where a character weighs 1."""
LONGEST_WORD = 7

_LATIN = re.compile(r"[A-Za-z0-9]+")
FUNCTION_CHARACTERS = frozenset("的之地得了与和及")
_LIGHT = frozenset("性率器度法者量化式型")
SIGNS = {
    "multi": "多", "pre": "预前", "non": "非无不", "un": "无未非不", "in": "不非无", "im": "不非无", "ir": "不非无",
    "semi": "半", "bi": "双", "self": "自", "re": "再重", "sub": "子亚次", "super": "超", "co": "共协", "inter": "间互",
    "intra": "内", "cross": "跨交", "anti": "反抗", "meta": "元", "hyper": "超", "auto": "自", "over": "过",
    "under": "欠", "uni": "单", "mono": "单", "mis": "误错", "post": "后", "micro": "微", "macro": "宏",
    "trans": "转", "de": "去解",
    "dis": "不", "poly": "多", "pseudo": "伪", "quasi": "拟准", "counter": "反", "free": "无", "less": "无",
    "out": "外", "hetero": "异", "homo": "同", "iso": "等", "neuro": "神", "bio": "生", "feed": "馈", "back": "反",
    "up": "上", "down": "下", "tri": "三",
}  # fmt: skip
_ENDINGS = re.compile(
    r"(?:iz|is|ific|if|at|it|iv|al|ic|ar|or|er|ent|ant|enc|anc|abl|ibl|ment|ous|ism|ist|ian|i|y|e|ion|ness|ing|ed|tion|ur)$"
)

_ENDING = re.compile(
    r"[a-z]?(?:ings?|ed)|ions?|ive(?:ly)?|abl[ey]|ability|ally|ful(?:ly)?|ages?|ance|ant|ates?|ated|ity|ties|ness|ments?"
    r"|less|ship|est|ers?|ary|ory|ous|ism|ist|ize"
)
"""What is no word at the end of another: "contrastive" is no compound."""


@lru_cache(maxsize=200_000)
def root(word_stem: str) -> str:
    """What the words of a family share: "classif" of classifier, classify; "probab" of probable, probability."""
    if word_stem.isupper():
        return word_stem
    word_stem = word_stem.replace("abil", "abl").replace("ibil", "ibl")
    while len(word_stem) > 5 and (ending := _ENDINGS.search(word_stem)) and ending.start() >= 4:
        word_stem = word_stem[: ending.start()]
    return word_stem.rstrip("iey") if len(word_stem) > 4 else word_stem


class English:
    """A term as units: words, or the two parts of a compound ("pre", "training").

    units, names: in order; a set of them is a number whose bit k stands for the unit k. weights: one a unit, a word has
    1. total: their sum. stems, roots: what a gloss may say -> the units that it stands for. signs: a Chinese character
    that stands for a prefix -> the unit. small: whether the term has small words.
    """

    def __init__(self, text: str) -> None:
        words = term_words(text)
        small = {w for w in words if is_small(w)}
        self.text = text
        self.units: list[str] = []
        self.weights: list[float] = []
        self.stems: dict[str, int] = {}
        self.roots: dict[str, int] = {}
        self.signs: dict[str, int] = {}
        whole = len(small) == len(words)
        self.small = bool(small)
        for word in words:
            if word in small and not whole:
                continue
            parts = compound(word)
            bits = 0
            for part in parts:
                bit = 1 << len(self.units)
                bits |= bit
                self.units.append(part)
                self.weights.append(1 / len(parts))
                self._add(part, bit)
                for sign in SIGNS.get(part.lower(), ""):
                    self.signs.setdefault(sign, bit)
            if len(parts) > 1:
                self._add(word, bits)
        for i in range(len(self.units) - 1):
            self._add(self.units[i] + self.units[i + 1], 3 << i)
        for i, j in _initialism_spans(len(words)):
            initials = "".join(w[0] for w in words[i:j]).upper()
            if whole or not small:
                self.stems.setdefault(initials, ((1 << (j - i)) - 1) << i if len(self.units) == len(words) else 0)
        self.stems = {k: bits for k, bits in self.stems.items() if bits}
        self.total = sum(self.weights)
        self.names = tuple(self.units)

    def _add(self, word: str, bits: int) -> None:
        stemmed = stem(word)
        self.stems.setdefault(stemmed, bits)
        self.roots.setdefault(root(stemmed), bits)

    def is_said_by(self, words: Iterable[str]) -> bool:
        """Whether these stems, or others of their families, are the whole term."""
        bits = [self.stems.get(w) or self.roots.get(root(w)) for w in words]
        return all(bits) and sum({b for b in bits if b}) == (1 << len(self.units)) - 1

    def weight(self, bits: int) -> float:
        """Of these units together."""
        return sum(w for k, w in enumerate(self.weights) if bits >> k & 1)


def _initialism_spans(n: int) -> Iterator[tuple[int, int]]:
    """[start, end) of every three or more neighbours among n words."""
    return ((i, j) for i in range(n) for j in range(i + 3, n + 1))


@lru_cache(maxsize=100_000)
def compound(word: str) -> tuple[str, ...]:
    """ "pretraining" as "pre", "training"; "dataset" as "data", "set"; any other word as it is."""
    lower = word.lower()
    if len(word) < 6 or not lower.isalpha() or word.isupper():
        return (word,)
    best: tuple[float, tuple[str, ...]] = (0.0, (word,))
    for cut in range(2, len(word) - 2):
        head, tail = lower[:cut], lower[cut:]
        if _ENDING.fullmatch(tail):
            continue
        known = head in SIGNS and len(tail) >= 4
        if not (known or (len(head) >= 4 and len(tail) >= 3) or (len(head) >= 3 and len(tail) >= 4)):
            continue
        common = zipf(tail) if known else min(zipf(head), zipf(tail))
        if common >= (3.0 if known else 3.8) and common > zipf(word) and common > best[0]:
            best = common, (word[:cut], word[cut:])
    return best[1]


class Part(NamedTuple):
    """Characters [start, end) of a Chinese term that are a word. glosses: root of its first stem -> the stems of each
    gloss, and how far it is trusted, in [0, 1]."""

    start: int
    end: int
    glosses: Mapping[str, Sequence[tuple[tuple[str, ...], float]]]


class Chinese:
    """A term with every dictionary word in it.

    weights: one a character. total: their sum. names: all that is to be explained, see `pieces`. latin: (start, end,
    stem) of each name in Latin letters. segments: [start, end) of the words of a segmentation. spelled: [start, end) of
    characters that may spell a foreign name. parts: the dictionary words. first_roots: of the first stems of all their
    glosses.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.weights = [_weight(c) for c in text]
        self.latin = [(m.start(), m.end(), stem(m.group())) for m in _LATIN.finditer(text)]
        for start, end, _ in self.latin:
            for at in range(start, end):
                self.weights[at] = 2 / (end - start)  # a name weighs as much as a Chinese word
        self.total = sum(self.weights)
        self.names = tuple(pieces(text, (weight > 0 for weight in self.weights)))
        self.segments = list(_segments(text))
        self.spelled = [m.span() for m in _spelling().finditer(text) if not glosses(m.group())]
        self.parts = [
            Part(start, end, found)
            for start in range(len(text))
            for end in range(start + 1, min(len(text), start + LONGEST_WORD) + 1)
            if (found := _said_by(text[start:end]))
        ]
        self.first_roots = frozenset[str]().union(*(part.glosses for part in self.parts))

    @property
    def english_roots(self) -> dict[str, float]:
        """Root of every English word that a part of the term may stand for -> the greatest trust in it."""
        found = {root(name): 1.0 for _, _, name in self.latin}
        for start, end, _ in self.parts:
            for said, trust in _roots_said_by(self.text[start:end]).items():
                found[said] = max(trust, found.get(said, 0.0))
        return found


@lru_cache(maxsize=50_000)
def _said_by(word: str) -> Mapping[str, Sequence[tuple[tuple[str, ...], float]]]:
    """Root of the first stem -> (stems, trust) of each gloss of a word, and of its stems written as one."""
    found: dict[str, list[tuple[tuple[str, ...], float]]] = {}
    for stems, trust in glosses(word):
        found.setdefault(root(stems[0]), []).append((stems, trust))
        if len(stems) > 1:
            found.setdefault(root(joined := "".join(stems)), []).append(((joined,), trust))
    return found


@lru_cache(maxsize=50_000)
def _roots_said_by(word: str) -> Mapping[str, float]:
    """Root of every English word in the glosses of a word -> the greatest trust in it."""
    found: dict[str, float] = {}
    for stems, trust in chain.from_iterable(_said_by(word).values()):
        for each in map(root, stems):
            found[each] = max(trust, found.get(each, 0.0))
    return found


def words_say(chinese: str) -> list[tuple[int, tuple[str, ...]]]:
    """(length, roots of every English word that it may stand for) of each word of the Chinese phrase."""
    return [(len(word), _word_says(word)) for word in cut_chinese(chinese)]


@lru_cache(maxsize=100_000)
def _word_says(word: str) -> tuple[str, ...]:
    """What the word and each of its characters may stand for: 深度 is depth, and deep."""
    if word.isascii():
        return (root(stem(word)),)
    return tuple({root(w) for part in (word, *word) for gloss in glosses(part) for w in gloss.words})


@lru_cache(maxsize=1)
def _spelling() -> re.Pattern[str]:
    """Two or more neighbouring characters that foreign names are spelled with."""
    characters = files("kg.text.zh_en").joinpath("sound_characters.txt").read_text(encoding="utf-8").strip()
    return re.compile(f"[{characters}]{{2,}}")


def _segments(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for word in cut_chinese(text):
        yield at, at + len(word)
        at += len(word)


def pieces(text: str, free: Iterable[bool]) -> Iterator[str]:
    """The free characters but the function characters, those that stand side by side together."""
    together = ""
    for character, is_free in zip(text, free, strict=True):
        if is_free and character not in FUNCTION_CHARACTERS:
            together += character
        elif together:
            yield together
            together = ""
    if together:
        yield together


def _weight(character: str) -> float:
    if not character.isalnum():
        return 0.0
    return FUNCTION if character in FUNCTION_CHARACTERS else LIGHT if character in _LIGHT else 1.0
