"""The topics of a corpus, as nodes and relationships."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from kg.core.engine import Engine
from kg.core.graph import SCALE, Node, Value
from kg.core.records import Concept, Paper
from kg.core.tables import Ancestors, EdgeTable, Mentions
from kg.links.similar import Pairs
from kg.links.topics.callon import centrality_and_density
from kg.links.topics.levels import levels
from kg.links.topics.membership import Belonging, Possible, concepts_in, everywhere, papers_in, told, within
from kg.links.topics.names import Naming


def topics(
    papers: Sequence[Paper],
    near: Pairs,
    concepts: Sequence[Concept],
    mentions: Mentions,
    ancestors: Ancestors,
    engine: Engine,
) -> tuple[list[Node], EdgeTable, EdgeTable, EdgeTable]:
    """The topics of two levels by id, and IN_TOPIC of papers, of concepts, and PART_OF.

    Papers are grouped by what is near (kg.links.topics.levels); one that is near none belongs to no topic. A topic is
    called by its most telling concepts, and has its id from the first of them: so it keeps both while little changes.
    """
    home, part, parents = levels(len(papers), near, threads=engine.processes)
    corpus = _Corpus(papers, concepts, mentions, ancestors)
    whole = corpus.level(1, papers_in(home, near))
    parts_of = papers_in(part, near, within(whole.papers, parents))
    parts = corpus.level(2, parts_of, within(whole.concepts, parents), [whole.leading[n] for n in parents.tolist()])
    nodes = sorted((*whole.nodes, *parts.nodes), key=lambda node: node.id)
    ids = [node.id for node in nodes]
    place = {each: n for n, each in enumerate(ids)}
    at = [np.array([place[node.id] for node in level.nodes], np.int64) for level in (whole, parts)]
    start, end = at[1], at[0][parents]
    order = np.argsort(start)
    return (
        nodes,
        _in_topic("IN_TOPIC", [paper.id for paper in papers], ids, at, (whole.papers, parts.papers)),
        _in_topic("CONCEPT_IN_TOPIC", [each.id for each in concepts], ids, at, (whole.concepts, parts.concepts)),
        EdgeTable("PART_OF", ids, ids, start[order], end[order], {}),
    )


@dataclass(frozen=True, slots=True)
class _Level:
    """nodes: of the topics, by their numbers; leading: the concepts that each is called by."""

    nodes: list[Node]
    leading: list[list[int]]
    papers: Belonging
    concepts: Belonging


class _Corpus:
    def __init__(
        self, papers: Sequence[Paper], concepts: Sequence[Concept], mentions: Mentions, ancestors: Ancestors
    ) -> None:
        self._papers, self._concepts, self._mentions, self._ancestors = papers, concepts, mentions, ancestors
        self._count = np.array([each.papers for each in concepts], np.int64)
        self._about = np.bincount(mentions.concept, mentions.score, len(concepts)).astype(np.int64) * SCALE
        self._chinese = np.array([paper.lang == "zh" for paper in papers], np.int64)

    def level(
        self, level: int, papers: Belonging, possible: Possible = everywhere, whole: Sequence[Sequence[int]] = ()
    ) -> _Level:
        """The topics of one level. papers: with their topics. possible: for concepts; whole: see Naming.leading."""
        paper, topic, _ = papers
        topics = int(topic.max(initial=-1)) + 1
        size = np.bincount(topic, minlength=topics)
        said = told(papers, self._mentions, (topics, len(self._concepts)))
        chinese = 2 * np.bincount(topic, self._chinese[paper], topics) > size
        mentioned = _mentioned(papers, self._mentions, topics, len(self._concepts))
        naming = Naming(self._concepts, self._ancestors, said, self._about, mentioned, size, chinese)
        leading = naming.leading(whole)
        concepts = concepts_in(said, self._about, possible)
        measured = centrality_and_density(self._mentions, self._count, *concepts[:2], topics)
        centrality, density = (column.tolist() for column in measured)
        nodes = []
        for n, chosen in enumerate(leading):
            members = paper[topic == n].tolist()
            first = self._papers[members[0]]
            key = f"t{level}-{self._concepts[chosen[0]].id if chosen else first.id}"
            name = naming.name(n, chosen) if chosen else first.title
            years = [year for member in members if (year := self._papers[member].year)]
            dated: dict[str, Value] = {"year_mean": round(sum(years) / len(years), 4)} if years else {}
            measures: dict[str, Value] = {"centrality": centrality[n] / SCALE, "density": density[n] / SCALE}
            about: dict[str, Value] = {"id": key, "name": name, "level": level, "papers": len(members)}
            nodes.append(Node("Topic", key, about | dated | measures))
        return _Level(nodes, leading, papers, concepts)


def _mentioned(papers: Belonging, mentions: Mentions, topics: int, concepts: int) -> sparse.csr_matrix:
    """(topics, concepts) int64: how many papers of the topic mention the concept."""
    paper, topic, _ = papers
    once = replace(mentions, score=np.ones(len(mentions), np.int16))
    return told((paper, topic, np.ones(len(paper), np.int16)), once, (topics, concepts))


def _in_topic(
    kind: str, members: Sequence[str], ids: Sequence[str], at: Sequence[np.ndarray], levels: Sequence[Belonging]
) -> EdgeTable:
    """at: of every level the positions of its topics among the ids."""
    member = np.concatenate([belonging[0] for belonging in levels])
    topic = np.concatenate([places[belonging[1]] for places, belonging in zip(at, levels, strict=True)])
    weight = np.concatenate([belonging[2] for belonging in levels])
    order = np.lexsort((topic, member))
    return EdgeTable(kind, members, ids, member[order], topic[order], {"weight": weight[order]})
