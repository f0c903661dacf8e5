"""The graph on a Neo4j server: read it like the embedded one, load it, query it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import neo4j
from neo4j.exceptions import Neo4jError

from kg.core.errors import QueryError, StoreError
from kg.core.graph_store import GraphSource, Rows
from kg.core.progress import Progress
from kg.loaders.cypher import queries as cypher
from kg.loaders.cypher.graph import CypherGraph
from kg.loaders.neo4j import queries as cypher_load
from kg.loaders.neo4j.changes import LoadReport
from kg.loaders.neo4j.load import Since, load
from kg.loaders.neo4j.rows import plain_rows, query_error
from kg.loaders.neo4j.server import Connection, Server, plain_errors
from kg.loaders.neo4j.state import read_state
from kg.loaders.neo4j.writer import BATCH


class Neo4jGraph(CypherGraph):
    """A GraphStore on one corpus of a Neo4j database."""

    _key = cypher.KEY
    _scope = cypher.IN_CORPUS

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._prefix = connection.server.prefix
        self._open: list[neo4j.Session] = []

    @classmethod
    def connect(cls, server: Server) -> Neo4jGraph:
        """Connect to load a corpus. Raises StoreError when no server answers, the user may not in, or it is too old."""
        return cls(Connection(server))

    @classmethod
    def open(cls, server: Server) -> Neo4jGraph:
        """Connect to read a corpus. Raises StoreError as `connect`, and when the corpus is not there or not whole."""
        graph = cls.connect(server)
        try:
            graph._check_loaded()
        except BaseException:
            graph.close()
            raise
        return graph

    def _check_loaded(self) -> None:
        server = self._connection.server
        sources, loaded = self._connection.read(_maps, cypher_load.SOURCES, prefix=self._prefix)[0].values()
        if not sources:
            there = self._connection.read(_maps, cypher_load.CORPORA)
            others = f"; there are: {', '.join(row['corpus'] for row in there)} (--corpus)" if there else ""
            raise StoreError(
                f"{server.uri}: no graph of papermesh here called {server.corpus!r}{others}; load it with: "
                f"kg load {server.uri}"
            )
        if loaded < sources:
            raise StoreError(
                f"{server.uri}: a load is at work or was interrupted; wait, or finish it with: kg load {server.uri}"
            )
        state = read_state(self._connection)
        if state and state.imported:
            raise StoreError(f"{server.uri}: imported, but not complete yet; finish it with: kg load {server.uri}")

    def load(
        self,
        graph: GraphSource,
        *,
        generation: str = "",
        since: Since = lambda _: None,
        dry_run: bool = False,
        batch: int = BATCH,
        progress: Progress | None = None,
    ) -> LoadReport:
        """Make the corpus equal to `graph` (see kg.loaders.neo4j.load.load). Nothing that a user added is touched."""
        return load(
            self._connection,
            graph,
            generation=generation,
            since=since,
            dry_run=dry_run,
            batch=batch,
            progress=progress,
        )

    def query(
        self,
        cypher: str,
        params: Mapping[str, object] | None = None,
        *,
        limit_seconds: float | None = None,
        write: bool = False,
    ) -> Rows:
        """Run a query of a user; rows are fetched as they are read. It sees all of the database, every corpus.

        limit_seconds: how long the server works on it, rows being read included (no limit unless given).
        """
        if not cypher.strip():
            raise QueryError("the query is empty")
        session = self._connection.session(neo4j.WRITE_ACCESS if write else neo4j.READ_ACCESS)
        self._open.append(session)
        warnings: list[str] = []
        written: dict[str, int] = {}
        with self._errors(cypher, limit_seconds):
            result = session.run(neo4j.Query(cypher, timeout=limit_seconds), dict(params or {}))  # type: ignore[arg-type]
            columns = tuple(result.keys())
        return Rows(columns, self._rows(result, cypher, limit_seconds, warnings, written), warnings, written)

    def _rows(
        self,
        result: neo4j.Result,
        query: str,
        limit_seconds: float | None,
        warnings: list[str],
        written: dict[str, int],
    ) -> Iterator[dict[str, object]]:
        """The rows; at their end what the server noted and changed."""
        with self._errors(query, limit_seconds):
            yield from plain_rows(result, self._ids)
            summary = result.consume()
        warnings += [
            status.status_description.removeprefix("warn: ")
            for status in summary.gql_status_objects
            if status.is_notification
        ]
        counts = vars(summary.counters).items()
        written |= {name.replace("_", " "): count for name, count in counts if type(count) is int and count}

    @contextmanager
    def _errors(self, query: str, limit_seconds: float | None) -> Iterator[None]:
        with plain_errors(self._connection.server):
            try:
                yield
            except OverflowError as error:
                raise QueryError(f"a parameter is no number of Cypher: {error}") from error
            except Neo4jError as error:
                if plain := query_error(error, query, limit_seconds):
                    raise plain from error
                raise

    def close(self) -> None:
        for session in self._open:
            session.close()
        self._connection.close()

    def _run(self, statement: str, /, **params: object) -> Iterable[Mapping[str, Any]]:
        return self._connection.read(_maps, statement, **params)

    def _ids(self, slots: list[str]) -> dict[str, str]:
        return {row["slot"]: row["id"] for row in self._run(cypher.SLOTS, slots=slots) if row["id"] is not None}


def _maps(records: Iterable[neo4j.Record]) -> list[dict[str, Any]]:
    return [dict(record) for record in records]
