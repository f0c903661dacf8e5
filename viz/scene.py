"""What a page holds: the nodes it shows at first, one ring more to walk into, and every relationship among them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg.core.graph import Edge, Node, NodeKey, edge_order, strength
from kg.core.graph_store import GraphStore
from kg.core.messages import counted
from kg.core.topics import homes
from kg.explore.around.hops import hops_from
from kg.explore.around.neighbors import selection
from kg.viz.corpus import Corpus, corpus_of, with_mentions

AROUND, OVERVIEW = 60, 400
"""Nodes shown at first where nobody says how many: around a node, of a corpus."""
RING = 300
"""At most so many nodes beyond those shown, and at most as many as are shown."""
NO_RING = 1000  # pages that show more carry enough as it is
MOST_PAPERS = 200
"""So many papers of a concept a server tells at once."""
MOST_AUTHORS = 40
"""So many authors of a paper a page names."""
_PER_NODE = 8  # the strongest relationships of a type and direction through which the ring is found
_LISTED_SIMILAR = 8  # nearest papers that the page names for each paper

DRAWN: Mapping[str, int] = {"MENTIONS": 6, "RELATED": 3, "SIMILAR": 2}
"""How many lines of a type are drawn for each node, the strongest first; the rest appear with the node.

All lines of the other types are drawn.
"""


@dataclass(frozen=True, slots=True)
class Scene:
    """nodes: the first `shown` are seen at once, best first; the rest is the ring.

    scores: in a neighborhood, how near a shown node is to the centre, in (0, 1].
    authors: of a paper, in order, whether they are among the nodes or not; at most MOST_AUTHORS.
    homes: which of the topics of the corpus a paper or concept belongs to most.
    """

    center: NodeKey | None
    nodes: tuple[Node, ...]
    shown: int
    edges: tuple[Edge, ...]
    scores: Mapping[NodeKey, float] = field(default_factory=dict)
    corpus: Corpus = field(default_factory=Corpus)
    authors: Mapping[NodeKey, Sequence[Node]] = field(default_factory=dict)
    homes: Mapping[NodeKey, int] = field(default_factory=dict)


def scene(store: GraphStore, node: Node | None, *, hops: int, limit: int, corpus: Corpus | None = None) -> Scene:
    """At most `limit` nodes around a node, or of the whole corpus, and the ring around them. corpus: else read."""
    shown, scores = selection(store, node, hops=hops, limit=limit)
    center = node.key if node and node.label != "Topic" else None
    found = _with_ring(store, center, shown, scores)
    told_of = with_mentions(store, corpus or corpus_of(store), found.nodes)
    return replace(found, corpus=told_of, homes=_homes(store, shown, told_of))


def told(scene: Scene) -> str:
    """What a page shows of the corpus, in words: "160 of 368 concepts, all 46 papers"."""
    shown = Counter(node.label for node in scene.nodes[: scene.shown])
    parts = []
    for label, some in shown.items():
        whole = scene.corpus.counts.get(label, some)
        one = label.lower()
        if some < whole:
            parts.append(f"{some:,} of {counted(whole, one)}")
        else:
            parts.append(f"{'all ' if some > 1 else ''}{counted(some, one)}")
    return ", ".join(parts) or "nothing"


def expansion(store: GraphStore, node: Node) -> Scene:
    """A node with the strongest of what it is joined to: what a page asks a server for."""
    return _with_ring(store, node.key, (node,), {}, room=4 * _PER_NODE)


def papers_of(store: GraphStore, concept: Node) -> Scene:
    """A concept with the papers that mention it, the strongest MOST_PAPERS: what a page lists in its panel."""
    mentions = sorted(store.edges([concept.key], ("MENTIONS",), strongest=MOST_PAPERS), key=lambda e: -strength(e))
    papers = store.nodes([edge.start for edge in mentions[:MOST_PAPERS]])
    return steps(store, [concept, *papers])


def steps(store: GraphStore, nodes: Sequence[Node]) -> Scene:
    """These nodes and what joins them, without a ring."""
    return Scene(None, tuple(nodes), len(nodes), tuple(_edges_among(store, nodes)), authors=_authors(store, nodes))


def _with_ring(
    store: GraphStore,
    center: NodeKey | None,
    shown: Sequence[Node],
    scores: Mapping[NodeKey, float],
    room: int | None = None,
) -> Scene:
    if room is None:
        room = 0 if len(shown) > NO_RING else min(RING, max(len(shown), 60))
    nodes = (*shown, *_ring(store, [node.key for node in shown], room))
    edges = tuple(_edges_among(store, nodes))
    return Scene(center, nodes, len(shown), edges, scores, authors=_authors(store, nodes))


def _ring(store: GraphStore, shown: Sequence[NodeKey], room: int) -> list[Node]:
    """The best of what the shown nodes are joined to: first everyone's strongest, then everyone's second."""
    inside, turn = set(shown), dict[NodeKey, tuple[int, float]]()
    for found in hops_from(store, shown, strongest=_PER_NODE).values() if room else ():
        outside = sorted((-link.strength, link.target) for link in found if link.target not in inside)
        for rank, (weakness, key) in enumerate(outside):
            turn[key] = min(turn.get(key, (rank, weakness)), (rank, weakness))
    return store.nodes(sorted(turn, key=lambda key: (turn[key], key))[:room])


def _edges_among(store: GraphStore, nodes: Iterable[Node]) -> list[Edge]:
    """Asked from the papers' side: a paper has few relationships, a concept may have thousands."""
    inside = {node.key for node in nodes}
    papers = sorted(key for key in inside if key[0] == "Paper")
    concepts = sorted(key for key in inside if key[0] == "Concept")
    edges = [
        *store.edges(papers, ("CONTAINS", "WROTE", "PUBLISHED_IN", "MENTIONS", "CITES")),
        *store.edges(papers, ("SIMILAR",), strongest=_LISTED_SIMILAR),
        *store.edges(concepts, ("RELATED", "BROADER")),
    ]
    return sorted((edge for edge in edges if edge.start in inside and edge.end in inside), key=edge_order)


def _authors(store: GraphStore, nodes: Iterable[Node]) -> dict[NodeKey, list[Node]]:
    wrote = store.edges(sorted(node.key for node in nodes if node.label == "Paper"), ("WROTE",))
    of: dict[NodeKey, list[NodeKey]] = defaultdict(list)
    for edge in sorted(wrote, key=lambda edge: (edge.properties.get("position") or 0, edge.start)):
        of[edge.end].append(edge.start)
    known = {node.key: node for node in store.nodes(sorted({edge.start for edge in wrote}))}
    return {paper: [known[key] for key in keys[:MOST_AUTHORS] if key in known] for paper, keys in of.items()}


def _homes(store: GraphStore, nodes: Iterable[Node], corpus: Corpus) -> dict[NodeKey, int]:
    members = sorted(node.key for node in nodes if node.label in ("Paper", "Concept"))
    topics = [topic.key for topic in corpus.topics]
    return homes(store.edges(members, ("IN_TOPIC", "CONCEPT_IN_TOPIC")), topics) if topics else {}


def drawn(scene: Scene) -> list[bool]:
    """Says for each edge whether its line is always there.

    It is where it is among the strongest of its type at one of its ends (DRAWN), or the strongest of all there. That is
    decided among the shown nodes first, so that none of them stands alone.
    """
    shown = {node.key for node in scene.nodes[: scene.shown]}
    result = [edge.type not in DRAWN for edge in scene.edges]
    inside = [i for i, edge in enumerate(scene.edges) if edge.start in shown and edge.end in shown]
    for numbers in (inside, sorted(set(range(len(scene.edges))) - set(inside))):
        of: dict[tuple[str, NodeKey], list[int]] = defaultdict(list)
        for i in numbers:
            edge = scene.edges[i]
            for end in (edge.start, edge.end):
                # a concept may be in thousands of papers: there the paper chooses
                if not (edge.type == "MENTIONS" and end == edge.end):
                    of[edge.type, end].append(i)
                of["", end].append(i)
        for (kind, _), touching in of.items():
            for i in sorted(touching, key=lambda i: -strength(scene.edges[i]))[: DRAWN.get(kind, 1)]:
                result[i] = True
    return result
