"""kg doctor --rebuild-and-compare, kg build --anew: a store beside the one that a build from nothing makes."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner
from crash_fixture import exports
from seed_fixture import seed_papers, write_jsonl

from kg.cli import cli
from kg.pipeline import anew
from kg.pipeline.build import build
from kg.store.catalog import CACHE, FILE


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("anew")
    source = write_jsonl(folder / "papers.jsonl", [*seed_papers()[:6], *seed_papers()[-4:]])
    build([source], folder / "store", fast=True)
    done = CliRunner().invoke(
        cli, ["concepts", "merge", "neural networks", "classification", "--store", str(folder / "store")]
    )
    assert done.exit_code == 0, done.output
    return folder / "store"


@pytest.fixture
def store(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "store"))


def compared(store: Path) -> tuple[int, dict[str, str]]:
    done = CliRunner().invoke(cli, ["doctor", "--rebuild-and-compare", "--store", str(store), "--format", "json"])
    return done.exit_code, next(row for row in json.loads(done.stdout) if row["check"] == "anew")


def change(file: Path, statement: str) -> None:
    with sqlite3.connect(file) as database:
        database.execute(statement)
    database.close()


def test_a_store_equals_what_is_made_from_nothing_and_is_left_as_it_was(store):
    before = {file.name: file.read_bytes() for file in store.iterdir()}
    code, row = compared(store)
    assert (code, row["state"]) == (0, "ok"), row
    assert row["found"].startswith("a build from nothing gives the same graph: 10 papers, ")
    assert {file.name: file.read_bytes() for file in store.iterdir()} == before
    assert [path.name for path in store.parent.iterdir()] == ["store"]


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE node_concept SET papers = 7 WHERE key = 3", "papers 7 in the store, "),
        ("DELETE FROM edge_mentions WHERE start = 1", "MENTIONS "),
        ("UPDATE edge_similar SET score = 1 WHERE start = 1", "score 0.0001 in the store, "),
        ("UPDATE merge SET reason = 'nothing'", "merge "),
        ("UPDATE vector SET weights = weights || weights", "cannot read: Could not decode"),
        ("UPDATE vector SET weights = zeroblob(length(weights))", "what papers are compared by is not the same"),
    ],
)
def test_the_first_difference_is_named_with_both_values(store, statement, told):
    change(store / FILE, statement)
    code, row = compared(store)
    assert (code, row["state"]) == (1, "failed"), row
    assert told in row["found"]
    assert "\n" not in row["found"]


def test_what_another_papermesh_made_is_not_compared(store, monkeypatch):
    monkeypatch.setattr(anew, "is_up_to_date", lambda *_: False)
    code, row = compared(store)
    assert (code, row["state"]) == (0, "warning")
    assert "the same kg build again" in row["remedy"]


def test_where_nothing_can_be_written_it_says_so_in_one_line(store, monkeypatch):
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(anew.shutil, "copyfile", full)
    code, row = compared(store)
    assert (code, row["state"]) == (1, "failed")
    assert "No space left on device" in row["found"]
    assert [path.name for path in store.parent.iterdir()] == ["store"]


def test_a_build_anew_takes_nothing_over_and_gives_the_same(store, whole):
    change(store / CACHE, "UPDATE analysis SET content = x'00'")
    change(store / CACHE, "UPDATE remembered SET content = x'00'")
    report = build([whole.parent / "papers.jsonl"], store, fast=True, anew=True)
    assert report.changed
    assert exports(store) == exports(whole)
