"""How the names of concepts stand in the abstracts, where the names alone do not say what they are a kind of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

import numpy as np

from kg.core.records import Concept, Paper
from kg.core.tables import Mentions

_PARTICIPLE = re.compile(r"[A-Za-z]+ing[ -]")
_NAME = re.compile(r"[A-Z][^ ]+ [a-z]")
_DETERMINED = re.compile(r"\b(?:an?|the|this|these|those|such|its|their|our|[a-z]+ly)[ -]$", re.I)
_LONGEST = 20
"""Characters before a name in which _DETERMINED may stand."""
_DESCRIBED = 0.2
"""Least share of the places of a name at which it is determined."""
_HYPHENS = "-‐‑–"


class Usage(NamedTuple):
    """described: ids of the concepts in whose name a participle describes a noun ("interacting bosons" are bosons).
    alone: id of a concept that begins with a name ("Hubbard model") -> papers in which no hyphen stands before it."""

    described: AbstractSet[str]
    alone: Mapping[str, int]


def usage(papers: Sequence[Paper], concepts: Sequence[Concept], mentions: Mentions) -> Usage:
    """What stands before those concepts in the papers.

    A phrase after an article or an adverb ("weakly") is a noun phrase; "mitigating mismatch" never stands there.
    """
    participles = _with_spelling(concepts, _PARTICIPLE)
    names = _with_spelling(concepts, _NAME)
    seen: Counter[int] = Counter()
    determined: Counter[int] = Counter()
    alone: Counter[int] = Counter()
    some = mentions.take(np.flatnonzero((participles | names)[mentions.concept]))
    for paper, concept, spans in zip(some.paper.tolist(), some.concept.tolist(), some.spans, strict=True):
        text = papers[paper].abstract
        seen[concept] += len(spans) // 2
        determined[concept] += sum(bool(_DETERMINED.search(text, max(at - _LONGEST, 0), at)) for at in spans[::2])
        alone[concept] += any(text[at - 1 : at] not in _HYPHENS for at in spans[::2] if at) or 0 in spans[::2]
    described = {n for n in seen if participles[n] and determined[n] and determined[n] >= _DESCRIBED * seen[n]}
    return Usage({concepts[n].id for n in described}, Counter({concepts[n].id: many for n, many in alone.items()}))


def _with_spelling(concepts: Sequence[Concept], form: re.Pattern[str]) -> np.ndarray:
    """(concepts,) bool: whether a spelling of the concept begins like this."""
    return np.array([any(map(form.match, concept.spellings)) for concept in concepts], bool)
