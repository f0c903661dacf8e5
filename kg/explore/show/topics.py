"""The topics of a corpus, and all there is to know about one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.core.graph import Node, NodeKey, Value, strength, whole_number
from kg.core.graph_store import GraphStore
from kg.core.topics import by_size
from kg.explore.around.hops import HUB
from kg.explore.show.listed import ListedPaper, listed

LISTED, TELLING = 10, 20
"""LISTED: papers of a kind, authors and concepts on a card. TELLING: the concepts that core papers are about."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic. level: 1, or 2 for a part of one; part_of: the id of that one, else "". papers: how many belong to it;
    year_mean: None where none has a year. centrality, density: see kg.links.topics.callon."""

    id: str
    name: str
    level: int
    papers: int
    year_mean: float | None
    centrality: float
    density: float
    part_of: str


@dataclass(frozen=True, slots=True)
class NamedTopic:
    """A topic beside another."""

    id: str
    name: str
    papers: int


@dataclass(frozen=True, slots=True)
class TopicConcept:
    """A concept of a topic. weight: the part of what papers say of it that those of the topic say; papers: how many
    mention it, in all."""

    id: str
    name: str
    weight: float
    papers: int


@dataclass(frozen=True, slots=True)
class TopicAuthor:
    """An author in a topic. papers: how many of it are theirs."""

    id: str
    name: str
    papers: int


@dataclass(frozen=True, slots=True)
class TopicYear:
    """papers: how many of the topic are of the year."""

    year: int
    papers: int


@dataclass(frozen=True, slots=True)
class TopicCard:
    """A topic opened. concepts: the most telling first; core: the papers most about these; newest: of one
    year those first that belong to it most; authors: of most papers first."""

    id: str
    name: str
    level: int
    papers: int
    year_mean: float | None
    centrality: float
    density: float
    part_of: tuple[NamedTopic, ...]
    parts: tuple[NamedTopic, ...]
    concepts: tuple[TopicConcept, ...]
    core: tuple[ListedPaper, ...]
    newest: tuple[ListedPaper, ...]
    authors: tuple[TopicAuthor, ...]
    years: tuple[TopicYear, ...]


def topics(store: GraphStore, *, level: int | None = None, limit: int = 30) -> list[Topic]:
    """At most `limit` topics, the largest first; without a level those of level 1, each with its parts behind it."""
    nodes = by_size(store.nodes([("Topic", each.id) for each in store.find("", ("Topic",))]))
    part_of = {edge.start[1]: edge.end[1] for edge in store.edges([node.key for node in nodes], ("PART_OF",))}
    if level is None:
        place = {node.id: n for n, node in enumerate(nodes)}
        nodes.sort(key=lambda node: (place[part_of.get(node.id, node.id)], _level(node), place[node.id]))
    wanted = [node for node in nodes if level in (None, _level(node))]
    return [Topic(*_facts(node), part_of.get(node.id, "")) for node in wanted[:limit]]


def topic_card(store: GraphStore, topic: Node) -> TopicCard:
    """Everything about a topic that a person would ask for."""
    joined = store.edges([topic.key], ("PART_OF",))
    named = {node.key: node for node in store.nodes([key for edge in joined for key in (edge.start, edge.end)])}
    weights = {edge.start: strength(edge) for edge in store.edges([topic.key], ("CONCEPT_IN_TOPIC",))}
    concepts = sorted(store.nodes(sorted(weights)), key=lambda node: _telling(node, weights))
    belongs = {edge.start: strength(edge) for edge in store.edges([topic.key], ("IN_TOPIC",))}
    papers = store.nodes(sorted(belongs))
    years = Counter(year for paper in papers if (year := whole_number(paper.properties, "year")))
    dated = [paper for paper in papers if whole_number(paper.properties, "year")]
    newest = sorted(
        dated, key=lambda paper: (-whole_number(paper.properties, "year"), -belongs[paper.key], paper.name, paper.id)
    )
    return TopicCard(
        *_facts(topic),
        part_of=tuple(_named(named[edge.end]) for edge in joined if edge.start == topic.key),
        parts=tuple(map(_named, by_size(named[edge.start] for edge in joined if edge.end == topic.key))),
        concepts=tuple(
            TopicConcept(node.id, node.name, round(weights[node.key], 4), whole_number(node.properties, "papers"))
            for node in concepts[:LISTED]
        ),
        core=tuple(map(listed, _core(store, papers, concepts[:TELLING], weights))),
        newest=tuple(map(listed, newest[:LISTED])),
        authors=_authors(store, papers),
        years=tuple(TopicYear(year, years[year]) for year in sorted(years)),
    )


def _core(
    store: GraphStore, papers: Sequence[Node], concepts: Sequence[Node], weights: Mapping[NodeKey, float]
) -> list[Node]:
    """The papers that are most about these concepts, by how much of each belongs to the topic."""
    about: dict[NodeKey, int] = defaultdict(int)
    for edge in store.edges([node.key for node in concepts], ("MENTIONS",), strongest=HUB) if concepts else ():
        about[edge.start] += round(strength(edge) * weights[edge.end] * 10_000)
    return sorted(papers, key=lambda paper: (-about[paper.key], paper.name, paper.id))[:LISTED]


def _authors(store: GraphStore, papers: Sequence[Node]) -> tuple[TopicAuthor, ...]:
    count = Counter(edge.start for edge in store.edges([paper.key for paper in papers], ("WROTE",)) if papers)
    nodes = sorted(store.nodes(sorted(count)), key=lambda node: (-count[node.key], node.name, node.id))
    return tuple(TopicAuthor(node.id, node.name, count[node.key]) for node in nodes[:LISTED])


def _telling(concept: Node, weights: Mapping[NodeKey, float]) -> tuple[float, str, str]:
    weight = weights[concept.key]
    return -round(whole_number(concept.properties, "papers") * weight * weight, 6), concept.name, concept.id


def _level(topic: Node) -> int:
    return whole_number(topic.properties, "level")


def _named(topic: Node) -> NamedTopic:
    return NamedTopic(topic.id, topic.name, whole_number(topic.properties, "papers"))


def _facts(topic: Node) -> tuple[str, str, int, int, float | None, float, float]:
    p = topic.properties
    mean = p.get("year_mean")
    year = float(mean) if isinstance(mean, int | float) else None
    return (
        topic.id,
        topic.name,
        _level(topic),
        whole_number(p, "papers"),
        year,
        _float(p, "centrality"),
        _float(p, "density"),
    )


def _float(properties: Mapping[str, Value], name: str) -> float:
    value = properties.get(name)
    return float(value) if isinstance(value, int | float) else 0.0
