"""Draw the pictures of docs/map.md: python -m benchmarks.pictures (needs Chromium for the map).

The timeline is of docs/samples, which name references. The others show every eighth paper of arxiv/mixed.jsonl.xz, see
benchmarks.data.
"""

from __future__ import annotations

import lzma
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.data import path
from kg.core.progress import Progress
from kg.loaders import open_graph
from kg.pipeline.build import build
from kg.viz.corpus_map.page import write_map
from kg.viz.corpus_map.papers import mapped
from kg.viz.figures.evolution import evolution
from kg.viz.figures.page import write_figure
from kg.viz.figures.strategic import strategic
from kg.viz.figures.timeline import timeline

EVERY = 8
DOCS = Path(__file__).parents[1] / "docs"
PICTURES = DOCS / "pictures"
SAMPLES = [DOCS / "samples" / name for name in ("savedrecs.txt", "scopus.csv")]


def main() -> None:
    """Build a graph in a temporary folder and write the pictures."""
    PICTURES.mkdir(exist_ok=True)
    with TemporaryDirectory() as name:
        folder = Path(name)
        build(SAMPLES, folder / "samples")
        with open_graph(folder / "samples") as graph:
            write_figure(timeline(graph), PICTURES / "timeline.svg")
        with lzma.open(path("arxiv/mixed.jsonl.xz"), "rt", encoding="utf-8") as lines:
            chosen = [line for number, line in enumerate(lines, start=1) if number % EVERY == 0]
        (folder / "papers.jsonl").write_text("".join(chosen), encoding="utf-8")
        build([folder / "papers.jsonl"], folder / "store", fast=True)
        with open_graph(folder / "store") as graph:
            for draw in (strategic, evolution):
                write_figure(draw(graph), PICTURES / f"{draw.__name__}.png")
            write_map(mapped(graph, Progress()), folder / "map.html", "arXiv, 13 categories", Progress())
        _photograph(folder / "map.html", PICTURES / "map.png")


def _photograph(page: Path, picture: Path) -> None:
    from playwright.sync_api import sync_playwright

    found = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        opened = browser.new_page(viewport={"width": 1600, "height": 900})
        opened.goto(page.as_uri())
        opened.wait_for_selector("html[data-ready=yes]")
        opened.screenshot(path=picture)
        browser.close()


if __name__ == "__main__":
    main()
