"""Topics in order of size, and which of them a paper or concept belongs to most."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.core.graph import Edge, Node, NodeKey, strength, whole_number


def by_size(topics: Iterable[Node]) -> list[Node]:
    """The topics of most papers first, then by name and id."""
    return sorted(topics, key=lambda topic: (-whole_number(topic.properties, "papers"), topic.name, topic.id))


def homes(edges: Iterable[Edge], topics: Sequence[NodeKey]) -> dict[NodeKey, int]:
    """Member -> position of the one of these topics that it belongs to most: of the greatest weight, then the first.

    edges: IN_TOPIC and CONCEPT_IN_TOPIC, in any order; those that lead to other topics do not count. topics: as
    `by_size` orders them, so that of equal weights the larger topic has it.
    """
    place = {topic: n for n, topic in enumerate(topics)}
    best: dict[NodeKey, tuple[float, int]] = {}
    for edge in edges:
        if edge.end in place:
            belongs = -strength(edge), place[edge.end]
            best[edge.start] = min(belongs, best.get(edge.start, belongs))
    return {member: home for member, (_, home) in best.items()}
