"""Which phrases become concepts: those that say something, whatever the corpus. No list decides this alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set

import numpy as np

from kg.concepts.clusters import Phrase
from kg.concepts.corrections import Corrected
from kg.concepts.phrase_table import Uses
from kg.concepts.tag import Places
from kg.core.tables import apart, paired, place, ranks
from kg.text.words.forms import acronym
from kg.text.words.stoplists import telling

CLOSING = 0.06
"""Share of its occurrences after which a noun phrase must be able to end, see _is_noun."""
FRAGMENT = 0.7
"""Share of a phrase's occurrences from which on the one longer concept around them is what is meant."""
GOOD, TELLING, BY_SHARE = 10, 0.15, 0.75
"""Least share of a phrase's papers that have it among their GOOD best keyphrases (smoothed, see
kg.text.words.stoplists).

The more of the corpus a phrase connects, the larger it must be, by BY_SHARE; a corpus below SMALL is too small to say.
"""
SMALL = 100
ENDS_NAMES, FEW = 0.12, 4
"""How many phrases end in a word in -ing, for each of its papers, if it is a noun ("matching", not "verifying"); of FEW
papers and more it can be said."""


def select(
    places: Places,
    order: Sequence[str],
    phrases: Mapping[str, Phrase],
    group_of: Mapping[str, int],
    uses: Uses,
    group: np.ndarray,
    top_n: int,
    corrected: Corrected,
) -> dict[int, int]:
    """group -> number of its papers, for the groups that say something and are no part of another, and for those that a
    correction names.

    order: the groups by number, each the key of its phrase; group_of: the number by key; group: of each of uses.keys,
    -1 for none. A group stands in two papers or more, or its only one has it among its top_n keyphrases or gives it a
    name.
    """
    present, starts = np.unique(places.group, return_index=True)
    groups: list[int] = present.tolist()
    papers: list[int] = np.diff(np.append(starts, len(places.group))).tolist()
    good = _often_good(group, uses, len(order)).tolist()
    ends = Counter(key.rsplit(" ", 1)[1] for key in phrases if " " in key)
    concepts = {
        group
        for group, n, closing in zip(groups, papers, _closing(places, starts), strict=True)
        if _is_telling(phrases[order[group]], good[group], n, len(uses))
        and _is_noun(phrases[order[group]], n, closing, ends[order[group]])
    }
    whole = _wholes(places, concepts)
    first = places.paper[starts]
    best = place(paired(first, present), _best(group, uses, top_n, whole, len(order))) >= 0
    wanted = {group_of[key] for key in corrected.wanted if key in group_of}  # the others are ignored
    return {
        group: n
        for group, n, is_best in zip(groups, papers, best.tolist(), strict=True)
        if group in wanted or (whole.get(group) == group and (n > 1 or is_best))
    }


def _is_telling(phrase: Phrase, keyphrase_in: int, papers: int, corpus: int) -> bool:
    least = TELLING + BY_SHARE * papers / (corpus + SMALL)
    return telling(phrase.spelling, phrase.key, keyphrase_in, papers) >= least


def _closing(places: Places, starts: np.ndarray) -> Iterable[tuple[int, int]]:
    """Of each group: after how many of its occurrences a noun phrase may be complete, and of how many."""
    closed = np.add.reduceat(places.closed, starts) if len(starts) else starts
    seen = np.diff(places.bounds[np.append(starts, len(places.group))]) // 2
    return zip(closed.tolist(), seen.tolist(), strict=True)


def _is_noun(phrase: Phrase, papers: int, closing: tuple[int, int], ends: int) -> bool:
    """Whether noun phrases end with it now and then; "recurrent", "exploiting" and "Latent Dirichlet" end none.

    What was seen little gets the benefit of the doubt (as if 0.6 of 2 further occurrences did). ends: how many longer
    phrases end with it.
    """
    spelling = phrase.spelling
    if acronym(spelling):
        return True
    if " " not in spelling and spelling.islower() and spelling.endswith("ing") and papers >= FEW:
        return ends >= ENDS_NAMES * papers
    closed, seen = closing
    return (closed + 0.6) / (seen + 2) >= CLOSING


def _often_good(group: np.ndarray, uses: Uses, groups: int) -> np.ndarray:
    """(groups,) how many papers have each among their GOOD best keyphrases or give it a name."""
    _, found = apart(_in_papers(group, uses, GOOD))
    return np.bincount(found, minlength=groups)


def _in_papers(group: np.ndarray, uses: Uses, top_n: int) -> np.ndarray:
    """Paper and group, paired, of the top_n best keyphrases of each and of what it gives a name, sorted."""
    lists = uses.keyphrases
    owner = lists.owners()
    best = ranks(owner) < top_n
    paper = np.append(owner[best], uses.coined.owners())
    found = group[uses.key[np.append(lists.values[best], uses.coined.values)]]
    return np.unique(paired(paper, found)[found >= 0])


def _best(group: np.ndarray, uses: Uses, top_n: int, whole: Mapping[int, int], groups: int) -> np.ndarray:
    """Paper and group, paired, of what `_in_papers` finds or what that is a fragment of, sorted."""
    holder = np.full(groups, -1)
    holder[list(whole)] = list(whole.values())
    paper, found = apart(_in_papers(group, uses, top_n))
    return np.unique(paired(paper, holder[found])[holder[found] >= 0])


def _wholes(places: Places, concepts: Set[int]) -> dict[int, int]:
    """group -> the group that it is a fragment of, or itself.

    That is the longer concept that FRAGMENT of its occurrences stand in ("Latent Dirichlet" adds nothing to its name).
    """
    holder = {group: group for group in concepts}
    most: dict[int, tuple[int, int]] = {}
    # a keyword may stand nowhere
    occurrences = np.bincount(places.group, np.maximum(places.count, 1))
    enough = places.inside[:, 2] >= FRAGMENT * occurrences[places.inside[:, 0]]
    for group, other, n in places.inside[enough].tolist():
        if group in concepts and other in concepts and (n, other) > most.get(group, (0, 0)):
            most[group] = (n, other)
            holder[group] = other
    for group in holder:
        while holder[holder[group]] != holder[group]:
            holder[group] = holder[holder[group]]
    return holder
