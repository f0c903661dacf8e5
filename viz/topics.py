"""Topics of a picture: groups of nodes that are joined among themselves, named by their most telling concepts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import networkx as nx

from kg.core.graph import Node, NodeKey
from kg.links.topics.words import apart
from kg.viz.corpus import CorpusTopic

WeightedEdge: TypeAlias = tuple[int, int, float]
"""(node, node, strength): an edge between two nodes, by their indices, and how strongly it joins them."""

LEAST = 4
"""Smaller groups are no topic."""
MOST = 14
"""Beyond, the smallest groups join their nearest."""
NAMES = 2


@dataclass(frozen=True, slots=True)
class Topic:
    """name: its most telling concepts; members: indices of nodes. whole: all of it, where it is one of the corpus."""

    name: str
    members: tuple[int, ...]
    whole: CorpusTopic | None = None


def topics(nodes: Sequence[Node], edges: Sequence[WeightedEdge], center: int | None = None) -> list[Topic]:
    """The topics, largest first. The centre, which is joined to all, belongs to none.

    Louvain's method (Blondel and others, 2008) over the strengths; the same graph gives the same topics.
    """
    graph = nx.Graph()
    graph.add_nodes_from(i for i in range(len(nodes)) if i != center)
    joined: dict[tuple[int, int], float] = defaultdict(float)
    for a, b, weight in edges:
        if center not in (a, b):
            joined[min(a, b), max(a, b)] += weight
    graph.add_weighted_edges_from((a, b, weight) for (a, b), weight in joined.items())
    groups = [sorted(group) for group in nx.community.louvain_communities(graph, seed=7)]
    groups = _merged(sorted(groups, key=lambda group: (-len(group), group)), graph)
    return [Topic(_name(group, nodes, graph), tuple(group)) for group in groups if len(group) >= LEAST]


def seen_of(
    whole: Sequence[CorpusTopic], nodes: Sequence[Node], home: Mapping[NodeKey, int], center: int | None = None
) -> list[Topic]:
    """The topics of the corpus that at least LEAST of the nodes belong to, largest first; the centre belongs to none.
    home: which topic a node belongs to most."""
    members: dict[int, list[int]] = defaultdict(list)
    for i, node in enumerate(nodes):
        if node.key in home and i != center:
            members[home[node.key]].append(i)
    found = [Topic(whole[n].name, tuple(own), whole[n]) for n, own in members.items() if len(own) >= LEAST]
    return sorted(found, key=lambda topic: (-len(topic.members), topic.members))


def _merged(groups: list[list[int]], graph: nx.Graph) -> list[list[int]]:
    """At most MOST groups: the smallest join the one that they have most in common with."""
    groups = [group for group in groups if len(group) >= LEAST]
    while len(groups) > MOST:
        last = groups.pop()
        home = {node: i for i, group in enumerate(groups) for node in group}
        pull: Counter[int] = Counter()
        for node in last:
            for other, data in graph[node].items():
                if other in home:
                    pull[home[other]] += data["weight"]
        if pull:
            nearest = min(pull, key=lambda i: (-pull[i], i))
            groups[nearest] = sorted(groups[nearest] + last)
            groups.sort(key=lambda group: (-len(group), group))
    return groups


def _name(group: Sequence[int], nodes: Sequence[Node], graph: nx.Graph) -> str:
    """The concepts that join most of the group and little else."""
    members, told = set(group), list[tuple[float, str]]()
    for i in group:
        if nodes[i].label == "Concept":
            inside = sum(data["weight"] for other, data in graph[i].items() if other in members)
            total = sum(data["weight"] for data in graph[i].values())
            told.append((-inside * (inside / total if total else 0), nodes[i].name))
    return ", ".join(apart((name for _, name in sorted(told)), NAMES)) or nodes[group[0]].name
