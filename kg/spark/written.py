"""Which tables a build leaves, what they are made of, and how they are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from kg.links.nodes import concept_nodes, mention_tables, paper_nodes, source_nodes
from kg.spark import graph


def _edges(kind: str, made: Callable[..., Iterable[Any]] = lambda table: [table]) -> Callable[..., None]:
    return lambda folder, *tables: graph.write_edges(folder, kind, made(*tables))


def _nodes(label: str, made: Callable[..., Iterable[Any]] = lambda nodes: nodes) -> Callable[..., None]:
    return lambda folder, *tables: graph.write_nodes(folder, label, made(*tables))


def _merge_rows(folder: Path, merges: Iterable[tuple[str, Any]]) -> None:
    rows = ((concept, m.kept, m.merged, m.reason, m.score) for concept, m in merges)
    graph.write_rows(folder / "merges.parquet", graph.MERGES, rows)


def _first_rows(folder: Path, first: Mapping[str, int]) -> None:
    graph.write_rows(folder / "first.parquet", graph.FIRST, sorted(first.items()))


WRITTEN: dict[str, tuple[str, Callable[..., None]]] = {
    "Author": ("authors", _nodes("Author")),
    "Concept": ("concepts", _nodes("Concept", concept_nodes)),
    "Paper": ("papers titles cited", _nodes("Paper", lambda p, titles, cited: paper_nodes(p, titles, cited.outside))),
    "Source": ("names", _nodes("Source", source_nodes)),
    "Topic": ("topics", _nodes("Topic")),
    "Venue": ("venues", _nodes("Venue")),
    "MENTIONS": ("papers concepts mentions", _edges("MENTIONS", mention_tables)),
    "RELATED": ("RELATED", _edges("RELATED", iter)),
    "SIMILAR": ("SIMILAR", _edges("SIMILAR", iter)),
    "WROTE": ("WROTE", _edges("WROTE", iter)),
    **{
        kind: (kind, _edges(kind))
        for kind in "BROADER CITES CONTAINS PUBLISHED_IN IN_TOPIC CONCEPT_IN_TOPIC PART_OF".split()
    },
    "merges": ("merges", _merge_rows),
    "vectors": ("vectors", graph.write_vectors),
    "duplicates": ("duplicates", graph.write_duplicates),
    "first": ("first", _first_rows),
}
"""Table -> the tables of the flow that it is made of, how it is written to a folder."""
