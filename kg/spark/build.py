"""kg build --engine: from sources to a folder of tables."""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kg.core.engine import garbage_rarely
from kg.core.errors import InputError, KgError
from kg.core.progress import Progress
from kg.papers.readers.read import find_sources
from kg.pipeline.build import Reading, settings_of
from kg.spark import graph, lines, reading
from kg.spark.checkpoints import Checkpoints
from kg.spark.publish import TABLES, publish
from kg.spark.run import Run
from kg.spark.session import insist, spark
from kg.spark.stages import Cluster
from kg.store.lock import BuildLock

LOG = "spark.log"
"""All that Spark said."""
EXACT = 200_000
"""Papers up to which SIMILAR is exact: that takes half an hour of CPU, and four times as much for twice as many."""


@dataclass(frozen=True, slots=True)
class SparkReport:
    """What a build did. skipped: entries that were left out, and told. begun: the stages whose work was done, in their
    order; the others were found whole. command: imports the files for Neo4j. seconds: wall clock."""

    papers: int
    concepts: int
    mentions: int
    sources: int
    skipped: int
    seconds: float
    begun: tuple[str, ...]
    command: str


def build(
    sources: str | Path | Sequence[str | Path],
    out: str | Path,
    *,
    engine: str,
    partitions: int = 0,
    exact: int = EXACT,
    fast: bool = False,
    top_n: int = 10,
    form: str = "",
    mapping: Mapping[str, str] | None = None,
    separator: str | None = None,
    skip_errors: bool = False,
    progress: Progress | None = None,
) -> SparkReport:
    """Read the sources and write the tables of their graph: those of a local build from nothing, row by row.

    out: a folder that driver and executors see under this path. It gets `tables` (kg.spark.graph), `neo4j` (files for
    neo4j-admin), `checkpoints`, from which a build that was ended goes on, and `spark.log`. engine: a master of Spark.
    partitions: of tables of papers, 0 for what suits; the result is the same. exact: the papers up to which SIMILAR is
    exact; beyond, papers are compared by rare terms, and a message says how many of the nearest were found. Others: as
    of kg.pipeline.build.build.

    Raises InputError for sources, StoreError where another build is at work in the folder, KgError for what Spark
    cannot do, MissingExtra without it.
    """
    started = time.perf_counter()
    progress = progress or Progress()
    given = [sources] if isinstance(sources, str | Path) else sources
    skipped: list[InputError] = []

    def on_skip(error: InputError) -> None:
        skipped.append(error)
        progress.message(f"skipped: {error}")

    how = Reading(form, mapping or {}, separator, skip_errors, on_skip)
    addresses = [str(source) for source in given if lines.is_address(source)]
    paths = [source for source in given if not lines.is_address(source)]
    hear = on_skip if skip_errors else None
    here = find_sources(paths, form=form, mapping=mapping, on_skip=hear)
    reading.insist_on_files(here)
    insist(engine)
    folder = _made(Path(out).absolute())
    with _alone_in(folder), spark(engine, folder / "checkpoints", folder / LOG) as session, garbage_rarely():
        files = reading.in_place([*here, *lines.lying_at(session, addresses, hear)])
        key = reading.key_of(files, how)
        cluster = Cluster(session, fast, partitions, exact, progress.message)
        kept = Checkpoints(folder / "checkpoints")
        run = Run(cluster, kept, how, top_n, progress)
        done = run.all(files, key)
        papers = graph.rows_in(done.tables["Paper"] / "Paper.parquet")
        command = publish(done, folder, _about(run, fast, top_n, papers > exact), progress)
        kept.keep(done.checkpoints)
    counts = graph.ParquetGraph(folder / TABLES).counts()
    for error in (error for each in run.accounts for error in reading.left_out(each)):
        on_skip(error)
    return SparkReport(
        counts["Paper"],
        counts["Concept"],
        counts["MENTIONS"],
        len(files),
        len(skipped),
        time.perf_counter() - started,
        tuple(run.begun),
        command,
    )


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Within the block no other build is at work in the folder; at its end Spark's own files go."""
    lock = BuildLock(folder, "folder")
    try:
        yield
    finally:
        shutil.rmtree(folder / "checkpoints" / "scratch", ignore_errors=True)
        lock.release()


def _made(folder: Path) -> Path:
    try:
        (folder / "checkpoints").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise KgError(f"cannot write {folder}: {error.strerror or error}") from error
    return folder


def _about(run: Run, fast: bool, top_n: int, approximate: bool) -> dict[str, object]:
    """What a store notes of the build. approximate: SIMILAR was found by candidates; then the settings are those of no
    local build, so that the next one makes it exact."""
    sources = {each["name"]: reading.source_digest(each, run.reading) for each in run.accounts}
    settings = settings_of(sources, (), fast, top_n)
    if approximate:
        settings = hashlib.sha256(f"{settings} by candidates".encode()).hexdigest()
    return {"fast": fast, "top_n": top_n, "settings": settings, "sources": sources}
