"""The Cypher that makes a corpus in Neo4j equal to a graph. Names come from kg.core.graph, values go in as parameters.

What papermesh made bears KEY (nodes) and DIGEST (nodes and relationships); no statement touches anything else. Every
one of them may run twice with the same effect as once: a transaction is sent again when its answer was lost.
"""

from __future__ import annotations

from collections.abc import Iterable

from kg.core.graph import BOOLEAN, CYPHER_TYPES, FLOAT, INTEGER, INTEGERS, NODES, RELATIONSHIPS, STRING, STRINGS
from kg.loaders.cypher.queries import DIGEST, HIDDEN, IN_CORPUS, KEY, STATE
from kg.loaders.neo4j.marks import MODULUS

FULLTEXT = {
    "papermesh_concepts": ("Concept", ("name", "name_en", "name_zh", "aliases")),
    "papermesh_papers": ("Paper", ("title", "abstract")),
}
"""Full-text index -> label and properties. The analyzer "cjk" cuts Chinese into pairs of characters."""


def schema() -> list[str]:
    """Constraints and indexes. An id is unique within a corpus; by `id` people look things up."""
    statements = []
    for label in NODES:
        name = f"papermesh_{label.lower()}"
        statements.append(f"CREATE CONSTRAINT {name}_key IF NOT EXISTS FOR (n:{label}) REQUIRE n.{KEY} IS UNIQUE")
        statements.append(f"CREATE INDEX {name}_id IF NOT EXISTS FOR (n:{label}) ON (n.id)")
    for name, (label, properties) in FULLTEXT.items():
        fields = ", ".join(f"n.{each}" for each in properties)
        options = "OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk'}}"
        statements.append(f"CREATE FULLTEXT INDEX {name} IF NOT EXISTS FOR (n:{label}) ON EACH [{fields}] {options}")
    return [*statements, "CALL db.awaitIndexes(300)"]


# -- what is there -----------------------------------------------------------------------------

CORPORA = f"MATCH (n:Source) WHERE n.{KEY} IS NOT NULL RETURN DISTINCT split(n.{KEY}, '/')[0] AS corpus ORDER BY corpus"

SOURCES = f"MATCH (n:Source) WHERE {IN_CORPUS} RETURN count(n), count(n.{STATE})"

READ_STATE = f"MATCH (n:Source) WHERE {IN_CORPUS} RETURN n.{STATE}"

STATES = f"MATCH (n:Source) WHERE n.{KEY} IS NOT NULL RETURN DISTINCT split(n.{KEY}, '/')[0], n.{STATE}"
"""Corpus and state of every corpus; null for the state of one that has none, or is not whole."""

CLAIM_STATE = f"MATCH (n:Source) WHERE {IN_CORPUS} AND n.{STATE} = $state SET n.{STATE} = null RETURN count(n)"

WRITE_STATE = f"MATCH (n:Source) WHERE {IN_CORPUS} SET n.{STATE} = $state RETURN count(n)"


def _edges(kind: str) -> str:
    """Every relationship of ours, r, and the node n that it leaves."""
    return (
        f"MATCH (n:{RELATIONSHIPS[kind][0]})-[r:{CYPHER_TYPES[kind]}]->() WHERE {IN_CORPUS} AND r.{DIGEST} IS NOT NULL"
    )


def node_digests(label: str) -> str:
    """Key and digest of every node of ours."""
    return f"MATCH (n:{label}) WHERE {IN_CORPUS} RETURN n.{KEY}, n.{DIGEST}"


def former_nodes(label: str) -> str:
    """Keys of the nodes that left the graph but stay (see `retire_nodes`)."""
    return f"MATCH (n:Former{label}) WHERE {IN_CORPUS} RETURN n.{KEY}"


def edge_digests(kind: str) -> str:
    """For each node that relationships of ours leave: its key, their number, and the sum of their digests."""
    return f"{_edges(kind)} RETURN n.{KEY}, count(r), sum(r.{DIGEST})"


def edges_of(kind: str) -> str:
    """Every relationship of ours that leaves the nodes with $keys: key, key of the end, digest."""
    start, _, _ = RELATIONSHIPS[kind]
    return (
        f"UNWIND $keys AS key MATCH (n:{start} {{{KEY}: key}})-[r:{CYPHER_TYPES[kind]}]->(m) "
        f"WHERE r.{DIGEST} IS NOT NULL RETURN key, collect([m.{KEY}, r.{DIGEST}])"
    )


def totals() -> str:
    """name, count: of all nodes of each label and all relationships of each type, whosever they are. The server keeps
    these numbers, so nothing is read."""
    counted = {label: f"(x:{label})" for label in NODES}
    counted |= {kind: f"(:{RELATIONSHIPS[kind][0]})-[x:{CYPHER_TYPES[kind]}]->()" for kind in RELATIONSHIPS}
    return " UNION ALL ".join(
        f"MATCH {what} WITH count(x) AS count RETURN '{name}' AS name, count" for name, what in counted.items()
    )


def check_nodes(label: str) -> str:
    """Count, sum of digests, and a number that the properties themselves make."""
    total = _content("n", NODES[label])
    return f"MATCH (n:{label}) WHERE {IN_CORPUS} RETURN count(n), sum(n.{DIGEST}), sum({total})"


def check_edges(kind: str) -> str:
    """The same three numbers of the relationships of a type as `check_nodes` gives of nodes."""
    return f"{_edges(kind)} RETURN count(r), sum(r.{DIGEST}), sum({_content('r', RELATIONSHIPS[kind][2])})"


def _content(variable: str, properties: dict[str, str]) -> str:
    """A number that another value of a property, or a swap with another node, changes: kg.loaders.neo4j.marks.content.

    Texts count by length: Cypher has no hash. A factor from the digest makes every node's number count differently.
    """
    sizes = {
        STRING: "size({})",
        INTEGER: "{}",
        FLOAT: "toInteger({} * 1000000)",
        BOOLEAN: "CASE WHEN {} THEN 1 ELSE 2 END",
        STRINGS: f"reduce(total = 1, each IN {{}} | 3 * (total % {MODULUS}) + size(each))",
        INTEGERS: f"reduce(total = 1, each IN {{}} | 3 * (total % {MODULUS}) + each)",
    }
    terms = [
        f"{position} * coalesce({sizes[type_].format(f'{variable}.{name}')}, -1)"
        for position, (name, type_) in enumerate(properties.items(), start=2)
    ]
    return f"({' + '.join(terms) or '1'}) * ({variable}.{DIGEST} % 997)"


def empty_lists(name: str) -> list[str]:
    """A statement for each list property of a label or type: make up to $limit missing ones empty; how many."""
    if name in NODES:
        match, variable, types = f"MATCH (n:{name}) WHERE {IN_CORPUS}", "n", NODES[name]
    else:
        match, variable, types = _edges(name), "r", RELATIONSHIPS[name][2]
    return [
        f"{match} AND {variable}.{each} IS NULL WITH {variable} LIMIT $limit SET {variable}.{each} = [] "
        f"RETURN count({variable})"
        for each, type_ in types.items()
        if type_ in (STRINGS, INTEGERS)
    ]


# -- what is changed ---------------------------------------------------------------------------


def put_nodes(label: str) -> str:
    """Create or update $rows, lists of key, digest and the values of the properties; how many."""
    values = [f"n.{name} = row[{position}]" for position, name in enumerate(NODES[label], start=2)]
    return (
        f"UNWIND $rows AS row MERGE (n:{label} {{{KEY}: row[0]}}) "
        f"SET n.{DIGEST} = row[1], {', '.join(values)} RETURN count(n)"
    )


def put_edges(kind: str) -> str:
    """Create $rows, each a key of the start and a list of [key of the end, digest, values...]; how many.

    A user's own relationship between the two has no digest, so it is never taken for ours.
    """
    start, end, properties = RELATIONSHIPS[kind]
    values = [f"r.{name} = edge[{position}]" for position, name in enumerate(properties, start=2)]
    on_create = f"ON CREATE SET {', '.join(values)} " if values else ""
    return (
        f"{_each_edge(start, end)} MERGE (n)-[r:{CYPHER_TYPES[kind]} {{{DIGEST}: edge[1]}}]->(m) "
        f"{on_create}RETURN count(r)"
    )


def update_edges(kind: str, names: Iterable[str]) -> str:
    """Set the digest and properties of $rows, each a key of the start and {key of the end: [digest, values...]}; how
    many."""
    values = [f"r.{name} = edge[{position}]" for position, name in enumerate((DIGEST, *names))]
    return f"{_listed_edges(kind)} SET {', '.join(values)} RETURN count(r)"


def _listed_edges(kind: str) -> str:
    """Each relationship of ours, r, that leaves the start of a row and whose end the row lists; edge: what for it.

    The start is looked up, not the ends: several relationships of one start are the rule.
    """
    start, _, _ = RELATIONSHIPS[kind]
    return (
        f"UNWIND $rows AS row MATCH (n:{start} {{{KEY}: row[0]}})-[r:{CYPHER_TYPES[kind]}]->(m) "
        f"WHERE r.{DIGEST} IS NOT NULL WITH r, row[1][m.{KEY}] AS edge WHERE edge IS NOT NULL"
    )


def _each_edge(start: str, end: str) -> str:
    return (
        f"UNWIND $rows AS row MATCH (n:{start} {{{KEY}: row[0]}}) UNWIND row[1] AS edge "
        f"MATCH (m:{end} {{{KEY}: edge[0]}})"
    )


def delete_edges(kind: str) -> str:
    """Delete what is ours between $rows, as for update_edges (the keys count); how many."""
    return f"{_listed_edges(kind)} DELETE r RETURN count(r)"


def delete_nodes(label: str) -> str:
    """Delete those of $rows (keys) on which nothing of a user hangs: no relationship, label or property."""
    ours = ", ".join(f"'{name}'" for name in (*NODES[label], *HIDDEN))
    return (
        f"UNWIND $rows AS key MATCH (n:{label} {{{KEY}: key}}) WHERE NOT (n)--() AND size(labels(n)) = 1 "
        f"AND all(name IN keys(n) WHERE name IN [{ours}]) DELETE n RETURN count(n)"
    )


def retire_nodes(label: str) -> str:
    """What of $rows (keys) is left becomes Former..., for the sake of what a user hung on it; how many."""
    return (
        f"UNWIND $rows AS key MATCH (n:{label} {{{KEY}: key}}) "
        f"SET n:Former{label} REMOVE n:{label}, n.{DIGEST}, n.{STATE} RETURN count(n)"
    )


def revive_nodes(label: str) -> str:
    """The opposite, for nodes that came back."""
    return (
        f"UNWIND $rows AS key MATCH (n:Former{label} {{{KEY}: key}}) "
        f"SET n:{label} REMOVE n:Former{label} RETURN count(n)"
    )
