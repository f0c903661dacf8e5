"""What lies near a node, and the strongest of a whole corpus."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from kg.core.errors import KgError
from kg.core.graph import Node, NodeKey, strength, whole_number
from kg.core.graph_store import GraphStore, Neighbor
from kg.explore.around.neighborhood import Reach, neighborhood
from kg.explore.around.reasons import MOST, reasons
from kg.explore.show.cards import SimilarPaper, farther_papers, similar_papers

_Kind: TypeAlias = tuple[str, bool]
"""Type of the relationship that leads to a node, and whether it points there."""
_CONSIDERED = 5
"""So many times more nodes of a kind are looked at than are asked for: some may be concepts of a single paper."""


def neighbors(
    store: GraphStore, node: Node, *, hops: int = 1, limit: int = 20, label: str | None = None
) -> list[Neighbor]:
    """What lies near a node: the best of every kind in turn (narrower concepts, related ones, papers, ...), by the
    product of the strengths along the best path of at most `hops`; concepts of a single paper last.

    A paper about a kind of the concept `node` lies one hop away, too: what is said of "data-free knowledge
    distillation" is said of "knowledge distillation". why: what joins the two (kg.explore.around.reasons), or "through"
    and the narrower concept; beyond one hop the names of what lies between. label: only nodes of this label.
    """
    reached = neighborhood(store, node.key, hops=hops, limit=limit, label=label, narrower=True)
    best = _best(store, reached, limit, label)
    why = _why(store, node, best, reached)
    return [
        Neighbor(each.id, each.label, each.name, reached[each.key].hops, _score(reached[each.key]), why[each.key])
        for each in best
    ]


def _score(reach: Reach) -> float:
    return round(reach.score, 4)


def _best(store: GraphStore, reached: Mapping[NodeKey, Reach], limit: int, label: str | None) -> list[Node]:
    """The best nodes of every kind in turn: first the best of each, then the second of each, and so on.

    A kind is the relationship that leads to a node, and its direction. Concepts of a single paper come last. Of equal
    score are first concepts of many papers and new papers.
    """
    kinds: dict[_Kind, dict[NodeKey, float]] = defaultdict(dict)
    for key, reach in reached.items():
        if label in (None, key[0]):
            kinds[_kind(reach)][key] = _score(reach)
    good = [key for scores in kinds.values() for key in _first(scores, _CONSIDERED * limit)]
    nodes = sorted(store.nodes(sorted(good)), key=lambda node: (-_score(reached[node.key]), *_tie(node)))
    taken: Counter[tuple[bool, _Kind]] = Counter()
    turns: list[tuple[bool, int, Node]] = []
    for node in nodes:
        single = node.label == "Concept" and whole_number(node.properties, "papers") < 2
        group = (single, _kind(reached[node.key]))
        turns.append((single, taken[group], node))
        taken[group] += 1
    return [node for *_, node in sorted(turns, key=lambda turn: turn[:2])][:limit]


def _kind(reach: Reach) -> _Kind:
    hop = reach.best_first()[0].last
    return hop.edge.type, hop.target == hop.edge.end


def _first(scores: Mapping[NodeKey, float], many: int) -> list[NodeKey]:
    """The keys of the best scores, and of those that equal the last of them."""
    cut = sorted(scores.values(), reverse=True)[:many]
    return [key for key, score in scores.items() if cut and score >= cut[-1]]


def _tie(node: Node) -> tuple[int, int, str, str, str]:
    return (
        -whole_number(node.properties, "papers"),
        -whole_number(node.properties, "year"),
        node.label,
        node.name,
        node.id,
    )


def _why(
    store: GraphStore, center: Node, found: Sequence[Node], reached: Mapping[NodeKey, Reach]
) -> dict[NodeKey, tuple[str, ...]]:
    nodes = {node.key: node for node in (center, *found)}
    near = [node.key for node in found if reached[node.key].hops == 1]
    paths = [(key, path) for key in near for path in reached[key].best_first()]
    direct = iter(reasons(store, [path.last for _, path in paths if not path.between], nodes))
    narrower = _names(store, [path.between[-1] for _, path in paths if path.between])
    why: dict[NodeKey, tuple[str, ...]] = dict.fromkeys(near, ())
    for key, path in paths:
        names = (f"through {narrower[path.between[-1]]}",) if path.between else next(direct)
        why[key] = tuple(dict.fromkeys((*why[key], *names)))[:MOST]
    between = {node.key: _between(reached[node.key]) for node in found if node.key not in why}
    named = _names(store, [key for keys in between.values() for key in keys])
    return why | {key: tuple(dict.fromkeys(named[each] for each in keys)) for key, keys in between.items()}


def _between(reach: Reach) -> tuple[NodeKey, ...]:
    """Of two hops: the best nodes that lead there; of more: the nodes on the best path, the nearest first."""
    paths = reach.best_first()
    if reach.hops > 2:
        return paths[0].between
    return tuple(dict.fromkeys(path.between[0] for path in paths))[:MOST]


def _names(store: GraphStore, keys: Sequence[NodeKey]) -> dict[NodeKey, str]:
    return {node.key: node.name for node in store.nodes(list(dict.fromkeys(keys)))}


def similar(store: GraphStore, paper: Node, *, limit: int = 20) -> list[SimilarPaper]:
    """The papers most like this one: those that SIMILAR joins to it, then, as far as the limit and what `store` knows
    go, others by the same score. Raises KgError when the node is no paper."""
    if paper.label != "Paper":
        raise KgError(f"{paper.name!r} is a {paper.label.lower()}, not a paper")
    near = similar_papers(store, paper, store.edges([paper.key], ("SIMILAR",)))[:limit]
    if len(near) == limit:
        return near
    known = {other.id for other in near}
    more = [(other, score) for other, score in store.alike(paper.id) if other not in known][: limit - len(near)]
    return near + farther_papers(store, paper, more)


def selection(
    store: GraphStore, node: Node | None, *, hops: int, limit: int
) -> tuple[list[Node], dict[NodeKey, float]]:
    """What a page shows: a node and the best around it, and the score of each of these, in (0, 1].

    Without a node the strongest of the whole corpus, of a topic the strongest in it, and no scores. limit: at most so
    many nodes, the first included.
    """
    if node is None:
        return _overview(store, limit), {}
    if node.label == "Topic":  # its papers and concepts; a topic itself is no node of a page
        inside = neighborhood(store, node.key, hops=1, limit=limit)
        return _best(store, {key: each for key, each in inside.items() if key[0] != "Topic"}, limit, None), {}
    reached = neighborhood(store, node.key, hops=hops, limit=limit - 1)
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
