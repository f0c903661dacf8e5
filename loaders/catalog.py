"""The graph in the catalog, asked by indexed SQL; Cypher by the embedded graph, which is opened when that is asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import starmap
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.core.graph import NODES, RELATIONSHIPS, SCALE, Edge, Node, NodeKey, edge_order
from kg.core.graph_store import Fit, GraphSource, GraphStore, Names, Rows
from kg.store.catalog import Catalog
from kg.text.names import fold, key_word, names_of

if TYPE_CHECKING:
    from kg.loaders.cypher.embedded import EmbeddedGraph


class StoredGraph(GraphStore):
    """A GraphStore on a catalog: one state of it, whatever is built meanwhile.

    on_wait: called with a sentence before work that takes longer than people expect.
    """

    def __init__(self, catalog: Catalog, *, on_wait: Callable[[str], object] | None = None) -> None:
        self._catalog = catalog
        self._graph = catalog.graph
        self._on_wait = on_wait

    @classmethod
    def open(cls, store: Path, *, on_wait: Callable[[str], object] | None = None) -> StoredGraph:
        """The graph of a store folder. Raises StoreError when that holds no catalog, or none that can be read."""
        return cls(Catalog.open(store), on_wait=on_wait)

    def load(self, graph: GraphSource) -> None:
        """Replace the graph of a catalog that was opened to be written. (That of a store is what kg build made it.)"""
        with self._catalog.exchange() as draft:
            nodes = (node for label in NODES for node in graph.nodes(label))
            edges = (edge for kind in RELATIONSHIPS for edge in graph.edges(kind))
            draft.put_graph(nodes, edges, ())
        self._close_embedded()

    def nodes(self, keys: Sequence[NodeKey]) -> list[Node]:
        found = {node.key: node for label, ids in _by_label(keys).items() for node in self._graph.nodes_of(label, ids)}
        return [found[key] for key in keys if key in found]

    def find(self, text: str = "", labels: Sequence[str] = (), how: Fit = "holds") -> Iterator[Names]:
        for label in labels or NODES:
            wanted = {"is": "called", "begins": "beginning", "holds": "holding"}[how]
            for row in self._graph.named(label, **{wanted: key_word(text) if how == "holds" else fold(text)}):
                yield names_of(label, row)

    def spelled_like(self, text: str, labels: Sequence[str] = (), *, most: int) -> Iterator[Names]:
        return starmap(names_of, self._graph.spelled_like(fold(text), labels or tuple(NODES), most))

    def papers_holding(self, words: Sequence[str]) -> list[Node]:
        papers = self._graph.papers_with(words)
        texts = ((paper, f"{paper.name}\n{paper.properties.get('abstract') or ''}".lower()) for paper in papers)
        return [paper for paper, text in texts if all(word in text for word in words)]

    def edges(self, keys: Sequence[NodeKey], types: Sequence[str] = (), *, strongest: int = 0) -> list[Edge]:
        by_label = _by_label(keys)
        found: dict[tuple[str, NodeKey, NodeKey], Edge] = {}
        for kind in types or RELATIONSHIPS:
            start, end, _ = RELATIONSHIPS[kind]
            for label, outgoing in ((start, True), (end, False)):
                for edge in self._graph.edges_of(kind, by_label.get(label, ()), outgoing=outgoing, strongest=strongest):
                    found[kind, edge.start, edge.end] = edge
        return sorted(found.values(), key=edge_order)

    def alike(self, paper: str) -> list[tuple[str, float]]:
        vectors, ids = self._catalog.vectors(), list(self._graph.ids("Paper"))
        if paper not in ids or len(vectors.chinese) != len(ids):
            return []
        row = ids.index(paper)
        scores = vectors.scores(row).tolist()
        found = [(n, score) for n, score in enumerate(scores) if score > 0 and n != row]
        return [(ids[n], score / SCALE) for n, score in sorted(found, key=lambda each: (-each[1], each[0]))]

    def counts(self) -> dict[str, int]:
        return self._graph.counts()

    def top_concepts(self, limit: int) -> list[Node]:
        return self._concepts(self._graph.top_concepts(limit))

    def telling_concepts(self, limit: int) -> list[Node]:
        return self._concepts(self._graph.telling_concepts(limit))

    def _concepts(self, ids: Sequence[str]) -> list[Node]:
        return self.nodes([("Concept", id_) for id_ in ids])

    def papers_by(self, name: str) -> dict[Any, int]:
        return self._graph.papers_by(name)

    def mentions_by_year(self, concepts: Sequence[str] | None = None) -> list[tuple[str, int, int]]:
        return self._graph.mentions_by_year(concepts)

    def query(self, cypher: str, params: Mapping[str, object] | None = None, *, write: bool = False) -> Rows:
        from kg.loaders.cypher.bare import needs_no_properties

        bare = "_whole" not in self.__dict__ and needs_no_properties(cypher)
        return (self._bare if bare else self._whole).query(cypher, params, write=write)

    @cached_property
    def _whole(self) -> EmbeddedGraph:
        """The graph in the same state for Cypher: from the file beside the catalog, or made now and kept there."""
        from kg.loaders.cypher.embedded import FILE

        return self._embedded(FILE)

    @cached_property
    def _bare(self) -> EmbeddedGraph:
        """The same without properties of relationships."""
        from kg.loaders.cypher.embedded import BARE_FILE

        return self._embedded(BARE_FILE)

    def _embedded(self, file: str) -> EmbeddedGraph:
        from kg.loaders.cypher.embedded import EmbeddedGraph

        path, generation = self._catalog.path.with_name(file), self._catalog.generation
        if kept := EmbeddedGraph.as_kept(path, generation):
            return kept
        if self._on_wait:
            self._on_wait("Making the graph for Cypher: once, until a build changes something.")
        return EmbeddedGraph.kept_in(path, self._catalog, generation)

    def _close_embedded(self) -> None:
        for name in ("_whole", "_bare"):
            if embedded := self.__dict__.pop(name, None):
                embedded.close()

    def close(self) -> None:
        self._close_embedded()
        self._catalog.close()


def _by_label(keys: Sequence[NodeKey]) -> dict[str, dict[str, None]]:
    """Label -> the ids of its nodes, each once."""
    ids: dict[str, dict[str, None]] = defaultdict(dict)
    for label, each in keys:
        ids[label][each] = None
    return ids
