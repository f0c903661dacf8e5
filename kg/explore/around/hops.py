"""A relationship as it is walked: from one of its nodes to the other, whichever way it points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.core.graph import RELATIONSHIPS, STRENGTH, Edge, NodeKey, strength
from kg.core.graph_store import GraphStore

HUB = 1000
"""At most so many relationships of a type and direction are followed from one node, the strongest, where nodes with
very many could make a walk explode."""

WALKED = tuple(kind for kind in STRENGTH if "Topic" not in RELATIONSHIPS[kind][:2])
"""What is followed unless somebody asks for more: over a topic everything would be near everything."""

AT_ONCE = 64
"""So many nodes are opened by one question to the store."""


@dataclass(frozen=True, slots=True)
class Hop:
    """A relationship walked to the node `target`. strength: of the relationship, in (0, 1]."""

    edge: Edge
    target: NodeKey
    strength: float


def hops_from(
    store: GraphStore, keys: Sequence[NodeKey], types: Sequence[str] = (), *, strongest: int = 0
) -> dict[NodeKey, list[Hop]]:
    """The hops that lead away from each node, in the order of kg.core.graph.edge_order.

    types: of which relationships, else of those WALKED. strongest: at most so many of each node, type and
    direction, the strongest; 0 means all.
    """
    found: dict[NodeKey, list[Hop]] = {key: [] for key in keys}
    for edge in store.edges(keys, types or WALKED, strongest=strongest):
        for origin, target in ((edge.start, edge.end), (edge.end, edge.start)):
            if origin in found and origin != target:
                found[origin].append(Hop(edge, target, strength(edge)))
    return found
