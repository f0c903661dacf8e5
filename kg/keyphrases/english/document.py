"""A paper as a sequence of tagged words, what candidates are cut from in both languages; how an English one is made."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain

from kg.core.records import Paper, given_title
from kg.keyphrases.english.finite_verbs import with_finite_verb
from kg.text.masking import mask
from kg.text.sentences import sentences
from kg.text.tagging import english_tagger
from kg.text.tokens import words
from kg.text.words.forms import word_form

_VERBS = frozenset(("VERB|Fin", "VERB|Inf"))
_HYPHEN = re.compile(r"[-‐‑–_/]")


@dataclass(slots=True)
class Document:
    """The words and punctuation marks of a paper, title first: parallel lists, an entry each.

    keys: what a word's inflections and spellings have in common. starts, ends: characters of the abstract; -1 in
    the title. sentence: number of the sentence, the title being number 0 when there is one. cut (Chinese only): whether
    it is the second half of a word that was cut in two. title_length: entries of the title. masked: the abstract
    without noise, same offsets.
    """

    words: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    sentence: list[int] = field(default_factory=list)
    cut: list[bool] = field(default_factory=list)
    title_length: int = 0
    masked: str = ""

    def __len__(self) -> int:
        return len(self.words)

    def starts_sentence(self, i: int) -> bool:
        return i == 0 or self.sentence[i - 1] != self.sentence[i]


@lru_cache(maxsize=200_000)
def word_key(word: str) -> str:
    """The forms of the parts of a word between its hyphens, joined by spaces."""
    return " ".join(word_form(part) for part in _HYPHEN.split(word.replace(" ", "")) if part)


def english_documents(papers: Sequence[Paper]) -> list[Document]:
    """A document for each paper; all their sentences are tagged together, which is faster."""
    documents: list[Document] = []
    texts: list[list[str]] = []  # the tagger was trained on words alone, without punctuation
    titles: list[bool] = []
    for paper in papers:
        document = Document()
        number = 0
        for part, in_title in ((given_title(paper), True), (paper.abstract, False)):
            document.masked = mask(part)
            for start, end in sentences(document.masked):
                found = words(document.masked, start, end)
                texts.append([word.text for word in found if word.text[0].isalnum()])
                titles.append(in_title)
                document.words += [word.text for word in found]
                document.starts += [-1 if in_title else word.start for word in found]
                document.ends += [-1 if in_title else word.end for word in found]
                document.sentence += [number] * len(found)
                number += 1
            if in_title:
                document.title_length = len(document)
        document.keys = [word_key(word) for word in document.words]
        documents.append(document)
    tags = chain.from_iterable(_tags(texts, titles))
    for document in documents:
        document.tags = [next(tags) if word[0].isalnum() else "PUNCT|-" for word in document.words]
    return documents


def _tags(texts: Iterable[Sequence[str]], titles: Sequence[bool]) -> list[list[str]]:
    """The tags of each sentence, verbs that cannot be any made nouns ("a control flow", "time warping"), and in what
    is no title a noun that has to be the verb made one."""
    texts = [_without_capitals(text) for text in texts]
    found = english_tagger().tag(texts)
    for text, tags in zip(texts, found, strict=True):
        for i, tag in enumerate(tags):
            if tag in _VERBS and i and tags[i - 1] in ("DET|-", "ADJ|-"):
                tags[i] = "NOUN|-"
            elif tag == "VERB|Part" and text[i].endswith("ing"):
                tags[i] = "VERB|Ger"
    both = zip(texts, found, titles, strict=True)
    return [tags if in_title else with_finite_verb(text, tags) for text, tags, in_title in both]


def _without_capitals(text: Sequence[str]) -> Sequence[str]:
    """The words of a sentence, of a title in small letters: there the capitals say nothing."""
    long = [word for word in text if len(word) > 3]
    if sum([word[0].isupper() for word in long]) <= 0.6 * len(long):
        return text
    return [word.lower() if word[1:].islower() else word for word in text]
