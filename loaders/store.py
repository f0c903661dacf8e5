"""What every graph can do, and how one is opened.

A graph offers a few primitives; everything ranked or joined is built on them once, in
kg.loaders.explore, so that every implementation gives the same rows in the same order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from kg.errors import KgError
from kg.loaders.answers import Fit, Match, Names, Rows
from kg.schema import RELATIONSHIPS

if TYPE_CHECKING:
    from typing import Self

    from kg.records import Edge, Node, NodeKey
    from kg.schema import GraphSource

__all__ = [
    "SCHEMES",
    "STRENGTH",
    "GraphStore",
    "Match",
    "Names",
    "Rows",
    "edge_order",
    "is_server",
    "open_graph",
    "strength",
]

STRENGTH: dict[str, str | float] = {
    "WROTE": 0.8,
    "MENTIONS": "score",
    "RELATED": "weight",
    "BROADER": 0.7,
    "SIMILAR": "score",
    "CITES": 0.8,
}
"""Relationship type -> the property that says how strongly it joins, or the strength itself.

CONTAINS is missing on purpose: a source file holds papers, it does not relate them.
"""


@runtime_checkable
class GraphStore(Protocol):
    """A graph to read from. Also a context manager: leaving it closes it, which implementations inherit."""

    def load(self, graph: GraphSource) -> object:
        """Replace the content by that of `graph`. What it returns says what that took, where it is known."""
        ...

    def nodes(self, keys: Sequence[NodeKey]) -> list[Node]:
        """The nodes with these keys, in that order; unknown keys are left out."""
        ...

    def find(self, text: str = "", labels: Sequence[str] = (), how: Fit = "holds") -> Iterator[Names]:
        """The names of all nodes (of these labels), in any order.

        With text: at least of the nodes with a name that, whatever the case and width, holds the text's longest word
        (kg.loaders.names.key_word), is the text, begins with it, or is alike (kg.loaders.names.LEAST_ALIKE). More is no
        fault: who asks compares again.
        """
        ...

    def papers_holding(self, words: Sequence[str]) -> list[Node]:
        """The papers whose title and abstract hold all these words (in lower case), in any order and any inflection
        that begins so. At least their title and abstract are known."""
        ...

    def edges(self, keys: Sequence[NodeKey], types: Sequence[str] = (), *, strongest: int = 0) -> list[Edge]:
        """Every relationship (of these types) that touches one of the nodes, each once, ordered.

        strongest: at most so many per node, type and direction, the strongest first; 0 means all.
        Order: type as in kg.schema, then start, then end.
        """
        ...

    def counts(self) -> dict[str, int]:
        """How many nodes of each label and relationships of each type there are, none left out."""
        ...

    def top_concepts(self, limit: int) -> list[Node]:
        """The concepts that most papers mention, then by name and id."""
        ...

    def telling_concepts(self, limit: int) -> list[Node]:
        """The concepts that papers are most about: by the sum of the squared scores of their mentions, then by id."""
        ...

    def papers_by(self, name: str) -> dict[Any, int]:
        """Values of a property of papers ("year", "lang"), in order -> how many have it; papers without it left out."""
        ...

    def mentions_by_year(self) -> list[tuple[str, int, int]]:
        """(id of a concept, year, how many papers of that year mention it), ordered."""
        ...

    def query(self, cypher: str, params: Mapping[str, object] | None = None, *, write: bool = False) -> Rows:
        """Run a Cypher query; only with `write` may it change the graph. Raises QueryError."""
        ...

    def close(self) -> None: ...

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def strength(edge: Edge) -> float:
    """How strongly a relationship joins its two nodes, in (0, 1]; 0.0 for one that is not walked."""
    rule = STRENGTH.get(edge.type)
    if rule is None:
        return 0.0
    value = edge.properties.get(rule) if isinstance(rule, str) else rule
    return min(max(float(value), 0.0001), 1.0) if isinstance(value, int | float) else 0.0001


SCHEMES = tuple(f"{name}{security}" for name in ("bolt", "neo4j") for security in ("", "+s", "+ssc"))
"""What the address of a Neo4j server begins with."""


def is_server(location: str) -> bool:
    """Whether this is the address of a Neo4j server."""
    return location.startswith(tuple(f"{scheme}://" for scheme in SCHEMES))


_TYPE_ORDER = {kind: position for position, kind in enumerate(RELATIONSHIPS)}


def edge_order(edge: Edge) -> tuple[int, NodeKey, NodeKey]:
    """Sort key of relationships."""
    return (_TYPE_ORDER[edge.type], edge.start, edge.end)


def open_graph(location: str | Path, *, corpus: str = "") -> GraphStore:
    """Open a store folder or, by address (bolt://, neo4j://, each with +s or +ssc), Neo4j.

    User, password and database come from NEO4J_USERNAME, NEO4J_PASSWORD and NEO4J_DATABASE; corpus: which of the graphs
    in the database, else KG_CORPUS. Raises StoreError when there is no store or graph.

    >>> import kg
    >>> with kg.open_graph("kg-store") as graph:
    ...     counts = graph.counts()
    ...     near = kg.neighbors(graph, "neural collapse", label="Paper")
    >>> counts["Paper"], len(near)
    (46, 3)
    """
    text = str(location)
    scheme, separator, _ = text.partition("://")
    if not separator:
        from kg.loaders.stored import StoredGraph

        return StoredGraph.open(Path(location))
    if scheme not in SCHEMES:
        raise KgError(f"cannot open a graph at {scheme}://: give a store folder, or bolt:// or neo4j://")
    from kg.loaders.neo4j import Neo4jGraph
    from kg.loaders.neo4j_server import Server

    return Neo4jGraph.open(Server.of(text, corpus=corpus))
