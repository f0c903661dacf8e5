"""kg mcp: the graph for assistants, by the Model Context Protocol over standard input and output."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.group import Command
from kg.cli.options import examples, store_option
from kg.core.errors import KgError, MissingExtra

if TYPE_CHECKING:
    from mcp.server import MCPServer

    from kg.cli.quotations import Answer
    from kg.core.graph_store import GraphStore


@click.command(cls=Command, epilog=examples("kg mcp --store ~/papers/kg-store"))
@store_option
def mcp(store: Path) -> None:
    """Let an assistant ask the graph, by the Model Context Protocol.

    Put this command into the settings of a desktop assistant, which starts it and speaks with it over standard input
    and output. It offers search, neighbors, show, similar, path, topics, trends and query with the rows of the
    commands, marks what papers say as quotations, and writes nothing, reads no file beside the store and uses no
    network.
    """
    from kg.loaders import open_graph

    try:
        import mcp.server  # noqa: F401
    except ImportError:
        raise MissingExtra("mcp", "assistants are served by the MCP SDK") from None
    with open_graph(store) as graph:
        server(graph).run("stdio")


def server(graph: GraphStore) -> MCPServer:
    """The questions of kg.cli.assistant as tools of a server. Needs the extra papermesh[mcp]."""
    from importlib.metadata import version
    from inspect import getdoc

    from mcp.server import MCPServer
    from mcp.types import ToolAnnotations

    from kg.cli.assistant import INSTRUCTIONS, Assistant

    served = MCPServer("papermesh", instructions=INSTRUCTIONS, version=version("papermesh"), log_level="WARNING")
    reads = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
    for question in Assistant(graph).questions():
        served.add_tool(_in_one_line(question), description=getdoc(question), annotations=reads)
    return served


def _in_one_line(question: Callable[..., Awaitable[Answer]]) -> Callable[..., Awaitable[Answer]]:
    """The question, whose errors reach the assistant as the line that a command would print."""
    from mcp.server.mcpserver.exceptions import ToolError

    @wraps(question)
    async def ask(*args: object, **kwargs: object) -> Answer:
        try:
            return await question(*args, **kwargs)
        except KgError as error:
            raise ToolError(str(error)) from error

    return ask
