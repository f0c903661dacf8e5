"""The map of papers: how large its page is, how fast it opens and moves, up to a million points.

    uv run python -m benchmarks.map --store DIR [--papers N ...]

The papers of a store, and the same repeated beside themselves until there are N, with titles, concepts and all: only
the page is larger, no graph of that size is built. Needs Chromium and the group "ci".
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.browser import PAN, chromium
from benchmarks.table import machine, markdown, require, stderr
from kg.core.progress import Progress
from kg.loaders import open_graph
from kg.viz.corpus_map.page import page_of
from kg.viz.corpus_map.papers import Mapped, Near, mapped
from kg.viz.corpus_map.positions import SIDE, positions

HEAD = ("papers", "MB", "read and placed s", "written s", "open s", "frames/s")
JITTER = 400
"""How far, by SIDE, a copy lies from its paper along both sides at most."""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--papers", type=int, nargs="*", default=[], help="also so many, by repetition")
    arguments = parser.parse_args()
    require("playwright")
    found = []
    for row in rows(arguments.store, arguments.papers):
        stderr().print(f"map: {row[0]} papers, {row[4]} s, {row[5]} frames/s")
        found.append(row)
    print(machine())
    print(markdown(HEAD, found))


def rows(store: Path, larger: list[int]) -> Iterator[tuple[str, ...]]:
    """A row of HEAD for the corpus, and for each of these numbers of papers."""
    start = time.perf_counter()
    with open_graph(store) as graph:
        papers = mapped(graph, Progress())
    xy = positions(papers.near, papers.topic)
    placed = time.perf_counter() - start
    for many in (len(papers.ids), *larger):
        made, where = (papers, xy) if many == len(papers.ids) else repeated(papers, xy, many)
        with tempfile.TemporaryDirectory() as folder:
            page = Path(folder) / "map.html"
            start = time.perf_counter()
            page.write_text(page_of(made, where, "Map"), encoding="utf-8")
            written = time.perf_counter() - start
            opened, pace = paces(page)
            told = f"{placed:.1f}" if made is papers else ""
            size = page.stat().st_size / 1e6
        yield f"{many:,}", f"{size:.1f}", told, f"{written:.1f}", f"{opened:.1f}", f"{pace:.0f}"


def repeated(papers: Mapped, xy: np.ndarray, many: int) -> tuple[Mapped, np.ndarray]:
    """So many papers, each one of these again a little beside itself."""
    number = np.arange(many) % len(papers.ids)
    chosen = number.tolist()
    random = np.random.default_rng(7)
    beside = xy[number].astype(np.int64) + random.integers(-JITTER, JITTER, (many, 2))
    copies = many // len(papers.ids)
    shift = np.arange(copies)[:, None] * len(papers.ids)
    near = Near(
        (papers.near.one + shift).ravel(), (papers.near.other + shift).ravel(), np.tile(papers.near.weight, copies)
    )
    larger = replace(
        papers,
        ids=[f"{papers.ids[n]}-{copy // len(papers.ids)}" for copy, n in enumerate(chosen)],
        titles=[papers.titles[n] for n in chosen],
        urls=[papers.urls[n] for n in chosen],
        year=papers.year[number],
        cited=papers.cited[number],
        topic=papers.topic[number],
        part=papers.part[number],
        concept=papers.concept[number],
        near=near,
    )
    return larger, np.clip(beside, 0, SIDE).astype(np.uint16)


def paces(page: Path) -> tuple[float, float]:
    """Seconds until the map answers, and frames a second while it is moved."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright, chromium(playwright) as browser:
        opened = browser.new_page(viewport={"width": 1280, "height": 800})
        start = time.perf_counter()
        opened.goto(page.resolve().as_uri(), timeout=120_000)
        opened.wait_for_selector("html[data-ready=yes]", timeout=120_000)
        ready = time.perf_counter() - start
        opened.wait_for_timeout(500)
        return ready, opened.evaluate(PAN, "#names")


if __name__ == "__main__":
    main()
