"""Damaged stores: every command says so in one line or is right, and kg doctor --repair makes again what it can."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner
from crash_fixture import MANY, exports
from seed_fixture import seed_papers, write_jsonl

from kg.cli import cli
from kg.pipeline.build import build
from kg.store.catalog import CACHE, FILE, Catalog

PAGE = 16_384
QUESTIONS = (
    ["export", "json"],
    ["stats", "--format", "json"],
    ["neighbors", "neural networks", "--format", "json"],
    ["search", "networks", "--format", "json"],
    ["concepts", "list", "--format", "json"],
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a correction, its source beside it."""
    folder = tmp_path_factory.mktemp("whole")
    write_jsonl(folder / "papers.jsonl", [*seed_papers()[:6], *seed_papers()[-4:]])
    again(folder / "store")
    with Catalog.open(folder / "store") as catalog:
        name = str(next(catalog.nodes("Concept")).properties["name"])
    assert ask(folder / "store", "concepts", "ignore", name)[0] == 0
    return folder / "store"


@pytest.fixture
def store(whole: Path, tmp_path: Path) -> Path:
    """A copy that may be broken."""
    return Path(shutil.copytree(whole, tmp_path / "store"))


def again(store: Path, source: Path | None = None) -> None:
    """The same build."""
    build([source or store.parent / "papers.jsonl"], store, fast=True)


def ask(store: Path, *args: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(cli, [*args, "--store", str(store)])
    return done.exit_code, done.stdout, done.stderr


def doctor(store: Path, *args: str) -> tuple[int, dict[str, dict[str, str]]]:
    code, said, _ = ask(store, "doctor", *args, "--format", "json")
    return code, {row["check"]: row for row in json.loads(said)}


def broken(content: bytes, draw: random.Random) -> bytes:
    """A truncated file, a page of nothing, or a flipped bit."""
    at = draw.randrange(len(content))
    match draw.randrange(4):
        case 0:
            return content[:at]
        case 1:
            start = at // PAGE * PAGE
            return content[:start] + bytes(PAGE) + content[start + PAGE :]
        case _:
            return content[:at] + bytes([content[at] ^ 1 << draw.randrange(8)]) + content[at + 1 :]


def test_of_a_broken_catalog_the_doctor_knows_and_questions_end_in_an_answer_or_one_line(whole, store):
    content, draw = (whole / FILE).read_bytes(), random.Random(8)
    for _ in range(MANY or 8):
        (store / FILE).write_bytes(broken(content, draw))
        assert doctor(store)[1]["catalog"]["state"] == "failed"
        for question in QUESTIONS:
            code, _, said = ask(store, *question)
            assert "internal error" not in said, said
            if code:
                assert (code, said.count("\n"), said[:7]) == (1, 1, "Error: "), said


@pytest.mark.parametrize("file", [FILE, CACHE])
def test_a_broken_file_is_mended_or_it_is_said_what_to_build_again(whole, store, file):
    content, right = (whole / file).read_bytes(), exports(whole)
    source = (whole.parent / "papers.jsonl").read_bytes()
    draw = random.Random(9)
    for _ in range(MANY or 5):
        shutil.rmtree(store)
        shutil.copytree(whole, store)
        (store / file).write_bytes(broken(content, draw))
        if file == CACHE:
            assert exports(store) == right
        code, rows = doctor(store, "--repair")
        assert rows["catalog"]["state"] == "ok", rows
        assert code == 0, rows
        if "sources" in rows:
            assert "the same kg build again" in rows["sources"]["remedy"]
            refused = ask(store, "concepts", "undo")
            assert (refused[0], "run the same kg build again" in refused[2]) == (1, True)
        again(store, whole.parent / "papers.jsonl")
        assert exports(store) == right
        assert doctor(store)[0] == 0
    assert (whole.parent / "papers.jsonl").read_bytes() == source


def change(file: Path, statement: str) -> None:
    with sqlite3.connect(file) as database:
        database.execute(statement)
    database.close()


@pytest.mark.parametrize(
    ("file", "statement", "check", "found"),
    [
        (FILE, "DELETE FROM edge_similar", "catalog", "is not the file that was written"),
        (FILE, "DELETE FROM node_concept WHERE key < 3", "catalog", "relationships name no node"),
        (FILE, "UPDATE meta SET value = 'other' WHERE name = 'generation'", "catalog", "the generation of the graph"),
        (CACHE, "UPDATE analysis SET content = x'00'", "cache", "10 analyses are damaged"),
        (CACHE, "UPDATE remembered SET content = x'00'", "cache", "what was kept of merged is damaged"),
    ],
)
def test_what_is_made_of_the_sources_is_made_again(whole, store, file, statement, check, found):
    change(store / file, statement)
    code, rows = doctor(store)
    assert (code, rows[check]["state"], found in rows[check]["found"]) == (1, "failed", True), rows
    assert doctor(store, "--repair")[0] == 0
    assert exports(store) == exports(whole)
    assert doctor(store)[0] == 0


def test_a_build_does_not_build_on_damaged_ground(store, tmp_path):
    more = write_jsonl(tmp_path / "more.jsonl", seed_papers()[6:8])
    source = str(write_jsonl(tmp_path / "papers.jsonl", [*seed_papers()[:6], *seed_papers()[-4:]]))
    build([source], store, fast=True)
    for statement, what in (
        (
            "UPDATE record SET fields = (SELECT fields FROM record WHERE position = 4) WHERE position = 3",
            "what was read from",
        ),
        ("DELETE FROM record WHERE position = 2", "what was read from"),
        ("UPDATE analysis SET content = x'00'", "the analysis"),
    ):
        kept = (store / CACHE).read_bytes()
        change(store / CACHE, statement)
        code, _, said = ask(store, "build", str(more), source, "--fast")
        assert (code, said.count("\n"), f"damaged: {what}" in said) == (1, 1, True), said
        assert "kg doctor --repair" in said
        (store / CACHE).write_bytes(kept)


def test_a_correction_that_is_not_as_it_was_made_is_not_taken_over(whole, store):
    change(store / FILE, "UPDATE decision SET names = replace(names, 'a', 'b')")
    code, _, said = ask(store, "concepts", "list")
    assert (code, "damaged: correction 1" in said) == (1, True)
    _, rows = doctor(store, "--repair")
    assert rows["corrections"]["found"].startswith("1 correction kept")
    assert exports(store) == exports(whole)


def test_where_the_cache_is_gone_too_corrections_are_taken_from_what_is_left(whole, store):
    (store / CACHE).unlink()
    change(store / FILE, "UPDATE meta SET value = 'other' WHERE name = 'settings'")
    for _ in range(2):
        code, rows = doctor(store, "--repair")
        assert (code, rows["repair"]["remedy"].startswith("the same kg build again")) == (1, True)
    again(store, whole.parent / "papers.jsonl")
    assert exports(store) == exports(whole)


def test_corrections_that_an_older_cache_lacks_are_kept(whole, store):
    with Catalog.open(store) as catalog:
        name = str(next(catalog.nodes("Concept")).properties["name"])
    assert ask(store, "concepts", "ignore", name)[0] == 0
    before = exports(store)
    shutil.copyfile(whole / CACHE, store / CACHE)
    doctor(store, "--repair")
    assert exports(store) == before


@pytest.mark.parametrize("content", [None, b""])
def test_a_catalog_that_is_gone_is_made_again_with_its_corrections(whole, store, content):
    for mend in (lambda: doctor(store, "--repair"), lambda: again(store, whole.parent / "papers.jsonl")):
        (store / FILE).unlink()
        if content is not None:
            (store / FILE).write_bytes(content)
        mend()
        assert exports(store) == exports(whole)


def test_a_cache_that_is_gone_is_made_again(whole, store):
    (store / CACHE).unlink()
    assert doctor(store)[1]["catalog"]["state"] == "ok"
    code, _, said = ask(store, "concepts", "undo")
    assert (code, "run the same kg build again" in said) == (1, True)
    again(store, whole.parent / "papers.jsonl")
    assert exports(store) == exports(whole)
    assert ask(store, "concepts", "undo")[0] == 0


def test_damaged_files_are_kept(store):
    for file in (FILE, CACHE):
        content = (store / file).read_bytes()
        damaged = content[: len(content) // 2]
        (store / file).write_bytes(damaged)
        doctor(store, "--repair")
        assert (store / file.replace(".", ".damaged.")).read_bytes() == damaged


def test_where_nothing_is_ours_nothing_is_repaired(tmp_path):
    assert doctor(tmp_path / "nowhere", "--repair")[0] == 1
    assert not (tmp_path / "nowhere").exists()
    for content in (b"soup" * 5000, b""):
        for file in (FILE, CACHE):
            (tmp_path / file).write_bytes(content)
        assert doctor(tmp_path, "--repair")[0] == 1
        assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == dict.fromkeys((FILE, CACHE), content)


def test_where_nothing_is_wrong_nothing_is_changed(store):
    content = (store / FILE).read_bytes(), (store / CACHE).read_bytes()
    assert doctor(store, "--repair")[0] == 0
    assert ((store / FILE).read_bytes(), (store / CACHE).read_bytes()) == content
