"""Counts in steps, so that a score which depends on them stands still while a corpus grows a little."""

from __future__ import annotations

import numpy as np


def octave(n: int) -> int:
    """The power of two that is nearest to n on a logarithmic scale; 1 for 0. What scores take for the number of
    papers."""
    return 2 ** round(np.log2(max(n, 1)))


def quarter_octaves(counts: np.ndarray) -> np.ndarray:
    """(n,) float64: each count as the nearest power of 2^(1/4); 1 for 0. What scores take for a document frequency."""
    return 2.0 ** (np.rint(4 * np.log2(np.maximum(counts, 1))) / 4)
