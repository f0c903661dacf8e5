"""kg stats: what the graph holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli.group import Command
from kg.cli.options import examples, format_option, reads_graph
from kg.cli.output import Row, print_rows

if TYPE_CHECKING:
    from kg.loaders.store import GraphStore


@click.command(cls=Command, epilog=examples("kg stats", "kg stats --format json"))
@format_option
@reads_graph
def stats(graph: GraphStore, form: str) -> None:
    """Count what the graph holds.

    Nodes, relationships, and the concepts that most papers share.
    """
    print_rows(_rows(graph), ("group", "name", "count"), form)


def _rows(graph: GraphStore) -> list[Row]:
    from kg.schema import NODES, RELATIONSHIPS

    counts = graph.counts()
    rows: list[Row] = [{"group": "nodes", "name": name, "count": counts.get(name, 0)} for name in NODES]
    rows += [{"group": "relationships", "name": name, "count": counts.get(name, 0)} for name in RELATIONSHIPS]
    rows += [
        {"group": "concepts by papers", "name": concept.name, "count": concept.properties.get("papers", 0)}
        for concept in graph.top_concepts(10)
    ]
    return rows
