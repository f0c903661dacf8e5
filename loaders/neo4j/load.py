"""Making a corpus in Neo4j equal to a graph, by sending the difference.

Every node and relationship of ours bears a digest of what was loaded. What has the same digest is left alone, so a load
that was killed is finished by the next one, and a second load sends nothing (docs/decisions/0012-neo4j.md). Where the
store knows what has changed since the last load, and the server is as that left it, only this is looked at
(docs/decisions/0044-loading-a-difference.md).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kg.core.errors import NoDifference, StoreError
from kg.core.graph_store import GraphDifference, GraphSource
from kg.core.progress import Progress
from kg.loaders.neo4j import queries as cypher
from kg.loaders.neo4j.changes import Changes, LoadReport
from kg.loaders.neo4j.compare import Comparison
from kg.loaders.neo4j.server import Connection
from kg.loaders.neo4j.state import (
    State,
    claim_state,
    clear_state,
    complete_import,
    current_check,
    others,
    read_state,
    write_state,
)
from kg.loaders.neo4j.update import Update
from kg.loaders.neo4j.writer import BATCH

Since = Callable[[str], GraphDifference | None]
"""What has changed since a generation of the graph; None where that is not known."""


def load(
    connection: Connection,
    graph: GraphSource,
    *,
    generation: str = "",
    since: Since = lambda _: None,
    dry_run: bool = False,
    batch: int = BATCH,
    progress: Progress | None = None,
) -> LoadReport:
    """Make the corpus equal to `graph`; with dry_run only find out what that would take.

    generation: names the content of `graph`; nothing is compared when the corpus is that already. batch: nodes or
    relationships a transaction. Raises StoreError when the server fails, a relationship names no node of the graph, or
    someone else changes the corpus meanwhile.
    """
    return _Load(connection, graph, dry_run, batch, progress or Progress()).run(generation, since)


class _Load:
    def __init__(
        self, connection: Connection, graph: GraphSource, dry_run: bool, batch: int, progress: Progress
    ) -> None:
        self.connection = connection
        self.graph = graph
        self.dry_run = dry_run
        self.batch = batch
        self.progress = progress
        self.stored: State | None = None  # what the server has

    def run(self, generation: str, since: Since) -> LoadReport:
        self.progress.stage("comparing")
        if not self.dry_run:
            for statement in cypher.schema():
                self.connection.write(statement)
        state = self.stored = self._known_state()
        if state and not self.dry_run and (difference := self._difference(state, generation, since)):
            report, state = self._update(difference, state, generation)
            if report:
                return report
        return self._compare(state, generation)

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

    # -- what has changed ----------------------------------------------------------------------

    def _difference(self, state: State, generation: str, since: Since) -> GraphDifference | None:
        """What has changed since the state, if nobody has created or deleted anything meanwhile."""
        if state.generation == generation or not state.others:
            return None
        return since(state.generation) if others(self.connection, state.check) == state.others else None

    def _update(
        self, difference: GraphDifference, state: State, generation: str
    ) -> tuple[LoadReport | None, State | None]:
        """Send it. No report where everything has to be compared after all, with the state to expect."""

        def claim() -> None:
            if not claim_state(self.connection, state):
                raise NoDifference("someone else loads this corpus")
            self.stored = None

        changes = Changes(self.connection, claim, self.progress, batch=self.batch, strict=False)
        update = Update(self.connection, difference, changes, state.check, self.batch, self.progress)
        try:
            with changes:
                update.run()
        except NoDifference:
            return None, state
        self.progress.stage("checking")
        state = replace(state, generation=generation, check=update.check)
        if changes.missing or others(self.connection, state.check) != state.others:
            return None, state
        write_state(self.connection, state)
        return changes.report(), state

    # -- everything ----------------------------------------------------------------------------

    def _compare(self, state: State | None, generation: str) -> LoadReport:
        check = current_check(self.connection) if state else {}
        changes = Changes(self.connection, self._clear, self.progress, batch=self.batch, dry_run=self.dry_run)
        trusted = {name for name in changes.by_name if not state or state.check.get(name) == check[name]}
        if state and generation and state.generation == generation and len(trusted) == len(changes.by_name):
            for name, change in changes.by_name.items():
                change.unchanged = check[name][0]
        else:
            comparison = Comparison(self.connection, self.graph, changes, trusted, self.batch, self.progress)
            with changes:
                comparison.run()
            if not self.dry_run:
                self.progress.stage("checking")
                check = self._checked(comparison.wanted)
        if not self.dry_run:
            now = State(generation, check, others=others(self.connection, check))
            if now != self.stored:
                write_state(self.connection, now)
        return changes.report()

    def _clear(self) -> None:
        """Remove the state: from now on the graph is neither the old nor the new one."""
        clear_state(self.connection)
        self.stored = None

    def _checked(self, wanted: dict[str, list[int]]) -> dict[str, list[int]]:
        """What is there now. Raises StoreError where it is not what was to be there."""
        check = current_check(self.connection)
        if any(check[name][:2] != wanted[name] for name in wanted):
            uri = self.connection.server.uri
            raise StoreError(f"{uri}: someone else changed the graph while it was loaded; run kg load again")
        return check
