"""`kg load` in Python: the graph of a store folder into Neo4j."""

from __future__ import annotations

from pathlib import Path

from kg.catalog import Catalog
from kg.loaders.neo4j import Neo4jGraph
from kg.loaders.neo4j_load import LoadReport
from kg.loaders.neo4j_server import Server
from kg.progress import Progress


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
    server = Server.of(uri, user=user, password=password, database=database, corpus=corpus)
    with Catalog.open(Path(store)) as catalog, Neo4jGraph.connect(server) as graph:
        return graph.load(catalog, generation=catalog.generation, dry_run=dry_run, progress=progress)
