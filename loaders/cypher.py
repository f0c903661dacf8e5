"""All Cypher text. Labels, types and property names come from kg.schema, values go in as parameters."""

from __future__ import annotations

from kg.loaders.names import PLAIN
from kg.loaders.store import STRENGTH
from kg.schema import NODES, RELATIONSHIPS

NAMES = {
    "Source": ("path",),
    "Paper": ("title",),
    "Author": ("name",),
    "Concept": ("name", "name_en", "name_zh"),
}
"""Label -> the properties that name a node, first the one that people call it by."""

TOP_CONCEPTS = "MATCH (n:Concept) RETURN n.id AS id ORDER BY n.papers DESC, n.name, n.id LIMIT $limit"

SLOTS = "UNWIND $slots AS slot MATCH (n) WHERE elementId(n) = slot RETURN slot, n.id AS id"
"""Ids of the nodes with these internal numbers (embedded graph)."""


def create_nodes(label: str) -> str:
    """Create $rows, maps of the label's properties; a null is not stored."""
    return f"UNWIND $rows AS row CREATE (:{label} {_properties(NODES[label])})"


def remove(label: str, name: str) -> str:
    """Remove a property from all nodes of a label."""
    return f"MATCH (n:{label}) REMOVE n.{name}"


def create_edges(kind: str) -> str:
    """Create $rows, maps of source, target and the type's properties."""
    start, end, properties = RELATIONSHIPS[kind]
    return (
        f"UNWIND $rows AS row MATCH (a:{start} {{id: row.source}}), (b:{end} {{id: row.target}}) "
        f"CREATE (a)-[:{kind} {_properties(properties)}]->(b)"
    )


def _properties(names: dict[str, str]) -> str:
    return "{" + ", ".join(f"{name}: row.{name}" for name in names) + "}"


def count_nodes(label: str) -> str:
    return f"MATCH (n:{label}) RETURN count(n) AS count"


def count_edges(kind: str) -> str:
    start, end, _ = RELATIONSHIPS[kind]
    return f"MATCH (:{start})-[r:{kind}]->(:{end}) RETURN count(r) AS count"


def nodes(label: str) -> str:
    """The nodes with $ids, one column a property."""
    columns = ", ".join(f"n.{name} AS {name}" for name in NODES[label])
    return f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) RETURN {columns}"


ODD = f"(?s).*[^{PLAIN}].*"
"""Matches a name that toLower does not fold as kg.loaders.names.fold does."""


def names(label: str, *, holding: bool) -> str:
    """What nodes are called: id, the properties of NAMES, and aliases and papers where there are any.

    holding: only of those with a name that holds $word, or that $odd matches.
    """
    named = NAMES[label]
    extra = tuple(name for name in ("aliases", "papers") if name in NODES[label])
    columns = ", ".join(f"n.{name} AS {name}" for name in ("id", *named, *extra))
    tests = [_holds(f"n.{name}") for name in named]
    if "aliases" in extra:
        tests.append(f"any(alias IN n.aliases WHERE {_holds('alias')})")
    where = f"WHERE {' OR '.join(tests)} " if holding else ""
    return f"MATCH (n:{label}) {where}RETURN {columns}"


def _holds(name: str) -> str:
    return f"toLower({name}) CONTAINS $word OR {name} =~ $odd"


def edges(kind: str, *, outgoing: bool, strongest: bool) -> str:
    """The relationships that leave (or enter) the nodes with $ids: source, target, r.

    strongest: only the $strongest best of each node.
    """
    start, end, _ = RELATIONSHIPS[kind]
    a, b = (" {id: id}", "") if outgoing else ("", " {id: id}")
    match = f"MATCH (a:{start}{a})-[r:{kind}]->(b:{end}{b})"
    if not strongest:
        return f"UNWIND $ids AS id {match} RETURN a.id AS source, b.id AS target, r"
    rule = STRENGTH.get(kind)
    best = f"r.{rule} DESC, " if isinstance(rule, str) else ""
    return (
        f"UNWIND $ids AS id CALL {{ WITH id {match} RETURN a.id AS source, b.id AS target, r "
        f"ORDER BY {best}source, target LIMIT $strongest }} RETURN source, target, r"
    )
