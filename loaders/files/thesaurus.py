"""VOSviewer's thesaurus file (manual of VOSviewer, "Thesaurus files"): a label a line, and what it is replaced by."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping

from kg.core.graph import names
from kg.core.graph_store import GraphSource
from kg.loaders.files.skos import Why

HEADER = ("label", "replace by")


def thesaurus(graph: GraphSource) -> Iterator[str]:
    """The other names of every concept, a chunk a concept; after its name, which replaces them."""
    yield _lines([HEADER])
    for label, name, _ in _labels(graph):
        yield _lines([(label, name)])


def reasons(graph: GraphSource, why: Mapping[str, Iterable[Why]]) -> Iterator[str]:
    """The same lines, each with the reason why the label is a name of it, and the name that it was joined to."""
    yield _lines([(*HEADER, "reason", "joined to")])
    by_name = {(concept, each.name.casefold()): each for concept, all_ in why.items() for each in all_}
    for label, name, concept in _labels(graph):
        each = by_name.get((concept, label.casefold()), Why(label, "", ""))
        yield _lines([(label, name, each.reason, each.joined_to)])


def _labels(graph: GraphSource) -> Iterator[tuple[str, str, str]]:
    """(label, what replaces it, concept) in the order of concepts. VOSviewer knows no capitals: each label once."""
    for node in graph.nodes("Concept"):
        name, *others = names(node.properties)
        seen = {name.casefold()}
        for label in others:
            if label.casefold() not in seen:
                seen.add(label.casefold())
                yield label, name, node.id


def _lines(rows: Iterable[Iterable[str]]) -> str:
    text = io.StringIO()
    on_one_line = ([" ".join(cell.split()) for cell in row] for row in rows)
    csv.writer(text, "excel-tab", lineterminator="\n").writerows(on_one_line)
    return text.getvalue()
