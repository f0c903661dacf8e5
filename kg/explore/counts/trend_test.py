"""Whether concepts rise or fall over the years by more than chance."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

MIN_PAPERS = 5
"""Concepts of fewer papers are not tested: one paper more or less makes or breaks their trend."""

EXACT = 40
"""Papers up to which the distribution is counted out; above, it is as good as normal."""

Years = Mapping[int, int]
"""Papers of each year."""


def strength_of_trend(counts: Years, all_papers: Years) -> float:
    """z of the Cochran-Armitage test for a trend in proportions (Armitage 1955): counts[y] of all_papers[y] papers.

    0.0 where it is undefined.
    """
    papers, mentioning = sum(all_papers.values()), sum(counts.values())
    share = mentioning / papers
    mean = sum(year * count for year, count in all_papers.items()) / papers
    spread = sum(count * (year - mean) ** 2 for year, count in all_papers.items())
    variance = share * (1 - share) * spread
    if variance <= 0:
        return 0.0
    return round(sum((year - mean) * count for year, count in counts.items()) / math.sqrt(variance), 3)


def false_discovery_rates(counts: Mapping[str, Years], all_papers: Years) -> dict[str, float]:
    """q of every concept of MIN_PAPERS papers: which part of those with a q no greater are there by chance.

    After Benjamini & Hochberg (1995), from two-sided p-values (twice the smaller tail) of the Cochran-Armitage test,
    exact for concepts of up to EXACT papers.
    """
    from scipy.stats import false_discovery_control, norm

    tested = {concept: by_year for concept, by_year in counts.items() if sum(by_year.values()) >= MIN_PAPERS}
    if not tested:
        return {}
    first = min(all_papers)
    chances = _sums_of_years(all_papers, EXACT)

    def tail(by_year: Years) -> float:
        papers = sum(by_year.values())
        if papers > EXACT:
            return float(norm.sf(abs(strength_of_trend(by_year, all_papers))))
        at = sum((year - first) * count for year, count in by_year.items())
        return min(float(chances[papers, : at + 1].sum()), float(chances[papers, at:].sum()))

    q = false_discovery_control([min(1.0, 2 * tail(by_year)) for by_year in tested.values()])
    return {concept: round(float(each), 6) for concept, each in zip(tested, q, strict=True)}


def _sums_of_years(all_papers: Years, most: int) -> np.ndarray:
    """(most + 1, sums) chance that n papers drawn from all have this sum of years, counted from the first.

    The multivariate hypergeometric distribution, as binomial ones of each year under the condition of their total.
    """
    from scipy.stats import binom

    first, total = min(all_papers), sum(all_papers.values())
    share = min(0.5, most / 2 / total)
    chances = np.zeros((most + 1, most * (max(all_papers) - first) + 1))
    chances[0, 0] = 1.0
    for year, papers in sorted(all_papers.items()):
        before, chances = chances, np.zeros_like(chances)
        for n, chance in enumerate(binom.pmf(np.arange(min(most, papers) + 1), papers, share)):
            later = n * (year - first)
            chances[n:, later:] += chance * before[: most + 1 - n, : before.shape[1] - later]
    totals = chances.sum(axis=1, keepdims=True)
    return np.divide(chances, totals, out=np.zeros_like(chances), where=totals > 0)
