"""What a page tells of the whole corpus, of which it shows a part."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.core.graph_store import GraphStore


@dataclass(frozen=True, slots=True)
class Corpus:
    """counts: nodes of each label; years: papers of each year; mentions: id of a concept -> papers of each year."""

    counts: Mapping[str, int] = field(default_factory=dict)
    years: Mapping[int, int] = field(default_factory=dict)
    mentions: Mapping[str, Mapping[int, int]] = field(default_factory=dict)


def corpus_of(store: GraphStore) -> Corpus:
    """Read once a page, or once a server: it asks for every concept."""
    mentions: dict[str, dict[int, int]] = defaultdict(dict)
    for concept, year, papers in store.mentions_by_year():
        mentions[concept][year] = papers
    return Corpus(store.counts(), store.papers_by("year"), mentions)
