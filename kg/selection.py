"""Which phrases become concepts: those that say something, whatever the corpus. No list decides this alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Mapping, Sequence
from itertools import chain

from kg.analysis import Analysis
from kg.deciding import Decided
from kg.generic import telling
from kg.mentions import Found, Places
from kg.merging import Groups, Phrase
from kg.text import acronym
from kg.vocabulary import phrase_key

CLOSING = 0.06
"""Share of its occurrences after which a noun phrase must be able to end, see _is_noun."""
FRAGMENT = 0.7
"""Share of a phrase's occurrences from which on the one longer concept around them is what is meant."""
GOOD, TELLING = 10, 0.15
"""Least share of a phrase's papers that have it among their GOOD best keyphrases (smoothed, see kg.generic).

The more of the corpus a phrase connects, the larger it must be; a corpus far below SMALL is too small to say.
"""
SMALL = 100


def select(
    found: Places,
    phrases: Mapping[str, Phrase],
    groups: Groups,
    analyses: Sequence[Analysis],
    top_n: int,
    decided: Decided,
) -> dict[str, list[int]]:
    """group -> positions of its papers, for the groups that say something and are no part of another, and for those
    that a decision names.

    A group stands in two papers or more, or among the top_n keyphrases of its only one.
    """
    papers: dict[str, list[int]] = defaultdict(list)
    for group, position in found:
        papers[group].append(position)
    best = _best(phrases, groups, analyses, top_n)
    good = Counter(chain.from_iterable(_best(phrases, groups, analyses, GOOD)))
    kept = {}
    wanted = {groups.of(key) for key in decided.wanted if key in groups.head}  # the others are ignored
    for group in groups.members():
        where = sorted(papers.get(group, ()))
        if where and group in wanted:
            kept[group] = where
            continue
        if not where or (len(where) == 1 and group not in best[where[0]]):
            continue
        spelling = phrases[group].spelling
        if telling(spelling, good[group], len(where)) < TELLING + 0.5 * len(where) / (len(analyses) + SMALL):
            continue
        if acronym(spelling) or _is_noun([found[group, position] for position in where]):
            kept[group] = where
    fragments = {g for g, where in kept.items() if _is_fragment([found[g, position] for position in where], kept)}
    return {group: where for group, where in kept.items() if group in wanted or group not in fragments}


def _is_noun(places: Sequence[Found]) -> bool:
    """Whether noun phrases end with it now and then; "recurrent", "exploiting" and "Latent Dirichlet" end none.

    What was seen little gets the benefit of the doubt (as if 0.6 of 2 further occurrences did).
    """
    closed, seen = sum(p.closed for p in places), sum(len(p.spans) // 2 for p in places)
    return (closed + 0.6) / (seen + 2) >= CLOSING


def _best(phrases: Mapping[str, Phrase], groups: Groups, analyses: Sequence[Analysis], n: int) -> list[set[str]]:
    """For each paper the groups of its n best keyphrases."""
    keys = [(phrase_key(k.text) for k in a.keyphrases[:n]) for a in analyses]
    return [{groups.of(key) for key in row if key in phrases} for row in keys]


def _is_fragment(places: Sequence[Found], kept: Container[str]) -> bool:
    """Whether FRAGMENT of the occurrences stand in one longer concept: "Latent Dirichlet" adds nothing to its name."""
    within = sum((p.within for p in places), Counter())
    occurrences = sum(max(p.count, 1) for p in places)  # an author's keyword may stand nowhere
    return any(n >= FRAGMENT * occurrences for holder, n in within.items() if holder in kept)
