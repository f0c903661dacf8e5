"""A real Neo4j for the tests: the jars of Maven Central in a process of its own, no Docker.

KG_TEST_NEO4J_URI (with NEO4J_USERNAME, NEO4J_PASSWORD) names another server to use, with an empty database.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp
from types import MappingProxyType
from typing import NoReturn

import neo4j
import pytest
from neo4j.exceptions import DriverError, Neo4jError

from kg.loaders.neo4j import Neo4jGraph
from kg.loaders.neo4j_server import Server

HERE = Path(__file__).parent / "neo4j"
POM = HERE / "pom.xml"
PASSWORD = "correct horse battery"
STARTING = 120  # seconds, on a machine that does much else
_BRIEF = ("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""Options of Java that halve the CPU of a run too short for the better compiler to pay."""
_OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")


def version() -> str:
    """The version of Neo4j that is tested."""
    found = re.search(r"<version>(\d+\.\d+\.\d+)</version>", POM.read_text(encoding="utf-8"))
    assert found
    return found[1]


@lru_cache(maxsize=1)
def jars() -> Path:
    """The folder of the jars, fetched by Maven once and kept in the user's cache folder."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "papermesh"
    folder = cache / f"neo4j-{version()}"
    if folder.is_dir():
        return folder
    maven = shutil.which("mvn") or unavailable("no Maven (mvn) to fetch Neo4j's jars with")
    cache.mkdir(parents=True, exist_ok=True)
    part = Path(mkdtemp(dir=cache))
    _fetch(maven, part)
    try:
        part.rename(folder)
    except OSError:  # another run was faster
        shutil.rmtree(part)
    return folder


def _fetch(maven: str, target: Path) -> None:
    command = [maven, "-q", "-B", "-f", str(POM), "dependency:copy-dependencies", f"-DoutputDirectory={target}"]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace")
    if done.returncode:
        shutil.rmtree(target)
        unavailable(f"Maven cannot fetch Neo4j {version()}: {(done.stdout or done.stderr).strip()[:300]}")


def _java(options: Sequence[str]) -> list[str]:
    java = shutil.which("java") or unavailable("no Java (java)")
    opened = (f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in _OPENED)
    return [java, *options, *opened, "-cp", str(jars() / "*")]


def unavailable(why: str) -> NoReturn:
    """Skip, and say why; a failure in CI."""
    why = f"no Neo4j server: {why}; set KG_TEST_NEO4J_URI to use another one"
    if os.environ.get("CI") == "true":
        pytest.fail(why)
    pytest.skip(why)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class TestServer:
    """A server process on a folder of its own. Start, kill, start again."""

    __test__ = False

    def __init__(
        self, home: Path, *, java: Sequence[str] = _BRIEF, settings: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        """java: options of the process. settings: of neo4j.conf."""
        self.home, self.java, self.settings, self.plain = home, java, settings, True
        self.port = free_port()
        self.uri = f"bolt://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> Server:
        return Server(self.uri, "neo4j", PASSWORD)

    def start(self, settings: Mapping[str, str] = MappingProxyType({})) -> TestServer:
        """On its old data, if it ran before. settings: more of them, for this run."""
        self.plain = not settings
        command = [*_java(self.java), str(HERE / "Neo4jServer.java"), str(self.home)]
        self.home.mkdir(parents=True, exist_ok=True)
        lines = (f"{name}={value}" for name, value in (self._settings() | settings).items())
        (self.home / "neo4j.conf").write_text("\n".join(lines), encoding="utf-8")
        with (self.home / "output.txt").open("ab") as output:
            self.process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        self._wait()
        return self

    def _settings(self) -> dict[str, str]:
        address = f"127.0.0.1:{self.port}"
        return {
            "server.bolt.enabled": "true",
            "server.bolt.listen_address": address,
            "server.bolt.advertised_address": address,
            "dbms.security.auth_enabled": "true",
            "server.memory.pagecache.size": "64m",
            **self.settings,
        }

    def _wait(self) -> None:
        """Until it answers; the first password is changed on the way."""
        assert self.process
        until = time.monotonic() + STARTING
        while time.monotonic() < until and self.process.poll() is None:
            try:
                login = neo4j.GraphDatabase.driver(self.uri, auth=("neo4j", "neo4j"))
                with login as driver, driver.session(database="system") as session:
                    session.run("ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $new", new=PASSWORD).consume()
            except (DriverError, Neo4jError) as error:
                if getattr(error, "code", "") != "Neo.ClientError.Security.Unauthorized":
                    time.sleep(0.2)
                    continue
            self._wait_for_database(until)
            return
        self.kill()
        raise AssertionError((self.home / "output.txt").read_text(errors="replace")[-3000:])

    def _wait_for_database(self, until: float) -> None:
        """It comes later than the one of the users."""
        while time.monotonic() < until:
            try:
                run(self.address, "RETURN 1")
                return
            except Neo4jError:
                time.sleep(0.2)
        raise AssertionError((self.home / "output.txt").read_text(errors="replace")[-3000:])

    def stop(self) -> None:
        """In good order."""
        if self.process:
            self.process.terminate()
            self.process.wait(60)
            self.process = None

    def kill(self) -> None:
        """SIGKILL, as a crash would."""
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None


def run_admin(home: Path, command: str) -> str:
    """Run a shell command in which `neo4j-admin` is that of a (stopped) server with this home; what it prints."""
    programs = home / "bin"
    programs.mkdir(parents=True, exist_ok=True)
    (home / "conf").mkdir(exist_ok=True)
    java = shlex.join([*_java(_BRIEF), "org.neo4j.cli.AdminTool"])
    script = programs / "neo4j-admin"
    script.write_text(f'#!/bin/sh\nexec {java} "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    places = {"NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")}
    environment = os.environ | places | {"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(["sh", "-c", command], env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout + done.stderr


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The address of a running Neo4j whose database the tests may empty."""
    uri = os.environ.get("KG_TEST_NEO4J_URI")
    if uri:
        address = Server.of(uri)
        with Neo4jGraph.connect(address) as graph:
            (row,) = graph.query("MATCH (n) RETURN count(n) AS count", {}).rows
        if row["count"]:
            pytest.fail(f"{uri} holds {row['count']} nodes; the tests would delete them")
        yield address
        return
    running = TestServer(tmp_path_factory.mktemp("neo4j") / "home").start()
    try:
        yield running.address
    finally:
        running.kill()


def run(server: Server, cypher: str, **parameters: object) -> list[dict[str, object]]:
    """Rows of a query of the user's own, past papermesh."""
    with neo4j.GraphDatabase.driver(server.uri, auth=(server.user, server.password)) as driver:
        records, _, _ = driver.execute_query(cypher, parameters, database_=server.database or None)
        return [dict(record) for record in records]


@pytest.fixture
def database(server: Server) -> Server:
    """The server with an empty database."""
    run(server, "MATCH (n) DETACH DELETE n")
    return server


def dump(server: Server, *, internal: bool = False) -> list[str]:
    """Everything in the database but the note on the last load, sorted; with `internal` the server's own ids too."""
    nodes = "MATCH (n) RETURN elementId(n) AS at, labels(n) AS labels, properties(n) AS properties"
    edges = (
        "MATCH (a)-[r]->(b) RETURN elementId(r) AS at, type(r) AS type, coalesce(a._key, a.id, '') AS start, "
        "coalesce(b._key, b.id, '') AS end, properties(r) AS properties"
    )
    rows = [*run(server, nodes), *run(server, edges)]
    for row in rows:
        row.pop("at" if not internal else "", None)
        assert isinstance(row["properties"], dict)
        row["properties"].pop("_state", None)
    return sorted(json.dumps(row, ensure_ascii=False, sort_keys=True) for row in rows)
