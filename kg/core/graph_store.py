"""What every graph can do, and what it answers with: nodes, names, matches, rows.

A graph offers a few primitives; everything ranked or joined is built on them once, in kg.explore, so that every
implementation gives the same rows in the same order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeAlias, runtime_checkable

from kg.core.graph import Edge, Node, NodeKey, Value

if TYPE_CHECKING:
    from typing import Self


@dataclass(frozen=True, slots=True)
class Neighbor:
    """A node near another one. hops: steps between them. score: in [0, 1]. why: names of what joins the two."""

    id: str
    label: str
    name: str
    hops: int
    score: float
    why: tuple[str, ...]


class GraphSource(Protocol):
    """Where a graph is read from, node by node: a catalog, or a graph made by hand.

    Nodes come in the order of their ids, relationships in that of their start and end.
    """

    def nodes(self, label: str) -> Iterator[Node]: ...

    def edges(self, kind: str) -> Iterator[Edge]: ...

    def counts(self) -> dict[str, int]:
        """The number of nodes of every label, and of relationships of every type."""
        ...


Properties: TypeAlias = Mapping[str, Value]


class GraphDifference(Protocol):
    """What became of a graph since a former state of it: the properties before and now of whatever is not the same,
    None for what was not there or is no more. What is new or changed comes in order, then what is gone.

    Raises NoDifference when the former state cannot be read.
    """

    def nodes(self, label: str) -> Iterator[tuple[str, Properties | None, Properties | None]]:
        """(id, before, now)"""
        ...

    def edges(self, kind: str) -> Iterator[tuple[str, str, Properties | None, Properties | None]]:
        """(id of the start, id of the end, before, now)"""
        ...


Fit: TypeAlias = Literal["holds", "is", "begins"]
"""How a name fits a text."""


@dataclass(frozen=True, slots=True)
class Names:
    """What a node answers to.

    name: what people call it. others: aliases, and the name in another language. papers: how many papers mention it (a
    concept), else 0.
    """

    label: str
    id: str
    name: str
    others: tuple[str, ...] = ()
    papers: int = 0


@dataclass(frozen=True, slots=True)
class Match:
    """A node found by text. score: in (0, 1]; match: the name, title or alias that matched."""

    id: str
    label: str
    name: str
    score: float
    match: str


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer to a Cypher query.

    rows: one dict a row, keyed by column, converted as they are read. warnings, written (what -> how many): a server
    fills them in at the end of the rows only.
    """

    columns: tuple[str, ...]
    rows: Iterator[dict[str, object]]
    warnings: Sequence[str] = ()
    written: Mapping[str, int] = field(default_factory=dict)


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
        """The names of all nodes (with these labels), in any order.

        With text, nodes may be left out unless they have a name that, whatever the case and width, holds the text's
        longest word (kg.text.names.key_word), is the text, or begins with it. It is no fault to give more: who asks
        compares again.
        """
        ...

    def spelled_like(self, text: str, labels: Sequence[str] = (), *, most: int) -> Iterator[Names]:
        """The names of at least the `most` nodes (with these labels) that have a name likest the text, and of all that
        are as like as the last of them, in any order. None need be less alike than kg.text.names.LEAST_ALIKE. It is no
        fault to give more: who asks compares again."""
        return self.find(labels=labels)

    def papers_holding(self, words: Sequence[str]) -> list[Node]:
        """The papers whose title and abstract hold words that begin with all of these, in any order.

        words: in lower case. The nodes have their title and abstract at least.
        """
        ...

    def edges(self, keys: Sequence[NodeKey], types: Sequence[str] = (), *, strongest: int = 0) -> list[Edge]:
        """Every relationship (of these types) that touches one of the nodes, each once, ordered.

        strongest: at most so many per node, type and direction, the strongest first; 0 means all.
        Order: type as in kg.core.graph, then start, then end.
        """
        ...

    def alike(self, paper: str) -> list[tuple[str, float]]:
        """(id, score) of all papers that are like the one with this id at all, best first, then by id; none where only
        relationships are known. Scores are those of SIMILAR before its step of diffusion."""
        return []

    def counts(self) -> dict[str, int]:
        """The number of nodes of every label, and of relationships of every type; 0 where there are none."""
        ...

    def top_concepts(self, limit: int) -> list[Node]:
        """The concepts that most papers mention, then by name and id."""
        ...

    def telling_concepts(self, limit: int) -> list[Node]:
        """The concepts with the greatest sum of squared scores of their mentions, then by id: what papers are most
        about."""
        ...

    def papers_by(self, name: str) -> dict[Any, int]:
        """Value -> number of papers, sorted by value, for a property of papers ("year", "lang"); of lists
        ("cites_outside") every value in them counts. Papers without it are left out."""
        ...

    def mentions_by_year(self, concepts: Sequence[str] | None = None) -> list[tuple[str, int, int]]:
        """(id of a concept, year, how many papers of that year mention it), ordered.

        concepts: only those with these ids; all of a large corpus take seconds.
        """
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
