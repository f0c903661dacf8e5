"""What a page holds: the ring around what it shows, topics, lines, readings of characters."""

from __future__ import annotations

import pytest
from graph_fixture import hand_made, node
from map_fixture import TOPICS, corpus
from view_fixture import alone, hostile_scene, large_scene, seed_scene, walk_scene

from kg.core.graph import Edge, Node, strength
from kg.explore.find.resolve import resolve
from kg.loaders import open_graph
from kg.text.zh_en.pinyin import initials
from kg.viz.layout import region_layout
from kg.viz.network import build_network
from kg.viz.page import page_data
from kg.viz.scene import Scene, drawn, expansion, scene, steps, told
from kg.viz.topics import LEAST, MOST, topics


@pytest.fixture(scope="module")
def graph(seed_store):
    with open_graph(seed_store) as opened:
        yield opened


@pytest.fixture(scope="module")
def around(graph) -> Scene:
    return scene(graph, resolve(graph, "knowledge distillation"), hops=1, limit=8)


def test_the_ring_is_joined_to_what_is_shown(around):
    shown = {node.key for node in around.nodes[: around.shown]}
    ring = {node.key for node in around.nodes[around.shown :]}
    assert len(shown) == around.shown == 8
    assert ring
    assert not ring & shown
    touching = {key for edge in around.edges for key in (edge.start, edge.end) if {edge.start, edge.end} & shown}
    assert ring <= touching


def test_every_shown_node_but_the_centre_has_a_score(around):
    assert around.nodes[0].key == around.center
    assert {node.key for node in around.nodes[1 : around.shown]} == set(around.scores)


def test_edges_stay_inside_the_page(around):
    inside = {node.key for node in around.nodes}
    assert all(edge.start in inside and edge.end in inside for edge in around.edges)


def test_an_expansion_holds_a_node_and_its_neighbours(graph):
    node = resolve(graph, "neural networks")
    found = expansion(graph, node)
    assert found.nodes[0] == node
    assert found.shown == 1
    assert len(found.nodes) > 5


def test_steps_are_joined(graph):
    nodes = [resolve(graph, name) for name in ("knowledge distillation", "distillation")]
    assert {edge.type for edge in steps(graph, nodes).edges} >= {"BROADER"}


def test_the_overview_shows_every_paper_of_a_small_corpus(graph):
    whole = scene(graph, None, hops=1, limit=400)
    assert sum(node.label == "Paper" for node in whole.nodes[: whole.shown]) == graph.counts()["Paper"]


def test_a_page_says_of_how_much_it_is_a_part(graph, around):
    counts = graph.counts()
    assert told(scene(graph, None, hops=1, limit=400)) == f"160 of {counts['Concept']} concepts, all 46 papers"
    assert f" of {counts['Paper']} papers" in told(around)
    assert told(Scene(None, (), 0, ())) == "nothing"


def test_papers_name_their_authors_in_order():
    paper = node(hand_made(), "Paper", "0007")
    found = scene(hand_made(), paper, hops=1, limit=1)
    assert [author.name for author in found.authors[paper.key]] == ["王小明", "Ada Lovelace"]


def test_no_shown_node_stands_alone_that_is_joined_to_another(around):
    network = build_network(around)
    seen = {node["id"] for node in network.nodes[: around.shown]}
    lined = {
        end for e in network.edges if not e["hidden"] and {e["from"], e["to"]} <= seen for end in (e["from"], e["to"])
    }
    joined = {end for e in network.edges if {e["from"], e["to"]} <= seen for end in (e["from"], e["to"])}
    assert joined == lined


def test_most_lines_of_a_crowd_stay_out_until_asked_for():
    scene = seed_scene()
    lines = drawn(scene)
    papers = {edge.start for edge in scene.edges if edge.type == "SIMILAR"}
    assert sum(lines[i] for i, edge in enumerate(scene.edges) if edge.type == "SIMILAR") <= 2 * 2 * len(papers)
    assert all(lines[i] for i, edge in enumerate(scene.edges) if edge.type == "BROADER")


def _strengths(scene: Scene) -> list[float]:
    return [strength for *_, strength in page_data(scene)["relations"]]  # type: ignore[union-attr]


@pytest.mark.parametrize("make", [seed_scene, walk_scene])
def test_the_page_is_told_how_strongly_relationships_join(make):
    scene = make()
    assert _strengths(scene) == [round(strength(edge), 4) for edge in scene.edges]


def test_every_relationship_of_a_page_has_a_strength():
    assert all(0 < found <= 1 for found in _strengths(hostile_scene()))


def test_a_source_holds_its_papers_weakly():
    source, paper = Node("Source", "s", {"id": "s"}), Node("Paper", "p", {"id": "p"})
    author = Node("Author", "a", {"id": "a"})
    edges = (Edge("CONTAINS", source.key, paper.key), Edge("WROTE", author.key, paper.key))
    found = alone(None, (source, paper, author), edges)
    assert _strengths(found) == [0.1, 0.8]
    assert len({edge["width"] for edge in build_network(found).edges}) == 1  # nothing measures either


def test_topics_are_named_by_their_own_concepts():
    scene = large_scene()
    number = {node.key: i for i, node in enumerate(scene.nodes)}
    edges = [(number[edge.start], number[edge.end], 1.0) for edge in scene.edges]
    found = topics(scene.nodes, edges)
    assert 1 < len(found) <= MOST
    seen: set[int] = set()
    for topic in found:
        names = {scene.nodes[i].name for i in topic.members if scene.nodes[i].label == "Concept"}
        assert set(topic.name.split(", ")) <= names
        assert len(topic.members) >= LEAST
        assert seen.isdisjoint(topic.members)
        seen |= set(topic.members)
    assert topics(scene.nodes, edges) == found


def test_regions_lie_apart():
    region = [i % 3 for i in range(60)]
    edges = [(i, i - 3, 1.0) for i in range(3, 60)] + [(0, 1, 1.0), (1, 2, 1.0)]
    positions = region_layout(edges, [(30.0, 30.0)] * 60, region)
    boxes = []
    for home in range(3):
        xs, ys = zip(*(positions[i] for i in range(60) if region[i] == home), strict=True)
        boxes.append((min(xs), max(xs), min(ys), max(ys)))
    for i, a in enumerate(boxes):
        for b in boxes[:i]:
            assert a[1] < b[0] or b[1] < a[0] or a[3] < b[2] or b[3] < a[2]
    assert len(set(positions)) == 60


def test_initials_give_every_reading_and_need_no_dictionary_for_english():
    assert initials("knowledge") == {}
    found = initials("知识行")
    assert found["知"] == "z"
    assert set(found["行"]) == {"h", "x"}


def test_the_topics_of_a_page_are_those_of_the_corpus():
    graph = corpus()
    seen = scene(graph, None, hops=1, limit=60)
    network = build_network(seen)
    names = [topic.name for topic in network.topics]
    assert sorted(names) == sorted(TOPICS)
    homes = {each["id"]: names[each["topic"]] for each in network.nodes[: seen.shown] if each["topic"] >= 0}
    assert homes["Concept:c00"] == TOPICS[0]
    assert homes["Concept:c21"] == TOPICS[2]


def test_a_page_of_a_graph_without_topics_makes_its_own():
    assert build_network(seed_scene()).topics
