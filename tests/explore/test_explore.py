"""Looking around and between: over the graph in memory (the contract says: the same on every graph)."""

from __future__ import annotations

from math import log
from random import Random

import networkx as nx
import pytest
from graph_fixture import NODES, SAID, HandMade, hand_made, node

from kg.core.errors import KgError
from kg.core.graph import Edge, Node, NodeKey, strength
from kg.explore import ask
from kg.explore.around.neighbors import selection
from kg.explore.around.paths import strongest_path
from kg.explore.show.cards import ConceptCard
from kg.loaders.networkx import NetworkXGraph


@pytest.fixture
def graph() -> NetworkXGraph:
    return hand_made()


def test_neighbors_of_a_concept_best_first_with_reasons(graph: NetworkXGraph) -> None:
    found = ask.neighbors(graph, node(graph, "Concept", "rl"))
    assert [(each.label, each.id, each.score, each.hops) for each in found] == [
        ("Paper", "cs/9809121", 1.0, 1),
        ("Concept", "0007", 0.4, 1),
        ("Paper", "true", 0.7, 1),
        ("Concept", "federated-learning", 1.0, 1),
    ], "kinds in turn, what a single paper mentions last"
    why = {each.id: each.why for each in found}
    assert why["cs/9809121"] == ("加强学习", "RL"), "as the abstract writes it"
    assert why["true"] == ("Reinforcement learning",), "each spelling once"
    assert why["federated-learning"] == ("2020-01-01",), "the paper that mentions both"
    assert why["0007"] == ("用强化学习训练学生模型",)


def test_neighbors_of_a_paper(graph: NetworkXGraph) -> None:
    found = ask.neighbors(graph, node(graph, "Paper", "0007"))
    why = {(each.label, each.id): each.why for each in found}
    assert why["Concept", "0007"] == ("Knowledge distillation", "KD")
    assert why["Author", "a2"] == ("author",)
    assert why["Paper", "1e5"] == ("cited by", "knowledge distillation"), "the strongest reason first"
    assert why["Paper", "cs/9809121"] == ("similar text",)
    assert not any(each.label == "Source" for each in found)


def test_a_mention_in_the_title_only_says_so(graph: NetworkXGraph) -> None:
    found = ask.neighbors(graph, node(graph, "Paper", "2101.00001"))
    assert [(each.id, each.why) for each in found] == [("0007", ("in the title",))]


def test_broader_and_narrower_are_told_apart(graph: NetworkXGraph) -> None:
    up = ask.neighbors(graph, node(graph, "Concept", "data-free-kd"), label="Concept")
    down = ask.neighbors(graph, node(graph, "Concept", "0007"), label="Concept")
    assert [(each.id, each.why) for each in up] == [("0007", ("broader", SAID["sentence"]))]
    assert ("data-free-kd", ("narrower", SAID["sentence"])) in [(each.id, each.why) for each in down]


def test_a_paper_of_a_narrower_concept_is_found_through_it(graph: NetworkXGraph) -> None:
    found = ask.neighbors(graph, node(graph, "Concept", "0007"))
    paper = next(each for each in found if each.id == "1e5")
    assert (paper.hops, paper.score) == (1, 0.56), "what the mention counts, less for the step down: 0.8 * 0.7"
    assert paper.why == ("through data-free knowledge distillation",)
    assert [each.id for each in found].count("1e5") == 1


def test_a_better_way_over_more_hops_takes_the_place_of_the_narrower_concept(graph: NetworkXGraph) -> None:
    found = ask.neighbors(graph, node(graph, "Concept", "0007"), hops=2)
    paper = next(each for each in found if each.id == "1e5")
    assert paper.hops == 2
    assert paper.score == 0.72, "over the paper that it cites: 0.9 * 0.8"
    assert paper.why == ("Knowledge Distillation Revisited", "data-free knowledge distillation")


def test_the_broad_concept_is_not_found_from_the_narrow_one_through_its_papers(graph: NetworkXGraph) -> None:
    found = ask.neighbors(graph, node(graph, "Concept", "data-free-kd"), label="Paper")
    assert [each.id for each in found] == ["1e5"]


def test_papers_are_found_through_any_number_of_steps_and_what_they_say_themselves_comes_first() -> None:
    def concept(number: str) -> Node:
        return Node("Concept", number, {"id": number, "name": f"{number} net", "papers": 1})

    def mention(paper: str, concept: str, score: float) -> Edge:
        return Edge("MENTIONS", ("Paper", paper), ("Concept", concept), {"score": score, "spans": ()})

    papers = [Node("Paper", p, {"id": p, "title": f"title {p}", "abstract": "", "lang": "en"}) for p in "pqr"]
    edges = [
        Edge("BROADER", ("Concept", "b"), ("Concept", "a"), {}),
        Edge("BROADER", ("Concept", "c"), ("Concept", "b"), {}),
        mention("p", "c", 0.8),
        mention("q", "a", 0.9),
        mention("q", "c", 1.0),
        mention("r", "a", 0.1),
        mention("r", "b", 1.0),
    ]
    graph = NetworkXGraph()
    graph.load(HandMade([*papers, concept("a"), concept("b"), concept("c")], edges))
    found = {each.id: each for each in ask.neighbors(graph, concept("a"), label="Paper")}
    assert {key: (each.hops, each.score, each.why) for key, each in found.items()} == {
        "p": (1, 0.392, ("through c net",)),
        "q": (1, 0.9, ("mentions",)),
        "r": (1, 0.7, ("through b net", "mentions")),
    }


def test_the_label_is_chosen_before_the_limit(graph: NetworkXGraph) -> None:
    found = ask.neighbors(graph, node(graph, "Concept", "rl"), hops=2, limit=1, label="Author")
    assert [(each.id, each.score, each.why) for each in found] == [("a2", 0.8, ("用强化学习训练学生模型",))]


def test_the_start_is_no_neighbor_and_every_neighbor_comes_once(graph: NetworkXGraph) -> None:
    for start in NODES:
        found = [(each.label, each.id) for each in ask.neighbors(graph, start, hops=5, limit=100)]
        assert start.key not in found
        assert len(found) == len(set(found))


def test_more_hops_never_lower_a_score(graph: NetworkXGraph) -> None:
    scores: dict[NodeKey, float] = {}
    for hops in (1, 2, 3, 4):
        found = ask.neighbors(graph, node(graph, "Concept", "0007"), hops=hops, limit=100)
        assert all(each.hops <= hops for each in found)
        for each in found:
            assert each.score >= scores.get((each.label, each.id), 0)
            scores[each.label, each.id] = each.score


def test_beyond_two_hops_the_reason_is_the_way(graph: NetworkXGraph) -> None:
    found = ask.neighbors(graph, node(graph, "Author", "a1"), hops=3, label="Author")
    assert [(each.id, each.hops, each.why) for each in found] == [("a2", 2, ("Knowledge Distillation Revisited",))]
    found = ask.neighbors(graph, node(graph, "Paper", "2101.00001"), hops=3, label="Author")
    assert found[0].why == ("knowledge distillation", "Knowledge Distillation Revisited")


def test_narrower_concepts_are_ranked_by_papers_and_kinds_take_turns() -> None:
    def concept(name: str, papers: int) -> Node:
        return Node("Concept", name, {"id": name, "name": name, "papers": papers})

    center, broad = concept("net", 50), concept("model", 90)
    narrow = [concept(f"{letter} net", papers) for letter, papers in zip("abcdef", (1, 3, 1, 40, 3, 7), strict=True)]
    near = [concept("rare", 2), concept("frequent", 30)]
    papers = [
        Node("Paper", p, {"id": p, "title": p, "abstract": "", "lang": "en", "year": 2000 + int(p)}) for p in "01"
    ]
    edges = [Edge("BROADER", each.key, center.key, {}) for each in narrow]
    edges += [Edge("BROADER", center.key, broad.key, {})]
    edges += [Edge("RELATED", center.key, each.key, {"weight": 0.3, "papers": 2}) for each in near]
    edges += [Edge("MENTIONS", each.key, center.key, {"score": 0.9, "spans": ()}) for each in papers]
    graph = NetworkXGraph()
    graph.load(HandMade([center, broad, *narrow, *near, *papers], edges))
    found = [each.name for each in ask.neighbors(graph, center)]
    assert found == ["1", "model", "d net", "frequent", "0", "f net", "rare", "b net", "e net", "a net", "c net"]
    assert [each.name for each in ask.neighbors(graph, center, limit=4)] == found[:4]
    card = ask.show(graph, center)
    assert isinstance(card, ConceptCard)
    assert [each.name[0] for each in card.narrower] == ["d", "f", "b", "e", "a", "c"]


def test_equal_scores_are_ordered_by_papers_and_year_then_name() -> None:
    def paper(number: str, title: str) -> Node:
        year = 1999 if title == "c" else 1990
        return Node("Paper", number, {"id": number, "title": title, "abstract": "", "lang": "en", "year": year})

    nodes = [paper(str(i), title) for i, title in enumerate(["c", "b", "a", "b"])]
    nodes += [Node("Concept", "k", {"id": "k", "name": "k", "papers": 4})]
    nodes += [Node("Concept", "z", {"id": "z", "name": "z", "papers": 0})]
    edges = [Edge("MENTIONS", p.key, ("Concept", "k"), {"score": 0.5, "spans": ()}) for p in nodes[:4]]
    edges += [Edge("RELATED", ("Concept", "k"), ("Concept", "z"), {"weight": 0.5, "papers": 0})]
    graph = NetworkXGraph()
    graph.load(HandMade(nodes, edges))
    found = ask.neighbors(graph, nodes[4], limit=4)
    assert [(each.name, each.id) for each in found] == [("c", "0"), ("a", "2"), ("b", "1"), ("b", "3")]


def test_similar_papers(graph: NetworkXGraph) -> None:
    found = ask.similar(graph, node(graph, "Paper", "0007"))
    assert [(each.id, each.score, each.shared) for each in found] == [
        ("1e5", 0.6, ("knowledge distillation",)),
        ("cs/9809121", 0.3, ()),
    ]
    with pytest.raises(KgError, match="not a paper"):
        ask.similar(graph, node(graph, "Concept", "rl"))


def test_the_strongest_path_is_that_of_dijkstra_though_little_is_read_of_hubs() -> None:
    random, graph = Random(3), NetworkXGraph()
    concepts = [Node("Concept", f"{i:03}", {"id": f"{i:03}", "name": f"c{i}"}) for i in range(120)]
    pairs = sorted(
        {(a, b) for b in range(1, 120) for a in random.sample(range(b), min(b, 3))} | {(0, b) for b in range(1, 60)}
    )
    edges = [
        Edge("RELATED", concepts[a].key, concepts[b].key, {"weight": random.randint(1, 9999) / 10_000, "papers": 1})
        for a, b in pairs
    ]
    graph.load(HandMade(concepts, edges))
    plain = nx.Graph()
    plain.add_weighted_edges_from((edge.start, edge.end, 1e-6 - log(strength(edge))) for edge in edges)
    for _ in range(80):
        start, end = (each.key for each in random.sample(concepts, 2))
        found = [key for key, _ in strongest_path(graph, start, end, ("Concept",))]
        assert found == nx.dijkstra_path(plain, start, end)


def test_the_strongest_way_between_two_nodes(graph: NetworkXGraph) -> None:
    steps = ask.path(graph, node(graph, "Concept", "federated-learning"), node(graph, "Concept", "0007"))
    assert [(step.label, step.id, step.via) for step in steps] == [
        ("Concept", "federated-learning", ""),
        ("Concept", "rl", "2020-01-01"),
        ("Paper", "cs/9809121", "加强学习, RL"),
        ("Concept", "0007", "知识蒸馏"),
    ]


def test_a_way_reads_the_same_backwards(graph: NetworkXGraph) -> None:
    for start in NODES:
        for end in NODES:
            there = ask.path(graph, start, end)
            back = ask.path(graph, end, start)
            assert [step.id for step in there] == [step.id for step in back[::-1]]


def test_a_way_may_start_at_an_author_but_leads_over_papers_and_concepts(graph: NetworkXGraph) -> None:
    steps = ask.path(graph, node(graph, "Author", "a1"), node(graph, "Author", "a2"))
    assert [step.label for step in steps] == ["Author", "Paper", "Author"]
    steps = ask.path(graph, node(graph, "Paper", "0007"), node(graph, "Paper", "cs/9809121"))
    assert "Author" not in [step.label for step in steps]


def test_no_way_is_an_empty_answer_and_a_way_to_itself_one_step(graph: NetworkXGraph) -> None:
    unused = node(graph, "Concept", "unused")
    assert ask.path(graph, node(graph, "Concept", "rl"), unused) == []
    assert [step.id for step in ask.path(graph, unused, unused)] == ["unused"]


def test_a_selection_begins_with_the_center_and_says_how_near_the_others_are(graph: NetworkXGraph) -> None:
    center = node(graph, "Concept", "rl")
    nodes, scores = selection(graph, center, hops=1, limit=60)
    assert nodes[0] == center
    assert len({each.key for each in nodes}) == len(nodes) == 5
    assert {each.key for each in nodes[1:]} == scores.keys()


def test_a_selection_keeps_its_limit(graph: NetworkXGraph) -> None:
    for limit in (3, 1):
        assert len(selection(graph, node(graph, "Concept", "rl"), hops=3, limit=limit)[0]) == limit


def test_the_overview_has_the_strongest_concepts_and_the_papers_that_connect_them(
    graph: NetworkXGraph,
) -> None:
    nodes, scores = selection(graph, None, hops=1, limit=5)
    assert [each.id for each in nodes] == ["0007", "rl", "cs/9809121", "0007", "true"]
    assert not scores
    assert selection(NetworkXGraph(), None, hops=1, limit=5) == ([], {})
