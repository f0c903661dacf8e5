"""The graph as a NetworkX MultiDiGraph, and a graph store in memory on top of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import networkx as nx

from kg.core.errors import QueryError
from kg.core.graph import CYPHER_TYPES, NODES, RELATIONSHIPS, Edge, Node, NodeKey, edge_order, kind_of, strength
from kg.core.graph_store import Fit, GraphSource, GraphStore, Names, Rows
from kg.text.names import fold, key_word, names_of


def to_networkx(store: str | Path | GraphSource) -> nx.MultiDiGraph:
    """Read a store folder (or anything that gives nodes and edges) into a MultiDiGraph.

    A node is the pair (label, id), e.g. ("Concept", "knowledge-distillation"), because ids are unique within a label
    only. Attributes of nodes, absent where not known: "label", "id", and of a
    Source: path. Paper: title, abstract, lang, year, url, doi, kind, authors, venue, volume, issue, pages, publisher,
    issn, isbn, keywords, keyword_sources, cites_outside. Author: name, aliases, orcid. Venue: name, aliases, issn.
    Concept: name, name_en, name_zh, aliases, papers. Topic: name, level, papers, year_mean, centrality, density.

    The key of a relationship is its type: graph.edges[("Paper", "p1"), ("Concept", "c1"), "MENTIONS"]["score"]. Its
    attributes: CONTAINS, WROTE: position. MENTIONS: score, count, spans, in_title. RELATED: weight, papers. BROADER:
    reason, paper, sentence, vocabulary. SIMILAR: score, shared, both_cite. CITES: reason. IN_TOPIC: weight.
    PUBLISHED_IN and PART_OF have none. RELATED and SIMILAR stand once a pair. Lists are tuples. What each attribute
    means: kg.core.graph.
    Raises StoreError when there is no store.

    >>> import kg
    >>> graph = kg.to_networkx("kg-store")
    >>> graph.nodes["Concept", "distillation"]["papers"]
    4
    >>> sorted(graph.successors(("Concept", "dataset-distillation")))
    [('Concept', 'distillation'), ('Topic', 't1-distillation')]
    """
    if isinstance(store, str | Path):
        from kg.store.catalog import Catalog

        with Catalog.open(Path(store)) as catalog:
            return to_networkx(catalog)
    graph = nx.MultiDiGraph()
    for label in NODES:
        for node in store.nodes(label):
            graph.add_node(node.key, label=label, **node.properties)
    for kind in RELATIONSHIPS:
        for edge in store.edges(kind):
            graph.add_edge(edge.start, edge.end, key=CYPHER_TYPES[kind], **edge.properties)
    return graph


class NetworkXGraph(GraphStore):
    """A GraphStore in memory. It has no Cypher."""

    def __init__(self, graph: nx.MultiDiGraph | None = None) -> None:
        self.graph = nx.MultiDiGraph() if graph is None else graph

    def load(self, graph: GraphSource) -> None:
        self.graph = to_networkx(graph)

    def nodes(self, keys: Sequence[NodeKey]) -> list[Node]:
        return [self._node(key) for key in keys if key in self.graph]

    def find(self, text: str = "", labels: Sequence[str] = (), how: Fit = "holds") -> Iterator[Names]:
        word = fold(text) if how == "begins" else key_word(text)
        for key, properties in self.graph.nodes(data=True):
            if key[0] in (labels or NODES):
                names = names_of(key[0], properties)
                if any(word in fold(name) for name in (names.name, *names.others)):
                    yield names

    def papers_holding(self, words: Sequence[str]) -> list[Node]:
        papers = (self._node(key) for key in self.graph if key[0] == "Paper")
        texts = ((paper, f"{paper.name}\n{paper.properties.get('abstract') or ''}".lower()) for paper in papers)
        return [paper for paper, text in texts if all(word in text for word in words)]

    def edges(self, keys: Sequence[NodeKey], types: Sequence[str] = (), *, strongest: int = 0) -> list[Edge]:
        found: dict[tuple[str, NodeKey, NodeKey], Edge] = {}
        for key in keys:
            if key in self.graph:
                for edge in self._touching(key, types or tuple(RELATIONSHIPS), strongest):
                    found[edge.type, edge.start, edge.end] = edge
        return sorted(found.values(), key=edge_order)

    def counts(self) -> dict[str, int]:
        counts = dict.fromkeys((*NODES, *RELATIONSHIPS), 0)
        for key in self.graph:
            counts[key[0]] += 1
        for start, _, type_ in self.graph.edges(keys=True):
            counts[kind_of(type_, start[0])] += 1
        return counts

    def top_concepts(self, limit: int) -> list[Node]:
        concepts = [self._node(key) for key in self.graph if key[0] == "Concept"]
        concepts.sort(key=lambda node: (-int(str(node.properties.get("papers", 0))), node.name, node.id))
        return concepts[:limit]

    def telling_concepts(self, limit: int) -> list[Node]:
        told: Counter[str] = Counter()
        for _, end, kind, data in self.graph.edges(keys=True, data=True):
            if kind == "MENTIONS":
                told[end[1]] += data["score"] ** 2
        best = sorted((-round(score, 6), id_) for id_, score in told.items())[:limit]
        return self.nodes([("Concept", id_) for _, id_ in best])

    def papers_by(self, name: str) -> dict[Any, int]:
        values = (data.get(name) for key, data in self.graph.nodes(data=True) if key[0] == "Paper")
        listed = (value if isinstance(value, tuple | list) else (value,) for value in values if value is not None)
        return dict(sorted(Counter(chain.from_iterable(listed)).items()))

    def mentions_by_year(self, concepts: Sequence[str] | None = None) -> list[tuple[str, int, int]]:
        wanted = None if concepts is None else set(concepts)
        mentions = (
            (start, end)
            for start, end, kind in self.graph.edges(keys=True)
            if kind == "MENTIONS" and (wanted is None or end[1] in wanted)
        )
        years = Counter((end[1], self.graph.nodes[start].get("year")) for start, end in mentions)
        return sorted((concept, year, count) for (concept, year), count in years.items() if year is not None)

    def query(self, cypher: str, params: Mapping[str, object] | None = None, *, write: bool = False) -> Rows:
        raise QueryError("the NetworkX graph has no Cypher: open the store itself (the embedded graph) for it")

    def close(self) -> None:
        """Nothing to close."""

    def _node(self, key: NodeKey) -> Node:
        properties = {name: value for name, value in self.graph.nodes[key].items() if name != "label"}
        return Node(key[0], key[1], properties)

    def _touching(self, key: NodeKey, types: Sequence[str], strongest: int) -> Iterator[Edge]:
        outgoing, incoming = defaultdict(list), defaultdict(list)
        for _, end, type_, data in self.graph.out_edges(key, keys=True, data=True):
            kind = kind_of(type_, key[0])
            outgoing[kind].append(Edge(kind, key, end, data))
        for start, _, type_, data in self.graph.in_edges(key, keys=True, data=True):
            kind = kind_of(type_, start[0])
            incoming[kind].append(Edge(kind, start, key, data))
        for kind in types:
            for edges in (outgoing[kind], incoming[kind]):
                edges.sort(key=lambda edge: (-strength(edge), edge.start, edge.end))
                yield from edges[:strongest] if strongest else edges
