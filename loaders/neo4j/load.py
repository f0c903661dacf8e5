"""Making a corpus in Neo4j equal to a graph, by sending the difference.

Every node and relationship of ours bears a digest of what was loaded. What has the same digest is left alone, so a load
that was killed is finished by the next one, and a second load sends nothing. docs/decisions/0012-neo4j.md says why.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any, TypeAlias

from kg.core.engine import batched
from kg.core.errors import StoreError
from kg.core.graph import NODES, RELATIONSHIPS, Edge, Value
from kg.core.graph_store import GraphSource
from kg.core.progress import Progress
from kg.loaders.neo4j import queries as cypher
from kg.loaders.neo4j.marks import edge_digest, node_digest
from kg.loaders.neo4j.server import Connection
from kg.loaders.neo4j.state import State, clear_state, complete_import, current_check, read_state, write_state
from kg.loaders.neo4j.writer import BATCH, Writer

LOOKED_UP = 2_000
"""Starts of relationships whose relationships are asked for together."""

_Row: TypeAlias = list[Any]


@dataclass(slots=True)
class Change:
    """What a load does to one label or relationship type.

    retired: nodes that left the graph, but stay as Former... because a user's own relationships, labels or
    properties hang on them.
    """

    name: str
    unchanged: int = 0
    created: int = 0
    changed: int = 0
    deleted: int = 0
    retired: int = 0

    @property
    def touched(self) -> int:
        return self.created + self.changed + self.deleted + self.retired


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did, by label and type."""

    changes: tuple[Change, ...]

    @property
    def touched(self) -> int:
        return sum(change.touched for change in self.changes)


def load(
    connection: Connection,
    graph: GraphSource,
    *,
    generation: str = "",
    dry_run: bool = False,
    batch: int = BATCH,
    progress: Progress | None = None,
) -> LoadReport:
    """Make the corpus equal to `graph`; with dry_run only find out what that would take.

    generation: names the content of `graph`; nothing is compared when the corpus is that already. batch: nodes or
    relationships a transaction. Raises StoreError when the server fails, a relationship names no node of the graph, or
    someone else changes the corpus meanwhile.
    """
    return _Load(connection, graph, dry_run, batch, progress or Progress()).run(generation)


@dataclass(slots=True)
class _Differences:
    """What to do with the relationships of one type: rows of (start key, end key, digest, values...)."""

    new: list[_Row] = field(default_factory=list)
    other: list[_Row] = field(default_factory=list)
    gone: list[_Row] = field(default_factory=list)

    def __len__(self) -> int:
        return max(len(self.new), len(self.other), len(self.gone))


class _Load:
    def __init__(
        self, connection: Connection, graph: GraphSource, dry_run: bool, batch: int, progress: Progress
    ) -> None:
        self.connection = connection
        self.graph = graph
        self.dry_run = dry_run
        self.batch = batch
        self.progress = progress
        self.prefix = connection.server.prefix
        self.changes = {name: Change(name) for name in (*NODES, *RELATIONSHIPS)}
        self.wanted = {name: [0, 0] for name in self.changes}  # count and sum of digests, as in State.check
        self.vanished: dict[str, list[str]] = {}
        self.state: State | None = None
        self.trusted: set[str] = set()

    def run(self, generation: str) -> LoadReport:
        self.progress.stage("comparing")
        if not self.dry_run:
            for statement in cypher.schema():
                self.connection.write(statement)
        self.state = self._known_state()
        check = current_check(self.connection) if self.state else {}
        self.trusted = {name for name in self.changes if not self.state or self.state.check.get(name) == check[name]}
        if self.state and generation and self.state.generation == generation and len(self.trusted) == len(self.changes):
            for name, change in self.changes.items():
                change.unchanged = check[name][0]
            return LoadReport(tuple(self.changes.values()))
        with Writer(self.connection, self._before_first_write, self.progress, dry_run=self.dry_run) as writer:
            for label in NODES:
                self._load_nodes(writer, label)
            for kind in RELATIONSHIPS:
                self._load_edges(writer, kind)
            for label, keys in self.vanished.items():
                self._drop_nodes(writer, label, keys)
        if not self.dry_run:
            self._conclude(generation)
        return LoadReport(tuple(self.changes.values()))

    def _known_state(self) -> State | None:
        """The state of the last load, None where that is not to be relied on.

        An import is completed first; a dry run leaves it as it is and compares everything.
        """
        state = read_state(self.connection)
        if not state or not state.imported:
            return state
        if self.dry_run:
            return None
        complete_import(self.connection)
        state = replace(state, imported=False)
        write_state(self.connection, state)
        return state

    def _conclude(self, generation: str) -> None:
        """Write the state down, if what is there now is what was to be there. Raises StoreError where it is not."""
        self.progress.stage("checking")
        check = current_check(self.connection)
        if any(check[name][:2] != self.wanted[name] for name in self.changes):
            uri = self.connection.server.uri
            raise StoreError(f"{uri}: someone else changed the graph while it was loaded; run kg load again")
        write_state(self.connection, State(generation, check))

    def _note(self, name: str, *digests: int) -> None:
        self.wanted[name][0] += len(digests)
        self.wanted[name][1] += sum(digests)

    def _before_first_write(self) -> None:
        """Remove the state: from now on the graph is neither the old nor the new one."""
        clear_state(self.connection)

    # -- nodes ---------------------------------------------------------------------------------

    def _load_nodes(self, writer: Writer, label: str) -> None:
        change, trusted = self.changes[label], label in self.trusted
        there: dict[str, int] = self.connection.read(dict, cypher.node_digests(label), prefix=self.prefix)
        former = self.connection.read(_firsts, cypher.former_nodes(label), prefix=self.prefix)
        self.progress.stage(label, self.graph.counts()[label])
        rows: list[_Row] = []
        returning: list[str] = []
        for node in self.graph.nodes(label):
            key, digest = self.prefix + node.id, node_digest(node)
            self._note(label, digest)
            known = key in there
            if there.pop(key, None) == digest and trusted:
                change.unchanged += 1
                self.progress.advance()
                continue
            change.changed += known
            change.created += not known
            if key in former:
                returning.append(key)
            rows.append([key, digest, *(_plain(node.properties.get(name)) for name in NODES[label])])
            if len(rows) == self.batch:
                self._put_nodes(writer, label, returning, rows)
                rows, returning = [], []
        self._put_nodes(writer, label, returning, rows)
        self.vanished[label] = list(there)

    def _put_nodes(self, writer: Writer, label: str, returning: list[str], rows: list[_Row]) -> None:
        writer.send(cypher.revive_nodes(label), returning, advance=False)
        writer.send(cypher.put_nodes(label), rows)

    def _drop_nodes(self, writer: Writer, label: str, keys: Sequence[str]) -> None:
        change = self.changes[label]
        change.deleted += len(keys)
        for batch in batched(keys, self.batch):
            deleted = writer.send_now(cypher.delete_nodes(label), batch)
            if not self.dry_run and deleted < len(batch):
                retired = writer.send_now(cypher.retire_nodes(label), batch)
                change.deleted -= retired
                change.retired += retired

    # -- relationships -------------------------------------------------------------------------

    def _load_edges(self, writer: Writer, kind: str) -> None:
        """Start by start: where count and sum of the digests are the same, nothing is asked for or sent."""
        trusted = kind in self.trusted
        there: dict[str, tuple[int, int]] = self.connection.read(_sums, cypher.edge_digests(kind), prefix=self.prefix)
        self.progress.stage(kind, self.graph.counts()[kind])
        found = _Differences()
        uncertain: dict[str, list[_Row]] = {}
        for start, rows in self._by_start(kind):
            self._note(kind, *(row[2] for row in rows))
            sums = there.pop(start, (0, 0))
            if sums == (0, 0):
                found.new += rows
            elif trusted and sums == (len(rows), sum(row[2] for row in rows)):
                self.changes[kind].unchanged += len(rows)
                self.progress.advance(len(rows))
            else:
                uncertain[start] = rows
            if len(uncertain) == LOOKED_UP:
                self._compare(kind, uncertain, found)
                uncertain = {}
            if len(found) >= self.batch:
                self._send_edges(writer, kind, found)
                found = _Differences()
        self._compare(kind, uncertain | {start: [] for start in there}, found)
        self._send_edges(writer, kind, found)

    def _by_start(self, kind: str) -> Iterator[tuple[str, list[_Row]]]:
        names = RELATIONSHIPS[kind][2]
        for (_, start), edges in groupby(self.graph.edges(kind), key=lambda edge: edge.start):
            key = self.prefix + start
            yield key, [_edge_row(key, self.prefix + edge.end[1], edge, names) for edge in edges]

    def _compare(self, kind: str, wanted: dict[str, list[_Row]], found: _Differences) -> None:
        """Relationship by relationship. Of two between the same nodes, left by loads at the same time, none stays."""
        change, trusted = self.changes[kind], kind in self.trusted
        for keys in batched(list(wanted), LOOKED_UP):
            there = self.connection.read(_by_key, cypher.edges_of(kind), keys=keys)
            for start in keys:
                digests: dict[str, list[int]] = defaultdict(list)
                for end, digest in there.get(start, ()):
                    digests[end].append(digest)
                for row in wanted[start]:
                    known = digests.pop(row[1], [])
                    if known == [row[2]] and trusted:
                        change.unchanged += 1
                        self.progress.advance()
                    elif len(known) == 1:
                        found.other.append(row)
                    else:
                        found.new.append(row)
                        found.gone += [[start, row[1]]] * bool(known)
                found.gone += [[start, end] for end in digests]

    def _send_edges(self, writer: Writer, kind: str, found: _Differences) -> None:
        change = self.changes[kind]
        change.created += len(found.new)
        change.changed += len(found.other)
        change.deleted += len(found.gone)
        for statement, rows in (
            (cypher.delete_edges(kind), found.gone),
            (cypher.update_edges(kind), found.other),
            (cypher.put_edges(kind), found.new),
        ):
            for batch in batched(rows, self.batch):
                complete = rows is not found.gone
                writer.send(statement, batch, group=_grouped, expected=len(batch) if complete else None, name=kind)


def _edge_row(start: str, end: str, edge: Edge, names: Iterable[str]) -> _Row:
    values = [_plain(edge.properties.get(name)) for name in names]
    return [start, end, edge_digest(edge), *values]


def _plain(value: Value) -> object:
    return list(value) if isinstance(value, tuple) else value


def _grouped(rows: Sequence[_Row]) -> list[_Row]:
    """[start, [[end, ...], ...]]: a start is looked up once."""
    return [[start, [row[1:] for row in group]] for start, group in groupby(rows, key=lambda row: row[0])]


def _firsts(rows: Iterable[Sequence[Any]]) -> set[str]:
    return {row[0] for row in rows}


def _sums(rows: Iterable[Sequence[Any]]) -> dict[str, tuple[int, int]]:
    return {key: (count, total) for key, count, total in rows}


def _by_key(rows: Iterable[Sequence[Any]]) -> dict[str, list[tuple[str, int]]]:
    return dict(rows)  # type: ignore[arg-type]
