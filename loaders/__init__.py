"""Where a built graph goes: NetworkX, embedded Cypher, Neo4j, files. And how a graph is opened.

catalog.py     the graph of a store folder: read from its tables, queried through the embedded graph
networkx.py    a MultiDiGraph, and a graph store in memory on top of it
cypher/        what every engine for Cypher is asked, and the embedded engine
neo4j/         a server: the graph on it, the difference that a load sends, files for neo4j-admin
files/         GraphML, GEXF, JSON, CSV, BibTeX, and rows for pandas

Takes a kg.core.graph_store.GraphSource, which gives nodes and edges one by one: a catalog, or a graph of a test. Gives
a GraphStore (`open_graph`), files, or a report of what a load changed (`load`). Every GraphStore passes the same tests,
tests/loaders/test_graph_contract.py.

May import kg.store, kg.text (names alone) and kg.core. Each back end is imported when it is asked for: kglite and the
driver of Neo4j take time.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kg.core.errors import KgError

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.core.graph_store import GraphStore
    from kg.core.progress import Progress
    from kg.loaders.neo4j.changes import LoadReport

__all__ = ["SCHEMES", "is_server", "load", "open_graph"]

SCHEMES = tuple(f"{name}{security}" for name in ("bolt", "neo4j") for security in ("", "+s", "+ssc"))
"""What the address of a Neo4j server begins with."""


def is_server(location: str) -> bool:
    """Whether this is the address of a Neo4j server."""
    return location.startswith(tuple(f"{scheme}://" for scheme in SCHEMES))


def open_graph(location: str | Path, *, corpus: str = "", on_wait: Callable[[str], object] | None = None) -> GraphStore:
    """Open a store folder or, by address (bolt://, neo4j://, each with +s or +ssc), Neo4j.

    User, password and database come from NEO4J_USERNAME, NEO4J_PASSWORD and NEO4J_DATABASE; corpus: which of the graphs
    in the database, else KG_CORPUS. on_wait: called with a sentence before work that takes longer than people expect.
    Raises StoreError when there is no store or graph.

    >>> import kg
    >>> with kg.open_graph("kg-store") as graph:
    ...     counts = graph.counts()
    ...     near = kg.neighbors(graph, "neural collapse", label="Paper")
    >>> counts["Paper"], len(near)
    (46, 3)
    """
    text = str(location)
    scheme, separator, _ = text.partition("://")
    if not separator:
        from kg.loaders.catalog import StoredGraph

        return StoredGraph.open(Path(location), on_wait=on_wait)
    if scheme not in SCHEMES:
        raise KgError(f"cannot open a graph at {scheme}://: give a store folder, or bolt:// or neo4j://")
    from kg.loaders.neo4j.graph import Neo4jGraph
    from kg.loaders.neo4j.server import Server

    return Neo4jGraph.open(Server.of(text, corpus=corpus))


def load(
    store: str | Path,
    uri: str,
    *,
    user: str = "",
    password: str = "",
    database: str = "",
    corpus: str = "",
    dry_run: bool = False,
    progress: Progress | None = None,
) -> LoadReport:
    """Make a graph in Neo4j equal to the one of a store folder, by sending the difference.

    uri: bolt:// or neo4j://, each with +s or +ssc. What is not given comes from NEO4J_USERNAME, NEO4J_PASSWORD,
    NEO4J_DATABASE and KG_CORPUS. corpus: which of several graphs in one database. With dry_run only find out what that
    would take. Raises StoreError: no store, no server, one that does not let this user in.

    >>> import kg
    >>> kg.load("kg-store", "bolt://localhost").touched  # doctest: +SKIP
    2317
    """
    from kg.loaders.neo4j.graph import Neo4jGraph
    from kg.loaders.neo4j.server import Server
    from kg.store.catalog import Catalog

    server = Server.of(uri, user=user, password=password, database=database, corpus=corpus)
    with Catalog.open(Path(store)) as catalog, Neo4jGraph.connect(server) as graph:
        report = graph.load(
            catalog, generation=catalog.generation, since=catalog.since, dry_run=dry_run, progress=progress
        )
        if not dry_run:
            catalog.keep_loaded()
        return report
