"""The same function over many items, in batches, on several cores.

Functions take and give plain picklable values, so that another engine could run them elsewhere.
"""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from kg.core.errors import KgError

T = TypeVar("T")
R = TypeVar("R")

_RARELY = (200_000, 5, 1000)
"""See gc.set_threshold."""

_NO_LEAKS = "ignore:resource_tracker"
"""joblib has a process that removes folders of workers that were killed. It is started with the options of this one and
shall not tell how many it found: we have said what happened."""

_begun = threading.Event()
"""Whether there are workers."""


@dataclass(frozen=True, slots=True)
class Engine:
    """How work on many papers is done.

    jobs: number of processes, 0 for one a core. batch: papers at once, 0 for what suits each stage. worth: seconds of
    work from which on processes are started; each of them loads its word lists first.
    """

    jobs: int = 0
    batch: int = 0
    worth: float = 8.0

    @property
    def processes(self) -> int:
        """The number of processes, at least 1."""
        from joblib import cpu_count  # heavy, and for nothing when there is no work

        return self.jobs or cpu_count()

    def size(self, usual: int) -> int:
        """Papers in a batch. usual: how many the stage takes if nothing else is asked for."""
        return self.batch or usual

    def map(self, function: Callable[..., R], batches: Iterable[T], *context: Any, seconds: float) -> Iterator[R]:
        """Call function(batch, *context) for every batch. The results come in order; batches are taken as they are
        needed.

        seconds: how long all of it takes on one core, roughly. The processes begin at once, whatever the caller does
        meanwhile, and wait for more work until `workers_stopped`. Raises KgError when a process was killed; the results
        before are good.
        """
        if seconds < self.worth or self.processes == 1:
            return (function(batch, *context) for batch in batches)
        from joblib import Parallel, delayed

        # a worker that has grown is replaced; nobody needs to know
        warnings.filterwarnings("ignore", message="A worker stopped while some jobs", category=UserWarning)
        # nor that a build that ends with an error leaves some of their work
        warnings.filterwarnings("ignore", message=r"\d+ tasks (have|which)", category=UserWarning)
        if _NO_LEAKS not in sys.warnoptions:
            sys.warnoptions.append(_NO_LEAKS)
        workers: Any = Parallel(
            n_jobs=self.processes,
            return_as="generator",
            pre_dispatch="2*n_jobs",
            initializer=_begin,
            initargs=(os.getpid(),),
        )
        _begun.set()
        return _results(workers(delayed(function)(batch, *context) for batch in batches))


def _results(workers: Iterator[R]) -> Iterator[R]:
    from joblib.externals.loky.process_executor import BrokenProcessPool

    try:
        yield from workers
    except BrokenProcessPool as error:
        raise KgError("a worker process was killed, perhaps for lack of memory; try fewer with --jobs") from error


def batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """The items in their order, `size` at once; the last ones may be fewer. As of itertools, from Python 3.12 on."""
    rest = iter(items)
    return iter(lambda: list(islice(rest, size)), [])


ALONE = Engine(jobs=1)
"""All work in this process."""


@contextmanager
def workers_stopped() -> Iterator[None]:
    """End all workers when the block ends, however it ends: each holds a quarter of a gigabyte."""
    try:
        yield
    finally:
        if _begun.is_set():  # to ask for an executor makes one, with a process of its own
            from joblib.externals.loky import get_reusable_executor

            running: Any = get_reusable_executor(reuse=True)  # type: ignore[reportArgumentType]
            running.shutdown(kill_workers=True)
            _begun.clear()


@contextmanager
def garbage_rarely() -> Iterator[None]:
    """Collect garbage rarely within the block. A build makes millions of objects and needs nearly all of them: looking
    through them as often as usual takes a tenth of its time."""
    before = gc.get_threshold()
    gc.set_threshold(*_RARELY)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def give_back_memory() -> None:
    """Give memory that is free again back to the system: glibc keeps what lies below anything that is in use."""
    with suppress(OSError, AttributeError):  # other C libraries do so themselves, or cannot
        ctypes.CDLL("libc.so.6").malloc_trim(0)


def _begin(parent: int) -> None:
    """Run in each worker when it starts. Workers end when the build is killed; else they would wait for minutes.

    Ctrl-C reaches every process of a terminal; the build tells its workers itself.
    """
    gc.set_threshold(*_RARELY)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)
