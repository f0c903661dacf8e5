"""How a candidate is written in its paper, and where: from words back to characters."""

from __future__ import annotations

from collections import Counter
from itertools import chain

from kg.core.records import Keyphrase, Paper
from kg.keyphrases.english.candidates import Candidate
from kg.keyphrases.english.document import Document
from kg.text.masking import readable


def word_spans(candidate: Candidate) -> list[tuple[int, int]]:
    """[first word, end) of what spells its occurrences: two spans for a coordination, else one an occurrence."""
    if candidate.shared < 0:
        return [(start, start + n) for start, n in candidate.at]
    ((start, n),) = candidate.at
    return [(start, start + 1), (candidate.shared, start + n)]


def surface(paper: Paper, document: Document, candidate: Candidate) -> str:
    """The most frequent spelling in the abstract (else in the title), a sentence's first capital undone."""
    space = "" if paper.lang == "zh" else " "
    found = [_text(document, first, end, space) for first, end in word_spans(candidate)]
    if candidate.shared >= 0:
        found = [" ".join(found)]
    for i, (start, _) in enumerate(candidate.at):
        text = found[i]
        if text[0].isupper() and text[1:].islower() and document.starts_sentence(start):
            found[i] = text[0].lower() + text[1:]
    if len(found) == 1:
        return found[0]
    spellings = Counter(found)
    return min(spellings, key=lambda t: (-spellings[t], sum(map(str.isupper, t)), t))


def _text(document: Document, first: int, end: int, space: str) -> str:
    if end - first == 1 or document.starts[first] < 0:
        return space.join(document.words[first:end])
    return " ".join(readable(document.masked[document.starts[first] : document.ends[end - 1]]).split())


def keyphrase(document: Document, candidate: Candidate, text: str, score: float) -> Keyphrase:
    """The candidate as a Keyphrase. text: its `surface`; score: in [0, 1], rounded to four decimals."""
    starts, ends = document.starts, document.ends
    spans = [(starts[first], ends[end - 1]) for first, end in word_spans(candidate) if starts[first] >= 0]
    return Keyphrase(
        text=text,
        score=round(score, 4),
        count=len(candidate.at),
        spans=tuple(chain.from_iterable(spans)),
        in_title=candidate.at[0][0] < document.title_length,
    )
