"""Where settings come from: the command line, the environment, a file, the default, in this order."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from kg.cli import cli
from kg.cli.settings import configuration, settings

NODE = ("neighbors", "neural collapse")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch) -> Path:
    """The working directory: an empty folder below another."""
    folder = tmp_path / "项目 1" / "sub"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    for setting in settings(cli):
        monkeypatch.delenv(str(setting.envvar), raising=False)
    configuration.cache_clear()
    yield folder
    configuration.cache_clear()


def run(*args: str, code: int = 0):
    configuration.cache_clear()
    result = CliRunner().invoke(cli, list(args))
    assert result.exit_code == code, result.output
    return result


def in_force(name: str) -> tuple[object, str]:
    rows = {row["setting"]: row for row in json.loads(run("config", "--format", "json").stdout)}
    return rows[name]["value"], rows[name]["from"]


def test_flag_goes_before_environment_before_file_before_default(folder, seed_store, monkeypatch):
    def limit(*args: str) -> int:
        return len(json.loads(run(*NODE, "--store", str(seed_store), "--format", "json", *args).stdout))

    default = limit()
    (folder / "papermesh.toml").write_text("limit = 4", encoding="utf-8")
    assert default > 4
    assert (limit(), in_force("limit")) == (4, (4, str(folder / "papermesh.toml")))
    monkeypatch.setenv("KG_LIMIT", "3")
    assert (limit(), in_force("limit")) == (3, ("3", "environment KG_LIMIT"))
    assert limit("--limit", "2") == 2


def test_a_table_is_for_one_command(folder, seed_store):
    text = f"limit = 4\nstore = {json.dumps(str(seed_store))}\n[neighbors]\nlimit = 1\nformat = 'jsonl'\n"
    (folder / "papermesh.toml").write_text(text, encoding="utf-8")
    assert len(run(*NODE).stdout.splitlines()) == 1
    assert len(json.loads(run("search", "learning", "--format", "json").stdout)) == 4
    assert in_force("neighbors.limit") == (1, str(folder / "papermesh.toml"))


def test_the_nearest_file_counts_and_its_paths_are_relative_to_it(folder, seed_store):
    (folder.parent / "graph").symlink_to(seed_store, target_is_directory=True)
    (folder.parent / "pyproject.toml").write_text('[tool.papermesh]\nstore = "graph"\n', encoding="utf-8")
    assert "neural" in run(*NODE).stdout
    (folder / "pyproject.toml").write_text("[tool.other]\nx = 1\n", encoding="utf-8")
    assert "neural" in run(*NODE).stdout
    (folder / "papermesh.toml").write_text('store = "nowhere"\n', encoding="utf-8")
    assert str(folder / "nowhere") in run(*NODE, code=1).stderr


def test_a_setting_that_no_command_knows_is_an_error_with_a_suggestion(folder):
    (folder / "papermesh.toml").write_text('stor = "x"\n', encoding="utf-8")
    line = run("stats", code=1).stderr
    assert line == f"Error: {folder / 'papermesh.toml'}: there is no setting 'stor'; did you mean 'store'?\n"
    (folder / "papermesh.toml").write_text("[neighbors]\nlimits = 1\n", encoding="utf-8")
    assert "'neighbors.limits'; did you mean 'limit'?" in run("stats", code=1).stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"limit = 0", "limit: 0 is not in the range"),
        (b'limit = "many"', "limit: 'many' is not a valid integer range"),
        (b"format = 'xml'", "format: 'xml' is not one of"),
        (b"limit = [1", "no valid TOML"),
        (b"store = '\xff'", "no valid TOML"),
    ],
)
def test_a_wrong_file_is_one_line_that_names_it(folder, text, said):
    (folder / "papermesh.toml").write_bytes(text)
    line = run(*NODE, code=1).stderr
    assert line.startswith(f"Error: {folder / 'papermesh.toml'}: ")
    assert said in line
    assert line.count("\n") == 1


def test_a_broken_file_of_another_program_is_its_own_business(folder, seed_store):
    (folder / "pyproject.toml").write_bytes(b"[broken\n")
    run(*NODE, "--store", str(seed_store))


def test_windows_line_ends_and_a_byte_order_mark_are_no_matter(folder):
    (folder / "papermesh.toml").write_bytes(b'\xef\xbb\xbflimit = 7\r\nformat = "csv"\r\n')
    assert run("config").stdout.splitlines()[0] == "setting,value,from"


def test_no_password_is_shown(monkeypatch):
    monkeypatch.setenv("NEO4J_PASSWORD", "geheim")
    monkeypatch.setenv("KG_GRAPH", "bolt://me:geheim@localhost")
    shown = run("config", "--format", "json").stdout
    assert "geheim" not in shown
    assert in_force("neo4j-password") == ("(not shown)", "environment NEO4J_PASSWORD")
    assert in_force("graph") == ("bolt://localhost", "environment KG_GRAPH")


def test_every_setting_has_a_name_in_the_environment_of_its_own():
    named: dict[str, str] = {}
    for setting in settings(cli):
        assert str(setting.envvar).startswith("KG_")
        assert named.setdefault(str(setting.envvar), setting.key) == setting.key


def test_without_a_file_everything_is_a_default():
    rows = json.loads(run("config", "--format", "json").stdout)
    assert {row["from"] for row in rows if not row["setting"].startswith("neo4j")} == {"default"}
    assert {"store", "format", "limit", "graph", "corpus"} <= {row["setting"] for row in rows}


# What every command takes


@pytest.mark.parametrize("args", [["-q", "stats"], ["stats", "--quiet"]])
def test_quiet_leaves_results_and_errors(seed_store, args):
    result = run(*args, "--store", str(seed_store))
    assert "Paper" in result.stdout
    assert result.stderr == ""
    assert run(*args, "--store", "nowhere", code=1).stderr.startswith("Error: nowhere")


def test_verbose_tells_what_is_done_and_how_long_it_takes(folder):
    (folder / "a.txt").write_text("We study neural collapse in deep networks.", encoding="utf-8")
    said = run("build", "a.txt", "--fast", "-v", "--store", "store").stderr
    assert [line.partition(":")[0] for line in said.splitlines()][:3] == ["reading", "comparing records", "analysing"]
    assert " s" in said.splitlines()[0]


def test_settings_are_said_in_the_help():
    shown = CliRunner().invoke(cli, ["neighbors", "-h"], terminal_width=200).stdout
    for name in ("KG_LIMIT", "KG_HOPS", "KG_FORMAT", "KG_STORE", "KG_GRAPH"):
        assert name in shown


def test_a_setting_of_builds_on_spark_is_no_matter_in_others(folder, monkeypatch):
    (folder / "papermesh.toml").write_text("exact = 5\n[build]\npartitions = 3\n", encoding="utf-8")
    assert in_force("exact") == (5, str(folder / "papermesh.toml"))
    configuration.cache_clear()
    build = cli.commands["build"].make_context("build", ["a.txt"], parent=click.Context(cli, info_name="kg"))
    assert (build.params["exact"], build.params["partitions"]) == (5, 3)
    (folder / "a.txt").write_text("We study neural collapse in deep networks.", encoding="utf-8")
    run("build", "a.txt", "--fast", "--store", "store")
    monkeypatch.setenv("KG_EXACT", "7")
    run("build", "a.txt", "--fast", "--store", "store")
    assert "go together" in run("build", "a.txt", "--exact", "7", code=2).stderr


def test_a_command_group_is_no_setting(folder):
    (folder / "papermesh.toml").write_text("[concepts.list]\nformat = 'json'\n", encoding="utf-8")
    assert isinstance(cli.commands["concepts"], click.Group)
    assert in_force("concepts.list.format")[0] == "json"
