"""How much memory and time a build takes; and how many processes fit into the memory.

Memory and time grow with the text; the constants were measured (docs/scaling.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import psutil
from joblib import cpu_count

from kg.core.errors import KgError
from kg.core.messages import gigabytes
from kg.core.records import Paper

MAIN, PER_BYTE, PER_BYTE_BEFORE = 170e6, 23.0, 16.0
"""Bytes of memory of the build's own process: in any case; for a byte of title and abstract; the same while workers
run."""
WORKER, WORKER_PER_BYTE = 180e6, 2.0
"""Bytes of memory of a worker: in any case, and for a byte of title and abstract."""
EMBEDDER, PER_PAPER_EMBEDDED = 200e6, 10e3
"""Bytes of memory that embeddings take besides: for a process, and for a paper."""
FAST_SECONDS, SECONDS = 0.0024, 0.016
"""Seconds that the analysis of a paper takes on one core, without and with embeddings."""
ALONE_SECONDS, SHARED_SECONDS, PAIR_SECONDS = 0.0017, 0.001, 1.2e-8
"""Seconds of the stages after the analyses: for a paper, on one core and divided among all; for a pair of papers, if
they have embeddings."""
ENOUGH = 1000
"""Papers analysed before the time is told."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a build is to run. jobs: processes that analyse and tag. memory: bytes that the build takes at most, roughly.
    too_little: whether less is free."""

    jobs: int
    memory: float
    too_little: bool


def plan(papers: Sequence[Paper], *, fast: bool, jobs: int = 0, memory: int = 0) -> Plan:
    """Use as many processes as are wanted (jobs; 0: one a core) and fit into the memory.

    memory: bytes allowed, 0 for what is free now. Raises KgError when not even one process fits into what is allowed.
    Free memory may yet grow, so that too little of it only sets `too_little`.
    """
    limit = memory or psutil.virtual_memory().available
    needs = {n: memory_needed(papers, n, fast=fast) for n in range(jobs or cpu_count(), 0, -1)}
    fitting = next((n for n, needed in needs.items() if needed <= limit), 0)
    if memory and not fitting:
        raise KgError(
            f"{len(papers):,} papers take about {gigabytes(needs[1])} of memory, and --memory allows "
            f"{gigabytes(memory)}: allow more, or build from fewer papers"
        )
    return Plan(fitting or 1, needs[fitting or 1], not fitting)


def memory_needed(papers: Sequence[Paper], jobs: int, *, fast: bool) -> float:
    """Bytes that all processes of a build take together at most, roughly. jobs: number of processes."""
    text = sum(len(p.abstract.encode()) + len(p.title.encode()) for p in papers)
    workers = jobs * (WORKER + text * WORKER_PER_BYTE + (0 if fast else EMBEDDER)) if jobs > 1 else 0
    needed = MAIN + max(text * PER_BYTE, text * PER_BYTE_BEFORE + workers)
    return needed if fast else needed + EMBEDDER + len(papers) * PER_PAPER_EMBEDDED


def seconds_left(papers: int, analysed: int, left: int, seconds: float, *, fast: bool, jobs: int) -> float:
    """Seconds until a build ends, roughly, when `analysed` papers took `seconds` and `left` papers remain to be
    analysed."""
    pace = seconds / analysed
    slower = pace * jobs / (FAST_SECONDS if fast else SECONDS)
    corpus = papers * (ALONE_SECONDS + SHARED_SECONDS / jobs) + (0 if fast else papers**2 * PAIR_SECONDS)
    return left * pace + corpus * slower
