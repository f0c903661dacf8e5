"""Which phrases become concepts: those that say something, whatever the corpus. No list decides this alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
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
GOOD, TELLING, BY_SHARE = 10, 0.15, 0.75
"""Least share of a phrase's papers that have it among their GOOD best keyphrases (smoothed, see kg.generic).

The more of the corpus a phrase connects, the larger it must be, by BY_SHARE; a corpus below SMALL is too small to say.
"""
SMALL = 100
ENDS_NAMES, FEW = 0.12, 4
"""How many phrases end in a word in -ing, for each of its papers, if it is a noun ("matching", not "verifying"); of FEW
papers and more it can be said."""


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

    A group stands in two papers or more, or its only one has it among its top_n keyphrases or gives it a name.
    """
    papers: dict[str, list[int]] = defaultdict(list)
    for group, position in sorted(found):
        papers[group].append(position)
    good = _often_good(phrases, groups, analyses)
    ends = Counter(key.rsplit(" ", 1)[1] for key in phrases if " " in key)
    concepts = {
        group: where
        for group, where in papers.items()
        if _is_telling(phrases[group].spelling, good[group], len(where), len(analyses))
        and _is_noun(phrases[group].spelling, [found[group, position] for position in where], ends[group])
    }
    whole = _wholes(found, concepts)
    best = [_best(phrases, groups, analysis, top_n, whole) for analysis in analyses]
    wanted = {groups.of(key) for key in decided.wanted if key in groups.head}  # the others are ignored
    return {
        group: where
        for group, where in sorted(papers.items())
        if group in wanted or (whole.get(group) == group and (len(where) > 1 or group in best[where[0]]))
    }


def _is_telling(spelling: str, keyphrase_in: int, papers: int, corpus: int) -> bool:
    return telling(spelling, keyphrase_in, papers) >= TELLING + BY_SHARE * papers / (corpus + SMALL)


def _is_noun(spelling: str, places: Sequence[Found], ends: int) -> bool:
    """Whether noun phrases end with it now and then; "recurrent", "exploiting" and "Latent Dirichlet" end none.

    What was seen little gets the benefit of the doubt (as if 0.6 of 2 further occurrences did). ends: how many longer
    phrases end with it.
    """
    if acronym(spelling):
        return True
    if " " not in spelling and spelling.islower() and spelling.endswith("ing") and len(places) >= FEW:
        return ends >= ENDS_NAMES * len(places)
    closed, seen = sum(p.closed for p in places), sum(len(p.spans) // 2 for p in places)
    return (closed + 0.6) / (seen + 2) >= CLOSING


def _concept_keys(texts: Iterable[str], phrases: Mapping[str, Phrase], groups: Groups) -> Iterator[str]:
    """The groups of those texts that are phrases of the vocabulary."""
    return (groups.of(key) for key in map(phrase_key, texts) if key in phrases)


def _often_good(phrases: Mapping[str, Phrase], groups: Groups, analyses: Sequence[Analysis]) -> Counter[str]:
    """group -> how many papers have it among their GOOD best keyphrases or give it a name."""
    texts = ([*a.coined, *(k.text for k in a.keyphrases[:GOOD])] for a in analyses)
    return Counter(chain.from_iterable(set(_concept_keys(row, phrases, groups)) for row in texts))


def _best(
    phrases: Mapping[str, Phrase], groups: Groups, analysis: Analysis, top_n: int, whole: Mapping[str, str]
) -> set[str]:
    """The groups of a paper's top_n best keyphrases, or of what they are fragments of, and of what it gives a name."""
    texts = [*analysis.coined, *(k.text for k in analysis.keyphrases[:top_n])]
    return {whole[group] for group in _concept_keys(texts, phrases, groups) if group in whole}


def _wholes(found: Places, papers: Mapping[str, Sequence[int]]) -> dict[str, str]:
    """group -> the group that it is a fragment of, or itself."""
    holder = {g: _holder([found[g, position] for position in where], papers) or g for g, where in papers.items()}
    for group in holder:
        while holder[holder[group]] != holder[group]:
            holder[group] = holder[holder[group]]
    return holder


def _holder(places: Sequence[Found], concepts: Container[str]) -> str:
    """The longer concept that FRAGMENT of the occurrences stand in ("Latent Dirichlet" adds nothing to its name)."""
    within = sum((p.within for p in places), Counter())
    occurrences = sum(max(p.count, 1) for p in places)  # an author's keyword may stand nowhere
    holders = [(n, group) for group, n in within.items() if n >= FRAGMENT * occurrences and group in concepts]
    return max(holders, default=(0, ""))[1]
