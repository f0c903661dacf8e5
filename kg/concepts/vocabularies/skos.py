"""SKOS (https://www.w3.org/TR/skos-reference/) in Turtle, RDF/XML or JSON-LD, read by rdflib.

The file is hostile: no address in it is opened, no entity of its XML expanded.
"""

from __future__ import annotations

import json
import logging
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from kg.concepts.correction_file import decoded
from kg.concepts.vocabularies.terms import Term, Terms, usable
from kg.core.errors import InputError, MissingExtra

if TYPE_CHECKING:
    from rdflib import Graph, Literal
    from rdflib.term import Node

LANGUAGES = ("en", "zh", "")
"""Those of names that are looked for in texts, in the order in which they are preferred; "" is none given."""


def read(content: bytes, path: str, form: str) -> Terms:
    """The concepts of a file, by their addresses. form: "turtle", "xml" or "json-ld".

    Raises InputError with the line where it is known, MissingExtra without rdflib.
    """
    try:
        import rdflib
    except ImportError as error:
        raise MissingExtra("skos", f"{path}: SKOS is read by rdflib, which is not installed") from error
    text = decoded(content, path)
    try:
        with _silent():
            if form == "json-ld":
                text = _without_addresses(text)
            if form == "xml":
                _check_xml(text)
            graph = rdflib.Graph().parse(data=text, format=form, publicID="vocabulary:")
    except _Refused as error:
        raise InputError(str(error), path, error.line) from None
    except (RecursionError, MemoryError):
        raise InputError("nested too deeply", path) from None
    except Exception as error:  # of the many that rdflib's parsers raise none is its own
        raise InputError(f"no {form} that can be read", path, _line(error)) from error
    return _terms(graph)


class _Refused(Exception):
    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(reason)
        self.line = line


@contextmanager
def _silent() -> Iterator[None]:
    """rdflib logs what it finds odd, in the words of the file."""
    log = logging.getLogger("rdflib")
    level = log.level
    log.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        log.setLevel(level)


def _line(error: Exception) -> int:
    """1-based, 0 where the parser does not say."""
    lines = getattr(error, "lines", None)  # Turtle, from 0
    return lines + 1 if isinstance(lines, int) else int(getattr(error, "lineno", 0))


def _check_xml(text: str) -> None:
    """Raise for XML that is not well-formed, or that defines entities."""
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise _Refused("the XML defines entities of its own, which is not read", parser.CurrentLineNumber)

    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(text.encode(), True)
    except expat.ExpatError as error:
        reason = expat.errors.messages.get(error.code, "not well-formed")
        raise _Refused(f"invalid XML: {reason}", error.lineno) from None


def _without_addresses(text: str) -> str:
    """The JSON as it was understood here, when none of its contexts is elsewhere."""
    try:
        whole = json.loads(text)
    except json.JSONDecodeError as error:
        raise _Refused(f"invalid JSON: {error.msg}", error.lineno) from None
    rest: list[Any] = [whole]
    while rest:
        value = rest.pop()
        if isinstance(value, dict):
            contexts = value.get("@context")
            for each in (*(contexts if isinstance(contexts, list) else [contexts]), value.get("@import")):
                if isinstance(each, str):
                    raise _Refused(f"its context is elsewhere ({each[:80]!a}), which is not opened: put it here")
            rest += value.values()
        elif isinstance(value, list):
            rest += value
    return json.dumps(whole)


def _terms(graph: Graph) -> Terms:
    from rdflib.namespace import RDF, SKOS

    concepts = {*graph.subjects(RDF.type, SKOS.Concept), *graph.subjects(SKOS.prefLabel)}
    above: dict[Node, set[Node]] = defaultdict(set)
    for narrow, broad in (*graph.subject_objects(SKOS.broader), *map(reversed, graph.subject_objects(SKOS.narrower))):
        above[narrow].add(broad)
    labels = {
        concept: [*_in_order(graph, concept, SKOS.prefLabel), *_in_order(graph, concept, SKOS.altLabel)]
        for concept in concepts
    }
    terms = {
        str(concept): Term(usable(labels[concept]), tuple(sorted(str(b) for b in above[concept] & concepts)))
        for concept in sorted(concepts, key=str)
    }
    related = {frozenset(pair) for pair in graph.subject_objects(SKOS.related)}
    return Terms(terms, related=len(related))


def _in_order(graph: Graph, concept: Node, kind: Node) -> list[str]:
    """The labels in LANGUAGES, English ones first."""
    from rdflib import Literal

    labels = [each for each in graph.objects(concept, kind) if isinstance(each, Literal)]
    told = sorted((LANGUAGES.index(_language(each)), str(each)) for each in labels if _language(each) in LANGUAGES)
    return [label for _, label in told]


def _language(label: Literal) -> str:
    return (label.language or "").lower().partition("-")[0]
