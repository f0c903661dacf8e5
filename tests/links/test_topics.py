"""Topics: groups of papers that are like each other, their parts, names and measures."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from relation_fixture import Mention, columns, concept, kinds, paper

from kg.core.engine import ALONE
from kg.core.graph import Node
from kg.core.records import Concept, Paper
from kg.core.tables import EdgeTable
from kg.links.hierarchy import ancestors
from kg.links.similar import Pairs
from kg.links.topics.callon import centrality_and_density
from kg.links.topics.communities import communities
from kg.links.topics.found import topics
from kg.links.topics.levels import levels
from kg.links.topics.membership import papers_in


def pairs_of(*edges: tuple[int, int, int]) -> Pairs:
    a, b, score = np.array(sorted(edges), np.int64).reshape(-1, 3).T
    return a, b, score.astype(np.int16)


def cliques(*groups: range, score: int = 8000) -> list[tuple[int, int, int]]:
    return [(a, b, score) for group in groups for a, b in combinations(group, 2)]


def modularity(groups: np.ndarray, near: Pairs) -> float:
    a, b, score = near
    total = float(score.sum())
    degree = np.bincount(a, score, len(groups)) + np.bincount(b, score, len(groups))
    share = np.bincount(groups, degree) / (2 * total)
    return float(score[groups[a] == groups[b]].sum() / total - (share**2).sum())


def test_what_is_joined_among_itself_is_a_group_and_the_largest_comes_first():
    near = pairs_of(*cliques(range(4), range(4, 10)), (0, 4, 100))
    assert communities(*near, 11).tolist() == [1] * 4 + [0] * 6 + [-1]


def test_groups_are_as_good_as_those_of_louvain_and_the_same_every_time():
    import networkx as nx

    graph = nx.planted_partition_graph(8, 20, 0.4, 0.04, seed=1)
    near = pairs_of(*((min(edge), max(edge), 1 + sum(edge) % 7) for edge in graph.edges))
    found = communities(*near, 160)
    assert np.array_equal(found, communities(*near, 160, threads=3))
    graph.add_weighted_edges_from(zip(*(column.tolist() for column in near), strict=True))
    louvain = np.zeros(160, int)
    for n, group in enumerate(nx.community.louvain_communities(graph, seed=7)):
        louvain[list(group)] = n
    assert modularity(found, near) >= modularity(louvain, near)


def test_merging_nodes_that_all_runs_put_together_leaves_the_modularity_as_it_is():
    """What joins a group within itself hangs on a node beside it, as the library has no loops."""
    near = pairs_of(*cliques(range(5), range(5, 10), range(10, 15)), *((n, n + 5, 900) for n in range(10)))
    assert communities(*near, 15).tolist() == [0] * 5 + [1] * 5 + [2] * 5


def test_small_groups_join_the_one_that_they_are_nearest_to_or_none():
    near = pairs_of(*cliques(range(5), range(5, 11)), (11, 12, 9000), (0, 11, 100), (13, 14, 9000))
    home, part, parents = levels(15, near)
    assert home.tolist() == [0] * 5 + [1] * 6 + [0, 0, -1, -1]
    assert (part == -1).all()  # too few papers for parts
    assert len(parents) == 0


def test_a_large_topic_has_parts_within_itself():
    halves = [(a, b, 400) for a in range(12) for b in range(12, 24)]
    others = [range(24 + 24 * n, 48 + 24 * n) for n in range(8)]
    home, part, parents = levels(
        216, pairs_of(*halves, *cliques(range(12), range(12, 24), score=1000), *cliques(*others))
    )
    assert len(set(home[:24].tolist())) == 1
    assert len(set(part[:12].tolist())) == len(set(part[12:24].tolist())) == 1
    assert part[0] != part[12]
    assert parents.tolist() == [home[0]] * 2


def test_a_paper_belongs_to_its_topic_and_to_others_that_a_quarter_of_its_likeness_leads_to():
    home = np.array([0, 0, 1, 1, -1])
    paper, topic, weight = papers_in(home, pairs_of((0, 1, 6000), (0, 2, 3000), (1, 2, 1000), (2, 3, 9000)))
    rows = list(zip(paper.tolist(), topic.tolist(), weight.tolist(), strict=True))
    assert rows == [(0, 0, 6667), (0, 1, 3333), (1, 0, 8571), (2, 0, 3077), (2, 1, 6923), (3, 1, 10000)]


def test_centrality_and_density_are_those_worked_out_by_hand():
    """x in papers a b c d, y in a b, z in c d e; x and y are one topic, z another.

    e_xy = 4/8, e_xz = 4/12, e_yz = 0: the centrality of each is 10/3, the density 100 * 0.5 / 2, and 0.
    """
    papers = [paper(name, "") for name in "abcde"]
    concepts = [concept("x", papers=4), concept("y", papers=2), concept("z", papers=3)]
    said = {"x": "abcd", "y": "ab", "z": "cde"}
    mentions = columns(papers, concepts, [Mention(p, c) for c, those in said.items() for p in those])
    count, of = np.array([4, 2, 3]), np.array([0, 0, 1])
    centrality, density = centrality_and_density(mentions, count, np.arange(3), of, 2)
    assert centrality.tolist() == [33330, 33330]
    assert density.tolist() == [250000, 0]


def found(
    papers: list[Paper], near: Pairs, concepts: list[Concept], mentions: list[Mention]
) -> tuple[list[Node], EdgeTable, EdgeTable, EdgeTable]:
    known = sorted(concepts, key=lambda each: each.id)
    return topics(papers, near, known, columns(papers, known, mentions), ancestors(kinds(())), ALONE)


def test_corpora_that_are_too_small_have_no_topics():
    for many in (0, 1, 2):
        papers = [paper(f"p{n}", "") for n in range(many)]
        nodes, *tables = found(papers, pairs_of(*cliques(range(many))), [], [])
        assert nodes == []
        assert [len(table) for table in tables] == [0, 0, 0]


@pytest.fixture
def two() -> tuple[list[Node], EdgeTable, EdgeTable, EdgeTable]:
    """Four papers on retrieval, five in Chinese on speech; all mention "experiments"."""
    papers = [paper(f"p{n}", "") for n in range(4)] + [paper(f"q{n}", "", lang="zh") for n in range(5)]
    concepts = [
        concept("retrieval", papers=4),
        concept("dense-retrieval", "dense retrieval", papers=3),
        concept("index", papers=3),
        Concept("speech", "speech", "speech", "语音", (), 5),
        concept("experiments", papers=9),
    ]
    mentions = [Mention(p.id, "experiments", 0.1) for p in papers]
    mentions += [Mention(f"p{n}", "retrieval", 0.9) for n in range(4)]
    mentions += [Mention(f"p{n}", name, 0.5) for n in range(3) for name in ("dense-retrieval", "index")]
    mentions += [Mention(f"q{n}", "speech", 0.4) for n in range(5)]
    return found(papers, pairs_of(*cliques(range(4), range(4, 9))), concepts, mentions)


def test_a_topic_is_called_by_what_is_said_there_and_nowhere_else_in_the_language_of_its_papers(two):
    names = {node.id: node.name for node in two[0]}
    assert names["t1-speech"] == "语音"
    assert names["t1-retrieval"] == "retrieval, index"  # not "dense retrieval", which is a kind of it


def test_papers_and_concepts_are_in_topics_with_a_weight(two):
    _, of_papers, of_concepts, _ = two
    rows = {(edge.start[1], edge.end[1]): edge.properties["weight"] for edge in of_papers}
    assert rows == {(f"p{n}", "t1-retrieval"): 1.0 for n in range(4)} | {(f"q{n}", "t1-speech"): 1.0 for n in range(5)}
    weights = {edge.start[1]: (edge.end[1], edge.properties["weight"]) for edge in of_concepts}
    assert weights["index"] == ("t1-retrieval", 1.0)
    assert weights["experiments"] == ("t1-speech", 0.5556)


def test_topics_count_their_papers_and_their_mean_year(two):
    retrieval = next(node for node in two[0] if node.id == "t1-retrieval")
    assert retrieval.properties["papers"] == 4
    assert retrieval.properties["level"] == 1
    assert "year_mean" not in retrieval.properties  # no paper has one
