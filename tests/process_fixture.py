"""The command as a process of its own, and disks that are small, full or read-only."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from terminal_fixture import KG

POSIX = pytest.mark.skipif(os.name == "nt", reason="POSIX only")


def run(*args: object, **options) -> subprocess.CompletedProcess[str]:
    """Run kg; what it prints is read as UTF-8."""
    env = {**os.environ, **options.pop("env", {})}
    return subprocess.run(
        [*KG, *map(str, args)],
        env=env,
        encoding="utf-8",
        check=False,
        timeout=120,
        **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options},
    )


def one_line(done: subprocess.CompletedProcess[str], code: int = 1) -> str:
    """The error of a command that failed as it should: one line, and nothing on stdout."""
    assert (done.returncode, done.stdout or "") == (code, ""), done
    assert done.stderr.startswith("Error: "), done.stderr
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr.removeprefix("Error: ").rstrip("\n")


def start(*args: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*KG, *map(str, args)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", bufsize=1
    )


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[..., Path]]:
    """Makes a file system of so many KB, with mount options; unmounted afterwards."""
    made: list[Path] = []

    def make(kilobytes: int, options: Sequence[str] = ()) -> Path:
        place = tmp_path / f"disk {len(made)}"
        place.mkdir()
        mounting = ["mount", "-t", "tmpfs", "-o", ",".join([f"size={kilobytes}k", *options]), "tmpfs", str(place)]
        try:
            done = subprocess.run(mounting, capture_output=True, text=True, check=False)
        except OSError as error:
            pytest.skip(f"no file system can be mounted here: {error}")
        if sys.platform != "linux" or done.returncode:
            pytest.skip(f"no file system can be mounted here: {done.stderr.strip()}")
        made.append(place)
        return place

    yield make
    for place in made:
        subprocess.run(["umount", "-l", str(place)], check=True)


def remount(place: Path, option: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{option}", str(place)], check=True)
