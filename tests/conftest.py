"""What the tests share: stores built from the real seeds, once a session; and which tests are left out, and why."""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser_fixture import browser, open_page, pages  # noqa: F401 (fixtures)
from build_fixture import corpus, tiny  # noqa: F401 (fixtures)
from correction_fixture import store, uncorrected  # noqa: F401 (fixtures)
from crash_fixture import builds  # noqa: F401 (fixture)
from hypothesis import settings
from neo4j_fixture import database, server  # noqa: F401 (fixtures)
from process_fixture import small_disk  # noqa: F401 (fixture)

from kg.store.catalog import Catalog

# A shell's background job (pytest &) ignores Ctrl-C, and so would every process that the tests start and interrupt.
signal.signal(signal.SIGINT, signal.default_int_handler)

# A first call loads word lists, and others work on the machine: no example fails for its time.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

# For the processes that run the tests: there is one a core, and what they start finds no idle core for more threads.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "seeds"

ALL = "uv run --all-groups pytest --all"
_NEO4J = "they need a Neo4j server (--all, Java 17, Maven)"
LEFT_OUT = {
    "server": _NEO4J,
    "neo4j": _NEO4J,
    "browser": "they need a browser (--all, Chromium)",
    "slow": "they take long (--all)",
}
"""Fixture or mark -> why tests with it are left out unless all are asked for, even where what they need is there."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--all", action="store_true", help="also the tests that take minutes, or need Neo4j or a browser")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--all"):
        return
    for item in items:
        has = {*getattr(item, "fixturenames", ()), *(mark.name for mark in item.iter_markers())}
        if why := [why for name, why in LEFT_OUT.items() if name in has]:
            item.add_marker(pytest.mark.skip(reason=why[0]))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """One line for each reason why tests were left out, and the command that leaves none out."""
    reports = terminalreporter.getreports("skipped")
    reasons = Counter(str(report.longrepr[2]).removeprefix("Skipped: ") for report in reports)
    for why, count in reasons.most_common():
        terminalreporter.write_line(f"left out: {count} test{'s' * (count > 1)}: {why}")
    if reasons and not config.getoption("--all"):
        terminalreporter.write_line(f"all tests: {ALL}")


@pytest.fixture(scope="session")
def seed_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the five seed documents, with embeddings, and its graph for Cypher. Do not write to it."""
    from kg.loaders.cypher.embedded import EmbeddedGraph
    from kg.pipeline.build import build

    folder = tmp_path_factory.mktemp("seeds") / "kg-store"
    build([SEEDS], folder)
    for bare in (False, True):
        EmbeddedGraph.open(
            folder, bare=bare
        ).close()  # else the first query makes it and says so, whichever test that is
    return folder


@pytest.fixture(scope="module")
def catalog(seed_store: Path) -> Iterator[Catalog]:
    """Of the seeds."""
    with Catalog.open(seed_store) as opened:
        yield opened
