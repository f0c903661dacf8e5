"""What the tests share: stores built from the real seeds, once a session."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser_fixture import browser, open_page, pages  # noqa: F401 (fixtures)
from build_fixture import corpus, tiny  # noqa: F401 (fixtures)
from correction_fixture import store, uncorrected  # noqa: F401 (fixtures)
from crash_fixture import builds  # noqa: F401 (fixture)
from neo4j_fixture import database, server  # noqa: F401 (fixtures)
from process_fixture import small_disk  # noqa: F401 (fixture)

from kg.store.catalog import Catalog

# A shell's background job (pytest &) ignores Ctrl-C, and so would every process that the tests start and interrupt.
signal.signal(signal.SIGINT, signal.default_int_handler)

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "seeds"


@pytest.fixture(scope="session")
def seed_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the five seed documents, with embeddings, and its graph for Cypher. Do not write to it."""
    from kg.loaders.cypher.embedded import EmbeddedGraph
    from kg.pipeline.build import build

    folder = tmp_path_factory.mktemp("seeds") / "kg-store"
    build([SEEDS], folder)
    EmbeddedGraph.open(folder).close()  # else the first query makes it and says so, whichever test that is
    return folder


@pytest.fixture(scope="module")
def catalog(seed_store: Path) -> Iterator[Catalog]:
    """Of the seeds."""
    with Catalog.open(seed_store) as opened:
        yield opened
