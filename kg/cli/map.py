"""kg map: pictures of a whole corpus, for talks and papers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.group import Command
from kg.cli.options import examples, force_option, reads_graph
from kg.cli.output import print_text
from kg.cli.text import clean

if TYPE_CHECKING:
    from kg.core.graph_store import GraphStore

_KINDS = ("papers", "strategic", "evolution", "timeline")


@click.command(
    cls=Command,
    epilog=examples(
        "kg map --open", "kg map strategic -o strategic.svg", "kg map evolution --cut 2010 --cut 2018 -o evolution.png"
    ),
)
@click.argument("kind", type=click.Choice(_KINDS), default="papers")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="Ends in .html, .svg or .png, of papers in .html only; else kg-map-KIND.html.",
)
@click.option("--level", type=click.IntRange(1, 2), default=1, help="Topics of strategic: 1, or 2 for their parts.")
@click.option(
    "--periods", type=click.IntRange(2, 8), default=4, help="Of evolution: so many, with as many papers each."
)
@click.option("--cut", type=int, multiple=True, metavar="YEAR", help="Of evolution: a period begins here; repeat it.")
@click.option("--dark", is_flag=True, help="On a dark ground.")
@click.option("--open", "show", is_flag=True, help="Open it in a browser.")
@force_option
@reads_graph
def map_(
    graph: GraphStore,
    kind: str,
    output: str | None,
    level: int,
    periods: int,
    cut: tuple[int, ...],
    dark: bool,
    show: bool,
    force: bool,
) -> None:
    """Draw a picture of the whole corpus.

    papers: a map of all papers, near ones together, in topics and their parts whose names appear by zoom. strategic:
    topics by centrality and density. evolution: topics of periods, joined by what they share. timeline: papers along
    the years, a lane a topic, and who cites whom. A page opens the papers and sentences behind every mark.
    """
    from kg.loaders.files.write import check_writable

    path = Path(output or f"kg-map-{kind}.html")
    check_writable(path, overwrite=force)
    if kind == "papers":
        _write_papers(graph, path)
    else:
        _write_figure(graph, kind, path, level=level, periods=periods, cuts=cut, dark=dark)
    print_text(clean(path))
    if show:
        from kg.cli.view import open_page

        open_page(path)


def _write_papers(graph: GraphStore, path: Path) -> None:
    from kg.cli.progress import draw_progress
    from kg.core.errors import KgError
    from kg.viz.corpus_map.page import write_map
    from kg.viz.corpus_map.papers import mapped

    if path.suffix.lower() != ".html":
        raise KgError(f"{path}: a map of papers is written as .html; the page saves pictures of what is seen")
    with draw_progress() as progress:
        write_map(mapped(graph, progress), path, "Map of papers", progress)


def _write_figure(
    graph: GraphStore, kind: str, path: Path, *, level: int, periods: int, cuts: tuple[int, ...], dark: bool
) -> None:
    from kg.viz.figures import page

    page.check_kind(path)
    if kind == "strategic":
        from kg.viz.figures.strategic import strategic

        figure = strategic(graph, level=level, dark=dark)
    elif kind == "evolution":
        from kg.viz.figures.evolution import evolution

        figure = evolution(graph, periods=periods, cuts=cuts, dark=dark)
    else:
        from kg.viz.figures.timeline import timeline

        figure = timeline(graph, dark=dark)
    page.write_figure(figure, path)
