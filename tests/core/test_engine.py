"""Work on several cores: in order, and without leaving processes behind."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from kg.core.engine import Engine, workers_stopped

WAITING = """
import time
from kg.core.errors import KgError
from kg.core.engine import Engine

def wait(batch):
    time.sleep(300)

try:
    list(Engine(jobs=2).map(wait, ([n] for n in range(10)), seconds=100))
except KgError as error:
    raise SystemExit(f"Error: {error}")
"""
LEFT = """
import time
from kg.core.errors import KgError
from kg.core.engine import Engine, workers_stopped

def wait(batch):
    time.sleep(batch[0] / 20)
    return batch

try:
    with workers_stopped():
        results = Engine(jobs=2).map(wait, ([n] for n in range(1000)), seconds=100)
        next(results)
        time.sleep(2)
        raise KgError("something else failed")
except KgError as error:
    raise SystemExit(f"Error: {error}")
"""
LEAKED = """
import os
from joblib.externals.loky.backend import resource_tracker
from kg.core.engine import Engine

next(Engine(jobs=2).map(sum, ([n] for n in range(10)), seconds=100))
resource_tracker.register("/nowhere", "folder")
os._exit(1)
"""
PATIENCE = 60  # seconds


@pytest.fixture
def waiting() -> Iterator[tuple[subprocess.Popen[str], list[psutil.Process]]]:
    """A process whose two workers are at work, and these."""
    process = subprocess.Popen([sys.executable, "-c", WAITING], stderr=subprocess.PIPE, text=True)
    try:
        yield process, until(lambda: workers_of(process), 2)
    finally:
        process.kill()
        process.communicate()


def workers_of(process: subprocess.Popen[str] | psutil.Process) -> list[psutil.Process]:
    children = psutil.Process(process.pid).children(recursive=True)
    return [child for child in children if any("popen_loky" in part for part in words_of(child))]


def words_of(process: psutil.Process) -> list[str]:
    """The command line of a process; one that has ended and is not yet waited for has none."""
    try:
        return process.cmdline()
    except psutil.NoSuchProcess:  # a zombie is one, too
        return []


def until(find: Callable[[], list[psutil.Process]], count: int) -> list[psutil.Process]:
    end = time.monotonic() + PATIENCE
    while len(found := find()) != count and time.monotonic() < end:
        time.sleep(0.1)
    assert len(found) == count
    return found


def running(processes: list[psutil.Process]) -> list[psutil.Process]:
    return [p for p in processes if p.is_running() and p.status() != psutil.STATUS_ZOMBIE]


def batches(count: int, size: int) -> Iterator[list[int]]:
    return (list(range(at, min(at + size, count))) for at in range(0, count, size))


def plus(batch: list[int], more: int) -> list[int]:
    return [number + more for number in batch]


def test_any_number_of_processes_gives_the_same_in_the_same_order() -> None:
    alone = list(Engine(jobs=1).map(plus, batches(1000, 64), 7, seconds=1))
    assert list(Engine(jobs=2, worth=0).map(plus, batches(1000, 64), 7, seconds=1)) == alone
    assert [number for batch in alone for number in batch] == [number + 7 for number in range(1000)]
    assert list(Engine().map(plus, [], 7, seconds=1)) == []


def test_workers_end_with_the_process_that_was_killed(waiting) -> None:
    process, workers = waiting
    process.send_signal(signal.SIGKILL)
    until(lambda: running(workers), 0)


def test_a_killed_worker_is_one_clear_error_and_the_others_end(waiting) -> None:
    process, workers = waiting
    workers[0].kill()
    _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert said.startswith("Error: a worker process was killed")
    assert said.count("\n") == 1
    until(lambda: running(workers), 0)


def test_work_begins_before_anybody_asks_for_what_it_gives(tmp_path) -> None:
    begun = tmp_path / "begun"
    with workers_stopped():
        results = Engine(jobs=2).map(leave, [[begun]], seconds=100)
        end = time.monotonic() + PATIENCE
        while not begun.exists() and time.monotonic() < end:
            time.sleep(0.1)
        assert begun.exists()
        assert list(results) == [1]


def leave(paths: list[Path]) -> int:
    for path in paths:
        path.touch()
    return len(paths)


def test_two_kinds_of_work_share_the_processes_which_end_with_the_block() -> None:
    numbers = list(range(300))
    here = psutil.Process()
    with workers_stopped():
        first = Engine(jobs=2).map(plus, batches(300, 8), 7, seconds=100)
        second = Engine(jobs=2).map(plus, batches(300, 8), 9, seconds=100)
        assert [n for batch in second for n in batch] == [n + 9 for n in numbers]
        assert len(workers_of(here)) == 2
        assert [n for batch in first for n in batch] == [n + 7 for n in numbers]
    until(lambda: running(workers_of(here)), 0)


def test_work_that_is_left_lying_says_nothing() -> None:
    done = subprocess.run([sys.executable, "-c", LEFT], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "Error: something else failed\n")


def test_what_killed_workers_leave_is_removed_without_a_word() -> None:
    done = subprocess.run([sys.executable, "-c", LEAKED], capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert (done.returncode, done.stderr) == (1, "")
