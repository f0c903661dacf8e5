"""The topics of periods: groups of the papers of some years that are like each other, and what they are about."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from kg.core.errors import KgError
from kg.core.graph import SCALE, NodeKey, strength
from kg.core.graph_store import GraphStore
from kg.links.topics.communities import communities
from kg.links.topics.words import apart
from kg.viz.corpus import batches, paper_keys
from kg.viz.figures.evidence import year_of
from kg.viz.figures.words import Words, words

LEAST, MOST, NAMES = 3, 9, 2
"""Papers of a group, groups of a period (the largest), and concepts that one is called by."""
TELLING = 30
"""Concepts of a group that are compared with those of others."""


@dataclass(frozen=True, slots=True)
class Period:
    """Years from first to last, both included. papers: how many are of these years."""

    first: int
    last: int
    papers: int

    @property
    def name(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"


@dataclass(frozen=True, slots=True)
class Group:
    """A topic of a period. papers: its papers; concepts: concept -> how much they are about it, in ten-thousandths, the
    most telling first, at most TELLING."""

    period: int
    name: str
    papers: frozenset[NodeKey]
    concepts: Mapping[NodeKey, int]


@dataclass(frozen=True, slots=True)
class Flow:
    """What two topics of neighbouring periods share. start, end: positions of groups. share: in [0, 1], see `flows`.
    concepts: what both are about, the most telling first."""

    start: int
    end: int
    share: float
    concepts: tuple[NodeKey, ...]


def cut(years: Mapping[int, int], periods: int, cuts: Sequence[int] = ()) -> list[Period]:
    """Periods of about as many papers each, or those that begin with the years `cuts`.

    years: year -> papers. Raises KgError where there are not two periods.
    """
    known = sorted(years)
    if cuts:
        starts = sorted({known[0], *(year for year in cuts if known[0] < year <= known[-1])}) if known else []
    else:
        total, so_far, starts = sum(years.values()), 0, known[:1]
        for year, following in pairwise(known):
            so_far += years[year]
            if so_far * periods >= total * len(starts) and len(starts) < periods:
                starts.append(following)
        if len(starts) == 1 < len(known):  # most papers are of the last year
            starts.append(known[-1])
    if len(starts) < 2:
        raise KgError(_one_period(known))
    ends = [*(start - 1 for start in starts[1:]), known[-1]]
    return [
        Period(first, last, sum(n for year, n in years.items() if first <= year <= last))
        for first, last in zip(starts, ends, strict=True)
    ]


def _one_period(known: Sequence[int]) -> Words:
    """Why there are not two. known: the years of papers, in order."""
    if len(known) < 2:
        return words("an evolution needs papers of two periods; their years are all one, or unknown")
    return words(
        "an evolution needs papers of two periods; their years are {first} to {last}, and no cut parts these",
        first=str(known[0]),
        last=str(known[-1]),
    )


def groups(store: GraphStore, periods: Sequence[Period]) -> list[Group]:
    """The topics of all periods, by period and size: the Leiden method (kg.links.topics.communities) over SIMILAR among
    the papers of a period."""
    keys = paper_keys(store)
    years = {node.key: year_of(node) for batch in batches(keys) for node in store.nodes(batch)}
    found: list[Group] = []
    for number, period in enumerate(periods):
        own = [key for key in keys if period.first <= years[key] <= period.last]
        found += _groups_of(store, number, own)
    return found


def flows(found: Sequence[Group], least: float = 0.1) -> list[Flow]:
    """What groups of one period and the next share: the weighted inclusion index (Cobo, Lopez-Herrera, Herrera-Viedma,
    Herrera, Journal of Informetrics 5, 2011), the weight of common concepts by that of all of the smaller side."""
    made: list[Flow] = []
    for a, one in enumerate(found):
        for b, other in enumerate(found):
            if other.period != one.period + 1:
                continue
            common = [concept for concept in one.concepts if concept in other.concepts]
            shares = [
                sum(side.concepts[c] for c in common) / max(sum(side.concepts.values()), 1) for side in (one, other)
            ]
            if max(shares) >= least:
                made.append(Flow(a, b, round(max(shares), 4), tuple(common)))
    return made


def _groups_of(store: GraphStore, period: int, papers: Sequence[NodeKey]) -> list[Group]:
    number = {key: n for n, key in enumerate(papers)}
    pairs: dict[tuple[int, int], int] = {}
    about: dict[NodeKey, dict[NodeKey, int]] = defaultdict(dict)
    for batch in batches(papers):
        for edge in store.edges(batch, ("SIMILAR",)):
            if edge.start in number and edge.end in number:
                pairs[number[edge.start], number[edge.end]] = round(strength(edge) * SCALE)
        for edge in store.edges(batch, ("MENTIONS",)):
            about[edge.start][edge.end] = round(strength(edge) * SCALE)
    a, b = np.array(sorted(pairs), np.int64).reshape(-1, 2).T
    home = communities(a, b, np.array([pairs[pair] for pair in sorted(pairs)], np.int64), len(papers))
    members = [
        [papers[n] for n in np.flatnonzero(home == group).tolist()]
        for group in range(min(int(home.max(initial=-1)) + 1, MOST))
    ]
    total: Counter[NodeKey] = Counter()
    for mentions in about.values():
        total.update(mentions)
    return [_group(store, period, own, about, total) for own in members if len(own) >= LEAST]


def _group(
    store: GraphStore,
    period: int,
    papers: Sequence[NodeKey],
    about: Mapping[NodeKey, Mapping[NodeKey, int]],
    total: Mapping[NodeKey, int],
) -> Group:
    said: Counter[NodeKey] = Counter()
    several: Counter[NodeKey] = Counter()
    for paper in papers:
        said.update(about[paper])
        several.update(about[paper].keys())
    told = {c: said[c] * said[c] // total[c] for c in said if several[c] > 1}
    best = sorted(told, key=lambda c: (-told[c], c))[:TELLING]
    names = {node.key: node.name for node in store.nodes(best)}
    name = ", ".join(apart((names[concept] for concept in best), NAMES))
    return Group(period, name, frozenset(papers), {concept: told[concept] for concept in best})
