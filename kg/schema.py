"""The labels, relationship types and properties of the graph: the only place that enumerates them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from kg.records import Edge, Node

STRING, INTEGER, FLOAT, BOOLEAN = "string", "integer", "float", "boolean"
"""FLOAT: a score, with four decimals."""
STRINGS, INTEGERS = "strings", "integers"

NODES: dict[str, dict[str, str]] = {
    "Source": {"id": STRING, "path": STRING},
    "Paper": {
        "id": STRING,
        "title": STRING,
        "abstract": STRING,
        "lang": STRING,
        "year": INTEGER,
        "url": STRING,
    },
    "Author": {"id": STRING, "name": STRING},
    "Concept": {
        "id": STRING,
        "name": STRING,
        "name_en": STRING,
        "name_zh": STRING,
        "aliases": STRINGS,
        "papers": INTEGER,
    },
}
"""Label -> property -> type."""

RELATIONSHIPS: dict[str, tuple[str, str, dict[str, str]]] = {
    "CONTAINS": ("Source", "Paper", {"position": INTEGER}),
    "WROTE": ("Author", "Paper", {"position": INTEGER}),
    "MENTIONS": (
        "Paper",
        "Concept",
        {"score": FLOAT, "count": INTEGER, "spans": INTEGERS, "in_title": BOOLEAN},
    ),
    "RELATED": ("Concept", "Concept", {"weight": FLOAT, "papers": INTEGER}),
    "BROADER": ("Concept", "Concept", {}),
    "SIMILAR": ("Paper", "Paper", {"score": FLOAT, "shared": STRINGS}),
    "CITES": ("Paper", "Paper", {}),
}
"""Type -> (label of the start, label of the end, property -> type)."""

NAMES = {
    "Source": ("path",),
    "Paper": ("title",),
    "Author": ("name",),
    "Concept": ("name", "name_en", "name_zh"),
}
"""Label -> the properties that name a node, first the one that people call it by. Concepts have aliases, too."""


def names(properties: Mapping[str, Any]) -> tuple[str, ...]:
    """What a node with these properties is called: first what people call it, then its other names, each once."""
    given = properties.get
    name = given("title") or given("name") or given("path") or properties["id"]
    others = (given("name_en"), given("name_zh"), *(given("aliases") or ()))
    return tuple(dict.fromkeys((name, *filter(None, others))))


class GraphSource(Protocol):
    """Where a graph is read from, node by node: the catalog. Sorted by id, relationships by start and end."""

    def nodes(self, label: str) -> Iterator[Node]: ...

    def edges(self, kind: str) -> Iterator[Edge]: ...

    def counts(self) -> dict[str, int]:
        """How many nodes of each label and relationships of each type there are."""
        ...
