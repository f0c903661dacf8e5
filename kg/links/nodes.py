"""TODO"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain

import numpy as np

from kg.core.graph import Edge, Node, Value
from kg.core.records import Concept, Paper, Record
from kg.core.tables import Links, parts
from kg.store.catalog import Catalog


def _source_id(path: str) -> str:
    return "s" + hashlib.sha256(path.encode()).hexdigest()[:12]


def source_nodes(catalog: Catalog) -> Iterator[Node]:
    for key, path in sorted((_source_id(path), path) for path in catalog.cache.sources()):
        yield _node("Source", key=key, path=path)


def paper_nodes(papers: Sequence[Paper]) -> Iterator[Node]:
    for p in papers:
        yield _node("Paper", key=p.id, title=p.title, abstract=p.abstract, lang=p.lang, year=p.year, url=p.url or None)


def concept_node(concept: Concept) -> Node:
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


def contains(records: Sequence[tuple[str, list[Record]]]) -> Iterator[Edge]:
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


def authors(papers: Sequence[Paper]) -> tuple[Iterator[Node], Iterator[Links]]:
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
