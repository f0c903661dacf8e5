"""Which Neo4j the tests use, and what they say when there is none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from neo4j_fixture import run, unavailable

from kg.loaders.neo4j.server import Server

HERE = Path(__file__).parents[1] / "fixtures"
ON_A_SERVER = "from neo4j_fixture import run\ndef test(database): run(database, 'CREATE (:Left)')\n"

SETTINGS = ("CI", "KG_TEST_NEO4J_URI", "NEO4J_USERNAME", "NEO4J_PASSWORD", "NEO4J_DATABASE", "PYTEST_ADDOPTS")


def pytest_run(path: Path, **settings: str) -> tuple[int, str]:
    """Exit code and output of a test on a server, in a process of its own that finds only the programs in a folder."""
    (path / "test_on_a_server.py").write_text(ON_A_SERVER, encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-rs",
        "-p",
        "no:cacheprovider",
        "-p",
        "neo4j_fixture",
        "--noconftest",
        str(path / "test_on_a_server.py"),
    ]
    own = {"PATH": str(path), "COLUMNS": "300", "PYTHONPATH": str(HERE), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run(
        command,
        cwd=path,
        env=environment | own | settings,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_the_server_that_is_named_is_used_if_it_is_empty(tmp_path: Path, database: Server) -> None:
    named = {
        "KG_TEST_NEO4J_URI": database.uri,
        "NEO4J_USERNAME": database.user,
        "NEO4J_PASSWORD": database.password,
        "NEO4J_DATABASE": database.database,
    }
    code, output = pytest_run(tmp_path, **named)
    assert (code, "1 passed" in output) == (0, True), output
    count = "MATCH (n:Left) RETURN count(n) AS n"
    assert run(database, count) == [{"n": 1}]
    code, output = pytest_run(tmp_path, **named)
    assert code == 1
    assert f"{database.uri} holds 1 nodes; the tests would delete them" in output
    assert run(database, count) == [{"n": 1}]


def test_without_java_tests_are_skipped_and_say_why_but_fail_in_ci(tmp_path: Path) -> None:
    why = "no Neo4j server: no Java (java); set KG_TEST_NEO4J_URI to use another one"
    code, output = pytest_run(tmp_path)
    assert (code, "1 skipped" in output) == (0, True), output
    assert why in output
    code, output = pytest_run(tmp_path, CI="true")
    assert (code, "1 error" in output) == (1, True), output
    assert why in output


@pytest.mark.neo4j
def test_without_maven_too_where_the_jars_are_not_there_yet(tmp_path: Path) -> None:
    java = shutil.which("java") or unavailable("no Java (java)")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "java").symlink_to(java)
    for ci, word, expected in (("", "1 skipped", 0), ("true", "1 error", 1)):
        code, output = pytest_run(tmp_path / "bin", CI=ci, XDG_CACHE_HOME=str(tmp_path / "cache"))
        assert (code, word in output) == (expected, True), output
        assert "no Neo4j server: no Maven (mvn) to fetch its jars with" in output
    assert [path for path in (tmp_path / "cache").rglob("*") if path.name.startswith("tmp")] == []
