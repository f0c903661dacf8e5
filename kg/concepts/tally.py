"""What is counted of every cluster in the whole corpus, batch by batch: all places at once would fill the memory."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

import numpy as np

from kg.concepts.spans import summed
from kg.concepts.standing import Counts
from kg.concepts.tag import Tagged
from kg.core.columns import first_of_group
from kg.core.tables import ClusterOccurrences, Nested


class Held(NamedTuple):
    """(clusters,) each: the number of papers that have the cluster, of those that have it in their titles, and the
    first of them."""

    papers: np.ndarray
    titled: np.ndarray
    first: np.ndarray


class Tally(NamedTuple):
    """Sums over the corpus.

    counts: see kg.concepts.standing. times: (clusters,) occurrences; a keyword that stands nowhere counts once.
    anywhere, as_noun: in all papers, and in those that `shows_noun` names. nested: by cluster and outer.
    """

    counts: Counts
    times: np.ndarray
    anywhere: Held
    as_noun: Held
    nested: Nested

    def held(self, modifier: np.ndarray) -> Held:
        """In papers that mention the thing. modifier: (clusters,) bool, see kg.concepts.noun_phrases.Grammar."""
        return Held(*(np.where(modifier, *columns) for columns in zip(self.as_noun, self.anywhere, strict=True)))


def tally(batches: Iterable[Tagged], clusters: int) -> Tally:
    """The sums of all batches, which may come in any order. clusters: how many there are."""
    counts = Counts(*np.zeros((len(Counts._fields), clusters), np.int64))
    times = np.zeros(clusters, np.int64)
    anywhere, as_noun = (_nothing_held(clusters) for _ in range(2))
    nested: list[Nested] = []
    for batch in batches:
        occurrences = batch.occurrences
        cluster, *stands = batch.standing.columns().values()
        for total, column in zip(counts[2:], stands, strict=True):
            total[cluster] += column
        spans = np.diff(occurrences.spans.bounds) // 2
        for total, column in (
            (counts.seen, spans),
            (counts.ended, occurrences.ended),
            (times, np.maximum(occurrences.count, 1)),
        ):
            np.add.at(total, occurrences.cluster, column)
        _hold(anywhere, occurrences)
        _hold(as_noun, occurrences.take(shows_noun(occurrences)))
        nested.append(batch.nested)
    every = Nested.concat(nested)
    return Tally(counts, times, anywhere, as_noun, summed(every.cluster, every.outer, every.count))


def shows_noun(occurrences: ClusterOccurrences) -> np.ndarray:
    """(rows,) bool: whether the paper has the cluster as a whole noun phrase or the end of one, or only as a
    keyword."""
    return (occurrences.ended > 0) | (occurrences.count == 0)


def occurrences_of(clusters: Collection[int], batches: Iterable[Tagged]) -> ClusterOccurrences:
    """The rows of these clusters in all batches, of which there is one at least."""
    wanted = np.array(sorted(clusters), np.int32)
    found = [each.occurrences.take(np.isin(each.occurrences.cluster, wanted)) for each in batches]
    return ClusterOccurrences.concat(found).sorted()


def _nothing_held(clusters: int) -> Held:
    papers, titled = np.zeros((2, clusters), np.int32)
    return Held(papers, titled, np.full(clusters, np.iinfo(np.int32).max, np.int32))


def _hold(held: Held, occurrences: ClusterOccurrences) -> None:
    """Count these papers in. occurrences: of a batch, by cluster and paper."""
    cluster = occurrences.cluster
    start = np.flatnonzero(first_of_group(cluster))
    present = cluster[start]
    held.papers[present] += np.diff(np.append(start, len(cluster))).astype(np.int32)
    np.add.at(held.titled, cluster[occurrences.in_title], 1)
    held.first[present] = np.minimum(held.first[present], occurrences.paper[start])
