"""kg trends: concepts by year."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import click

import kg
from kg.cli.group import Command
from kg.cli.nodes import find, names
from kg.cli.options import examples, format_option, limit_option, reads_graph
from kg.cli.output import Row, print_rows, print_table

if TYPE_CHECKING:
    from kg.core.graph_store import GraphStore
    from kg.explore.counts.trends import Trend

_COLUMNS = ("id", "name", "trend", "q", "year", "papers", "share")
_BARS = "▁▂▃▄▅▆▇█"
_MOST_YEARS = 40
_EMPTY = "No paper has a year, or nothing rises or falls by more than chance."


@click.command(
    cls=Command,
    epilog=examples("kg trends", 'kg trends "federated learning" 知识蒸馏', "kg trends --format csv > trends.csv"),
)
@click.argument("concepts", metavar="[CONCEPT]...", nargs=-1, shell_complete=names("Concept"))
@limit_option(10)
@format_option
@reads_graph
def trends(graph: GraphStore, concepts: tuple[str, ...], limit: int, form: str) -> None:
    """Show which concepts rise and fall over the years.

    Without CONCEPT: those that rise most, then those that fall most, --limit of each, if five papers or more mention
    them and at most a tenth of the list is there by chance. "trend" says by how many standard deviations they do
    (Cochran-Armitage test), "q" which part of those that do so as clearly is chance (exact test, Benjamini-Hochberg).
    A row a concept and year; "share" is that of all papers of the year. On a terminal one line a concept instead, with
    a bar a year.
    """
    chosen = [find(graph, name, labels=("Concept",)) for name in concepts]
    found = kg.trends(graph, chosen, limit=limit)
    draw = _draw if sys.stdout is not None and sys.stdout.isatty() else None
    print_rows(rows(found), _COLUMNS, form, draw=draw, empty=_EMPTY)


def rows(found: Sequence[Trend]) -> Iterator[Row]:
    """A row a concept and year."""
    for each in found:
        for year in each.years:
            yield {
                "id": each.id,
                "name": each.name,
                "trend": each.trend,
                "q": each.q,
                "year": year.year,
                "papers": year.papers,
                "share": year.share,
            }


def _draw(rows: Iterable[Row]) -> None:
    lines: list[Row] = []
    head = ""
    for (_, name, trend), group in groupby(rows, key=lambda row: (row["id"], row["name"], row["trend"])):
        years = list(group)
        seen = years[-_MOST_YEARS:]
        head = f"{seen[0]['year']}–{seen[-1]['year']}"
        papers = sum(row["papers"] for row in years)
        lines.append({"concept": name, "trend": trend, "papers": papers, head: sparkline([y["share"] for y in seen])})
    print_table(lines, ("concept", "trend", "papers", head))


def sparkline(values: Sequence[float | None]) -> str:
    """A bar for every value, its height relative to the greatest value; "·" for None."""
    top = max((value for value in values if value is not None), default=0.0) or 1.0
    return "".join("·" if v is None else _BARS[min(int(v / top * len(_BARS)), len(_BARS) - 1)] for v in values)
