"""What Neo4j itself keeps of the last load: which content it was, and numbers that tell whether that is still there.

The state is on the sources of a corpus, because an extra node would show in the users' queries. While a load is at
work, or after one that was killed, there is none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from kg.core.errors import StoreError
from kg.core.graph import NODES, RELATIONSHIPS
from kg.loaders.neo4j import queries as cypher
from kg.loaders.neo4j.server import Connection

FILLED = 50_000
"""Empty lists a transaction."""


@dataclass(frozen=True, slots=True)
class State:
    """generation: as kg.store.catalog names contents; check: label or type -> (count, sum of digests, sum of contents).

    imported: made by the import tool (kg.loaders.neo4j.csv) and not yet completed. others: label or type -> how many
    there were in the database that no corpus counts as its own; empty where that is not known.
    """

    generation: str
    check: dict[str, list[int]]
    imported: bool = False
    others: dict[str, int] = field(default_factory=dict)

    def text(self) -> str:
        """The state as it is stored."""
        return json.dumps(asdict(self))


def read_state(connection: Connection) -> State | None:
    """The state of the last load; None when there is none, or none that can be read."""
    texts = connection.read(_column, cypher.READ_STATE, prefix=connection.server.prefix)
    try:
        (text,) = set(texts)
        return State(**json.loads(text))
    except (TypeError, ValueError):
        return None


def write_state(connection: Connection, state: State) -> None:
    """Keep a state on the sources of the corpus."""
    connection.write(cypher.WRITE_STATE, prefix=connection.server.prefix, state=state.text())


def claim_state(connection: Connection, state: State) -> bool:
    """Remove the state, if it is still this one: of two loads that begin with it one gets it."""
    return connection.write(cypher.CLAIM_STATE, prefix=connection.server.prefix, state=state.text()) > 0


def clear_state(connection: Connection) -> None:
    """Remove the state of the corpus."""
    connection.write(cypher.WRITE_STATE, prefix=connection.server.prefix, state=None)


def complete_import(connection: Connection) -> None:
    """Store the empty lists that the import tool left out. What is no list of ours shows in the next check."""
    for name in (*NODES, *RELATIONSHIPS):
        for statement in cypher.empty_lists(name):
            while connection.write(statement, prefix=connection.server.prefix, limit=FILLED) == FILLED:
                pass


def current_check(connection: Connection) -> dict[str, list[int]]:
    """The numbers of State.check as they are now; [] where a value has another type than kg.core.graph says."""
    statements = {label: cypher.check_nodes(label) for label in NODES}
    statements |= {kind: cypher.check_edges(kind) for kind in RELATIONSHIPS}
    return {name: _check(connection, statement) for name, statement in statements.items()}


def others(connection: Connection, check: dict[str, list[int]]) -> dict[str, int]:
    """The numbers of State.others as they are now, if `check` is what this corpus has; {} where another has no state.

    Takes no time, however large the database is, and shows what was created or deleted, though not what was changed.
    """
    texts = [text for corpus, text in connection.read(list, cypher.STATES) if corpus != connection.server.corpus]
    try:
        known = [check, *(State(**json.loads(text)).check for text in texts)]
        totals = connection.read(dict, cypher.totals())
        return {name: total - sum(each[name][0] for each in known) for name, total in totals.items()}
    except (TypeError, ValueError, KeyError, IndexError):
        return {}


def _check(connection: Connection, statement: str) -> list[int]:
    try:
        return connection.read(_row, statement, prefix=connection.server.prefix)
    except StoreError as error:
        if "Statement" in (getattr(error.__cause__, "code", None) or ""):
            return []
        raise


def _row(rows: Iterable[Sequence[Any]]) -> list[int]:
    return next([int(value) for value in row] for row in rows)


def _column(rows: Iterable[Sequence[Any]]) -> list[Any]:
    return [row[0] for row in rows]
