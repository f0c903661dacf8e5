"""Where the nodes of a picture go: stress layout, then room for every label. Deterministic.

Distances on the page follow distances in the graph (stress majorization after Gansner, Koren and North),
which shows clusters without a simulation in the reader's browser. Without SciPy, whose import takes longer than all of
this for a neighborhood; NetworkX is here with pyvis anyway.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import networkx as nx
import numpy as np

LongEdge: TypeAlias = tuple[int, int, float]
"""(node, node, length): an edge between two nodes, by their indices, and how long it should be, about 1."""

ASPECT = 1.6  # of the picture, width to height
CORE = 800  # how many nodes the stress model (quadratic) takes; the rest joins its neighbours
FILL = 0.6  # share of the picture's area that nodes and labels cover
STEPS, ROUNDS = 120, 400  # limits of the two iterations
MARGIN = 24.0  # pixels between connected components
GUTTER, ROUND = 60.0, 1.15  # pixels between regions; what the ellipse around a region's box needs more


def stress_layout(edges: Sequence[LongEdge], boxes: Sequence[tuple[float, float]]) -> list[tuple[int, int]]:
    """Positions of the nodes, in pixels at zoom 1, around (0, 0).

    boxes: width and height in pixels that each node needs, its label included; the ellipses in them do not
    overlap in the result. The same arguments give the same positions.
    """
    if not boxes:
        return []
    sizes = np.asarray(boxes, dtype=float)
    xy = np.zeros((len(sizes), 2))
    components = _components(edges, len(sizes))
    for component in components:
        number = {node: i for i, node in enumerate(component)}
        inner = [(number[a], number[b], length) for a, b, length in edges if a in number]
        own, count = sizes[component], len(component)
        shaped = _shape(_stress(inner, count) if count <= CORE else _core_first(inner, count), own)
        xy[component] = _separate(shaped, own)
    xy = _pack(xy, sizes, components)
    return [(round(x), round(y)) for x, y in xy.tolist()]


def region_layout(
    edges: Sequence[LongEdge], boxes: Sequence[tuple[float, float]], region: Sequence[int]
) -> list[tuple[int, int]]:
    """Positions as of stress_layout(), with the nodes of one region together and apart from all others.

    region: the number of each node's region, -1 for none; those without stand below all others. Regions that are joined
    by more edges lie nearer.
    """
    members: dict[int, list[int]] = {}
    for node, home in enumerate(region):
        members.setdefault(home, []).append(node)
    loose = members.pop(-1, [])
    if len(members) < 2:
        return stress_layout(edges, boxes)
    inner: dict[int, list[LongEdge]] = {home: [] for home in [*members, -1]}
    between: dict[tuple[int, int], int] = {}
    order = {home: i for i, home in enumerate(sorted(members))}
    for a, b, length in edges:
        if region[a] == region[b]:
            inner[region[a]].append((a, b, length))
        elif min(region[a], region[b]) >= 0:
            one, other = sorted((order[region[a]], order[region[b]]))
            between[one, other] = between.get((one, other), 0) + 1
    xy = np.zeros((len(boxes), 2))
    sizes = np.asarray(boxes, dtype=float)
    region_boxes: list[tuple[float, float]] = []
    for home in sorted(members):
        low, high = _laid_out_alone(xy, sizes, members[home], inner[home])
        region_boxes.append((float(high[0] - low[0]) * ROUND + GUTTER, float(high[1] - low[1]) * ROUND + GUTTER))
    most = max(between.values(), default=1)
    region_edges = [(a, b, 1.6 - (count / most) ** 0.5) for (a, b), count in between.items()]
    for home, middle in zip(sorted(members), stress_layout(region_edges, region_boxes), strict=True):
        xy[members[home]] += middle
    if loose:
        low, high = _laid_out_alone(xy, sizes, loose, inner[-1])
        joined = [node for home in members.values() for node in home]
        xy[loose, 1] += (xy + sizes / 2)[joined].max(axis=0)[1] + GUTTER - low[1]
    return [(round(x), round(y)) for x, y in xy.tolist()]


def _laid_out_alone(
    xy: np.ndarray, sizes: np.ndarray, group: list[int], edges: Sequence[LongEdge]
) -> tuple[np.ndarray, np.ndarray]:
    """Gives the nodes of a group positions around (0, 0), and returns the corners of the box that they fill."""
    number = {node: i for i, node in enumerate(group)}
    inner = [(number[a], number[b], length) for a, b, length in edges]
    xy[group] = stress_layout(inner, [tuple(box) for box in sizes[group].tolist()])
    return (xy - sizes / 2)[group].min(axis=0), (xy + sizes / 2)[group].max(axis=0)


def _components(edges: Sequence[LongEdge], count: int) -> list[list[int]]:
    """The connected components, largest first. All single nodes count as one, which has no edges."""
    graph = nx.empty_graph(count)
    graph.add_edges_from(edge[:2] for edge in edges)
    components = [sorted(component) for component in nx.connected_components(graph)]
    single = [component[0] for component in components if len(component) == 1]
    joined = sorted((component for component in components if len(component) > 1), key=len, reverse=True)
    return [*joined, single] if single else joined


def _pack(xy: np.ndarray, sizes: np.ndarray, components: Sequence[Sequence[int]]) -> np.ndarray:
    """Moves each component close to those before it, so that the whole is small, of ASPECT, around (0, 0)."""
    low, high = xy - sizes / 2 - MARGIN / 2, xy + sizes / 2 + MARGIN / 2
    packed: list[int] = []
    for component in map(list, components):
        if packed:
            before, after = low[packed], high[packed]
            if len(component) * len(packed) > 100_000:  # too many to compare: beside all of them at once
                before, after = before.min(axis=0)[None], after.max(axis=0)[None]
            shift = _beside(before, after, low[component], high[component])
            low[component] += shift
            high[component] += shift
        packed += component
    return (low + high) / 2 - (low.min(axis=0) + high.max(axis=0)) / 2


def _beside(low: np.ndarray, high: np.ndarray, own_low: np.ndarray, own_high: np.ndarray) -> np.ndarray:
    """How far to move a component so that it touches the packed boxes from the best of 36 directions."""
    best, shift = np.inf, np.zeros(2)
    bottom, top = low.min(axis=0), high.max(axis=0)
    start = (bottom + top - own_low.min(axis=0) - own_high.max(axis=0)) / 2
    far = float(np.hypot(*(top - bottom + np.ptp(np.vstack([own_low, own_high]), axis=0))))
    for angle in np.linspace(0, 2 * np.pi, 36, endpoint=False):
        ray = np.array([np.cos(angle), np.sin(angle)])
        near, clear = 0.0, far
        for _ in range(9):  # bisection: good enough where the free distances have gaps
            middle = (near + clear) / 2
            move = start + middle * ray
            inside = (own_low[:, None] + move < high) & (own_high[:, None] + move > low)
            near, clear = (middle, clear) if inside.all(axis=2).any() else (near, middle)
        move = start + clear * ray
        width, height = np.maximum(top, (own_high + move).max(axis=0)) - np.minimum(
            bottom, (own_low + move).min(axis=0)
        )
        cost = max(width, ASPECT * height) + 0.05 * (width + height) + 0.02 * clear
        if cost < best:
            best, shift = cost, move
    return shift


def _distances(edges: Sequence[LongEdge], count: int) -> np.ndarray:
    """(count, count) lengths of shortest paths; unconnected nodes stand a little beyond the farthest.

    The diagonal is 1, so that one may divide by it."""
    if not edges:
        return np.ones((count, count))
    graph = nx.empty_graph(count)
    graph.add_weighted_edges_from(edges)
    found = np.asarray(nx.floyd_warshall_numpy(graph, range(count)))
    far = found[np.isfinite(found)].max()
    found = np.where(np.isfinite(found), found, far + 0.6)
    np.fill_diagonal(found, 1.0)
    return found


def _stress(edges: Sequence[LongEdge], count: int) -> np.ndarray:
    """(count, 2) positions that minimise the weighted stress of the graph distances."""
    if count == 1:
        return np.zeros((1, 2))
    wished = _distances(edges, count)
    weights = wished**-2
    np.fill_diagonal(weights, 0.0)
    # The layout may float freely: one added constant makes the Laplacian invertible without changing it.
    inverse = np.linalg.inv(np.diag(weights.sum(axis=1)) - weights + 1.0 / count)
    pull = weights * wished
    xy = _first_guess(wished)
    for _ in range(STEPS):
        dx, dy = (column[:, None] - column[None] for column in xy.T)
        ratio = pull / np.maximum(np.sqrt(dx * dx + dy * dy), 1e-9)
        target = inverse @ (ratio.sum(axis=1)[:, None] * xy - ratio @ xy)
        step = np.abs(target - xy).max()
        xy = target
        if step < 0.01:
            break
    return xy


def _first_guess(wished: np.ndarray) -> np.ndarray:
    """Classical scaling; a fixed jitter keeps nodes with the same distances apart."""
    squared = wished**2
    np.fill_diagonal(squared, 0.0)
    centred = squared - squared.mean(axis=0) - squared.mean(axis=1)[:, None] + squared.mean()
    values, vectors = np.linalg.eigh(-centred / 2)
    guess = vectors[:, -2:] * np.sqrt(np.maximum(values[-2:], 1e-9))
    guess *= np.where(guess[np.abs(guess).argmax(axis=0), [0, 1]] < 0, -1, 1)  # eigenvectors have no sign
    return guess + np.random.default_rng(7).normal(0, 0.05, guess.shape)


def _core_first(edges: Sequence[LongEdge], count: int) -> np.ndarray:
    """Positions for a large graph: the best connected nodes by stress, the others beside them."""
    ends = np.array([edge[:2] for edge in edges], dtype=int).reshape(-1, 2)
    degree = np.bincount(ends.ravel(), minlength=count)
    core = np.argsort(-degree, kind="stable")[:CORE]
    number = {int(node): i for i, node in enumerate(core)}
    inner = [(number[a], number[b], length) for a, b, length in edges if a in number and b in number]
    inside = _stress(inner, len(core))
    xy = np.random.default_rng(7).uniform(-1, 1, (count, 2)) * np.abs(inside).max()
    xy[core] = inside
    neighbours: dict[int, list[int]] = {}
    for a, b in ends.tolist():
        neighbours.setdefault(a, []).append(b)
        neighbours.setdefault(b, []).append(a)
    for node in np.argsort(-degree, kind="stable")[CORE:].tolist():
        inner_ends = [other for other in neighbours.get(node, ()) if other in number]
        if inner_ends:
            xy[node] = 0.1 * xy[node] + 0.9 * xy[inner_ends].mean(axis=0)
    return xy


def _shape(xy: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """The long side lies across; stretched towards ASPECT and scaled so that the boxes fill FILL of it."""
    centred = xy - xy.mean(axis=0)
    if len(xy) > 2:
        _, axes = np.linalg.eigh(centred.T @ centred)
        axes = axes[:, ::-1]
        axes *= np.where(axes[np.abs(axes).argmax(axis=0), [0, 1]] < 0, -1, 1)
        centred = centred @ axes
    deviation = np.maximum(centred.std(axis=0), 1e-6)
    stretch = np.clip(ASPECT * deviation[1] / deviation[0], 0.6, 1.9)
    centred[:, 0] *= stretch
    span = np.maximum(np.ptp(centred, axis=0), 1e-6)
    area = max(float(span.prod()), 0.05 * float(span.max()) ** 2)
    return centred * np.sqrt(sizes.prod(axis=1).sum() / FILL / area)


def _separate(xy: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """Pushes nodes apart until no two of the ellipses in their boxes overlap."""
    xy = xy + np.random.default_rng(11).normal(0, 0.01, xy.shape)
    largest = sizes.max(axis=0)
    for turn in range(ROUNDS):
        if turn % 100 == 99:
            xy = xy * 1.05  # a knot that pushing alone does not open
        first, second = _near(xy / largest)
        if not len(first):
            break
        gap = xy[second] - xy[first]
        need = (sizes[first] + sizes[second]) / 2
        apart = np.hypot(*(gap / need).T)
        hit = apart < 1 - 1e-4
        if not hit.any():
            break
        # Along their own direction, so that clusters keep their form.
        push = gap * np.minimum(1 / np.maximum(apart, 0.2) - 1, 1.0)[:, None] * (0.5 * hit)[:, None]
        np.add.at(xy, first, -push)
        np.add.at(xy, second, push)
    return xy


def _near(xy: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The pairs of points less than 1 apart across and down, and some farther ones: those in touching unit cells."""
    cells = np.floor(xy).astype(np.int64)
    cells -= cells.min(axis=0)
    width = int(cells[:, 1].max()) + 3  # room beside each column, so that it does not touch the next
    number = cells @ np.array([width, 1])
    order = np.argsort(number, kind="stable")
    ranked = number[order]
    pairs = []
    # In its own cell the points after it, and all of half of the cells around.
    for shift in (0, 1, width - 1, width, width + 1):
        start = np.arange(1, len(ranked) + 1) if shift == 0 else np.searchsorted(ranked, ranked + shift)
        tally = np.searchsorted(ranked, ranked + shift, side="right") - start
        nth = np.arange(tally.sum()) - np.repeat(np.cumsum(tally) - tally, tally)
        pairs.append((np.repeat(order, tally), order[np.repeat(start, tally) + nth]))
    first, second = (np.concatenate(ends) for ends in zip(*pairs, strict=True))
    return first, second
