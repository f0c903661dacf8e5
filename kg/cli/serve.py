"""kg serve: the explorer over the whole graph, on this machine only."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from kg.cli.group import Command
from kg.cli.nodes import find, names
from kg.cli.options import examples, hops_option, reads_graph
from kg.cli.output import print_text, say
from kg.cli.view import page_limit_option
from kg.core.errors import KgError

if TYPE_CHECKING:
    import socket

    from kg.core.graph_store import GraphStore


@click.command(cls=Command, epilog=examples("kg serve --open", 'kg serve "federated learning"', "kg serve --port 8000"))
@click.argument("node", required=False, shell_complete=names())
@hops_option(2)
@page_limit_option
@click.option("--port", type=click.IntRange(0, 65535), default=0, metavar="N", help="Else any free one.")
@click.option("--open", "show", is_flag=True, help="Open the page in a browser.")
@reads_graph
def serve(graph: GraphStore, node: str | None, hops: int, limit: int | None, port: int, show: bool) -> None:
    """Serve the page of `kg view` with the whole graph behind it.

    Reachable from this machine only, by the address that is printed. It never changes the graph. Ctrl-C ends it.
    """
    import secrets
    import signal

    import uvicorn

    from kg.viz.server import application

    center = None if node is None else find(graph, node)
    token = secrets.token_urlsafe(16)
    listening = _listen(port)
    app = application(graph, token, center=center, hops=hops, limit=limit)
    address = f"http://127.0.0.1:{listening.getsockname()[1]}/{token}/"
    settings = uvicorn.Config(app, log_level="warning", access_log=False, lifespan="off", timeout_graceful_shutdown=2)
    with listening:
        print_text(address)
        sys.stdout.flush()
        say("Ctrl-C ends it.")
        if show:
            click.launch(address)
        # uvicorn closes its connections, then raises the signal again: both are a wish, not a failure
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            uvicorn.Server(settings).run(sockets=[listening])
        except KeyboardInterrupt:
            say("Ended.")


def _listen(port: int) -> socket.socket:
    """A socket on loopback. Raises KgError when the port is taken."""
    import socket

    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(("127.0.0.1", port))
        listening.listen(64)
    except OSError as error:
        listening.close()
        raise KgError(f"cannot listen on port {port}: {error.strerror or error}") from error
    return listening
