"""What a page tells of the whole corpus, of which it shows a part."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg.core.graph import Node, NodeKey
from kg.core.graph_store import GraphStore

AT_ONCE = 2_000
"""Papers that a graph is asked for at once."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """counts: nodes of each label; years: papers of each year; mentions: id of a concept -> papers of each year."""

    counts: Mapping[str, int] = field(default_factory=dict)
    years: Mapping[int, int] = field(default_factory=dict)
    mentions: Mapping[str, Mapping[int, int]] = field(default_factory=dict)


def corpus_of(store: GraphStore) -> Corpus:
    """Of no concept yet; see `with_mentions`."""
    return Corpus(store.counts(), store.papers_by("year"))


def with_mentions(store: GraphStore, corpus: Corpus, nodes: Iterable[Node]) -> Corpus:
    """The same with the mentions of the concepts among these nodes."""
    mentions: dict[str, dict[int, int]] = defaultdict(dict)
    concepts = [node.id for node in nodes if node.label == "Concept"]
    for concept, year, papers in store.mentions_by_year(concepts):
        mentions[concept][year] = papers
    return replace(corpus, mentions=mentions)


def paper_keys(store: GraphStore) -> list[NodeKey]:
    """The keys of all papers, by id."""
    return sorted(("Paper", each.id) for each in store.find("", ("Paper",)))


def batches(keys: Sequence[NodeKey]) -> Iterator[Sequence[NodeKey]]:
    """The keys, AT_ONCE at a time."""
    return (keys[at : at + AT_ONCE] for at in range(0, len(keys), AT_ONCE))
