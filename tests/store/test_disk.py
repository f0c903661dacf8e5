"""Disks that are full, broken or read-only: one line, nothing half-written, and the next build makes it good."""

from __future__ import annotations

import errno
import random
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from crash_fixture import MANY, exports
from process_fixture import POSIX, remount, run

pytestmark = POSIX
needs_shim = pytest.mark.skipif(
    sys.platform != "linux" or not shutil.which("cc"), reason="needs Linux and a C compiler to make writes fail"
)
WRITES = 200
"""More than a build of these papers makes."""


def with_failing_writes(builds, store: Path, after: int, error: int) -> tuple[int, str]:
    """A build whose writes into the store fail from the n-th on."""
    return builds.run(store, BROKEN_PATH=f"/{store.name}/", BROKEN_AFTER=str(after), BROKEN_ERRNO=str(error))


def points(error: int) -> Sequence[int]:
    """Which write fails first: each of them, if there is time."""
    return range(WRITES) if MANY else [0, random.Random(error).randrange(1, 90)]


@needs_shim
@pytest.mark.parametrize(
    ("error", "first"),
    [(errno.ENOSPC, False), (errno.EIO, False), (errno.EIO, True)],
    ids=["ENOSPC", "EIO", "EIO in a first build"],
)
def test_a_write_that_fails_is_one_line_and_leaves_the_old_graph(builds, error, first):
    """A build that fails has changed nothing, one that has changed the graph does not fail."""
    for after in points(error):
        store = builds.new_store(None if first else builds.old)
        code, said = with_failing_writes(builds, store, after, error)
        if code:
            assert (code, said.count("\n"), said[:7]) == (1, 1, "Error: "), said
            assert "internal error" not in said
            assert not (store / "catalog.sqlite").exists() if first else exports(store) == builds.before
        else:
            assert exports(store) == builds.after
        assert code or after
        builds.finish(store)
        shutil.rmtree(store)


@needs_shim
def test_the_last_write_of_a_build_is_among_those_that_fail(builds):
    assert with_failing_writes(builds, builds.new_store(), WRITES, errno.EIO)[0] == 0


@pytest.mark.parametrize("kilobytes", [0, 60, 200, 400] if MANY else [60, 300])
def test_a_disk_that_fills_up_leaves_the_old_graph(builds, small_disk, kilobytes):
    """From too small for what was read to too small for the new graph."""
    disk = small_disk(kilobytes + sum(file.stat().st_size for file in builds.old.iterdir()) // 1024)
    store = Path(shutil.copytree(builds.old, disk / "store"))
    code, said = builds.run(store)
    assert (code, said.count("\n"), "full" in said or "No space" in said) == (1, 1, True), said
    assert exports(store) == builds.before
    remount(disk, "size=64m")
    builds.finish(store)


def test_a_store_that_a_killed_build_left_can_be_read_where_nothing_can_be_written(builds, small_disk):
    store = builds.new_store(builds.old)
    assert builds.run(store, at="before naming:0:9")[0] == -9
    disk = small_disk(8_000)
    copy = Path(shutil.copytree(store, disk / "store"))
    remount(disk, "ro")
    assert run("export", "json", "--store", copy).stdout == run("export", "json", "--store", builds.old).stdout
    assert "cannot be written" in run("doctor", "--store", copy).stdout
