"""Which concepts rise and which fall over the years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.core.graph import Node
from kg.core.graph_store import GraphStore
from kg.explore.counts.trend_test import false_discovery_rates, strength_of_trend

MAX_FALSE = 0.1
"""Share of the concepts listed that may be there by chance."""


@dataclass(frozen=True, slots=True)
class Year:
    """papers: how many of the year mention the concept; share: of all papers of that year, None without any."""

    year: int
    papers: int
    share: float | None


@dataclass(frozen=True, slots=True)
class Trend:
    """A concept over the years, of which none between the corpus's first and last is left out.

    trend: standard deviations by which its share rises (above 0) or falls, see `strength_of_trend`. q: which part
    of the concepts that do so as clearly is chance, see `false_discovery_rates`; 1.0 for those of few papers.
    """

    id: str
    name: str
    trend: float
    q: float
    years: tuple[Year, ...]


def trends(store: GraphStore, concepts: Sequence[Node] = (), *, limit: int = 10) -> list[Trend]:
    """These concepts, in this order; without any the `limit` that rise most, then the `limit` that fall most, of those
    whose q is at most MAX_FALSE.

    Papers without a year do not count. Empty when no paper has one.
    """
    all_papers = store.papers_by("year")
    if not all_papers:
        return []
    counts: dict[str, dict[int, int]] = defaultdict(dict)
    for concept, year, papers in store.mentions_by_year():
        counts[concept][year] = papers
    scores = {concept: strength_of_trend(by_year, all_papers) for concept, by_year in counts.items()}
    rates = false_discovery_rates(counts, all_papers)
    chosen = [node.id for node in concepts] or _steepest(
        {concept: scores[concept] for concept, q in rates.items() if q <= MAX_FALSE}, limit
    )
    names = {node.id: node.name for node in store.nodes([("Concept", each) for each in chosen])}
    return [
        Trend(each, names[each], scores.get(each, 0.0), rates.get(each, 1.0), _years(counts[each], all_papers))
        for each in chosen
    ]


def _steepest(scores: Mapping[str, float], limit: int) -> list[str]:
    rising = sorted((-z, concept) for concept, z in scores.items() if z > 0)
    falling = sorted((z, concept) for concept, z in scores.items() if z < 0)
    return [concept for _, concept in (*rising[:limit], *falling[:limit])]


def _years(counts: Mapping[int, int], all_papers: Mapping[int, int]) -> tuple[Year, ...]:
    def share(year: int) -> float | None:
        return round(counts.get(year, 0) / all_papers[year], 4) if all_papers.get(year) else None

    span = range(min(all_papers), max(all_papers) + 1)
    return tuple(Year(year, counts.get(year, 0), share(year)) for year in span)
