"""kg store: stores made of what other builds left."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.group import Command
from kg.cli.options import examples, store_option
from kg.cli.output import say
from kg.cli.text import clean
from kg.core.messages import counted


@click.group("store", epilog=examples("kg store from-parquet /shared/graph"))
def store() -> None:
    """Make a store of what another build left."""


@store.command(
    "from-parquet",
    cls=Command,
    epilog=examples("kg store from-parquet /shared/graph", "kg store from-parquet graph/tables --store arxiv"),
)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@store_option
def from_parquet(folder: Path, store: Path) -> None:
    """Make a store of the tables of a build on Spark.

    DIR is what 'kg build --engine ... --out DIR' left. The store is that of a local build of the same sources: all
    other commands work on it, and what is corrected or built later starts there.
    """
    from kg.cli.progress import draw_progress
    from kg.spark.store import store_from_parquet

    with draw_progress() as progress:
        counts = store_from_parquet(folder, store, progress=progress)
    size = ", ".join((counted(counts["Paper"], "paper"), counted(counts["Concept"], "concept")))
    say(f"Wrote {clean(store)}: {size}, {counted(counts['MENTIONS'], 'mention')}")
