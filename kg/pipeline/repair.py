"""kg doctor --repair: what can be made again is made again. Sources are not touched; the next kg build reads them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kg.core.errors import KgError, StoreError
from kg.core.messages import counted
from kg.core.progress import Progress
from kg.loaders.cypher.embedded import FILES as GRAPHS
from kg.pipeline.build import rebuild
from kg.pipeline.doctor import FAILED, OK, WARNING, Finding, catalog_damage, kept_difference
from kg.store.cache import Cache
from kg.store.catalog import CACHE, FILE, Catalog
from kg.store.files import is_ours
from kg.store.loaded import LOADED, loaded_damage
from kg.store.salvage import aside, mend_cache, mend_catalog


def repair(store: Path, *, jobs: int = 0, progress: Progress | None = None) -> Iterator[Finding]:
    """Mend a store, and tell what was done. Does nothing where nothing is wrong.

    Records and analyses that are damaged are dropped: analyses are worked out again, sources read again by the next
    build. A damaged catalog is made again from them, with its corrections. Damaged files are kept aside.
    """
    again = f"the same kg build again: kg build SOURCE... --store {store}"
    try:
        if not any(is_ours(store / file) for file in (FILE, CACHE)):
            raise StoreError(f"{store}: no store here, or nothing left of it")
        cache = mend_cache(store)
        if cache.copied:
            yield Finding("cache", WARNING, f"what could be read was copied; damaged: {aside(store / CACHE)}")
        if cache.analyses:
            found = f"{counted(cache.analyses, 'damaged analysis', 'damaged analyses')} dropped"
            yield Finding("analyses", OK, f"{found}; the next build works them out")
        if cache.sources:
            some = ", ".join(cache.sources[:3]) + ", ..." * (len(cache.sources) > 3)
            yield Finding("sources", WARNING, f"{len(cache.sources)} have to be read again: {some}", again)
        if ((store / FILE).is_file() or Cache.seals_of(store)) and [*catalog_damage(store)]:
            if not _lacks_only_a_graph(store):
                was = f"damaged: {aside(store / FILE)}" if (store / FILE).is_file() else f"{store / FILE} is missing"
                found = f"{counted(mend_catalog(store), 'correction')} kept; {was}"
                yield Finding("corrections", WARNING, found, "see whether some are missing: kg concepts list")
            rebuild(store, jobs=jobs, progress=progress)
            yield Finding("catalog", OK, "the graph was made again from what had been read")
        with Catalog.open(store) as catalog:
            if kept_difference(catalog, store):
                for name in GRAPHS:
                    (store / name).unlink(missing_ok=True)
                yield Finding("graph", OK, "removed; the next kg query makes it")
        if (store / LOADED).exists() and loaded_damage(store / LOADED):
            (store / LOADED).unlink()
            yield Finding("loaded", OK, "removed; the next kg load compares everything")
    except KgError as error:
        yield Finding("repair", FAILED, str(error), again)


def _lacks_only_a_graph(store: Path) -> bool:
    """Whether the catalog is whole but without a graph, as a former repair leaves it where sources have to be read."""
    try:
        with Catalog.readable(store) as catalog:
            catalog.check_sums()
            return not catalog.generation
    except StoreError:
        return False
