"""Candidates of Chinese papers, across the segmenter's errors: neighbouring words of jieba, some of them cut in two."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.core.records import Paper, given_title
from kg.keyphrases.english.candidates import Candidate, add, count_longer
from kg.keyphrases.english.document import Document
from kg.text.language import HAN
from kg.text.masking import mask
from kg.text.sentences import sentences
from kg.text.tagging import tag_chinese
from kg.text.words.frequency import chinese_is_word
from kg.text.words.lists import wordlist

MAX_WORDS = 5
_OUTSIDE = frozenset("x uj ul c p u r y e o uz uv ug ud w".split())
_LATIN = re.compile(r"[A-Za-z0-9\u0370-\u03ff]+(?:[-‐‑–_/&+.'’*][A-Za-z0-9\u0370-\u03ff]+)*[+#*]{0,2}")
_NOT_IN_NAMES = frozenset("d f m q t zg".split())
_NAMING = frozenset(("称为", "名为", "叫做", "使用", "采用", "利用", "提出", "基于", "用于", "通过", "应用", "进行"))
_SUFFIXES = frozenset("型式性化者们率度法类器体")
_MEASURES = frozenset("个件次项篇届")
_NO_BEGINNING = wordlist("beginnings_zh")
_NO_END = wordlist("ends_zh")


def chinese_document(paper: Paper) -> Document:
    """The paper as atoms: words of jieba, what is in Latin letters whole; a word of three characters or more that falls
    into two words is two atoms, the second one marked as cut."""
    document = Document()
    number = 0
    title = given_title(paper)
    for part, in_title in ((title, True), (paper.abstract, False)):
        masked = mask(part)
        for start, end in sentences(masked):
            for text, tag, at, cut in _atoms(masked, start, end):
                document.words.append(text)
                document.tags.append(tag)
                document.cut.append(cut)
                document.starts.append(-1 if in_title else at)
                document.ends.append(-1 if in_title else at + len(text))
                document.sentence.append(number)
            number += 1
        if in_title:
            document.title_length = len(document)
        document.masked = masked
    document.keys = [word.lower() for word in document.words]
    return document


def _atoms(text: str, start: int, end: int) -> Iterator[tuple[str, str, int, bool]]:
    """(text, tag, first character, whether it was cut off the one before) for each atom of text[start:end]."""
    at = start
    for match in _LATIN.finditer(text, start, end):
        yield from _han_atoms(text[at : match.start()], at)
        yield match.group(), "eng" if not match.group()[0].isdigit() else "m", match.start(), False
        at = match.end()
    yield from _han_atoms(text[at:end], at)


def _han_atoms(text: str, at: int) -> Iterator[tuple[str, str, int, bool]]:
    for word, tag in tag_chinese(text):
        half = _halves(word) if len(word) > 2 else 0
        if half:
            yield word[:half], tag, at, False
            yield word[half:], tag, at + half, True
        elif not word.isspace():
            yield word, tag if HAN.match(word) else "x", at, False
        at += len(word)


def _halves(word: str) -> int:
    """Where a word of three or more Han characters falls into two words; 0 when it does not."""
    middle = len(word) // 2
    for cut in (middle, middle + 1, middle - 1):
        if 0 < cut < len(word) and chinese_is_word(word[:cut]) and chinese_is_word(word[cut:]):
            return cut
    return 0


def chinese_candidates(document: Document) -> list[Candidate]:
    """Every phrase of up to MAX_WORDS atoms within a sentence, of 2 to 16 characters; 的 may stand inside."""
    found: dict[str, Candidate] = {}
    held: dict[tuple[int, int], Candidate] = {}
    words, tags, sentence = document.words, document.tags, document.sentence
    inside = [t not in _OUTSIDE for t in tags]
    for i in range(len(words)):
        key = ""
        for j in range(i, min(len(words), i + MAX_WORDS)):
            glue = words[j] == "的" and j > i
            if not (inside[j] or glue) or sentence[j] != sentence[i] or (glue and words[j - 1] == "的"):
                break
            key += words[j]
            if j == i and not _may_begin(document, i):
                break
            if _uncut(document, j) in _NO_END or words[j] in _NO_END or tags[j] == "f" or _goes_on(document, j):
                continue
            if tags[j] == "m" and words[j].startswith("第"):
                continue  # 排名第三
            if not glue and 2 <= len(key) <= 16 and not key.isdigit():
                held[i, j + 1] = add(found, key.lower(), (i, j + 1 - i))
    count_longer(held)
    return list(found.values())


def _may_begin(document: Document, i: int) -> bool:
    word, tag, cut = document.words[i], document.tags[i], document.cut
    if word in _NO_BEGINNING and (word in _MEASURES or not (len(word) == 1 and i + 1 < len(document) and cut[i + 1])):
        return False  # 中神经网络, but not 中草药, which is cut in two
    if i + 1 < len(document) and _uncut(document, i + 1) in _NO_BEGINNING:
        return False
    if tag == "k" or (cut[i] and word in _SUFFIXES):
        return False
    return not (tag == "q" and i > 0 and document.tags[i - 1] == "m")


def _uncut(document: Document, i: int) -> str:
    """The word whose second half the atom i is; "" when it is none."""
    return document.words[i - 1] + document.words[i] if document.cut[i] else ""


def _goes_on(document: Document, i: int) -> bool:
    """Whether the character i needs what follows: 生物半自养, 西部大开发."""
    if len(document.words[i]) > 1 or i + 1 == len(document) or document.sentence[i + 1] != document.sentence[i]:
        return False
    return document.cut[i + 1] or document.tags[i] == "a"


def nominal_atoms(text: str, start: int, end: int) -> list[tuple[int, str]]:
    """(first character, tag) of the atoms of the nominal chunk that ends text[start:end], left to right."""
    chunk: list[tuple[int, str]] = []
    after = end
    for word, tag, at, _ in reversed(list(_atoms(text, start, end))):
        if tag in _OUTSIDE or tag in _NOT_IN_NAMES or word in _NAMING or at + len(word) < after:
            break
        chunk.append((at, tag))
        after = at
    return chunk[::-1]
