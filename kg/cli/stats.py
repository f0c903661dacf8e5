"""kg stats: what the graph holds."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

import kg
from kg.cli.group import Command
from kg.cli.options import examples, format_option, limit_option, reads_graph
from kg.cli.output import print_rows, say
from kg.core.messages import counted

if TYPE_CHECKING:
    from kg.core.graph_store import GraphStore


@click.command(cls=Command, epilog=examples("kg stats", "kg stats --limit 50 --format json"))
@limit_option(10)
@format_option
@reads_graph
@click.pass_context
def stats(context: click.Context, graph: GraphStore, limit: int, form: str) -> None:
    """Count what the graph holds.

    Nodes, relationships, languages, years, --limit concepts that papers are most about, --limit works that several
    papers cite and the graph lacks, and what the last build changed.
    """
    counts = kg.stats(graph, limit=limit)
    print_rows([asdict(each) for each in counts], ("group", "name", "count"), form)
    if form == "table" and not any(each.group == "papers by year" for each in counts):
        say("No paper has a year, so kg trends has nothing to show.")
    if form == "table" and context.params["graph"] == "embedded" and (told := _last_build(context.params["store"])):
        say(told)


def _last_build(store: Path) -> str:
    """A sentence about what the last build changed; "" when that is not known.

    It is no row of the result: a graph on a server, which answers with the same rows, does not know.
    """
    from kg.store.catalog import Catalog

    with Catalog.open(store) as catalog:
        changes = catalog.changes()
    told = [
        f"{counted(count, label.lower())} {what}"
        for label, counts in changes.items()
        for what, count in zip(("added", "removed"), counts, strict=True)
        if count
    ]
    if not changes:  # noted since this version
        return ""
    return f"The last build that changed something: {', '.join(told) or 'no nodes, only relationships or texts'}."
