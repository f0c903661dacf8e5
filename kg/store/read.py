"""The questions that a catalog answers about its graph, in SQL."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from kg.core.errors import StoreError
from kg.core.graph import NAMES, NODES, RELATIONSHIPS, STRINGS, Edge, Node, Value, names
from kg.store import tables
from kg.store.tables import EDGE_TABLES, LABELS, NODE_TABLES
from kg.text.names import fold

Read = Callable[..., Iterator[Any]]
"""Runs a query with parameters, gives its rows. Raises StoreError."""

MOST_NAMES = 50  # a shell shows no more
_LAST = "\U0010ffff"

MANY_WORDS = 2000
"""A term that stands in more indexed words than this does not narrow the search."""


class GraphTables:
    """The graph of a catalog. It takes and returns ids; the numbers of the tables stay here. Raises what `read`
    raises."""

    def __init__(self, read: Read, path: Path) -> None:
        """path: where they are, for messages."""
        self._read, self._path = read, path

    # -- all of it --------------------------------------------------------------------------

    def nodes(self, label: str) -> Iterator[Node]:
        """Nodes of a label, by id."""
        decode = tables.decoder(NODES[label], self._path)
        for row in self._read(f"SELECT {_names(NODES[label])} FROM {NODE_TABLES[label]} ORDER BY key"):
            yield Node(label, row[0], decode(row))

    def edges(self, kind: str) -> Iterator[Edge]:
        """Relationships of a type, by start and end."""
        start, end, properties = RELATIONSHIPS[kind]
        decode = tables.decoder(properties, self._path)
        ids = {label: list(self.ids(label)) for label in {start, end}}
        columns = _names(("start", '"end"', *properties))
        for a, b, *row in self._read(f'SELECT {columns} FROM {EDGE_TABLES[kind]} ORDER BY start, "end"'):
            try:
                ends = (start, ids[start][a - 1]), (end, ids[end][b - 1])
            except IndexError:
                raise StoreError.damaged(self._path, f"a {kind} relationship names no node") from None
            yield Edge(kind, *ends, decode(row))

    def ids(self, label: str) -> Iterator[str]:
        """Ids of a label, in order."""
        return (id_ for (id_,) in self._read(f"SELECT id FROM {NODE_TABLES[label]} ORDER BY key"))

    def counts(self) -> dict[str, int]:
        """The number of nodes of every label, and of relationships of every type."""
        every = chain(NODE_TABLES.items(), EDGE_TABLES.items())
        return {name: next(self._read(f"SELECT count(*) FROM {table}"))[0] for name, table in every}

    def loose_ends(self) -> dict[str, int]:
        """Relationship type -> how many relationships of it name no node; types without any are left out."""
        lost = {}
        for kind, (start, end, _) in RELATIONSHIPS.items():
            query = f"""SELECT count(*) FROM {EDGE_TABLES[kind]}
                        WHERE start NOT IN (SELECT key FROM {NODE_TABLES[start]})
                        OR "end" NOT IN (SELECT key FROM {NODE_TABLES[end]})"""
            if count := next(self._read(query))[0]:
                lost[kind] = count
        return lost

    # -- some of it -------------------------------------------------------------------------

    def nodes_of(self, label: str, ids: Iterable[str]) -> Iterator[Node]:
        """The nodes with these ids, in any order; unknown ones are left out."""
        decode = tables.decoder(NODES[label], self._path)
        query = f"SELECT {_names(NODES[label])} FROM {NODE_TABLES[label]} WHERE id = ?"
        for id_ in ids:
            for row in self._read(query, id_):
                yield Node(label, id_, decode(row))

    def edges_of(self, kind: str, ids: Iterable[str], *, outgoing: bool, strongest: int = 0) -> Iterator[Edge]:
        """The relationships that leave (or enter) the nodes with these ids.

        strongest: at most so many for every node, the strongest first, then by start and end; 0 means all.
        """
        start, end, properties = RELATIONSHIPS[kind]
        decode = tables.decoder(properties, self._path)
        here, there = ("start", '"end"') if outgoing else ('"end"', "start")
        mine, other = (start, end) if outgoing else (end, start)
        order = f"ORDER BY {tables.strongest_first(kind, there)} LIMIT {int(strongest)}" if strongest else ""
        columns = _names((f"{there} AS there", *properties))
        result = _names(("node.id", *(f"edge.{name}" for name in properties)))
        number = f"(SELECT key FROM {NODE_TABLES[mine]} WHERE id = ?)"
        query = f"""SELECT {result} FROM (SELECT {columns} FROM {EDGE_TABLES[kind]} WHERE {here} = {number} {order})
                    AS edge JOIN {NODE_TABLES[other]} AS node ON node.key = there"""
        for id_ in ids:
            key = (mine, id_)
            for row in self._read(query, id_):
                there_key = (other, row[0])
                a, b = (key, there_key) if outgoing else (there_key, key)
                yield Edge(kind, a, b, decode(row[1:]))

    def papers_of(self, concept: str) -> Iterator[Node]:
        """The papers that mention a concept, the best score first."""
        mentions = self.edges_of("MENTIONS", (concept,), outgoing=False)
        order = sorted((-_number(edge, "score"), edge.start[1]) for edge in mentions)
        return self.nodes_of("Paper", (id_ for _, id_ in order))

    # -- names ------------------------------------------------------------------------------

    def named(
        self, label: str, *, called: str = "", beginning: str = "", holding: str = ""
    ) -> Iterator[dict[str, Value]]:
        """Properties of the nodes of a label: "id", "papers" and those that hold names.

        called, beginning, holding: only nodes with a name that is, begins with or holds this text; both are folded.
        """
        if called:
            return self._named(label, "folded = ?", called)
        if beginning:
            return self._named(label, "folded >= ? AND folded < ?", beginning, beginning + _LAST)
        return self._named(label, "instr(folded, ?)", holding) if holding else self._named(label)

    def spelled_like(self, text: str, labels: Sequence[str], most: int) -> Iterator[tuple[str, dict[str, Value]]]:
        """(label, properties as `named` gives them) of the `most` nodes with these labels that have a name likest the
        text (folded), and of all that are as like as the last of them."""
        from kg.text.spelled_like import likest  # needs numpy

        numbers = [LABELS.index(label) for label in labels]
        joined = "SELECT CAST(group_concat(folded, char(10)) AS BLOB) FROM name WHERE label = ?"
        lines = b"\n".join(some for number in numbers for (some,) in self._read(joined, number) if some)
        found: dict[int, dict[int, None]] = {number: {} for number in numbers}
        last = 0.0
        for likeness, line in likest(lines, text):
            if likeness < last:
                break
            for number in numbers:
                rows = self._read("SELECT node FROM name WHERE label = ? AND folded = ?", number, line)
                found[number].update(dict.fromkeys(node for (node,) in rows))
            if not last and sum(map(len, found.values())) >= most:
                last = likeness
        for number, nodes in found.items():
            for node in nodes:
                yield from ((LABELS[number], row) for row in self._properties(LABELS[number], "WHERE key = ?", node))

    def _named(self, label: str, test: str = "", *given: str | float) -> Iterator[dict[str, Value]]:
        if test:
            test = f"WHERE key IN (SELECT node FROM name WHERE label = {LABELS.index(label)} AND {test})"
        return self._properties(label, test, *given)

    def _properties(self, label: str, where: str, *given: str | float) -> Iterator[dict[str, Value]]:
        properties = {name: NODES[label][name] for name in _named(label)}
        decode = tables.decoder(properties, self._path)
        for row in self._read(f"SELECT {_names(properties)} FROM {NODE_TABLES[label]} {where}", *given):
            yield decode(row)

    def names_beginning(self, text: str, labels: Sequence[str] = ()) -> list[tuple[str, str]]:
        """(name, label) of at most MOST_NAMES nodes with a name that begins with the text, in any case.

        Names come before aliases, and concepts of many papers first. Without labels topics, which are called by
        concepts, are left out.
        """
        wanted = fold(text)
        found: list[tuple[bool, int, str, str]] = []
        for label in labels or (each for each in LABELS if each != "Topic"):
            papers = "papers" if "papers" in NODES[label] else "NULL"
            query = f"""SELECT DISTINCT place, {_names(_named(label))} FROM name JOIN {NODE_TABLES[label]} ON key = node
                        WHERE label = ? AND folded >= ? AND folded < ? ORDER BY place > 0, {papers} DESC LIMIT ?"""
            decode = tables.decoder({name: NODES[label][name] for name in _named(label)}, self._path)
            for place, *row in self._read(query, LABELS.index(label), wanted, wanted + _LAST, MOST_NAMES):
                properties = decode(row)
                papers_of_it = properties.get("papers") or 0
                found.append((place > 0, -int(str(papers_of_it)), names(properties)[place], label))
        return list(dict.fromkeys((name, label) for *_, name, label in sorted(found)))[:MOST_NAMES]

    # -- texts ------------------------------------------------------------------------------

    def papers_with(self, words: Iterable[str]) -> Iterator[Node]:
        """The papers whose title and abstract hold all these words (in lower case), and perhaps other papers.

        The nodes have the properties "id", "title" and "abstract" only.
        """
        properties = {name: NODES["Paper"][name] for name in ("id", "title", "abstract")}
        decode = tables.decoder(properties, self._path)
        query = f"SELECT {_names(properties)} FROM {NODE_TABLES['Paper']}"
        clauses = [
            clause for word in words for term in tables.index_terms(word) if (clause := self._words_holding(term))
        ]
        if clauses:
            query += " WHERE key IN (SELECT rowid FROM paper_text WHERE paper_text MATCH ?)"
        for row in self._read(query, *[" AND ".join(clauses)] * bool(clauses)):
            yield Node("Paper", row[0], decode(row))

    def _words_holding(self, term: str) -> str:
        """The indexed words that hold a term, as an FTS5 expression; "" when there are too many of them."""
        if not term.isascii():
            return f'"{term}"'
        query = "SELECT word FROM paper_word WHERE instr(word, ?) LIMIT ?"
        found = [word for (word,) in self._read(query, term, MANY_WORDS + 1)]
        if len(found) > MANY_WORDS:
            return ""
        return "(" + " OR ".join(f'"{word}"' for word in found or [term]) + ")"

    # -- numbers ----------------------------------------------------------------------------

    def top_concepts(self, limit: int) -> list[str]:
        """Ids of the concepts that most papers mention, then by name and id."""
        query = f"""SELECT id FROM {NODE_TABLES["Concept"]}
                    ORDER BY coalesce(papers, 0) DESC, coalesce(nullif(name, ''), id), id LIMIT ?"""
        return [id_ for (id_,) in self._read(query, limit)]

    def telling_concepts(self, limit: int) -> list[str]:
        """Ids of the concepts with the greatest sum of squared scores of their mentions, then by id."""
        query = f"""SELECT id FROM (SELECT "end" AS number, round(sum(score * score) / 1e8, 6) AS told
                      FROM {EDGE_TABLES["MENTIONS"]} GROUP BY "end" ORDER BY told DESC, number LIMIT ?)
                    JOIN {NODE_TABLES["Concept"]} ON key = number ORDER BY told DESC, number"""
        return [id_ for (id_,) in self._read(query, limit)]

    def papers_by(self, name: str) -> dict[Any, int]:
        """Value -> number of papers, sorted by value, for a property of papers, of a list each value in it; {} for an
        unknown property."""
        if name not in NODES["Paper"]:
            return {}
        table = NODE_TABLES["Paper"]
        value = name
        if NODES["Paper"][name] == STRINGS:
            value, table = "each.value", f"{table}, json_each({name}) AS each"
        query = f"SELECT {value}, count(*) FROM {table} WHERE {name} IS NOT NULL GROUP BY {value} ORDER BY {value}"
        return dict(self._read(query))

    def mentions_by_year(self, concepts: Sequence[str] | None = None) -> list[tuple[str, int, int]]:
        """(id of a concept, year, how many papers of that year mention it), ordered; of these concepts, else of all."""
        chosen = (
            ""
            if concepts is None
            else f"""AND mention."end" IN (
                        SELECT key FROM {NODE_TABLES["Concept"]} WHERE id IN (SELECT value FROM json_each(?)))"""
        )
        query = f"""SELECT concept.id, year, mentioning FROM (
                      SELECT mention."end" AS number, year, count(*) AS mentioning
                      FROM {EDGE_TABLES["MENTIONS"]} AS mention
                      JOIN {NODE_TABLES["Paper"]} AS paper ON paper.key = start
                      WHERE year IS NOT NULL {chosen} GROUP BY number, year)
                    JOIN {NODE_TABLES["Concept"]} AS concept ON concept.key = number ORDER BY number, year"""
        return list(self._read(query, *([] if concepts is None else [json.dumps(list(concepts))])))


def _named(label: str) -> list[str]:
    """The columns that kg.core.graph.names looks at, and the number of papers."""
    return ["id", *NAMES[label], *(name for name in ("aliases", "papers") if name in NODES[label])]


def _names(columns: Iterable[str] | Mapping[str, str]) -> str:
    return ", ".join(columns)


def _number(edge: Edge, name: str) -> float:
    value = edge.properties.get(name)
    return value if isinstance(value, int | float) else 0.0
