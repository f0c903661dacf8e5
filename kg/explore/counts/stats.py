"""What a graph holds, counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.core.graph import NODES, RELATIONSHIPS
from kg.core.graph_store import GraphStore

_LANGUAGES = {"en": "English", "zh": "Chinese"}
_LISTED = 10


@dataclass(frozen=True, slots=True)
class Count:
    """A number in a group ("nodes", "relationships", "papers by language", ...); name: what of the group is counted."""

    group: str
    name: str
    count: int


def stats(graph: GraphStore, *, limit: int = _LISTED) -> list[Count]:
    """Nodes, relationships, papers by language and year; at most `limit` concepts that papers are most about, and works
    that are no paper of the graph but cited by most of them."""
    return [*_counts(graph, limit), *_cited_outside(graph, limit)]


def _counts(graph: GraphStore, limit: int) -> Iterator[Count]:
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
    for concept in graph.telling_concepts(limit):
        yield Count("telling concepts, by papers", concept.name, int(str(concept.properties.get("papers") or 0)))


def _cited_outside(graph: GraphStore, limit: int) -> Iterator[Count]:
    papers = graph.papers_by("cites_outside")
    for work in sorted(papers, key=lambda work: (-papers[work], work))[:limit]:
        yield Count("cited outside, by papers", work, papers[work])
