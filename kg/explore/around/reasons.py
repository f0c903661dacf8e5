"""Why two nodes are joined, in names that a reader knows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from kg.core.graph import Edge, Node, NodeKey, strength
from kg.core.graph_store import GraphStore
from kg.explore.around.hops import HUB, Hop
from kg.explore.show.evidence import surface_forms

MOST = 3

_Pair: TypeAlias = tuple[NodeKey, NodeKey]

_WORDS = {
    "BROADER": ("broader", "narrower"),
    "CITES": ("cites", "cited by"),
    "WROTE": ("wrote", "author"),
    "PUBLISHED_IN": ("published in", "published here"),
    "IN_TOPIC": ("in topic", "in topic"),
    "CONCEPT_IN_TOPIC": ("in topic", "in topic"),
    "PART_OF": ("part of", "part"),
}
"""Type -> what the end is to the start ("broader"), and what the start is to the end."""


def reasons(store: GraphStore, hops: Sequence[Hop], nodes: Mapping[NodeKey, Node]) -> list[tuple[str, ...]]:
    """For each hop what joins its two nodes, at most MOST names.

    MENTIONS: how the abstract writes the concept; RELATED: papers that mention both, the strongest first;
    SIMILAR: the concepts that both papers share, or works that both cite. The other types, and these where there is no
    name: a word; BROADER: also the sentence that says so, where one does.
    nodes: by key, at least the papers of the MENTIONS.
    """
    shared = _shared_papers(store, [hop.edge for hop in hops if hop.edge.type == "RELATED"])
    return [_reason(hop, nodes, shared)[:MOST] for hop in hops]


def _reason(hop: Hop, nodes: Mapping[NodeKey, Node], shared: Mapping[_Pair, tuple[str, ...]]) -> tuple[str, ...]:
    edge = hop.edge
    if edge.type == "MENTIONS":
        return _forms(edge, nodes)
    if edge.type == "RELATED":
        return shared[edge.start, edge.end] or ("related",)
    if edge.type == "SIMILAR":
        names = edge.properties.get("shared") or edge.properties.get("both_cite")
        return tuple(map(str, names)) if isinstance(names, tuple) and names else ("similar text",)
    forth, back = _WORDS[edge.type]
    sentence = edge.properties.get("sentence")
    return (forth if hop.target == edge.end else back, *([str(sentence)] if sentence else []))


def _forms(mention: Edge, nodes: Mapping[NodeKey, Node]) -> tuple[str, ...]:
    paper = nodes[mention.start]
    forms = surface_forms(mention, str(paper.properties.get("abstract") or ""))
    return forms or ("in the title" if mention.properties.get("in_title") else "mentions",)


def _shared_papers(store: GraphStore, related: Iterable[Edge]) -> dict[_Pair, tuple[str, ...]]:
    """Titles of the papers that mention both concepts, by the keys of the two."""
    pairs = [(edge.start, edge.end) for edge in related]
    concepts = list(dict.fromkeys(key for pair in pairs for key in pair))
    mentions: dict[NodeKey, dict[NodeKey, float]] = defaultdict(dict)
    for edge in store.edges(concepts, ("MENTIONS",), strongest=HUB) if concepts else ():
        mentions[edge.end][edge.start] = strength(edge)
    best: dict[_Pair, list[NodeKey]] = {}
    for a, b in pairs:
        both = mentions[a].keys() & mentions[b].keys()
        scores = {paper: round(mentions[a][paper] * mentions[b][paper], 6) for paper in both}
        best[a, b] = sorted(both, key=lambda paper, scores=scores: (-scores[paper], paper))[:MOST]
    wanted = list(dict.fromkeys(paper for papers in best.values() for paper in papers))
    titles = {node.key: node.name for node in store.nodes(wanted)}
    return {pair: tuple(titles[paper] for paper in papers) for pair, papers in best.items()}
