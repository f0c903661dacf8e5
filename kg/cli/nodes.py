"""How a node is named on the command line: completed by the shell, found in the graph, chosen from a list."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.output import say
from kg.cli.text import clean
from kg.core.errors import NodeNotFound

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from kg.core.graph import Node
    from kg.core.graph_store import GraphStore


def names(*labels: str) -> Callable[[click.Context, click.Parameter, str], list[CompletionItem[Any]]]:
    """A completion for an argument that names a node of these labels (or of any): by the names in the store."""

    def complete(context: click.Context, _parameter: click.Parameter, typed: str) -> list[CompletionItem[Any]]:
        from click.shell_completion import CompletionItem

        from kg.store.catalog import Catalog

        store = context.params.get("store") or "kg-store"
        with suppress(Exception), Catalog.open(Path(store)) as catalog:  # a shell has no place for errors
            found = catalog.graph.names_beginning(typed, labels)
            # zsh puts what all matches begin with in place of the word: nothing, where they differ in case.
            found = [each for each in found if each[0].startswith(typed)] or found
            return [CompletionItem(name, help=label) for name, label in found if name == clean(name)]
        return []

    return complete


def find(graph: GraphStore, name: str, labels: Sequence[str] = ()) -> Node:
    """The node that a name means. On a terminal the user chooses one if none has that name. Raises NodeNotFound."""
    from kg.explore.find.resolve import is_called, resolve

    try:
        node = resolve(graph, name, labels)
    except NodeNotFound as error:
        if not (error.suggestions and _is_dialog()):
            raise
        node = resolve(graph, _chosen(name, error.suggestions), labels)
    if not is_called(node, name):
        say(f"{clean(name)} is taken as {clean(node.name)}")
    return node


def _is_dialog() -> bool:
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))


def _chosen(name: str, suggestions: Sequence[str]) -> str:
    """The suggestion that the user picks by its number. Raises click.Abort when the user gives up."""
    click.echo(f"Nothing in the graph is called {clean(name)}. Did you mean:", err=True)
    for number, each in enumerate(suggestions, start=1):
        click.echo(f"  {number}  {clean(each)}", err=True)
    number = click.prompt("Number", type=click.IntRange(1, len(suggestions)), err=True)
    return suggestions[number - 1]
