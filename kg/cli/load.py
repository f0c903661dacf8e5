"""kg load: the graph of a store into Neo4j."""

from __future__ import annotations

import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

import kg
from kg.cli.group import Command
from kg.cli.options import check_address, corpus_option, examples, format_option, store_option
from kg.cli.output import print_rows, say
from kg.cli.text import clean

if TYPE_CHECKING:
    from kg.loaders.neo4j.changes import LoadReport


@click.command(
    cls=Command,
    epilog=examples(
        "kg load bolt://localhost",
        "kg load neo4j+s://graph.example.org --database papers --dry-run",
        "kg load bolt://localhost --corpus my-papers --store my-graph",
    ),
)
@click.argument("uri", callback=check_address)
@click.option("--user", envvar="NEO4J_USERNAME", show_envvar=True, metavar="NAME", help="Who loads.  [default: neo4j]")
@click.option(
    "--password",
    envvar="NEO4J_PASSWORD",
    show_envvar=True,
    metavar="TEXT",
    help="Better set the variable: others on this machine can read options.",
)
@click.option(
    "--database",
    envvar="NEO4J_DATABASE",
    show_envvar=True,
    metavar="NAME",
    help="Where the server has several.  [default: the user's home database]",
)
@corpus_option
@click.option("--dry-run", is_flag=True, help="Change nothing, only print what would change.")
@store_option
@format_option
def load(
    uri: str,
    user: str | None,
    password: str | None,
    database: str | None,
    corpus: str,
    dry_run: bool,
    store: Path,
    form: str,
) -> None:
    """Make a graph in Neo4j equal to the store.

    URI is the address of a server (bolt://, neo4j://, each with +s or +ssc). Run again at any time: what is there
    already is not sent again, what has left the store is deleted, a load that broke off is finished. Your own nodes,
    relationships, labels and properties stay as they are.
    """
    from kg.cli.progress import draw_progress

    started = time.perf_counter()
    with draw_progress() as progress:
        report = kg.load(
            store,
            uri,
            user=user or "",
            password=password or "",
            database=database or "",
            corpus=corpus,
            dry_run=dry_run,
            progress=progress,
        )
    seconds = time.perf_counter() - started
    rows = [asdict(change) for change in report.changes]
    print_rows(rows, tuple(rows[0]), form)
    say(_summary(report, store, uri, seconds, dry_run))


def _summary(report: LoadReport, store: Path, uri: str, seconds: float, dry_run: bool) -> str:
    shown = clean(store)
    if not report.touched:
        return f"{uri} is equal to {shown} already ({seconds:.1f} s)"
    if dry_run:
        return f"Nothing was changed: a load of {shown} would change {report.touched:,} in {uri} ({seconds:.1f} s)"
    rate = report.touched / seconds
    return f"Loaded {shown} into {uri}: {report.touched:,} changes ({seconds:.1f} s, {rate:,.0f}/s)"
