"""What stands behind a mark of a figure: papers, each with a sentence where one says why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kg.core.graph import Edge, Node, NodeKey, strength, whole_number
from kg.core.graph_store import GraphStore
from kg.explore.around.hops import HUB
from kg.explore.show.evidence import evidence
from kg.viz.figures.words import Words

PAPERS = 8
"""Papers that a mark opens."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A paper. year: 0 where none is known. sentence: one that says why the paper is here, or ""."""

    id: str
    title: str
    year: int
    url: str
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Behind:
    """What a mark stands for. facts: lines that say it in words and numbers."""

    title: str
    facts: tuple[str, ...]
    papers: tuple[Quoted, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """svg: the drawing. behind: key of a mark -> what it opens. words: the drawing's own, by what they are in it."""

    title: str
    svg: str
    behind: Mapping[str, Behind]
    words: Mapping[str, Words] = field(default_factory=dict)


def year_of(paper: Node) -> int:
    """The year of a paper, 0 where none is known."""
    return whole_number(paper.properties, "year")


def quoted(paper: Node, mentions: Sequence[Edge] = ()) -> Quoted:
    """The paper, with the sentence of the first of these mentions that has one."""
    said = (found[0].sentence for mention in mentions if (found := evidence(paper, mention)))
    return Quoted(paper.id, paper.name, year_of(paper), str(paper.properties.get("url") or ""), next(said, ""))


def about(
    store: GraphStore, concepts: Sequence[NodeKey], among: set[NodeKey], most: int = PAPERS
) -> tuple[Quoted, ...]:
    """The papers among these that are most about these concepts, with a sentence each."""
    mentions: dict[NodeKey, list[Edge]] = {}
    for edge in store.edges(list(concepts), ("MENTIONS",), strongest=HUB) if concepts else ():
        if edge.start in among:
            mentions.setdefault(edge.start, []).append(edge)
    told = {paper: sum(round(strength(edge) * 10_000) for edge in edges) for paper, edges in mentions.items()}
    best = sorted(told, key=lambda paper: (-told[paper], paper))[:most]
    strongest = {paper: sorted(mentions[paper], key=lambda edge: (-strength(edge), edge.end)) for paper in best}
    return tuple(quoted(paper, strongest[paper.key]) for paper in store.nodes(best))
