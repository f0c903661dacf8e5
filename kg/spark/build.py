"""kg build --engine: the stages of kg.pipeline.stages in their order, each from the last whole checkpoint on."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.core.engine import Engine, garbage_rarely, workers_stopped
from kg.core.errors import InputError, KgError
from kg.core.fingerprint import fingerprint
from kg.core.progress import Progress
from kg.links.nodes import concept_nodes, mention_tables, paper_nodes, source_nodes
from kg.loaders.neo4j.csv import write_neo4j_csv
from kg.papers.readers.read import find_sources
from kg.pipeline.build import Reading, settings_of
from kg.pipeline.stages import STAGES, Stage
from kg.spark import checkpoints, graph, lines, reading
from kg.spark.checkpoints import Checkpoints
from kg.spark.session import insist, spark
from kg.spark.stages import KEPT, ON_EXECUTORS, Cluster

TABLES, NEO4J, LOG = "tables", "neo4j", "spark.log"
"""What a build leaves in its folder, beside checkpoints."""
EXACT = 200_000
"""Papers up to which SIMILAR is exact: that takes half an hour of CPU, and four times as much for twice as many."""
_CODE = tuple(
    f"spark/{name}.py" for name in ("graph", "lines", "mapped", "pairs", "reading", "stages", "tables", "workers")
)


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


@dataclass(frozen=True, slots=True)
class _Step:
    """A stage, or the writing of a table, with the key of what it gives. keeps: whether it leaves a checkpoint."""

    name: str
    shown: str
    takes: tuple[str, ...]
    gives: tuple[str, ...]
    key: str
    keeps: bool
    stage: Stage | None = None

    @property
    def checkpoint(self) -> str:
        return f"{self.name}-{self.key}"


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

    Raises InputError for sources, KgError for what Spark cannot do, MissingExtra without it.
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
    with spark(engine, folder / "checkpoints", folder / LOG) as session, garbage_rarely():
        files = reading.in_place([*here, *lines.lying_at(session, addresses, hear)])
        key = reading.key_of(files, how)
        cluster = Cluster(session, fast, partitions, exact, progress.message)
        run = _Run(cluster, Checkpoints(folder / "checkpoints"), how, top_n, progress)
        command = run.all(folder, files, key)
    shutil.rmtree(folder / "checkpoints" / "scratch", ignore_errors=True)
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


def _made(folder: Path) -> Path:
    try:
        (folder / "checkpoints").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise KgError(f"cannot write {folder}: {error.strerror or error}") from error
    return folder


# -- what is written ---------------------------------------------------------------------------------


def _edges(kind: str, made: Callable[..., Iterable[Any]] = lambda table: [table]) -> Callable[..., None]:
    return lambda folder, *tables: graph.write_edges(folder, kind, made(*tables))


def _nodes(label: str, made: Callable[..., Iterable[Any]] = lambda nodes: nodes) -> Callable[..., None]:
    return lambda folder, *tables: graph.write_nodes(folder, label, made(*tables))


def _merge_rows(folder: Path, merges: Iterable[tuple[str, Any]]) -> None:
    rows = ((concept, m.kept, m.merged, m.reason, m.score) for concept, m in merges)
    graph.write_rows(folder / "merges.parquet", graph.MERGES, rows)


def _first_rows(folder: Path, first: Mapping[str, int]) -> None:
    graph.write_rows(folder / "first.parquet", graph.FIRST, sorted(first.items()))


WRITTEN: dict[str, tuple[str, Callable[..., None]]] = {
    "Author": ("authors", _nodes("Author")),
    "Concept": ("concepts", _nodes("Concept", concept_nodes)),
    "Paper": ("papers titles cited", _nodes("Paper", lambda p, titles, cited: paper_nodes(p, titles, cited.outside))),
    "Source": ("names", _nodes("Source", source_nodes)),
    "Topic": ("topics", _nodes("Topic")),
    "Venue": ("venues", _nodes("Venue")),
    "MENTIONS": ("papers concepts mentions", _edges("MENTIONS", mention_tables)),
    "RELATED": ("RELATED", _edges("RELATED", iter)),
    "SIMILAR": ("SIMILAR", _edges("SIMILAR", iter)),
    "WROTE": ("WROTE", _edges("WROTE", iter)),
    **{
        kind: (kind, _edges(kind))
        for kind in "BROADER CITES CONTAINS PUBLISHED_IN IN_TOPIC CONCEPT_IN_TOPIC PART_OF".split()
    },
    "merges": ("merges", _merge_rows),
    "vectors": ("vectors", graph.write_vectors),
    "duplicates": ("duplicates", graph.write_duplicates),
    "first": ("first", _first_rows),
}
"""Table -> the tables of the flow that it is made of, how it is written to a folder."""


# -- running -----------------------------------------------------------------------------------------


@dataclass
class _Run:
    cluster: Cluster
    kept: Checkpoints
    reading: Reading
    top_n: int
    progress: Progress
    accounts: list[dict[str, Any]] = field(default_factory=list)
    begun: list[str] = field(default_factory=list)

    def all(self, out: Path, files: Sequence[reading.Source], key: str) -> str:
        """Run all stages from what is whole on, and write. Returns the command that imports into Neo4j."""
        tables: dict[str, Any] = {"records": self._records(files, key)}
        tables["names"] = [each["name"] for each in self.accounts]
        steps = self._steps(key)
        needed = self._needed(steps)
        left = [name for step in needed for name in step.takes if not self._is_whole(step)]
        shown = ""
        with workers_stopped():
            for step in needed:
                if step.shown != shown:
                    shown = step.shown
                    self.progress.stage(shown, sum(each.shown == shown for each in needed))
                taken = len(step.takes) * (not self._is_whole(step))
                self._run(step, tables)
                del left[:taken]
                for name in tables.keys() - set(left):
                    del tables[name]
                self.progress.advance()
        return self._publish(out, key, [step for step in steps if step.name in WRITTEN and not step.stage])

    def _records(self, files: Sequence[reading.Source], key: str) -> Path:
        name = f"records-{key}"
        self.progress.stage("reading", len(files))
        if not self.kept.is_whole(name):
            self.begun.append("records")
            with self.kept.new(name) as folder:
                reading.make_records(self.cluster, folder, files, self.reading)
        self.progress.advance(len(files))
        self.accounts = reading.accounts(self.kept.of(name) / "records")
        return self.kept.of(name) / "records"

    def _steps(self, key: str) -> list[_Step]:
        """All stages, then all tables that are written, each with a hash of all that it depends on."""
        code = fingerprint(*_CODE)
        options = {"fast": self.cluster.fast, "top_n": self.top_n, "exact": self.cluster.exact}
        keys = {"records": key, "names": key}
        steps: list[_Step] = []
        for shown, part in STAGES.items():
            for stage in part:
                elsewhere = ON_EXECUTORS.get(stage.name)
                names = (*stage.options, *(elsewhere.options if elsewhere else ()))
                chosen = [options.get(name) for name in names]
                own = _hash(code, fingerprint(stage.room), stage.function, chosen, [keys[name] for name in stage.takes])
                keys |= dict.fromkeys(stage.gives, own)
                keeps = elsewhere.make is not None if elsewhere else stage.name in KEPT
                steps.append(_Step(stage.name, shown, stage.takes, stage.gives, own, keeps, stage))
        for name, (takes, _) in WRITTEN.items():
            taken = tuple(takes.split())
            own = _hash(code, name, [keys[each] for each in taken])
            steps.append(_Step(name, "writing", taken, (), own, True))
        return steps

    def _needed(self, steps: Sequence[_Step]) -> list[_Step]:
        """The steps whose tables are asked for by a step that is not whole, in their order."""
        asked = {""}
        needed = []
        for step in reversed(steps):
            writes = not step.gives
            if (writes and not self._is_whole(step)) or asked.intersection(step.gives):
                needed.append(step)
                if not self._is_whole(step):
                    asked.update(step.takes)
        return needed[::-1]

    def _is_whole(self, step: _Step) -> bool:
        return step.keeps and self.kept.is_whole(step.checkpoint)

    def _run(self, step: _Step, tables: dict[str, Any]) -> None:
        elsewhere = ON_EXECUTORS.get(step.name) if step.stage else None
        whole = self._is_whole(step)
        taken = [] if whole else [tables[name] for name in step.takes]
        if step.keeps and not whole:
            self.begun.append(step.name)
            with self.kept.new(step.checkpoint) as folder:
                self._make(step, folder, taken)
        place = self.kept.of(step.checkpoint)
        if not step.stage:
            return
        if elsewhere:
            made = elsewhere.load(self.cluster, *([place] if elsewhere.make else taken))
        else:
            made = checkpoints.get(place) if step.keeps else self._made(step.stage, taken)
        tables |= zip(step.gives, made, strict=True)

    def _make(self, step: _Step, folder: Path, taken: Sequence[Any]) -> None:
        """Fill the folder of a checkpoint."""
        if not step.stage:
            WRITTEN[step.name][1](folder, *taken)
        elif (elsewhere := ON_EXECUTORS.get(step.name)) and elsewhere.make:
            elsewhere.make(self.cluster, folder, *taken)
        else:
            checkpoints.put(folder, self._made(step.stage, taken))

    def _made(self, stage: Stage, taken: Sequence[Any]) -> tuple[Any, ...]:
        """What the stage gives on the driver."""
        options = {"top_n": self.top_n, "engine": Engine(), "corrections": (), "paper_corrections": ()}
        made = stage.load()(*taken, **{name: options[name] for name in stage.options})
        return made if len(stage.gives) > 1 else (made,)

    # -- what is left ---------------------------------------------------------------------------------

    def _publish(self, out: Path, key: str, written: Sequence[_Step]) -> str:
        """Put the tables in their place, and the files for Neo4j beside them."""
        sources = {each["name"]: reading.source_digest(each, self.reading) for each in self.accounts}
        settings = settings_of(sources, (), self.cluster.fast, self.top_n)
        about = {"fast": self.cluster.fast, "top_n": self.top_n, "settings": settings, "sources": sources}
        places = {step.name: self.kept.of(step.checkpoint) for step in written}
        records = self.kept.of(f"records-{key}") / "records"
        analyses = self.kept.of(self._checkpoint("analyse_batch", key)) / "analyses"
        with _Replaced(out / TABLES) as folder:
            for place in places.values():
                _link_all(place, folder)
            for name, place in (("records", records), ("analyses", analyses)):
                (folder / name).mkdir()
                _link_all(place, folder / name)
            (folder / graph.ABOUT).write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")
        self.progress.stage("files for Neo4j")
        with _Replaced(out / NEO4J, make=False) as folder:
            source = graph.ParquetGraph(out / TABLES)
            command = write_neo4j_csv(source, folder, corpus="papermesh", generation=settings, progress=self.progress)
        self.kept.keep([f"records-{key}", *(step.checkpoint for step in self._steps(key) if step.keeps)])
        return command.replace(str(folder), str(out / NEO4J))

    def _checkpoint(self, name: str, key: str) -> str:
        return next(step.checkpoint for step in self._steps(key) if step.name == name)


def _hash(*content: Any) -> str:
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:16]


class _Replaced:
    """A folder to fill, which takes the place of another when the block ends without an error."""

    def __init__(self, folder: Path, *, make: bool = True) -> None:
        self._folder, self._part, self._make = folder, folder.with_name(f"{folder.name}.part"), make

    def __enter__(self) -> Path:
        shutil.rmtree(self._part, ignore_errors=True)
        if self._make:
            self._part.mkdir()
        return self._part

    def __exit__(self, error: object, *_: object) -> None:
        if error is None:
            former = self._folder.with_name(f"{self._folder.name}.old")
            shutil.rmtree(former, ignore_errors=True)
            with suppress(FileNotFoundError):
                self._folder.rename(former)
            self._part.rename(self._folder)
            shutil.rmtree(former, ignore_errors=True)


def _link_all(place: Path, folder: Path) -> None:
    """The files of a checkpoint under second names; copies where the file system knows no links."""
    for file in place.iterdir():
        if file.suffix not in (".parquet", ".json"):
            continue
        try:
            os.link(file, folder / file.name)
        except OSError:
            shutil.copyfile(file, folder / file.name)
