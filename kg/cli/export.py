"""kg export: the graph of a store as files for other programs, one command a format."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.group import Command
from kg.cli.options import corpus_option, examples, store_option
from kg.cli.output import print_text, say
from kg.cli.text import clean, clean_lines


@click.group(epilog=examples("kg export neo4j-csv -o papers-csv"))
def export() -> None:
    """Write the graph in a format of other programs."""


@export.command(
    "neo4j-csv", cls=Command, epilog=examples("kg export neo4j-csv", "kg export neo4j-csv -o /import/papers")
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("kg-neo4j-csv"),
    show_default=True,
    metavar="DIR",
    help="A new or empty folder.",
)
@corpus_option
@store_option
def neo4j_csv(output: Path, corpus: str, store: Path) -> None:
    """Write CSV files for 'neo4j-admin database import full'.

    The fastest way into an empty Neo4j that is not running. The command for it is printed; afterwards start the server
    and run 'kg load', which adds the indexes and sends nothing.
    """
    from kg.catalog import Catalog
    from kg.cli.progress import draw_progress
    from kg.loaders.neo4j_csv import write_neo4j_csv

    with Catalog.open(store) as catalog, draw_progress() as progress:
        command = write_neo4j_csv(catalog, output, corpus=corpus, generation=catalog.generation, progress=progress)
    option = "" if corpus == "papermesh" else f" --corpus {corpus}"
    say(f"Wrote {clean(output)}. Import it where Neo4j is installed, with the server stopped:")
    print_text(clean_lines(command))
    say(f"Then start the server and finish with: kg load URI --store {clean(store)}{option}")
