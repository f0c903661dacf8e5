"""kg view: one offline HTML page."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.group import Command
from kg.cli.nodes import find, names
from kg.cli.options import examples, force_option, hops_option, number_option, reads_graph
from kg.cli.output import print_text, say, write
from kg.cli.text import clean
from kg.core.messages import counted

if TYPE_CHECKING:
    from kg.core.graph_store import GraphStore


page_limit_option = number_option("--limit", None, "At most so many nodes at first; else 60, without NODE 400.")


@click.command(
    cls=Command,
    epilog=examples('kg view "federated learning" --open', "kg view -o corpus.html", "kg view 知识蒸馏 --hops 1"),
)
@click.argument("node", required=False, shell_complete=names())
@hops_option(2)
@page_limit_option
@click.option("-o", "--output", metavar="FILE", help="The page, - for stdout; else named after NODE.")
@click.option("--open", "show", is_flag=True, help="Open the page in a browser.")
@force_option
@reads_graph
def view(
    graph: GraphStore, node: str | None, hops: int, limit: int | None, output: str | None, show: bool, force: bool
) -> None:
    """Write an HTML page of what lies near NODE.

    Without NODE, of the whole corpus. The page is one file that needs no network. Its name is printed.
    """
    from kg.loaders.files.write import check_writable
    from kg.viz import page, scene

    center = None if node is None else find(graph, node)
    title = "Papers and concepts" if center is None else center.name
    path = Path(output or f"kg-{file_name('overview' if center is None else title)}.html")
    if output != "-":
        check_writable(path, overwrite=force)
    seen = scene.scene(graph, center, hops=hops, limit=limit or (scene.AROUND if center else scene.OVERVIEW))
    if output == "-":
        write(page.render_page(seen, title))
        return
    page.write_page(seen, path, title)
    more = len(seen.nodes) - seen.shown
    say(f"The page shows {scene.told(seen)}." + (f" Double clicks bring {more:,} more." if more else ""))
    if limit and seen.shown < limit:
        say(_fewer(limit, hops, overview=center is None))
    print_text(clean(path))
    if show:
        open_page(path)


def _fewer(limit: int, hops: int, *, overview: bool) -> str:
    """Why a page shows fewer nodes than it may."""
    if overview:
        return f"Fewer than --limit {limit:,}: two fifths of it are for concepts, and no more papers mention these."
    return f"Fewer than --limit {limit:,}: no more lie within {counted(hops, 'step')} (--hops)."


def file_name(name: str) -> str:
    """A name that is safe behind `kg-` as a file name on every system: Chinese stays, slashes do not."""
    kept = re.sub(r'[\x00-\x20<>:"/\\|?*\x7f-\x9f]+', "-", clean(unicodedata.normalize("NFC", name)))
    # 60 characters take at most 240 of the 255 bytes that most file systems allow.
    return kept[:60].strip("-. ") or "node"


def open_page(path: Path) -> None:
    """Open a page in a browser, or say where it is."""
    import webbrowser

    address = path.resolve().as_uri()
    if not webbrowser.open(address):
        say(f"No browser found. Open {address}")
