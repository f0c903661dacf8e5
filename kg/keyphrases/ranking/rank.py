"""Ranks the candidates of one paper, in three passes of growing cost.

A linear score of all candidates picks a shortlist, boosted trees rank it, KeyBERT's similarities settle the top.
Fitted by benchmarks/fit_weights.py; why this way: docs/decisions/0009-two-styles-of-one-ranking.md.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import accumulate, groupby
from typing import Any, NamedTuple

import numpy as np

from kg.core.records import Keyphrase, Paper, given_title, own_keywords
from kg.keyphrases.chinese.candidates import chinese_candidates, chinese_document
from kg.keyphrases.chinese.features import chinese_features
from kg.keyphrases.english.candidates import Candidate, english_candidates
from kg.keyphrases.english.document import Document, english_documents
from kg.keyphrases.english.features import english_features
from kg.keyphrases.ranking.forest import Forest
from kg.keyphrases.ranking.occurrences import Features, offsets, wholes
from kg.keyphrases.ranking.surface import keyphrase, surface
from kg.text.phrases import Vocabulary, phrase_key

STYLES = ("author", "indexer")
SHORTLIST = 40
"""How many candidates the trees look at; the others follow in the order of the linear score."""
COMPARED = 8
"""How many of these are compared with the paper."""
TOGETHER = 30_000
"""Characters of the papers whose features are computed together: more would leave the processor's cache."""
FRAGMENT = 1.0
"""By how much, in log-odds, a phrase must beat the longer one that it always stands in, to come before it."""


class Profile:
    """What was fitted for one style, a table of weights.json.

    features: names, in the order of the columns. linear: a weight each. forest: what Forest takes. similarity: the
    weight of a candidate's similarity to the paper. whole: prefer "Latent Dirichlet Allocation" to "Latent Dirichlet",
    as authors do.
    """

    def __init__(self, fitted: dict[str, Any]) -> None:
        self.features: list[str] = fitted["features"]
        self._linear = np.array(fitted["linear"])
        self._forest = Forest(**fitted["forest"])
        self._whole: bool = fitted["whole"]
        self.similarity: float = fitted["similarity"]

    def table(self, features: Features) -> np.ndarray:
        """(n, features) float32, a row for each of the n candidates, the columns in the order of the weights."""
        return np.array([features[name] for name in self.features], np.float32).T

    def scores(self, table: np.ndarray, found: Sequence[Sequence[Candidate]]) -> list[np.ndarray]:
        """A paper's candidates get (candidates,) scores: log-odds for its shortlist, and less for the others.

        table: the rows of all papers, one after the other; found: the candidates of each, and every paper has some.
        """
        begin = offsets([len(of_paper) for of_paper in found])
        scores = np.split(self.linear_scores(table), begin[1:])
        for score, rows, of_paper in zip(scores, np.split(table, begin[1:]), found, strict=True):
            head = np.argsort(-score, kind="stable")[:SHORTLIST]
            ranked = self._forest(rows[head])
            if self._whole:
                ranked = wholes_first(ranked, [of_paper[i] for i in head])
            score += ranked.min() - score[head[-1]]  # what follows ends where the shortlist does
            score[head] = ranked
        return scores

    def linear_scores(self, table: np.ndarray) -> np.ndarray:
        """(n,) sums of the weighted features of each row.

        One feature after the other: how a matrix product rounds depends on which rows stand together.
        """
        score = np.zeros(len(table))
        for column, weight in zip(table.T, self._linear, strict=True):
            score += column * weight
        return score


def wholes_first(scores: np.ndarray, found: Sequence[Candidate]) -> np.ndarray:
    """(n,) the scores of a paper's candidates, a fragment's lowered below its best whole's unless FRAGMENT better."""
    holders = np.where(wholes(found), scores, -np.inf).max(1)
    return np.where((scores > holders) & (scores < holders + FRAGMENT), holders - 1e-6, scores)


@lru_cache(maxsize=4)
def profile(lang: str, style: str) -> Profile:
    """The weights of a language and a style; Chinese has one style."""
    table = json.loads(files("kg.keyphrases.ranking").joinpath("weights.json").read_text("utf-8"))
    return Profile(table[f"en-{style}" if lang == "en" else "zh"])


def find_candidates(papers: Sequence[Paper]) -> list[tuple[Document, list[Candidate]]]:
    """(words, candidates) of each paper; papers of one language."""
    if papers and papers[0].lang == "zh":
        return [(document, chinese_candidates(document)) for document in map(chinese_document, papers)]
    return [(document, english_candidates(document)) for document in english_documents(papers)]


def features_of(lang: str, documents: Sequence[Document], found: Sequence[Sequence[Candidate]]) -> Features:
    """Every feature by name: (n,) values of the n candidates of all papers, each of which has some."""
    return (chinese_features if lang == "zh" else english_features)(documents, found)


def rank(
    paper: Paper, *, top_n: int, style: str = "author", fast: bool = False, embedding: np.ndarray | None = None
) -> tuple[Keyphrase, ...]:
    """The top_n keyphrases of a paper, best first; the author's own keywords, with the score 1, before the others.

    The score of the others, in (0, 1], is their chance of being a keyphrase over that of the best. A pure function of
    the paper: no corpus is needed, wordfreq is the background. fast leaves the embeddings out. embedding: (512,)
    float32 unit vector of `paper_text`, where it is known already.
    """
    return rank_all([paper], [embedding], top_n=top_n, style=style, fast=fast)[0].keyphrases


class Ranking(NamedTuple):
    """keyphrases: what `rank` gives. others: the spellings of the phrases that follow, best first."""

    keyphrases: tuple[Keyphrase, ...]
    others: tuple[str, ...]


def rank_all(
    papers: Sequence[Paper],
    embeddings: Sequence[np.ndarray | None],
    *,
    top_n: int,
    others: int = 0,
    style: str = "author",
    fast: bool = False,
) -> list[Ranking]:
    """What `rank` finds in each paper, and at most so many others that follow; together they take half the time.

    embeddings: one a paper, None where it is not known.
    """
    ends = list(accumulate(len(paper.abstract) for paper in papers))

    def batch(i: int) -> tuple[str, int]:
        return papers[i].lang, ends[i] // TOGETHER

    ranked: list[Ranking] = [Ranking((), ())] * len(papers)
    for (lang, _), numbers in groupby(sorted(range(len(papers)), key=batch), key=batch):
        chosen = list(numbers)
        fitted = profile(lang, style)
        pairs = find_candidates([papers[i] for i in chosen])
        scores = iter(_scores(lang, fitted, pairs))
        for i, (document, found) in zip(chosen, pairs, strict=True):
            scored = _scored(papers[i], document, found, next(scores), fitted, fast, embeddings[i]) if found else []
            ranked[i] = _ranking(papers[i], document, scored, top_n, others)
    return ranked


def _scores(lang: str, fitted: Profile, pairs: Sequence[tuple[Document, list[Candidate]]]) -> list[np.ndarray]:
    """The scores of the candidates of each paper that has some."""
    some = [(document, found) for document, found in pairs if found]
    if not some:
        return []
    documents, found = zip(*some, strict=True)
    return fitted.scores(fitted.table(features_of(lang, documents, found)), found)


def _scored(
    paper: Paper,
    document: Document,
    found: list[Candidate],
    scores: np.ndarray,
    fitted: Profile,
    fast: bool,
    embedding: np.ndarray | None,
) -> list[tuple[float, Candidate]]:
    """(score, candidate), best first; unless fast, the first COMPARED by their similarity to the paper, too."""
    scored = sorted(zip(scores.tolist(), found, strict=True), key=lambda pair: (-pair[0], pair[1].key))
    if fast:
        return scored
    from kg.keyphrases.ranking.similarity import similarities

    head = [surface(paper, document, c) for _, c in scored[:COMPARED]]
    near = similarities(paper_text(paper), head, embedding)
    least = scored[len(head) - 1][0]
    # moves phrases among those compared, none out of them
    moved = [(score + fitted.similarity * near[text], c) for text, (score, c) in zip(head, scored, strict=False)]
    moved.sort(key=lambda pair: (-pair[0], pair[1].key))
    down = moved[-1][0] - least
    return [(score - down, c) for score, c in moved] + scored[COMPARED:]


def _ranking(
    paper: Paper, document: Document, scored: Sequence[tuple[float, Candidate]], top_n: int, others: int
) -> Ranking:
    """The author's keywords first, marked as such, wherever they stand; then the others."""
    chances = 1 / (1 + np.exp(-np.array([score for score, _ in scored])))
    texts = [surface(paper, document, c) for _, c in scored[: top_n + others]]
    by_key = _authored(paper)
    authored = list(by_key.values())
    left = [i for i, text in enumerate(texts) if not by_key or phrase_key(text) not in by_key]
    room = max(top_n - len(authored), 0)
    best = [keyphrase(document, scored[i][1], texts[i], float(chances[i] / chances[0])) for i in left[:room]]
    following = [*(k.text for k in authored[top_n:]), *(texts[i] for i in left[room:])]
    return Ranking((*authored[:top_n], *best), tuple(following[:others]))


def paper_text(paper: Paper) -> str:
    """What is embedded as the paper: its given title and its abstract."""
    return f"{given_title(paper)}\n{paper.abstract}".strip()


def _authored(paper: Paper) -> dict[str, Keyphrase]:
    """The author's own keywords, by their keys."""
    if not (words := own_keywords(paper)):
        return {}
    keys = {phrase_key(word): " ".join(word.split()) for word in reversed(words)}
    keys.pop("", None)
    vocabulary = Vocabulary(keys)
    occurrences = list(vocabulary.find(paper.abstract))
    titled = [occurrence.key for occurrence in vocabulary.find(given_title(paper))]
    return {
        key: Keyphrase(
            text=text,
            score=1.0,
            count=sum(found.key == key for found in occurrences) + titled.count(key),
            spans=tuple(at for found in occurrences if found.key == key for at in (found.start, found.end)),
            in_title=key in titled,
            from_author=True,
        )
        for key, text in reversed(keys.items())
    }
