"""How a candidate is written in its paper, and where: from words back to characters."""

from __future__ import annotations

from collections import Counter

from kg.keyphrases.candidates import Candidate
from kg.keyphrases.document import Document
from kg.records import Keyphrase, Paper
from kg.text import JOINER


def parts(candidate: Candidate, start: int, n: int) -> list[tuple[int, int]]:
    """[first word, end) of the stretches that spell an occurrence: two in a coordination, else one."""
    if candidate.shared < 0:
        return [(start, start + n)]
    return [(start, start + 1), (candidate.shared, start + n)]


def surface(paper: Paper, document: Document, candidate: Candidate) -> str:
    """The most frequent spelling in the abstract (else in the title), a sentence's first capital undone."""
    found: list[str] = []
    space = "" if paper.lang == "zh" else " "
    for start, n in candidate.at:
        text = " ".join(_text(document, first, end, space) for first, end in parts(candidate, start, n))
        starts_sentence = start == 0 or document.sentence[start - 1] != document.sentence[start]
        if starts_sentence and text[1:].islower() and text[0].isupper():
            text = text[0].lower() + text[1:]
        found.append(text)
    if len(found) == 1:
        return found[0]
    spellings = Counter(found)
    return min(spellings, key=lambda t: (-spellings[t], sum(map(str.isupper, t)), t))


def _text(document: Document, first: int, end: int, space: str) -> str:
    if document.starts[first] < 0:
        return space.join(document.words[first:end])
    text = document.masked[document.starts[first] : document.ends[end - 1]].replace(JOINER, "")
    return " ".join(text.split())


def keyphrase(paper: Paper, document: Document, candidate: Candidate, score: float) -> Keyphrase:
    spans: list[int] = []
    for start, n in candidate.at:
        for first, end in parts(candidate, start, n):
            if document.starts[first] >= 0:
                spans += (document.starts[first], document.ends[end - 1])
    return Keyphrase(
        text=surface(paper, document, candidate),
        score=round(score, 4),
        count=len(candidate.at),
        spans=tuple(spans),
        in_title=any(start < document.title_length for start, _ in candidate.at),
    )
