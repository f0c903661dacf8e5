"""What people ask of a graph: look up, look around, find, connect. The same over every GraphStore."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.errors import KgError, NodeNotFound
from kg.loaders.answers import Names
from kg.loaders.cards import (
    AuthorCard,
    Card,
    ConceptCard,
    PaperCard,
    SimilarPaper,
    SourceCard,
    show,
    similar_papers,
)
from kg.loaders.evidence import Evidence
from kg.loaders.full_text import rank_texts, words_of
from kg.loaders.names import LABEL_ORDER, alike, begin_with, called, fold, names_of, rank, suggestions, valid
from kg.loaders.reasons import MOST, reasons
from kg.loaders.store import GraphStore, Match, strength
from kg.loaders.walk import Link, Reach, spread, strongest_way
from kg.records import Edge, Neighbor, Node, NodeKey

__all__ = [
    "AuthorCard",
    "Card",
    "ConceptCard",
    "Evidence",
    "Match",
    "Neighborhood",
    "PaperCard",
    "SimilarPaper",
    "SourceCard",
    "Step",
    "is_called",
    "neighborhood",
    "neighbors",
    "path",
    "resolve",
    "search",
    "selection",
    "show",
    "similar",
]

OTHERWISE = 0.6
"""Score of a concept found by another inflection or by the dictionary."""
_SHORT = 3
_BETWEEN_CONCEPTS = ("RELATED", "BROADER")
_FROM_PAPERS = ("CONTAINS", "WROTE", "MENTIONS", "CITES")
_DRAWN_SIMILAR = 2


@dataclass(frozen=True, slots=True)
class Step:
    """A node on a way. via: what joins it to the one before ("" for the first), names joined by commas."""

    id: str
    label: str
    name: str
    via: str


@dataclass(frozen=True, slots=True)
class Neighborhood:
    """Part of the graph, to be drawn: the best nodes first, all relationships among them."""

    center: NodeKey | None
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def resolve(store: GraphStore, name: str, labels: Sequence[str] = ()) -> Node:
    """The node with this id, unless another is called exactly so ("aids" is the id of AIDS); else the one with this
    name, title or alias (in any width and case, both languages).

    Of several: a concept, then a paper, an author, a source; spelled exactly so before otherwise; a name before an
    alias; the concept of more papers. Then a concept in another inflection ("neural network" for "neural networks"),
    or of which this is a translation by the dictionary (联邦学习 for "federated learning"); then the only node with a
    name that begins so. Raises NodeNotFound with up to five names like it.
    """
    name = valid(name)
    allowed = sorted(labels or LABEL_ORDER, key=LABEL_ORDER.__getitem__)
    for label in allowed:
        if found := store.nodes([(label, name)]):
            exact = [each for each in store.find(name, (label,), "is") if name in (each.name, *each.others)]
            return store.nodes([(label, exact[0].id)])[0] if exact else found[0]
    for label in allowed:
        if named := called(name, store.find(name, (label,), "is")):
            return store.nodes([(label, named[0].id)])[0]
    if "Concept" in allowed and (close := _in_other_words(store, name)):
        return store.nodes([("Concept", close.id)])[0]
    beginning = begin_with(name, store.find(name, allowed, "begins"))
    if len(beginning) == 1:
        return store.nodes([(beginning[0].label, beginning[0].id)])[0]
    likely = suggestions(name, store.find(name, allowed), store.find(name, allowed, "alike"))
    raise NodeNotFound(name, likely, allowed[0] if len(allowed) == 1 else "")


def is_called(node: Node, name: str) -> bool:
    """Whether the name is one that the node itself has, or its id."""
    name = valid(name)
    return node.id == name or bool(called(name, [names_of(node.label, node.properties)]))


def search(store: GraphStore, text: str, *, limit: int = 20) -> list[Match]:
    """Nodes whose names hold the text (see kg.loaders.names.rank), then papers whose abstracts do, in any order of the
    words (kg.loaders.full_text.rank_texts). If there is none, the concept that is called so in another inflection or by
    the dictionary in the other language, else names spelled alike."""
    text = valid(text)
    named = rank(text, store.find(text), limit=limit)
    if len(named) == limit:
        return named  # no text scores as much as a name
    known = {(match.label, match.id) for match in named}
    words = words_of(text)
    texts = rank_texts(text, store.papers_holding(words) if words else (), limit=limit + len(known))
    found = [*named, *(match for match in texts if (match.label, match.id) not in known)]
    found.sort(key=lambda match: -match.score)  # stable: equal ones stay in their order
    return found[:limit] or _otherwise(store, text, limit)


def _otherwise(store: GraphStore, text: str, limit: int) -> list[Match]:
    """The concept that the text means in another inflection or language, else names spelled like it."""
    if meant := _in_other_words(store, text):
        return [Match(meant.id, meant.label, meant.name, OTHERWISE, meant.name)]
    # three letters are like everything
    return alike(text, store.find(text, how="alike"), limit=limit) if len(fold(text)) > _SHORT else []


def _in_other_words(store: GraphStore, name: str) -> Names | None:
    from kg.loaders.otherwise import in_other_words  # a dictionary, for the rare name that needs it

    return in_other_words(store, name)


def neighbors(
    store: GraphStore, node: Node, *, hops: int = 1, limit: int = 20, label: str | None = None
) -> list[Neighbor]:
    """What lies near a node, best first: the product of the strengths along the best way, of at most `hops`.

    A paper about a kind of the concept `node` lies one hop away, too: what is said of "data-free knowledge
    distillation" is said of "knowledge distillation". why: what joins the two (kg.loaders.reasons), or "through" and
    the narrower concept; beyond one hop the names of what lies between.
    """
    reached = spread(store, node.key, hops=hops, limit=limit, label=label, narrower=True)
    best = _best(store, reached, limit, label)
    why = _why(store, node, best, reached)
    return [
        Neighbor(each.id, each.label, each.name, reached[each.key].hops, _score(reached[each.key]), why[each.key])
        for each in best
    ]


def _score(reach: Reach) -> float:
    return round(reach.score, 4)


def _best(store: GraphStore, reached: Mapping[NodeKey, Reach], limit: int, label: str | None) -> list[Node]:
    """The best nodes; those of equal score by label, name and id."""
    scores = {key: _score(reach) for key, reach in reached.items() if label in (None, key[0])}
    cut = sorted(scores.values(), reverse=True)[:limit]
    nodes = store.nodes(sorted(key for key, score in scores.items() if cut and score >= cut[-1]))
    return sorted(nodes, key=lambda node: (-scores[node.key], node.label, node.name, node.id))[:limit]


def _why(
    store: GraphStore, center: Node, found: Sequence[Node], reached: Mapping[NodeKey, Reach]
) -> dict[NodeKey, tuple[str, ...]]:
    nodes = {node.key: node for node in (center, *found)}
    near = [node.key for node in found if reached[node.key].hops == 1]
    ways = [(key, way) for key in near for way in reached[key].ways()]
    direct = iter(reasons(store, [way.link for _, way in ways if not way.between], nodes))
    narrower = _names(store, [way.between[-1] for _, way in ways if way.between])
    why: dict[NodeKey, tuple[str, ...]] = dict.fromkeys(near, ())
    for key, way in ways:
        names = (f"through {narrower[way.between[-1]]}",) if way.between else next(direct)
        why[key] = tuple(dict.fromkeys((*why[key], *names)))[:MOST]
    between = {node.key: _between(reached[node.key]) for node in found if node.key not in why}
    named = _names(store, [key for keys in between.values() for key in keys])
    return why | {key: tuple(dict.fromkeys(named[each] for each in keys)) for key, keys in between.items()}


def _between(reach: Reach) -> tuple[NodeKey, ...]:
    """Two hops: the best nodes that lead there; more: the nodes on the best way, the nearest first."""
    ways = reach.ways()
    if reach.hops > 2:
        return ways[0].between
    return tuple(dict.fromkeys(way.between[0] for way in ways))[:MOST]


def _names(store: GraphStore, keys: Sequence[NodeKey]) -> dict[NodeKey, str]:
    return {node.key: node.name for node in store.nodes(list(dict.fromkeys(keys)))}


def similar(store: GraphStore, paper: Node, *, limit: int = 20) -> list[SimilarPaper]:
    """The papers most like this one. Raises KgError when the node is no paper."""
    if paper.label != "Paper":
        raise KgError(f"{paper.name!r} is a {paper.label.lower()}, not a paper")
    return similar_papers(store, paper, store.edges([paper.key], ("SIMILAR",)))[:limit]


def path(store: GraphStore, start: Node, end: Node) -> list[Step]:
    """The strongest way between two nodes over papers and concepts; empty when there is none.

    Raises KgError when the search gave up before it knew.
    """
    way = strongest_way(store, start.key, end.key, through=("Paper", "Concept"))
    nodes = {node.key: node for node in store.nodes([key for key, _ in way])}
    steps = [Link(link.edge, key, link.strength) for key, link in way if link]
    why = iter(reasons(store, steps, nodes))
    return [
        Step(node.id, node.label, node.name, ", ".join(next(why)) if link else "")
        for node, link in ((nodes[key], link) for key, link in way)
    ]


def neighborhood(store: GraphStore, node: Node | None, *, hops: int = 1, limit: int = 60) -> Neighborhood:
    """At most `limit` nodes around a node (itself the first) or of the whole corpus, and what joins them."""
    nodes, _ = selection(store, node, hops=hops, limit=limit)
    return Neighborhood(node.key if node else None, tuple(nodes), tuple(_edges_among(store, nodes)))


def selection(
    store: GraphStore, node: Node | None, *, hops: int, limit: int
) -> tuple[list[Node], dict[NodeKey, float]]:
    """The nodes of a neighborhood, best first, and how near each but the first is to it, in (0, 1].

    Without a node: the strongest of the whole corpus, and no scores.
    """
    if node is None:
        return _overview(store, limit), {}
    reached = spread(store, node.key, hops=hops, limit=limit - 1)
    best = _best(store, reached, limit - 1, None)
    return [node, *best], {each.key: _score(reached[each.key]) for each in best}


def _overview(store: GraphStore, limit: int) -> list[Node]:
    """The strongest concepts, then the papers that connect most of them."""
    concepts = store.top_concepts(max(1, limit * 2 // 5))
    mentions = store.edges([concept.key for concept in concepts], ("MENTIONS",), strongest=500)
    joined = Counter(edge.start for edge in mentions)
    weight: Counter[NodeKey] = Counter()
    for edge in mentions:
        weight[edge.start] += round(strength(edge) * 10_000)
    papers = sorted(joined, key=lambda key: (-min(joined[key], 2), -weight[key], key))
    return [*concepts, *store.nodes(papers[: limit - len(concepts)])]


def _edges_among(store: GraphStore, nodes: Sequence[Node]) -> list[Edge]:
    """Asked from the papers' side: a paper has few relationships, a concept may have thousands.

    Of SIMILAR only the strongest of each paper: all of them hide the rest of a picture.
    """
    shown = {node.key for node in nodes}
    papers = sorted(key for key in shown if key[0] == "Paper")
    concepts = sorted(key for key in shown if key[0] == "Concept")
    edges = [
        *store.edges(papers, _FROM_PAPERS),
        *store.edges(papers, ("SIMILAR",), strongest=_DRAWN_SIMILAR),
        *store.edges(concepts, _BETWEEN_CONCEPTS),
    ]
    return [edge for edge in edges if edge.start in shown and edge.end in shown]
