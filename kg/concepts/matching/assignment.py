"""Which candidate pairs are accepted: a score for each, and its lead over what else its two terms might be.

score = logistic model of the evidence; lead = score - the best rival of the same row or column, where a rival
counts for less as far as its own partner has something better elsewhere; probability = logistic model of score and
lead, then
corrected for how many terms of these lists have a partner at all.
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
    """ "score": one weight a feature of kg.concepts.matching.features, and the bias; "probability": score, lead,
    bias."""
    return json.loads(files("kg.concepts.matching").joinpath("weights.json").read_text(encoding="utf-8"))


def scores(features: np.ndarray) -> np.ndarray:
    """(n,) log-odds of (n, f) features."""
    *slopes, bias = weights()["score"]
    return np.round(features @ np.array(slopes) + bias, 4)


def probabilities(score: np.ndarray, lead: np.ndarray) -> np.ndarray:
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
    """(n,) lead of each pair (rows i, j) over its best rival, within MOST_LEAD.

    otherwise: (n,) score of what the dictionary alone offers for one of the two (NO_RIVAL where nothing).
    """
    rows, columns = pairs[:, 0], pairs[:, 1]
    taken_row = np.maximum(best_other(rows, score) - score, 0)  # what the English term has better elsewhere
    taken_column = np.maximum(best_other(columns, score) - score, 0)
    in_row = best_other(rows, score - DISCOUNT * taken_column)
    in_column = best_other(columns, score - DISCOUNT * taken_row)
    rival = np.maximum(np.maximum(in_row, in_column), np.maximum(otherwise, USUAL_RIVAL))
    return np.clip(score - rival, -MOST_LEAD, MOST_LEAD)


def best_other(group: np.ndarray, value: np.ndarray) -> np.ndarray:
    """(n,) the greatest value of another item of the same group; NO_RIVAL where it is alone."""
    order = np.lexsort((-value, group))
    ordered, values = group[order], value[order]
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
    """(n,) whether a pair is the best of its row and of its column."""
    rows, columns = pairs[:, 0], pairs[:, 1]
    return (value >= best_other(rows, value)) & (value >= best_other(columns, value))
