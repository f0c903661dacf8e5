"""How one node leads to another."""

from __future__ import annotations

from dataclasses import dataclass

from kg.core.graph import Node
from kg.core.graph_store import GraphStore
from kg.explore.around.reasons import reasons
from kg.explore.around.walk import Link, strongest_way


@dataclass(frozen=True, slots=True)
class Step:
    """A node on a way. via: what joins it to the one before ("" for the first), names joined by commas."""

    id: str
    label: str
    name: str
    via: str


def path(store: GraphStore, start: Node, end: Node) -> list[Step]:
    """The strongest way between two nodes over papers and concepts; empty when there is none.

    Raises KgError when the search gave up before it knew.
    """
    way = strongest_way(store, start.key, end.key, through=("Paper", "Concept"))
    nodes = {node.key: node for node in store.nodes([key for key, _ in way])}
    steps = [Link(link.edge, key, link.strength) for key, link in way if link]
    why = iter(reasons(store, steps, nodes))
    return [
        Step(node.id, node.label, node.name, ", ".join(next(why)) if link else "")
        for node, link in ((nodes[key], link) for key, link in way)
    ]
