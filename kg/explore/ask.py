"""What `kg` asks under the same names, for notebooks: of a store folder, a server's address or an open graph.

Each function opens what it is given by folder or address, and closes it again; who asks often opens the graph once
(`kg.open_graph`) and passes that. Lists are plain lists that a notebook shows as tables (kg.explore.show.listing).
Raises StoreError when there is no store or graph, NodeNotFound with names like the one that is missing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TypeAlias

from kg.core.graph import NODES, Node
from kg.core.graph_store import GraphStore, Match, Neighbor
from kg.explore.around.neighbors import neighbors as neighbors_of
from kg.explore.around.neighbors import similar as similar_to
from kg.explore.around.paths import Step
from kg.explore.around.paths import path as path_between
from kg.explore.counts.stats import Count
from kg.explore.counts.stats import stats as counts_of
from kg.explore.counts.trends import Trend
from kg.explore.counts.trends import trends as trends_of_concepts
from kg.explore.find.resolve import resolve
from kg.explore.find.search import search as search_in
from kg.explore.show.cards import Card, SimilarPaper
from kg.explore.show.cards import show as card_of
from kg.explore.show.listing import Listing
from kg.explore.show.topics import Topic
from kg.explore.show.topics import topics as topics_of
from kg.loaders import open_graph

AnyGraph: TypeAlias = str | Path | GraphStore
"""A store folder, the address of a Neo4j server, or a graph that is open already."""


def opened(store: AnyGraph) -> AbstractContextManager[GraphStore]:
    """The graph, closed afterwards unless it was open before."""
    return nullcontext(store) if isinstance(store, GraphStore) else open_graph(store)


def neighbors(
    store: AnyGraph, node: str | Node, *, hops: int = 1, limit: int = 20, label: str | None = None
) -> list[Neighbor]:
    """What lies near a node, the best of every kind in turn, and why.

    node: a name, an alias in either language, or an id. label: only "Paper", "Concept", "Author", "Venue" or "Topic".
    score: in [0, 1], the product of the strengths on the best path of at most `hops` relationships.

    >>> import kg
    >>> for near in kg.neighbors("kg-store", "知识蒸馏", limit=3):
    ...     print(near.score, near.label, near.name)
    0.9295 Paper LEAD: liberal feature-based distillation, knowledge distillation
    0.7 Concept distillation
    0.2679 Concept MARCO
    """
    if label is not None and label not in NODES:
        raise ValueError(f"label must be one of {', '.join(NODES)}, not {label!r}")
    with opened(store) as graph:
        return Listing(neighbors_of(graph, _node(graph, node), hops=hops, limit=limit, label=label))


def search(store: AnyGraph, text: str, *, limit: int = 20) -> list[Match]:
    """Papers, concepts and authors whose names hold a text, best first; names spelled alike if there are none.

    >>> import kg
    >>> kg.search("kg-store", "distill", limit=1)
    [Match(id='distillation', label='Concept', name='distillation', score=0.8583, match='distillation')]
    """
    with opened(store) as graph:
        return Listing(search_in(graph, text, limit=limit))


def similar(store: AnyGraph, paper: str | Node, *, limit: int = 20) -> list[SimilarPaper]:
    """The papers most like one, best first, with the names of the concepts that both mention.

    paper: a title or an id. limit: how many; behind those that SIMILAR joins come others by the same score. A Neo4j
    knows only the first.

    >>> import kg
    >>> for other in kg.similar("kg-store", "p0b90d5701acb", limit=2):
    ...     print(other.score, other.title, other.shared[:2])
    0.9986 POD: 渐进式蒸馏方法,以进行致密检索 ('knowledge distillation', 'teacher model')
    0.9242 MAD: 动量对抗蒸馏、DFKD、发电机 ('knowledge distillation',)
    """
    with opened(store) as graph:
        return Listing(similar_to(graph, _node(graph, paper, ("Paper",)), limit=limit))


def path(store: AnyGraph, start: str | Node, end: str | Node) -> list[Step]:
    """The strongest path from one node to another over papers and concepts; empty when there is none.

    via: what joins a step to the one before.

    >>> import kg
    >>> [step.name for step in kg.path("kg-store", "neural collapse", "transfer learning") if step.label == "Concept"]
    ['neural collapse', 'transfer learning']
    """
    with opened(store) as graph:
        return Listing(path_between(graph, _node(graph, start), _node(graph, end)))


def show(store: AnyGraph, node: str | Node) -> Card:
    """All there is to know about a node: a ConceptCard, PaperCard, AuthorCard, SourceCard or TopicCard.

    A concept comes with its papers and the sentences that name it, a paper with its concepts and the characters of the
    abstract where they stand (see kg.explore.show.cards).

    >>> import kg
    >>> concept = kg.show("kg-store", "neural collapse")
    >>> concept.papers
    3
    >>> concept.mentioned_in[0].evidence[0].sentence[:46]
    'This phenomenon is known as "Neural Collapse,"'
    """
    with opened(store) as graph:
        return card_of(graph, _node(graph, node))


def topics(store: AnyGraph, *, level: int | None = None, limit: int = 30) -> list[Topic]:
    """The topics of the corpus, the largest first: those of level 1, or the finer ones of level 2, which are parts of
    them; without a level each of level 1 with its parts behind it.

    Open one with `show`: its concepts, papers, authors and years. limit: at most so many. centrality, density: see
    kg.links.topics.callon.

    >>> import kg
    >>> topic = kg.topics("kg-store", limit=1)[0]
    >>> topic.papers
    15
    """
    with opened(store) as graph:
        return Listing(topics_of(graph, level=level, limit=limit))


def trends(store: AnyGraph, concepts: Sequence[str | Node] = (), *, limit: int = 10) -> list[Trend]:
    """Concepts by year, with how surely each rises or falls: these, or the `limit` that rise and that fall most.

    trend: standard deviations of a Cochran-Armitage test; above 2 or below -2 it is hardly chance. Empty where no paper
    has a year, as in the seeds.

    >>> import kg
    >>> kg.trends("kg-store", ["neural collapse"])
    []
    """
    with opened(store) as graph:
        nodes = [_node(graph, each, ("Concept",)) for each in concepts]
        return Listing(trends_of_concepts(graph, nodes, limit=limit))


def stats(store: AnyGraph, *, limit: int = 10) -> list[Count]:
    """How many nodes, relationships and papers by language and year there are; at most `limit` concepts that papers are
    most about, and works outside the graph that two papers or more cite, the most cited first.

    >>> import kg
    >>> kg.stats("kg-store")[1]
    Count(group='nodes', name='Paper', count=46)
    """
    with opened(store) as graph:
        return Listing(counts_of(graph, limit=limit))


def query(
    store: AnyGraph, cypher: str, params: Mapping[str, object] | None = None, *, write: bool = False
) -> list[dict[str, object]]:
    """The rows of a Cypher query (Neo4j 5), all of them, one dict a row.

    Only a Neo4j can be written to, and only with `write`. `kg.open_graph(store).query` streams the rows and has the
    warnings. Raises QueryError.

    >>> import kg
    >>> kg.query("kg-store", "MATCH (p:Paper {lang: $lang}) RETURN count(p) AS papers", {"lang": "zh"})
    [{'papers': 22}]
    """
    with opened(store) as graph:
        return list(graph.query(cypher, params, write=write).rows)


def _node(graph: GraphStore, node: str | Node, labels: Sequence[str] = ()) -> Node:
    return node if isinstance(node, Node) else resolve(graph, node, labels=labels)
