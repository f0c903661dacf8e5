"""Every failure is one clear line on stderr, with its exit code; nothing is half-written."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from kg.cli import cli
from kg.cli.group import Command, Group
from kg.core.errors import QueryError

KG = [sys.executable, "-c", "from kg.cli import main; main()"]
POSIX = pytest.mark.skipif(os.name == "nt", reason="POSIX only")


def run(*args: str, **options) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, **options.pop("env", {})}
    return subprocess.run(
        [*KG, *args],
        env=env,
        encoding="utf-8",
        check=False,
        timeout=120,
        **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options},
    )


def fails(*args: str, code: int = 1, **options) -> str:
    """The one line on stderr of a command that must fail and print nothing else."""
    done = run(*args, **options)
    assert done.returncode == code, (done.stdout, done.stderr)
    assert not done.stdout
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("Error: ")
    return done.stderr.removeprefix("Error: ").rstrip("\n")


def failing(error: BaseException, *args: str) -> tuple[int, str]:
    """Exit code and stderr when a command raises this error."""

    @click.group(cls=Group)
    def group() -> None: ...

    @group.command(cls=Command)
    def go() -> None:
        raise error

    result = CliRunner().invoke(group, [*args] or ["go"])
    return result.exit_code, result.stderr


# Wrong usage


@pytest.mark.parametrize(
    "args",
    [
        ["build"],
        ["neighbors"],
        ["neighbors", "x", "--hops", "0"],
        ["neighbors", "x", "--type", "Journal"],
        ["stats", "--format", "xml"],
        ["stats", "--graph", "http://localhost"],
        ["query", "RETURN 1", "-p", "novalue"],
        ["keyphrases", "x", "--style", "poet"],
        ["--no-such-option"],
        [],
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_2_and_nothing_on_stdout(args):
    result = CliRunner().invoke(cli, args)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Usage: " in result.stderr


def test_an_unknown_command_gets_a_suggestion():
    result = CliRunner().invoke(cli, ["neigbours"])
    assert result.exit_code == 2
    assert "neighbors" in result.stderr.splitlines()[-1]


# Failures


def test_an_unknown_node_gets_suggestions(seed_store):
    line = fails("neighbors", "knowlege distilation", "--store", str(seed_store))
    assert "\n" not in line
    assert "knowledge distillation" in line


def test_a_store_that_does_not_exist_is_named(tmp_path):
    line = fails("stats", "--store", str(tmp_path / "nowhere"))
    assert "nowhere" in line
    assert "kg build" in line
    assert not (tmp_path / "nowhere").exists()


def test_a_source_that_does_not_exist_is_named(tmp_path):
    for command in (["build", "--store", str(tmp_path / "store")], ["keyphrases"]):
        assert "nowhere.txt" in fails(*command, str(tmp_path / "nowhere.txt"))
    assert not (tmp_path / "store").exists()


def test_an_empty_folder_is_named(tmp_path):
    (tmp_path / "empty").mkdir()
    assert "empty" in fails("build", str(tmp_path / "empty"), "--store", str(tmp_path / "store"))


def test_a_binary_file_is_refused(tmp_path):
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 20)
    assert "picture.png" in fails("keyphrases", str(tmp_path / "picture.png"))


def test_invalid_json_is_named_with_its_line(tmp_path):
    source = tmp_path / "papers.jsonl"
    source.write_text(json.dumps({"abstract": "Neural collapse."}) + "\n{broken\n", encoding="utf-8")
    done = run("keyphrases", str(source), "--fast", "--format", "jsonl")
    assert done.returncode == 1
    assert "papers.jsonl:2" in done.stderr
    assert run("keyphrases", str(source), "--fast", "--skip-errors").returncode == 0


def test_a_cypher_error_shows_where(seed_store):
    message = fails("query", "MATCH (n:Paper RETURN n", "--store", str(seed_store))
    assert "MATCH (n:Paper RETURN n" in message


@pytest.mark.parametrize("cypher", ["CREATE (n:Paper {id: 'x'})", "LOAD CSV FROM 'file:///etc/passwd' AS x RETURN x"])
def test_a_query_that_writes_or_reads_files_is_refused(seed_store, cypher):
    fails("query", cypher, "--store", str(seed_store))


def test_a_query_that_is_no_utf8_is_refused(seed_store):
    done = subprocess.run(
        [*KG, "query", "-", "--store", str(seed_store)],
        input=b"RETURN '\xff'",
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (
        1,
        b"Error: -: the query is not UTF-8 text" + os.linesep.encode(),
    )


@pytest.mark.parametrize("output", ["missing/page.html", "."])
def test_a_page_goes_only_where_it_can(seed_store, tmp_path, output):
    fails("view", "-o", output, "--store", str(seed_store), cwd=tmp_path)
    assert [*tmp_path.iterdir()] == []


@POSIX
def test_an_unwritable_folder_is_one_line(tmp_path):
    source = tmp_path / "a.txt"
    source.write_text("We study neural collapse.", encoding="utf-8")
    locked = Path("/proc") if os.geteuid() == 0 else tmp_path / "locked"  # root may write everywhere else
    if locked.parent == tmp_path:
        locked.mkdir(mode=0o500)
    assert str(locked / "store") in fails("build", str(source), "--store", str(locked / "store"))


def test_a_store_inside_a_file_is_one_line(tmp_path):
    source = tmp_path / "a.txt"
    source.write_text("We study neural collapse.", encoding="utf-8")
    assert "a.txt" in fails("build", str(source), "--fast", "--store", str(source / "store"))


def test_an_unreachable_server_is_one_line():
    fails("stats", "--graph", "bolt://127.0.0.1:1")


# What any error looks like


def test_an_error_of_the_system_names_the_file():
    error = FileNotFoundError(errno.ENOENT, "No such file or directory", "a\x1b[31m.txt")
    assert failing(error) == (1, "Error: a\\x1b[31m.txt: No such file or directory\n")
    assert failing(OSError(errno.ENOSPC, "No space left on device")) == (
        1,
        "Error: No space left on device\n",
    )


def test_a_caret_stays_below_its_place():
    assert failing(QueryError("bad query\n  RETUN 1\n  ^")) == (1, "Error: bad query\n  RETUN 1\n  ^\n")


def test_memory_that_runs_out_is_one_line():
    assert failing(MemoryError()) == (1, "Error: out of memory\n")


def test_a_bug_says_how_to_see_more():
    code, line = failing(RecursionError("maximum\nrecursion"))
    assert (code, line) == (
        1,
        "Error: internal error: RecursionError: maximum recursion (run again with --debug)\n",
    )


@pytest.mark.parametrize("args", [["--debug", "go"], ["go", "--debug"]])
def test_debug_shows_the_traceback_before_the_line(args):
    code, text = failing(ValueError("x"), *args)
    assert code == 1
    assert text.startswith("Traceback ")
    assert text.splitlines()[-1].startswith("Error: internal error: ValueError: x")


def test_debug_can_be_set_in_the_environment(tmp_path):
    done = run("stats", "--store", str(tmp_path / "nowhere"), env={"KG_DEBUG": "1"})
    assert done.returncode == 1
    assert "Traceback" in done.stderr
    assert done.stderr.splitlines()[-1].startswith("Error: ")


# Pipes, signals, disks

MANY_ROWS = "UNWIND range(1, 100000) AS n RETURN n, 'some text to fill the pipe' AS text"


@POSIX
@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv"])
def test_a_pipe_that_closes_ends_the_command_silently(seed_store, form):
    args = [*KG, "query", MANY_ROWS, "--format", form, "--store", str(seed_store)]
    with subprocess.Popen(args, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv"])
def test_a_full_disk_is_one_line(seed_store, form):
    with Path("/dev/full").open("w") as full:
        done = run("stats", "--format", form, "--store", str(seed_store), stdout=full)
    assert done.returncode == 1
    assert done.stderr == "Error: standard output: No space left on device\n"


@POSIX
def test_a_closed_stdout_is_one_line(seed_store):
    done = subprocess.run(
        ["/bin/sh", "-c", 'exec "$@" >&-', "sh", *KG, "stats", "--store", str(seed_store)],
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (1, "Error: standard output is closed\n")


@POSIX
def test_ctrl_c_ends_with_one_line_and_130():
    args = [*KG, "keyphrases", "-", "--fast", "--format", "jsonl"]
    with subprocess.Popen(
        args, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        for number in range(2000):
            process.stdin.write(json.dumps({"id": str(number), "abstract": f"Neural collapse {number}."}) + "\n")
        process.stdin.flush()
        assert process.stdout.readline()  # it works, and waits for more
        process.send_signal(signal.SIGINT)
        process.stdout.read()
        assert process.stderr.read() == "Interrupted\n"
        assert process.wait(60) == 130


@POSIX
def test_chinese_reaches_a_pipe_in_any_locale(seed_store):
    for env in ({"LC_ALL": "C"}, {"PYTHONIOENCODING": "cp1252"}):
        done = run("neighbors", "知识蒸馏", "--format", "json", "--store", str(seed_store), env=env)
        assert done.returncode == 0, done.stderr
        assert any("\u4e00" <= c <= "\u9fff" for c in done.stdout)
