"""The clusters of phrases, once rules and corrections are applied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kg.concepts.agreement import OwnMeanings
from kg.concepts.clusters import Clusters, Phrase
from kg.concepts.corrections import Corrected


@dataclass(frozen=True, slots=True, eq=False)
class Resolved:
    """Phrases in clusters, each of which may become a concept.

    phrases: by key. heads: cluster -> the key that heads it; clusters are numbered in the order of their heads.
    spellings: cluster -> the spelling of its head. cluster_of: key -> number of its cluster. of_text: (texts,) int32,
    the cluster of every text of kg.concepts.phrase_table, -1 for none. own_meanings: see kg.concepts.rules.acronyms.
    """

    phrases: Mapping[str, Phrase]
    clusters: Clusters
    own_meanings: OwnMeanings
    corrected: Corrected
    heads: list[str]
    spellings: list[str]
    cluster_of: dict[str, int]
    of_text: np.ndarray
