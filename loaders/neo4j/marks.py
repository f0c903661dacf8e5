"""What papermesh marks its nodes and relationships in Neo4j with, worked out on this side of the wire."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import reduce
from hashlib import blake2b

from kg.core.graph import BOOLEAN, FLOAT, INTEGER, INTEGERS, STRING, STRINGS, Edge, Node, Value

MODULUS = 1_000_003
"""Keeps the number of a long list small: sums over ten million relationships stay integers of Neo4j."""

_SIZES = {
    STRING: len,
    INTEGER: int,
    FLOAT: lambda value: int(value * 1_000_000),
    BOOLEAN: lambda value: 1 if value else 2,
    STRINGS: lambda value: _folded(map(len, value)),
    INTEGERS: lambda value: _folded(value),
}


def node_digest(node: Node) -> int:
    """40 bits of a hash of the id and the properties."""
    return _digest(node.id, node.properties)


def edge_digest(edge: Edge) -> int:
    """40 bits of a hash of the ids of both ends and the properties."""
    return _digest(edge.start[1], edge.end[1], edge.properties)


def content(digest: int, properties: Mapping[str, Value], types: Mapping[str, str]) -> int:
    """The number that kg.loaders.neo4j.queries.check_nodes and check_edges sum up, of one node or relationship."""
    sizes = [
        position * (-1 if (value := properties.get(name)) is None else _SIZES[type_](value))
        for position, (name, type_) in enumerate(types.items(), start=2)
    ]
    return (sum(sizes) if sizes else 1) * (digest % 997)


def _folded(numbers) -> int:
    return reduce(lambda total, each: 3 * (total % MODULUS) + each, numbers, 1)


def _digest(*content: object) -> int:
    """40 bits: a sum of eight million of them is still an integer of Neo4j."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=5).digest(), "big")
