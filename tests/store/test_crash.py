"""However a build ends, the next one gives what an undisturbed one gives. docs/safety.md: how to run more of these."""

from __future__ import annotations

import os
import shutil
import signal
import time
from pathlib import Path

import pytest
from crash_fixture import MANY, exports, leftovers, moments
from process_fixture import POSIX, one_line, run

from kg.core.errors import StoreError
from kg.store.catalog import CACHE, FILE, Catalog

pytestmark = POSIX
PLACES = (
    "reading",
    "comparing records",
    "analysing",
    "finding concepts",
    "linking",
    "writing",
    "before naming",
    "after naming",
)

WITH_WORKERS = 8
"""How much longer a build takes whose workers have to be started, about."""


def state(builds, store: Path) -> str:
    """What a store that was left behind is: "old", "new", or "unfinished", as it says itself."""
    if not (store / FILE).exists():
        with pytest.raises(StoreError, match=r"run the same kg build again|no store here"):
            Catalog.open(store)
        return "unfinished"
    found = exports(store)
    assert found in (builds.before, builds.after)
    return "old" if found == builds.before else "new"


@pytest.mark.parametrize(
    ("place", "first"),
    [(place, False) for place in PLACES] + [(place, True) for place in (PLACES if MANY else PLACES[2::3])],
)
def test_a_build_killed_between_two_stages_is_made_good(builds, place, first):
    store = builds.new_store(None if first else builds.old)
    assert builds.run(store, at=f"{place}:0:9")[0] == -signal.SIGKILL
    assert (store / "build.lock").exists()  # held by nobody any more
    assert state(builds, store) == ("new" if place == "after naming" else "unfinished" if first else "old")
    builds.finish(store)


def test_a_build_killed_at_any_moment_is_made_good(builds):
    """Every third time a first build; where there is time for it, every fourth with workers."""
    for n, moment in enumerate(moments(builds.seconds, few=3)):
        store, workers = builds.new_store(builds.old if n % 3 else None), bool(MANY) and n % 4 == 1
        build = builds.start(store, workers=workers)
        time.sleep(moment * (WITH_WORKERS if workers else 1))
        build.kill()
        build.wait()
        assert build.left_behind() == []
        state(builds, store)
        builds.finish(store)
        shutil.rmtree(store)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("at", ["reading:1", "analysing:4", "linking:3", "writing:20"] if MANY else ["writing:20"])
def test_a_build_that_is_told_to_end_ends_clean(builds, number, code, at):
    store = builds.new_store(builds.old)
    ended, said = builds.run(store, at=f"{at}:{int(number)}")
    assert (ended, said) == (code, "Interrupted\n" if number == signal.SIGINT else "")
    assert state(builds, store) == "old"
    assert leftovers(store) == leftovers(builds.old)
    builds.finish(store)


def test_a_build_whose_worker_was_killed_says_so_and_is_made_good(builds):
    store = builds.new_store()
    build = builds.start(store, at=f"analysing:1:{int(signal.SIGSTOP)}", workers=True)
    build.stopped()
    for worker in build.workers():
        if "popen_loky" in Path(f"/proc/{worker}/cmdline").read_text():
            os.kill(worker, signal.SIGKILL)
    build.kill(signal.SIGCONT)
    assert build.wait() == 1
    assert build.said.startswith("Error: a worker process was killed")
    assert build.said.count("\n") == 1, build.said
    assert build.left_behind() == []
    assert state(builds, store) == "unfinished"
    builds.finish(store)


def test_of_two_builds_at_once_one_is_refused_in_one_line(builds):
    store = builds.new_store()
    first = builds.start(store, at=f"linking:1:{int(signal.SIGSTOP)}")
    first.stopped()
    assert builds.run(store) == (1, f"Error: {store}: another kg build is at work in this store\n")
    assert "a build is at work" in one_line(run("stats", "--store", store))
    first.kill(signal.SIGCONT)
    assert first.wait() == 0
    builds.finish(store)


@pytest.mark.parametrize("place", ["analysing:4", "before naming:0", "after naming:0"])
def test_whoever_reads_or_copies_a_store_during_a_build_has_the_old_graph_or_the_new(builds, place):
    expected = "new" if place == "after naming:0" else "old"
    store = builds.new_store(builds.old)
    with Catalog.open(store) as reader:
        build = builds.start(store, at=f"{place}:{int(signal.SIGSTOP)}")
        build.stopped()
        assert state(builds, store) == expected
        copy = builds.new_store(store)
        build.kill(signal.SIGCONT)
        assert build.wait() == 0
        assert len(list(reader.nodes("Source"))) == 1  # still what it opened
    assert exports(store) == builds.after
    assert state(builds, copy) == expected
    builds.finish(copy)


def test_a_cache_copied_half_before_and_half_after_a_write_is_made_good_or_damaged_in_one_line(builds):
    halves = [(store / CACHE).read_bytes() for store in (builds.old, builds.new)]
    for at in range(1, 8, 1 if MANY else 3):
        copy = builds.new_store(builds.old)
        place = len(halves[1]) * at // 8 // 4096 * 4096
        (copy / CACHE).write_bytes(halves[1][:place] + halves[0][place:])
        assert exports(copy) == builds.before
        code, said = builds.run(copy)
        if code:
            assert (code, said.count("\n"), "damaged" in said) == (1, 1, True), said
            assert run("doctor", "--repair", "--store", copy).returncode == 0
            (copy / "cache.damaged.sqlite").unlink(missing_ok=True)
        builds.finish(copy)


def test_nothing_depends_on_the_clock(builds):
    """Sources and store of another time, before and after the clock."""
    store = builds.new_store(builds.old)
    for when in (4_000_000_000, 0):
        for file in (store / FILE, store / CACHE, builds.a, builds.b):
            os.utime(file, (when, when))
        builds.finish(store)
    assert "Nothing changed" in builds.run(store)[1]
