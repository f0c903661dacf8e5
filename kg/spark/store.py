"""A store made of the tables of a build on Spark: all that a local build of the same sources would have left."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from kg.core.account import Duplicate
from kg.core.errors import MissingExtra, StoreError
from kg.core.progress import Progress
from kg.core.records import Record
from kg.core.tables import EdgeTable
from kg.spark.digests import damaged, first_damaged
from kg.store.cache import Cache
from kg.store.catalog import FILE, Catalog
from kg.store.files import is_there
from kg.store.vectors import joined

# In the order of kg.pipeline.assemble, so that the file is the same, too.
_LABELS = ("Author", "Concept", "Paper", "Source", "Topic", "Venue")
_KINDS = tuple("BROADER CITES CONTAINS MENTIONS PUBLISHED_IN RELATED SIMILAR WROTE".split())
_KINDS += ("IN_TOPIC", "CONCEPT_IN_TOPIC", "PART_OF")


def store_from_parquet(folder: str | Path, store: str | Path, *, progress: Progress | None = None) -> dict[str, int]:
    """Make a store of the folder that a build on Spark left, or of its `tables`. Returns the number of nodes of every
    label, and of relationships of every kind.

    Records and analyses are taken over, too: what is corrected later, and a local build of more sources, start there.
    Raises MissingExtra without pyarrow; KgError where the folder holds no such tables or damaged ones; StoreError where
    a store is there already, or none can be made.
    """
    try:
        from kg.spark.graph import ParquetGraph
    except ImportError as error:
        raise MissingExtra("spark", "tables of a build on Spark take pyarrow") from error
    folder, store, progress = Path(folder), Path(store), progress or Progress()
    source = ParquetGraph(folder / "tables" if (folder / "tables").is_dir() else folder)
    _insist_on_no_store(store)
    if file := first_damaged(source.folder):
        raise damaged(file, "not as the build wrote it")
    try:
        with Catalog.create(store) as catalog:
            try:
                _insist_on_no_store(store)  # none was made before this one had the lock
                catalog.cache.forget_all()  # left by one that was killed
                _fill(catalog, source, progress)
            except BaseException:
                catalog.discard_if_new()
                raise
    except (KeyError, ValueError, TypeError) as error:
        raise damaged(source.folder, error) from error
    return source.counts()


def _insist_on_no_store(store: Path) -> None:
    """A folder without a catalog is none, its build did not end; unless a build has noted one, which was lost."""
    if is_there(store / FILE) or Cache.seals_of(store):
        raise StoreError(f"{store}: a store is there already; --store names another")


def _fill(catalog: Catalog, source: Any, progress: Progress) -> None:
    about = source.about
    progress.stage("records", len(about["sources"]))
    _put_records(catalog.cache, source, progress)
    progress.stage("analyses")
    _put_analyses(catalog.cache, source, progress)
    progress.stage("writing")
    with catalog.exchange() as draft:
        nodes = chain.from_iterable(source.nodes(label) for label in _LABELS)
        edges = chain.from_iterable(_edges(source, kind, progress) for kind in _KINDS)
        merges = (tuple(row.values()) for row in source.rows("merges.parquet"))
        draft.put_graph(nodes, edges, merges)
        across = (source.folder / "across.json").read_text(encoding="utf-8")
        draft.put_vectors(joined((tuple(row.values()) for row in source.rows("vectors.parquet")), across))
        first = {row["path"]: row["papers"] for row in source.rows("first.parquet")}
        accounts = (replace(each, new=first.get(each.path, 0)) for each in catalog.cache.accounts())
        draft.put_account(accounts, map(_duplicate, source.rows("duplicates.parquet")))
        counts = source.counts()
        draft.set_meta("counts", json.dumps([counts["Paper"], counts["Concept"], counts["MENTIONS"]]))
        draft.set_meta("options", json.dumps({"fast": about["fast"], "top_n": about["top_n"]}))
        draft.set_meta("settings", about["settings"])
        draft.set_meta("generation", about["settings"])


def _edges(source: Any, kind: str, progress: Progress) -> Iterator[EdgeTable]:
    for table in source.edge_tables(kind):
        yield table
        progress.advance(len(table))


def _put_records(cache: Cache, source: Any, progress: Progress) -> None:
    """All sources with what was read from them. In these tables the rows of a source follow one another."""
    from kg.spark.reading import accounts, source_account
    from kg.spark.tables import rows

    digests: Mapping[str, str] = source.about["sources"]
    folder = source.folder / "records"
    every = (row for _, row in rows(folder, ["file", "record"], "number"))
    by_file = groupby(every, itemgetter("file"))
    nothing: tuple[int, Iterator[Mapping[str, Any]]] = (-1, iter(()))
    with cache.transaction():
        following = next(by_file, nothing)
        for number, account in enumerate(accounts(folder)):
            told = source_account(account)
            has_rows = following[0] == number
            cache.put_source(told.path, digests[told.path], _records(following[1] if has_rows else ()))
            cache.put_account(told)
            following = next(by_file, nothing) if has_rows else following
            progress.advance()


def _records(rows: Iterable[Mapping[str, Any]]) -> Iterator[Record]:
    from kg.spark.mapped import record_of

    return (record_of(row["record"]) for row in rows if row["record"] is not None)


def _put_analyses(cache: Cache, source: Any, progress: Progress) -> None:
    for file in sorted((source.folder / "analyses").glob("*.parquet")):
        for batch in source.batches(str(file.relative_to(source.folder))):
            with cache.transaction():
                for row in batch.to_pylist():
                    cache.put_analysis(row["key"], row["content"], row["extra_phrases"], row["embedding"])
            progress.advance(len(batch))


def _duplicate(row: Mapping[str, Any]) -> Duplicate:
    columns: dict[str, Any] = {n: tuple(v) if isinstance(v, list) else v for n, v in row.items()}
    return Duplicate(**columns)
