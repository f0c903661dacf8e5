"""Screenshots of the page in its main states, and how fast it opens and moves, beside pyvis's own page.

    uv run python -m benchmarks.pages [--store DIR] [--output DIR]

Without --store the seeds are built first. Needs Chromium (KG_TEST_CHROMIUM names one) and the group "ci".
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.browser import PAN, chromium
from benchmarks.map import rows as map_rows
from benchmarks.table import machine, markdown, require

ROOT = Path(__file__).parents[1]
SIZES = {"phone": (400, 800), "laptop": (1280, 800), "large": (2560, 1440), "4k": (3840, 2160)}
STATES = {
    "": "0",
    "-paper": "papermesh.select(papermesh.keys().find((key) => key.startsWith('Paper:')))",
    "-line": "papermesh.select(papermesh.edges().find((line) => line.type === 'MENTIONS').id)",
    "-selection": "location.hash = 'picked=' + papermesh.keys().slice(0, 6).map(encodeURIComponent).join()",
    "-list": "document.querySelector('#tab-list').click()",
    "-take-away": "document.querySelector('#open-takeaway').click()",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--store", type=Path, help="a store; else the seeds are built")
    parser.add_argument("--output", type=Path, default=Path("pages"), help="folder for pages and screenshots")
    arguments = parser.parse_args()
    require("playwright")
    arguments.output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        store = arguments.store or _seeds(Path(folder) / "kg-store")
        rows = list(_measured(store, arguments.output))
    print(machine())
    print(markdown(("page", "nodes", "lines", "MB", "made s", "open s", "frames/s"), rows))


def _seeds(store: Path) -> Path:
    from kg.pipeline.build import build

    build([ROOT / "seeds"], store)
    return store


def _measured(store: Path, output: Path) -> Iterator[tuple[str, ...]]:
    from playwright.sync_api import sync_playwright

    from kg.loaders import open_graph
    from kg.viz.page import render_page
    from kg.viz.scene import scene

    with open_graph(store) as graph, sync_playwright() as playwright:
        browser = chromium(playwright)
        best = graph.top_concepts(1)[0]
        for name, center, limit in (
            ("neighborhood", best, 60),
            ("300", best, 300),
            ("overview", None, 400),
            ("5000", None, 5000),
        ):
            start = time.perf_counter()
            seen = scene(graph, center, hops=2, limit=limit)
            path = output / f"{name}.html"
            path.write_text(render_page(seen, center.name if center else "Papers and concepts"), encoding="utf-8")
            made = time.perf_counter() - start
            opened, pace = _paces(browser, path)
            size = path.stat().st_size / 1e6
            lines = len({(edge.start, edge.end) for edge in seen.edges})
            yield name, str(seen.shown), str(lines), f"{size:.1f}", f"{made:.1f}", f"{opened:.1f}", f"{pace:.0f}"
            if name in ("neighborhood", "overview"):
                _shoot(browser, path, output)
            if name == "300":
                yield _of_pyvis(browser, seen, output / "pyvis.html")
        browser.close()
    for papers, size, placed, written, opened, moved in map_rows(store, []):
        yield "map", papers, "", size, f"{float(placed) + float(written):.1f}", opened, moved


def _paces(browser, path: Path) -> tuple[float, float]:
    """Seconds until the page answers, and frames a second while it is moved."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    start = time.perf_counter()
    page.goto(path.resolve().as_uri())
    page.wait_for_function("window.papermesh")
    opened = time.perf_counter() - start
    pace = page.evaluate(PAN, "canvas")
    page.close()
    return opened, pace


def _of_pyvis(browser, seen, path: Path) -> tuple[str, ...]:
    """The same nodes and relationships in pyvis's own page, until it stands still or a minute has passed."""
    from playwright.sync_api import TimeoutError as TookTooLong
    from pyvis.network import Network

    network = Network(cdn_resources="in_line", directed=True)
    shown = {node.key for node in seen.nodes[: seen.shown]}
    for node in seen.nodes[: seen.shown]:
        network.add_node(str(node.key), label=node.name[:60])
    edges = [edge for edge in seen.edges if edge.start in shown and edge.end in shown]
    for edge in edges:
        network.add_edge(str(edge.start), str(edge.end))
    start = time.perf_counter()
    path.write_text(network.generate_html(), encoding="utf-8")
    made = time.perf_counter() - start
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.route("http*://**", lambda route: route.abort())
    page = context.new_page()
    start = time.perf_counter()
    page.goto(path.resolve().as_uri())
    try:  # its first thousand steps hold up everything else in the page
        page.wait_for_function("window.network && window.network.body", timeout=60_000)
        page.evaluate("() => { network.once('stabilized', () => { window.still = true; }); }")
        page.wait_for_function("window.still", timeout=60_000)
        opened = f"{time.perf_counter() - start:.1f}"
    except TookTooLong:
        opened = "> 60"
    context.close()
    return "300, pyvis", str(seen.shown), str(len(edges)), f"{path.stat().st_size / 1e6:.1f}", f"{made:.1f}", opened, ""


def _shoot(browser, path: Path, output: Path) -> None:
    for size, (width, height) in SIZES.items():
        for scheme in ("light", "dark"):
            viewport = {"width": width, "height": height}
            page = browser.new_page(viewport=viewport, color_scheme=scheme, reduced_motion="reduce")
            for state, script in STATES.items():
                page.goto("about:blank")
                page.goto(path.resolve().as_uri())
                page.wait_for_function("window.papermesh")
                page.evaluate(script)
                page.wait_for_timeout(300)
                page.screenshot(path=output / f"{path.stem}{state}-{size}-{scheme}.png")
            page.close()


if __name__ == "__main__":
    main()
