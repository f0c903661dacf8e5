"""What a graph holds, counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.core.graph import NODES, RELATIONSHIPS
from kg.core.graph_store import GraphStore

_LANGUAGES = {"en": "English", "zh": "Chinese"}
_TELLING = 10


@dataclass(frozen=True, slots=True)
class Count:
    """A number in a group ("nodes", "relationships", "papers by language", ...); name: what of the group is counted."""

    group: str
    name: str
    count: int


def stats(graph: GraphStore) -> list[Count]:
    """Nodes, relationships, papers by language and year, and the concepts that papers are most about."""
    return list(_counts(graph))


def _counts(graph: GraphStore) -> Iterator[Count]:
    counts = graph.counts()
    yield from (Count("nodes", name, counts.get(name, 0)) for name in NODES)
    yield from (Count("relationships", name, counts.get(name, 0)) for name in RELATIONSHIPS)
    languages = graph.papers_by("lang").items()
    yield from (Count("papers by language", _LANGUAGES.get(lang) or str(lang), papers) for lang, papers in languages)
    if years := graph.papers_by("year"):
        first, last = min(years), max(years)
        yield Count("papers by year", str(first) if first == last else f"{first}–{last}", sum(years.values()))
        if unknown := counts.get("Paper", 0) - sum(years.values()):
            yield Count("papers by year", "unknown", unknown)
    for concept in graph.telling_concepts(_TELLING):
        yield Count("telling concepts, by papers", concept.name, int(str(concept.properties.get("papers") or 0)))
