"""What can still be used of a store whose files are damaged. Sources are never touched."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from typing import Any

from kg.core.corrections import NO_GRAPH
from kg.core.errors import StoreError
from kg.store.cache import Cache, corrections_noted
from kg.store.catalog import Catalog
from kg.store.files import CACHE, FILE, address, is_there, make_cache, plainly, row_sum
from kg.store.lock import BuildLock

CACHE_KEYS = {
    "source": "path",
    "record": "path, position",
    "analysis": "key",
    "remembered": "name",
    "seal": "number",
}
"""Table -> its key."""


@dataclass(frozen=True, slots=True)
class Mended:
    """What became of a cache. copied: it had broken pages and was copied row by row. sources, analyses: what was
    dropped."""

    copied: bool
    sources: tuple[str, ...]
    analyses: int


def aside(path: Path) -> Path:
    """Where a damaged file is kept."""
    return path.with_name(f"{path.stem}.damaged{path.suffix}")


def mend_cache(store: Path) -> Mended:
    """Drop from the cache what is damaged. Raises StoreError when a build is at work or nothing can be written."""
    lock, path = BuildLock(store), store / CACHE
    try:
        copied = is_there(path) and not _is_sound(path)
        if copied:
            _copy_rows(path)
        with closing(Cache.open(store)) as cache:
            sources, analyses = cache.damaged_sources(), cache.damaged_analyses()
            with cache.transaction():
                for source in sources:
                    cache.forget_source(source)
            if analyses:
                cache.keep_analyses(cache.analysis_keys() - set(analyses))
            cache.forget_damaged()
            return Mended(copied, tuple(sources), len(analyses))
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"{path}: cannot be mended: {plainly(error)}") from error
    finally:
        lock.release()


def mend_catalog(store: Path) -> int:
    """Put a catalog without a graph in the place of a damaged one, which is kept aside, or of one that is missing.

    Corrections and the options of the build are its own where these are whole, for the cache may be an older one; else
    they are taken from the cache, else from what is left of the file. Returns the number of corrections. Raises
    StoreError when a build is at work, nothing can be written, or nothing says that the file was ever a catalog.
    """
    path = store / FILE
    made_of = _of_whole(store) or _noted(store)
    if not made_of:
        Catalog.readable(store).close()
        made_of = {"decisions": _corrections(path), "options": _options(path)}
    try:
        if path.is_file():
            shutil.copyfile(path, aside(path))
    except OSError as error:
        raise StoreError(f"{aside(path)}: cannot write: {plainly(error)}") from error
    corrections = corrections_noted(made_of)
    with Catalog.anew(store) as catalog, catalog.exchange() as draft:
        draft.put_graph((), (), ())
        draft.put_corrections(corrections, repeat(NO_GRAPH, len(corrections)))
        draft.set_meta("options", made_of["options"])
    return len(corrections)


def _of_whole(store: Path) -> dict[str, Any] | None:
    """What a catalog was made of, None where its pages or its notes are damaged."""
    try:
        with Catalog.readable(store) as catalog:
            if catalog.broken_pages():
                return None
            catalog.check_sums()
            return {"decisions": _corrections(store / FILE), "options": catalog.meta("options")}
    except StoreError:
        return None


def _noted(store: Path) -> Any:
    if not is_there(store / CACHE):
        return None
    with closing(Cache.open(store)) as cache:
        return cache.made_of()


def _is_sound(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(path)) as file:
            return file.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
    except sqlite3.DatabaseError:
        return False


def _copy_rows(path: Path) -> None:
    """Replace a cache by the rows that can be read of it; the damaged file is kept aside."""
    shutil.copyfile(path, aside(path))
    path.unlink()
    path.with_name(f"{path.name}-journal").unlink(missing_ok=True)
    make_cache(path)
    with closing(sqlite3.connect(path)) as new:
        for table, key in CACHE_KEYS.items():
            for row in _readable(aside(path), table, key):
                with suppress(sqlite3.Error):  # nobody wrote it so
                    new.execute(f"INSERT OR IGNORE INTO {table} VALUES ({', '.join('?' * len(row))})", row)
        new.commit()


def _corrections(path: Path) -> list[tuple[str, list[str], str]]:
    rows = {row[0]: row for row in _readable(path, "decision", "number") if _is_as_written(row)}
    return [(action, json.loads(names), source) for _, (_, action, names, _, _, source, _) in sorted(rows.items())]


def _options(path: Path) -> str:
    rows = filter(_is_as_written, _readable(path, "meta", "name"))
    return next((value for name, value, _ in rows if name == "options"), "")


def _is_as_written(row: tuple) -> bool:
    *columns, sum_ = row
    return row_sum(*columns) == sum_


def _readable(path: Path, table: str, key: str) -> Iterator[tuple]:
    """All rows; where a page is damaged, those before it and, in reverse order, those behind it. Some come twice."""
    with closing(sqlite3.connect(address(path.absolute(), "mode=ro&immutable=1"), uri=True)) as file:
        for direction in ("", " DESC"):
            order = ", ".join(column + direction for column in key.split(", "))
            with suppress(sqlite3.Error):
                yield from file.execute(f"SELECT * FROM {table} ORDER BY {order}")
                return
