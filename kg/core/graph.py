"""The graph: its nodes and relationships, and the only place that enumerates their labels, types and properties."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Value: TypeAlias = str | int | float | bool | tuple[str, ...] | tuple[int, ...] | None
"""A property of a node or relationship. None means: not there."""

NodeKey: TypeAlias = tuple[str, str]
"""(label, id): ids are unique within a label only."""


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the graph. properties holds "id" too; keys as in kg.core.graph, absent when None."""

    label: str
    id: str
    properties: Mapping[str, Value] = field(default_factory=dict)

    @property
    def key(self) -> NodeKey:
        return (self.label, self.id)

    @property
    def name(self) -> str:
        """What people call it: title of a paper, path of a source, name of the others."""
        p = self.properties
        return str(p.get("title") or p.get("name") or p.get("path") or self.id)


@dataclass(frozen=True, slots=True)
class Edge:
    """A relationship of the graph, from start to end. type: its kind, a key of RELATIONSHIPS."""

    type: str
    start: NodeKey
    end: NodeKey
    properties: Mapping[str, Value] = field(default_factory=dict)


STRING, INTEGER, FLOAT, BOOLEAN = "string", "integer", "float", "boolean"
"""FLOAT: a score, with four decimals."""
SCALE = 10_000
"""What a score is multiplied by where it is kept as a whole number."""
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
        "doi": STRING,
        "kind": STRING,
        "authors": STRINGS,
        "venue": STRING,
        "volume": STRING,
        "issue": STRING,
        "pages": STRING,
        "publisher": STRING,
        "issn": STRINGS,
        "isbn": STRINGS,
        "keywords": STRINGS,
        "keyword_sources": STRINGS,
        "cites_outside": STRINGS,
    },
    "Author": {"id": STRING, "name": STRING, "aliases": STRINGS, "orcid": STRING},
    "Venue": {"id": STRING, "name": STRING, "aliases": STRINGS, "issn": STRINGS},
    "Concept": {
        "id": STRING,
        "name": STRING,
        "name_en": STRING,
        "name_zh": STRING,
        "aliases": STRINGS,
        "papers": INTEGER,
    },
    "Topic": {
        "id": STRING,
        "name": STRING,
        "level": INTEGER,
        "papers": INTEGER,
        "year_mean": FLOAT,
        "centrality": FLOAT,
        "density": FLOAT,
    },
}
"""Label -> property -> type. Topic: level 1 is the coarser one, 2 what these consist of; centrality and density: see
kg.links.topics.callon."""

RELATIONSHIPS: dict[str, tuple[str, str, dict[str, str]]] = {
    "CONTAINS": ("Source", "Paper", {"position": INTEGER}),
    "WROTE": ("Author", "Paper", {"position": INTEGER}),
    "PUBLISHED_IN": ("Paper", "Venue", {}),
    "MENTIONS": (
        "Paper",
        "Concept",
        {"score": FLOAT, "count": INTEGER, "spans": INTEGERS, "in_title": BOOLEAN},
    ),
    "RELATED": ("Concept", "Concept", {"weight": FLOAT, "papers": INTEGER}),
    "BROADER": ("Concept", "Concept", {"reason": STRING, "paper": STRING, "sentence": STRING, "vocabulary": STRING}),
    "SIMILAR": ("Paper", "Paper", {"score": FLOAT, "shared": STRINGS, "both_cite": STRINGS}),
    "CITES": ("Paper", "Paper", {"reason": STRING}),
    "IN_TOPIC": ("Paper", "Topic", {"weight": FLOAT}),
    "CONCEPT_IN_TOPIC": ("Concept", "Topic", {"weight": FLOAT}),
    "PART_OF": ("Topic", "Topic", {}),
}
"""Kind -> (label of the start, label of the end, property -> type). A kind is a type of relationships (CYPHER_TYPES)
from nodes of one label.

BROADER: its reason is "name" (of which the broader one is the head), "definition" or "example" ("Ys such as X"), the
last two with the sentence, and the id of the paper, that says so; with others these are "". "vocabulary": the file
`vocabulary` says so, "correction": a person. CITES: how the reference
is known to mean the paper: by an "identifier", its "place" (author, year, journal, volume, page) or its "title".
SIMILAR: the concepts that both papers are about, and the rarest works that both cite.
IN_TOPIC: weight is the part of the paper's likeness to other papers that leads to papers of the topic, and of what
papers say of the concept the part that those of the topic say.
"""

CYPHER_TYPES = {kind: kind for kind in RELATIONSHIPS} | {"CONCEPT_IN_TOPIC": "IN_TOPIC"}
"""Kind -> the type that its relationships have in Cypher, NetworkX and formats that write a type with each of them: one
type may lead from nodes of two labels."""


def kind_of(type_: str, start: str) -> str:
    """The kind of the relationships of a type that leave nodes of a label; the type itself where there is none."""
    kinds = (kind for kind, each in CYPHER_TYPES.items() if each == type_ and RELATIONSHIPS[kind][0] == start)
    return next(kinds, type_)


NAMES = {
    "Source": ("path",),
    "Paper": ("title",),
    "Author": ("name",),
    "Venue": ("name",),
    "Concept": ("name", "name_en", "name_zh"),
    "Topic": ("name",),
}
"""Label -> the properties that name a node, first the one that people call it by. Authors, venues and concepts have
aliases, too."""


def whole_number(properties: Mapping[str, Any], name: str) -> int:
    """A property that is a whole number; 0 where it is none, or not there."""
    value = properties.get(name)
    return value if isinstance(value, int) else 0


def names(properties: Mapping[str, Any]) -> tuple[str, ...]:
    """What a node with these properties is called: first what people call it, then its other names, each once."""
    given = properties.get
    name = given("title") or given("name") or given("path") or properties["id"]
    others = (given("name_en"), given("name_zh"), *(given("aliases") or ()))
    return tuple(dict.fromkeys((name, *filter(None, others))))


LABEL_ORDER = {"Concept": 0, "Paper": 1, "Author": 2, "Venue": 3, "Topic": 4, "Source": 5}
"""Which node is meant when several have the same name."""

STRENGTH: dict[str, str | float] = {
    "WROTE": 0.8,
    "PUBLISHED_IN": 0.3,
    "MENTIONS": "score",
    "RELATED": "weight",
    "BROADER": 0.7,
    "SIMILAR": "score",
    "CITES": 0.8,
    "IN_TOPIC": "weight",
    "CONCEPT_IN_TOPIC": "weight",
    "PART_OF": 0.7,
}
"""Relationship type -> the property that says how strongly it joins, or the strength itself.

CONTAINS is missing on purpose: a source file holds papers, it does not relate them.
"""


def strength(edge: Edge) -> float:
    """How strongly a relationship joins its two nodes, in (0, 1]; 0.0 for one that is not walked."""
    rule = STRENGTH.get(edge.type)
    if rule is None:
        return 0.0
    value = edge.properties.get(rule) if isinstance(rule, str) else rule
    return min(max(float(value), 0.0001), 1.0) if isinstance(value, int | float) else 0.0001


def strength_property(kind: str) -> str:
    """The property that orders the relationships of a type by strength; "" where all are equally strong."""
    rule = STRENGTH.get(kind)
    return rule if isinstance(rule, str) else ""


def spans_of(mention: Edge, text: str) -> list[tuple[int, int]]:
    """The spans of a MENTIONS that lie within the text, in order."""
    flat = mention.properties.get("spans")
    flat = flat if isinstance(flat, tuple) else ()
    pairs = sorted(zip(map(int, flat[::2]), map(int, flat[1::2]), strict=False))
    return [(start, end) for start, end in pairs if 0 <= start < end <= len(text)]


_TYPE_ORDER = {kind: position for position, kind in enumerate(RELATIONSHIPS)}


def edge_order(edge: Edge) -> tuple[int, NodeKey, NodeKey]:
    """Sort key of relationships: by type as in RELATIONSHIPS, then start, then end."""
    return (_TYPE_ORDER[edge.type], edge.start, edge.end)
