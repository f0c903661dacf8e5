"""Which clusters become concepts: those that say something, in a corpus of any kind. No list decides this alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Set

import numpy as np

from kg.concepts.clusters import Phrase
from kg.concepts.phrase_table import Analysed
from kg.concepts.resolved import Resolved
from kg.concepts.tag import Tagged
from kg.core.columns import lookup, pack, unpack
from kg.core.tables import ClusterOccurrences
from kg.text.words.forms import acronym
from kg.text.words.stoplists import telling

CLOSING = 0.06
"""Least share of the occurrences of a phrase after which a noun phrase may be complete, see _is_noun."""
FRAGMENT = 0.7
"""Share of a phrase's occurrences that stand in one longer concept, from which on the longer one is meant."""
GOOD, TELLING, BY_SHARE = 10, 0.15, 0.75
"""TELLING: least share of a phrase's papers that have it among their GOOD best keyphrases (smoothed, see
kg.text.words.stoplists.telling). It rises by BY_SHARE * papers / (corpus + SMALL), because a phrase that connects much
of the corpus must be a better one."""
SMALL = 100
ENDS_NAMES, FEW = 0.12, 4
"""ENDS_NAMES: a word in -ing is a noun ("matching", not "verifying") if at least so many phrases for each of its papers
end in it. FEW: papers that a word must have for this test."""


def select(tagged: Tagged, resolved: Resolved, found: Analysed, *, top_n: int) -> dict[int, int]:
    """Cluster -> number of its papers, for every cluster that becomes a concept.

    Such a cluster says something, is a noun, is no fragment of another one, and stands in two papers or more; or its
    only paper has it among its top_n keyphrases or gives it a name. Clusters that a correction names always do.
    """
    occurrences, phrases, heads = tagged.occurrences, resolved.phrases, resolved.heads
    present, starts = np.unique(occurrences.cluster, return_index=True)
    clusters: list[int] = present.tolist()
    papers: list[int] = np.diff(np.append(starts, len(occurrences))).tolist()
    good = _often_good(found, resolved).tolist()
    ends = Counter(key.rsplit(" ", 1)[1] for key in phrases if " " in key)
    concepts = {
        cluster
        for cluster, n, closing in zip(clusters, papers, _closing(occurrences, starts), strict=True)
        if _is_telling(phrases[heads[cluster]], good[cluster], n, found.papers)
        and _is_noun(phrases[heads[cluster]], n, closing, ends[heads[cluster]])
    }
    whole = _wholes(tagged, concepts)
    first = pack(occurrences.paper[starts], present)
    best = lookup(first, _best(found, resolved, top_n, whole)) >= 0
    cluster_of = resolved.cluster_of
    wanted = {cluster_of[key] for key in resolved.corrected.wanted if key in cluster_of}  # the others are ignored
    return {
        cluster: n
        for cluster, n, is_best in zip(clusters, papers, best.tolist(), strict=True)
        if cluster in wanted or (whole.get(cluster) == cluster and (n > 1 or is_best))
    }


def _is_telling(phrase: Phrase, keyphrase_in: int, papers: int, corpus: int) -> bool:
    least = TELLING + BY_SHARE * papers / (corpus + SMALL)
    return telling(phrase.spelling, phrase.key, keyphrase_in, papers) >= least


def _closing(occurrences: ClusterOccurrences, starts: np.ndarray) -> Iterable[tuple[int, int]]:
    """For every cluster (number of its spans after which a noun phrase may be complete, number of its spans).

    starts: the first row of every cluster.
    """
    closed = np.add.reduceat(occurrences.closed, starts) if len(starts) else starts
    seen = np.diff(occurrences.spans.bounds[np.append(starts, len(occurrences))]) // 2
    return zip(closed.tolist(), seen.tolist(), strict=True)


def _is_noun(phrase: Phrase, papers: int, closing: tuple[int, int], ends: int) -> bool:
    """Whether noun phrases end with it now and then; "recurrent", "exploiting" and "Latent Dirichlet" end none.

    A phrase with few occurrences gets the benefit of the doubt, as if 0.6 of 2 more ended one. ends: number of longer
    phrases that end with it.
    """
    spelling = phrase.spelling
    if acronym(spelling):
        return True
    if " " not in spelling and spelling.islower() and spelling.endswith("ing") and papers >= FEW:
        return ends >= ENDS_NAMES * papers
    closed, seen = closing
    return (closed + 0.6) / (seen + 2) >= CLOSING


def _often_good(found: Analysed, resolved: Resolved) -> np.ndarray:
    """(clusters,) the number of papers that have it among their GOOD best keyphrases or give it a name."""
    _, cluster = unpack(_in_papers(found, resolved, GOOD))
    return np.bincount(cluster, minlength=len(resolved.heads))


def _in_papers(found: Analysed, resolved: Resolved, top_n: int) -> np.ndarray:
    """Paper and cluster, packed, sorted, no pair twice: of the top_n best keyphrases of papers and of coined names."""
    best, coined = found.keyphrases.rank < top_n, found.proper_names.coined
    paper = np.append(found.keyphrases.paper[best], found.proper_names.paper[coined])
    cluster = resolved.of_text[np.append(found.keyphrases.text[best], found.proper_names.text[coined])]
    return np.unique(pack(paper, cluster)[cluster >= 0])


def _best(found: Analysed, resolved: Resolved, top_n: int, whole: Mapping[int, int]) -> np.ndarray:
    """What `_in_papers` finds, with the whole in place of a fragment. whole: from `_wholes`."""
    holder = np.full(len(resolved.heads), -1)
    holder[list(whole)] = list(whole.values())
    paper, cluster = unpack(_in_papers(found, resolved, top_n))
    return np.unique(pack(paper, holder[cluster])[holder[cluster] >= 0])


def _wholes(tagged: Tagged, concepts: Set[int]) -> dict[int, int]:
    """Cluster -> the longer concept that it is a fragment of, or itself.

    It is a fragment if FRAGMENT of its occurrences stand in that concept: "Latent Dirichlet" adds nothing to its name.
    """
    occurrences, nested = tagged
    holder = {cluster: cluster for cluster in concepts}
    most: dict[int, tuple[int, int]] = {}
    # a keyword may stand nowhere
    count = np.bincount(occurrences.cluster, np.maximum(occurrences.count, 1))
    enough = nested.take(nested.count >= FRAGMENT * count[nested.cluster])
    for cluster, outer, n in zip(*(column.tolist() for column in enough.columns().values()), strict=True):
        if cluster in concepts and outer in concepts and (n, outer) > most.get(cluster, (0, 0)):
            most[cluster] = (n, outer)
            holder[cluster] = outer
    for cluster in holder:
        while holder[holder[cluster]] != holder[cluster]:
            holder[cluster] = holder[holder[cluster]]
    return holder
