"""From records to the graph: analyse what is new, find concepts, join, and exchange the graph in the catalog."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.analysis import Analysis, analyse, analysis_key, pack, unpack
from kg.catalog import Catalog
from kg.citations import cites
from kg.concepts import Concepts, find_concepts
from kg.decisions import Decision
from kg.hierarchy import broader
from kg.linking import similar
from kg.papers import merge_records
from kg.progress import Progress
from kg.records import Concept, Edge, Mention, Node, Paper, Record, Value
from kg.relations import related

BATCH = 64
"""Papers analysed between two commits: what a killed build loses."""


def assemble(
    catalog: Catalog, settings: str, decisions: Sequence[Decision], *, fast: bool, top_n: int, progress: Progress
) -> None:
    """Make the graph of the catalog's records and note under which settings; analyses are kept as they come.

    The graph is exchanged in one transaction, with the decisions, and depends on these and the records alone, not
    on how they got there.
    """
    merged = merge_records(catalog.records())
    keys = [analysis_key(paper, fast) for paper, _ in merged]
    _analyse_new(catalog, [paper for paper, _ in merged], keys, fast, progress)
    analyses = [unpack(*catalog.analysis(key)) for key in keys]
    papers = [replace(p, title=a.title) for (p, _), a in zip(merged, analyses, strict=True)]
    found, edges = _join(papers, analyses, top_n, decisions, progress)
    author_nodes, wrote = _authors(papers)
    nodes = [
        *_paper_nodes(papers),
        *_source_nodes(catalog),
        *map(_concept_node, found.concepts),
        *author_nodes,
    ]
    edges += [
        *_contains([(p.id, group) for p, group in merged]),
        *map(_mentions_edge, found.mentions),
        *wrote,
        *cites([(p.id, group) for p, group in merged]),
    ]
    progress.stage("writing")
    with catalog.transaction():
        merges = ((concept, m.kept, m.merged, m.reason, m.score) for concept, m in found.merges)
        catalog.replace_graph(nodes, edges, merges)
        catalog.put_decisions(decisions, found.outcomes)
        catalog.drop_analyses(catalog.analysis_keys() - set(keys))
        catalog.set_meta("counts", json.dumps([len(papers), len(found.concepts), len(found.mentions)]))
        catalog.set_meta("options", json.dumps({"fast": fast, "top_n": top_n}))
        catalog.set_meta("settings", settings)
        catalog.set_meta("generation", settings)


def _join(
    papers: Sequence[Paper],
    analyses: Sequence[Analysis],
    top_n: int,
    decisions: Sequence[Decision],
    progress: Progress,
) -> tuple[Concepts, list[Edge]]:
    """The concepts, and the edges between concepts and between papers."""
    progress.stage("linking", 3)
    found = find_concepts(papers, analyses, top_n=top_n, decisions=decisions)
    progress.advance()
    hierarchy = broader(found.concepts, papers, found.mentions)
    edges = related(found.concepts, found.mentions, len(papers)) + hierarchy
    progress.advance()
    edges += similar(papers, analyses, found.concepts, found.mentions, hierarchy)
    progress.advance()
    return found, edges


def _analyse_new(
    catalog: Catalog, papers: Sequence[Paper], keys: Sequence[str], fast: bool, progress: Progress
) -> None:
    known = catalog.analysis_keys()
    new = [(key, paper) for key, paper in zip(keys, papers, strict=True) if key not in known]
    progress.stage("analysing", len(new))
    for at in range(0, len(new), BATCH):
        with catalog.transaction():
            for key, paper in new[at : at + BATCH]:
                catalog.put_analysis(key, *pack(analyse(paper, fast=fast)))
                progress.advance()


def _source_id(path: str) -> str:
    return "s" + hashlib.sha256(path.encode()).hexdigest()[:12]


def _source_nodes(catalog: Catalog) -> Iterator[Node]:
    for path in sorted(catalog.sources()):
        yield _node("Source", key=_source_id(path), path=path)


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
    for (source, paper), position in sorted(first.items()):
        yield Edge("CONTAINS", ("Source", source), ("Paper", paper), {"position": position})


def _mentions_edge(mention: Mention) -> Edge:
    return Edge(
        "MENTIONS",
        ("Paper", mention.paper_id),
        ("Concept", mention.concept_id),
        {
            "score": mention.score,
            "count": mention.count,
            "spans": mention.spans,
            "in_title": mention.in_title,
        },
    )


def _authors(papers: Sequence[Paper]) -> tuple[list[Node], list[Edge]]:
    """An author is a name: the same name in two papers is one node. Positions count from 0."""
    names: dict[str, str] = {}
    edges: dict[tuple[str, str], Edge] = {}
    for paper in papers:
        for position, name in enumerate(paper.authors):
            key = " ".join(name.casefold().split())
            id_ = "a" + hashlib.sha256(key.encode()).hexdigest()[:12]
            names[id_] = min(names.get(id_, name), name)
            edge = Edge("WROTE", ("Author", id_), ("Paper", paper.id), {"position": position})
            edges.setdefault((id_, paper.id), edge)
    nodes = [_node("Author", key=id_, name=name) for id_, name in sorted(names.items())]
    return nodes, [edge for _, edge in sorted(edges.items())]
