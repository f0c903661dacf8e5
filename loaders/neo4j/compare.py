"""All of a graph compared with all of a corpus: by digests, of which the server sends its own.

What has the same digest is left alone. It does not matter what was there before: a load that was killed, another graph,
changes by hand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from kg.core.engine import batched
from kg.core.graph import NODES, RELATIONSHIPS
from kg.core.graph_store import GraphSource
from kg.core.progress import Progress
from kg.loaders.neo4j import queries as cypher
from kg.loaders.neo4j.changes import Changes, Row, values
from kg.loaders.neo4j.marks import edge_digest, node_digest
from kg.loaders.neo4j.server import Connection

LOOKED_UP = 2_000
"""Starts of relationships whose relationships are asked for together."""


@dataclass(slots=True)
class _Differences:
    """What to do with the relationships of one type: rows of (start key, end key, digest, values...)."""

    new: list[Row] = field(default_factory=list)
    other: list[Row] = field(default_factory=list)
    gone: list[Row] = field(default_factory=list)

    def __len__(self) -> int:
        return max(len(self.new), len(self.other), len(self.gone))


class Comparison:
    """wanted: count and sum of digests, as in State.check, of all that the graph has."""

    def __init__(
        self,
        connection: Connection,
        graph: GraphSource,
        changes: Changes,
        trusted: Collection[str],
        batch: int,
        progress: Progress,
    ) -> None:
        """trusted: labels and types whose nodes and relationships are what their digests say; others are sent whole."""
        self.wanted = {name: [0, 0] for name in changes.by_name}
        self._connection = connection
        self._prefix = connection.server.prefix
        self._graph = graph
        self._changes = changes
        self._trusted = trusted
        self._batch = batch
        self._progress = progress

    def run(self) -> None:
        """Send what differs."""
        vanished = {label: self._load_nodes(label) for label in NODES}
        for kind in RELATIONSHIPS:
            self._load_edges(kind)
        for label, keys in vanished.items():
            self._changes.drop_nodes(label, keys)

    def _note(self, name: str, *digests: int) -> None:
        self.wanted[name][0] += len(digests)
        self.wanted[name][1] += sum(digests)

    # -- nodes ---------------------------------------------------------------------------------

    def _load_nodes(self, label: str) -> list[str]:
        """Send what is new or other; the keys of what is no more."""
        change, trusted = self._changes.by_name[label], label in self._trusted
        there: dict[str, int] = self._connection.read(dict, cypher.node_digests(label), prefix=self._prefix)
        former = former_nodes(self._connection, label)
        self._progress.stage(label, self._graph.counts()[label])
        rows: list[Row] = []
        returning: list[str] = []
        for node in self._graph.nodes(label):
            key, digest = self._prefix + node.id, node_digest(node)
            self._note(label, digest)
            known = key in there
            if there.pop(key, None) == digest and trusted:
                change.unchanged += 1
                self._progress.advance()
                continue
            change.changed += known
            change.created += not known
            if key in former:
                returning.append(key)
            rows.append([key, digest, *values(node.properties, NODES[label])])
            if len(rows) == self._batch:
                self._changes.put_nodes(label, rows, returning)
                rows, returning = [], []
        self._changes.put_nodes(label, rows, returning)
        return list(there)

    # -- relationships -------------------------------------------------------------------------

    def _load_edges(self, kind: str) -> None:
        """Start by start: where count and sum of the digests are the same, nothing is asked for or sent."""
        trusted = kind in self._trusted
        there: dict[str, tuple[int, int]] = self._connection.read(_sums, cypher.edge_digests(kind), prefix=self._prefix)
        self._progress.stage(kind, self._graph.counts()[kind])
        found = _Differences()
        uncertain: dict[str, list[Row]] = {}
        for start, rows in self._by_start(kind):
            self._note(kind, *(row[2] for row in rows))
            sums = there.pop(start, (0, 0))
            if sums == (0, 0):
                found.new += rows
            elif trusted and sums == (len(rows), sum(row[2] for row in rows)):
                self._changes.by_name[kind].unchanged += len(rows)
                self._progress.advance(len(rows))
            else:
                uncertain[start] = rows
            if len(uncertain) == LOOKED_UP:
                self._compare(kind, uncertain, found)
                uncertain = {}
            if len(found) >= self._batch:
                self._send(kind, found)
                found = _Differences()
        self._compare(kind, uncertain | {start: [] for start in there}, found)
        self._send(kind, found)

    def _by_start(self, kind: str) -> Iterator[tuple[str, list[Row]]]:
        names = RELATIONSHIPS[kind][2]
        for (_, start), edges in groupby(self._graph.edges(kind), key=lambda edge: edge.start):
            key = self._prefix + start
            yield (
                key,
                [
                    [key, self._prefix + edge.end[1], edge_digest(edge), *values(edge.properties, names)]
                    for edge in edges
                ],
            )

    def _compare(self, kind: str, wanted: dict[str, list[Row]], found: _Differences) -> None:
        """Relationship by relationship. Of two between the same nodes, left by loads at the same time, none stays."""
        change, trusted = self._changes.by_name[kind], kind in self._trusted
        for keys in batched(list(wanted), LOOKED_UP):
            there = self._connection.read(_by_key, cypher.edges_of(kind), keys=keys)
            for start in keys:
                digests: dict[str, list[int]] = defaultdict(list)
                for end, digest in there.get(start, ()):
                    digests[end].append(digest)
                for row in wanted[start]:
                    known = digests.pop(row[1], [])
                    if known == [row[2]] and trusted:
                        change.unchanged += 1
                        self._progress.advance()
                    elif len(known) == 1:
                        found.other.append(row)
                    else:
                        found.new.append(row)
                        found.gone += [[start, row[1]]] * bool(known)
                found.gone += [[start, end] for end in digests]

    def _send(self, kind: str, found: _Differences) -> None:
        self._changes.delete_edges(kind, found.gone)
        self._changes.update_edges(kind, RELATIONSHIPS[kind][2], found.other)
        self._changes.put_edges(kind, found.new)


def former_nodes(connection: Connection, label: str) -> set[str]:
    """Keys of the nodes that left the graph but stay for the sake of a user."""
    return connection.read(_firsts, cypher.former_nodes(label), prefix=connection.server.prefix)


def _firsts(rows: Iterable[Sequence[Any]]) -> set[str]:
    return {row[0] for row in rows}


def _sums(rows: Iterable[Sequence[Any]]) -> dict[str, tuple[int, int]]:
    return {key: (count, total) for key, count, total in rows}


def _by_key(rows: Iterable[Sequence[Any]]) -> dict[str, list[tuple[str, int]]]:
    return dict(rows)  # type: ignore[arg-type]
