"""Two levels of topics: groups of the papers by what is near, and the groups within each of these."""

from __future__ import annotations

import numpy as np

from kg.links.similar import Pairs
from kg.links.topics.communities import by_size, communities

LEAST, SHARE = 3, 500
"""A topic has at least LEAST papers, and one in SHARE of the corpus; a part one in PART_SHARE of its topic."""
PART_SHARE = 25
SPLIT = 20
"""A topic of fewer papers has no parts."""
MOST, MOST_PARTS = 30, 12


def levels(papers: int, near: Pairs, *, threads: int = 1) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(topics, parts, parents): (papers,) the topic of every paper and the part of it, from 0, -1 for none; and
    (parts,) the topics that the parts belong to.

    Topics are numbered by size, parts by topic and size. A topic that does not fall apart has no parts.
    """
    topics = _groups(papers, near, max(LEAST, papers // SHARE), MOST, threads)
    parts, parents = np.full(papers, -1), list[int]()
    for topic in range(topics.max(initial=-1) + 1):
        members = np.flatnonzero(topics == topic)
        if len(members) < SPLIT:
            continue
        found = _groups(
            len(members), _among(members, papers, near), max(LEAST, len(members) // PART_SHARE), MOST_PARTS, threads
        )
        if found.max(initial=-1) > 0:
            parts[members] = np.where(found >= 0, found + len(parents), -1)
            parents += [topic] * (int(found.max()) + 1)
    return topics, parts, np.array(parents, np.int64)


def _among(members: np.ndarray, papers: int, near: Pairs) -> Pairs:
    """The pairs of which both are members, renumbered in their order."""
    number = np.full(papers, -1)
    number[members] = np.arange(len(members))
    a, b, score = number[near[0]], number[near[1]], near[2]
    kept = (a >= 0) & (b >= 0)
    return a[kept], b[kept], score[kept]


def _groups(nodes: int, near: Pairs, least: int, most: int, threads: int) -> np.ndarray:
    """The communities of the pairs. Those of fewer than `least` nodes, and beyond `most` the smallest, join the one
    that they are nearest to; nodes of a small one that is near none belong to none."""
    a, b, score = near
    groups = communities(a, b, score, nodes, threads=threads)
    while (last := int(groups.max(initial=-1))) >= 0 and (last >= most or (groups == last).sum() < least):
        pull = np.zeros(last + 1, np.int64)
        for one, other in ((groups[a], groups[b]), (groups[b], groups[a])):
            leaving = (one == last) & (other != last)
            np.add.at(pull, other[leaving], score[leaving])
        if not pull.any() and (groups == last).sum() >= least:
            break
        groups[groups == last] = pull.argmax() if pull.any() else -1
        groups = by_size(groups)
    return groups
