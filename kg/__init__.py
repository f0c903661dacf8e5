"""papermesh: a knowledge graph of research papers, in Python as on the command line.

Read and build:

    build                 sources -> store folder, as `kg build`
    read_papers           sources -> papers
    extract_keyphrases    papers -> keyphrases, without a graph
    match_terms           two lists of terms -> the translations and synonyms among them

Ask a store folder, the address of a Neo4j server, or what `open_graph` opened of these:

    neighbors, search, similar, path, show, stats, topics,     as the commands of these names
    trends
    query                 Cypher -> rows
    view                  the explorer, in a notebook

Take all of a store folder elsewhere:

    rows                  papers, concepts, mentions, ... as dicts
    to_pandas             the same as a pandas.DataFrame
    to_networkx           the graph as a networkx.MultiDiGraph
    load                  the graph into Neo4j, as `kg load`

>>> import kg
>>> kg.build("seeds", "kg-store").papers
46
>>> kg.query("kg-store", "MATCH (c:Concept) RETURN c.name AS name, c.papers AS papers ORDER BY papers DESC LIMIT 1")
[{'name': 'neural networks', 'papers': 14}]

Failures are exceptions of `kg.core.errors`, one clear line each. Everything is imported on first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.concepts.matching.match import match_terms
    from kg.explore.ask import neighbors, path, query, search, show, similar, stats, topics, trends
    from kg.keyphrases.extract import extract_keyphrases
    from kg.loaders import load, open_graph
    from kg.loaders.files.rows import rows
    from kg.loaders.networkx import to_networkx
    from kg.loaders.pandas import to_pandas
    from kg.papers.read import read_papers
    from kg.pipeline.build import build
    from kg.viz.notebook import view

_HOME = {
    "build": "kg.pipeline.build",
    "extract_keyphrases": "kg.keyphrases.extract",
    "load": "kg.loaders",
    "match_terms": "kg.concepts.matching.match",
    "neighbors": "kg.explore.ask",
    "open_graph": "kg.loaders",
    "path": "kg.explore.ask",
    "query": "kg.explore.ask",
    "read_papers": "kg.papers.read",
    "rows": "kg.loaders.files.rows",
    "search": "kg.explore.ask",
    "show": "kg.explore.ask",
    "similar": "kg.explore.ask",
    "stats": "kg.explore.ask",
    "to_networkx": "kg.loaders.networkx",
    "to_pandas": "kg.loaders.pandas",
    "topics": "kg.explore.ask",
    "trends": "kg.explore.ask",
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
    "to_pandas",
    "topics",
    "trends",
    "view",
]


def __getattr__(name: str) -> object:
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'kg' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
