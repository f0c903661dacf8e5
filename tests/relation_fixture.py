"""Concepts, mentions and papers as short as a test needs them."""

from __future__ import annotations

import numpy as np

from kg.analysis import Analysis
from kg.records import Concept, Edge, Keyphrase, Mention, Paper


def concept(name: str, *aliases: str, papers: int = 1, key: str = "") -> Concept:
    return Concept(key or name, name, "", "", aliases, papers)


def mention(paper: str, concept: str, score: float = 0.5) -> Mention:
    return Mention(paper, concept, score, 1, ())


def paper(key: str, abstract: str) -> Paper:
    return Paper(key, "", abstract, "en", title_given=False)


def analysis(embedding: np.ndarray | None = None, *keyphrases: str) -> Analysis:
    return Analysis("", tuple(Keyphrase(k, 1.0, 1, ()) for k in keyphrases), (), (), embedding)


def ends(edges: list[Edge]) -> list[tuple[str, str]]:
    return [(e.start[1], e.end[1]) for e in edges]
