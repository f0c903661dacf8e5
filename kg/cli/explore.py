"""kg neighbors, show, search, similar, path: from node to node."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

import kg
from kg.cli.cards import print_card
from kg.cli.group import Command
from kg.cli.nodes import find, names
from kg.cli.options import examples, format_option, hops_option, limit_option, reads_graph
from kg.cli.output import Row, print_rows

if TYPE_CHECKING:
    from kg.core.graph_store import GraphStore


@click.command(
    cls=Command,
    epilog=examples(
        'kg neighbors "knowledge distillation"',
        "kg neighbors 知识蒸馏 --type Paper",
        'kg neighbors "neural collapse" --hops 2 --format jsonl',
    ),
)
@click.argument("node", shell_complete=names())
@hops_option(1)
@limit_option(20)
@click.option(
    "--type",
    "label",
    type=click.Choice(["Paper", "Concept", "Author", "Venue", "Topic"], case_sensitive=False),
    help="Only nodes of this kind.",
)
@format_option
@reads_graph
def neighbors(graph: GraphStore, node: str, hops: int, limit: int, label: str | None, form: str) -> None:
    """List what lies near NODE, best first, and why.

    NODE is a name, an alias in either language, or an id.
    """
    center = find(graph, node)
    found = kg.neighbors(graph, center, hops=hops, limit=limit, label=label)
    columns = ("id", "label", "name", "hops", "score", "why")
    print_rows(_rows(found), columns, form, empty=f"Nothing lies near {center.name}.")


@click.command(cls=Command, epilog=examples('kg show "neural collapse"', "kg show PAPER-ID --format json"))
@click.argument("node", shell_complete=names())
@format_option
@reads_graph
def show(graph: GraphStore, node: str, form: str) -> None:
    """Show a node with its evidence.

    A paper with its concepts, a concept with its papers, and the sentences that say so. NODE is a name,
    an alias in either language, or an id.
    """
    found = find(graph, node)  # a name that is none is told without what makes cards
    print_card(kg.show(graph, found), form)


@click.command(cls=Command, epilog=examples("kg search distillation", "kg search 联邦学习 --format csv"))
@click.argument("text")
@limit_option(20)
@format_option
@reads_graph
def search(graph: GraphStore, text: str, limit: int, form: str) -> None:
    """Find papers, concepts and authors by TEXT.

    What is called so comes first, then papers whose abstracts hold all words; "match" is the name or the part of the
    abstract that matched. Concepts are found by their names in both languages.
    """
    found = kg.search(graph, text, limit=limit)
    columns = ("id", "label", "name", "score", "match")
    print_rows(_rows(found), columns, form, empty=f"Nothing contains {text!r}.")


@click.command(cls=Command, epilog=examples("kg similar PAPER-ID --limit 5", "kg similar PAPER-ID --format json"))
@click.argument("paper", shell_complete=names("Paper"))
@limit_option(20)
@format_option
@reads_graph
def similar(graph: GraphStore, paper: str, limit: int, form: str) -> None:
    """List the papers most like PAPER.

    PAPER is a title or an id. Each comes with the concepts that both mention, and works that both cite. Behind the
    papers that SIMILAR joins to it come others by the same score, as many as --limit says.
    """
    center = find(graph, paper, labels=("Paper",))
    found = kg.similar(graph, center, limit=limit)
    cited = ("both_cite",) if form != "table" or any(each.both_cite for each in found) else ()
    print_rows(_rows(found), ("id", "title", "score", "shared", *cited), form, empty=f"No paper is like {center.name}.")


@click.command(
    cls=Command,
    epilog=examples('kg path "neural collapse" "knowledge distillation"', "kg path 强化学习 联邦学习"),
)
@click.argument("start", metavar="NODE", shell_complete=names())
@click.argument("end", metavar="NODE", shell_complete=names())
@format_option
@reads_graph
def path(graph: GraphStore, start: str, end: str, form: str) -> None:
    """Show the strongest way from one NODE to another.

    The strengths of its links multiply to more than those of any other way, so that many strong links win over few weak
    ones. NODE is a name, an alias in either language, or an id.
    """
    first, last = find(graph, start), find(graph, end)
    steps = kg.path(graph, first, last)
    columns = ("id", "label", "name", "via")
    print_rows(_rows(steps), columns, form, empty=f"No way leads from {first.name} to {last.name}.")


def _rows(found: Sequence[Any]) -> list[Row]:
    """Dataclasses of the public API as rows: their fields are the contract."""
    return [asdict(item) for item in found]
