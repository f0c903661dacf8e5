"""What every GraphStore must do: an implementation inherits GraphContract (and CypherContract)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from uuid import uuid4

import pytest
from graph_fixture import EDGES, HOSTILE, KD, NODES, RL_ZH, SAID, HandMade

from kg.core.errors import NodeNotFound, QueryError
from kg.core.graph import CYPHER_TYPES, RELATIONSHIPS, Edge, Node
from kg.core.graph import NODES as LABELS
from kg.core.graph_store import GraphStore
from kg.explore import ask
from kg.explore.find.ranking import alike
from kg.explore.find.resolve import resolve
from kg.loaders.catalog import StoredGraph
from kg.loaders.cypher.embedded import EmbeddedGraph
from kg.loaders.neo4j.graph import Neo4jGraph
from kg.loaders.neo4j.server import Server
from kg.loaders.networkx import NetworkXGraph
from kg.store.catalog import Catalog
from kg.text.names import LEAST_ALIKE
from kg.viz.scene import scene


class GraphContract:
    """The primitives, and that what is built on them gives the same rows everywhere."""

    def empty(self) -> GraphStore:
        raise NotImplementedError

    @pytest.fixture
    def graph(self) -> Iterator[GraphStore]:
        with self.empty() as graph:
            graph.load(HandMade())
            yield graph

    def test_every_node_comes_back_exactly(self, graph: GraphStore) -> None:
        assert graph.nodes([node.key for node in NODES]) == NODES

    def test_properties_may_be_absent_in_any_node(self, graph: GraphStore) -> None:
        papers = [
            Node("Paper", "a", {"id": "a", "title": "without year"}),
            Node("Paper", "b", {"id": "b", "title": "with year", "year": 2020, "abstract": "x"}),
        ]
        graph.load(HandMade([*papers, Node("Concept", "c", {"id": "c", "name": "bare"})], []))
        assert graph.nodes([("Paper", "a"), ("Paper", "b")]) == papers
        assert graph.nodes([("Concept", "c")])[0].properties == {"id": "c", "name": "bare"}

    def test_nodes_come_in_the_order_asked_for_and_unknown_ones_are_left_out(self, graph: GraphStore) -> None:
        keys = [
            ("Paper", "true"),
            ("Concept", "7"),
            ("Concept", "0007"),
            ("Paper", "0007"),
            ("Paper", "100000"),
        ]
        assert [node.key for node in graph.nodes(keys)] == [keys[0], keys[2], keys[3]]
        assert graph.nodes([]) == []

    def test_every_relationship_comes_back_exactly_and_once(self, graph: GraphStore) -> None:
        order = list(RELATIONSHIPS)
        expected = sorted(EDGES, key=lambda edge: (order.index(edge.type), edge.start, edge.end))
        assert graph.edges([node.key for node in NODES]) == expected

    def test_property_types_survive(self, graph: GraphStore) -> None:
        mentions = {edge.start[1]: edge.properties for edge in graph.edges([("Concept", "0007")], ["MENTIONS"])}
        assert mentions["2101.00001"]["spans"] == ()
        assert mentions["2101.00001"]["in_title"] is True
        assert mentions["cs/9809121"]["in_title"] is False
        rl = graph.edges([("Concept", "rl")], ["MENTIONS"])[0].properties
        assert isinstance(rl["score"], float)
        assert isinstance(rl["count"], int)

    def test_edges_in_both_directions_and_of_given_types_only(self, graph: GraphStore) -> None:
        found = graph.edges([("Paper", "0007")], ["CITES", "SIMILAR"])
        assert [(edge.type, edge.start[1], edge.end[1]) for edge in found] == [
            ("SIMILAR", "0007", "1e5"),
            ("SIMILAR", "0007", "cs/9809121"),
            ("CITES", "1e5", "0007"),
        ]
        assert graph.edges([("Concept", "unused")]) == []

    def test_the_strongest_edges_of_each_node(self, graph: GraphStore) -> None:
        found = graph.edges([("Concept", "0007"), ("Concept", "rl")], ["MENTIONS"], strongest=1)
        assert [(edge.start[1], edge.end[1]) for edge in found] == [("0007", "0007"), ("cs/9809121", "rl")]
        found = graph.edges([("Paper", "0007")], ["WROTE"], strongest=1)
        assert [edge.start[1] for edge in found] == ["a1"]

    def test_counts_name_every_label_and_type(self, graph: GraphStore) -> None:
        counts = graph.counts()
        assert list(counts) == [*LABELS, *RELATIONSHIPS]
        assert counts["Paper"] == 5
        assert counts["MENTIONS"] == 7
        with self.empty() as nothing:
            assert set(nothing.counts().values()) == {0}

    def test_top_concepts(self, graph: GraphStore) -> None:
        top = [node.id for node in graph.top_concepts(3)]
        assert top == ["0007", "rl", "data-free-kd"]

    def test_papers_are_found_by_all_the_words_of_their_texts(self, graph: GraphStore) -> None:
        def ids(*words: str) -> set[str]:
            return {paper.id for paper in graph.papers_holding(words)}

        assert ids("distillation", "knowledge") == {"0007", "1e5"}
        assert ids("知识蒸馏") == {"cs/9809121"}
        assert ids("nowhere") == set()
        (found,) = graph.papers_holding(["logits"])
        assert (found.name, found.properties["abstract"]) == ("Knowledge Distillation Revisited", KD)

    def test_papers_are_counted_by_year_and_language(self, graph: GraphStore) -> None:
        papers = [node.properties for node in NODES if node.label == "Paper"]
        for name in ("year", "lang"):
            values = [paper[name] for paper in papers if name in paper]
            assert graph.papers_by(name) == {value: values.count(value) for value in sorted(set(values), key=str)}
        assert set(graph.papers_by("year")) == {2020, 2021}

    def test_what_papers_cite_outside_is_counted_value_by_value(self, graph: GraphStore) -> None:
        expected = {HOSTILE: 1, "On nets (1986)": 2, "Über Netze, 1986": 1}
        assert graph.papers_by("cites_outside") == expected
        assert list(graph.papers_by("cites_outside")) == sorted(expected)

    def test_mentions_are_counted_by_concept_and_year(self, graph: GraphStore) -> None:
        assert graph.mentions_by_year() == [("0007", 2020, 1), ("data-free-kd", 2021, 1)]

    def test_mentions_are_counted_of_some_concepts_only(self, graph: GraphStore) -> None:
        assert graph.mentions_by_year(["data-free-kd", "rl", "nobody"]) == [("data-free-kd", 2021, 1)]
        assert graph.mentions_by_year([]) == []

    def test_telling_concepts_are_what_papers_are_most_about(self, graph: GraphStore) -> None:
        # squared scores: rl 1.0 + 0.49, 0007 0.81 + 0.04 + 0.25, data-free-kd 0.64, federated-learning 0.36
        telling = ["rl", "0007", "data-free-kd", "federated-learning"]
        assert [node.id for node in graph.telling_concepts(10)] == telling
        assert [node.id for node in graph.telling_concepts(2)] == telling[:2]

    def test_find_gives_all_names(self, graph: GraphStore) -> None:
        found = list(graph.find())
        assert {(each.label, each.id) for each in found} == {node.key for node in NODES}
        rl = next(each for each in found if each.id == "rl")
        assert (rl.name, rl.others, rl.papers) == (
            "reinforcement learning",
            ("强化学习", "RL", "加强学习"),
            2,
        )

    def test_find_gives_at_least_the_names_that_are_or_begin_so(self, graph: GraphStore) -> None:
        assert "rl" in {each.id for each in graph.find("rl", ["Concept"], "is")}
        assert "unused" in {each.id for each in graph.find("FULL", ["Concept"], "begins")}

    @pytest.mark.parametrize("text", ["knowlege distilation", "RL", "强化学", "Ａlice", "", "$x$", "zzzz"])
    def test_the_nodes_that_are_spelled_like_a_text_are_among_those_given(self, graph: GraphStore, text: str) -> None:
        every = alike(text, graph.find(), limit=99, least=LEAST_ALIKE)
        for most in (1, 3, 99):
            given = alike(text, graph.spelled_like(text, most=most), limit=most, least=LEAST_ALIKE)
            assert given == every[:most]
        concepts = graph.spelled_like("knowlege distilation", ["Concept"], most=1)
        assert "0007" in {each.id for each in concepts}

    def test_many_nodes_and_relationships_are_all_there(self, graph: GraphStore) -> None:
        concepts = [Node("Concept", f"{i:05}", {"id": f"{i:05}", "name": f"n {i}"}) for i in range(2_503)]
        joined = [Edge("RELATED", a.key, b.key, {"weight": 0.5, "papers": 1}) for a, b in pairwise(concepts)]
        graph.load(HandMade(concepts, joined))
        assert graph.nodes([node.key for node in concepts]) == concepts
        assert graph.edges([concepts[0].key, concepts[1001].key]) == [joined[0], joined[1000], joined[1001]]
        assert graph.counts()["RELATED"] == len(joined)

    def test_find_gives_at_least_the_names_that_hold_the_longest_word(self, graph: GraphStore) -> None:
        assert "rl" in {each.id for each in graph.find("加强学习")}
        assert "rl" in {each.id for each in graph.find("LEARNING reinforcement")}
        assert "unused" in {each.id for each in graph.find("full Width ünïcode")}
        assert "2101.00001" in {each.id for each in graph.find(" spaces  kept", ["Paper"])}
        assert {each.label for each in graph.find("distillation", ["Paper"])} == {"Paper"}

    @pytest.mark.parametrize("text", ["\ud800", "\udcff 蒸馏", "knowledge \udcff distillation"])
    def test_text_that_is_no_text_is_looked_for_like_any_other(self, graph: GraphStore, text: str) -> None:
        readable = text.replace("\ud800", "\ufffd").replace("\udcff", "\ufffd")
        assert ask.search(graph, text) == ask.search(graph, readable)
        for name in (text, f"{text} of no name"):
            assert _found(graph, name) == _found(graph, name.replace(text, readable))

    def test_loading_twice_changes_nothing(self, graph: GraphStore) -> None:
        graph.load(HandMade())
        self.test_every_node_comes_back_exactly(graph)
        self.test_every_relationship_comes_back_exactly_and_once(graph)

    def test_loading_another_graph_forgets_the_first(self, graph: GraphStore) -> None:
        graph.load(HandMade(nodes=NODES[:2], edges=[]))
        assert graph.nodes([node.key for node in NODES]) == NODES[:2]
        assert graph.edges([node.key for node in NODES]) == []

    def test_looking_gives_the_same_rows_as_the_graph_in_memory(self, graph: GraphStore) -> None:
        other = NetworkXGraph()
        other.load(HandMade())
        for node in NODES:
            for hops in (1, 2, 3, 4):
                expected = ask.neighbors(other, node, hops=hops)
                assert ask.neighbors(graph, node, hops=hops) == expected
            assert ask.show(graph, node) == ask.show(other, node)
            assert scene(graph, node, hops=2, limit=60) == scene(other, node, hops=2, limit=60)
            assert ask.path(graph, NODES[2], node) == ask.path(other, NODES[2], node)
        assert scene(graph, None, hops=1, limit=60) == scene(other, None, hops=1, limit=60)
        for text in ("distillation", "学习", "knowlege distilation", "Ada"):
            assert ask.search(graph, text) == ask.search(other, text)


def _found(graph: GraphStore, name: str) -> str:
    try:
        return resolve(graph, name).id
    except NodeNotFound as error:
        return str(error)


class CypherContract:
    """Cypher, for the implementations that have it."""

    graph: object  # the fixture of GraphContract

    def rows(self, graph: GraphStore, cypher: str, **params: object) -> list[dict[str, object]]:
        result = graph.query(cypher, params)
        return list(result.rows)

    def test_rows_are_keyed_by_column(self, graph: GraphStore) -> None:
        result = graph.query(
            "MATCH (c:Concept) WHERE c.papers > $least RETURN c.name AS name, c.papers ORDER BY c.papers DESC, name",
            {"least": 1},
        )
        assert result.columns == ("name", "c.papers")
        assert list(result.rows) == [
            {"name": "knowledge distillation", "c.papers": 3},
            {"name": "reinforcement learning", "c.papers": 2},
        ]
        assert not result.warnings

    def test_a_whole_node_has_its_properties_and_no_others(self, graph: GraphStore) -> None:
        for node in NODES:
            expected = {name: _row_value(value) for name, value in node.properties.items()}
            rows = self.rows(graph, f"MATCH (n:{node.label} {{id: $id}}) RETURN n", id=node.id)
            assert rows == [{"n": {"labels": [node.label], **expected}}]

    def test_a_whole_relationship_names_its_ends(self, graph: GraphStore) -> None:
        for edge in EDGES:
            (start, first), (end, last) = edge.start, edge.end
            rows = self.rows(
                graph,
                f"MATCH (a:{start} {{id: $first}})-[r:{CYPHER_TYPES[edge.type]}]->(b:{end} {{id: $last}}) RETURN r",
                first=first,
                last=last,
            )
            properties = {name: _row_value(value) for name, value in edge.properties.items()}
            assert rows == [{"r": {"type": CYPHER_TYPES[edge.type], "start": first, "end": last, **properties}}]

    def test_a_path_is_the_list_of_nodes_and_relationships_in_turn(self, graph: GraphStore) -> None:
        (row,) = self.rows(
            graph,
            "MATCH p = (:Concept {id: 'data-free-kd'})-[:BROADER]->()-[:RELATED]->(:Concept) RETURN p",
        )
        parts = row["p"]
        assert isinstance(parts, list)
        assert [part.get("id") or part["type"] for part in parts] == [
            "data-free-kd",
            "BROADER",
            "0007",
            "RELATED",
            "rl",
        ]
        assert parts[1] == {"type": "BROADER", "start": "data-free-kd", "end": "0007", **SAID}

    def test_nodes_and_relationships_inside_lists_and_maps(self, graph: GraphStore) -> None:
        (row,) = self.rows(
            graph,
            "MATCH (a:Author {id: 'a1'})-[r:WROTE]->(p) RETURN {by: a, how: [r]} AS map, [[a]] AS list, "
            "collect({x: p.id}) AS plain",
        )
        author = {"labels": ["Author"], "id": "a1", "name": "Ada Lovelace", "aliases": ["A. Lovelace"]}
        wrote = {"type": "WROTE", "start": "a1", "end": "0007", "position": 1}
        assert row == {"map": {"by": author, "how": [wrote]}, "list": [[author]], "plain": [{"x": "0007"}]}

    def test_property_names_of_the_design_work_in_queries(self, graph: GraphStore) -> None:
        for label, properties in LABELS.items():
            columns = ", ".join(f"n.{name} AS {name}" for name in properties)
            rows = self.rows(graph, f"MATCH (n:{label}) RETURN {columns} ORDER BY n.id")
            expected = [
                {name: _row_value(node.properties.get(name)) for name in properties}
                for node in sorted(NODES, key=lambda node: node.id)
                if node.label == label
            ]
            assert rows == expected

    def test_a_property_that_no_node_has_matches_nothing(self, graph: GraphStore) -> None:
        graph.load(HandMade([Node("Paper", "a", {"id": "a", "title": "t"})], []))
        assert self.rows(graph, "MATCH (n:Paper {year: 2020}) RETURN n.id") == []
        assert self.rows(graph, "MATCH (n:Paper) RETURN n.year") == [{"n.year": None}]
        (row,) = self.rows(graph, "MATCH (n:Paper) RETURN keys(n) AS keys")
        assert isinstance(row["keys"], list)
        assert set(row["keys"]) == {"id", "title"}

    def test_keys_and_properties_hold_what_was_stored(self, graph: GraphStore) -> None:
        rows = self.rows(graph, "MATCH (n:Concept {id: 'rl'}) RETURN keys(n) AS keys, properties(n) AS map")
        keys, found = rows[0]["keys"], rows[0]["map"]
        assert isinstance(keys, list)
        assert sorted(keys) == sorted(LABELS["Concept"])
        assert isinstance(found, dict)
        assert sorted(found) == sorted(LABELS["Concept"])

    def test_lists_can_be_queried(self, graph: GraphStore) -> None:
        rows = self.rows(graph, "MATCH (c:Concept) WHERE $alias IN c.aliases RETURN c.id AS id", alias="RL")
        assert rows == [{"id": "rl"}]
        rows = self.rows(
            graph,
            "MATCH (p:Paper)-[m:MENTIONS]->(:Concept {id: 'rl'}) UNWIND range(0, size(m.spans) - 1, 2) AS i "
            "RETURN p.id AS id, substring(p.abstract, m.spans[i], m.spans[i + 1] - m.spans[i]) AS form "
            "ORDER BY id, i",
        )
        assert [row["form"] for row in rows] == [
            "加强学习",
            "RL",
            "Reinforcement learning",
            "Reinforcement Learning",
        ]

    def test_hostile_parameters_stay_values(self, graph: GraphStore) -> None:
        before = graph.counts()
        for text in ("' OR 1=1 //", '"}) DETACH DELETE n //', "\\", "`", "$id", KD, RL_ZH):
            assert self.rows(graph, "RETURN $text AS text", text=text) == [{"text": text}]
            assert self.rows(graph, "MATCH (n:Paper {title: $text}) RETURN n.id", text=text) == []
        assert graph.counts() == before

    def test_writing_is_refused(self, graph: GraphStore) -> None:
        before = graph.counts()
        for cypher in (
            "CREATE (n:Paper {id: 'x'})",
            "MERGE (n:Paper {id: 'x'}) RETURN n",
            "MATCH (n) SET n.title = 'x'",
            "MATCH (n) DETACH DELETE n",
            "MATCH (n) REMOVE n.title",
            "MATCH (p:Paper) FOREACH (x IN [1] | CREATE (:Y))",
            "CREATE INDEX FOR (n:Paper) ON (n.year)",
        ):
            with pytest.raises(QueryError) as caught:
                self.rows(graph, cypher)
            assert "\n" not in str(caught.value)
        assert graph.counts() == before

    def test_a_wrong_query_is_an_error_never_an_empty_result(self, graph: GraphStore) -> None:
        for cypher in (
            "MATCH (n RETURN n",
            "RETURN nosuch(1)",
            "RETURN $missing",
            "",
            "RETURN x",
            "CALL nosuch()",
        ):
            with pytest.raises(QueryError):
                self.rows(graph, cypher)


def _row_value(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


class TestNetworkX(GraphContract):
    def empty(self) -> GraphStore:
        return NetworkXGraph()

    def test_it_says_where_cypher_is_to_be_had(self) -> None:
        with pytest.raises(QueryError, match="embedded"):
            NetworkXGraph().query("RETURN 1", {})


class TestNeo4j(GraphContract, CypherContract):
    @pytest.fixture(autouse=True)
    def _server(self, database: Server) -> None:
        self.server = database

    def empty(self) -> GraphStore:
        return Neo4jGraph.connect(replace(self.server, corpus=uuid4().hex))


class TestStored(GraphContract, CypherContract):
    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> None:
        self.folder = tmp_path

    def empty(self) -> GraphStore:
        return StoredGraph(Catalog.create(self.folder / uuid4().hex))


class TestEmbedded(GraphContract, CypherContract):
    def empty(self) -> GraphStore:
        return EmbeddedGraph()


def test_networkx_keeps_labels_keys_and_properties() -> None:
    from kg.loaders.networkx import to_networkx

    graph = to_networkx(HandMade())
    assert graph.number_of_nodes() == len(NODES)
    assert graph.number_of_edges() == len(EDGES)
    assert graph.nodes["Concept", "0007"]["label"] == "Concept"
    assert graph.nodes["Paper", "0007"]["year"] == 2020
    assert graph.edges[("Paper", "0007"), ("Concept", "0007"), "MENTIONS"]["score"] == 0.9


def test_nodes_and_edges_are_records() -> None:
    with EmbeddedGraph() as graph:
        graph.load(HandMade())
        assert all(isinstance(node, Node) for node in graph.nodes([NODES[0].key]))
        assert all(isinstance(edge, Edge) for edge in graph.edges([NODES[0].key]))
