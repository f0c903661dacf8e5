"""From records to the graph: analyse what is new, find concepts, join, and exchange the graph in the catalog."""

from __future__ import annotations

import json
import time
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

import numpy as np

from kg.concepts.phrase_table import uses_of
from kg.concepts.resolve import Concepts, choose, find_places, group_phrases
from kg.core.corrections import Correction
from kg.core.engine import garbage_rarely, map_batches, workers_stopped
from kg.core.errors import StoreError
from kg.core.graph import Edge
from kg.core.messages import gigabytes
from kg.core.progress import Progress
from kg.core.records import Paper
from kg.core.tables import Links
from kg.keyphrases.analysis import Analysis, Packed, analyse_batch, analysis_key, unpack
from kg.keyphrases.paper.ngrams import runs_of
from kg.links.cooccurrence import related
from kg.links.hierarchy import ancestors, broader
from kg.links.nodes import authors, concept_node, contains, paper_nodes, source_nodes
from kg.links.similar import similar
from kg.links.terms import Said, said, terms_of
from kg.links.tfidf import weigh
from kg.papers.citations import cites
from kg.papers.merge import merge_records
from kg.pipeline.budget import ENOUGH, FAST_SECONDS, SECONDS, Plan, plan, seconds_left
from kg.store.cache import Cache
from kg.store.catalog import Catalog

BATCH = 128
"""Papers analysed between two commits: what a killed build loses."""


@garbage_rarely()
def assemble(
    catalog: Catalog,
    settings: str,
    corrections: Sequence[Correction],
    *,
    fast: bool,
    top_n: int,
    jobs: int,
    memory: int,
    progress: Progress,
) -> None:
    """Make the graph of the catalog's records and note under which settings; analyses are kept as they come.

    The graph is exchanged as a whole, with the corrections, and depends on these and the records alone, not
    on how they got there. Nodes and edges come in the order of the tables' keys, and most of them one by one: there
    are too many to hold. jobs, memory: see kg.pipeline.budget.plan. Raises KgError when memory does not suffice.
    """
    progress.stage("comparing records")
    merged = merge_records(catalog.cache.records())
    keys = [analysis_key(paper, fast) for paper, _ in merged]
    papers = [paper for paper, _ in merged]
    planned = plan(papers, fast=fast, jobs=jobs, memory=memory)
    if planned.too_little:
        progress.message(f"about {gigabytes(planned.memory)} of memory are needed, more than is free: this may fail")
    contained = contains([(p.id, group) for p, group in merged])
    citations = cites([(p.id, group) for p, group in merged])
    del merged
    with workers_stopped():
        _analyse_new(catalog, papers, keys, fast, planned, progress)
    progress.stage("linking", 4)
    analyses = _kept(catalog.cache, keys, candidates=any(paper.lang == "zh" for paper in papers))
    papers, found, words, vectors = _read(papers, analyses, corrections, top_n, planned.jobs, progress)
    hierarchy = broader(found.concepts, found.mentions)
    near = related(found.concepts, found.mentions, len(papers))
    progress.advance()
    terms = weigh(terms_of(words, found.concepts, ancestors(hierarchy)), len(papers))
    del words
    pairs = similar(papers, terms, vectors, found.concepts, found.mentions, hierarchy, jobs=planned.jobs)
    del terms, vectors
    progress.advance()
    author_nodes, wrote = authors(papers)
    nodes = chain(author_nodes, map(concept_node, found.concepts), paper_nodes(papers), source_nodes(catalog))
    edges = chain(hierarchy, citations, contained, found.mentions.links(), near, pairs, wrote)
    progress.stage("writing")
    catalog.cache.keep_analyses(keys)
    with catalog.exchange() as draft:
        merges = ((concept, m.kept, m.merged, m.reason, m.score) for concept, m in found.merges)
        draft.put_graph(nodes, _counted(edges, progress), merges)
        draft.put_corrections(corrections, found.outcomes)
        draft.set_meta("counts", json.dumps([len(papers), len(found.concepts), len(found.mentions)]))
        draft.set_meta("options", json.dumps({"fast": fast, "top_n": top_n}))
        draft.set_meta("settings", settings)
        draft.set_meta("generation", settings)


def _read(
    papers: list[Paper],
    analyses: Iterable[Analysis],
    corrections: Sequence[Correction],
    top_n: int,
    jobs: int,
    progress: Progress,
) -> tuple[list[Paper], Concepts, list[Said], np.ndarray | None]:
    """The papers, all with titles, their concepts, what else they say, and their embeddings."""
    with workers_stopped():
        runs = runs_of(papers, jobs=jobs)
        uses = uses_of(analyses)
        papers = [replace(paper, title=title) for paper, title in zip(papers, uses.titles, strict=True)]
        progress.advance()
        grouped = group_phrases(papers, uses, corrections=corrections)
        places = find_places(papers, uses, grouped, jobs=jobs)
        words = list(said(runs, uses))
        places = list(places)
    found = choose(papers, uses, grouped, places, top_n=top_n)
    progress.advance()
    return papers, found, words, uses.embeddings


def _kept(cache: Cache, keys: Iterable[str], *, candidates: bool) -> Iterator[Analysis]:
    """One of each key, in this order."""
    for key in keys:
        try:
            yield unpack(Packed(*cache.analysis(key, candidates=candidates)))
        except (zlib.error, ValueError) as error:
            raise StoreError.damaged(cache.path, f"the analysis {key}") from error


def _analyse_new(
    catalog: Catalog, papers: Sequence[Paper], keys: Sequence[str], fast: bool, planned: Plan, progress: Progress
) -> None:
    known = catalog.cache.analysis_keys()
    new = {key: paper for key, paper in zip(keys, papers, strict=True) if key not in known}
    progress.stage("analysing", len(new))
    keys_left = iter(new)
    cost = len(new) * (FAST_SECONDS if fast else SECONDS)
    started, done, told = 0.0, 0, False
    for batch in map_batches(analyse_batch, new.values(), fast, size=BATCH, cost=cost, jobs=planned.jobs):
        with catalog.cache.transaction():
            for packed in batch:
                catalog.cache.put_analysis(next(keys_left), *packed)
        progress.advance(len(batch))
        if not started:  # until then processes were started and word lists read
            started = time.perf_counter()
            continue
        done += len(batch)
        if done >= ENOUGH and not told:
            seconds, left = time.perf_counter() - started, len(new) - done
            expected = seconds_left(len(papers), done, left, seconds, fast=fast, jobs=planned.jobs)
            progress.expect(expected, planned.memory)
            told = True


def _counted(edges: Iterable[Edge | Links], progress: Progress) -> Iterator[Edge | Links]:
    for each in edges:
        yield each
        progress.advance(len(each) if isinstance(each, Links) else 1)
