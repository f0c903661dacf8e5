"""What the notes of a vault say: front matter, links to other notes, and sentences as quotes with their source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from kg.core.graph import Edge, Node, NodeKey, names, spans_of, strength, whole_number
from kg.core.graph_store import GraphSource
from kg.loaders.files.obsidian.names import FOLDERS, note_names
from kg.loaders.files.obsidian.text import Shown, address, front_matter, link, markdown, tag
from kg.text.sentences import sentences_around

MOST, SENTENCES = 50, 3
"""MOST: links of a heading, the strongest first; the notes at the other ends link back. SENTENCES: of a paper, for one
concept."""

_KINDS = ("MENTIONS", "RELATED", "BROADER", "SIMILAR", "CITES", "IN_TOPIC", "CONCEPT_IN_TOPIC", "PART_OF")


class Notes:
    """The notes of a graph, which is read once and kept in memory."""

    def __init__(self, graph: GraphSource) -> None:
        self._nodes = {node.key: node for label in FOLDERS for node in graph.nodes(label)}
        self._leaving: dict[tuple[str, NodeKey], list[Edge]] = defaultdict(list)
        self._coming: dict[tuple[str, NodeKey], list[Edge]] = defaultdict(list)
        for kind in _KINDS:
            for edge in graph.edges(kind):
                self._leaving[kind, edge.start].append(edge)
                self._coming[kind, edge.end].append(edge)
        self.paths = note_names(self._nodes.values())
        """Node -> path of its note below the vault, without ".md"."""

    def text(self, key: NodeKey) -> str:
        """The note of a node, without the marker."""
        make = {"Paper": self._paper, "Concept": self._concept, "Topic": self._topic}
        return make[key[0]](self._nodes[key])

    # -- one note ---------------------------------------------------------------------------

    def _paper(self, paper: Node) -> str:
        p = paper.properties
        authors, year = _texts(p.get("authors")), p.get("year")
        venue, url = str(p.get("venue") or ""), address(str(p.get("url") or ""))
        abstract = str(p.get("abstract") or "")
        told: dict[str, Shown] = {"authors": authors, "year": year if isinstance(year, int) else "", "venue": venue}
        told |= {"doi": str(p.get("doi") or ""), "url": url, "lang": str(p.get("lang") or "")}
        facts = [", ".join(map(markdown, authors)), markdown(venue), str(year or ""), f"[web](<{url}>)" if url else ""]
        parts = [" · ".join(filter(None, facts)), f"> {markdown(abstract)}" if abstract else ""]
        similar = self._both("SIMILAR", paper.key)
        parts += [
            _section("Topics", self._links(self._leaving["IN_TOPIC", paper.key])),
            _section("Concepts", self._links(self._leaving["MENTIONS", paper.key])),
            _section("Similar papers", (self._alike(edge, paper.key) for edge in similar)),
            _section("Cites", self._links(self._leaving["CITES", paper.key])),
            _section("Cited by", self._links(self._coming["CITES", paper.key], back=True)),
        ]
        return self._note(paper, told, parts, self._leaving["IN_TOPIC", paper.key])

    def _concept(self, concept: Node) -> str:
        others = names(concept.properties)[1:]
        parts = [f"Also: {', '.join(map(markdown, others))}" if others else ""]
        mentions, key = _strongest(self._coming["MENTIONS", concept.key]), concept.key
        parts += [
            _section("Topics", self._links(self._leaving["CONCEPT_IN_TOPIC", key])),
            _section("Broader", (self._said(edge, edge.end) for edge in self._leaving["BROADER", key])),
            _section("Narrower", (self._said(edge, edge.start) for edge in self._coming["BROADER", key])),
            _section("Related", (self._related(edge, key) for edge in self._both("RELATED", key))),
            _section("Papers", (self._saying(edge) for edge in mentions)),
        ]
        papers = whole_number(concept.properties, "papers")
        return self._note(concept, {"papers": papers}, parts, self._leaving["CONCEPT_IN_TOPIC", key])

    def _topic(self, topic: Node) -> str:
        p, key = topic.properties, topic.key
        parts = [
            _section("Part of", self._links(self._leaving["PART_OF", key])),
            _section("Parts", self._links(self._coming["PART_OF", key], back=True)),
            _section("Concepts", self._links(self._coming["CONCEPT_IN_TOPIC", key], back=True)),
            _section("Papers", self._links(self._coming["IN_TOPIC", key], back=True)),
        ]
        told = {"level": whole_number(p, "level"), "papers": whole_number(p, "papers")}
        return self._note(topic, told, parts, ())

    def _note(self, node: Node, told: Mapping[str, Shown], parts: Sequence[str], topics: Sequence[Edge]) -> str:
        others = [name for name in names(node.properties) if f"{FOLDERS[node.label]}/{name}" != self.paths[node.key]]
        homes = [self._nodes[edge.end] for edge in _strongest(topics)]
        tags = [node.label.lower(), *(tag("topic", home.name) for home in homes if home.properties.get("level") == 1)]
        head = front_matter(
            {"papermesh": ":".join(node.key), "title": node.name, **told, "aliases": others, "tags": tags}
        )
        return f"{head}# {markdown(node.name)}\n\n" + "".join(f"{part}\n\n" for part in parts if part)

    # -- lines of a list --------------------------------------------------------------------

    def _links(self, edges: Sequence[Edge], *, back: bool = False) -> Iterator[str]:
        """A link to the other end of each, the strongest first."""
        return (self._to(edge.start if back else edge.end) for edge in _strongest(edges))

    def _alike(self, edge: Edge, mine: NodeKey) -> str:
        shared = _texts(edge.properties.get("shared"))
        return (
            self._to(edge.end if edge.start == mine else edge.start)
            + (": " if shared else "")
            + markdown(", ".join(shared))
        )

    def _related(self, edge: Edge, mine: NodeKey) -> str:
        papers = edge.properties.get("papers")
        return f"{self._to(edge.end if edge.start == mine else edge.start)} ({papers} papers)"

    def _said(self, edge: Edge, other: NodeKey) -> str:
        """Why one concept is broader, as a quote with the paper that says so."""
        sentence = str(edge.properties.get("sentence") or "")
        paper = ("Paper", str(edge.properties.get("paper") or ""))
        source = f" — {self._to(paper)}" if paper in self._nodes else ""
        return self._to(other) + (_quote(sentence, source) if sentence else "")

    def _saying(self, mention: Edge) -> str:
        """A paper with the sentences that name the concept."""
        paper = self._nodes[mention.start]
        abstract = str(paper.properties.get("abstract") or "")
        naming = islice(sentences_around(abstract, spans_of(mention, abstract)), SENTENCES)
        return self._to(paper.key) + "".join(_quote(abstract[start:end]) for start, end, _ in naming)

    def _to(self, key: NodeKey) -> str:
        return link(self.paths[key], self._nodes[key].name)

    def _both(self, kind: str, key: NodeKey) -> list[Edge]:
        return _strongest([*self._leaving[kind, key], *self._coming[kind, key]])


def _strongest(edges: Sequence[Edge]) -> list[Edge]:
    return sorted(edges, key=lambda edge: (-strength(edge), edge.start, edge.end))[:MOST]


def _section(title: str, lines: Iterator[str]) -> str:
    """A heading with a list; "" for an empty one."""
    listed = "\n".join(f"- {line}" for line in lines)
    return f"## {title}\n\n{listed}" if listed else ""


def _quote(sentence: str, source: str = "") -> str:
    """Below a line of a list."""
    return f"\n  > {markdown(sentence)}{source}"


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, tuple) else ()
