"""kg map on a graph in Neo4j: every picture is that of the store, byte for byte."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from neo4j_fixture import run

from kg.cli import cli
from kg.loaders.neo4j.graph import Neo4jGraph
from kg.loaders.neo4j.server import Server
from kg.pipeline.build import build
from kg.store.catalog import Catalog

SEEDS = Path(__file__).parents[2] / "seeds"
FIRST = 2016


@pytest.fixture(scope="module")
def dated(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the abstracts of the seeds, of four years, the later ones citing the first; also in Neo4j."""
    folder = tmp_path_factory.mktemp("dated")
    texts = [text.split("translated by")[0].strip() for path in sorted(SEEDS.glob("*.txt"))
             for text in path.read_text(encoding="utf-8").split("谷歌翻译")]  # fmt: skip
    about = {"references": ["doi:10.1234/0000"]}
    rows = [
        about | {"doi": f"10.1234/{n:04}", "title": f"Paper {n}", "abstract": text, "year": FIRST + n % 4}
        for n, text in enumerate(filter(None, texts))
    ]
    (folder / "papers.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    build([folder / "papers.jsonl"], folder / "kg-store", fast=True)
    run(server, "MATCH (n) DETACH DELETE n")
    with Catalog.open(folder / "kg-store") as catalog, Neo4jGraph.connect(server) as graph:
        assert catalog.counts()["CITES"] > 10
        graph.load(catalog)
    return folder / "kg-store"


@pytest.mark.parametrize("kind", ["papers", "strategic", "evolution", "timeline"])
def test_a_picture_is_that_of_the_store(
    dated: Path, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
):
    monkeypatch.setenv("NEO4J_USERNAME", server.user)
    monkeypatch.setenv("NEO4J_PASSWORD", server.password)
    monkeypatch.setenv("NEO4J_DATABASE", server.database)
    for name, place in (("store", ("--store", str(dated))), ("neo4j", ("--graph", server.uri))):
        done = CliRunner().invoke(cli, ["map", kind, "-o", str(tmp_path / f"{name}.html"), *place])
        assert done.exit_code == 0, done.output
    of_store, of_neo4j = ((tmp_path / f"{name}.html").read_text(encoding="utf-8") for name in ("store", "neo4j"))
    assert of_neo4j == of_store
