"""The sentences that say it: sentences of an abstract, and where in them a concept is named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from kg.core.graph import Edge, Node, spans_of
from kg.text.sentences import sentences_around

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
    naming = islice(sentences_around(abstract, spans_of(mention, abstract)), MOST)
    found = [
        Evidence(paper.id, paper.name, abstract[start:end], _marks(inside, start)) for start, end, inside in naming
    ]
    if not found and mention.properties.get("in_title"):
        found.append(Evidence(paper.id, paper.name, paper.name, ()))
    return tuple(found)


def _marks(spans: Sequence[tuple[int, int]], offset: int) -> tuple[int, ...]:
    return tuple(position - offset for span in spans for position in span)
