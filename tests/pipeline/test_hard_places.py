"""Pipes that close, Ctrl-C, disks that are full or read-only, stores at work, odd names: through the real process.

Builds that are killed or meet a broken disk: test_crash, test_disk.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import time
from pathlib import Path

import pytest
from process_fixture import POSIX, one_line, remount, run, start
from seed_fixture import SEEDS, dump, write_jsonl

from kg.store.catalog import FILE

EXPORTS = ("graphml", "gexf", "json", "bibtex")
ODD = "a b\n知识'\"$x"  # a name that a file may have


def leftovers(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# A pipe that closes


@POSIX
@pytest.mark.parametrize("form", EXPORTS)
def test_an_export_into_a_pipe_that_closes_ends_silently(seed_store, form):
    with start("export", form, "--store", seed_store) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(60) == 141


@POSIX
@pytest.mark.parametrize("args", [["stats"], ["trends", "neural networks"], ["config"], ["--help"], ["--version"]])
def test_a_pipe_that_nobody_reads_is_no_traceback(seed_store, args):
    done = subprocess.run(
        ["sh", "-c", 'sleep 1; "$@" 2>&1 >&3 3>&- | cat', "sh", *_kg(*args)],
        env={**os.environ, "KG_STORE": str(seed_store)},
        pass_fds=(),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        preexec_fn=_closed_pipe_as_3,
    )
    assert "Traceback" not in done.stdout + done.stderr
    assert "Error" not in done.stdout + done.stderr


def _kg(*args: object) -> list[str]:
    from terminal_fixture import KG

    return [*KG, *map(str, args)]


def _closed_pipe_as_3() -> None:
    reading, writing = os.pipe()
    os.dup2(writing, 3)
    if reading != 3:
        os.close(reading)
    if writing != 3:
        os.close(writing)


# Ctrl-C


@POSIX
def test_an_export_that_is_interrupted_leaves_nothing(tmp_path):
    """Of a store so large that it can be met at work."""
    big = tmp_path / "big"
    shutil.copytree(_small_store(tmp_path), big)
    with sqlite3.connect(big / FILE) as database:
        rows = ((f"x{n}", "t" * 500) for n in range(300_000))
        database.executemany("INSERT INTO node_paper (id, title) VALUES (?, ?)", rows)
    database.close()
    out = tmp_path / "out"
    out.mkdir()
    process = start("export", "graphml", "-o", out / "papers.graphml", "--store", big)
    deadline = time.monotonic() + 60
    while not leftovers(out) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert leftovers(out), "it did not begin"
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (130, "Interrupted\n")
    assert leftovers(out) == []


def _small_store(tmp_path: Path) -> Path:
    source = tmp_path / "small.jsonl"
    source.write_text(json.dumps({"id": "a", "abstract": "We study neural collapse."}) + "\n", encoding="utf-8")
    assert run("build", source, "--fast", "--store", tmp_path / "small").returncode == 0
    return tmp_path / "small"


# Full disks


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize(
    "args",
    [
        *(["export", form] for form in EXPORTS),
        ["completion", "bash"],
        ["config"],
        ["--help"],
        ["--version"],
    ],
    ids=" ".join,
)
def test_a_full_disk_behind_standard_output_is_one_line(seed_store, args):
    with Path("/dev/full").open("w") as full:
        done = run(*args, stdout=full, env={"KG_STORE": str(seed_store)})
    assert (done.returncode, "Traceback" in done.stderr, done.stderr.count("\n")) == (1, False, 1)
    assert done.stderr.startswith("Error: ")
    assert "No space left on device" in done.stderr


@POSIX
@pytest.mark.parametrize("form", [*EXPORTS, "csv", "neo4j-csv"])
def test_an_export_onto_a_full_disk_is_one_line_and_leaves_nothing(seed_store, small_disk, form):
    disk = small_disk(16)
    out = disk / "out"
    line = one_line(run("export", form, "-o", out, "--store", seed_store))
    assert line == f"cannot write {out}: No space left on device"
    assert leftovers(disk) == []


@POSIX
def test_a_page_onto_a_full_disk_is_one_line_and_the_old_one_stays(seed_store, small_disk):
    disk = small_disk(16)
    (disk / "page.html").write_text("old", encoding="utf-8")
    one_line(run("view", "-o", disk / "page.html", "--force", "--store", seed_store))
    assert (disk / "page.html").read_text(encoding="utf-8") == "old"
    assert leftovers(disk) == ["page.html"]


# Read-only folders


@POSIX
def test_a_read_only_store_answers_every_question_and_takes_no_build(seed_store, small_disk):
    disk = small_disk(64_000)
    shutil.copytree(seed_store, disk / "store")
    for kept in (disk / "store").glob("*.kgl"):
        kept.unlink()  # so that it cannot be kept
    remount(disk, "ro")
    for args in (["neighbors", "neural collapse"], ["stats"], ["export", "json"], ["search", "learning"]):
        done = run(*args, "--store", disk / "store")
        assert (done.returncode, bool(done.stdout)) == (0, True), done.stderr
    line = one_line(run("build", SEEDS, "--fast", "--store", disk / "store"))
    assert "store" in line
    assert "Read-only" in line or "readonly" in line or "read-only" in line


@POSIX
@pytest.mark.parametrize("form", [*EXPORTS, "csv"])
def test_an_export_into_a_read_only_folder_is_one_line(seed_store, small_disk, form):
    disk = small_disk(64, ["ro"])
    line = one_line(run("export", form, "-o", disk / "out", "--store", seed_store))
    assert line == f"cannot write {disk / 'out'}: Read-only file system"


# A store at work


@pytest.mark.slow
def test_readers_that_stay_see_the_old_graph_whole_and_let_a_build_end(tmp_path):
    """One in this process and a server; those who come later see the new graph."""
    from serve_fixture import get, stop
    from serve_fixture import start as serve

    from kg.loaders.catalog import StoredGraph
    from kg.pipeline.build import build

    store = _small_store(tmp_path)
    old, new = dump(store), {"id": "b", "title": "Speech", "abstract": "We study human speech, and human speech again."}
    server, address = serve("--store", str(store))
    try:
        page = get(address)[1]
        with StoredGraph.open(store) as reader:
            before = reader.counts(), reader.nodes([("Paper", "a")])
            source = write_jsonl(tmp_path / "more.jsonl", [new])
            assert build([tmp_path / "small.jsonl", source], store, fast=True).papers == 2
            assert (reader.counts(), reader.nodes([("Paper", "a")])) == before
            assert reader.nodes([("Paper", "b")]) == []
        assert get(address)[1] == page
        assert get(address, "api/around?node=Paper:b")[0] == 404
    finally:
        stop(server)
    assert dump(store) != old
    server, address = serve("--store", str(store))
    try:
        assert get(address, "api/around?node=Paper:b")[0] == 200
    finally:
        stop(server)
    assert leftovers(store) == ["build.lock", "cache.sqlite", "catalog.sqlite"]


# Names


@POSIX
@pytest.mark.parametrize(
    "env",
    [
        {},
        pytest.param({"LC_ALL": "C"}, marks=pytest.mark.slow),
        pytest.param({"LC_ALL": "POSIX", "PYTHONUTF8": "0"}, marks=pytest.mark.slow),
    ],
    ids=["here", "C", "POSIX"],
)
def test_names_with_spaces_chinese_and_line_breaks_work_everywhere(tmp_path, env):
    folder = tmp_path / ODD
    folder.mkdir()
    (folder / f"{ODD}.txt").write_text("本文研究知识蒸馏。知识蒸馏很有用。", encoding="utf-8")
    done = run("build", ".", "--fast", "--store", f"{ODD} store", cwd=folder, env=env)
    assert done.returncode == 0, done.stderr
    assert "\n知" not in done.stderr
    args = ("--store", f"{ODD} store")
    found = run("search", "知识蒸馏", "--format", "jsonl", *args, cwd=folder, env=env)
    assert "知识蒸馏" in found.stdout, found
    out = run("export", "bibtex", "-o", f"{ODD}.bib", *args, cwd=folder, env=env)
    assert (out.returncode, out.stderr) == (0, "")
    assert "知识蒸馏" in (folder / f"{ODD}.bib").read_text(encoding="utf-8")
    assert run("export", "csv", "-o", f"{ODD} csv", *args, cwd=folder, env=env).returncode == 0
    assert (folder / f"{ODD} csv" / "Paper.csv").exists()
    assert run("view", "知识蒸馏", *args, cwd=folder, env=env).returncode == 0
    assert run("doctor", *args, cwd=folder, env=env).returncode == 0


@POSIX
@pytest.mark.slow
def test_names_that_are_no_utf8_are_files_like_others_and_match_no_node(seed_store, tmp_path):
    name = os.fsdecode(b"caf\xe9")
    (tmp_path / f"{name}.txt").write_text("We study neural collapse.", encoding="utf-8")
    done = run("build", f"{name}.txt", "--fast", "--store", name, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / name / FILE).exists()
    for command in ("neighbors", "show"):
        assert "nothing in the graph is called" in one_line(run(command, name, "--store", seed_store))
    assert run("search", name, "--format", "json", "--store", seed_store).stdout == "[]\n"
    assert run("query", "RETURN $x AS x", "-p", f"x={name}", "--store", seed_store).returncode == 0


def test_an_error_that_names_an_odd_path_stays_readable(tmp_path):
    done = run("build", tmp_path / f"{ODD}\x1b[31m", "--store", tmp_path / "store")
    assert done.returncode == 1
    assert "\x1b" not in done.stderr
    assert "知识" in done.stderr


# Windows line ends


@pytest.mark.slow
def test_windows_line_ends_change_nothing(seed_store, tmp_path):
    query = "MATCH (p:Paper)\r\nRETURN count(p) AS papers\r\n"
    done = run("query", "-", "--format", "csv", "--store", seed_store, input=query)
    assert done.stdout == "papers\n46\n"
    lines = [json.dumps({"id": str(n), "abstract": f"We study neural collapse {n}.\nTwice."}) for n in range(3)]
    for name, end in (("unix", "\n"), ("windows", "\r\n")):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "papers.jsonl").write_text(end.join([*lines, ""]), encoding="utf-8", newline="")
        (folder / "decisions.txt").write_text(f'ignore "twice"{end}', encoding="utf-8", newline="")
        assert run("build", "papers.jsonl", "--fast", cwd=folder).returncode == 0
        assert run("concepts", "import", "decisions.txt", cwd=folder).returncode == 0
    assert dump(tmp_path / "unix" / "kg-store") == dump(tmp_path / "windows" / "kg-store")
