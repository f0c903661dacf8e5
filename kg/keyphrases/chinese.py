"""Candidates and features for Chinese papers, across the segmenter's errors.

The features follow what the English ones say, in the terms of a script without spaces: a candidate is a
run of jieba's words, some of which may be cut in two.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from kg.frequency import chinese_is_word, chinese_zipf, idf
from kg.keyphrases.candidates import Candidate, Feature
from kg.keyphrases.document import Document, given_title
from kg.keyphrases.tagging import tag_chinese
from kg.records import Paper
from kg.text import HAN, mask, sentences

MAX_WORDS = 5
_OUTSIDE = frozenset("x uj ul c p u r y e o uz uv ug ud w".split())
_LATIN = re.compile(r"[A-Za-z0-9\u0370-\u03ff]+(?:[-‐‑–_/&+.'’*][A-Za-z0-9\u0370-\u03ff]+)*[+#*]{0,2}")
_NOT_IN_NAMES = frozenset("d f m q t zg".split())
_NAMING = frozenset(("称为", "名为", "叫做", "使用", "采用", "利用", "提出", "基于", "用于", "通过", "应用", "进行"))
_NOUNS = frozenset(("vn", "eng", "an", "b", "l"))
_LAST = re.compile(r"n|v|eng|l|i|j|b$|an")
_CUT = {
    "a": "adj",
    "d": "adv",
    "m": "num",
    "n": "noun",
    "v": "verb",
    "e": "eng",
    "b": "attr",
    "f": "place",
    "q": "unit",
}


def chinese_document(paper: Paper) -> Document:
    """The paper as atoms: words of jieba, Latin runs whole; a word of four characters or more whose halves
    are words is two atoms, the second one marked as cut."""
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
    return document


def _atoms(text: str, start: int, end: int) -> Iterator[tuple[str, str, int, bool]]:
    """(text, tag, first character, cut off the one before?) of each atom of text[start:end]; no white space."""
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
    """Every run of up to MAX_WORDS atoms within a sentence, of 2 to 16 characters; 的 may stand inside."""
    found: dict[str, Candidate] = {}
    held: dict[tuple[int, int], str] = {}
    words, tags, sentence = document.words, document.tags, document.sentence
    inside = [t not in _OUTSIDE for t in tags]
    for i in range(len(words)):
        key = ""
        for j in range(i, min(len(words), i + MAX_WORDS)):
            glue = words[j] == "的" and j > i
            if not (inside[j] or glue) or sentence[j] != sentence[i] or (glue and words[j - 1] == "的"):
                break
            key += words[j]
            if not glue and 2 <= len(key) <= 16 and not key.isdigit():
                k = key.lower()
                found.setdefault(k, Candidate(k)).at.append((i, j + 1 - i))
                held[i, j + 1] = k
    for (i, j), k in held.items():
        for outer in ((i - 1, j), (i, j + 1)):
            if outer in held:
                candidate = found[k]
                candidate.longer = max(candidate.longer, len(found[held[outer]].at))
    return list(found.values())


def chinese_features(candidate: Candidate, document: Document) -> list[Feature]:
    """(name, value) of every feature that is not 0."""
    found: list[Feature] = []
    start, n = candidate.at[0]
    end = start + n
    words, tags = document.words, document.tags
    tf = len(candidate.at)
    text = "".join(words[start:end])
    known = chinese_is_word(text)
    values = [chinese_zipf(w) for w in words[start:end] if HAN.match(w)] or [1.0]
    rarity = idf(chinese_zipf(text) or min(values), 1) if known else idf(min(values), n)
    tfidf = math.sqrt(tf) * rarity
    found.append(("tfidf", tfidf))
    found.append(("log_tf", math.log(tf)))
    found.append(("idf", rarity))
    found.append(("zipf_least", min(values)))
    found.append(("zipf_mean", sum(values) / len(values)))
    found.append(("zipf_greatest", max(values)))
    if candidate.longer == tf:
        found.append(("nested", tfidf))
        found.append(("nested_once" if tf == 1 else "nested_often", 1.0))
    if known:
        found.append(("word", 1.0))
        found.append(("word_tfidf", tfidf))
    found += _chinese_place(candidate, document)
    found += _chinese_shape(text, tags[start:end], n)
    found += _chinese_surroundings(candidate, document)
    return found


def _chinese_place(candidate: Candidate, document: Document) -> list[Feature]:
    found: list[Feature] = []
    first, last = candidate.at[0][0], candidate.at[-1][0]
    found.append(("position", math.exp(-first / 40)))
    found.append(("late", first / len(document)))
    found.append(("spread", (last - first) / len(document)))
    if document.sentence[first] == 0:
        found.append(("first_sentence", 1.0))
    if first < document.title_length:
        found.append(("title", 1.0))
        if last >= document.title_length:
            found.append(("title_and_text", 1.0))
    elif first - document.title_length < 12:
        found.append(("first_words", 1.0))
    if document.sentence[last] == document.sentence[-1]:
        found.append(("last_sentence", 1.0))
    return found


def _chinese_shape(text: str, tags: list[str], n: int) -> list[Feature]:
    found: list[Feature] = []
    letters = len(text)
    found.append((f"letters_{min(letters, 9)}", 1.0))
    found.append(("off_four", abs(letters - 4)))
    found.append((f"words_{n}", 1.0))
    first, last = tags[0], tags[-1]
    found.append((f"first_{_CUT.get(first[0], 'other')}", 1.0))
    found.append((f"last_{_CUT.get(last[0], 'other')}", 1.0))
    if not _LAST.match(last):
        found.append(("last_not_nominal", 1.0))
    if last == "vn" or first == "vn":
        found.append(("verbal_noun", 1.0))
    if any(t != "vn" and t[0] in "vd" for t in tags[:-1]):
        found.append(("holds_verb", 1.0))
    if all(t in _NOUNS or t[0] == "n" for t in tags):
        found.append(("noun_phrase", 1.0))
    if any(c.isdigit() for c in text):
        found.append(("digit", 1.0))
    if n == 1 and tags[0] == "ns":
        found.append(("place_name", 1.0))
    if "的" in text:
        found.append(("holds_de", 1.0))
    if "eng" in tags:
        found.append(("latin", 1.0))
        if n == 1:
            found.append(("latin_alone", 1.0))
    return found


# fmt: off
_PREVIOUS = {
    "的": "de", "、": "list", "和": "and", "与": "and", "及": "and", "对": "dui", "在": "zai", "《": "quote",
    "“": "quote", '"': "quote", "(": "bracket", "（": "bracket", "了": "le", "为": "wei", "是": "wei",
}
_NEXT = {
    "的": "de", "、": "list", "和": "and", "与": "and", "及": "and", "(": "bracket", "（": "bracket", "”": "quote",
    '"': "quote", ")": "close", "）": "close", "中": "zhong", "等": "deng", "，": "comma", ",": "comma", "。": "stop",
}
# fmt: on


def _chinese_surroundings(candidate: Candidate, document: Document) -> list[Feature]:
    found: list[Feature] = []
    share = 1 / len(candidate.at)
    words, tags, sentence = document.words, document.tags, document.sentence
    for start, n in candidate.at:
        end = start + n
        if document.cut[start]:
            found.append(("starts_inside", share))
        if end < len(words) and document.cut[end]:
            found.append(("ends_inside", share))
        if start == 0 or sentence[start - 1] != sentence[start]:
            before = "start"
        else:
            tag = tags[start - 1]
            before = _PREVIOUS.get(words[start - 1]) or _CUT.get(tag[0], "other")
        if end == len(words) or sentence[end] != sentence[start]:
            after = "end"
        else:
            tag = tags[end]
            after = _NEXT.get(words[end]) or _CUT.get(tag[0], "other")
        found.append((f"after_{before}", share))
        found.append((f"before_{after}", share))
    return found


def nominal_atoms(text: str, start: int, end: int) -> list[tuple[int, str]]:
    """(first character, tag) of the atoms of the nominal run that ends text[start:end], left to right."""
    run: list[tuple[int, str]] = []
    after = end
    for word, tag, at, _ in reversed(list(_atoms(text, start, end))):
        if tag in _OUTSIDE or tag in _NOT_IN_NAMES or word in _NAMING or at + len(word) < after:
            break
        run.append((at, tag))
        after = at
    return run[::-1]
