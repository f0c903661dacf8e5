"""BROADER between concepts: head nouns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from kg.records import Concept, Edge
from kg.text import HAN
from kg.vocabulary import phrase_key


def _keys(concept: Concept) -> list[str]:
    spellings = (concept.name, concept.name_en, concept.name_zh, *concept.aliases)
    return sorted({phrase_key(s) for s in spellings if s})


def broader(concepts: Sequence[Concept]) -> list[Edge]:
    """BROADER from a concept to those whose name ends its own, next step only.

    English and Chinese noun phrases put the head last: "data-free knowledge distillation" is a kind of
    "knowledge distillation". A single Han character is no head. Aliases count too, but a step always leads to a
    concept whose own name has fewer words, so there are no cycles.
    """
    owner: dict[str, str] = {}
    for concept in sorted(concepts, key=lambda c: (-c.papers, c.id)):
        for key in _keys(concept):
            owner.setdefault(key, concept.id)
    length = {c.id: len(phrase_key(c.name).split(" ")) for c in concepts}
    parents: dict[str, set[str]] = defaultdict(set)
    for concept in concepts:
        for key in _keys(concept):
            tokens = key.split(" ")
            for cut in range(1, len(tokens)):
                head = tokens[cut:]
                found = owner.get(" ".join(head), concept.id)
                if length[found] < length[concept.id] and not (len(head) == 1 and HAN.match(head[0])):
                    parents[concept.id].add(found)
                    break
    edges = []
    for child in sorted(parents):
        for parent in sorted(parents[child]):
            if not any(parent in _above(other, parents) for other in parents[child] - {parent}):
                edges.append(Edge("BROADER", ("Concept", child), ("Concept", parent)))
    return edges


def ancestors(hierarchy: Iterable[Edge]) -> dict[str, frozenset[str]]:
    """Concept -> everything broader, over any number of steps, of BROADER without cycles."""
    parents: dict[str, set[str]] = defaultdict(set)
    for edge in hierarchy:
        parents[edge.start[1]].add(edge.end[1])
    return {concept: frozenset(_above(concept, parents)) for concept in parents}


def _above(concept: str, parents: Mapping[str, AbstractSet[str]]) -> set[str]:
    """Everything broader than a concept, over any number of steps."""
    seen: set[str] = set()
    open_ = [concept]
    while open_:
        for parent in parents.get(open_.pop(), ()):
            if parent not in seen:
                seen.add(parent)
                open_.append(parent)
    return seen
