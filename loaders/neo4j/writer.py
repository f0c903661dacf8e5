"""Sending batches: from a thread of their own, so that the next one is prepared while the server works."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Any

from kg.core.errors import StoreError
from kg.core.progress import Progress
from kg.loaders.neo4j.server import Connection, OutOfMemory

BATCH = 10_000
"""Nodes or relationships a transaction; halved where the server has no memory for so many."""

_Group = Callable[[Sequence[Any]], list[Any]]


class Writer:
    """Batches go out in order, one on its way at a time. Leaving the block waits for the last.

    before: called once, before anything is written. strict: rows that change nothing where each has to are a
    StoreError, else they are counted in `missing`.
    """

    def __init__(
        self,
        connection: Connection,
        before: Callable[[], None],
        progress: Progress,
        *,
        dry_run: bool = False,
        strict: bool = True,
    ) -> None:
        self.dry_run = dry_run
        self.missing = 0
        self._connection = connection
        self._before: Callable[[], None] | None = before
        self._progress = progress
        self._strict = strict
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._pending: Future[int] | None = None
        self._advance = 0

    def send(
        self,
        statement: str,
        rows: Sequence[Any],
        *,
        group: _Group = list,
        name: str = "",
        advance: bool = True,
    ) -> None:
        """Run the statement on $rows, soon. name: of the relationships of which every row has to change one."""
        if not rows:
            return
        self._wait()
        if self.dry_run:
            self._progress.advance(len(rows) * advance)
            return
        if self._before:
            self._before()
            self._before = None
        self._advance = len(rows) * advance
        self._pending = self._thread.submit(self._run, statement, rows, group, name)

    def send_now(self, statement: str, rows: Sequence[Any]) -> int:
        """Run it and wait for the number that it returns; 0 in a dry run."""
        self.send(statement, rows, advance=False)
        return self._wait()

    def _wait(self) -> int:
        if not self._pending:
            return 0
        pending, self._pending = self._pending, None
        result = pending.result()
        self._progress.advance(self._advance)
        return result

    def _run(self, statement: str, rows: Sequence[Any], group: _Group, name: str) -> int:
        done = self._write(statement, rows, group)
        if name and (missing := len(rows) - done) > 0:
            if self._strict:
                raise StoreError(f"{missing} of {len(rows)} {name} relationships name no node of the graph")
            self.missing += missing
        return done

    def _write(self, statement: str, rows: Sequence[Any], group: _Group) -> int:
        try:
            return self._connection.write(statement, rows=group(rows))
        except StoreError as error:
            if not isinstance(error.__cause__, OutOfMemory) or len(rows) == 1:
                raise
        half = len(rows) // 2
        return self._write(statement, rows[:half], group) + self._write(statement, rows[half:], group)

    def __enter__(self) -> Writer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._wait()
        finally:
            self._thread.shutdown(cancel_futures=True)
