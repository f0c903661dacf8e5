"""What a page tells of the whole corpus, of which it shows a part."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg.core.graph import Node, NodeKey, whole_number
from kg.core.graph_store import GraphStore
from kg.core.topics import by_size

AT_ONCE = 2_000
"""Papers that a graph is asked for at once."""


AUTHORS = 10
"""Authors that are told of a topic."""
READ = 20_000
"""Of a larger corpus years and authors of topics are not told: to read all papers takes seconds."""


@dataclass(frozen=True, slots=True)
class CorpusTopic:
    """A topic of level 1. papers: how many belong to it; years: how many of each year; authors: those of most papers,
    with how many. Both are None where the corpus has more than READ papers."""

    key: NodeKey
    name: str
    papers: int
    years: Mapping[int, int] | None
    authors: Sequence[tuple[Node, int]] | None


@dataclass(frozen=True, slots=True)
class Corpus:
    """counts: nodes of each label; years: papers of each year; topics: the largest first; mentions: id of a concept ->
    papers of each year."""

    counts: Mapping[str, int] = field(default_factory=dict)
    years: Mapping[int, int] = field(default_factory=dict)
    topics: Sequence[CorpusTopic] = ()
    mentions: Mapping[str, Mapping[int, int]] = field(default_factory=dict)


def corpus_of(store: GraphStore) -> Corpus:
    """Of no concept yet; see `with_mentions`."""
    counts = store.counts()
    nodes = by_size(store.nodes([("Topic", each.id) for each in store.find("", ("Topic",))]))
    whole = [node for node in nodes if whole_number(node.properties, "level") == 1]
    topics = [_topic(store, node, opened=counts["Paper"] <= READ) for node in whole]
    return Corpus(counts, store.papers_by("year"), topics)


def _topic(store: GraphStore, topic: Node, *, opened: bool) -> CorpusTopic:
    papers = [edge.start for edge in store.edges([topic.key], ("IN_TOPIC",))] if opened else []
    years, authors = (_years(store, papers), _authors(store, papers)) if opened else (None, None)
    return CorpusTopic(topic.key, topic.name, whole_number(topic.properties, "papers"), years, authors)


def _years(store: GraphStore, papers: Sequence[NodeKey]) -> dict[int, int]:
    found = (whole_number(node.properties, "year") for batch in batches(papers) for node in store.nodes(batch))
    tally = Counter(year for year in found if year)
    return {year: tally[year] for year in sorted(tally)}


def _authors(store: GraphStore, papers: Sequence[NodeKey]) -> list[tuple[Node, int]]:
    tally = Counter(edge.start for batch in batches(papers) for edge in store.edges(batch, ("WROTE",)))
    best = sorted(tally, key=lambda author: (-tally[author], author))[:AUTHORS]
    return [(node, tally[node.key]) for node in store.nodes(best)]


def with_mentions(store: GraphStore, corpus: Corpus, nodes: Iterable[Node]) -> Corpus:
    """The same with the mentions of the concepts among these nodes."""
    mentions: dict[str, dict[int, int]] = defaultdict(dict)
    concepts = [node.id for node in nodes if node.label == "Concept"]
    for concept, year, papers in store.mentions_by_year(concepts):
        mentions[concept][year] = papers
    return replace(corpus, mentions=mentions)


def paper_keys(store: GraphStore) -> list[NodeKey]:
    """The keys of all papers, by id."""
    return sorted(("Paper", each.id) for each in store.find("", ("Paper",)))


def batches(keys: Sequence[NodeKey]) -> Iterator[Sequence[NodeKey]]:
    """The keys, AT_ONCE at a time."""
    return (keys[at : at + AT_ONCE] for at in range(0, len(keys), AT_ONCE))
