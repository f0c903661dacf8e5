"""The Cypher that reads a graph, and makes the embedded one. What writes to Neo4j is in kg.loaders.neo4j.queries.

Labels, types and property names come from kg.core.graph, values go in as parameters. A node is found by `key`: its id,
or in Neo4j, where several corpora may live in one database, KEY; `scope` then keeps to one corpus.
"""

from __future__ import annotations

from kg.core.graph import CYPHER_TYPES, NAMES, NODES, RELATIONSHIPS, STRINGS, strength_property
from kg.text.names import PLAIN

KEY, DIGEST, STATE = "_key", "_digest", "_state"
"""What papermesh keeps for itself in Neo4j, on nodes: "corpus/id"; on nodes and relationships: a hash of what was
loaded; on sources: what is known of the last load (kg.loaders.neo4j.state). A user's own nodes and relationships
have none of these."""

HIDDEN = (KEY, DIGEST, STATE)

SLOTS = "UNWIND $slots AS slot MATCH (n) WHERE elementId(n) = slot RETURN slot, n.id AS id"
"""Ids of the nodes with these internal names."""

IN_CORPUS = f"n.{KEY} STARTS WITH $prefix"
"""A scope: the nodes of one corpus in Neo4j."""


def create_nodes(label: str) -> str:
    """Create $rows, maps of the label's properties; a null is not stored."""
    return f"UNWIND $rows AS row CREATE (:{label} {_properties(NODES[label])})"


def remove(label: str, name: str) -> str:
    """Remove a property from all nodes of a label."""
    return f"MATCH (n:{label}) REMOVE n.{name}"


def create_edges(kind: str, *, bare: bool = False) -> str:
    """Create $rows, maps of source, target and, unless bare, the type's properties."""
    start, end, properties = RELATIONSHIPS[kind]
    stored = "" if bare else f" {_properties(properties)}"
    return (
        f"UNWIND $rows AS row MATCH (a:{start} {{id: row.source}}), (b:{end} {{id: row.target}}) "
        f"CREATE (a)-[:{CYPHER_TYPES[kind]}{stored}]->(b)"
    )


def _properties(names: dict[str, str]) -> str:
    return "{" + ", ".join(f"{name}: row.{name}" for name in names) + "}"


def top_concepts(scope: str = "") -> str:
    """Ids of the $limit concepts that most papers mention."""
    where = f" WHERE {scope}" if scope else ""
    return f"MATCH (n:Concept){where} RETURN n.id AS id ORDER BY n.papers DESC, n.name, n.id LIMIT $limit"


def telling_concepts(scope: str = "") -> str:
    """id and told, the sum of the squared scores of the mentions, of every concept."""
    where = f" WHERE {scope} AND r.{DIGEST} IS NOT NULL" if scope else ""
    return f"MATCH (n:Paper)-[r:MENTIONS]->(c:Concept){where} RETURN c.id AS id, sum(r.score * r.score) AS told"


def count_nodes(label: str, scope: str = "") -> str:
    """How many nodes of a label there are."""
    where = f" WHERE {scope}" if scope else ""
    return f"MATCH (n:{label}){where} RETURN count(n) AS count"


def count_edges(kind: str, scope: str = "") -> str:
    """How many relationships of a type there are."""
    start, end, _ = RELATIONSHIPS[kind]
    where = f" WHERE {scope} AND r.{DIGEST} IS NOT NULL" if scope else ""
    return f"MATCH (n:{start})-[r:{CYPHER_TYPES[kind]}]->(:{end}){where} RETURN count(r) AS count"


def papers_holding(scope: str = "") -> str:
    """id, title and abstract of the papers that hold all $words."""
    holds = "all(word IN $words WHERE toLower(n.title) CONTAINS word OR toLower(n.abstract) CONTAINS word)"
    where = " AND ".join(filter(None, (scope, holds)))
    return f"MATCH (n:Paper) WHERE {where} RETURN {_columns('n', ('id', 'title', 'abstract'))}"


def papers_by(name: str, scope: str = "") -> str:
    """value and count of a property of papers, of a list each value in it."""
    where = " AND ".join(filter(None, (f"n.{name} IS NOT NULL", scope)))
    of = (
        f"UNWIND n.{name} AS value RETURN value" if NODES["Paper"].get(name) == STRINGS else f"RETURN n.{name} AS value"
    )
    return f"MATCH (n:Paper) WHERE {where} {of}, count(n) AS count"


def mentions_by_year(scope: str = "", among: str = "") -> str:
    """id of a concept, year, and how many papers of that year mention it.

    among: the property that is one of $ids; "" for all concepts.
    """
    chosen = f"c.{among} IN $ids" if among else ""
    told = "n.year IS NOT NULL", scope, f"r.{DIGEST} IS NOT NULL" if scope else "", chosen
    where = " AND ".join(filter(None, told))
    match = f"MATCH (n:Paper)-[r:MENTIONS]->(c:Concept) WHERE {where}"
    return f"{match} RETURN c.id AS id, n.year AS year, count(n) AS count"


def nodes(label: str, key: str = "id") -> str:
    """The nodes with $ids, one column a property."""
    return f"UNWIND $ids AS id MATCH (n:{label} {{{key}: id}}) RETURN {_columns('n', NODES[label])}"


ODD = f"(?s).*[^{PLAIN}].*"
"""Matches a name that toLower does not fold as kg.text.names.fold does."""


def names(label: str, *, holding: bool, scope: str = "") -> str:
    """What nodes are called: id, the properties of NAMES, and aliases and papers where there are any.

    holding: only of those with a name that holds $word, or that $odd matches.
    """
    named = NAMES[label]
    extra = tuple(name for name in ("aliases", "papers") if name in NODES[label])
    tests = [_holds(f"n.{name}") for name in named]
    if "aliases" in extra:
        tests.append(f"any(alias IN n.aliases WHERE {_holds('alias')})")
    conditions = [*[scope] * bool(scope), *[f"({' OR '.join(tests)})"] * holding]
    where = f"WHERE {' AND '.join(conditions)} " if conditions else ""
    return f"MATCH (n:{label}) {where}RETURN {_columns('n', ('id', *named, *extra))}"


def _holds(name: str) -> str:
    return f"toLower({name}) CONTAINS $word OR {name} =~ $odd"


def edges(kind: str, *, outgoing: bool, strongest: bool, key: str = "id") -> str:
    """The relationships that leave (or enter) the nodes with $ids: source, target, and a column a property.

    strongest: only the $strongest best of each node.
    """
    start, end, properties = RELATIONSHIPS[kind]
    a, b = (f" {{{key}: id}}", "") if outgoing else ("", f" {{{key}: id}}")
    match = f"MATCH (a:{start}{a})-[r:{CYPHER_TYPES[kind]}]->(b:{end}{b})"
    if key == KEY:
        match += f" WHERE r.{DIGEST} IS NOT NULL"
    columns = ", ".join(["a.id AS source", "b.id AS target", *[_columns("r", properties)] * bool(properties)])
    if not strongest:
        return f"UNWIND $ids AS id {match} RETURN {columns}"
    strength = strength_property(kind)
    best = f"{strength} DESC, " if strength else ""
    names = ", ".join(("source", "target", *properties))
    return (
        f"UNWIND $ids AS id CALL {{ WITH id {match} RETURN {columns} "
        f"ORDER BY {best}source, target LIMIT $strongest }} RETURN {names}"
    )


def _columns(variable: str, names: tuple[str, ...] | dict[str, str]) -> str:
    return ", ".join(f"{variable}.{name} AS {name}" for name in names)
