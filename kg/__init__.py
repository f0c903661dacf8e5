"""papermesh: a knowledge graph of research papers, in Python as on the command line.

Read and build:

    build                 sources -> store folder, as `kg build`
    read_papers           sources -> papers
    extract_keyphrases    papers -> keyphrases, without a graph
    match_terms           two lists of terms -> the translations and synonyms among them

Ask a store folder, the address of a Neo4j server, or what `open_graph` opened of these:

    neighbors, search, similar, path, show, stats, trends      as the commands of these names
    query                 Cypher -> rows
    view                  the explorer, in a notebook

Take all of a store folder elsewhere:

    rows                  papers, concepts, mentions, ... for pandas
    to_networkx           the graph as a networkx.MultiDiGraph
    load                  the graph into Neo4j, as `kg load`

>>> import kg
>>> kg.build("seeds", "kg-store").papers
46
>>> kg.query("kg-store", "MATCH (c:Concept) RETURN c.name AS name, c.papers AS papers ORDER BY papers DESC LIMIT 1")
[{'name': 'neural networks', 'papers': 14}]

Failures are exceptions of `kg.errors`, one clear line each. Everything is imported on first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.keyphrases import extract_keyphrases
    from kg.loaders.ask import neighbors, path, query, search, show, similar, stats, trends
    from kg.loaders.load import load
    from kg.loaders.networkx import to_networkx
    from kg.loaders.rows import rows
    from kg.loaders.store import open_graph
    from kg.matching import match_terms
    from kg.papers import read_papers
    from kg.pipeline import build
    from kg.viz.notebook import view

_HOME = {
    "build": "kg.pipeline",
    "extract_keyphrases": "kg.keyphrases",
    "load": "kg.loaders.load",
    "match_terms": "kg.matching",
    "neighbors": "kg.loaders.ask",
    "open_graph": "kg.loaders.store",
    "path": "kg.loaders.ask",
    "query": "kg.loaders.ask",
    "read_papers": "kg.papers",
    "rows": "kg.loaders.rows",
    "search": "kg.loaders.ask",
    "show": "kg.loaders.ask",
    "similar": "kg.loaders.ask",
    "stats": "kg.loaders.ask",
    "to_networkx": "kg.loaders.networkx",
    "trends": "kg.loaders.ask",
    "view": "kg.viz.notebook",
}

__all__ = [
    "build",
    "extract_keyphrases",
    "load",
    "match_terms",
    "neighbors",
    "open_graph",
    "path",
    "query",
    "read_papers",
    "rows",
    "search",
    "show",
    "similar",
    "stats",
    "to_networkx",
    "trends",
    "view",
]


def __getattr__(name: str) -> object:
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'kg' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
