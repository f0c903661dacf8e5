"""cache.sqlite: what was read and worked out, kept between builds. All of it can be made again from the sources."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import fields as fields_of
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from kg.core.account import SourceAccount
from kg.core.corrections import Correction
from kg.core.errors import StoreError
from kg.core.records import Record
from kg.store.account import packed, unpacked
from kg.store.files import CACHE, REMEMBERED, SCHEMA_VERSION, Database, is_there, make_cache, open_cache, plainly


class Cache(Database):
    """An open cache. Only the process that holds the store's lock has one.

    Raises StoreError when the file is damaged or cannot be written. All that is read from it is checked: blobs by
    zlib's own checksum, the records of a source by their sum.
    """

    _is_sound = False

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
        """What is written within the block is kept as a whole or not at all. Raises StoreError when the disk is full,
        ..."""
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
        """Path -> digest of every source that was read, "" for one that has to be read again."""
        found = dict(self._rows("SELECT path, digest FROM source"))
        if not all(isinstance(text, str) for pair in found.items() for text in pair):
            raise StoreError.damaged(self.path, "the list of sources")  # a page of another table
        return found

    def put_source(self, path: str, digest: str, records: Iterable[Record]) -> int:
        """Replace what is known of a source, within a transaction. Returns the number of its records."""
        self.drop_source(path)
        count = sum_ = 0
        for count, record in enumerate(records, start=1):  # noqa: B007
            content = {name: getattr(record, name) for name in _FIELDS}
            fields = zlib.compress(json.dumps(content, ensure_ascii=False, sort_keys=True).encode(), 1)
            sum_ = _added(sum_, record.position, fields)
            self._db.execute("INSERT INTO record VALUES (?, ?, ?)", (path, record.position, fields))
        self._db.execute("INSERT INTO source VALUES (?, ?, ?, NULL)", (path, digest, sum_))
        return count

    def put_digest(self, path: str, digest: str) -> None:
        self._db.execute("UPDATE source SET digest = ? WHERE path = ?", (digest, path))

    def put_account(self, account: SourceAccount) -> None:
        """Note what became of the entries of a source, within the transaction in which they were put."""
        self._db.execute("UPDATE source SET account = ? WHERE path = ?", (packed(account), account.path))

    def accounts(self) -> list[SourceAccount]:
        """What became of the entries of every source, by path. What is new in each is not known here."""
        found = self._rows("SELECT path, account FROM source WHERE account IS NOT NULL ORDER BY path")
        try:
            return [unpacked(path, blob) for path, blob in found]
        except (zlib.error, ValueError, TypeError) as error:
            raise StoreError.damaged(self.path, "the account of a source") from error

    def drop_source(self, path: str) -> None:
        self._insist_on_sound_pages()
        self._db.execute("DELETE FROM source WHERE path = ?", (path,))
        self._db.execute("DELETE FROM record WHERE path = ?", (path,))

    def records(self) -> Iterator[Record]:
        """Every record, by path and position. Raises StoreError at the end of a source of which one is damaged."""
        self._insist_on_sound_pages()
        sums = dict(self._rows("SELECT path, sum FROM source"))
        for path, rows in self._by_path():
            sum_ = 0
            for _, position, content in rows:
                sum_ = _added(sum_, position, content)
                try:
                    fields = json.loads(zlib.decompress(content))
                except (zlib.error, ValueError) as error:
                    raise StoreError.damaged(self.path, f"what was read from {path}") from error
                fields |= {name: tuple(fields.get(name, ())) for name in _TUPLES}
                yield Record(**fields)
            if sums.pop(path, None) != sum_:
                raise StoreError.damaged(self.path, f"what was read from {path}")
        if lost := next((path for path, sum_ in sums.items() if sum_), ""):
            raise StoreError.damaged(self.path, f"what was read from {lost}")

    def _insist_on_sound_pages(self) -> None:
        """Raise StoreError for a broken page before anything is built on it. Takes 0.1 s for 64,000 papers."""
        if not self._is_sound and (broken := self.broken_pages(thoroughly=False)):
            raise StoreError.damaged(self.path, broken[0])
        self._is_sound = True

    def _by_path(self) -> Iterator[tuple[str, Iterator[tuple[str, int, bytes]]]]:
        return groupby(
            self._rows("SELECT path, position, fields FROM record ORDER BY path, position"), key=itemgetter(0)
        )

    def damaged_sources(self) -> list[str]:
        """Paths of the sources whose records or accounts are not as they were read, and of those that only records
        name."""
        sums: dict[str, int] = dict.fromkeys(self.sources(), 0)
        for path, rows in self._by_path():
            sums[path] = 0
            for _, position, content in rows:
                sums[path] = _added(sums[path], position, content)
        written = dict(self._rows("SELECT path, sum FROM source"))
        accounts = self._rows("SELECT path, account FROM source WHERE account IS NOT NULL")
        broken = {path for path, account in accounts if not _is_whole(account)}
        return sorted(broken | {path for path, sum_ in sums.items() if written.get(path) != sum_})

    def forget_source(self, path: str) -> None:
        """Drop a source and note that it has to be read again, within a transaction."""
        self.drop_source(path)
        self._db.execute("INSERT INTO source VALUES (?, '', 0, NULL)", (path,))

    # -- what was worked out --------------------------------------------------------------------

    def analysis_keys(self) -> set[str]:
        return {key for (key,) in self._rows("SELECT key FROM analysis")}

    def put_analysis(self, key: str, content: bytes, extra_phrases: bytes, embedding: bytes | None) -> None:
        """Keep an analysis, within a transaction. All three are compressed, so that they carry checksums."""
        self._db.execute(
            "INSERT OR REPLACE INTO analysis VALUES (?, ?, ?, ?)", (key, content, extra_phrases, embedding)
        )

    def analysis(self, key: str, *, extra_phrases: bool) -> tuple[bytes, bytes, bytes | None]:
        """(content, extra phrases, embedding); b"" for extra phrases that are not wanted."""
        wanted = "candidates" if extra_phrases else "x''"
        for row in self._rows(f"SELECT content, {wanted}, embedding FROM analysis WHERE key = ?", key):
            return row
        raise StoreError.damaged(self.path, f"no analysis {key}")

    def keep_analyses(self, keys: Iterable[str]) -> None:
        """Forget the analyses with other keys."""
        with self.transaction():
            gone = self.analysis_keys() - set(keys)
            self._db.executemany("DELETE FROM analysis WHERE key = ?", ((key,) for key in gone))

    def damaged_analyses(self) -> list[str]:
        """Keys of the analyses that cannot be read."""
        rows = self._rows("SELECT key, content, candidates, embedding FROM analysis")
        return [key for key, *blobs in rows if not all(blob is None or _is_whole(blob) for blob in blobs)]

    def remembered(self, name: str, digest: str) -> Any:
        """What was worked out of all papers under this name, if of those with this digest; None else, and where it is
        damaged or an older papermesh made the cache: it can be made again."""
        with suppress(StoreError, zlib.error, ValueError, TypeError):
            for (content,) in self._rows("SELECT content FROM remembered WHERE name = ? AND digest = ?", name, digest):
                made_of, made = json.loads(zlib.decompress(content))
                return made if made_of == digest else None
        return None

    def remember(self, name: str, digest: str, made: object) -> None:
        """Keep what was worked out of all papers, as for JSON, in place of what was kept under this name."""
        content = zlib.compress(json.dumps([digest, made], ensure_ascii=False, separators=(",", ":")).encode(), 1)
        with self.transaction():
            self._db.execute(REMEMBERED)
            self._db.execute("INSERT OR REPLACE INTO remembered VALUES (?, ?, ?)", (name, digest, content))

    def forget_worked_out(self) -> None:
        """Forget all analyses, and what was worked out of all papers: what was read stays."""
        self.keep_analyses(())
        with self.transaction():
            self._db.execute(REMEMBERED)
            self._db.execute("DELETE FROM remembered")

    def forget_all(self) -> None:
        """Forget what was read, too."""
        self.forget_worked_out()
        with self.transaction():
            for table in ("source", "record", "seal"):
                self._db.execute(f"DELETE FROM {table}")

    def forget_damaged(self) -> None:
        """Forget what was worked out of all papers and cannot be read."""
        names = self.damaged_memories()
        with self.transaction():
            self._db.executemany("DELETE FROM remembered WHERE name = ?", ((name,) for name in names))

    def damaged_memories(self) -> list[str]:
        """Names of what was worked out of all papers and cannot be read."""
        with suppress(StoreError):  # of an older papermesh
            return [name for name, blob in self._rows("SELECT name, content FROM remembered") if not _is_whole(blob)]
        return []

    # -- what the catalog looks like ------------------------------------------------------------

    def seals(self) -> set[str]:
        """Digests that the catalog may have: one, or more after builds that were killed while they exchanged it."""
        return {digest for (digest,) in self._rows("SELECT digest FROM seal")}

    @classmethod
    def seals_of(cls, store: Path) -> set[str]:
        """`seals` of a store; empty where it has no cache, or a damaged one."""
        with suppress(StoreError, sqlite3.Error, OSError):
            if is_there(store / CACHE):
                with closing(cls.open(store)) as cache:
                    return cache.seals()
        return set()

    def add_seal(self, digest: str, made_of: object) -> None:
        """Note the digest of a new catalog. made_of: what cannot be read from the sources again, as for JSON."""
        with self.transaction():
            content = zlib.compress(json.dumps(made_of).encode())
            self._db.execute("INSERT INTO seal (digest, made_of) VALUES (?, ?)", (digest, content))

    def keep_last_seal(self) -> None:
        with self.transaction():
            self._db.execute("DELETE FROM seal WHERE number < (SELECT max(number) FROM seal)")

    def made_of(self) -> Any:
        """What the last catalog was made of; None when that is not known."""
        for (content,) in self._rows("SELECT made_of FROM seal ORDER BY number DESC"):
            if _is_whole(content):
                return json.loads(zlib.decompress(content))
        return None


def corrections_noted(made_of: Any) -> list[Correction]:
    """The corrections in what `Cache.made_of` gives."""
    return [Correction(action, tuple(names), *source) for action, names, *source in made_of["decisions"]]


_FIELDS = [field.name for field in fields_of(Record)]
_TUPLES = ("authors", "keywords", "keyword_sources", "identifiers", "references", "cited_as", "people")
_TUPLES += ("venue_short", "issn", "isbn")


def _added(sum_: int, position: int, content: bytes) -> int:
    """The sum of a source's records up to this one."""
    return zlib.crc32(content, zlib.crc32(b"%d " % position, sum_))


def _is_whole(blob: bytes) -> bool:
    try:
        zlib.decompress(blob)
    except (zlib.error, TypeError):
        return False
    return True
