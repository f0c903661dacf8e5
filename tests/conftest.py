"""What the tests share: stores built from the real seeds, once a session."""

from __future__ import annotations

from pathlib import Path

import pytest
from neo4j_fixture import database, server  # noqa: F401 (fixtures)

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "seeds"


@pytest.fixture(scope="session")
def seed_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the five seed documents, with embeddings. Do not write to it."""
    from kg.pipeline import build

    store = tmp_path_factory.mktemp("seeds") / "kg-store"
    build([SEEDS], store)
    return store
