"""catalog.sqlite: the truth on disk, exchanged as a whole, read as a graph."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from kg.core.corrections import NO_GRAPH, Correction, Outcome
from kg.core.errors import KgError, StoreError
from kg.core.graph import Edge, Node
from kg.store.files import (
    CACHE,
    FILE,
    SCHEMA_VERSION,
    Database,
    give_name,
    is_there,
    no_catalog,
    open_catalog,
    part_of,
    plainly,
    row_sum,
)
from kg.store.lock import BuildLock, at_work
from kg.store.read import GraphTables

if TYPE_CHECKING:  # what only builds and few questions need
    from kg.core.account import Duplicate, SourceAccount
    from kg.core.vectors import Vectors
    from kg.store.cache import Cache
    from kg.store.loaded import Difference
    from kg.store.write import Draft, MergeRow

T = TypeVar("T")

__all__ = ["CACHE", "FILE", "SCHEMA_VERSION", "Catalog"]


class Catalog(Database):
    """One open catalog, which stays the same whatever is built meanwhile. Use as a context manager.

    graph: what can be asked of the graph in it. cache: what was read and worked out, when it was opened to be built.
    Raises StoreError when the store is missing, damaged, of another version, or cannot be written.
    """

    cache: Cache

    def __init__(self, connection: sqlite3.Connection, path: Path, lock: BuildLock | None = None) -> None:
        super().__init__(connection, path)
        self._lock = lock
        self.graph = GraphTables(self._rows, path)

    @classmethod
    def open(cls, store: Path) -> Catalog:
        """The catalog of an existing store, to read its graph."""
        catalog = cls.readable(store)
        try:
            if not catalog.generation:
                raise cls._unfinished(store)
        except BaseException:
            catalog.close()
            raise
        return catalog

    @classmethod
    def readable(cls, store: Path) -> Catalog:
        """The catalog of an existing store, also when it holds no graph."""
        return cls._checked(cls._existing(store))

    @classmethod
    def saved_corrections(cls, store: Path) -> list[Correction]:
        """The corrections of an existing store, also of one that another version of papermesh made."""
        with cls._checked(cls._existing(store), of_any_version=True) as catalog:
            return [correction for correction, _ in catalog.corrections()]

    @classmethod
    def _existing(cls, store: Path) -> Path:
        path = Path(store) / FILE
        if is_there(path):
            return path
        if is_there(path.with_name(CACHE)) or at_work(Path(store)):
            raise cls._unfinished(store)
        raise StoreError(f"{store}: no store here; make one with: kg build SOURCE... --store {store}")

    @staticmethod
    def _unfinished(store: Path) -> StoreError:
        unfinished = "its build did not finish; run the same kg build again"
        return StoreError(f"{store}: {'a build is at work' if at_work(store) else unfinished}")

    @classmethod
    def create(cls, store: Path) -> Catalog:
        """The catalog of a store, to build it; made if it is not there yet, with the corrections that the cache notes
        where only that is left. Raises StoreError if a build is at work."""
        catalog = cls._to_build(store, lambda path: cls._checked(path) if is_there(path) else cls(no_catalog(), path))
        if not is_there(catalog.path):
            with catalog._closed_on_error():
                catalog._take_noted_corrections()
        return catalog

    def _take_noted_corrections(self) -> None:
        from kg.store.cache import corrections_noted
        from kg.store.write import put_corrections

        if made_of := self.cache.made_of():
            corrections = corrections_noted(made_of)
            put_corrections(self._db, corrections, repeat(NO_GRAPH, len(corrections)))

    @classmethod
    def _to_build(cls, store: Path, opened: Callable[[Path], Catalog]) -> Catalog:
        from kg.store.cache import Cache

        path = Path(store) / FILE
        lock = BuildLock(Path(store))
        try:
            part_of(path).unlink(missing_ok=True)  # left by a build that was killed
            catalog = opened(path)
            lock.created = not is_there(path) and not is_there(path.with_name(CACHE))
            with catalog._closed_on_error():
                catalog.cache = Cache.open(path.parent)
                catalog._lock = lock
            return catalog
        except (OSError, sqlite3.Error) as error:
            lock.release()
            raise StoreError(f"{path}: cannot make a store: {plainly(error)}") from error
        except BaseException:
            lock.release()
            raise

    @classmethod
    def anew(cls, store: Path) -> Catalog:
        """An empty catalog to build, as if the store had none; what is exchanged for it replaces a damaged one."""
        return cls._to_build(store, lambda path: cls(no_catalog(), path))

    @contextmanager
    def _closed_on_error(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            self.close()
            raise

    @classmethod
    def _checked(cls, path: Path, *, of_any_version: bool = False) -> Catalog:
        connection, version = open_catalog(path)
        catalog = cls(connection, path)
        if version != SCHEMA_VERSION and not of_any_version:
            keep = "save its corrections with kg concepts export, " if catalog._has_corrections() else ""
            catalog.close()
            raise StoreError(
                f"{path}: a store of version {version}, this papermesh reads version {SCHEMA_VERSION}; "
                f"{keep}delete {path.parent} and build again"
            )
        return catalog

    def __enter__(self) -> Catalog:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        super().close()
        if self._lock:
            self.cache.close()
            self._lock.release()

    def discard_if_new(self) -> None:
        """Remove what this build made when it made the store: a first build that fails leaves nothing."""
        if self._lock and self._lock.created:
            self.cache.discard()
            self._lock.discard()

    @contextmanager
    def exchange(self) -> Iterator[Draft]:
        """A new catalog to fill. It takes the place of this one when the block ends; if that fails nothing has changed.

        What can fail comes before: once the file has its name the graph is stored. Raises StoreError when the disk is
        full, ...
        """
        from kg.store.write import Draft

        try:
            draft = Draft(self.path, self.graph)
            try:
                yield draft
                self._put_in_place(draft)
            except BaseException:
                draft.discard()
                raise
        except sqlite3.Error as error:
            raise StoreError(f"{self.path}: cannot write: {plainly(error)}") from error
        with suppress(StoreError):  # a seal too many does no harm
            self.cache.keep_last_seal()
        self._db, _ = open_catalog(self.path)

    def _put_in_place(self, draft: Draft) -> None:
        try:
            made_of = draft.made_of()
            self.cache.add_seal(draft.finish(), made_of)
            self._db.close()
            give_name(self.path)
        except PermissionError as error:  # of the file itself: on Windows nobody may have it open
            why = "end what has it open (kg serve, a notebook) and build again"
            raise StoreError(f"{self.path}: cannot be replaced: {plainly(error)}; {why}") from error
        except OSError as error:
            raise StoreError(f"{self.path}: cannot write: {plainly(error)}") from error

    # -- what is known of the graph -----------------------------------------------------------

    def meta(self, name: str) -> str:
        """A note on the graph, "" where there is none. Raises StoreError when it is not as it was written."""
        for value, sum_ in self._rows("SELECT value, sum FROM meta WHERE name = ?", name):
            if row_sum(name, value) != sum_:
                raise StoreError.damaged(self.path, f"the {name} of the graph")
            return value
        return ""

    def check_sums(self) -> None:
        """Raise StoreError for a note or a correction that is not as it was written."""
        self.corrections()
        for (name,) in list(self._rows("SELECT name FROM meta")):
            self.meta(name)

    @property
    def generation(self) -> str:
        """Names the content of the graph: another one after every build that changed it."""
        return self.meta("generation")

    def vectors(self) -> Vectors:
        """What papers are compared by, in the order of their ids; empty where the graph came from elsewhere."""
        from kg.store.vectors import joined

        try:
            return joined(self._rows("SELECT * FROM vector ORDER BY first"), self.meta("across"))
        except ValueError as error:
            raise StoreError.damaged(self.path, "what papers are compared by") from error

    def changes(self) -> dict[str, tuple[int, int]]:
        """Label -> how many nodes the last build that changed the graph added and removed."""
        return {label: (added, removed) for label, (added, removed) in json.loads(self.meta("changes") or "{}").items()}

    def accounts(self) -> list[SourceAccount]:
        """What became of the entries of every source, by path."""
        from kg.store.account import account_of

        return list(self._made_of_rows(account_of, "SELECT * FROM account ORDER BY path"))

    def duplicates(self) -> list[Duplicate]:
        """The records that were joined, the doubtful first."""
        from kg.store.account import duplicate_of

        return list(self._made_of_rows(duplicate_of, "SELECT * FROM duplicate ORDER BY rowid"))

    def _made_of_rows(self, make: Callable[[tuple[Any, ...]], T], query: str) -> Iterator[T]:
        try:
            yield from map(make, self._rows(query))
        except (ValueError, TypeError) as error:
            raise StoreError.damaged(self.path, "the account of the sources") from error

    # -- what people corrected -------------------------------------------------------------------

    def corrections(self) -> list[tuple[Correction, Outcome]]:
        """Every correction, in order, with what became of it in the graph."""
        found = []
        for row in self._rows("SELECT * FROM decision ORDER BY number"):
            *written, sum_ = row if len(row) > 5 else (*row, None)  # former versions have neither sum nor source
            number, action, names, applies, why_not, *source = written
            if sum_ is not None and row_sum(*written) != sum_:
                raise StoreError.damaged(self.path, f"correction {number}")
            found.append((Correction(action, tuple(json.loads(names)), *source), Outcome(applies, why_not)))
        return found

    def _has_corrections(self) -> bool:
        try:
            return bool(self.corrections())
        except KgError:
            return False  # another version's table, or none

    # -- the graph --------------------------------------------------------------------------

    def nodes(self, label: str) -> Iterator[Node]:
        """Nodes of a label, by id."""
        return self.graph.nodes(label)

    def edges(self, kind: str) -> Iterator[Edge]:
        """Relationships of a type, by start and end."""
        return self.graph.edges(kind)

    def counts(self) -> dict[str, int]:
        """The number of nodes of every label, and of relationships of every type."""
        return self.graph.counts()

    def since(self, generation: str) -> Difference | None:
        """What has changed since the catalog of this generation was loaded; None where that was not kept. To be asked
        once."""
        from kg.store.loaded import difference_since

        return difference_since(self._db, self.path, generation)

    def keep_loaded(self) -> None:
        """Keep this catalog as the one that a server was last made equal to."""
        from kg.store.loaded import keep_loaded

        keep_loaded(self.path, self.generation)

    def merges(self, concept: str = "") -> Iterator[MergeRow]:
        """(concept id, kept spelling, merged spelling, reason, score) of every merge, or of one concept."""
        query = "SELECT concept, kept, merged, reason, score FROM merge"
        if concept:
            return self._rows(f"{query} WHERE concept = ? ORDER BY rowid", concept)
        return self._rows(f"{query} ORDER BY rowid")
