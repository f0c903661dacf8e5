"""Groups of nodes that are joined among themselves more than chance would have it: the Leiden method, made steady."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from graspologic_native import leiden_csr  # pyright: ignore[reportAttributeAccessIssue] (it has no stubs)
from scipy import sparse

from kg.core.columns import distinct, lookup

RUNS, ROUNDS = 4, 3
"""Partitions that are compared, and how often each is improved."""
TRIALS = 50
"""Partitions of what all RUNS agree on, of which the best is taken."""


def communities(a: np.ndarray, b: np.ndarray, weight: np.ndarray, nodes: int, *, threads: int = 1) -> np.ndarray:
    """(nodes,) int64: the group of every node, numbered from 0, the largest first, then by smallest node; -1 for a node
    without a pair.

    a, b: (pairs,) nodes, each pair once. weight: (pairs,) whole numbers above 0.

    The Leiden method (Traag, Waltman, van Eck, Scientific Reports 9, 2019) for modularity. One run ends in one of many
    nearly equal partitions, and another paper leads it to another one. So nodes that all of RUNS put together are made
    one node (core groups: Ovelgoenne, Geyer-Schulz, ICDM Workshops 2012), and of TRIALS partitions of that much smaller
    graph the best is taken. The same graph gives the same groups, with any number of threads.
    """
    joined = distinct(np.append(a, b))
    if not len(joined):
        return np.full(nodes, -1)
    matrix = _symmetric(lookup(a, joined), lookup(b, joined), weight, len(joined))
    with ThreadPoolExecutor(threads) as pool:  # the library lets go of the interpreter meanwhile
        runs = list(pool.map(lambda seed: _leiden(matrix, seed=seed, trials=1, rounds=ROUNDS), range(1, RUNS + 1)))
    core = np.unique(np.stack(runs, axis=1), axis=0, return_inverse=True)[1].ravel()
    best = _leiden(_together(matrix, core), seed=1, trials=TRIALS, rounds=ROUNDS)
    groups = np.full(nodes, -1)
    groups[joined] = best[core]
    return by_size(groups)


def by_size(groups: np.ndarray) -> np.ndarray:
    """The same groups, numbered from 0, the largest first, of equal ones that of the smallest node; -1 stays."""
    inside = groups >= 0
    _, first, number, size = np.unique(groups[inside], return_index=True, return_inverse=True, return_counts=True)
    order = np.lexsort((first, -size))
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    numbered = np.full(len(groups), -1)
    numbered[inside] = rank[number.ravel()]
    return numbered


def _symmetric(a: np.ndarray, b: np.ndarray, weight: np.ndarray, nodes: int) -> sparse.csr_matrix:
    ends = np.append(a, b), np.append(b, a)
    matrix = sparse.csr_matrix((np.append(weight, weight).astype(np.float64), ends), shape=(nodes, nodes))
    matrix.sort_indices()
    return matrix


def _leiden(matrix: sparse.csr_matrix, *, seed: int, trials: int, rounds: int) -> np.ndarray:
    nodes = len(matrix.indptr) - 1
    columns = matrix.indptr.astype(np.int64), matrix.indices.astype(np.int32), matrix.data.astype(np.float64)
    _, found = leiden_csr(*columns, nodes, seed=seed, trials=trials, iterations=rounds)
    return np.fromiter((found[node] for node in range(nodes)), np.int64, nodes)


def _together(matrix: sparse.csr_matrix, core: np.ndarray) -> sparse.csr_matrix:
    """The graph with a node a core group. What joins a group within itself leads to a node of its own beside it: so the
    modularity stays the same, and the library has no loops."""
    groups = core.max() + 1
    member = sparse.csr_matrix((np.ones(len(core)), (np.arange(len(core)), core)), shape=(len(core), groups))
    between = sparse.csr_matrix(member.T @ matrix @ member)
    within = between.diagonal() / 2
    between.setdiag(0)
    beside = sparse.diags(within)
    graph = sparse.csr_matrix(sparse.bmat([[between, beside], [beside, None]]))
    graph.eliminate_zeros()
    graph.sort_indices()
    return graph
