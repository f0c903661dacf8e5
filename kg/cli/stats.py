"""kg stats: what the graph holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.group import Command
from kg.cli.options import examples, format_option, reads_graph
from kg.cli.output import Row, print_rows, say

if TYPE_CHECKING:
    from kg.loaders.store import GraphStore

_LANGUAGES = {"en": "English", "zh": "Chinese"}


@click.command(cls=Command, epilog=examples("kg stats", "kg stats --format json"))
@format_option
@reads_graph
@click.pass_context
def stats(context: click.Context, graph: GraphStore, form: str) -> None:
    """Count what the graph holds.

    Nodes, relationships, languages, years, the concepts that papers are most about, and what the last build changed.
    """
    years = graph.papers_by("year")
    rows = [*_rows(graph, years)]
    if context.params["graph"] == "embedded":
        rows += _changes(context.params["store"])
    print_rows(rows, ("group", "name", "count"), form)
    if form == "table" and not years:
        say("No paper has a year, so kg trends has nothing to show.")


def _rows(graph: GraphStore, years: dict[int, int]) -> Iterator[Row]:
    from kg.schema import NODES, RELATIONSHIPS

    counts = graph.counts()
    yield from (_row("nodes", name, counts.get(name, 0)) for name in NODES)
    yield from (_row("relationships", name, counts.get(name, 0)) for name in RELATIONSHIPS)
    languages = graph.papers_by("lang").items()
    yield from (_row("papers by language", _LANGUAGES.get(lang) or lang, count) for lang, count in languages)
    if years:
        first, last = min(years), max(years)
        span = str(first) if first == last else f"{first}–{last}"
        yield _row("papers by year", span, sum(years.values()))
        if unknown := counts.get("Paper", 0) - sum(years.values()):
            yield _row("papers by year", "unknown", unknown)
    for concept in graph.telling_concepts(10):
        yield _row("telling concepts, by papers", concept.name, concept.properties.get("papers", 0))


def _changes(store: Path) -> Iterator[Row]:
    from kg.catalog import Catalog

    with Catalog.open(store) as catalog:
        for label, counts in catalog.changes().items():
            for what, count in zip(("added", "removed"), counts, strict=True):
                if count:
                    yield _row("last build", f"{label} {what}", count)


def _row(group: str, name: str, count: object) -> Row:
    return {"group": group, "name": name, "count": count}
