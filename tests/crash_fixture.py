"""Builds as processes that can be killed, and everything that a store says of itself."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
import pytest
from click.testing import CliRunner
from seed_fixture import dump, seed_papers, write_jsonl

from kg.cli import cli

MANY = int(os.environ.get("KG_TEST_MANY", "0"))
"""How often tests draw something at random; 0: as few as every run can pay for."""

FORMATS = ("graphml", "gexf", "json", "bibtex")
TABLES = ("csv", "neo4j-csv")

NURSERY = Path(__file__).with_name("nursery.py")


class Build:
    """A process that runs kg build, in a session of its own."""

    def __init__(self, nursery: Nursery, pid: int, said: Path) -> None:
        self.pid = pid
        self._nursery, self._said = nursery, said

    def kill(self, number: int = signal.SIGKILL) -> None:
        os.kill(self.pid, number)

    def stopped(self) -> None:
        """Wait until it has stopped itself."""
        assert self._nursery.ask(wait=self.pid) == "stopped", self.said

    def wait(self) -> int:
        """As subprocess has it: the exit code, or minus the signal."""
        return int(self._nursery.ask(wait=self.pid))

    @property
    def said(self) -> str:
        return self._said.read_text(encoding="utf-8")

    def workers(self) -> list[int]:
        """Those that work for it and have not ended."""
        found = []
        for process in psutil.process_iter():
            try:
                if os.getsid(process.pid) == self.pid != process.pid and process.status() != psutil.STATUS_ZOMBIE:
                    found.append(process.pid)
            except (OSError, psutil.Error):
                continue
        return found

    def left_behind(self) -> list[int]:
        """Workers that are still there after they had time to end: none, if all is well."""
        deadline = time.monotonic() + 30
        while (left := self.workers()) and time.monotonic() < deadline:
            time.sleep(0.2)
        return left


class Nursery:
    """Forks builds from a process that has the word lists in memory: a build then takes less than a second."""

    def __init__(self, folder: Path, sources: Sequence[Path], **env: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, NURSERY, *sources],
            cwd=folder,
            env=os.environ | {"PYTHONPATH": str(NURSERY.parents[1]), "OPENBLAS_NUM_THREADS": "1"} | env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def ask(self, **what: object) -> str:
        assert self._process.stdin
        assert self._process.stdout
        print(json.dumps(what), file=self._process.stdin, flush=True)
        return self._process.stdout.readline().strip()

    def close(self) -> None:
        self._process.communicate(timeout=30)


class Builds:
    """Sources in a folder, and builds of them into stores beside them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        by_language = [[paper for paper in seed_papers() if paper.lang == lang][:6] for lang in ("en", "zh")]
        papers = [paper for pair in zip(*by_language, strict=True) for paper in pair]
        self.a = write_jsonl(folder / "a.jsonl", papers[:6])
        self.b = write_jsonl(folder / "b.jsonl", papers[5:])
        self._stores = 0
        self.nursery = Nursery(folder, (self.a, self.b), **_shim(folder))
        self.old = self.new_store()
        """Of the first source."""
        assert self.run(self.old, self.a)[0] == 0
        self.new, started = self.new_store(), time.monotonic()
        """Of both."""
        assert self.run(self.new)[0] == 0
        self.seconds = time.monotonic() - started
        self.before, self.after = exports(self.old), exports(self.new)

    def new_store(self, like: Path | None = None) -> Path:
        self._stores += 1
        store = self.folder / f"store-{self._stores}"
        if like:
            shutil.copytree(like, store)
        return store

    def start(self, store: Path, *sources: Path, at: str = "", workers: bool = False, **env: str) -> Build:
        """at: "stage:done:signal", what the process does to itself when a stage has come so far."""
        names = [source.name for source in sources or (self.a, self.b)]
        said = self.folder / f"{store.name}.said"
        args = ["build", *names, "--store", str(store), "--fast"]
        process = self.nursery.ask(args=args, said=str(said), at=at, workers=workers, env=env)
        return Build(self.nursery, int(process), said)

    def run(self, store: Path, *sources: Path, at: str = "", workers: bool = False, **env: str) -> tuple[int, str]:
        """Exit code, and what was said on stderr."""
        build = self.start(store, *sources, at=at, workers=workers, **env)
        return build.wait(), build.said

    def finish(self, store: Path) -> None:
        """Build once more, which must make everything good."""
        code, said = self.run(store)
        assert code == 0, said
        assert exports(store) == self.after
        assert leftovers(store) == leftovers(self.new)


def _shim(folder: Path) -> dict[str, str]:
    """The environment in which writes can be made to fail, compiled here."""
    compiler = shutil.which("cc")
    if not compiler or sys.platform != "linux":
        return {}
    made, source = folder / "broken_disk.so", Path(__file__).with_name("broken_disk.c")
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", made, source, "-ldl"], check=True)
    return {"LD_PRELOAD": str(made)}


def exports(store: Path) -> dict[str, bytes]:
    """The rows of a store; where there is time for it, every export."""
    found = {"rows": dump(store).encode()}
    if not MANY:
        return found
    for form in FORMATS:
        done = CliRunner().invoke(cli, ["export", form, "--store", str(store)])
        assert done.exit_code == 0, done.output
        found[form] = done.stdout_bytes
    for form in TABLES:
        with TemporaryDirectory() as elsewhere:  # the disk of the store may be full
            folder = Path(elsewhere) / form
            done = CliRunner().invoke(cli, ["export", form, "-o", str(folder), "--store", str(store)])
            assert done.exit_code == 0, done.output
            found |= {f"{form}/{file.name}": file.read_bytes() for file in sorted(folder.iterdir())}
    return found


def leftovers(store: Path) -> list[str]:
    """What stands in a store besides the file for Cypher, which the next query makes where it is missing."""
    return sorted(file.name for file in store.iterdir() if file.name != "graph.kgl")


def moments(seconds: float, few: int) -> Sequence[float]:
    """When to kill a build that takes so long: seeded, MANY of them if wanted."""
    draw = random.Random(8)
    return [draw.uniform(0, seconds * 1.05) for _ in range(MANY or few)]


@pytest.fixture(scope="session")
def builds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Builds]:
    builds = Builds(tmp_path_factory.mktemp("builds"))
    yield builds
    builds.nursery.close()
