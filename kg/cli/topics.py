"""kg topics: what the corpus is about, in two levels."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

import kg
from kg.cli.cards import print_card
from kg.cli.group import Command
from kg.cli.nodes import find, names
from kg.cli.options import examples, format_option, limit_option, reads_graph
from kg.cli.output import Row, print_rows, print_table

if TYPE_CHECKING:
    from kg.core.graph_store import GraphStore

_COLUMNS = ("id", "name", "level", "papers", "year_mean", "centrality", "density", "part_of")
_EMPTY = "There are no topics: fewer than three papers are like each other."


@click.command(
    cls=Command,
    epilog=examples("kg topics", "kg topics --level 2 --format csv > topics.csv", "kg topics TOPIC-ID"),
)
@click.argument("topic", metavar="[TOPIC]", required=False, shell_complete=names("Topic"))
@click.option("--level", type=click.IntRange(1, 2), help="1: the topics; 2: their parts.  [default: both]")
@limit_option(30)
@format_option
@reads_graph
def topics(graph: GraphStore, topic: str | None, level: int | None, limit: int, form: str) -> None:
    """List the topics of the corpus, or open one.

    Groups of papers that are like each other, named by their most telling concepts, the largest first, each with its
    parts. "centrality" says how much its concepts have to do with others, "density" how much with each other. With
    TOPIC, a name or id: its concepts, core papers, newest papers, authors and years.
    """
    if topic is None:
        found = kg.topics(graph, level=level, limit=limit)
        print_rows(map(asdict, found), _COLUMNS, form, draw=_draw, empty=_EMPTY)
        return
    print_card(kg.show(graph, find(graph, topic, labels=("Topic",))), form)


def _draw(rows: Iterable[Row]) -> None:
    """Parts stand below their topic, behind a dot."""
    listed = list(rows)
    levels = {row["level"] for row in listed}
    columns = ["topic", "papers", *["year_mean"] * any(row["year_mean"] for row in listed), "centrality", "density"]
    lines = [{**row, "topic": "· " * (len(levels) > 1 and row["level"] == 2) + row["name"]} for row in listed]
    print_table(lines, columns)
