"""One build a store at a time."""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack, closing, suppress
from pathlib import Path

from kg.core.errors import StoreError
from kg.store.files import address

FILE = "build.lock"


def at_work(store: Path) -> bool:
    """Whether a build holds the lock of a store."""
    try:
        with closing(sqlite3.connect(address((store / FILE).absolute(), "mode=ro"), uri=True, timeout=0)) as db:
            db.execute("SELECT 1 FROM sqlite_master").fetchall()
    except sqlite3.Error as error:
        return "locked" in str(error)
    return False


class BuildLock:
    """One build a store at a time. SQLite holds the lock on a file of its own, so a killed build lets go of it.

    what: the folder is, a store unless it is said. created: this build made the store. Raises StoreError when another
    build holds the lock.
    """

    def __init__(self, store: Path, what: str = "store") -> None:
        self._path = store / FILE
        self.created = False
        with ExitStack() as undo:
            try:
                self._made_folder = not store.exists()
                store.mkdir(parents=True, exist_ok=True)
                self._db = sqlite3.connect(self._path, isolation_level=None, timeout=0)
                undo.callback(self._db.close)
                self._db.execute("PRAGMA journal_mode=MEMORY")  # nothing is ever written
                self._db.execute("BEGIN EXCLUSIVE")
            except (OSError, sqlite3.Error) as error:
                raise self._refusal(store, what, error) from error
            undo.pop_all()

    @staticmethod
    def _refusal(store: Path, what: str, error: Exception) -> StoreError:
        busy = "locked" in str(error)
        why = f"another kg build is at work in this {what}" if busy else f"cannot make a {what}: {error}"
        return StoreError(f"{store}: {why}")

    def release(self) -> None:
        self._db.close()

    def discard(self) -> None:
        """Release the lock and remove its file, and the folder when this build made it."""
        self.release()
        with suppress(OSError):
            self._path.unlink()
            if self._made_folder:
                self._path.parent.rmdir()
