"""The embedded Cypher graph: kglite, in this process, in one file beside the catalog."""

from __future__ import annotations

import hashlib
import warnings
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import kglite

from kg.errors import QueryError, StoreError
from kg.loaders import cypher
from kg.loaders.answers import Names, Rows
from kg.loaders.embedded_rows import plain_rows, query_error, refuse
from kg.loaders.names import key_word, names_of
from kg.loaders.store import edge_order
from kg.records import Edge, Node, NodeKey, Value
from kg.schema import (
    BOOLEAN,
    FLOAT,
    INTEGER,
    INTEGERS,
    NODES,
    RELATIONSHIPS,
    STRING,
    STRINGS,
    GraphSource,
)

if TYPE_CHECKING:
    from typing import Self

FILE = "graph.kgl"
LAYOUT = 1
"""Part of the file's stamp: raise it when load() writes another graph from the same catalog."""

_BATCH = 20_000
_SLOT_IDS = dict[str, str]


class EmbeddedGraph:
    """A GraphStore on kglite. Read-only, except for load(), which replaces everything."""

    def __init__(self) -> None:
        kglite.set_query_warning_policy("silent")  # they are in Rows.warnings; the engine also prints them
        self._graph = kglite.KnowledgeGraph()
        self._graph.read_only(True)

    @classmethod
    def open(cls, store: Path) -> EmbeddedGraph:
        """Open the graph of a store folder; rebuild it first where the catalog has changed since.

        Raises StoreError when the folder holds no catalog.
        """
        from kg.catalog import Catalog

        with Catalog.open(store) as catalog:
            return cls.kept_in(store / FILE, catalog, catalog.generation)

    @classmethod
    def kept_in(cls, path: Path, source: GraphSource, generation: str) -> EmbeddedGraph:
        """The graph of `source`: read from the file if that was made of this generation, else built anew."""
        graph, stamp = cls(), _stamp(generation)
        if not graph._read(path, stamp):
            graph.load(source)
            graph._write(path, stamp)
        return graph

    def load(self, graph: GraphSource) -> None:
        """Replace the content by that of `graph`. Raises StoreError when an edge names no node of it."""
        rows = {label: map(_node_row, graph.nodes(label)) for label in NODES}
        fresh = _graph_of({label: row for label in NODES if (row := next(rows[label], None))})
        for label in NODES:
            _create(fresh, cypher.create_nodes(label), rows[label])
        for kind in RELATIONSHIPS:
            given = _create(fresh, cypher.create_edges(kind), map(_edge_row, graph.edges(kind)))
            stored = _count(fresh, cypher.count_edges(kind))
            if stored != given:
                raise StoreError(f"{given - stored} of {given} {kind} relationships name no node of the graph")
        fresh.read_only(True)
        self._graph = fresh

    def nodes(self, keys: Sequence[NodeKey]) -> list[Node]:
        found: dict[NodeKey, Node] = {}
        for label, ids in _by_label(keys).items():
            for row in self._run(cypher.nodes(label), ids=ids):
                properties = {name: _value(value) for name, value in row.items() if value is not None}
                found[label, row["id"]] = Node(label, row["id"], properties)
        return [found[key] for key in keys if key in found]

    def find(self, text: str = "", labels: Sequence[str] = ()) -> Iterator[Names]:
        word = key_word(text)
        for label in labels or NODES:
            for row in self._run(cypher.names(label, holding=bool(word)), word=word, odd=cypher.ODD):
                yield names_of(label, row)

    def edges(self, keys: Sequence[NodeKey], types: Sequence[str] = (), *, strongest: int = 0) -> list[Edge]:
        found: dict[tuple[str, NodeKey, NodeKey], Edge] = {}
        by_label = _by_label(keys)
        for kind in types or RELATIONSHIPS:
            start, end, _ = RELATIONSHIPS[kind]
            for label, outgoing in ((start, True), (end, False)):
                if label in by_label:
                    text = cypher.edges(kind, outgoing=outgoing, strongest=strongest > 0)
                    for row in self._run(text, ids=by_label[label], strongest=strongest):
                        edge = _edge(kind, (start, row["source"]), (end, row["target"]), row["r"]["properties"])
                        found[kind, edge.start, edge.end] = edge
        return sorted(found.values(), key=edge_order)

    def counts(self) -> dict[str, int]:
        counts = {label: _count(self._graph, cypher.count_nodes(label)) for label in NODES}
        return counts | {kind: _count(self._graph, cypher.count_edges(kind)) for kind in RELATIONSHIPS}

    def top_concepts(self, limit: int) -> list[Node]:
        ids = [row["id"] for row in self._run(cypher.TOP_CONCEPTS, limit=limit)]
        return self.nodes([("Concept", each) for each in ids])

    def query(self, cypher: str, params: Mapping[str, object], *, limit_seconds: float = 30) -> Rows:
        refuse(cypher)
        try:
            result: Any = self._graph.cypher(
                cypher,
                params=dict(params),
                timeout_ms=max(1, int(limit_seconds * 1000)),
                hide_structural_keys=True,
            )
        except (kglite.KgError, ValueError, TypeError, OverflowError, RecursionError) as error:
            raise query_error(error, cypher, limit_seconds) from error
        if isinstance(result, str):
            raise QueryError("FORMAT CSV is not Cypher: choose the format of the output instead")
        return Rows(tuple(result.columns), plain_rows(result, self._ids), tuple(result.warnings))

    def close(self) -> None:
        self._graph = kglite.KnowledgeGraph()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _run(self, statement: str, /, **params: object) -> Iterable[dict[str, Any]]:
        """Run Cypher of ours: no time limit, the engine's own values."""
        return self._graph.cypher(statement, params=params, timeout_ms=0)  # type: ignore[return-value]

    def _ids(self, slots: list[str]) -> _SLOT_IDS:
        return {row["slot"]: row["id"] for row in self._run(cypher.SLOTS, slots=slots)}

    def _read(self, path: Path, stamp: int) -> bool:
        """Load the file; False when it is missing, unreadable or of another generation."""
        if not path.is_file():
            return False
        try:
            graph = kglite.load(str(path))
        except (kglite.KgError, OSError, ValueError):
            return False
        if graph.schema_version != stamp:
            return False
        graph.read_only(True)
        self._graph = graph
        return True

    def _write(self, path: Path, stamp: int) -> None:
        """Save as a whole (the engine renames a temporary file over it), the stamp inside.

        A store that cannot be written stays usable: the graph is in memory.
        """
        self._graph.read_only(False)
        self._graph.set_schema_version(stamp)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # about columns that a mapped load cannot share
                self._graph.save(str(path), fsync=False)
        except (kglite.KgError, OSError):
            pass
        finally:
            self._graph.read_only(True)


def _stamp(generation: str) -> int:
    """32 bits of the generation and of this file's layout: what the engine lets a file carry."""
    return int.from_bytes(hashlib.sha256(f"{LAYOUT}:{generation}".encode()).digest()[:4], "big")


def _graph_of(first: Mapping[str, Mapping[str, Any]]) -> kglite.KnowledgeGraph:
    """A graph with one node of each label.

    So declared, the name is the engine's `title` (made by CREATE, a node would have both), and every
    property of the design is known (a query with an unknown one is an error): absent ones are stored
    and removed again.
    """
    nodes = [
        {
            "type": label,
            "id_field": "id",
            "title_field": cypher.NAMES[label][0],
            "records": [_EXAMPLES[label] | dict(row)],
        }
        for label, row in first.items()
    ]
    graph = kglite.from_records({"nodes": nodes, "connections": []})
    for label, row in first.items():
        for name in NODES[label]:
            if row.get(name) is None:
                graph.cypher(cypher.remove(label, name), timeout_ms=0)
    return graph


_EXAMPLE_VALUES = {STRING: "", INTEGER: 0, FLOAT: 0.0, BOOLEAN: False, STRINGS: [""], INTEGERS: [0]}
_EXAMPLES = {
    label: {name: _EXAMPLE_VALUES[kind] for name, kind in properties.items()} for label, properties in NODES.items()
}


def _create(graph: kglite.KnowledgeGraph, text: str, rows: Iterable[dict[str, Any]]) -> int:
    given, iterator = 0, iter(rows)
    while batch := list(islice(iterator, _BATCH)):
        graph.cypher(text, params={"rows": batch}, timeout_ms=0)
        given += len(batch)
    return given


def _count(graph: kglite.KnowledgeGraph, text: str) -> int:
    result: Any = graph.cypher(text, timeout_ms=0)
    return result.scalar()


def _node_row(node: Node) -> dict[str, Any]:
    return {**node.properties, "id": node.id}


def _edge_row(edge: Edge) -> dict[str, Any]:
    return {**edge.properties, "source": edge.start[1], "target": edge.end[1]}


def _value(value: Any) -> Value:
    return tuple(value) if isinstance(value, list) else value


def _edge(kind: str, start: NodeKey, end: NodeKey, properties: Mapping[str, Any]) -> Edge:
    names = RELATIONSHIPS[kind][2]
    kept = {name: _value(properties[name]) for name in names if properties.get(name) is not None}
    return Edge(kind, start, end, kept)


def _by_label(keys: Iterable[NodeKey]) -> dict[str, list[str]]:
    ids: dict[str, dict[str, None]] = defaultdict(dict)
    for label, each in keys:
        ids[label][each] = None
    return {label: list(each) for label, each in ids.items()}
