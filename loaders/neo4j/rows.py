"""What comes out of Neo4j: rows, the same as from the embedded graph, and errors of queries."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, time
from itertools import islice

import neo4j.graph
import neo4j.time
from neo4j.exceptions import Neo4jError

from kg.core.errors import QueryError
from kg.core.graph import NODES, RELATIONSHIPS
from kg.loaders.cypher.embedded_rows import in_turn, with_caret
from kg.loaders.cypher.queries import HIDDEN

CHUNK = 512

_POSITION = re.compile(r"\s*\(line (\d+), column (\d+) \(offset: \d+\)\)")
_Ids = Callable[[list[str]], Mapping[str, str]]


def plain_rows(records: Iterable[neo4j.Record], ids: _Ids) -> Iterator[dict[str, object]]:
    """Rows one by one. ids: internal names of nodes -> their ids."""
    iterator = iter(records)
    while chunk := list(islice(iterator, CHUNK)):
        ends = {end for record in chunk for value in record.values() for end in _ends(value)}
        known = ids(sorted(ends)) if ends else {}
        for record in chunk:
            yield {column: _plain(value, known) for column, value in record.items()}


def _ends(value: object) -> Iterator[str]:
    """The internal names of the nodes at the ends of every relationship in a value."""
    if isinstance(value, neo4j.graph.Relationship):
        yield from (node.element_id for node in value.nodes if node is not None)
    elif isinstance(value, neo4j.graph.Path):
        for relationship in value.relationships:
            yield from _ends(relationship)
    elif isinstance(value, list):
        for item in value:
            yield from _ends(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _ends(item)


def _plain(value: object, ids: Mapping[str, str]) -> object:
    match value:
        case list():
            return [_plain(item, ids) for item in value if not _is_hidden(item)]
        case dict():
            return {key: _plain(item, ids) for key, item in value.items() if key not in HIDDEN}
        case neo4j.graph.Node():
            return _node(value, ids)
        case neo4j.graph.Relationship():
            return _relationship(value, ids)
        case neo4j.graph.Path():
            return [_plain(part, ids) for part in in_turn(value.nodes, value.relationships)]
        case date() | datetime() | time():
            return value.isoformat()
        case neo4j.time.Date() | neo4j.time.DateTime() | neo4j.time.Time() | neo4j.time.Duration():
            return value.iso_format()
        case bytes() | bytearray():
            return value.hex()
        case tuple():  # a point
            return list(value)
        case _:
            return value


def _is_hidden(value: object) -> bool:
    """Whether it is the name of a property of our own, as keys(n) lists it."""
    return isinstance(value, str) and value in HIDDEN


def _node(node: neo4j.graph.Node, ids: Mapping[str, str]) -> dict[str, object]:
    labels = sorted(node.labels, key=lambda label: (label not in NODES, label))
    schema = NODES.get(labels[0], {}) if labels else {}
    return {"labels": labels, **_properties(node, schema, ids)}


def _relationship(edge: neo4j.graph.Relationship, ids: Mapping[str, str]) -> dict[str, object]:
    ends = [ids.get(node.element_id, node.element_id) if node is not None else None for node in edge.nodes]
    schema = RELATIONSHIPS[edge.type][2] if edge.type in RELATIONSHIPS else {}
    return {"type": edge.type, "start": ends[0], "end": ends[1], **_properties(edge, schema, ids)}


def _properties(entity: neo4j.graph.Entity, schema: Mapping[str, str], ids: Mapping[str, str]) -> dict[str, object]:
    """The properties of kg.core.graph in its order, then those that people added."""
    names = [name for name in schema if name in entity]
    names += sorted(set(entity.keys()) - set(schema) - set(HIDDEN))
    return {name: _plain(entity[name], ids) for name in names}


def query_error(error: Neo4jError, query: str, limit_seconds: float | None) -> QueryError | None:
    """One clear line for what is wrong with a query; None when it is not the query's fault."""
    code = error.code or ""
    if code.endswith("Statement.AccessMode"):
        return QueryError("the query writes, and 'kg query' only reads: give --write if that is meant")
    if "TransactionTimedOut" in code:
        after = f" after {limit_seconds:g} s" if limit_seconds else ""
        return QueryError(f"the query was stopped{after}: narrow it down or add a LIMIT")
    if "OutOfMemory" in code:
        return QueryError("the query needs more memory than the server gives it: narrow it down or add a LIMIT")
    if not code.startswith(("Neo.ClientError.Statement", "Neo.ClientError.Procedure", "Neo.ClientError.Transaction")):
        return None
    text = next((line for line in str(error.message).splitlines() if line.strip()), code)
    found = _POSITION.search(str(error.message))
    text = _POSITION.sub("", text).strip()
    if not found:
        return QueryError(text)
    line, column = int(found[1]), int(found[2])
    return QueryError(f"{text} (line {line}, column {column})\n{with_caret(query, line, column)}")
