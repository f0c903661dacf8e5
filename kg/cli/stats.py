"""kg stats: what the graph holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.group import Command
from kg.cli.options import examples, format_option, reads_graph
from kg.cli.output import Row, print_rows, say
from kg.wording import counted

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
    print_rows(_rows(graph, years), ("group", "name", "count"), form)
    if form == "table" and not years:
        say("No paper has a year, so kg trends has nothing to show.")
    if form == "table" and context.params["graph"] == "embedded" and (told := _last_build(context.params["store"])):
        say(told)


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


def _last_build(store: Path) -> str:
    """What it changed. No row: a graph elsewhere, which answers with the same rows, does not know."""
    from kg.catalog import Catalog

    with Catalog.open(store) as catalog:
        changes = catalog.changes()
    parts = [
        f"{counted(count, label.lower())} {what}"
        for label, counts in changes.items()
        for what, count in zip(("added", "removed"), counts, strict=True)
        if count
    ]
    if not changes:  # noted since this version
        return ""
    return f"The last build that changed something: {', '.join(parts) or 'no nodes, only relationships or texts'}."


def _row(group: str, name: str, count: object) -> Row:
    return {"group": group, "name": name, "count": count}
