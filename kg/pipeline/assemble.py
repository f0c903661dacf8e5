"""Running the stages of a build: new papers are analysed, the graph is made of all papers and exchanged."""

from __future__ import annotations

import hashlib
import json
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any, TypeVar

from kg.core.corrections import NAMES, PAPER_NAMES, Correction
from kg.core.engine import Engine, batched, garbage_rarely, give_back_memory, workers_stopped
from kg.core.errors import StoreError
from kg.core.fingerprint import fingerprint
from kg.core.messages import gigabytes
from kg.core.progress import Progress
from kg.core.records import Paper
from kg.core.tables import EdgeTable
from kg.keyphrases.analysis import Analysis, Packed, analysis_key, unpack
from kg.links.nodes import concept_nodes, mention_tables, paper_nodes, source_nodes
from kg.pipeline.budget import ENOUGH, FAST_SECONDS, SECONDS, Plan, plan, seconds_left
from kg.pipeline.stages import STAGES, Stage
from kg.store.cache import Cache
from kg.store.catalog import Catalog

T = TypeVar("T")

WRITTEN = frozenset(
    "papers titles cited concepts mentions merges outcomes authors venues topics vectors duplicates first".split()
    + "paper_outcomes BROADER CITES CONCEPT_IN_TOPIC CONTAINS IN_TOPIC PART_OF".split()
    + "PUBLISHED_IN RELATED SIMILAR WROTE".split()
)
"""Tables that are kept until the end."""
BATCH = 128
"""Papers analysed between two commits; a killed build loses no more."""


@garbage_rarely()
def assemble(
    catalog: Catalog,
    settings: str,
    corrections: Sequence[Correction],
    *,
    fast: bool,
    top_n: int,
    engine: Engine,
    memory: int,
    progress: Progress,
) -> None:
    """Make the graph of the catalog's records, and note its settings. Analyses are kept as soon as they are made.

    The graph is exchanged as a whole, together with the corrections. It depends on these, the records and the options
    alone. Nodes and edges come in the order of the tables' keys, and most of them as iterators: there are too many to
    hold. memory: bytes, see kg.pipeline.budget.plan. Raises KgError when memory does not suffice.
    """
    options = {"fast": fast, "top_n": top_n}
    options["corrections"] = [each for each in corrections if each.action in NAMES]
    options["paper_corrections"] = [each for each in corrections if each.action in PAPER_NAMES]
    run = Run(catalog.cache, engine, memory, progress, options)
    made = run.all({"records": catalog.cache.records()})
    papers, concepts, mentions = made["papers"], made["concepts"], made["mentions"]
    nodes = chain(
        made["authors"],
        concept_nodes(concepts),
        paper_nodes(papers, made["titles"], made["cited"].outside),
        source_nodes(catalog.cache.sources()),
        made["topics"],
        made["venues"],
    )
    edges: Iterable[EdgeTable] = chain(
        [made["BROADER"], made["CITES"], made["CONTAINS"]],
        mention_tables(papers, concepts, mentions),
        [made["PUBLISHED_IN"]],
        made["RELATED"],
        made["SIMILAR"],
        made["WROTE"],
        [made["IN_TOPIC"], made["CONCEPT_IN_TOPIC"], made["PART_OF"]],
    )
    progress.stage("writing")
    catalog.cache.keep_analyses(run.keys)
    with catalog.exchange() as draft:
        merges = ((concept, m.kept, m.merged, m.reason, m.score) for concept, m in made["merges"])
        draft.put_graph(nodes, _counted(edges, progress), merges)
        draft.put_vectors(made["vectors"])
        concerning, on_papers = iter(made["outcomes"]), iter(made["paper_outcomes"])
        outcomes = [next(on_papers if each.action in PAPER_NAMES else concerning) for each in corrections]
        draft.put_corrections(corrections, outcomes)
        first = made["first"]
        accounts = (replace(each, new=first[each.path]) for each in catalog.cache.accounts())
        draft.put_account(accounts, made["duplicates"])
        draft.set_meta("counts", json.dumps([len(papers), len(concepts), len(mentions)]))
        draft.set_meta("options", json.dumps({"fast": fast, "top_n": top_n}))
        draft.set_meta("settings", settings)
        draft.set_meta("generation", settings)


def _counted(edges: Iterable[EdgeTable], progress: Progress) -> Iterator[EdgeTable]:
    for each in edges:
        yield each
        progress.advance(len(each))


class Run:
    """One run of all stages. keys: those of the analyses, paper by paper, once the papers are known."""

    def __init__(
        self, cache: Cache, engine: Engine, memory: int, progress: Progress, options: Mapping[str, Any]
    ) -> None:
        self._cache, self._memory, self._progress = cache, memory, progress
        self._options = {**options, "engine": engine}
        self.keys: list[str] = []

    def all(self, tables: dict[str, Any]) -> dict[str, Any]:
        """Run all stages. tables: what the first stages take. Returns the tables that are WRITTEN.

        A table is dropped when no later stage takes it; workers end with the group of stages that people are told of.
        """
        left = [name for part in STAGES.values() for stage in part for name in stage.takes]
        for shown, part in STAGES.items():
            with workers_stopped():
                for n, stage in enumerate(part):
                    if not n and not stage.kept:
                        self._progress.stage(shown, len(part))
                    self._step(stage, tables)
                    del left[: len(stage.takes)]
                    for name in tables.keys() - {*left, *WRITTEN}:
                        del tables[name]
                    give_back_memory()
        return tables

    def _step(self, stage: Stage, tables: dict[str, Any]) -> None:
        taken = [tables[name] for name in stage.takes]
        if stage.kept:
            made = self._kept(stage, *taken)
        else:
            make = self._remembered if stage.remembered else _made
            made = make(stage, taken, {name: self._options[name] for name in stage.options})
            self._progress.advance()
        tables |= zip(stage.gives, made if len(stage.gives) > 1 else (made,), strict=True)

    def _remembered(self, stage: Stage, taken: Sequence[Any], options: Mapping[str, Any]) -> Any:
        """What a stage made of these analyses in the last build, else makes now."""
        digest = hashlib.sha256(json.dumps([fingerprint(stage.room), self.keys]).encode()).hexdigest()
        known = self._cache.remembered(stage.name, digest)
        if known is None:
            known = _made(stage, taken, options)
            self._cache.remember(stage.name, digest, known)
        return known

    def _kept(self, stage: Stage, papers: Sequence[Paper]) -> Iterator[Analysis]:
        """The analyses of all papers, in their order. Those that the cache lacks are made and kept first."""
        fast = self._options["fast"]
        self.keys = [analysis_key(paper, fast) for paper in papers]
        planned = self._plan(papers)
        known = self._cache.analysis_keys()
        new = {key: paper for key, paper in zip(self.keys, papers, strict=True) if key not in known}
        self._progress.stage("analysing", len(new))
        engine: Engine = self._options["engine"]
        seconds = len(new) * (FAST_SECONDS if fast else SECONDS)
        told = _Pace(len(papers), len(new), fast, planned, self._progress)
        for batch in engine.map(stage.load(), batched(new.items(), engine.size(BATCH)), fast, seconds=seconds):
            with self._cache.transaction():
                for key, packed in batch:
                    self._cache.put_analysis(key, *packed)
            self._progress.advance(len(batch))
            told.advance(len(batch))
        return self._read(extra_phrases=any(paper.lang == "zh" for paper in papers))

    def _plan(self, papers: Sequence[Paper]) -> Plan:
        engine = self._options["engine"]
        planned = plan(papers, fast=self._options["fast"], jobs=engine.jobs, memory=self._memory)
        if planned.too_little:
            needed = gigabytes(planned.memory)
            self._progress.message(f"about {needed} of memory are needed, more than is free: this may fail")
        self._options["engine"] = replace(engine, jobs=planned.jobs)
        return planned

    def _read(self, *, extra_phrases: bool) -> Iterator[Analysis]:
        for key in self.keys:
            try:
                yield unpack(Packed(*self._cache.analysis(key, extra_phrases=extra_phrases)))
            except (zlib.error, ValueError) as error:
                raise StoreError.damaged(self._cache.path, f"the analysis {key}") from error


def _made(stage: Stage, taken: Sequence[Any], options: Mapping[str, Any]) -> Any:
    return stage.load()(*taken, **options)


class _Pace:
    """Tells once how long the build will take: when ENOUGH new papers are analysed."""

    def __init__(self, papers: int, new: int, fast: bool, planned: Plan, progress: Progress) -> None:
        self._papers, self._new, self._fast, self._planned, self._progress = papers, new, fast, planned, progress
        self._started, self._done = 0.0, 0

    def advance(self, papers: int) -> None:
        if not self._started:  # until then processes were started and word lists read
            self._started = time.perf_counter()
            return
        told = self._done >= ENOUGH
        self._done += papers
        if self._done >= ENOUGH and not told:
            seconds, left = time.perf_counter() - self._started, self._new - self._done
            expected = seconds_left(self._papers, self._done, left, seconds, fast=self._fast, jobs=self._planned.jobs)
            self._progress.expect(expected, self._planned.memory)
