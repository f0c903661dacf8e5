"""What a load does: rows are sent, and counted by label and type."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, TypeAlias

from kg.core.engine import batched
from kg.core.graph import NODES, RELATIONSHIPS
from kg.core.graph_store import Properties
from kg.core.progress import Progress
from kg.loaders.neo4j import queries as cypher
from kg.loaders.neo4j.server import Connection
from kg.loaders.neo4j.writer import Writer

Row: TypeAlias = list[Any]


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


class Changes(Writer):
    """A writer that counts, by label and type, what its rows change. before, strict: as there."""

    def __init__(
        self,
        connection: Connection,
        before: Callable[[], None],
        progress: Progress,
        *,
        batch: int,
        dry_run: bool = False,
        strict: bool = True,
    ) -> None:
        super().__init__(connection, before, progress, dry_run=dry_run, strict=strict)
        self.by_name = {name: Change(name) for name in (*NODES, *RELATIONSHIPS)}
        self._batch = batch

    def report(self) -> LoadReport:
        return LoadReport(tuple(self.by_name.values()))

    def put_nodes(self, label: str, rows: Sequence[Row], returning: Sequence[str]) -> None:
        """Create or update. rows: of key, digest, values. returning: keys of those that are there as Former..."""
        for batch in batched(returning, self._batch):
            self.send(cypher.revive_nodes(label), batch, advance=False)
        for batch in batched(rows, self._batch):
            self.send(cypher.put_nodes(label), batch)

    def drop_nodes(self, label: str, keys: Sequence[str]) -> None:
        """Delete; what cannot be deleted for the sake of a user is retired."""
        change = self.by_name[label]
        change.deleted += len(keys)
        for batch in batched(keys, self._batch):
            deleted = self.send_now(cypher.delete_nodes(label), batch)
            if not self.dry_run and deleted < len(batch):
                retired = self.send_now(cypher.retire_nodes(label), batch)
                change.deleted -= retired
                change.retired += retired

    def put_edges(self, kind: str, rows: Sequence[Row]) -> None:
        """Create. rows: of start key, end key, digest, values."""
        self.by_name[kind].created += len(rows)
        for batch in batched(rows, self._batch):
            self.send(cypher.put_edges(kind), batch, group=_listed, name=kind)

    def update_edges(self, kind: str, names: Iterable[str], rows: Sequence[Row]) -> None:
        """Change these properties. rows: of start key, end key, digest, values."""
        self.by_name[kind].changed += len(rows)
        for batch in batched(rows, self._batch):
            self.send(cypher.update_edges(kind, names), batch, group=_mapped, name=kind)

    def delete_edges(self, kind: str, rows: Sequence[Row]) -> None:
        """rows: of start key, end key."""
        self.by_name[kind].deleted += len(rows)
        for batch in batched(rows, self._batch):
            self.send(cypher.delete_edges(kind), batch, group=_mapped)


def values(properties: Properties, names: Iterable[str]) -> list[object]:
    """The values of these properties as they are sent."""
    found = map(properties.get, names)
    return [list(value) if isinstance(value, tuple) else value for value in found]


def _listed(rows: Sequence[Row]) -> list[Row]:
    """[start, [[end, ...], ...]]: a start is looked up once."""
    return [[start, [row[1:] for row in group]] for start, group in groupby(rows, key=lambda row: row[0])]


def _mapped(rows: Sequence[Row]) -> list[Row]:
    """[start, {end: [...], ...}]: of the relationships of a start those are taken whose end is there."""
    return [[start, {row[1]: row[2:] for row in group}] for start, group in groupby(rows, key=lambda row: row[0])]
