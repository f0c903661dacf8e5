"""papermesh: a knowledge graph of research papers, in Python as on the command line.

    import kg
    kg.build(["seeds"], "kg-store")
    with kg.open_graph("kg-store") as graph:
        rows = graph.query("MATCH (c:Concept) RETURN c.name AS name ORDER BY c.papers DESC LIMIT 5", {})

Everything is imported on first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.keyphrases import extract_keyphrases
    from kg.loaders.networkx import to_networkx
    from kg.loaders.store import open_graph
    from kg.matching import match_terms
    from kg.papers import read_papers
    from kg.pipeline import build
    from kg.viz.notebook import view

_HOME = {
    "build": "kg.pipeline",
    "extract_keyphrases": "kg.keyphrases",
    "match_terms": "kg.matching",
    "open_graph": "kg.loaders.store",
    "read_papers": "kg.papers",
    "to_networkx": "kg.loaders.networkx",
    "view": "kg.viz.notebook",
}

__all__ = ["build", "extract_keyphrases", "match_terms", "open_graph", "read_papers", "to_networkx", "view"]


def __getattr__(name: str) -> object:
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'kg' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
