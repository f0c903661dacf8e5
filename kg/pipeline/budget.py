"""What a build takes: told before the work starts, and kept within bounds.

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
"""Memory of the build's own process: bytes at least, for each byte of title and abstract, and while others work."""
WORKER, WORKER_PER_BYTE = 180e6, 2.0
"""The same of each of these others."""
EMBEDDER, PER_PAPER_EMBEDDED = 200e6, 10e3
"""Bytes besides, where papers have embeddings: of each process, and of each paper."""
FAST_SECONDS, SECONDS = 0.0024, 0.012
"""What an analysis takes on one core, without and with embeddings."""
ALONE_SECONDS, SHARED_SECONDS, PAIR_SECONDS = 0.0017, 0.001, 1.2e-8
"""What follows the analyses, a paper: on one core, on all cores; and, where they have embeddings, a pair of papers."""
ENOUGH = 1000
"""Papers analysed before the time is told."""


@dataclass(frozen=True, slots=True)
class Plan:
    """jobs: processes that analyse and tag. memory: bytes that the build takes at most, about. too_little: whether
    less is free."""

    jobs: int
    memory: float
    too_little: bool


def plan(papers: Sequence[Paper], *, fast: bool, jobs: int = 0, memory: int = 0) -> Plan:
    """As many processes as are wanted (0: one a core), as far as memory suffices.

    memory: bytes allowed; 0 allows what is free now. Raises KgError when not even one process fits into what is
    allowed; into what is free it may yet fit, so that is for the caller to tell.
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
    """Bytes, about, that a build takes at most with so many processes, all of them together."""
    text = sum(len(p.abstract.encode()) + len(p.title.encode()) for p in papers)
    workers = jobs * (WORKER + text * WORKER_PER_BYTE + (0 if fast else EMBEDDER)) if jobs > 1 else 0
    needed = MAIN + max(text * PER_BYTE, text * PER_BYTE_BEFORE + workers)
    return needed if fast else needed + EMBEDDER + len(papers) * PER_PAPER_EMBEDDED


def seconds_left(papers: int, analysed: int, left: int, seconds: float, *, fast: bool, jobs: int) -> float:
    """About how long a build will take yet, when `analysed` papers took `seconds`. left: papers to be analysed yet."""
    pace = seconds / analysed
    slower = pace * jobs / (FAST_SECONDS if fast else SECONDS)
    corpus = papers * (ALONE_SECONDS + SHARED_SECONDS / jobs) + (0 if fast else papers**2 * PAIR_SECONDS)
    return left * pace + corpus * slower
