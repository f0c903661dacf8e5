"""kg doctor: is everything there and in order?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from itertools import chain
from pathlib import Path

import click
from click.core import ParameterSource

from kg.cli.group import FAILED, Command
from kg.cli.options import corpus_option, examples, format_option, graph_option, store_option
from kg.cli.output import Row, print_rows, print_text
from kg.cli.text import BOLD, clean, line_width, style, wrap

_COLUMNS = ("check", "state", "found", "remedy")


@click.command(
    cls=Command,
    epilog=examples("kg doctor", "kg doctor --repair --store my-graph", "kg doctor --graph bolt://localhost"),
)
@format_option
@graph_option
@corpus_option
@store_option
@click.option("--repair", "mend", is_flag=True, help="First make again what is damaged in the store.")
@click.option(
    "--rebuild-and-compare",
    "compare",
    is_flag=True,
    help="Make the graph from nothing beside the store, and name the first difference. Takes as long as a first build.",
)
@click.pass_context
def doctor(context: click.Context, form: str, graph: str, corpus: str, store: Path, mend: bool, compare: bool) -> None:
    """Check the installation, the store, the server and the browser.

    A line each, and what to do where something is wrong. Nothing is changed, unless with --repair. The exit code is 1
    when something failed.
    """
    from kg.pipeline import doctor as health

    done: list[health.Finding] = []
    if mend or compare:
        from kg.cli.progress import draw_progress
        from kg.pipeline.anew import rebuild_and_compare
        from kg.pipeline.repair import repair

        with draw_progress() as progress:
            done += repair(store, progress=progress) if mend else ()
            done += [rebuild_and_compare(store, progress=progress)] if compare else []

    named = context.get_parameter_source("store") is not ParameterSource.DEFAULT
    checks = [iter(done), health.check_installation(), health.check_store(store, expected=named)]
    if graph != "embedded":
        checks.append(health.check_server(graph, store, corpus))
    states: list[str] = []

    def rows() -> Iterable[Row]:
        for finding in chain(*checks, health.check_browser()):
            states.append(finding.state)
            yield asdict(finding)

    print_rows(rows(), _COLUMNS, form, draw=_draw)
    if health.FAILED in states:
        context.exit(FAILED)


def _draw(rows: Iterable[Row]) -> None:
    """Print each finding as it comes: a check may take a while."""
    for row in rows:
        remedy = f" → {row['remedy']}" if row["remedy"] else ""
        head = f"{row['state']:<8} {row['check']:<11}"
        text = wrap(clean(f"{row['found']}{remedy}"), line_width() - 21, indent=" " * 21).lstrip()
        print_text((head if row["state"] == "ok" else style(head, BOLD)) + " " + text)
