"""The sentences that say it: sentences of an abstract, and where in them a concept is named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.core.graph import Edge, Node
from kg.text.sentences import sentences

MOST = 3
"""Sentences, or spellings, of one paper for one concept."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence of a paper that names a concept.

    marks: (start, end, start, end, ...) characters of the sentence.
    """

    paper_id: str
    title: str
    sentence: str
    marks: tuple[int, ...]


def spans_of(edge: Edge, text: str) -> list[tuple[int, int]]:
    """The spans of a MENTIONS that lie within the text, in order."""
    flat = edge.properties.get("spans")
    flat = flat if isinstance(flat, tuple) else ()
    pairs = sorted(zip(map(int, flat[::2]), map(int, flat[1::2]), strict=False))
    return [(start, end) for start, end in pairs if 0 <= start < end <= len(text)]


def surface_forms(edge: Edge, abstract: str) -> tuple[str, ...]:
    """The first MOST spellings in which the abstract writes the concept, each once."""
    forms: dict[str, str] = {}
    for start, end in spans_of(edge, abstract):
        form = " ".join(abstract[start:end].split())
        forms.setdefault(form.casefold(), form)
    return tuple(forms.values())[:MOST]


def evidence(paper: Node, mention: Edge) -> tuple[Evidence, ...]:
    """The first MOST sentences of the abstract that name the concept; the title where only that does."""
    abstract = str(paper.properties.get("abstract") or "")
    spans = spans_of(mention, abstract)
    found: list[Evidence] = []
    for start, end in sentences(abstract, doubtful_ends=True):
        inside = [(a, b) for a, b in spans if start <= a and b <= end]
        if inside and len(found) < MOST:
            found.append(Evidence(paper.id, paper.name, abstract[start:end], _marks(inside, start)))
    if not found and mention.properties.get("in_title"):
        found.append(Evidence(paper.id, paper.name, paper.name, ()))
    return tuple(found)


def _marks(spans: Sequence[tuple[int, int]], offset: int) -> tuple[int, ...]:
    return tuple(position - offset for span in spans for position in span)
