"""A small graph made by hand: both languages, every relationship type, text that tries to break things."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kg.loaders.networkx import NetworkXGraph
from kg.records import Edge, Node, Value

HOSTILE = (
    '"quoted" \'single\' \\n is no newline, \\ is; {"a": [1]} \') '
    "DETACH DELETE n // <script>alert(1)</script>\r\n\t\x1b[31m \u202e"
)
KD = (
    "Knowledge distillation (KD) transfers what a teacher knows, e.g. its logits, to a student. "
    "We improve KD by 3.5 points. Nothing else is needed."
)
DATA_FREE = "Data-free knowledge distillation needs no data, as Smith et al. show. It is hard!"
RL_ZH = "加强学习是一种方法。我们用RL训练学生模型！知识蒸馏也有帮助。"
RL_EN = "Reinforcement learning meets federated learning.\n\nReinforcement Learning scales."


def _spans(text: str, *forms: str) -> tuple[int, ...]:
    found: list[int] = []
    for form in forms:
        at = text.find(form)
        while at >= 0:
            found += (at, at + len(form))
            at = text.find(form, at + 1)
    return tuple(found)


def _paper(number: str, title: str, abstract: str, lang: str = "en", year: int | None = None) -> Node:
    properties: dict[str, Value] = {
        "id": number,
        "title": title,
        "abstract": abstract,
        "lang": lang,
        "url": "",
    }
    return Node("Paper", number, properties | ({"year": year} if year else {}))


def _concept(number: str, name: str, english: str, chinese: str, aliases: tuple[str, ...], papers: int) -> Node:
    names: dict[str, Value] = {"id": number, "name": name, "name_en": english, "name_zh": chinese}
    return Node("Concept", number, names | {"aliases": aliases, "papers": papers})


def _mention(paper: str, concept: str, score: float, spans: tuple[int, ...], in_title: bool = False) -> Edge:
    count = max(1, len(spans) // 2)
    evidence: dict[str, Value] = {"score": score, "count": count, "spans": spans, "in_title": in_title}
    return Edge("MENTIONS", ("Paper", paper), ("Concept", concept), evidence)


NODES = [
    Node("Source", "s1", {"id": "s1", "path": "papers/第一.txt"}),
    Node("Source", "s2", {"id": "s2", "path": 'papers/o"dd \\ name.jsonl'}),
    _paper("0007", "Knowledge Distillation Revisited", KD, year=2020),
    _paper("1e5", "Distillation Without Data", DATA_FREE, year=2021),
    _paper("2101.00001", "  spaces kept  ", HOSTILE),
    _paper("cs/9809121", "用强化学习训练学生模型", RL_ZH, "zh"),
    _paper("true", "2020-01-01", RL_EN),
    Node("Author", "a1", {"id": "a1", "name": "Ada Lovelace"}),
    Node("Author", "a2", {"id": "a2", "name": "王小明"}),
    _concept("0007", "knowledge distillation", "knowledge distillation", "知识蒸馏", ("KD",), 3),
    _concept("data-free-kd", "data-free knowledge distillation", "data-free knowledge distillation", "", (), 1),
    _concept("federated-learning", "federated learning", "federated learning", "联邦学习", ("FL", "2021"), 1),
    _concept("rl", "reinforcement learning", "reinforcement learning", "强化学习", ("RL", "加强学习"), 2),
    _concept("unused", "ｆｕｌｌ width Ünïcode", "ｆｕｌｌ width Ünïcode", "", ("",), 0),
]

EDGES = [
    Edge("CONTAINS", ("Source", "s1"), ("Paper", "0007"), {"position": 0}),
    Edge("CONTAINS", ("Source", "s1"), ("Paper", "1e5"), {"position": 1}),
    Edge("CONTAINS", ("Source", "s2"), ("Paper", "0007"), {"position": 0}),
    Edge("CONTAINS", ("Source", "s2"), ("Paper", "2101.00001"), {"position": 3}),
    Edge("CONTAINS", ("Source", "s2"), ("Paper", "cs/9809121"), {"position": 2}),
    Edge("CONTAINS", ("Source", "s2"), ("Paper", "true"), {"position": 1}),
    Edge("WROTE", ("Author", "a1"), ("Paper", "0007"), {"position": 1}),
    Edge("WROTE", ("Author", "a2"), ("Paper", "0007"), {"position": 0}),
    Edge("WROTE", ("Author", "a2"), ("Paper", "cs/9809121"), {"position": 0}),
    _mention("0007", "0007", 0.9, _spans(KD, "Knowledge distillation", "KD"), in_title=True),
    _mention("1e5", "data-free-kd", 0.8, _spans(DATA_FREE, "Data-free knowledge distillation")),
    _mention("2101.00001", "0007", 0.2, (), in_title=True),
    _mention("cs/9809121", "0007", 0.5, _spans(RL_ZH, "知识蒸馏")),
    _mention("cs/9809121", "rl", 1.0, _spans(RL_ZH, "加强学习", "RL")),
    _mention("true", "federated-learning", 0.6, _spans(RL_EN, "federated learning")),
    _mention("true", "rl", 0.7, _spans(RL_EN, "Reinforcement learning", "Reinforcement Learning")),
    Edge("RELATED", ("Concept", "0007"), ("Concept", "rl"), {"weight": 0.4, "papers": 1}),
    Edge("RELATED", ("Concept", "federated-learning"), ("Concept", "rl"), {"weight": 1.0, "papers": 1}),
    Edge("BROADER", ("Concept", "data-free-kd"), ("Concept", "0007"), {}),
    Edge("SIMILAR", ("Paper", "0007"), ("Paper", "1e5"), {"score": 0.6, "shared": ("knowledge distillation",)}),
    Edge("SIMILAR", ("Paper", "0007"), ("Paper", "cs/9809121"), {"score": 0.3, "shared": ()}),
    Edge("CITES", ("Paper", "1e5"), ("Paper", "0007"), {}),
]


class HandMade:
    """A GraphSource from the lists above, or from others."""

    def __init__(self, nodes: list[Node] = NODES, edges: list[Edge] = EDGES) -> None:
        self._nodes, self._edges = nodes, edges

    def nodes(self, label: str) -> Iterator[Node]:
        yield from (node for node in self._nodes if node.label == label)

    def edges(self, type: str) -> Iterator[Edge]:  # noqa: A002 (the protocol's name)
        yield from (edge for edge in self._edges if edge.type == type)

    def counts(self) -> dict[str, int]:
        return Counter(item.label if isinstance(item, Node) else item.type for item in (*self._nodes, *self._edges))


def hand_made() -> NetworkXGraph:
    """That graph in memory."""
    graph = NetworkXGraph()
    graph.load(HandMade())
    return graph


def node(graph: NetworkXGraph, *key: str) -> Node:
    return graph.nodes([(key[0], key[1])])[0]
