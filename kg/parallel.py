"""The same function over many items, in batches, on several cores.

Functions take and give plain picklable values, so that another engine could run them elsewhere.
"""

from __future__ import annotations

import os
import signal
import threading
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

from joblib import Parallel, cpu_count, delayed
from joblib.externals.loky import get_reusable_executor
from joblib.externals.loky.process_executor import BrokenProcessPool

from kg.errors import KgError

T = TypeVar("T")
R = TypeVar("R")

WORTH_A_PROCESS = 8.0
"""Seconds of work from which on starting processes pays: each loads its word lists first."""


def map_batches(
    function: Callable[..., R], items: Iterable[T], *context: Any, size: int, cost: float, jobs: int = 0
) -> Iterator[R]:
    """function(batch, *context) of each `size` items, in order; the items are taken as they are needed.

    cost: seconds all items take, roughly. jobs: processes, 0 for one a core. Raises KgError when a process was killed;
    what came before is good.
    """
    left = iter(items)
    batches = iter(lambda: list(islice(left, size)), [])
    if cost < WORTH_A_PROCESS or (jobs or cpu_count()) == 1:
        for batch in batches:
            yield function(batch, *context)
        return
    # a worker that has grown is replaced; nobody needs to know
    warnings.filterwarnings("ignore", message="A worker stopped while some jobs", category=UserWarning)
    # nor that an interrupted build interrupts them
    warnings.filterwarnings("ignore", message=r"\d+ tasks which were still being processed", category=UserWarning)
    try:
        workers: Any = Parallel(
            n_jobs=jobs or -1,
            return_as="generator",
            pre_dispatch="2*n_jobs",
            initializer=_end_with,
            initargs=(os.getpid(),),
        )
        yield from workers(delayed(function)(batch, *context) for batch in batches)
    except BrokenProcessPool as error:
        raise KgError("a worker process was killed, perhaps for lack of memory; try fewer with --jobs") from error
    finally:
        running: Any = get_reusable_executor(reuse=True)  # type: ignore[reportArgumentType]
        running.shutdown(kill_workers=True)  # they hold half a gigabyte each


def _end_with(parent: int) -> None:
    """Run in a worker: where the build was killed, its workers end, too. They would wait for work for minutes.

    Ctrl-C reaches every process of a terminal; the build tells its workers itself.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)
