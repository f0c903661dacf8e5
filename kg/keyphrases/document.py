"""A paper as a sequence of tagged words: what candidates are cut from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.keyphrases.tagging import EnglishTagger, english_tagger
from kg.records import Paper
from kg.text import mask, sentences, words


@dataclass(slots=True)
class Document:
    """Parallel lists, one entry a word or punctuation mark, title first.

    starts/ends: characters of the abstract; -1 in the title.
    sentence: number of the sentence, the title being number 0 when there is one. cut: the entry is the second
    half of a Chinese word that was cut in two. masked: the abstract without noise, same offsets.
    """

    words: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    sentence: list[int] = field(default_factory=list)
    cut: list[bool] = field(default_factory=list)
    title_length: int = 0
    masked: str = ""

    def __len__(self) -> int:
        return len(self.words)


def given_title(paper: Paper) -> str:
    return paper.title if paper.title_given else ""


def english_document(paper: Paper) -> Document:
    document = Document()
    tagger = english_tagger()
    number = 0
    title = given_title(paper)
    for part, in_title in ((title, True), (paper.abstract, False)):
        masked = mask(part)
        for start, end in sentences(masked):
            found = words(masked, start, end)
            # the tagger was trained on words alone, without punctuation
            tags = iter(repaired([w.text for w in found if w.text[0].isalnum()], tagger))
            document.words += [word.text for word in found]
            document.tags += [next(tags) if word.text[0].isalnum() else "PUNCT|-" for word in found]
            document.starts += [-1 if in_title else word.start for word in found]
            document.ends += [-1 if in_title else word.end for word in found]
            document.sentence += [number] * len(found)
            number += 1
        if in_title:
            document.title_length = len(document)
        document.masked = masked
    return document


def repaired(words: Sequence[str], tagger: EnglishTagger) -> list[str]:
    """The tags, verbs that cannot be any made nouns: "a control flow", "time warping"."""
    long = [w for w in words if len(w) > 3]
    if sum(w[0].isupper() for w in long) > 0.6 * len(long):
        words = [w.lower() if w[1:].islower() else w for w in words]  # a title: the capitals say nothing
    tags = tagger.tag(words)
    for i, tag in enumerate(tags):
        before = tags[i - 1] if i else ""
        if tag in ("VERB|Fin", "VERB|Inf") and before in ("DET|-", "ADJ|-"):
            tags[i] = "NOUN|-"
        elif tag == "VERB|Part" and words[i].endswith("ing"):
            tags[i] = "VERB|Ger"
    return tags
