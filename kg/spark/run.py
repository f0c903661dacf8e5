"""The stages of kg.pipeline.stages in their order, each from its last whole checkpoint on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from kg.core.engine import Engine, give_back_memory, workers_stopped
from kg.core.fingerprint import fingerprint
from kg.core.progress import Progress
from kg.pipeline.build import Reading
from kg.pipeline.stages import STAGES, Stage
from kg.spark import checkpoints, reading
from kg.spark.checkpoints import Checkpoints
from kg.spark.stages import KEPT, ON_EXECUTORS, Cluster
from kg.spark.written import WRITTEN

_CODE = tuple(f"spark/{name}.py" for name in "graph lines mapped pairs reading stages tables workers written".split())

_ANALYSES = "analyse_batch"


class Done(NamedTuple):
    """Where a run has left what it made. tables: table -> folder. records, analyses: their folders. checkpoints: the
    names of all that belong to it."""

    tables: Mapping[str, Path]
    records: Path
    analyses: Path
    checkpoints: Sequence[str]


@dataclass(frozen=True, slots=True)
class Step:
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


@dataclass
class Run:
    """One run of all stages, each from its last whole checkpoint on.

    accounts: of the sources, once they are read. begun: the stages whose work was done, in their order.
    """

    cluster: Cluster
    kept: Checkpoints
    reading: Reading
    top_n: int
    progress: Progress
    accounts: list[dict[str, Any]] = field(default_factory=list)
    begun: list[str] = field(default_factory=list)

    def all(self, files: Sequence[reading.Source], key: str) -> Done:
        """Run all stages from what is whole on, and write the tables. key: of the sources."""
        tables: dict[str, Any] = {"records": self._read(files, key)}
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
                give_back_memory()
                self.progress.advance()
        of = self.kept.of
        (analyses,) = [of(step.checkpoint) for step in steps if step.name == _ANALYSES]
        return Done(
            {step.name: of(step.checkpoint) for step in steps if not step.stage},
            of(_records(key)) / "records",
            analyses / "analyses",
            [_records(key), *(step.checkpoint for step in steps if step.keeps)],
        )

    def _read(self, files: Sequence[reading.Source], key: str) -> Path:
        name = _records(key)
        self.progress.stage("reading", len(files))
        if not self.kept.is_whole(name):
            self.begun.append("records")
            with self.kept.new(name) as folder:
                reading.make_records(self.cluster, folder, files, self.reading)
        self.progress.advance(len(files))
        self.accounts = reading.accounts(self.kept.of(name) / "records")
        return self.kept.of(name) / "records"

    def _steps(self, key: str) -> list[Step]:
        """All stages, then all tables that are written, each with a hash of all that it depends on."""
        code = fingerprint(*_CODE)
        options = {"fast": self.cluster.fast, "top_n": self.top_n, "exact": self.cluster.exact}
        keys = {"records": key, "names": key}
        steps: list[Step] = []
        for shown, part in STAGES.items():
            for stage in part:
                elsewhere = ON_EXECUTORS.get(stage.name)
                names = (*stage.options, *(elsewhere.options if elsewhere else ()))
                chosen = [options.get(name) for name in names]
                own = _hash(code, fingerprint(stage.room), stage.function, chosen, [keys[name] for name in stage.takes])
                keys |= dict.fromkeys(stage.gives, own)
                keeps = elsewhere.make is not None if elsewhere else stage.name in KEPT
                steps.append(Step(stage.name, shown, stage.takes, stage.gives, own, keeps, stage))
        for name, (takes, _) in WRITTEN.items():
            taken = tuple(takes.split())
            own = _hash(code, name, [keys[each] for each in taken])
            steps.append(Step(name, "writing", taken, (), own, True))
        return steps

    def _needed(self, steps: Sequence[Step]) -> list[Step]:
        """The steps that are not whole of those that a build leaves, and those whose tables they ask for, in their
        order."""
        asked = {""}
        needed = []
        for step in reversed(steps):
            is_left = not step.gives or step.name == _ANALYSES
            if (is_left and not self._is_whole(step)) or asked.intersection(step.gives):
                needed.append(step)
                if not self._is_whole(step):
                    asked.update(step.takes)
        return needed[::-1]

    def _is_whole(self, step: Step) -> bool:
        return step.keeps and self.kept.is_whole(step.checkpoint)

    def _run(self, step: Step, tables: dict[str, Any]) -> None:
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

    def _make(self, step: Step, folder: Path, taken: Sequence[Any]) -> None:
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


def _records(key: str) -> str:
    return f"records-{key}"


def _hash(*content: Any) -> str:
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:16]
