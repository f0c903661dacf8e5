"""Is everything there and in order? The installation, a store, a graph on a server, a browser.

A check yields what it finds and repairs nothing (kg.pipeline.repair does); where something is to be done, `remedy` says
what.
"""

from __future__ import annotations

import hashlib
import os
import platform
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from itertools import islice
from pathlib import Path

from kg.core.errors import KgError
from kg.core.graph import NODES, RELATIONSHIPS
from kg.core.graph_store import GraphStore
from kg.core.messages import counted
from kg.loaders import open_graph
from kg.store.cache import Cache
from kg.store.catalog import CACHE, FILE, Catalog
from kg.store.files import is_there
from kg.store.loaded import LOADED, loaded_damage
from kg.store.lock import at_work

OK, WARNING, FAILED = "ok", "warning", "failed"

_BATCH = 10_000


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found. state: OK, WARNING (it works, but) or FAILED. remedy: what to do, "" for nothing."""

    check: str
    state: str
    found: str
    remedy: str = ""


def check_installation(requirements: Iterable[str] | None = None) -> Iterator[Finding]:
    """Python, every package that papermesh needs in a version that it works with, and the model for embeddings.

    requirements: the packages, written as in pyproject.toml; else those of the installed papermesh.
    """
    yield Finding("python", OK, f"{platform.python_version()} on {platform.system()} {platform.machine()}")
    if wrong := [*_wrong_packages(requires("papermesh") or () if requirements is None else requirements)]:
        yield Finding("packages", FAILED, "; ".join(wrong), "install again: uv sync, or pip install papermesh")
    else:
        yield Finding("packages", OK, "all there, in versions that fit")
    try:
        from kg.text.embedding import default_embedder

        default_embedder().embed(["a"])
        yield Finding("embeddings", OK, "the model works")
    except Exception as error:  # whatever a broken package raises
        remedy = "install again; meanwhile kg build --fast does without"
        yield Finding("embeddings", FAILED, f"{type(error).__name__}: {error}", remedy)


def _wrong_packages(requirements: Iterable[str]) -> Iterator[str]:
    try:
        from packaging.requirements import Requirement
    except ImportError:
        yield "packaging is missing"
        return
    for line in requirements:
        needed = Requirement(line)
        if needed.marker and not needed.marker.evaluate({"extra": ""}):
            continue
        try:
            if not needed.specifier.contains(there := version(needed.name), prereleases=True):
                yield f"{needed.name} is {there}, needed is {needed.specifier}"
        except PackageNotFoundError:
            yield f"{needed.name} is missing"


def check_store(store: Path, *, expected: bool = True) -> Iterator[Finding]:
    """The catalog, the embedded graph beside it, and whether a build can write there.

    expected: that there is none is a failure, not only worth telling.
    """
    if not (store / FILE).is_file() and not expected:
        yield Finding("catalog", WARNING, f"no store in {store}", "make one: kg build SOURCE...")
        return
    busy = at_work(store)
    if busy:
        yield Finding("build", WARNING, f"a build is at work in {store}", "wait until it is done")
    if damage := [*catalog_damage(store)]:
        yield Finding("catalog", FAILED, "; ".join(damage), f"kg doctor --repair --store {store}, or build it again")
    else:
        with Catalog.open(store) as catalog:
            yield from _check_catalog(catalog, store)
    if not busy and is_there(store / CACHE):
        yield from _check_cache(store)
    if (store / LOADED).exists():
        yield _check_loaded(store / LOADED)
    if not os.access(store, os.W_OK):
        yield Finding("store", WARNING, f"{store} cannot be written", "for kg build, change who may write there")


def catalog_damage(store: Path) -> Iterator[str]:
    """A sentence for everything that is wrong with a catalog. Its digest is compared with the one that the build
    noted."""
    try:
        with Catalog.open(store) as catalog:
            broken = catalog.broken_pages()
            yield from (f"damaged: {text}" for text in broken)
            if not broken:
                yield from (f"{n} {kind} relationships name no node" for kind, n in catalog.graph.loose_ends().items())
                catalog.check_sums()
        if not _is_sealed(store):
            yield f"{store / FILE} is not the file that was written"
    except (KgError, OSError) as error:
        yield str(error)


def _is_sealed(store: Path) -> bool:
    """Whether the catalog has the digest that the build noted, or none was noted."""
    seals = Cache.seals_of(store)
    with (store / FILE).open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return not seals or digest in seals | Cache.seals_of(store)  # a build may have ended meanwhile


def _check_catalog(catalog: Catalog, store: Path) -> Iterator[Finding]:
    yield Finding("catalog", OK, f"{size_of(catalog.counts())} in {store}")
    yield _check_graph(catalog, store)
    if idle := sum(1 for _, outcome in catalog.corrections() if outcome.why_not):
        yield Finding("corrections", WARNING, f"{idle} do not apply", "see why: kg concepts list")


def _check_cache(store: Path) -> Iterator[Finding]:
    try:
        with closing(Cache.open(store)) as cache:
            broken = cache.broken_pages()
            damage = [f"damaged: {text}" for text in broken]
            if not broken:
                damage += [f"what was read from {path} is damaged" for path in cache.damaged_sources()]
                damage += [f"{len(lost)} analyses are damaged"] if (lost := cache.damaged_analyses()) else []
                damage += [f"what was kept of {name} is damaged" for name in cache.damaged_memories()]
    except (KgError, sqlite3.Error, OSError) as error:
        damage = [str(error)]
    if damage:
        yield Finding("cache", FAILED, "; ".join(damage), f"kg doctor --repair --store {store}")


def _check_loaded(kept: Path) -> Finding:
    if damage := loaded_damage(kept):
        remedy = f"nothing: the next kg load compares everything; kg doctor --repair --store {kept.parent} removes it"
        return Finding("loaded", WARNING, damage, remedy)
    return Finding("loaded", OK, f"{kept.name}: what kg load last took to a server, for the next one to compare with")


def size_of(counts: Mapping[str, int]) -> str:
    return f"{counted(counts['Paper'], 'paper')}, {counted(counts['Concept'], 'concept')}"


def _check_graph(catalog: Catalog, store: Path) -> Finding:
    difference = kept_difference(catalog, store)
    if difference is None:
        return Finding("graph", WARNING, "no file for Cypher, or an older one", "nothing: the next kg query makes it")
    if difference:
        remedy = f"kg doctor --repair --store {store}"
        return Finding("graph", FAILED, f"not the graph of the catalog: {difference}", remedy)
    return Finding("graph", OK, "the embedded graph is that of the catalog")


def kept_difference(catalog: Catalog, store: Path) -> str | None:
    """How a graph that is kept for Cypher differs from the catalog's, "" if none does; None if there is none of this
    generation."""
    from kg.loaders.cypher.embedded import FILES, EmbeddedGraph

    found = None
    for name in FILES:
        if graph := EmbeddedGraph.as_kept(store / name, catalog.generation):
            with graph:
                found = found or _difference(catalog, graph)
    return found


def _difference(catalog: Catalog, graph: GraphStore) -> str:
    """The first difference of a graph from the catalog's, in a count or a node with its properties; "" for none."""
    mine, theirs = catalog.counts(), graph.counts()
    for name in (*NODES, *RELATIONSHIPS):
        if mine[name] != theirs[name]:
            return f"{theirs[name]:,} {name} instead of {mine[name]:,}"
    for label in NODES:
        nodes = catalog.nodes(label)
        while batch := list(islice(nodes, _BATCH)):
            if graph.nodes([node.key for node in batch]) != batch:
                return f"another {label}"
    return ""


def check_server(uri: str, store: Path, corpus: str = "") -> Iterator[Finding]:
    """Whether a Neo4j server answers and holds a graph; and the same graph as the store, if there is one."""
    try:
        with open_graph(uri, corpus=corpus) as graph:
            counts = graph.counts()
            yield Finding("neo4j", OK, f"{size_of(counts)} in {uri}")
            with suppress(KgError), Catalog.open(store) as catalog:
                if difference := _difference(catalog, graph):
                    yield Finding("neo4j", WARNING, f"not the graph of {store}: {difference}", f"kg load {uri}")
    except KgError as error:
        yield Finding("neo4j", FAILED, str(error), "the address, NEO4J_USERNAME and NEO4J_PASSWORD, or kg load")


def check_browser() -> Iterator[Finding]:
    """Whether --open will find a browser."""
    import webbrowser

    try:
        webbrowser.get()
    except webbrowser.Error:
        yield Finding("browser", WARNING, "none found", "open pages by hand, or name one in BROWSER")
    else:
        yield Finding("browser", OK, "--open will show pages")
