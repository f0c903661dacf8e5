"""Ranks the candidates of one paper, in three passes of growing cost.

A linear score of all candidates picks a shortlist, boosted trees rank it, KeyBERT's similarities settle the top.
Fitted by benchmarks/fit_weights.py; why this way: docs/decisions/0009-two-styles-of-one-ranking.md.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np

from kg.keyphrases.candidates import Candidate, candidates
from kg.keyphrases.chinese import chinese_candidates, chinese_document
from kg.keyphrases.chinese_features import chinese_features
from kg.keyphrases.document import Document, english_document, given_title
from kg.keyphrases.english import english_features
from kg.keyphrases.forest import Forest
from kg.keyphrases.places import Features, wholes
from kg.keyphrases.spelling import keyphrase, surface
from kg.records import Keyphrase, Paper
from kg.vocabulary import Vocabulary, phrase_key

STYLES = ("author", "indexer")
SHORTLIST = 40
"""How many candidates the trees look at; the others follow in the order of the linear score."""
COMPARED = 8
"""How many of these are compared with the paper."""
FRAGMENT = 1.0
"""By how much, in log-odds, a phrase must beat the longer one that it always stands in, to come before it."""


class Profile:
    """What was fitted for one style: names of the features, linear weights, trees, weight of the similarity.

    whole: prefer "Latent Dirichlet Allocation" to "Latent Dirichlet", as authors do.
    """

    def __init__(self, fitted: dict[str, Any]) -> None:
        self._features: list[str] = fitted["features"]
        self._linear = np.array(fitted["linear"])
        self._forest = Forest(**fitted["forest"])
        self._whole: bool = fitted["whole"]
        self.similarity: float = fitted["similarity"]

    def table(self, features: Features) -> np.ndarray:
        """(n, number of features) float32, the columns in the order of the weights."""
        return np.array([features[name] for name in self._features], np.float32).T

    def scores(self, table: np.ndarray, found: Sequence[Candidate]) -> np.ndarray:
        """(n,) scores of the candidates: log-odds for the shortlist, below them what follows the linear score."""
        score = table @ self._linear
        order = np.argsort(-score, kind="stable")
        head = order[:SHORTLIST]
        ranked = self._forest(table[head])
        if self._whole:
            ranked = wholes_first(ranked, [found[i] for i in head])
        score += ranked.min() - score[head[-1]]  # what follows ends where the shortlist does
        score[head] = ranked
        return score


def wholes_first(scores: np.ndarray, found: Sequence[Candidate]) -> np.ndarray:
    """The scores, a fragment's lowered below that of its best whole where it is not FRAGMENT better."""
    holders = np.where(wholes(found), scores, -np.inf).max(1)
    return np.where((scores > holders) & (scores < holders + FRAGMENT), holders - 1e-6, scores)


@lru_cache(maxsize=4)
def profile(lang: str, style: str) -> Profile:
    """Chinese has one style."""
    table = json.loads(files("kg.keyphrases").joinpath("weights.json").read_text("utf-8"))
    return Profile(table[f"en-{style}" if lang == "en" else "zh"])


def analyse(paper: Paper) -> tuple[Document, list[Candidate]]:
    if paper.lang == "zh":
        document = chinese_document(paper)
        return document, chinese_candidates(document)
    document = english_document(paper)
    return document, candidates(document)


def features_of(paper: Paper, document: Document, found: list[Candidate]) -> Features:
    return (chinese_features if paper.lang == "zh" else english_features)(found, document)


def rank(
    paper: Paper, *, top_n: int, style: str = "author", fast: bool = False, embedding: np.ndarray | None = None
) -> tuple[Keyphrase, ...]:
    """The top_n keyphrases of a paper, best first, scores relative to the best one.

    A pure function of the paper: no corpus is needed, wordfreq is the background. fast leaves the embeddings
    out. embedding: that of `paper_text`, where it is known already. The author's own keywords come first.
    """
    document, found = analyse(paper)
    scored = _scored(paper, document, found, profile(paper.lang, style), fast, embedding)
    chances = 1 / (1 + np.exp(-np.array([score for score, _ in scored])))
    ranked = [
        keyphrase(paper, document, c, float(chance / chances[0]))
        for (_, c), chance in zip(scored[:top_n], chances, strict=False)
    ]
    return tuple(_with_keywords(paper, ranked)[:top_n])


def _scored(
    paper: Paper,
    document: Document,
    found: list[Candidate],
    fitted: Profile,
    fast: bool,
    embedding: np.ndarray | None,
) -> list[tuple[float, Candidate]]:
    if not found:
        return []
    scores = fitted.scores(fitted.table(features_of(paper, document, found)), found)
    scored = sorted(zip(scores.tolist(), found, strict=True), key=lambda pair: (-pair[0], pair[1].key))
    if fast:
        return scored
    from kg.keyphrases.similarity import similarities

    head = [surface(paper, document, c) for _, c in scored[:COMPARED]]
    near = similarities(paper_text(paper), head, embedding)
    least = scored[len(head) - 1][0]
    # moves phrases among those compared, none out of them
    moved = [(score + fitted.similarity * near[text], c) for text, (score, c) in zip(head, scored, strict=False)]
    moved.sort(key=lambda pair: (-pair[0], pair[1].key))
    down = moved[-1][0] - least
    return [(score - down, c) for score, c in moved] + scored[COMPARED:]


def paper_text(paper: Paper) -> str:
    """What is embedded as the paper: its given title and its abstract."""
    return f"{given_title(paper)}\n{paper.abstract}".strip()


def _with_keywords(paper: Paper, ranked: list[Keyphrase]) -> list[Keyphrase]:
    """The author's keywords first, marked as such, wherever they stand; then the others."""
    if not paper.keywords:
        return ranked
    keys = {phrase_key(word): " ".join(word.split()) for word in reversed(paper.keywords)}
    keys.pop("", None)
    vocabulary = Vocabulary(keys)
    places = list(vocabulary.find(paper.abstract))
    titled = [m.key for m in vocabulary.find(given_title(paper))]
    authored = [
        Keyphrase(
            text=text,
            score=1.0,
            count=sum(m.key == key for m in places) + titled.count(key),
            spans=tuple(at for m in places if m.key == key for at in (m.start, m.end)),
            in_title=key in titled,
            from_author=True,
        )
        for key, text in reversed(keys.items())
    ]
    return authored + [k for k in ranked if phrase_key(k.text) not in keys]
