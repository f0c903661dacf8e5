"""Concepts, mentions and papers as short as a test needs them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

import numpy as np

from kg import linking, relations, weighing
from kg.analysis import Analysis, Ranked
from kg.hierarchy import ancestors
from kg.mentions import Places
from kg.records import Concept, Edge, Mention, Paper
from kg.runs import runs_of
from kg.salience import Mentions
from kg.terms import said, terms_of
from kg.uses import Uses, uses_of


def concept(name: str, *aliases: str, papers: int = 1, key: str = "") -> Concept:
    return Concept(key or name, name, "", "", aliases, papers)


def mention(paper: str, concept: str, score: float = 0.5) -> Mention:
    return Mention(paper, concept, score, 1, ())


def paper(key: str, abstract: str) -> Paper:
    return Paper(key, "", abstract, "en", title_given=False)


def analysis(embedding: np.ndarray | None = None, *keyphrases: str) -> Analysis:
    return Analysis("", tuple(Ranked(k, 1.0, 1) for k in keyphrases), (), (), (), embedding)


def similar(
    papers: Sequence[Paper],
    analyses: Sequence[Analysis],
    concepts: Iterable[Concept],
    mentions: Iterable[Mention],
    hierarchy: Iterable[Edge] = (),
) -> list[Edge]:
    """SIMILAR of papers in the order of their ids."""
    known = sorted(concepts, key=lambda c: c.id)
    uses = uses_of(analyses)
    terms = compared_by(papers, uses, known, hierarchy)
    found = linking.similar(papers, terms, uses.embeddings, known, columns(papers, known, mentions), hierarchy)
    return list(chain.from_iterable(found))


def compared_by(
    papers: Sequence[Paper], uses: Uses, concepts: Sequence[Concept], hierarchy: Iterable[Edge]
) -> weighing.Matrix:
    """What SIMILAR compares, as a build finds it."""
    return weighing.weigh(terms_of(said(runs_of(papers), uses), concepts, ancestors(hierarchy)), len(papers))


def related(concepts: Iterable[Concept], mentions: Iterable[Mention], papers: int) -> list[Edge]:
    found = list(mentions)
    named = [paper(key, "") for key in sorted({m.paper_id for m in found})]
    known = sorted(concepts, key=lambda c: c.id)
    return list(chain.from_iterable(relations.related(known, columns(named, known, found), papers)))


def columns(papers: Sequence[Paper], concepts: Sequence[Concept], mentions: Iterable[Mention]) -> Mentions:
    """The mentions as a build has them; papers and concepts by id."""
    at = {p.id: n for n, p in enumerate(papers)}
    where = {c.id: n for n, c in enumerate(concepts)}
    rows = sorted(mentions, key=lambda m: (at[m.paper_id], where[m.concept_id]))
    paper = np.array([at[m.paper_id] for m in rows], int)
    concept = np.array([where[m.concept_id] for m in rows], int)
    ones = np.ones(len(rows), int)
    bounds = np.cumsum([0, *(len(m.spans) for m in rows)])
    characters = np.array([at for m in rows for at in m.spans], int)
    places = Places(concept, paper, ones, ones == 0, ones, bounds, characters, np.zeros((0, 3), int))
    score = np.array([m.score for m in rows])
    return Mentions(papers, concepts, paper, concept, score, np.arange(len(rows)), places)


def ends(edges: list[Edge]) -> list[tuple[str, str]]:
    return [(e.start[1], e.end[1]) for e in edges]
