"""What lies above something, over any number of steps."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from collections.abc import Set as AbstractSet
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


def above(start: K, parents: Mapping[K, AbstractSet[K]]) -> set[K]:
    """All that can be reached from a concept over its parents."""
    seen: set[K] = set()
    open_ = [start]
    while open_:
        for parent in parents.get(open_.pop(), ()):
            if parent not in seen:
                seen.add(parent)
                open_.append(parent)
    return seen
