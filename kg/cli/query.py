"""kg query: Cypher."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from kg.cli.group import Command
from kg.cli.options import examples, format_option, reads_graph
from kg.cli.output import print_rows, say
from kg.core.errors import InputError

if TYPE_CHECKING:
    from kg.core.graph_store import GraphStore


def _parameters(_context: click.Context, _parameter: click.Parameter, given: Sequence[str]) -> dict[str, Any]:
    """The parameters given as name=value; a value that is JSON is read as JSON, any other is a text."""
    from kg.text.names import valid

    values = {}
    for item in given:
        name, equals, text = valid(item).partition("=")
        if not (name and equals):
            raise click.BadParameter(f"{item!r} is not of the form name=value.")
        try:
            values[name.removeprefix("$")] = json.loads(text, parse_constant=_no_constant)
        except (ValueError, RecursionError):
            values[name.removeprefix("$")] = text
    return values


def _no_constant(name: str) -> None:
    raise ValueError(name)  # NaN and Infinity are no JSON: text


@click.command(
    cls=Command,
    epilog=examples(
        "kg query 'MATCH (c:Concept) RETURN c.name, c.papers ORDER BY c.papers DESC LIMIT 10'",
        "kg query 'MATCH (p:Paper)-[:MENTIONS]->(c {name: $c}) RETURN p' -p c='neural collapse'",
        "kg query - --format csv < query.cypher",
    ),
)
@click.argument("cypher")
@click.option(
    "-p",
    "--param",
    "params",
    multiple=True,
    metavar="NAME=VALUE",
    callback=_parameters,
    help="A parameter ($name in the query); the value is read as JSON, else as text.  [repeatable]",
)
@click.option("--write", is_flag=True, help="Let the query change the graph (Neo4j only).")
@format_option
@reads_graph
def query(graph: GraphStore, cypher: str, params: dict[str, Any], write: bool, form: str) -> None:
    """Run a Cypher query (Neo4j 5), read-only.

    CYPHER - reads the query from standard input.
    """
    from kg.text.names import valid

    if cypher == "-":
        cypher = _standard_input()
    result = graph.query(valid(cypher), params, write=write)
    print_rows(result.rows, result.columns, form, empty="No rows.")
    for warning in result.warnings:
        say(f"Warning: {warning}")
    if result.written:
        say(f"Written: {', '.join(f'{what} {count:,}' for what, count in result.written.items())}")


def _standard_input() -> str:
    if sys.stdin is None:
        raise InputError("standard input is closed", "-")
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError("the query is not UTF-8 text", "-") from None
