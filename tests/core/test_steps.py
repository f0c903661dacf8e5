"""Counts in steps."""

from __future__ import annotations

import numpy as np

from kg.core.steps import octave, quarter_octaves


def test_a_number_of_papers_counts_as_the_nearest_power_of_two() -> None:
    assert [octave(n) for n in (0, 1, 2, 3, 5, 6, 3000, 63_947)] == [1, 1, 2, 4, 4, 8, 4096, 65_536]


def test_a_count_is_at_most_an_eighth_of_an_octave_from_its_step() -> None:
    counts = np.arange(1, 10_000)
    steps = quarter_octaves(counts)
    assert np.abs(np.log2(steps / counts)).max() <= 1 / 8
    assert (np.diff(steps) >= 0).all()
    assert len(np.unique(steps)) < 60


def test_nothing_counts_as_one() -> None:
    assert quarter_octaves(np.array([0, 1])).tolist() == [1.0, 1.0]
