"""cache.sqlite: what was read and worked out, kept between builds. All of it can be made again from the sources."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from kg.catalog_file import CACHE, SCHEMA_VERSION, Database, is_there, make_cache, open_cache, plainly
from kg.errors import StoreError
from kg.records import Record


class Cache(Database):
    """An open cache. One process at a time has one, that which holds the store's lock.

    Raises StoreError when the file is damaged or cannot be written. Everything that is taken from it is known to be as
    it was put: blobs by zlib's own checksum, the records of a source by their sum.
    """

    @classmethod
    def open(cls, store: Path) -> Cache:
        """The cache of a store, made when it is not there. Raises OSError, sqlite3.Error, StoreError."""
        path = store / CACHE
        if not is_there(path):
            make_cache(path)
        connection, version = open_cache(path)
        if version != SCHEMA_VERSION:
            connection.close()
            raise StoreError(f"{path}: made by another version of papermesh; delete {store} and build again")
        return cls(connection, path)

    def discard(self) -> None:
        self.close()
        self.path.unlink(missing_ok=True)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. Raises StoreError when the disk is full, ..."""
        try:
            self._db.execute("BEGIN IMMEDIATE")
            yield
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            self._roll_back()
            raise StoreError(f"{self.path}: cannot write: {plainly(error)}") from error
        except BaseException:
            self._roll_back()
            raise

    def _roll_back(self) -> None:
        with suppress(sqlite3.Error):  # of a broken disk; SQLite then does it when the file is opened again
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")

    # -- what was read --------------------------------------------------------------------------

    def sources(self) -> dict[str, str]:
        """path -> digest of every source read, "" for one that has to be read again."""
        return dict(self._rows("SELECT path, digest FROM source"))

    def put_source(self, path: str, digest: str, records: Iterable[Record]) -> int:
        """Replace what is known of a source; the number of its records. Within a transaction."""
        self.drop_source(path)
        count = sum_ = 0
        for count, record in enumerate(records, start=1):  # noqa: B007
            fields = zlib.compress(json.dumps(asdict(record), ensure_ascii=False, sort_keys=True).encode())
            sum_ = _added(sum_, record.position, fields)
            self._db.execute("INSERT INTO record VALUES (?, ?, ?)", (path, record.position, fields))
        self._db.execute("INSERT INTO source VALUES (?, ?, ?)", (path, digest, sum_))
        return count

    def put_digest(self, path: str, digest: str) -> None:
        self._db.execute("UPDATE source SET digest = ? WHERE path = ?", (digest, path))

    def drop_source(self, path: str) -> None:
        self._db.execute("DELETE FROM source WHERE path = ?", (path,))
        self._db.execute("DELETE FROM record WHERE path = ?", (path,))

    def records(self) -> Iterator[Record]:
        """Every record, by path and position. Raises StoreError at the end of a source of which one is damaged."""
        sums = dict(self._rows("SELECT path, sum FROM source"))
        for path, rows in self._by_path():
            sum_ = 0
            for _, position, content in rows:
                sum_ = _added(sum_, position, content)
                try:
                    fields = json.loads(zlib.decompress(content))
                except (zlib.error, ValueError) as error:
                    raise StoreError.damaged(self.path, f"what was read from {path}") from error
                fields |= {
                    name: tuple(fields.get(name, ())) for name in ("authors", "keywords", "identifiers", "references")
                }
                yield Record(**fields)
            if sums.pop(path, None) != sum_:
                raise StoreError.damaged(self.path, f"what was read from {path}")
        if lost := next((path for path, sum_ in sums.items() if sum_), ""):
            raise StoreError.damaged(self.path, f"what was read from {lost}")

    def _by_path(self) -> Iterator[tuple[str, Iterator[tuple[str, int, bytes]]]]:
        return groupby(
            self._rows("SELECT path, position, fields FROM record ORDER BY path, position"), key=itemgetter(0)
        )

    # -- what was worked out --------------------------------------------------------------------

    def analysis_keys(self) -> set[str]:
        return {key for (key,) in self._rows("SELECT key FROM analysis")}

    def put_analysis(self, key: str, content: bytes, candidates: bytes, embedding: bytes | None) -> None:
        """Each of them compressed, so that it carries a checksum. Within a transaction."""
        self._db.execute("INSERT OR REPLACE INTO analysis VALUES (?, ?, ?, ?)", (key, content, candidates, embedding))

    def analysis(self, key: str, *, candidates: bool) -> tuple[bytes, bytes, bytes | None]:
        """(content, candidates, embedding); b"" for candidates that are not wanted."""
        wanted = "candidates" if candidates else "x''"
        return next(self._rows(f"SELECT content, {wanted}, embedding FROM analysis WHERE key = ?", key))

    def keep_analyses(self, keys: Iterable[str]) -> None:
        """Forget all others."""
        with self.transaction():
            gone = self.analysis_keys() - set(keys)
            self._db.executemany("DELETE FROM analysis WHERE key = ?", ((key,) for key in gone))

    # -- what the catalog looks like ------------------------------------------------------------

    def seals(self) -> set[str]:
        """Digests that the catalog may have: one, or two after a build that was killed while it exchanged them."""
        return {digest for (digest,) in self._rows("SELECT digest FROM seal")}

    def add_seal(self, digest: str) -> None:
        with self.transaction():
            self._db.execute("INSERT OR IGNORE INTO seal VALUES (?)", (digest,))

    def keep_seal(self, digest: str) -> None:
        """Forget all others."""
        with self.transaction():
            self._db.execute("DELETE FROM seal WHERE digest != ?", (digest,))


def _added(sum_: int, position: int, content: bytes) -> int:
    """The sum of a source's records up to this one."""
    return zlib.crc32(content, zlib.crc32(b"%d " % position, sum_))
