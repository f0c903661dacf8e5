"""kg doctor --rebuild-and-compare: is the graph of a store the one that a build from nothing makes of the same
records?"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from itertools import zip_longest
from pathlib import Path
from typing import Any

import numpy as np

from kg.core.errors import KgError, StoreError
from kg.core.graph import NODES, RELATIONSHIPS, Edge, Node
from kg.core.progress import Progress
from kg.pipeline.build import is_up_to_date, rebuild
from kg.pipeline.doctor import FAILED, OK, WARNING, Finding, size_of
from kg.store.cache import Cache
from kg.store.catalog import CACHE, FILE, Catalog
from kg.store.files import plainly
from kg.store.salvage import mend_catalog

_CHECK = "anew"


def rebuild_and_compare(store: Path, *, jobs: int = 0, progress: Progress | None = None) -> Finding:
    """Make the graph of what the store has read in a folder beside it, which goes again; name the first difference.

    No source is read, no analysis is taken over, and the store stays as it is. Takes as long, and as much room, as a
    first build.
    """
    try:
        with Catalog.open(store) as catalog:
            with closing(Cache.open(store)) as cache:
                sources = cache.sources()
            if not is_up_to_date(catalog, sources):
                found = "the graph was not made by this papermesh of what the store has read"
                return Finding(_CHECK, WARNING, f"{found}: not compared", "the same kg build again, then compare")
            with _copy(store) as copy:
                rebuild(copy, jobs=jobs, progress=progress)
                with Catalog.open(copy) as other:
                    difference = first_difference(catalog, other)
            if difference:
                return Finding(_CHECK, FAILED, difference, "kg build --anew makes it again; please tell us")
            return Finding(_CHECK, OK, f"a build from nothing gives the same graph: {size_of(catalog.counts())}")
    except KgError as error:
        return Finding(_CHECK, FAILED, str(error))


@contextmanager
def _copy(store: Path) -> Iterator[Path]:
    """A store beside this one that has read the same and was corrected alike, and has worked out nothing yet."""
    try:
        folder = Path(tempfile.mkdtemp(prefix=f".{store.name}-", dir=store.absolute().parent))
    except OSError as error:
        raise StoreError(f"{store.absolute().parent}: cannot write: {plainly(error)}") from error
    try:
        try:
            for file in (FILE, CACHE):
                shutil.copyfile(store / file, folder / file)
        except OSError as error:
            raise StoreError(f"{folder}: cannot write: {plainly(error)}") from error
        with closing(Cache.open(folder)) as cache:
            cache.forget_worked_out()
        mend_catalog(folder)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def first_difference(catalog: Catalog, other: Catalog) -> str:
    """The first node, relationship or row in which a catalog differs from another, with both values; "" for none."""
    named: list[tuple[str, Callable[[Catalog], Iterator[Any]]]] = [
        *((label, lambda each, label=label: each.nodes(label)) for label in NODES),
        *((kind, lambda each, kind=kind: each.edges(kind)) for kind in RELATIONSHIPS),
        ("merge", Catalog.merges),
        ("correction", lambda each: iter(each.corrections())),
        ("source", lambda each: iter(each.accounts())),
        ("duplicate", lambda each: iter(each.duplicates())),
    ]
    for name, rows in named:
        for mine, theirs in zip_longest(rows(catalog), rows(other)):
            if mine != theirs:
                return f"{name} {_told(mine, theirs)}"
    compared = (asdict(each.vectors()).values() for each in (catalog, other))
    same = all(np.array_equal(a, b) for a, b in zip(*compared, strict=True))
    return "" if same else "what papers are compared by is not the same"


def _told(mine: Any, theirs: Any) -> str:
    """What differs between two rows of one kind."""
    keys = [_key(each) for each in (mine, theirs)]
    if keys[0] != keys[1]:
        return f"{keys[0] or 'nothing more'} in the store, {keys[1] or 'nothing more'} anew"
    if isinstance(mine, (Node, Edge)):
        here, there = mine.properties, theirs.properties
        name = next(name for name in {**here, **there} if here.get(name) != there.get(name))
        return f"{keys[0]}: {name} {here.get(name)!r} in the store, {there.get(name)!r} anew"
    return f"{mine} in the store, {theirs} anew"


def _key(row: Any) -> str:
    if isinstance(row, Node):
        return row.id
    return f"{row.start[1]} → {row.end[1]}" if isinstance(row, Edge) else ""
