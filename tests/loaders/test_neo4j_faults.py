"""What breaks while a load is at work: one clear line, and the next load ends where an undisturbed one would have."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
import trustme
from click.testing import CliRunner, Result
from graph_fixture import HandMade
from neo4j_fixture import PASSWORD, TestServer, dump, free_port, run, version
from proxy import Proxy
from seed_fixture import seed_papers, write_jsonl

from kg.cli import cli
from kg.core.errors import StoreError
from kg.core.graph import Node
from kg.loaders.neo4j.graph import Neo4jGraph
from kg.loaders.neo4j.server import Connection, Server
from kg.pipeline.build import build
from kg.store.catalog import Catalog

MOMENTS = (0.1, 0.5, 0.9)
"""When something breaks: shares of the bytes that a whole load sends."""

COMMIT = b"\x00\x02\xb0\x12\x00\x00"
"""The message of Bolt that ends a transaction."""

SMALL = 60  # nodes or relationships a transaction, so that the seeds take many


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """Who signed the server's certificate."""
    return trustme.CA()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, authority: trustme.CA) -> Iterator[TestServer]:
    """A server of our own, to be killed; encrypted for those who ask for it."""
    folder = tmp_path_factory.mktemp("faults")
    certificate = authority.issue_cert("127.0.0.1")
    certificate.private_key_pem.write_to_path(folder / "private.key")
    certificate.cert_chain_pems[0].write_to_path(folder / "public.crt")
    policy = {"enabled": "true", "base_directory": str(folder), "client_auth": "NONE"}
    settings = {f"dbms.ssl.policy.bolt.{name}": value for name, value in policy.items()}
    server = TestServer(folder / "home", settings=settings | {"server.bolt.tls_level": "OPTIONAL"}).start()
    yield server
    server.kill()


@pytest.fixture
def server(running: TestServer, monkeypatch: pytest.MonkeyPatch) -> TestServer:
    """The server, alive and empty."""
    if not (running.process and running.plain):
        running.stop()
        running.start()
    run(running.address, "MATCH (n) DETACH DELETE n")
    monkeypatch.setenv("NEO4J_PASSWORD", PASSWORD)
    return running


@pytest.fixture(scope="module")
def undisturbed(running: TestServer, seed_store: Path) -> tuple[list[str], int]:
    """What a load that nothing disturbed leaves, and how many bytes it sends (in small transactions)."""
    run(running.address, "MATCH (n) DETACH DELETE n")
    with Proxy(running.port) as proxy:
        load(proxy.uri, seed_store)
        return dump(running.address), proxy.passed


def load(uri: str, store: Path, *, retry_seconds: float = 1.0) -> None:
    """What `kg load` does, in small transactions; a server that is away is not waited for long."""
    server = Server(uri, password=PASSWORD, retry_seconds=retry_seconds)
    with Catalog.open(store) as catalog, Neo4jGraph.connect(server) as graph:
        graph.load(catalog, generation=catalog.generation, batch=SMALL)


def why_no_load(uri: str, store: Path) -> str:
    """The one line of a load that fails."""
    with pytest.raises(StoreError) as caught:
        load(uri, store)
    message = str(caught.value)
    assert "\n" not in message
    assert PASSWORD not in message
    return message


def kg(*args: str, code: int = 0) -> Result:
    result = CliRunner().invoke(cli, list(args))
    assert result.exit_code == code, result.output
    assert PASSWORD not in result.output
    return result


def line(*args: str) -> str:
    """The one line of a command that fails."""
    message = kg(*args, code=1).stderr
    assert message.startswith("Error: ")
    assert message.count("\n") == 1
    assert PASSWORD not in kg(*args, "--debug", code=1).output
    return message


def test_no_server_there() -> None:
    assert "no server answers" in line("stats", "--graph", f"bolt://127.0.0.1:{free_port()}")
    assert "no server answers" in line("stats", "--graph", f"neo4j://127.0.0.1:{free_port()}")
    assert "not known" in line("stats", "--graph", "bolt://no-such-host.invalid")


def test_wrong_password(server: TestServer, seed_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_PASSWORD", "not this one")
    message = line("load", server.uri, "--store", str(seed_store))
    assert "wrong password for user 'neo4j'" in message
    assert "not this one" not in message
    monkeypatch.delenv("NEO4J_PASSWORD")
    assert "set NEO4J_USERNAME and NEO4J_PASSWORD" in line("load", server.uri, "--store", str(seed_store))


def test_wrong_database(server: TestServer, seed_store: Path) -> None:
    assert "there is no database 'nope'" in line("load", server.uri, "--store", str(seed_store), "--database", "nope")


def test_an_encrypted_connection(
    server: TestServer,
    seed_store: Path,
    undisturbed: tuple[list[str], int],
    authority: trustme.CA,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    verified, any_certificate = (server.uri.replace("bolt", scheme, 1) for scheme in ("bolt+s", "bolt+ssc"))
    for uri in (verified, verified.replace("bolt", "neo4j", 1)):
        assert "certificate is not trusted" in line("load", uri, "--store", str(seed_store))
    kg("load", any_certificate, "--store", str(seed_store))
    assert dump(server.address) == undisturbed[0]
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    kg("load", verified, "--store", str(seed_store))


def test_an_older_neo4j(server: TestServer, seed_store: Path) -> None:
    older = b"Neo4j/4" + version().encode()[1:]
    with Proxy(server.port, answer=lambda data: data.replace(b"Neo4j/" + version().encode(), older)) as proxy:
        message = line("load", proxy.uri, "--store", str(seed_store))
    assert f"Neo4j 5 or newer is needed, this is {older.decode()}" in message


def test_something_else_than_neo4j(server: TestServer) -> None:
    with Proxy(server.port, answer=lambda _: b"HTTP/1.1 400 Bad Request\r\n\r\n") as proxy:
        line("stats", "--graph", proxy.uri)


def test_a_database_that_may_only_be_read(
    server: TestServer, seed_store: Path, undisturbed: tuple[list[str], int]
) -> None:
    server.stop()
    server.start({"server.databases.default_to_read_only": "true"})
    assert "may only be read" in line("load", server.uri, "--store", str(seed_store))
    server.stop()
    server.start()
    kg("load", server.uri, "--store", str(seed_store))
    assert dump(server.address) == undisturbed[0]


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_connection_that_is_cut_is_taken_up_again(
    server: TestServer, seed_store: Path, undisturbed: tuple[list[str], int], moment: float
) -> None:
    expected, size = undisturbed
    with Proxy(server.port, at=int(moment * size), action=Proxy.cut) as proxy:
        load(proxy.uri, seed_store)
        assert proxy.passed > size
    assert dump(server.address) == expected


@pytest.mark.parametrize("commit", ["read", "write"])
def test_a_connection_that_is_cut_during_a_commit_is_taken_up_again(server: TestServer, commit: str) -> None:
    """The driver cannot know whether the commit took place, and gives up."""
    with (
        Proxy(server.port, upon=COMMIT, action=Proxy.cut) as proxy,
        closing(Connection(Server(proxy.uri, password=PASSWORD))) as connection,
    ):
        if commit == "read":
            assert connection.read(lambda records: [record[0] for record in records], "RETURN 7") == [7]
        else:
            assert connection.write("MERGE (n:Paper {id: 'p'}) RETURN count(n)") == 1
    assert run(server.address, "MATCH (n) RETURN count(n) AS n")[0]["n"] == (commit == "write")


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_connection_that_stays_cut(
    server: TestServer, seed_store: Path, undisturbed: tuple[list[str], int], moment: float
) -> None:
    expected, size = undisturbed
    with Proxy(server.port, at=int(moment * size), action=Proxy.stay_cut) as proxy:
        assert "broke" in why_no_load(proxy.uri, seed_store)
    assert dump(server.address) != expected
    assert "interrupted" in line("stats", "--graph", server.uri) or moment == MOMENTS[0]
    kg("load", server.uri, "--store", str(seed_store))
    assert dump(server.address) == expected


def test_a_server_that_is_killed_and_started_again(
    server: TestServer, seed_store: Path, undisturbed: tuple[list[str], int]
) -> None:
    expected, size = undisturbed
    with Proxy(server.port, at=int(0.7 * size), action=lambda _: server.kill()) as proxy:
        assert why_no_load(proxy.uri, seed_store)
    server.start()
    assert dump(server.address) != expected
    kg("load", server.uri, "--store", str(seed_store))
    assert dump(server.address) == expected


def test_a_load_goes_on_by_itself_when_the_server_is_back_soon(
    server: TestServer, seed_store: Path, undisturbed: tuple[list[str], int]
) -> None:
    expected, size = undisturbed

    def restart(_: Proxy) -> None:
        server.kill()
        threading.Thread(target=server.start).start()

    with Proxy(server.port, at=int(0.3 * size), action=restart) as proxy:
        load(proxy.uri, seed_store, retry_seconds=300)  # on a busy machine a server starts slowly
    assert dump(server.address) == expected


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_loader_that_is_killed(
    server: TestServer, seed_store: Path, undisturbed: tuple[list[str], int], moment: float
) -> None:
    expected, size = undisturbed
    started: list[subprocess.Popen[bytes]] = []
    small = "import sys, pathlib, test_neo4j_faults as t; t.load(sys.argv[1], pathlib.Path(sys.argv[2]))"
    with Proxy(server.port, at=int(moment * size), action=lambda _: started[0].kill()) as proxy:
        command = [sys.executable, "-c", small, proxy.uri, str(seed_store)]
        started.append(subprocess.Popen(command, env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}))
        assert started[0].wait() < 0
    assert dump(server.address) != expected
    kg("load", server.uri, "--store", str(seed_store))
    assert dump(server.address) == expected


def test_a_loader_that_is_killed_while_it_brings_a_graph_up_to_date(
    server: TestServer, seed_store: Path, undisturbed: tuple[list[str], int]
) -> None:
    expected, size = undisturbed
    with Neo4jGraph.connect(Server(server.uri, password=PASSWORD)) as graph:
        graph.load(HandMade(), generation="other")
    with Proxy(server.port, at=size // 2, action=Proxy.stay_cut) as proxy:
        assert why_no_load(proxy.uri, seed_store)
    kg("load", server.uri, "--store", str(seed_store))
    assert dump(server.address) == expected


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A store that was loaded, and the same after a build of more papers; both say so by what they keep."""
    folder = tmp_path_factory.mktemp("grown")
    loaded, store = folder / "loaded", folder / "store"
    first = write_jsonl(folder / "first.jsonl", seed_papers()[:43])
    build([first], store, fast=True)
    with Catalog.open(store) as catalog:
        catalog.keep_loaded()
    shutil.copytree(store, loaded)
    build([first, write_jsonl(folder / "second.jsonl", seed_papers()[43:])], store, fast=True)
    return loaded, store


def load_difference(uri: str, store: Path) -> None:
    """As `load`, with what the store knows of the last load."""
    with Catalog.open(store) as catalog, Neo4jGraph.connect(Server(uri, password=PASSWORD, retry_seconds=1.0)) as graph:
        graph.load(catalog, generation=catalog.generation, since=catalog.since, batch=SMALL)


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_load_of_a_difference_that_is_killed_is_finished_by_the_next(
    server: TestServer, grown: tuple[Path, Path], moment: float
) -> None:
    former, store = grown
    load(server.uri, former)
    with Proxy(server.port) as proxy:
        load_difference(proxy.uri, store)
        expected, size = dump(server.address), proxy.passed
    run(server.address, "MATCH (n) DETACH DELETE n")
    load(server.uri, former)
    before = dump(server.address)
    with Proxy(server.port, at=int(moment * size), action=Proxy.stay_cut) as proxy, pytest.raises(StoreError):
        load_difference(proxy.uri, store)
    assert dump(server.address) not in (before, expected) or moment == MOMENTS[0]
    load_difference(server.uri, store)
    assert dump(server.address) == expected


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_load_of_a_difference_goes_on_over_a_connection_that_was_cut(
    server: TestServer, grown: tuple[Path, Path], moment: float
) -> None:
    former, store = grown
    load(server.uri, store)
    expected = dump(server.address)
    run(server.address, "MATCH (n) DETACH DELETE n")
    load(server.uri, former)
    with Proxy(server.port) as proxy:
        load_difference(proxy.uri, store)
        size = proxy.passed
    run(server.address, "MATCH (n) DETACH DELETE n")
    load(server.uri, former)
    with Proxy(server.port, at=int(moment * size), action=Proxy.cut) as proxy:
        load_difference(proxy.uri, store)
    assert dump(server.address) == expected


def test_a_server_with_little_memory_gets_smaller_transactions(server: TestServer) -> None:
    def papers(count: int, size: int) -> HandMade:
        names = [f"{number:03}" for number in range(count)]
        texts = {"title": "long", "abstract": "word " * (size // 5)}
        nodes = [Node("Paper", name, {"id": name, **texts}) for name in names]
        return HandMade([Node("Source", "s", {"id": "s", "path": "s"}), *nodes], [])

    server.stop()
    server.start({"db.memory.transaction.max": "8m"})
    with Neo4jGraph.connect(replace(server.address, retry_seconds=1.0)) as graph:
        with pytest.raises(StoreError, match="ran out of memory") as caught:
            graph.load(papers(2, 10_000_000))
        assert "\n" not in str(caught.value)
        graph.load(papers(40, 500_000))
    with Neo4jGraph.open(server.address) as graph:
        assert graph.counts()["Paper"] == 40
