"""The options that commands share: one decorator each."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from kg.cli.output import FORMATS, say
from kg.cli.settings import Setting

F = TypeVar("F", bound=Callable[..., Any])


def examples(*lines: str) -> str:
    """An epilog that shows a command in use."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def store_option(function: F) -> F:
    """Add --store: the folder of the graph, as a Path."""
    option = click.option(
        "--store",
        cls=Setting,
        type=click.Path(path_type=Path),
        default=Path("kg-store"),
        show_default="kg-store/",
        metavar="DIR",
        help="Folder that holds the graph.",
    )
    return option(function)


def format_option(function: F) -> F:
    """Add --format: how rows are printed."""
    option = click.option(
        "--format",
        "form",
        cls=Setting,
        type=click.Choice(FORMATS),
        default="table",
        show_default=True,
        help="How the result is printed.",
    )
    return option(function)


def reads_graph(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add --store and --graph, and pass the open graph as first argument; it is closed afterwards."""

    @functools.wraps(function)
    def command(*args: Any, store: Path, graph: str, corpus: str, **kwargs: Any) -> None:
        from kg.loaders import open_graph

        with open_graph(store if graph == "embedded" else graph, corpus=corpus, on_wait=say) as opened:
            function(opened, *args, **kwargs)

    return store_option(graph_option(corpus_option(command)))


def graph_option(function: F) -> F:
    """Add --graph: "embedded" or the address of a Neo4j server."""
    option = click.option(
        "--graph",
        cls=Setting,
        default="embedded",
        show_default=True,
        metavar="embedded|URI",
        callback=_check_graph,
        help="The graph in the store, or a Neo4j server (bolt:// or neo4j://; NEO4J_USERNAME, NEO4J_PASSWORD).",
    )
    return option(function)


def corpus_option(function: F) -> F:
    """Add --corpus NAME."""
    option = click.option(
        "--corpus",
        cls=Setting,
        default="papermesh",
        show_default=True,
        metavar="NAME",
        help="Which of several graphs in one Neo4j database.",
    )
    return option(function)


def skip_errors_option(function: F) -> F:
    """Add --skip-errors."""
    option = click.option("--skip-errors", cls=Setting, is_flag=True, help="Go on after an entry that cannot be read.")
    return option(function)


def force_option(function: F) -> F:
    """Add --force."""
    option = click.option("--force", is_flag=True, help="Overwrite the file.")
    return option(function)


def number_option(name: str, default: int | None, help: str) -> Callable[[F], F]:  # noqa: A002
    """Add an option that takes a whole number from 1."""
    return click.option(
        name,
        cls=Setting,
        type=click.IntRange(min=1),
        default=default,
        show_default=default is not None,
        metavar="N",
        help=help,
    )


def limit_option(default: int) -> Callable[[F], F]:
    """Add --limit N."""
    return number_option("--limit", default, "At most so many.")


def hops_option(default: int) -> Callable[[F], F]:
    """Add --hops N."""
    return number_option("--hops", default, "How many steps away.")


def _check_graph(context: click.Context, parameter: click.Parameter, value: str) -> str:
    if value == "embedded" or _is_server(value):
        return value
    raise click.BadParameter(f"{without_credentials(value)!r} is neither 'embedded' nor a bolt:// or neo4j:// address.")


def check_address(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    """A callback that lets only addresses of Neo4j servers through."""
    if _is_server(value):
        return value
    raise click.BadParameter(f"{without_credentials(value)!r} is no address of a Neo4j server (bolt:// or neo4j://).")


def _is_server(address: str) -> bool:
    from kg.loaders import is_server  # not for the help texts, which it would slow down

    return is_server(address)


def without_credentials(address: str) -> str:
    """The address without user and password."""
    return re.sub(r"(?<=://).*@", "", address)
