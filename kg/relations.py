"""RELATED between concepts, by normalised PMI."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations

from kg.records import Concept, Edge, Mention
from kg.vocabulary import phrase_key

RELATED_PER_CONCEPT = 10
LEAST_NPMI = 0.1
_IN_ALL_PAIRS = 60
"""Concepts of one paper that are paired with each other; the weaker ones are left out."""


def related(concepts: Sequence[Concept], mentions: Iterable[Mention], papers: int) -> list[Edge]:
    """RELATED between concepts that share at least two papers, start < end, the strongest of each concept.

    weight = npmi = ln(p(a,b) / p(a)p(b)) / -ln p(a,b), in (0, 1] (Bouma, GSCL 2009), discounted by
    n / (n + 1) for the n papers shared, because a rare pair is easily perfect. Pairs of which one name
    holds the other are left to BROADER.
    """
    by_paper: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for mention in mentions:
        by_paper[mention.paper_id].append((-mention.score, mention.concept_id))
    shared: Counter[tuple[str, str]] = Counter()
    count = {c.id: c.papers for c in concepts}
    for found in by_paper.values():
        frequent = sorted(c for _, c in sorted(found)[:_IN_ALL_PAIRS] if count[c] > 1)
        shared.update(combinations(frequent, 2))
    names = {c.id: set(_keys(c)) for c in concepts}
    weighed: list[tuple[float, str, str, int]] = []
    for (a, b), n in shared.items():
        if n < 2 or _holds(names[a], names[b]) or _holds(names[b], names[a]):
            continue
        weight = npmi(n, count[a], count[b], papers) * n / (n + 1)
        if weight >= LEAST_NPMI:
            weighed.append((round(weight, 4), a, b, n))
    taken: Counter[str] = Counter()
    edges = []
    for weight, a, b, n in sorted(weighed, key=lambda w: (-w[0], -w[3], w[1], w[2])):
        if taken[a] < RELATED_PER_CONCEPT or taken[b] < RELATED_PER_CONCEPT:
            taken.update((a, b))
            edges.append(Edge("RELATED", ("Concept", a), ("Concept", b), {"weight": weight, "papers": n}))
    return edges


def npmi(both: int, a: int, b: int, total: int) -> float:
    """Normalised pointwise mutual information of counts, in [-1, 1]; 1 when everything has both."""
    if both == total:
        return 1.0
    return math.log(both * total / (a * b)) / -math.log(both / total)


def _keys(concept: Concept) -> list[str]:
    spellings = (concept.name, concept.name_en, concept.name_zh, *concept.aliases)
    return sorted({phrase_key(s) for s in spellings if s})


def _holds(outer: set[str], inner: set[str]) -> bool:
    return any(f" {i} " in f" {o} " for i in inner for o in outer if len(o) > len(i))
