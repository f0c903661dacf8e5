"""Which concepts rise and which fall over the years."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.core.graph import Node
from kg.core.graph_store import GraphStore


@dataclass(frozen=True, slots=True)
class Year:
    """papers: how many of the year mention the concept; share: of all papers of that year, None without any."""

    year: int
    papers: int
    share: float | None


@dataclass(frozen=True, slots=True)
class Trend:
    """A concept over the years, of which none between the corpus's first and last is left out.

    trend: standard deviations by which its share rises (above 0) or falls, see `strength_of_trend`.
    """

    id: str
    name: str
    trend: float
    years: tuple[Year, ...]


def trends(store: GraphStore, concepts: Sequence[Node] = (), *, limit: int = 10) -> list[Trend]:
    """These concepts, in this order; without any the `limit` that rise most, then the `limit` that fall most.

    Papers without a year do not count. Empty when no paper has one.
    """
    all_papers = store.papers_by("year")
    if not all_papers:
        return []
    counts: dict[str, dict[int, int]] = defaultdict(dict)
    for concept, year, papers in store.mentions_by_year():
        counts[concept][year] = papers
    scores = {concept: strength_of_trend(by_year, all_papers) for concept, by_year in counts.items()}
    chosen = [node.id for node in concepts] or _steepest(scores, limit)
    names = {node.id: node.name for node in store.nodes([("Concept", each) for each in chosen])}
    return [Trend(each, names[each], scores.get(each, 0.0), _years(counts[each], all_papers)) for each in chosen]


def strength_of_trend(counts: Mapping[int, int], all_papers: Mapping[int, int]) -> float:
    """z of the Cochran-Armitage test for a trend in proportions (Armitage 1955): counts[y] of all_papers[y] papers.

    Above 2, a rise of this size comes by chance once in forty concepts that do not change; 0.0 where it is undefined.
    """
    papers, mentioning = sum(all_papers.values()), sum(counts.values())
    share = mentioning / papers
    mean = sum(year * count for year, count in all_papers.items()) / papers
    spread = sum(count * (year - mean) ** 2 for year, count in all_papers.items())
    variance = share * (1 - share) * spread
    if variance <= 0:
        return 0.0
    return round(sum((year - mean) * count for year, count in counts.items()) / math.sqrt(variance), 3)


def _steepest(scores: Mapping[str, float], limit: int) -> list[str]:
    rising = sorted((-z, concept) for concept, z in scores.items() if z > 0)
    falling = sorted((z, concept) for concept, z in scores.items() if z < 0)
    return [concept for _, concept in (*rising[:limit], *falling[:limit])]


def _years(counts: Mapping[int, int], all_papers: Mapping[int, int]) -> tuple[Year, ...]:
    def share(year: int) -> float | None:
        return round(counts.get(year, 0) / all_papers[year], 4) if all_papers.get(year) else None

    span = range(min(all_papers), max(all_papers) + 1)
    return tuple(Year(year, counts.get(year, 0), share(year)) for year in span)
