"""What the store says has changed since the last load, sent without a look at the rest of the store or the server."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg.core.graph import NODES, RELATIONSHIPS
from kg.core.graph_store import GraphDifference, Properties
from kg.core.progress import Progress
from kg.loaders.neo4j.changes import Changes, Row, values
from kg.loaders.neo4j.compare import former_nodes
from kg.loaders.neo4j.marks import digest, weight
from kg.loaders.neo4j.server import Connection


class Update:
    """check: the numbers of State.check, worked out as the rows go by: those of before, less those of what was changed
    or deleted, plus those of what is there now."""

    def __init__(
        self,
        connection: Connection,
        difference: GraphDifference,
        changes: Changes,
        check: Mapping[str, list[int]],
        batch: int,
        progress: Progress,
    ) -> None:
        self.check = {name: list(numbers) for name, numbers in check.items()}
        self._connection = connection
        self._prefix = connection.server.prefix
        self._difference = difference
        self._changes = changes
        self._batch = batch
        self._progress = progress

    def run(self) -> None:
        """Send what differs. Raises NoDifference."""
        vanished = {label: self._update_nodes(label) for label in NODES}
        for kind in RELATIONSHIPS:
            self._update_edges(kind)
        for label, keys in vanished.items():
            self._changes.drop_nodes(label, keys)
        for name, change in self._changes.by_name.items():
            change.unchanged = self.check[name][0] - change.created - change.changed

    # -- nodes ---------------------------------------------------------------------------------

    def _update_nodes(self, label: str) -> list[str]:
        """Send what is new or other; the keys of what is no more."""
        self._progress.stage(label)
        change = self._changes.by_name[label]
        former = former_nodes(self._connection, label)
        rows: list[Row] = []
        returning: list[str] = []
        gone: list[str] = []
        for id_, before, now in self._difference.nodes(label):
            key = self._prefix + id_
            digest = self._note(label, (id_,), before, now)
            if now is None:
                gone.append(key)
                continue
            change.changed += before is not None
            change.created += before is None
            if key in former:
                returning.append(key)
            rows.append([key, digest, *values(now, NODES[label])])
            if len(rows) == self._batch:
                self._changes.put_nodes(label, rows, returning)
                rows, returning = [], []
        self._changes.put_nodes(label, rows, returning)
        return gone

    # -- relationships -------------------------------------------------------------------------

    def _update_edges(self, kind: str) -> None:
        """Of what is other only the properties that are: nearly always a score alone."""
        self._progress.stage(kind)
        changes, properties = self._changes, RELATIONSHIPS[kind][2]
        new: list[Row] = []
        gone: list[Row] = []
        other: dict[tuple[str, ...], list[Row]] = {}
        for start, end, before, now in self._difference.edges(kind):
            ends = [self._prefix + start, self._prefix + end]
            names = _differing(before, now, properties)
            digest = self._note(kind, (start, end), before, now, names)
            if now is None:
                gone.append(ends)
                continue
            rows = new if before is None else other.setdefault(names, [])
            rows.append([*ends, digest, *values(now, names)])
            if len(rows) == self._batch and before is None:
                changes.put_edges(kind, new)
                new = []
            elif len(rows) == self._batch:
                changes.update_edges(kind, names, other.pop(names))
        for names, rows in other.items():
            changes.update_edges(kind, names, rows)
        changes.put_edges(kind, new)
        changes.delete_edges(kind, gone)

    # -- the numbers ---------------------------------------------------------------------------

    def _note(
        self,
        name: str,
        ids: tuple[str, ...],
        before: Properties | None,
        now: Properties | None,
        names: tuple[str, ...] | None = None,
    ) -> int:
        """The digest of what is there now. names: the properties that differ; only their part is worked out twice."""
        numbers = self.check[name]
        digest_now = weight_now = 0
        if now is not None:
            digest_now, weight_now = digest(*ids, now), weight(name, now)
            _add(numbers, 1, digest_now, weight_now)
        if before is not None:
            weight_before = weight(name, before, names)
            if now is not None:
                weight_before += weight_now - weight(name, now, names)
            _add(numbers, -1, digest(*ids, before), weight_before)
        return digest_now


def _add(numbers: list[int], sign: int, digest: int, weight: int) -> None:
    numbers[0] += sign
    numbers[1] += sign * digest
    numbers[2] += sign * weight * (digest % 997)


def _differing(before: Properties | None, now: Properties | None, properties: Iterable[str]) -> tuple[str, ...]:
    """The names of the properties that differ; all where there is nothing to compare."""
    if before is None or now is None:
        return tuple(properties)
    return tuple(name for name in properties if before.get(name) != now.get(name))
