"""Which candidate pairs are accepted: a score for each, and its lead over what else its two terms might be.

score: log-odds by a logistic model of the features. lead: the score minus that of the best rival of the same row or
column; a rival counts for less, the better its own partner does elsewhere. probability: a logistic model of score and
lead, corrected for how many terms of these lists have a partner at all.
The weights are in weights.json, made from CC-CEDICT by benchmarks/fit_matching.py.
"""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files

import numpy as np

MOST_LEAD = 6.0
NO_RIVAL = -20.0
DISCOUNT = 0.5
USUAL_RIVAL = -2.5
"""Score that some rival would have if the lists were long enough: a lone pair does not lead by being alone."""
PRIOR_SHARE, PRIOR_PAIRS = 0.75, 20
ROUNDS = 50


@lru_cache(maxsize=1)
def weights() -> dict[str, list[float]]:
    """ "score": a weight for each feature of kg.concepts.matching.features, then the bias. "probability": the weights
    of score and lead, then the bias."""
    return json.loads(files("kg.concepts.matching").joinpath("weights.json").read_text(encoding="utf-8"))


def scores(features: np.ndarray) -> np.ndarray:
    """(n,) float64 log-odds. features: (n, 4), see kg.concepts.matching.features."""
    *slopes, bias = weights()["score"]
    return np.round(features @ np.array(slopes) + bias, 4)


def probabilities(score: np.ndarray, lead: np.ndarray) -> np.ndarray:
    """(n,) in (0, 1). score, lead: (n,) log-odds."""
    by_score, by_lead, bias = weights()["probability"]
    return 1 / (1 + np.exp(-(by_score * score + by_lead * lead + bias)))


def for_these_lists(probability: np.ndarray) -> np.ndarray:
    """The probabilities of all mutual best pairs of two lists, corrected for the share of them that seem right.

    Where nearly every term has its partner, a doubtful pair is more likely right than where few have. The share is
    found by repetition; PRIOR_PAIRS pairs at PRIOR_SHARE keep short lists from judging themselves.
    Saerens et al., "Adjusting the outputs of a classifier to new a priori probabilities" (2002).
    """
    share, found = PRIOR_SHARE, probability
    for _ in range(ROUNDS):
        odds = probability / np.maximum(1 - probability, 1e-9) * share / (1 - share) * (1 - PRIOR_SHARE) / PRIOR_SHARE
        found = odds / (1 + odds)
        share = (found.sum() + PRIOR_PAIRS * PRIOR_SHARE) / (len(found) + PRIOR_PAIRS)
    return np.round(found, 4)


def leads(pairs: np.ndarray, score: np.ndarray, otherwise: np.ndarray) -> np.ndarray:
    """(n,) by how much the score of a pair exceeds that of its best rival, cut at MOST_LEAD.

    pairs: (n, 2) numbers of both terms. score: (n,) log-odds. otherwise: (n,) the score of what the dictionary alone
    offers for one of the two terms, NO_RIVAL where it offers nothing.
    """
    rows, columns = pairs[:, 0], pairs[:, 1]
    taken_row = np.maximum(best_other(rows, score) - score, 0)  # what the English term has better elsewhere
    taken_column = np.maximum(best_other(columns, score) - score, 0)
    in_row = best_other(rows, score - DISCOUNT * taken_column)
    in_column = best_other(columns, score - DISCOUNT * taken_row)
    rival = np.maximum(np.maximum(in_row, in_column), np.maximum(otherwise, USUAL_RIVAL))
    return np.clip(score - rival, -MOST_LEAD, MOST_LEAD)


def best_other(term: np.ndarray, value: np.ndarray) -> np.ndarray:
    """(n,) the greatest value of another pair of the same term; NO_RIVAL where it has no other. term: (n,) numbers."""
    order = np.lexsort((-value, term))
    ordered, values = term[order], value[order]
    first = np.r_[True, ordered[1:] != ordered[:-1]]
    start = np.maximum.accumulate(np.where(first, np.arange(len(order)), 0))
    second = np.minimum(start + 1, len(order) - 1)
    has_second = ordered[second] == ordered
    has_second &= second != start
    other = np.where(first, np.where(has_second, values[second], NO_RIVAL), values[start])
    found = np.empty(len(order))
    found[order] = other
    return found


def mutual(pairs: np.ndarray, value: np.ndarray) -> np.ndarray:
    """(n,) bool: whether no pair of either term has a greater value. pairs: (n, 2) numbers of both terms."""
    rows, columns = pairs[:, 0], pairs[:, 1]
    return (value >= best_other(rows, value)) & (value >= best_other(columns, value))
