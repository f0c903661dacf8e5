"""All there is to know about one node, as plain records for printing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kg.core.graph import Edge, Node, NodeKey, spans_of, strength, whole_number
from kg.core.graph_store import GraphStore
from kg.explore.show.evidence import Evidence, evidence
from kg.explore.show.listed import ListedPaper, listed
from kg.explore.show.topics import TopicCard, topic_card

MOST, REASONS = 50, 5
"""MOST: papers and related concepts on a card; `papers` says how many there are. REASONS: concepts that two papers
share."""


@dataclass(frozen=True, slots=True)
class SimilarPaper:
    """A paper like another. shared: names of the concepts that both mention. both_cite: of the works."""

    id: str
    title: str
    score: float
    shared: tuple[str, ...]
    both_cite: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MentionedConcept:
    """A concept in a paper. marks: (start, end, ...) characters of the abstract."""

    id: str
    name: str
    score: float
    count: int
    in_title: bool
    marks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PaperCard:
    """A paper. venue: as its source writes it; keyword_sources: the vocabulary
    of each keyword; concepts and similar: best first; None and "" mean: not known."""

    id: str
    title: str
    lang: str
    year: int | None
    url: str
    doi: str
    kind: str
    venue: str
    volume: str
    issue: str
    pages: str
    publisher: str
    authors: tuple[str, ...]
    keywords: tuple[str, ...]
    keyword_sources: tuple[str, ...]
    sources: tuple[str, ...]
    abstract: str
    concepts: tuple[MentionedConcept, ...]
    similar: tuple[SimilarPaper, ...]


@dataclass(frozen=True, slots=True)
class MentioningPaper:
    """A paper on a concept's card, with the sentences that name the concept."""

    id: str
    title: str
    lang: str
    score: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class JoinedConcept:
    """A concept beside another. score: how strongly; papers: how many mention both (0: not counted).

    reason: why one is a kind of the other (kg.core.graph); sentence: what says so, of the paper with the id `paper`;
    vocabulary: the file that says so.
    """

    id: str
    name: str
    score: float
    papers: int
    reason: str = ""
    sentence: str = ""
    paper: str = ""
    vocabulary: str = ""


@dataclass(frozen=True, slots=True)
class ConceptCard:
    """A concept. papers: how many mention it; mentioned_in: the best of them."""

    id: str
    name: str
    name_en: str
    name_zh: str
    aliases: tuple[str, ...]
    papers: int
    broader: tuple[JoinedConcept, ...]
    narrower: tuple[JoinedConcept, ...]
    related: tuple[JoinedConcept, ...]
    mentioned_in: tuple[MentioningPaper, ...]


@dataclass(frozen=True, slots=True)
class AuthorCard:
    """An author, with all papers. aliases: the other names; orcid: "" when not known."""

    id: str
    name: str
    aliases: tuple[str, ...]
    orcid: str
    papers: tuple[ListedPaper, ...]


@dataclass(frozen=True, slots=True)
class VenueCard:
    """A journal or conference, with all papers, the newest first. aliases: its other names."""

    id: str
    name: str
    aliases: tuple[str, ...]
    issn: tuple[str, ...]
    papers: tuple[ListedPaper, ...]


@dataclass(frozen=True, slots=True)
class SourceCard:
    """A source file, with its papers in the file's order."""

    id: str
    path: str
    papers: tuple[ListedPaper, ...]


Card = PaperCard | ConceptCard | AuthorCard | VenueCard | SourceCard | TopicCard


def show(store: GraphStore, node: Node) -> Card:
    """Everything about a node that a person would ask for."""
    cards: dict[str, Callable[[GraphStore, Node], Card]] = {
        "Paper": _paper_card,
        "Concept": _concept_card,
        "Author": _author_card,
        "Venue": _venue_card,
        "Source": _source_card,
        "Topic": topic_card,
    }
    return cards[node.label](store, node)


def similar_papers(store: GraphStore, paper: Node, edges: Sequence[Edge]) -> list[SimilarPaper]:
    """The papers at the other end of SIMILAR relationships, best first, then by title."""
    others = _others(store, paper, edges)
    found = [
        SimilarPaper(
            other.id, other.name, _score(edge), _texts(edge.properties, "shared"), _texts(edge.properties, "both_cite")
        )
        for edge, other in others
    ]
    return sorted(found, key=lambda each: (-each.score, each.title, each.id))


def farther_papers(store: GraphStore, paper: Node, scores: Sequence[tuple[str, float]]) -> list[SimilarPaper]:
    """Papers that no SIMILAR joins to this one, in this order, with what both mention. scores: (id, score)."""
    mine = {edge.end: strength(edge) for edge in store.edges([paper.key], ("MENTIONS",))}
    weights: dict[NodeKey, dict[NodeKey, float]] = defaultdict(dict)
    for edge in store.edges(list(mine), ("MENTIONS",)):
        weights[edge.start][edge.end] = strength(edge) * mine[edge.end]
    names = {node.key: node.name for node in store.nodes(list(mine))}
    titles = {node.id: node.name for node in store.nodes([("Paper", other) for other, _ in scores])}
    found = []
    for other, score in scores:
        shared = sorted(weights["Paper", other].items(), key=lambda each: (-each[1], each[0]))[:REASONS]
        found.append(SimilarPaper(other, titles[other], score, tuple(names[key] for key, _ in shared)))
    return found


def _paper_card(store: GraphStore, paper: Node) -> PaperCard:
    edges = _edges_by_type(store, paper.key, ("WROTE", "CONTAINS", "MENTIONS", "SIMILAR"))
    p = paper.properties
    abstract = _text(p, "abstract")
    concepts = [_mentioned(edge, other, abstract) for edge, other in _others(store, paper, edges["MENTIONS"])]
    year = p.get("year")
    return PaperCard(
        id=paper.id,
        title=paper.name,
        lang=_text(p, "lang"),
        year=year if isinstance(year, int) else None,
        **{name: _text(p, name) for name in _APPEARED},
        authors=tuple(other.name for _, other in _others(store, paper, _in_order(edges["WROTE"]))),
        keywords=_texts(p, "keywords"),
        keyword_sources=_texts(p, "keyword_sources"),
        sources=tuple(sorted(other.name for _, other in _others(store, paper, edges["CONTAINS"]))),
        abstract=abstract,
        concepts=tuple(sorted(concepts, key=lambda each: (-each.score, each.name, each.id))),
        similar=tuple(similar_papers(store, paper, edges["SIMILAR"])),
    )


_APPEARED = ("url", "doi", "kind", "venue", "volume", "issue", "pages", "publisher")


def _mentioned(edge: Edge, concept: Node, abstract: str) -> MentionedConcept:
    marks = tuple(position for span in spans_of(edge, abstract) for position in span)
    count = whole_number(edge.properties, "count")
    in_title = bool(edge.properties.get("in_title"))
    return MentionedConcept(concept.id, concept.name, _score(edge), count, in_title, marks)


def _concept_card(store: GraphStore, concept: Node) -> ConceptCard:
    edges = _edges_by_type(store, concept.key, ("MENTIONS", "RELATED", "BROADER"))
    p = concept.properties
    papers = [_mentioning(edge, paper) for edge, paper in _others(store, concept, edges["MENTIONS"][:MOST])]
    upward = [edge for edge in edges["BROADER"] if edge.start == concept.key]
    downward = [edge for edge in edges["BROADER"] if edge.end == concept.key]
    return ConceptCard(
        id=concept.id,
        name=concept.name,
        name_en=_text(p, "name_en"),
        name_zh=_text(p, "name_zh"),
        aliases=_texts(p, "aliases"),
        papers=whole_number(p, "papers"),
        broader=_joined(store, concept, upward),
        narrower=_joined(store, concept, downward),
        related=_joined(store, concept, edges["RELATED"][:MOST]),
        mentioned_in=tuple(sorted(papers, key=lambda each: (-each.score, each.title, each.id))),
    )


def _mentioning(edge: Edge, paper: Node) -> MentioningPaper:
    lang = _text(paper.properties, "lang")
    return MentioningPaper(paper.id, paper.name, lang, _score(edge), evidence(paper, edge))


def _joined(store: GraphStore, concept: Node, edges: Sequence[Edge]) -> tuple[JoinedConcept, ...]:
    others = _others(store, concept, edges)
    found = [
        JoinedConcept(
            other.id,
            other.name,
            _score(edge),
            whole_number(edge.properties, "papers"),
            *(_text(edge.properties, name) for name in ("reason", "sentence", "paper", "vocabulary")),
        )
        for edge, other in others
    ]
    papers = {other.id: whole_number(other.properties, "papers") for _, other in others}
    return tuple(sorted(found, key=lambda each: (-each.score, -papers[each.id], each.name, each.id)))


def _author_card(store: GraphStore, author: Node) -> AuthorCard:
    known = author.properties
    papers = _newest_first(store, author, "WROTE")
    return AuthorCard(author.id, author.name, _texts(known, "aliases"), _text(known, "orcid"), papers)


def _venue_card(store: GraphStore, venue: Node) -> VenueCard:
    known = venue.properties
    papers = _newest_first(store, venue, "PUBLISHED_IN")
    return VenueCard(venue.id, venue.name, _texts(known, "aliases"), _texts(known, "issn"), papers)


def _newest_first(store: GraphStore, node: Node, kind: str) -> tuple[ListedPaper, ...]:
    papers = [paper for _, paper in _others(store, node, store.edges([node.key], (kind,)))]
    papers.sort(key=lambda paper: (-whole_number(paper.properties, "year"), paper.name, paper.id))
    return tuple(map(listed, papers))


def _source_card(store: GraphStore, source: Node) -> SourceCard:
    edges = _in_order(store.edges([source.key], ("CONTAINS",)))
    papers = [paper for _, paper in _others(store, source, edges)]
    return SourceCard(source.id, source.name, tuple(map(listed, papers)))


def _edges_by_type(store: GraphStore, key: NodeKey, types: Sequence[str]) -> dict[str, list[Edge]]:
    """The relationships of one node by type, the strongest first."""
    found: dict[str, list[Edge]] = defaultdict(list)
    for edge in sorted(store.edges([key], types), key=lambda each: -strength(each)):
        found[edge.type].append(edge)
    return found


def _others(store: GraphStore, node: Node, edges: Sequence[Edge]) -> list[tuple[Edge, Node]]:
    """Each relationship with the node at its other end, in the given order."""
    keys = [edge.end if edge.start == node.key else edge.start for edge in edges]
    found: dict[NodeKey, Node] = {other.key: other for other in store.nodes(keys)}
    return [(edge, found[key]) for edge, key in zip(edges, keys, strict=True)]


def _in_order(edges: Sequence[Edge]) -> list[Edge]:
    return sorted(edges, key=lambda edge: (whole_number(edge.properties, "position"), edge.start, edge.end))


def _score(edge: Edge) -> float:
    return round(strength(edge), 4)


def _text(properties: Mapping[str, object], name: str) -> str:
    return str(properties.get(name) or "")


def _texts(properties: Mapping[str, object], name: str) -> tuple[str, ...]:
    value = properties.get(name)
    return tuple(map(str, value)) if isinstance(value, tuple | list) else ()
