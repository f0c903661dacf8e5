"""From records to the graph: analyse what is new, find concepts, join, and exchange the graph in the catalog."""

from __future__ import annotations

import hashlib
import json
import time
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import chain

import numpy as np

from kg.analysis import Analysis, Packed, analyse_batch, analysis_key, unpack
from kg.cache import Cache
from kg.capacity import ENOUGH, FAST_SECONDS, SECONDS, Plan, plan, seconds_left
from kg.catalog import Catalog
from kg.citations import cites
from kg.concepts import Concepts, choose, find_places, group_phrases
from kg.decisions import Decision
from kg.errors import StoreError
from kg.hierarchy import ancestors, broader
from kg.linking import similar
from kg.links import Links, parts
from kg.papers import merge_records
from kg.parallel import garbage_rarely, map_batches, workers_stopped
from kg.progress import Progress
from kg.records import Concept, Edge, Node, Paper, Record, Value
from kg.relations import related
from kg.runs import runs_of
from kg.terms import Said, said, terms_of
from kg.uses import uses_of
from kg.weighing import weigh
from kg.wording import gigabytes

BATCH = 128
"""Papers analysed between two commits: what a killed build loses."""


@garbage_rarely()
def assemble(
    catalog: Catalog,
    settings: str,
    decisions: Sequence[Decision],
    *,
    fast: bool,
    top_n: int,
    jobs: int,
    memory: int,
    progress: Progress,
) -> None:
    """Make the graph of the catalog's records and note under which settings; analyses are kept as they come.

    The graph is exchanged as a whole, with the decisions, and depends on these and the records alone, not
    on how they got there. Nodes and edges come in the order of the tables' keys, and most of them one by one: there
    are too many to hold. jobs, memory: see kg.capacity.plan. Raises KgError when memory does not suffice.
    """
    progress.stage("comparing records")
    merged = merge_records(catalog.cache.records())
    keys = [analysis_key(paper, fast) for paper, _ in merged]
    papers = [paper for paper, _ in merged]
    planned = plan(papers, fast=fast, jobs=jobs, memory=memory)
    if planned.too_little:
        progress.message(f"about {gigabytes(planned.memory)} of memory are needed, more than is free: this may fail")
    contains = _contains([(p.id, group) for p, group in merged])
    citations = cites([(p.id, group) for p, group in merged])
    del merged
    with workers_stopped():
        _analyse_new(catalog, papers, keys, fast, planned, progress)
    progress.stage("linking", 4)
    analyses = _kept(catalog.cache, keys, candidates=any(paper.lang == "zh" for paper in papers))
    papers, found, words, vectors = _read(papers, analyses, decisions, top_n, planned.jobs, progress)
    hierarchy = broader(found.concepts, found.mentions)
    near = related(found.concepts, found.mentions, len(papers))
    progress.advance()
    terms = weigh(terms_of(words, found.concepts, ancestors(hierarchy)), len(papers))
    del words
    pairs = similar(papers, terms, vectors, found.concepts, found.mentions, hierarchy, jobs=planned.jobs)
    del terms, vectors
    progress.advance()
    authors, wrote = _authors(papers)
    nodes = chain(authors, map(_concept_node, found.concepts), _paper_nodes(papers), _source_nodes(catalog))
    edges = chain(hierarchy, citations, contains, found.mentions.links(), near, pairs, wrote)
    progress.stage("writing")
    catalog.cache.keep_analyses(keys)
    with catalog.exchange() as draft:
        merges = ((concept, m.kept, m.merged, m.reason, m.score) for concept, m in found.merges)
        draft.put_graph(nodes, _counted(edges, progress), merges)
        draft.put_decisions(decisions, found.outcomes)
        draft.set_meta("counts", json.dumps([len(papers), len(found.concepts), len(found.mentions)]))
        draft.set_meta("options", json.dumps({"fast": fast, "top_n": top_n}))
        draft.set_meta("settings", settings)
        draft.set_meta("generation", settings)


def _read(
    papers: list[Paper],
    analyses: Iterable[Analysis],
    decisions: Sequence[Decision],
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
        grouped = group_phrases(papers, uses, decisions=decisions)
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


def _source_id(path: str) -> str:
    return "s" + hashlib.sha256(path.encode()).hexdigest()[:12]


def _source_nodes(catalog: Catalog) -> Iterator[Node]:
    for key, path in sorted((_source_id(path), path) for path in catalog.cache.sources()):
        yield _node("Source", key=key, path=path)


def _paper_nodes(papers: Sequence[Paper]) -> Iterator[Node]:
    for p in papers:
        yield _node("Paper", key=p.id, title=p.title, abstract=p.abstract, lang=p.lang, year=p.year, url=p.url or None)


def _concept_node(concept: Concept) -> Node:
    return _node(
        "Concept",
        key=concept.id,
        name=concept.name,
        name_en=concept.name_en or None,
        name_zh=concept.name_zh or None,
        aliases=concept.aliases,
        papers=concept.papers,
    )


def _node(label: str, *, key: str, **properties: Value) -> Node:
    return Node(label, key, {"id": key} | {k: v for k, v in properties.items() if v is not None})


def _contains(records: Sequence[tuple[str, list[Record]]]) -> Iterator[Edge]:
    """One edge per source and paper; a paper that stands twice in a source has its first position."""
    first: dict[tuple[str, str], int] = {}
    for paper, group in records:
        for record in group:
            pair = (_source_id(record.path), paper)
            first[pair] = min(record.position, first.get(pair, record.position))
    return (
        Edge("CONTAINS", ("Source", source), ("Paper", paper), {"position": position})
        for (source, paper), position in sorted(first.items())
    )


def _authors(papers: Sequence[Paper]) -> tuple[Iterator[Node], Iterator[Links]]:
    """An author is a name: the same name in two papers is one node. Positions count from 0."""
    id_of = cache(_author_id)
    names: dict[str, str] = {}
    for name in chain.from_iterable(paper.authors for paper in papers):
        names[id_of(name)] = min(names.get(id_of(name), name), name)
    ids = sorted(names)
    place = {id_: n for n, id_ in enumerate(ids)}
    rows = sorted(
        (place[id_of(name)], n, position)
        for n, paper in enumerate(papers)
        for position, name in enumerate(paper.authors)
    )
    nodes = (_node("Author", key=id_, name=names[id_]) for id_ in ids)
    return nodes, _wrote(np.array(rows, np.int64).reshape(-1, 3), ids, [paper.id for paper in papers])


def _author_id(name: str) -> str:
    return "a" + hashlib.sha256(" ".join(name.casefold().split()).encode()).hexdigest()[:12]


def _wrote(rows: np.ndarray, authors: Sequence[str], papers: Sequence[str]) -> Iterator[Links]:
    """rows: (author, paper, position), sorted; who stands twice in a paper has the first position."""
    first = (np.diff(rows[:, :2], axis=0, prepend=-1) != 0).any(1)
    author, paper, position = rows[first].T
    for part in parts(len(author)):
        yield Links("WROTE", authors, papers, author[part], paper[part], {"position": position[part]})
