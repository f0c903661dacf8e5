"""The options that commands share: one decorator each."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from kg.cli.output import FORMATS

F = TypeVar("F", bound=Callable[..., Any])

_BOLT = ("bolt://", "bolt+s://", "bolt+ssc://", "neo4j://", "neo4j+s://", "neo4j+ssc://")
"""As kg.loaders.store.SCHEMES, which would be slow to import here."""


def examples(*lines: str) -> str:
    """An epilog that shows a command in use."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def store_option(function: F) -> F:
    """Add --store: the folder of the graph, as a Path."""
    option = click.option(
        "--store",
        type=click.Path(path_type=Path),
        envvar="KG_STORE",
        default=Path("kg-store"),
        show_default="kg-store/",
        show_envvar=True,
        metavar="DIR",
        help="Folder that holds the graph.",
    )
    return option(function)


def format_option(function: F) -> F:
    """Add --format: how rows are printed."""
    option = click.option(
        "--format",
        "form",
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
        from kg.loaders.store import open_graph

        with open_graph(store if graph == "embedded" else graph, corpus=corpus) as opened:
            function(opened, *args, **kwargs)

    option = click.option(
        "--graph",
        envvar="KG_GRAPH",
        default="embedded",
        show_default=True,
        show_envvar=True,
        metavar="embedded|URI",
        callback=_check_graph,
        help="The graph in the store, or a Neo4j server (bolt:// or neo4j://; NEO4J_USERNAME, NEO4J_PASSWORD).",
    )
    return store_option(option(corpus_option(command)))


def corpus_option(function: F) -> F:
    """Add --corpus NAME."""
    option = click.option(
        "--corpus",
        envvar="KG_CORPUS",
        default="papermesh",
        show_default=True,
        show_envvar=True,
        metavar="NAME",
        help="Which of several graphs in one Neo4j database.",
    )
    return option(function)


def skip_errors_option(function: F) -> F:
    """Add --skip-errors."""
    option = click.option("--skip-errors", is_flag=True, help="Go on after an entry that cannot be read.")
    return option(function)


def force_option(function: F) -> F:
    """Add --force."""
    option = click.option("--force", is_flag=True, help="Overwrite the file.")
    return option(function)


def limit_option(default: int) -> Callable[[F], F]:
    """Add --limit N."""
    return click.option(
        "--limit",
        type=click.IntRange(min=1),
        default=default,
        show_default=True,
        metavar="N",
        help="At most so many.",
    )


def hops_option(default: int) -> Callable[[F], F]:
    """Add --hops N."""
    return click.option(
        "--hops",
        type=click.IntRange(min=1),
        default=default,
        show_default=True,
        metavar="N",
        help="How many steps away.",
    )


def _check_graph(context: click.Context, parameter: click.Parameter, value: str) -> str:
    if value == "embedded" or value.startswith(_BOLT):
        return value
    raise click.BadParameter(f"{_shown(value)!r} is neither 'embedded' nor a bolt:// or neo4j:// address.")


def check_address(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    """A callback that lets only addresses of Neo4j servers through."""
    if value.startswith(_BOLT):
        return value
    raise click.BadParameter(f"{_shown(value)!r} is no address of a Neo4j server (bolt:// or neo4j://).")


def _shown(address: str) -> str:
    """Without user and password."""
    return re.sub(r"(?<=://).*@", "", address)
