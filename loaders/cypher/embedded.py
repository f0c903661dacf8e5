"""The embedded Cypher graph: kglite, in this process, in two files beside the catalog.

Both hold the same graph; in one of them relationships have no properties (kg.loaders.cypher.bare says what for).
"""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import kglite

from kg.core.errors import QueryError, StoreError
from kg.core.fingerprint import fingerprint
from kg.core.graph import BOOLEAN, FLOAT, INTEGER, INTEGERS, NAMES, NODES, RELATIONSHIPS, STRING, STRINGS, Edge, Node
from kg.core.graph_store import GraphSource, Rows
from kg.loaders.cypher import queries as cypher
from kg.loaders.cypher.embedded_rows import READ_ONLY, plain_rows, query_error, refuse
from kg.loaders.cypher.graph import CypherGraph

FILE, BARE_FILE = "graph.kgl", "links.kgl"
FILES = (FILE, BARE_FILE)

_BATCH = 20_000
_SLOT_IDS = dict[str, str]


class EmbeddedGraph(CypherGraph):
    """A GraphStore on kglite. Read-only, except for load(), which replaces everything.

    bare: relationships have no properties.
    """

    def __init__(self, *, bare: bool = False) -> None:
        self._bare = bare
        kglite.set_query_warning_policy("silent")  # they are in Rows.warnings; the engine also prints them
        self._graph = kglite.KnowledgeGraph()
        self._graph.read_only(True)

    @classmethod
    def open(cls, store: Path, *, bare: bool = False) -> EmbeddedGraph:
        """Open the graph of a store folder; rebuild it first where the catalog has changed since.

        Raises StoreError when the folder holds no catalog.
        """
        from kg.store.catalog import Catalog

        with Catalog.open(store) as catalog:
            return cls.kept_in(store / (BARE_FILE if bare else FILE), catalog, catalog.generation)

    @classmethod
    def kept_in(cls, path: Path, source: GraphSource, generation: str) -> EmbeddedGraph:
        """The graph of `source`: read from the file if this code made it of this generation, else built anew."""
        if kept := cls.as_kept(path, generation):
            return kept
        graph = cls(bare=path.name == BARE_FILE)
        graph.load(source)
        graph._write(path, _stamp(generation, path))
        return graph

    @classmethod
    def as_kept(cls, path: Path, generation: str) -> EmbeddedGraph | None:
        """The graph in the file; None when that is missing, unreadable, or of another generation or code."""
        graph = cls(bare=path.name == BARE_FILE)
        return graph if graph._read(path, _stamp(generation, path)) else None

    def load(self, graph: GraphSource) -> None:
        """Replace the content by that of `graph`. Raises StoreError when an edge names no node of it."""
        rows = {label: map(_node_row, graph.nodes(label)) for label in NODES}
        fresh = _graph_of({label: row for label in NODES if (row := next(rows[label], None))})
        for label in NODES:
            _create(fresh, cypher.create_nodes(label), rows[label])
        for kind in RELATIONSHIPS:
            edges = map(_bare_row if self._bare else _edge_row, graph.edges(kind))
            given = _create(fresh, cypher.create_edges(kind, bare=self._bare), edges)
            stored = _count(fresh, cypher.count_edges(kind))
            if stored != given:
                raise StoreError(f"{given - stored} of {given} {kind} relationships name no node of the graph")
        fresh.read_only(True)
        self._graph = fresh

    def query(
        self, cypher: str, params: Mapping[str, object] | None = None, *, limit_seconds: float = 30, write: bool = False
    ) -> Rows:
        if write:
            raise QueryError(f"{READ_ONLY}; Neo4j can be written to: --graph bolt://...")
        refuse(cypher)
        try:
            result: Any = self._graph.cypher(
                cypher,
                params=dict(params or {}),
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

    def _run(self, statement: str, /, **params: object) -> Iterable[dict[str, Any]]:
        """Run Cypher of ours: no time limit, the engine's own values."""
        return self._graph.cypher(statement, params=params, timeout_ms=0)  # type: ignore[return-value]

    def _ids(self, slots: list[str]) -> _SLOT_IDS:
        return {row["slot"]: row["id"] for row in self._run(cypher.SLOTS, slots=slots)}

    def _read(self, path: Path, stamp: int) -> bool:
        """Load the file; False when it is missing, unreadable, or has another stamp."""
        if not path.is_file():
            return False
        try:
            graph = kglite.load(str(path), storage="mapped", verify="eager")  # mapped as far as it can be
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
            for left in path.parent.glob(f"{path.name}.tmp.*"):  # by a process that was killed here
                left.unlink(missing_ok=True)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # about columns that a mapped load cannot share
                self._graph.save(str(path), fsync=False)
        except (kglite.KgError, OSError, UnicodeEncodeError):  # the last: the engine takes no path that is not UTF-8
            pass
        finally:
            self._graph.read_only(True)


def _stamp(generation: str, path: Path) -> int:
    """32 bits, which the engine lets a file carry: of the generation, of the code that makes a graph of a catalog, and
    of which file it is."""
    told = f"{fingerprint('loaders')}:{generation}:{path.name}"
    return int.from_bytes(hashlib.sha256(told.encode()).digest()[:4], "big")


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
            "title_field": NAMES[label][0],
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


def _bare_row(edge: Edge) -> dict[str, Any]:
    return {"source": edge.start[1], "target": edge.end[1]}
