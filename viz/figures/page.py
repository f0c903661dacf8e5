"""A figure as an offline page, as SVG, or as a picture of pixels."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from kg.core.errors import KgError, MissingExtra
from kg.loaders.files.write import write_bytes, write_file
from kg.viz.figures.evidence import Behind, Figure
from kg.viz.figures.words import parts
from kg.viz.page import document, embed, plain

STYLE = ("page/tokens.css", "figure/figure.css")
PROGRAM = "figure/main.js"
KINDS = (".html", ".svg", ".png")
SCALE = 2
"""Pixels of a PNG by those of the drawing."""


def write_figure(figure: Figure, path: Path) -> None:
    """Write the figure as what the name ends in, whole or not at all. Replaces what is there.

    Raises KgError when it cannot, or when the name ends in something else.
    """
    check_kind(path)
    kind = path.suffix.lower()
    if kind == ".png":
        write_bytes(path, [_png(figure.svg)], overwrite=True)
    else:
        write_file(path, [figure.svg if kind == ".svg" else render_figure(figure)], overwrite=True)


def check_kind(path: Path) -> None:
    """Raises KgError when the name of a file says nothing that a figure can be written as."""
    if path.suffix.lower() not in KINDS:
        raise KgError(f"{path}: a figure is written as {', '.join(KINDS)}")


def render_figure(figure: Figure) -> str:
    """One self-contained HTML page: no request leaves it, and every mark opens its papers."""
    data = {
        "title": parts(figure.title),
        "behind": {key: _behind(each) for key, each in figure.behind.items()},
        "words": {text: parts(told) for text, told in figure.words.items()},
    }
    return document("figure/figure.html", figure.title, STYLE, PROGRAM, svg=figure.svg, data=embed(plain(data)))


def _behind(told: Behind) -> dict[str, object]:
    papers = [asdict(paper) for paper in told.papers]
    return {"title": told.title, "facts": list(map(parts, told.facts)), "papers": papers}


def _png(svg: str) -> bytes:
    """Raises MissingExtra without resvg-py."""
    try:
        from resvg_py import svg_to_bytes
    except ModuleNotFoundError as error:
        raise MissingExtra("png", "a PNG takes resvg-py, .svg and .html do not") from error
    return bytes(svg_to_bytes(svg_string=svg, zoom=SCALE))
