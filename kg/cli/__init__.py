"""The command line: `kg`. Thin: every command calls the library and prints what it gets."""

from __future__ import annotations

import os
import sys

import click

from kg.cli.build import build, keyphrases
from kg.cli.concepts import concepts
from kg.cli.explore import neighbors, path, search, show, similar
from kg.cli.export import export
from kg.cli.group import Group, debug_option
from kg.cli.load import load
from kg.cli.options import examples
from kg.cli.output import use_utf8
from kg.cli.query import query
from kg.cli.serve import serve
from kg.cli.stats import stats
from kg.cli.trends import trends
from kg.cli.view import view


@click.group(
    cls=Group,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=examples(
        "kg build seeds",
        'kg neighbors "knowledge distillation"',
        'kg view "federated learning" --open',
    ),
)
@debug_option
@click.version_option(package_name="papermesh", prog_name="kg")
def cli() -> None:
    """A knowledge graph of research papers: the concepts they share, the papers that lie near.

    Build a graph from abstracts once, then walk from paper to concept to paper. Everything runs offline.
    """


for command in (build, keyphrases, neighbors, show, search, similar, path, query, view, serve):
    cli.add_command(command)
for command in (load, export, stats, trends, concepts):
    cli.add_command(command)


def main() -> None:
    """Entry point of the command `kg`."""
    use_utf8()
    # Click would expand $name in a Cypher query from the environment on Windows.
    cli.main(args=_arguments(), prog_name="kg", windows_expand_args=False)


def _arguments() -> list[str]:
    """The arguments as UTF-8, also where the locale says something else."""
    if os.name == "nt":
        return sys.argv[1:]
    return [os.fsencode(argument).decode("utf-8", "replace") for argument in sys.argv[1:]]
