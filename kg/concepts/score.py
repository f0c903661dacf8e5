"""How much a concept matters in a paper, and the mentions that come of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from kg.concepts.phrase_table import Analysed
from kg.concepts.resolved import Resolved
from kg.core.columns import decimals, lookup, pack
from kg.core.graph import SCALE
from kg.core.records import Concept
from kg.core.steps import octave, quarter_octaves
from kg.core.tables import ClusterOccurrences, Keyphrases, Mentions


def mentions(
    occurrences: ClusterOccurrences,
    resolved: Resolved,
    found: Analysed,
    concepts: Sequence[Concept],
    concept_of: Mapping[int, int],
) -> Mentions:
    """The mentions of all papers. occurrences: of clusters that are concepts. concept_of: cluster -> index of its
    concept.

    score = (w / max w of the paper + k) / 2, at most 1, where w = prominence * ln(N / df + 1)^0.75 and k is the score
    of the best keyphrase of the paper that names the concept, 0 where none does. N, the papers, and df, those of the
    concept, are in steps (kg.core.steps).
    """
    named = np.full(len(resolved.heads) + 1, -1)  # the last is for no cluster, -1
    named[list(concept_of)] = list(concept_of.values())
    concept, papers = named[occurrences.cluster], found.papers
    rarity = np.log1p(octave(papers) / quarter_octaves(np.array([c.papers for c in concepts] or [1]))) ** 0.75
    weight = prominence(occurrences) * rarity[concept] if len(occurrences) else np.zeros(0)
    most = np.zeros(papers)
    paper = occurrences.paper
    np.maximum.at(most, paper, weight)
    most[most == 0] = 1.0
    as_keyphrase = _keyphrase_scores(named[resolved.of_text], found.keyphrases, pack(paper, concept))
    score = decimals(np.minimum(0.5 * weight / most[paper] + 0.5 * as_keyphrase, 1.0))
    columns = occurrences.count, occurrences.in_title, occurrences.spans
    return Mentions(paper, concept.astype(np.int32), score, *columns).sorted()


def prominence(occurrences: ClusterOccurrences) -> np.ndarray:
    """(rows,) float64: 1 + ln count + e^(-first/250), where first is the first character in the abstract (250 are about
    40 words), 0 for what stands in the title or nowhere."""
    spans = occurrences.spans
    in_abstract = (np.diff(spans.bounds) > 0) & ~occurrences.in_title
    first = np.zeros(len(occurrences))
    first[in_abstract] = spans.values[spans.bounds[:-1][in_abstract]]
    return 1 + np.log(np.maximum(occurrences.count, 1)) + np.exp(-first / 250)


def _keyphrase_scores(concept: np.ndarray, keyphrases: Keyphrases, mentions: np.ndarray) -> np.ndarray:
    """(rows,) in [0, 1]: the score of the best keyphrase of the paper that names the concept, 0 where none does.

    concept: (texts,) the concept of every text, -1 for none. mentions: (rows,) paper and concept, packed.
    """
    found, best = np.unique(pack(keyphrases.paper, concept[keyphrases.text]), return_index=True)
    at = lookup(mentions, found)
    scores = np.zeros(len(mentions))
    scores[at >= 0] = keyphrases.score[best[at[at >= 0]]] / SCALE
    return scores
