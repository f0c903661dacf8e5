"""The primitives of a GraphStore on any graph that runs Cypher, so that all of them give the same answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import nsmallest
from typing import Any

from kg.core.graph import NODES, RELATIONSHIPS, Edge, Node, NodeKey, Value, edge_order
from kg.core.graph_store import Fit, GraphStore, Names
from kg.loaders.cypher import queries as cypher
from kg.text.names import fold, key_word, names_of


class CypherGraph(GraphStore):
    """What a subclass adds: `_run`, `query`, `load`, `close`.

    _key: the property that nodes are found by, _prefix what stands before an id in it, _scope the condition that
    keeps to this graph where the database holds others.
    """

    _key = "id"
    _prefix = ""
    _scope = ""

    def _run(self, statement: str, /, **params: object) -> Iterable[Mapping[str, Any]]:
        """Run Cypher of ours; each row by column."""
        raise NotImplementedError

    def close(self) -> None:
        raise NotImplementedError

    def nodes(self, keys: Sequence[NodeKey]) -> list[Node]:
        found: dict[NodeKey, Node] = {}
        for label, ids in self._by_label(keys).items():
            for row in self._run(cypher.nodes(label, self._key), ids=ids):
                found[label, row["id"]] = Node(label, row["id"], _present(NODES[label], row))
        return [found[key] for key in keys if key in found]

    def find(self, text: str = "", labels: Sequence[str] = (), how: Fit = "holds") -> Iterator[Names]:
        word = fold(text) if how == "begins" else key_word(text)
        for label in labels or NODES:
            statement = cypher.names(label, holding=bool(word), scope=self._scope)
            for row in self._run(statement, word=word, odd=cypher.ODD, prefix=self._prefix):
                yield names_of(label, row)

    def papers_holding(self, words: Sequence[str]) -> list[Node]:
        rows = self._run(cypher.papers_holding(self._scope), words=list(words), prefix=self._prefix)
        return [Node("Paper", row["id"], _present(("id", "title", "abstract"), row)) for row in rows]

    def edges(self, keys: Sequence[NodeKey], types: Sequence[str] = (), *, strongest: int = 0) -> list[Edge]:
        found: dict[tuple[str, NodeKey, NodeKey], Edge] = {}
        by_label = self._by_label(keys)
        for kind in types or RELATIONSHIPS:
            start, end, properties = RELATIONSHIPS[kind]
            for label, outgoing in ((start, True), (end, False)):
                if label in by_label:
                    statement = cypher.edges(kind, outgoing=outgoing, strongest=strongest > 0, key=self._key)
                    for row in self._run(statement, ids=by_label[label], strongest=strongest):
                        ends = (start, row["source"]), (end, row["target"])
                        found[kind, *ends] = Edge(kind, *ends, _present(properties, row))
        return sorted(found.values(), key=edge_order)

    def counts(self) -> dict[str, int]:
        statements = {label: cypher.count_nodes(label, self._scope) for label in NODES}
        statements |= {kind: cypher.count_edges(kind, self._scope) for kind in RELATIONSHIPS}
        return {
            name: row["count"]
            for name, statement in statements.items()
            for row in self._run(statement, prefix=self._prefix)
        }

    def top_concepts(self, limit: int) -> list[Node]:
        rows = self._run(cypher.top_concepts(self._scope), limit=limit, prefix=self._prefix)
        return self.nodes([("Concept", row["id"]) for row in rows])

    def telling_concepts(self, limit: int) -> list[Node]:
        rows = self._run(cypher.telling_concepts(self._scope), prefix=self._prefix)
        # rounded: a sum depends on the order of its parts
        best = nsmallest(limit, ((-round(row["told"], 6), row["id"]) for row in rows))
        return self.nodes([("Concept", id_) for _, id_ in best])

    def papers_by(self, name: str) -> dict[Any, int]:
        rows = self._run(cypher.papers_by(name, self._scope), prefix=self._prefix)
        return dict(sorted((row["value"], row["count"]) for row in rows))

    def mentions_by_year(self, concepts: Sequence[str] | None = None) -> list[tuple[str, int, int]]:
        among = "" if concepts is None else self._key
        ids = [self._prefix + each for each in concepts or ()]
        rows = self._run(cypher.mentions_by_year(self._scope, among), prefix=self._prefix, ids=ids)
        return sorted((row["id"], row["year"], row["count"]) for row in rows)

    def _by_label(self, keys: Iterable[NodeKey]) -> dict[str, list[str]]:
        """Label -> what its nodes are found by, each once."""
        ids: dict[str, dict[str, None]] = defaultdict(dict)
        for label, each in keys:
            ids[label][self._prefix + each] = None
        return {label: list(each) for label, each in ids.items()}


def _present(names: Iterable[str], row: Mapping[str, Any]) -> dict[str, Value]:
    """The properties that are there, lists as tuples."""
    return {name: tuple(v) if isinstance(v, list) else v for name in names if (v := row[name]) is not None}
