"""The nodes of a graph, and the edge tables that only list what is known: CONTAINS, WROTE, PUBLISHED_IN,
MENTIONS."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from kg.core.columns import chunks
from kg.core.graph import Node, Value
from kg.core.records import Author, Concept, Paper, Record, Venue
from kg.core.tables import EdgeTable, Mentions
from kg.papers.outside import most_cited


def source_nodes(paths: Iterable[str]) -> Iterator[Node]:
    """The sources with these paths, sorted by id."""
    for key, path in sorted((_source_id(path), path) for path in paths):
        yield _node("Source", key=key, path=path)


def paper_nodes(papers: Sequence[Paper], titles: Sequence[str], outside: Sequence[tuple[str, ...]]) -> Iterator[Node]:
    """The papers, each with its title, given or derived, and what it cites of the works outside the corpus that most
    do."""
    for p, title, cited in zip(papers, titles, most_cited(outside), strict=True):
        yield _node(
            "Paper",
            key=p.id,
            title=title,
            abstract=p.abstract,
            lang=p.lang,
            year=p.year,
            url=p.url or None,
            doi=p.doi or None,
            kind=p.kind or None,
            authors=p.authors,
            venue=p.venue or None,
            volume=p.volume or None,
            issue=p.issue or None,
            pages=p.pages or None,
            publisher=p.publisher or None,
            issn=p.issn,
            isbn=p.isbn,
            keywords=p.keywords,
            keyword_sources=p.keyword_sources,
            cites_outside=cited,
        )


def concept_nodes(concepts: Iterable[Concept]) -> Iterator[Node]:
    """The concepts, in their order."""
    for concept in concepts:
        yield _node(
            "Concept",
            key=concept.id,
            name=concept.name,
            name_en=concept.name_en or None,
            name_zh=concept.name_zh or None,
            aliases=concept.aliases,
            papers=concept.papers,
        )


def _source_id(path: str) -> str:
    return "s" + hashlib.sha256(path.encode()).hexdigest()[:12]


def _node(label: str, *, key: str, **properties: Value) -> Node:
    return Node(label, key, {"id": key} | {k: v for k, v in properties.items() if v is not None})


def contains(papers: Sequence[Paper], records: Sequence[Sequence[Record]]) -> EdgeTable:
    """CONTAINS, one a source and paper; a paper that stands twice in a source has its first position.

    records: for every paper the group of records that it was merged from.
    """
    first: dict[tuple[str, int], int] = {}
    for paper, group in enumerate(records):
        for record in group:
            pair = (_source_id(record.path), paper)
            first[pair] = min(record.position, first.get(pair, record.position))
    sources = sorted({source for source, _ in first})
    number = {source: n for n, source in enumerate(sources)}
    rows = sorted((number[source], paper, position) for (source, paper), position in first.items())
    source, paper, position = np.array(rows, np.int64).reshape(-1, 3).T
    return EdgeTable("CONTAINS", sources, [p.id for p in papers], source, paper, {"position": position})


def mention_tables(papers: Sequence[Paper], concepts: Sequence[Concept], mentions: Mentions) -> Iterator[EdgeTable]:
    """MENTIONS, in batches."""
    starts, ends = [p.id for p in papers], [c.id for c in concepts]
    for batch in mentions.batches():
        columns = batch.columns()
        paper, concept = columns.pop("paper"), columns.pop("concept")
        yield EdgeTable("MENTIONS", starts, ends, paper, concept, columns)


def authors(papers: Sequence[Paper], people: Sequence[Author]) -> tuple[list[Node], list[EdgeTable]]:
    """The authors, in their order, and WROTE in batches."""
    rows = [(n, paper, at) for n, author in enumerate(people) for paper, at in author.wrote]
    nodes = [
        _node("Author", key=each.id, name=each.name, aliases=each.aliases, orcid=each.orcid or None) for each in people
    ]
    ids = [author.id for author in people]
    return nodes, list(_wrote(np.array(rows, np.int64).reshape(-1, 3), ids, [paper.id for paper in papers]))


def published_in(papers: Sequence[Paper], found: Sequence[Venue]) -> tuple[list[Node], EdgeTable]:
    """The venues, in their order, and PUBLISHED_IN."""
    nodes = [_node("Venue", key=each.id, name=each.name, aliases=each.aliases, issn=each.issn) for each in found]
    rows = sorted((paper, n) for n, each in enumerate(found) for paper in each.papers)
    paper, venue = np.array(rows, np.int64).reshape(-1, 2).T
    return nodes, EdgeTable("PUBLISHED_IN", [p.id for p in papers], [each.id for each in found], paper, venue, {})


def _wrote(rows: np.ndarray, authors: Sequence[str], papers: Sequence[str]) -> Iterator[EdgeTable]:
    """rows: (n, 3) author, paper, position from 0, sorted."""
    author, paper, position = rows.T
    for rows_ in chunks(len(author)):
        yield EdgeTable("WROTE", authors, papers, author[rows_], paper[rows_], {"position": position[rows_]})
