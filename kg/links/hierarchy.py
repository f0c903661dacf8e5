"""BROADER between concepts: head nouns, and sentences that say so ("ranking functions such as BM25")."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TypeVar

import numpy as np

from kg.core.records import Concept
from kg.core.tables import Ancestors, EdgeTable, Mentions, Texts
from kg.links.head_nouns import by_head
from kg.links.hearst import by_example

K = TypeVar("K", bound=Hashable)


def broader(concepts: Sequence[Concept], texts: Texts, mentions: Mentions) -> EdgeTable:
    """BROADER from a concept to what it is a kind of, without the steps that follow from others. concepts: sorted by
    id.

    "data-free knowledge distillation" is a kind of "knowledge distillation" by its head noun, "CNN" of "neural
    networks" by the head noun of an alias; what the papers list as examples of a concept is a kind of it. There are
    no cycles: a step by the head noun leads to a concept whose own name has fewer words, an example never leads back.
    """
    parents = by_head(concepts)
    for child, parent in by_example(concepts, texts, mentions):
        if child != parent and child not in _above(parent, parents):
            parents[child].add(parent)
    ids = [concept.id for concept in concepts]
    position = {id_: n for n, id_ in enumerate(ids)}
    rows = sorted(
        (position[child], position[parent])
        for child, all_ in parents.items()
        for parent in all_
        if not any(parent in _above(other, parents) for other in all_ - {parent})
    )
    start, end = np.array(rows, np.int32).reshape(-1, 2).T
    return EdgeTable("BROADER", ids, ids, start, end, {})


def ancestors(hierarchy: EdgeTable) -> Ancestors:
    """Everything broader than a concept, over any number of steps. hierarchy: BROADER, without cycles."""
    parents: dict[int, set[int]] = defaultdict(set)
    for child, parent in zip(hierarchy.start.tolist(), hierarchy.end.tolist(), strict=True):
        parents[child].add(parent)
    rows = sorted((child, above) for child in parents for above in _above(child, parents))
    return Ancestors(*np.array(rows, np.int32).reshape(-1, 2).T)


def _above(concept: K, parents: Mapping[K, AbstractSet[K]]) -> set[K]:
    """All that can be reached from a concept over its parents."""
    seen: set[K] = set()
    open_ = [concept]
    while open_:
        for parent in parents.get(open_.pop(), ()):
            if parent not in seen:
                seen.add(parent)
                open_.append(parent)
    return seen
