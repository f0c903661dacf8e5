"""Two numbers of a relationship that a page goes by: how strongly it joins, and how much its line weighs."""

from __future__ import annotations

from math import isfinite
from typing import TypeGuard

from kg.core.graph import STRENGTH, Edge, strength

WEAKEST = 0.0001
CONTAINED = 0.1
"""Strength of what relates nothing, CONTAINS: the page shows it until somebody asks for stronger lines."""
UNMEASURED = 0.35
"""Weight of a line that no measured strength makes wider or shorter: its type alone says what it is."""


def shown_strength(edge: Edge) -> float:
    """What filters, expansions and paths in the page go by, in (0, 1]: kg.core.graph.strength, and never nothing."""
    found = strength(edge) or CONTAINED
    return found if isfinite(found) else WEAKEST


def line_weight(edge: Edge) -> float:
    """What makes a line wide and its ends stand near, in (0, 1]: the strength where a property of the edge measures it.

    The fixed strengths of the other types (WROTE joins at 0.8) say how to walk the graph, not how to draw it.
    """
    measure = STRENGTH.get(edge.type)
    measured = isinstance(measure, str) and is_number(edge.properties.get(measure))
    return strength(edge) if measured else UNMEASURED


def is_number(value: object) -> TypeGuard[float]:
    """Whether this is a number that one can draw with."""
    return isinstance(value, int | float) and abs(value) < 1e15
