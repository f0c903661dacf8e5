"""Neighborhoods to look at: one made of the seed abstracts, a hostile one, a large one."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from pathlib import Path

from kg.loaders.explore import Neighborhood
from kg.records import Edge, Node
from kg.viz.scene import Scene

SEEDS = Path(__file__).parent.parent / "seeds"


# (file, entry) -> title
PAPERS = {
    (0, 0): "Random pruning at initialization and generalization",
    (0, 1): "Trainable biases in the neural tangent kernel regime",
    (0, 2): "基于强化学习的对话策略学习综述",
    (0, 3): "预训练语言模型指导的对话策略对抗训练",
    (0, 4): "KDDRES: 粤语知识驱动的餐厅对话数据集",
    (0, 5): "Backdoor attacks against dataset distillation: NAIVEATTACK and DOORPING",
    (0, 9): "Neural collapse in imbalanced semantic segmentation",
    (1, 0): "Implicit regularization and saddle point escaping in deep matrix factorization",
    (1, 1): "GanLM: encoder-decoder pre-training with an auxiliary discriminator",
    (1, 2): "Curriculum sampling for dense retrieval",
    (1, 5): "Knowledge distillation across vocabularies",
    (1, 8): "渐进式蒸馏的密集检索 (PROD)",
    (2, 0): "Neural collapse under the unconstrained features model",
    (2, 1): "动量对抗蒸馏 (MAD) 与无数据知识蒸馏",
    (2, 3): "变分输入过滤对特洛伊木马攻击的防御",
    (2, 5): "多源域适应与域泛化的域不变表示",
    (2, 6): "基于模型的情节记忆",
    (2, 7): "平衡Q学习: 乐观与悲观目标的结合",
    (2, 9): "INVALIDATOR: patch correctness via semantic and syntactic reasoning",
    (3, 1): "2022年亚马逊KDD杯的搜索质量方案",
    (3, 4): "Neural collapse and transferability of pre-trained features",
    (3, 5): "FedPETuning: parameter-efficient tuning in federated learning",
    (3, 6): "Negotiation dialogue systems: a survey",
    (3, 7): "FedMGD: federated learning under label distribution skew",
    (4, 0): "模型规模与最差组泛化",
    (4, 2): "图形分类的对比学习: 数据增强的缺陷",
    (4, 3): "损失景观的全球结构与泛化",
    (4, 6): "MLGOPerf: 用强化学习优化编译器内联",
}

# id -> (English, Chinese, other spellings)
CONCEPTS = {
    "neural-collapse": ("neural collapse", "", ("Neural Collapse",)),
    "knowledge-distillation": ("knowledge distillation", "知识蒸馏", ("Knowledge distillation", "蒸馏方法")),
    "data-free-knowledge-distillation": ("data-free knowledge distillation", "无数据知识蒸馏", ("DFKD",)),
    "reinforcement-learning": ("reinforcement learning", "强化学习", ("加强学习", "增强学习", "RL")),
    "dialogue-policy": ("dialogue policy", "对话策略", ("对话政策",)),
    "dialogue-systems": ("dialogue systems", "对话系统", ()),
    "federated-learning": ("federated learning", "联邦学习", ("Federated learning", "FL")),
    "pre-trained-language-models": (
        "pre-trained language models", "预训练语言模型",
        ("pre-trained language model", "PLMs", "预先训练的语言模型", "预训练模型"),
    ),
    "natural-language-processing": ("natural language processing", "自然语言处理", ("NLP",)),
    "dense-retrieval": ("dense retrieval", "密集检索", ("致密检索",)),
    "generalization": ("generalization", "泛化", ()),
    "gradient-descent": ("gradient descent", "", ("gradient dynamics",)),
    "generative-adversarial-networks": (
        "generative adversarial networks", "",
        ("Generative Adversarial Networks", "Generative Adversarial Network", "GANs"),
    ),
    "adversarial-training": ("adversarial training", "对抗训练", ("对抗性学习", "对抗蒸馏")),
    "loss-landscape": ("loss landscape", "损失景观", ("landscape analysis",)),
    "data-augmentation": ("data augmentation", "数据增强", ()),
    "trojan-attacks": ("backdoor attacks", "特洛伊木马", ("backdoor attack", "triggers")),
}  # fmt: skip

BROADER = (
    ("data-free-knowledge-distillation", "knowledge-distillation"),
    ("dialogue-policy", "dialogue-systems"),
)


def seed_scene() -> Scene:
    """28 papers of the seeds with 17 concepts; spans are real."""
    papers = {f"seed-{file}-{entry}": _abstract(file, entry) for file, entry in PAPERS}
    titles = {f"seed-{file}-{entry}": title for (file, entry), title in PAPERS.items()}
    mentions = [edge for paper, text in papers.items() for edge in _mentions(paper, text)]
    of: dict[str, list[str]] = {concept: [] for concept in CONCEPTS}
    for edge in mentions:
        of[edge.end[1]].append(edge.start[1])
    nodes = [
        Node("Paper", paper, {
            "id": paper, "title": titles[paper], "abstract": text, "lang": "zh" if "的" in text else "en",
            **({"url": f"https://example.org/{paper}", "year": 2022} if paper.endswith("5") else {}),
        })
        for paper, text in papers.items()
    ]  # fmt: skip
    for concept, (english, chinese, aliases) in CONCEPTS.items():
        nodes.append(
            Node("Concept", concept, {
                "id": concept, "name": english, "name_en": english, "name_zh": chinese, "aliases": aliases,
                "papers": len(of[concept]) + 1,
            })
        )  # fmt: skip
    edges = [*mentions, *_related(of), *_similar(of)]
    edges += [Edge("BROADER", ("Concept", narrow), ("Concept", broad)) for narrow, broad in BROADER]
    return Scene.of(Neighborhood(("Concept", "knowledge-distillation"), tuple(nodes), tuple(edges)))


def walk_scene() -> Scene:
    """The seed scene as a neighborhood: what touches the centre is shown, the rest is the ring. Years 2019 to 2022."""
    scene = seed_scene()
    assert scene.center
    near = {key for edge in scene.edges if scene.center in (edge.start, edge.end) for key in (edge.start, edge.end)}
    nodes = [replace(n, properties={**n.properties, "year": 2019 + i % 4}) if n.label == "Paper" else n
             for i, n in enumerate(scene.nodes)]  # fmt: skip
    shown = [node for node in nodes if node.key in near]
    ring = [node for node in nodes if node.key not in near]
    shown.sort(key=lambda node: node.key != scene.center)
    return Scene(scene.center, (*shown, *ring), len(shown), scene.edges, {node.key: 0.5 for node in shown[1:]})


def _abstract(file: int, entry: int) -> str:
    text = next(SEEDS.glob(f"{file:03d}_*.txt")).read_text(encoding="utf-8")
    return text.split("translated by 谷歌翻译")[entry].strip()


def _mentions(paper: str, text: str) -> list[Edge]:
    found = []
    for concept, (english, chinese, aliases) in CONCEPTS.items():
        names = sorted({english, chinese, *aliases} - {""}, key=len, reverse=True)
        pattern = "|".join(rf"\b{re.escape(name)}\b" if name.isascii() else re.escape(name) for name in names)
        spans = [place for match in re.finditer(pattern, text, re.ASCII) for place in match.span()]
        if spans:
            count = len(spans) // 2
            properties = {
                "score": min(1.0, 0.3 + count / 8),
                "count": count,
                "spans": tuple(spans),
                "in_title": False,
            }
            found.append(Edge("MENTIONS", ("Paper", paper), ("Concept", concept), properties))
    return found


def _related(of: dict[str, list[str]]) -> list[Edge]:
    edges = []
    for a in sorted(of):
        for b in sorted(of):
            both = set(of[a]) & set(of[b])
            if a < b and len(both) > 1:
                weight = len(both) / min(len(of[a]), len(of[b]))
                edges.append(Edge("RELATED", ("Concept", a), ("Concept", b), {"weight": weight, "papers": len(both)}))
    return edges


def _similar(of: dict[str, list[str]]) -> list[Edge]:
    shared: dict[tuple[str, str], list[str]] = {}
    for concept in sorted(of):
        for a in of[concept]:
            for b in of[concept]:
                if a < b:
                    shared.setdefault((a, b), []).append(CONCEPTS[concept][0])
    return [
        Edge("SIMILAR", ("Paper", a), ("Paper", b), {"score": min(1.0, len(names) / 4), "shared": tuple(names)})
        for (a, b), names in shared.items()
        if len(names) > 1
    ]


PWN = "window.__pwned=1"
ATTACKS = (
    f"</script><script>{PWN}</script>",
    f"<img src=x onerror={PWN}>",
    f"<svg/onload={PWN}> href",
    f'" onmouseover="{PWN}" x="',
    f"' autofocus onfocus='{PWN}",
    f"<!--<script>{PWN}//-->",
    "{{program}} {{data}} {% raw %} ${alert(1)} \\u003cscript\\u003e",
    f"line\u2028separator\u2029 {PWN} \\",
    "\u202egnp.exe reversed\u2066 \u200b\u200f\x00\x07",
    "lone \ud800 surrogate \U0001f600 &lt;b&gt; &amp;",
    "constructor",
    "__proto__",
    "W" * 300,
    "a very long title " * 600,
    "很长的标题" * 2000,
)
LINKS = (
    f"javascript:{PWN}",
    f" JaVaScRiPt:{PWN}",
    f"data:text/html,<script>{PWN}</script>",
    "vbscript:x",
    "file:///etc/passwd",
    '"><script>alert(1)</script>',
    'https://example.org/"onclick="alert(1)?a=<b>',
)


def hostile_scene() -> Scene:
    """Every attack as id, title, abstract, name, alias, author, address and reason."""
    nodes: list[Node] = []
    edges: list[Edge] = []
    for i, text in enumerate(ATTACKS):
        abstract = f"\U0001f600 {text[:400]} marked {text[:400]}"
        start = abstract.index("marked")
        nodes += [
            Node("Paper", text, {
                "id": text, "title": text, "abstract": abstract, "lang": text, "url": LINKS[i % len(LINKS)],
            }),
            Node("Concept", text, {
                "id": text, "name": text, "name_en": text, "name_zh": text, "aliases": (text,), "papers": i,
            }),
            Node("Author", text, {"id": text, "name": text}),
        ]  # fmt: skip
        spans = (start, start + 6, -5, 3, 10, 10_000_000, 3)
        other = ATTACKS[i - 1]
        edges += [
            Edge("MENTIONS", ("Paper", text), ("Concept", text), {"score": 9e99, "count": -1, "spans": spans}),
            Edge("WROTE", ("Author", text), ("Paper", text), {"position": 0}),
            Edge("SIMILAR", ("Paper", text), ("Paper", other), {"score": float("nan"), "shared": (text, other)}),
            Edge("RELATED", ("Concept", text), ("Concept", other), {"weight": float("inf"), "papers": 2}),
            Edge("MENTIONS", ("Paper", text), ("Concept", "not in the picture"), {"score": 0.5}),
        ]
    return Scene.of(Neighborhood(("Paper", ATTACKS[0]), tuple(nodes), tuple(edges)))


def large_scene(papers: int = 380, concepts: int = 120) -> Scene:
    """Papers in topics, each mentioning some concepts of its topic and a few of others."""
    dice = random.Random(5)
    words = sorted(set(re.findall(r"\b[a-z]{5,11}\b", " ".join(_abstract(f, e) for f, e in PAPERS))))
    names = [" ".join(dice.sample(words, 2)) for _ in range(concepts)]
    topics = [range(start, min(start + 10, concepts)) for start in range(0, concepts, 10)]
    edges = []
    for paper in range(papers):
        topic = topics[min(int(dice.expovariate(0.25)), len(topics) - 1)]
        chosen = {topic[min(int(dice.expovariate(0.3)), len(topic) - 1)] for _ in range(4)}
        if dice.random() < 0.25:
            chosen.add(dice.randrange(concepts))
        for concept in sorted(chosen):
            properties = {"score": round(dice.random(), 2), "count": 1, "spans": ()}
            edges.append(Edge("MENTIONS", ("Paper", f"p{paper}"), ("Concept", f"c{concept}"), properties))
    degree = [sum(edge.end[1] == f"c{i}" for edge in edges) for i in range(concepts)]
    nodes = [
        Node("Concept", f"c{i}", {"id": f"c{i}", "name": name, "papers": degree[i]}) for i, name in enumerate(names)
    ] + [
        Node(
            "Paper",
            f"p{i}",
            {"id": f"p{i}", "title": " ".join(dice.sample(words, 7)).capitalize(), "abstract": "None."},
        )
        for i in range(papers)
    ]
    return Scene.of(Neighborhood(None, tuple(nodes), tuple(edges)))
