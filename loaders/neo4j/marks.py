"""What papermesh marks its nodes and relationships in Neo4j with, worked out on this side of the wire."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import reduce
from hashlib import blake2b

from kg.core.graph import (
    BOOLEAN,
    FLOAT,
    INTEGER,
    INTEGERS,
    NODES,
    RELATIONSHIPS,
    STRING,
    STRINGS,
    Edge,
    Node,
    Value,
)

MODULUS = 1_000_003
"""Keeps the number of a long list small: sums over ten million relationships stay integers of Neo4j."""

_to_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode  # json.dumps makes one a call

_SIZES = {
    STRING: len,
    INTEGER: int,
    FLOAT: lambda value: int(value * 1_000_000),
    BOOLEAN: lambda value: 1 if value else 2,
    STRINGS: lambda value: _folded(map(len, value)),
    INTEGERS: lambda value: _folded(value),
}

_TERMS = {
    name: {each: (position, _SIZES[type_]) for position, (each, type_) in enumerate(types.items(), start=2)}
    for name, types in (*NODES.items(), *((kind, types) for kind, (_, _, types) in RELATIONSHIPS.items()))
}


def node_digest(node: Node) -> int:
    """The digest of the id and the properties."""
    return digest(node.id, node.properties)


def edge_digest(edge: Edge) -> int:
    """The digest of the ids of both ends and the properties."""
    return digest(edge.start[1], edge.end[1], edge.properties)


def content(name: str, digest: int, properties: Mapping[str, Value]) -> int:
    """The number that kg.loaders.neo4j.queries.check_nodes and check_edges sum up, of one node or relationship; name:
    its label or type."""
    return weight(name, properties) * (digest % 997)


def weight(name: str, properties: Mapping[str, Value], among: Iterable[str] | None = None) -> int:
    """What `content` multiplies by a part of the digest; of it the share of the properties `among`."""
    if not (terms := _TERMS[name]):
        return 1
    total = 0
    for each in terms if among is None else among:
        position, size = terms[each]
        value = properties.get(each)
        total += position * (-1 if value is None else size(value))
    return total


def _folded(numbers) -> int:
    return reduce(lambda total, each: 3 * (total % MODULUS) + each, numbers, 1)


def digest(*content: object) -> int:
    """40 bits: a sum of eight million of them is still an integer of Neo4j."""
    text = _to_json(content)
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=5).digest(), "big")
