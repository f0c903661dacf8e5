"""SKOS (https://www.w3.org/TR/skos-reference/) in Turtle (https://www.w3.org/TR/turtle/), for other programs.

A concept is broader or related, never both (SKOS S27), has one preferred name a language (S14) and no name twice (S13).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple
from urllib.parse import quote

from kg.core.graph import Edge, Node, names, whole_number
from kg.core.graph_store import GraphSource
from kg.core.hierarchy import above
from kg.core.messages import counted
from kg.text.language import HAN

SCHEME = "urn:papermesh:concepts"
CONCEPT = "urn:papermesh:concept:"
"""What addresses of concepts begin with; their ids follow, percent-escaped."""


class Why(NamedTuple):
    """How a name of a concept came in. joined_to: the name that it was joined to."""

    name: str
    reason: str
    joined_to: str


def skos(graph: GraphSource, why: Mapping[str, Iterable[Why]]) -> Iterator[str]:
    """The concepts in chunks, one a concept and one before. why: concept -> its names."""
    yield f"@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n\n<{SCHEME}> a skos:ConceptScheme .\n"
    called = {node.id: node.name for node in graph.nodes("Concept")}
    broader: dict[str, list[Edge]] = defaultdict(list)
    parents: dict[str, set[str]] = defaultdict(set)
    for edge in graph.edges("BROADER"):
        broader[edge.start[1]].append(edge)
        parents[edge.start[1]].add(edge.end[1])
    related: dict[str, list[str]] = defaultdict(list)
    for edge in graph.edges("RELATED"):
        one, other = edge.start[1], edge.end[1]
        if other not in above(one, parents) and one not in above(other, parents):
            related[one].append(other)
    for node in graph.nodes("Concept"):
        notes = [*map(_of_name, why.get(node.id, ())), *(_of_broader(edge, called) for edge in broader[node.id])]
        statements = [
            "a skos:Concept",
            f"skos:inScheme <{SCHEME}>",
            *_labels(node),
            *_list("broader", (_address(edge.end[1]) for edge in broader[node.id])),
            *_list("related", map(_address, related[node.id])),
            *_list("note", (_literal(note, "en") for note in notes if note)),
            f"skos:scopeNote {_literal(counted(_papers(node), 'paper'), 'en')}",
        ]
        stated = " ;\n    ".join(statements)
        yield f"\n{_address(node.id)} {stated} .\n"


def _labels(concept: Node) -> Iterator[str]:
    """The first name of a language is the preferred one, as the graph has it where it has one."""
    given = {"en": concept.properties.get("name_en"), "zh": concept.properties.get("name_zh")}
    preferred = {language: str(name) for language, name in given.items() if name}
    others: dict[tuple[str, str], None] = {}
    for name in names(concept.properties):
        language = "zh" if HAN.search(name) else "en"
        if name not in preferred.values() and preferred.setdefault(language, name) != name:
            others[name, language] = None
    yield from _list("prefLabel", (_literal(name, language) for language, name in preferred.items()))
    yield from _list("altLabel", (_literal(*each) for each in others))


def _of_name(why: Why) -> str:
    return f"{why.name}: {why.reason}, joined to {why.joined_to}" if why.joined_to else ""


def _of_broader(edge: Edge, called: Mapping[str, str]) -> str:
    said = (edge.properties.get("sentence"), edge.properties.get("vocabulary"))
    reason = " ".join(map(str, filter(None, (f"({edge.properties.get('reason')})", *said))))
    return f"broader {called.get(edge.end[1], edge.end[1])} {reason}"


def _papers(concept: Node) -> int:
    return whole_number(concept.properties, "papers")


def _list(predicate: str, objects: Iterable[str]) -> list[str]:
    """The statement, unless there is nothing to state."""
    joined = ", ".join(dict.fromkeys(objects))
    return [f"skos:{predicate} {joined}"] if joined else []


def _address(concept: str) -> str:
    return f"<{CONCEPT}{quote(concept.encode('utf-8', 'replace'), safe='')}>"


def _literal(text: str, language: str) -> str:
    """A text in quotes; what is not printable, or acts, is escaped."""
    return f'"{"".join(map(_escaped, text.encode("utf-8", "replace").decode()))}"@{language}'


def _escaped(c: str) -> str:
    if c in '\\"':
        return f"\\{c}"
    return c if c.isprintable() else f"\\U{ord(c):08X}"
