"""Fits what kg/keyphrases/ranking/rank.py ranks by and writes kg/keyphrases/ranking/weights.json.

    uv run python -m benchmarks.fit_weights [--dry-run]

A linear score, fitted as in-document softmax of the gold phrases (L-BFGS, l2), picks each paper's shortlist; boosted
trees (scikit-learn's histogram gradient boosting, log loss) are fitted on the shortlists. Figures printed are
three-fold cross-validated. The weight of the similarity is found by a scan on the same folds, on top of the others.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import minimize
from sklearn.ensemble import HistGradientBoostingClassifier

from benchmarks.data import f1, labelled, normalizer
from kg.core.records import Paper
from kg.keyphrases.english.candidates import Candidate
from kg.keyphrases.ranking import rank as ranking
from kg.keyphrases.ranking.rank import COMPARED, SHORTLIST, Profile, paper_text
from kg.keyphrases.ranking.similarity import similarities
from kg.keyphrases.ranking.surface import surface

OUTPUT = Path(__file__).parents[1] / "kg" / "keyphrases" / "ranking" / "weights.json"
SIMILARITY_WEIGHTS = (0.0, 0.25, 0.5, 1.0, 1.5, 2.0)
FOLDS = 3
L2 = 1e-3
LINEAR_PAPERS = 1000
_TITLE_IN_TEXT = re.compile(r"(.{14,160}?[a-z]) (?=[A-Z])")
"""A title in small letters goes as far as the sentence that begins behind it."""


class Style(NamedTuple):
    """lang, the set it is measured on, sets that help to fit it, cut-offs, number and depth of the trees.

    whole: see kg.keyphrases.ranking.rank.Profile.
    """

    lang: str
    name: str
    besides: tuple[str, ...]
    ks: tuple[int, ...]
    trees: int
    depth: int
    whole: bool


STYLES = {
    "en-indexer": Style("en", "inspec_train", ("kdd",), (5, 10, 15), 200, 5, False),
    "en-author": Style("en", "kdd", (), (5, 10, 15), 150, 4, True),
    "zh": Style("zh", "csl_zh", (), (3, 5, 10), 150, 4, False),
}


class Example(NamedTuple):
    """A paper's candidates: spellings, the same normalised, (n, features) float32 table of all features, gold."""

    paper: Paper
    surfaces: list[str]
    texts: list[str]
    found: list[Candidate]
    names: list[str]
    table: np.ndarray
    gold: set[str]

    @property
    def right(self) -> np.ndarray:
        return np.array([text in self.gold for text in self.texts])


def examples(
    name: str, lang: str, version: Callable[[Paper], Paper] = lambda paper: paper, limit: int | None = None
) -> list[Example]:
    """The papers of a set, each in a version of it, that have candidates at all."""
    norm = normalizer(lang)
    made = []
    for paper, gold in labelled(name, lang)[:limit]:
        paper = version(paper)
        ((document, found),) = ranking.find_candidates([paper])
        if found:
            features = ranking.features_of(lang, [document], [found])
            table = np.stack(list(features.values()), 1).astype(np.float32)
            surfaces = [surface(paper, document, c) for c in found]
            texts = [norm(s) for s in surfaces]
            made.append(Example(paper, surfaces, texts, found, list(features), table, gold))
    return made


def both(name: str, lang: str, limit: int | None = None) -> list[tuple[Example, Example]]:
    """Every paper as it is, and the other way: without its title, or with one where the set has none."""
    others = {e.paper.id: e for e in examples(name, lang, retitled, limit)}
    return [(e, others.get(e.paper.id, e)) for e in examples(name, lang, limit=limit)]


def retitled(paper: Paper) -> Paper:
    """The paper without its title; where the title runs into the text, as in KDD, with that one."""
    if paper.title_given:
        return replace(paper, title="", title_given=False)
    found = _TITLE_IN_TEXT.match(paper.abstract) if paper.lang == "en" else None
    if not found:
        return paper
    return replace(paper, title=found[1], abstract=paper.abstract[found.end() :], title_given=True)


def fitted(style: Style, training: list[Example]) -> dict[str, Any]:
    """What a Profile is made from."""
    linear = fit_linear(training)
    heads = [np.argsort(-(e.table @ linear), kind="stable")[:SHORTLIST] for e in training]
    table = np.concatenate([e.table[head] for e, head in zip(training, heads, strict=True)])
    right = np.concatenate([e.right[head] for e, head in zip(training, heads, strict=True)])
    return {
        "features": training[0].names,
        "linear": [float(f"{w:.4g}") for w in linear],
        "forest": fit_trees(style, table, right),
        "whole": style.whole,
        "similarity": 0.0,
    }


def fit_linear(training: list[Example]) -> np.ndarray:
    """Weights that maximise the mean log-probability of a gold phrase among its paper's candidates."""
    usable = [e for e in training if e.right.any()]
    usable = usable[:: 1 + len(usable) // LINEAR_PAPERS]  # it only has to find the shortlist
    x = np.concatenate([e.table for e in usable])
    target = np.concatenate([e.right / e.right.sum() for e in usable])
    sizes = np.array([len(e.table) for e in usable])
    starts = np.cumsum(sizes) - sizes
    spread = x.std(0) + 1e-6
    z = x / spread

    def loss(b: np.ndarray) -> tuple[float, np.ndarray]:
        s = z @ b
        s -= np.repeat(np.maximum.reduceat(s, starts), sizes)
        total = np.add.reduceat(np.exp(s), starts)
        p = np.exp(s) / np.repeat(total, sizes)
        value = (np.log(total).sum() - target @ s) / len(starts) + L2 * b @ b
        return float(value), z.T @ (p - target) / len(starts) + 2 * L2 * b

    best = minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 150})
    return best.x / spread


def fit_trees(style: Style, table: np.ndarray, right: np.ndarray) -> dict[str, list]:
    """The arrays of kg.keyphrases.ranking.forest.Forest."""
    model = HistGradientBoostingClassifier(
        max_iter=style.trees,
        learning_rate=0.06,
        max_depth=style.depth,
        max_leaf_nodes=24,
        min_samples_leaf=40,
        l2_regularization=5.0,
        max_features=0.3,
        max_bins=64,
        early_stopping=False,
        random_state=0,
    ).fit(table, right)
    # scikit-learn has no public way to read its trees
    trees = [complete(stage[0].nodes, style.depth) for stage in model._predictors]  # pyright: ignore
    first = float(model._baseline_prediction.item())  # pyright: ignore
    trees[0][2][:] = [float(f"{value + first:.4g}") for value in trees[0][2]]
    return {name: [tree[i] for tree in trees] for i, name in enumerate(("feature", "threshold", "value"))}


def complete(nodes: np.ndarray, depth: int) -> tuple[list[int], list[float], list[float]]:
    """(features, thresholds, leaf values) of one tree as a complete one of this depth: a leaf further up is repeated.

    nodes: the tree as scikit-learn keeps it, the root first.
    """
    inner = 2**depth - 1
    feature, threshold, value = [0] * inner, [0.0] * inner, [0.0] * (inner + 1)

    def fill(at: int, number: int) -> None:
        node = nodes[number]
        if at >= inner:
            value[at - inner] = float(f"{node['value']:.4g}")
        elif node["is_leaf"]:
            fill(2 * at + 1, number)
            fill(2 * at + 2, number)
        else:
            feature[at], threshold[at] = int(node["feature_idx"]), float(f"{node['num_threshold']:.7g}")
            fill(2 * at + 1, int(node["left"]))
            fill(2 * at + 2, int(node["right"]))

    fill(0, 0)
    return feature, threshold, value


class Held(NamedTuple):
    """A paper that the weights did not see: its phrases, best first, with their scores and nearness to it."""

    example: Example
    order: np.ndarray
    score: np.ndarray
    near: dict[str, float]

    def predict(self, similarity: float) -> list[str]:
        """As kg.keyphrases.ranking.rank ranks them."""
        head, rest = self.order[:COMPARED], self.order[COMPARED:]
        nearness = np.array([self.near[self.example.surfaces[i]] for i in head])
        head = head[np.argsort(-(self.score[head] + similarity * nearness), kind="stable")]
        return list(dict.fromkeys(self.example.texts[i] for i in (*head, *rest)))


def apply(profile: Profile, e: Example) -> Held:
    (score,) = profile.scores(e.table, [e.found])
    order = np.argsort(-score, kind="stable")
    near = similarities(paper_text(e.paper), [e.surfaces[i] for i in order[:COMPARED]])
    return Held(e, order, score, near)


def papers_of(style: Style, limit: int | None = None) -> tuple[list[tuple[Example, Example]], list[Example]]:
    """(the style's own papers as they are and retitled, in random order; those of the other sets)."""
    pairs = both(style.name, style.lang, limit)
    random.Random(0).shuffle(pairs)
    return pairs, [e for name in style.besides for pair in both(name, style.lang, limit) for e in pair]


def held_out(style: Style, pairs: list[tuple[Example, Example]], besides: list[Example]) -> Iterator[list[Held]]:
    """The papers of one fold after the other, ranked by weights that were fitted on the other folds."""
    for fold in range(FOLDS):
        inside = [e for n, pair in enumerate(pairs) for e in pair if n % FOLDS != fold]
        profile = Profile(fitted(style, inside + besides))
        yield [apply(profile, e) for e, _ in pairs[fold::FOLDS]]


def figures(papers: list[Held], ks: tuple[int, ...]) -> np.ndarray:
    """(weights of the similarity, cut-offs) F1."""
    gold = [h.example.gold for h in papers]
    return np.array([f1([h.predict(w) for h in papers], gold, ks) for w in SIMILARITY_WEIGHTS])


def best_similarity(folds: list[np.ndarray]) -> float:
    """The best of SIMILARITY_WEIGHTS but 0: KeyBERT stays a feature."""
    return SIMILARITY_WEIGHTS[1 + int(np.mean(folds, 0)[1:].mean(1).argmax())]


def main() -> None:
    profiles = {}
    for profile, style in STYLES.items():
        print(f"{profile}: three-fold cross-validated on {style.name}", flush=True)
        pairs, besides = papers_of(style)
        folds = [figures(papers, style.ks) for papers in held_out(style, pairs, besides)]
        for weight, row in zip(SIMILARITY_WEIGHTS, np.mean(folds, 0), strict=True):
            print(f"  similarity x {weight}: F1@{'/'.join(map(str, style.ks))} {row.round(2)}", flush=True)
        everything = [e for pair in pairs for e in pair] + besides
        profiles[profile] = fitted(style, everything) | {"similarity": best_similarity(folds)}
    if "--dry-run" not in sys.argv:
        OUTPUT.write_text(json.dumps(profiles, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
