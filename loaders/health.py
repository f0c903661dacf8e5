"""Is everything there and in order? The installation, a store, a graph on a server, a browser.

A check yields what it finds and repairs nothing; where something is to be done, `remedy` says what.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from itertools import islice
from pathlib import Path

from kg.catalog import FILE, Catalog
from kg.errors import KgError
from kg.loaders.store import GraphStore, open_graph
from kg.lock import at_work
from kg.schema import NODES, RELATIONSHIPS
from kg.wording import counted

OK, WARNING, FAILED = "ok", "warning", "failed"

_BATCH = 10_000


@dataclass(frozen=True, slots=True)
class Finding:
    """check: what was looked at. state: OK, WARNING (it works, but) or FAILED. remedy: what to do, "" when nothing."""

    check: str
    state: str
    found: str
    remedy: str = ""


def check_installation() -> Iterator[Finding]:
    """Python, every package that papermesh needs in a version that it works with, and the model for embeddings."""
    yield Finding("python", OK, f"{platform.python_version()} on {platform.system()} {platform.machine()}")
    wrong = [*_wrong_packages()]
    if wrong:
        yield Finding("packages", FAILED, "; ".join(wrong), "install again: uv sync, or pip install papermesh")
    else:
        yield Finding("packages", OK, "all there, in versions that fit")
    try:
        from kg.embedders import default_embedder

        default_embedder().embed(["a"])
        yield Finding("embeddings", OK, "the model works")
    except Exception as error:  # whatever a broken package raises
        remedy = "install again; meanwhile kg build --fast does without"
        yield Finding("embeddings", FAILED, f"{type(error).__name__}: {error}", remedy)


def _wrong_packages() -> Iterator[str]:
    try:
        from packaging.requirements import Requirement
    except ImportError:
        yield "packaging is missing"
        return
    for line in requires("papermesh") or ():
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
    if at_work(store):
        yield Finding("build", WARNING, f"a build is at work in {store}", "wait until it is done")
    try:
        with Catalog.open(store) as catalog:
            yield from _check_catalog(catalog, store)
    except KgError as error:
        yield Finding("catalog", FAILED, str(error), f"build it again: kg build SOURCE... --store {store}")
        return
    if not os.access(store, os.W_OK):
        yield Finding("store", WARNING, f"{store} cannot be written", "for kg build, change who may write there")


def _check_catalog(catalog: Catalog, store: Path) -> Iterator[Finding]:
    counts = catalog.counts()
    if damage := _damage(catalog):
        remedy = f"move {store} away and build again; kg concepts export saves your decisions"
        yield Finding("catalog", FAILED, "; ".join(damage), remedy)
        return
    size = f"{_size(counts)} in {store}"
    yield Finding("catalog", OK, size)
    yield _check_graph(catalog, store)
    if idle := sum(1 for _, outcome in catalog.decisions() if outcome.why_not):
        yield Finding("decisions", WARNING, f"{idle} do not apply", "see why: kg concepts list")


def _damage(catalog: Catalog) -> list[str]:
    found = catalog.broken_pages()
    lost = {} if found else catalog.graph.loose_ends()
    return found + [f"{count} {kind} relationships name no node" for kind, count in lost.items()]


def _size(counts: Mapping[str, int]) -> str:
    return f"{counted(counts['Paper'], 'paper')}, {counted(counts['Concept'], 'concept')}"


def _check_graph(catalog: Catalog, store: Path) -> Finding:
    from kg.loaders.embedded import FILE as GRAPH
    from kg.loaders.embedded import EmbeddedGraph

    graph = EmbeddedGraph.as_kept(store / GRAPH, catalog.generation)
    if graph is None:
        found = f"{store / GRAPH} is missing or older than the catalog"
        return Finding("graph", WARNING, found, "nothing: the next question makes it anew")
    with graph:
        if difference := _difference(catalog, graph):
            remedy = f"delete {store / GRAPH}: the next question makes it anew"
            return Finding("graph", FAILED, f"not the graph of the catalog: {difference}", remedy)
    return Finding("graph", OK, "the embedded graph is that of the catalog")


def _difference(catalog: Catalog, graph: GraphStore) -> str:
    """The first thing in which a graph is not that of the catalog: a number, or a node with all its properties."""
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
    """Whether a Neo4j server answers, holds the graph, and the same as the store, if that is there."""
    try:
        with open_graph(uri, corpus=corpus) as graph:
            counts = graph.counts()
            yield Finding("neo4j", OK, f"{_size(counts)} in {uri}")
            with suppress(KgError), Catalog.open(store) as catalog:
                if difference := _difference(catalog, graph):
                    yield Finding("neo4j", WARNING, f"not the graph of {store}: {difference}", f"kg load {uri}")
    except KgError as error:
        yield Finding("neo4j", FAILED, str(error), "the address, NEO4J_USERNAME and NEO4J_PASSWORD, or kg load")


def check_browser() -> Iterator[Finding]:
    """Whether --open will find one."""
    import webbrowser

    try:
        webbrowser.get()
    except webbrowser.Error:
        yield Finding("browser", WARNING, "none found", "open pages by hand, or name one in BROWSER")
    else:
        yield Finding("browser", OK, "--open will show pages")
