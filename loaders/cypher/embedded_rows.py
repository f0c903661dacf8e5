"""What goes into the embedded engine and what comes out: refused queries, rows, errors.

Where the engine (kglite) would do harm or give wrong rows, the query is refused with the alternative:
LOAD CSV, two statements in one query, startNode(r) and endNode(r) as values, db.schema.visualization.
What remains different from Neo4j: n.title of a node without a title is its name (and n.name of a paper its
title), n.type is its label, block comments are no Cypher, and a pattern without an upper bound stops at
10 hops, with a warning.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time
from itertools import islice
from typing import Any

from kg.core.errors import QueryError
from kg.core.graph import NODES, RELATIONSHIPS

# LOAD CSV reads local files even on a read-only graph, and the engine's plan does not always show it. So the
# raw text decides: comments, backticks and any space between the words, inside string literals too.
_LOAD_CSV = re.compile(r"\bload\b`?\s*(?://[\s\S]*)?`?\bcsv\b", re.IGNORECASE)
_LITERALS = re.compile(r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"|`(?:``|[^`])*`|//[^\n]*", re.DOTALL)
_SECOND_STATEMENT = re.compile(r";\s*[^\s;]")
_ENDPOINT = re.compile(r"(?<![\w.])(startNode|endNode)\s*\(", re.IGNORECASE)
_READS_ENDPOINT = re.compile(r"\b(?:id|elementId|labels|properties|keys)\s*\(\s*$", re.IGNORECASE)
_USES_ENDPOINT = re.compile(r"\s*\.")
_NOT_HERE = {
    r"\bdb\s*\.\s*schema\s*\.\s*visualization\b": "db.schema.visualization is not available here: use "
    "db.schema.nodeTypeProperties instead",
    r"\bdb\s*\.\s*index\s*\.\s*fulltext\b": "full-text indexes are Neo4j's: use 'kg search', or "
    "WHERE toLower(c.name) CONTAINS 'text', instead",
    r"\bpercentile(Cont|Disc)\s*\(": "percentiles are not available here: order, collect(...) and take the element "
    "in the middle instead",
    r"\bSHORTEST\s+(\d+|\(|GROUPS?\b)": "SHORTEST is not available here: use shortestPath((a)-[*..8]-(b)) instead",
    r"\]\s*-\s*>?\s*([+*]|\{\s*\d*\s*,?\s*\d*\s*\})\s*\(|\)\s*\)\s*\{\s*\d": "quantified path patterns are not "
    "available here: write -[:TYPE*1..3]-> instead",
    r"\bCOLLECT\s*\{": "COLLECT { } is not available here: write a list comprehension, [(a)-[:TYPE]->(b) | b.id], "
    "or collect(...) instead",
}
"""Pattern of what the engine cannot do -> what to say."""

CHUNK = 512

READ_ONLY = "the embedded graph is read-only: it is a copy of the catalog, which 'kg build' changes"


def refuse(query: str) -> None:
    """Raise QueryError for what the engine would run wrongly, or must not run."""
    if not query.strip():
        raise QueryError("the query is empty")
    if _LOAD_CSV.search(query):
        raise QueryError(
            "LOAD CSV is refused: queries read the graph, not files (if these words are text, "
            "pass the text as a parameter)"
        )
    code = _LITERALS.sub(lambda found: " " * len(found[0]), query)
    if _SECOND_STATEMENT.search(code):
        raise QueryError("one statement at a time: something follows the ';'")
    for pattern, message in _NOT_HERE.items():
        if re.search(pattern, code, re.IGNORECASE):
            raise QueryError(message)
    for found in _ENDPOINT.finditer(code):
        if not _endpoint_is_read(code, found):
            raise QueryError(
                f"{found[1]}(r) as a value is not available in the embedded graph: name the node in the "
                f"pattern, (a)-[r]->(b), or read a property, {found[1]}(r).id"
            )


def _endpoint_is_read(code: str, call: re.Match[str]) -> bool:
    """Whether only something of startNode(r) is read; as a value it is its title, and equal to no node."""
    if _READS_ENDPOINT.search(code, 0, call.start()):
        return True
    depth, position = 1, call.end()
    while depth and position < len(code):
        depth += {"(": 1, ")": -1}.get(code[position], 0)
        position += 1
    return bool(_USES_ENDPOINT.match(code, position))


def plain_rows(
    rows: Iterable[dict[str, Any]], ids: Callable[[list[str]], dict[str, str]]
) -> Iterator[dict[str, object]]:
    """Rows as papermesh writes them, one by one. ids: internal numbers of nodes -> their ids."""
    known: dict[str, str] = {}
    iterator = iter(rows)
    while chunk := list(islice(iterator, CHUNK)):
        missing = {slot for row in chunk for slot in _slots(row)} - known.keys()
        if missing:
            known.update(ids(sorted(missing)))
        for row in chunk:
            yield {column: _plain(value, known) for column, value in row.items()}


def _is_node(value: dict[str, Any]) -> bool:
    """The engine's own shape of a node; its properties always hold the minted `type`."""
    return (
        value.keys() == {"id", "labels", "properties"}
        and isinstance(value["properties"], dict)
        and isinstance(value["id"], int)
        and [value["properties"].get("type")] == value["labels"]
    )


def _is_relationship(value: dict[str, Any]) -> bool:
    return (
        value.keys() == {"id", "start", "end", "type", "properties"}
        and value["type"] in RELATIONSHIPS
        and isinstance(value["start"], int)
        and isinstance(value["end"], int)
    )


def _is_path(value: dict[str, Any]) -> bool:
    return (
        value.keys() == {"nodes", "relationships"}
        and all(isinstance(node, dict) and _is_node(node) for node in value["nodes"])
        and all(isinstance(edge, dict) and _is_relationship(edge) for edge in value["relationships"])
    )


def _slots(value: object) -> Iterator[str]:
    """The internal numbers at the ends of every relationship in a value."""
    if isinstance(value, list):
        for item in value:
            yield from _slots(item)
    elif isinstance(value, dict) and _is_relationship(value):
        yield str(value["start"])
        yield str(value["end"])
    elif isinstance(value, dict) and not _is_node(value):
        for item in value.values():
            yield from _slots(item)


def _plain(value: object, ids: dict[str, str]) -> object:
    if isinstance(value, list):
        return [_plain(item, ids) for item in value]
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if not isinstance(value, dict):
        return value
    if _is_node(value):
        return {"labels": value["labels"], **_known(value["properties"], NODES.get(value["labels"][0]))}
    if _is_relationship(value):
        ends = {"type": value["type"], "start": ids[str(value["start"])], "end": ids[str(value["end"])]}
        return {**ends, **_known(value["properties"], RELATIONSHIPS[value["type"]][2])}
    if _is_path(value):
        return [_plain(part, ids) for part in in_turn(value["nodes"], value["relationships"])]
    return {key: _plain(item, ids) for key, item in value.items()}


def _known(properties: dict[str, Any], schema: dict[str, str] | None) -> dict[str, Any]:
    """The design's properties in its order, without those that the engine minted (title, type)."""
    return {name: properties[name] for name in schema or properties if properties.get(name) is not None}


def in_turn(nodes: Iterable[Any], edges: Iterable[Any]) -> Iterator[Any]:
    """The parts of a path: node, relationship, node, ..."""
    first, *rest = nodes
    yield first
    for edge, node in zip(edges, rest, strict=True):
        yield edge
        yield node


def query_error(error: Exception, query: str, limit_seconds: float) -> QueryError:
    """The engine's error as one clear line, with the query and a caret where it gives a position."""
    name = type(error).__name__
    if name == "ReadOnlyError":
        return QueryError(READ_ONLY)
    if name == "CypherTimeoutError":
        return QueryError(f"the query was stopped after {limit_seconds:g} s: narrow it down or add a LIMIT")
    line, column = getattr(error, "line", None), getattr(error, "col", None)
    text = " ".join((str(error).partition("\n")[0] if name == "CypherSyntaxError" else str(error)).split())
    if name == "CypherSyntaxError" and not line and (found := re.search(r" at position (\d+)$", text)):
        line, column = _line_and_column(query, int(found[1]))
        text = text[: found.start()]
    text = re.sub(r"^Cypher (execution|type) error: ", "", text)
    text = re.sub(r"^(Cypher syntax error)( at line \d+, col \d+)?: ", "syntax error: ", text)
    if not line or not column:
        return QueryError(text)
    return QueryError(f"{text} (line {line}, column {column})\n{with_caret(query, line, column)}")


def _line_and_column(query: str, position: int) -> tuple[int, int]:
    before = query[:position]
    return before.count("\n") + 1, position - before.rfind("\n")


def with_caret(query: str, line: int, column: int) -> str:
    """The line of the query and the three before it, and a caret below the column; both are counted from 1."""
    lines = query.split("\n")[:line]
    last = lines[-1].rstrip("\r")
    start = max(0, column - 60)
    shown = [*lines[-4:-1], last[start : start + 100]]
    before = last[start : column - 1].ljust(column - 1 - start)
    width = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in before)
    return "\n".join("  " + _printable(each) for each in shown) + "\n" + " " * (width + 2) + "^"


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() else " " for char in text)
