"""Where the papers of a map lie: near papers attract each other, all others repel. Deterministic.

The layout of LargeVis (Tang, Liu, Zhang, Mei, WWW 2016): it maximises the likelihood of the near pairs, 1 / (1 + d^2)
of each, beside random ones, by steps that grow smaller. Topics give the start: they are laid out first, the same way.
"""

from __future__ import annotations

import numpy as np

from kg.viz.corpus_map.papers import Near

STEPS, RANDOM = 240, 6
"""Steps, and random papers in each from which a paper moves away."""
SIDE = 65_535
"""Positions are whole numbers from 0 to SIDE, along both sides of the map."""
_FIRST, _FARTHEST = 2.0, 4.0
"""How far the first steps lead, by the force, and how far at most."""
_NEAREST, _MOST = 0.01, 4.0
"""Squared distance from which on repulsion no longer grows, and the most of it."""
_ROOM, _SPREAD, _FAR = 0.04, 2.0, 7.0
"""At the start: half the side of the square of one paper; the topics' distance from the middle of all, by the half side
of the square that all papers fill, and the most of it: from farther apart near topics do not find each other."""
_OUTSIDE = 0.5
"""Share of papers at each end of a side beyond which papers are drawn in to the edge, per cent."""


def positions(near: Near, home: np.ndarray) -> np.ndarray:
    """(papers, 2) uint16: where the papers lie.

    near: which papers are near which. home: (papers,) the topic of every paper, from 0, -1 for none: papers of one
    start together. The same arguments give the same positions.
    """
    papers = len(home)
    if not papers:
        return np.zeros((0, 2), np.uint16)
    random = np.random.default_rng(7)
    return _scaled(_settled(near, _start(near, home, random), STEPS, random))


def _start(near: Near, home: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Every paper somewhere in its topic; the topics beside those that they have most pairs with."""
    topic = np.where(home >= 0, home, home.max(initial=-1) + 1)
    size = np.bincount(topic)
    room = _ROOM * np.sqrt(size)
    middle = random.normal(size=(len(size), 2))
    one, other = topic[near.one], topic[near.other]
    between = one != other
    pairs, row = np.unique(np.stack([one[between], other[between]], 1), axis=0, return_inverse=True)
    if len(pairs):
        joined = np.bincount(row.ravel(), near.weight[between])
        middle = _settled(Near(pairs[:, 0], pairs[:, 1], joined / joined.max()), middle, STEPS, random)
    middle -= middle.mean(0)
    middle *= min(_SPREAD * _ROOM * np.sqrt(len(home)), _FAR) / max(float(np.sqrt((middle**2).sum(1).mean())), 1e-9)
    return middle[topic] + random.uniform(-1, 1, (len(home), 2)) * room[topic][:, None]


def _settled(near: Near, start: np.ndarray, steps: int, random: np.random.Generator) -> np.ndarray:
    """(n, 2) float64: the positions after these steps."""
    n = len(start)
    xy = start.astype(np.float64)
    one, other = np.concatenate([near.one, near.other]), np.concatenate([near.other, near.one])
    weight = np.concatenate([near.weight, near.weight])
    pull = np.bincount(one, weight, n)
    joined, pull = (pull > 0)[:, None], np.maximum(pull, 1e-9)
    for step in range(steps):
        apart = xy[other] - xy[one]
        force = (weight / (1 + (apart**2).sum(1)))[:, None] * apart
        moved = np.stack([np.bincount(one, force[:, axis], n) for axis in (0, 1)], 1) / pull[:, None]
        for _ in range(RANDOM):
            apart = xy - xy[random.permutation(n)]
            square = (apart**2).sum(1)
            push = 1 / ((_NEAREST + square) * (1 + square))
            moved += np.clip(push[:, None] * apart, -_MOST, _MOST) / RANDOM
        far = np.sqrt((moved**2).sum(1, keepdims=True))
        xy += joined * _FIRST * (1 - step / steps) * moved * np.minimum(1, _FARTHEST / np.maximum(far, 1e-9))
    return xy


def _scaled(xy: np.ndarray) -> np.ndarray:
    """As whole numbers; the few papers far outside come to the edge."""
    low, high = np.percentile(xy, [_OUTSIDE, 100 - _OUTSIDE], axis=0)
    middle, half = (low + high) / 2, max(float((high - low).max()) / 2, 1e-9) * 1.06
    return np.rint(np.clip((xy - middle) / half, -1, 1) * SIDE / 2 + SIDE / 2).astype(np.uint16)
