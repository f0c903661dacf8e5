"""Which phrases of a corpus are one thing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kg.concepts.clusters import Groups, Phrase
from kg.concepts.corrections import Corrected


@dataclass(frozen=True, slots=True, eq=False)
class Resolved:
    """Phrases in clusters, each of which may become a concept.

    phrases: by key. heads: for each cluster, by number, the key that stands for it. cluster_of: key -> number of its
    cluster. of_text: (texts,) int32, the cluster of each text of kg.concepts.phrase_table, -1 for none. own: paper ->
    short key -> long key, as the paper itself defines it.
    """

    phrases: dict[str, Phrase]
    clusters: Groups
    own: dict[int, dict[str, str]]
    corrected: Corrected
    heads: list[str]
    cluster_of: dict[str, int]
    of_text: np.ndarray
