"""Fits the weights of kg/keyphrases/ranking.py and writes kg/keyphrases/weights.json.

    uv run python -m benchmarks.fit_weights [--dry-run]

en-indexer: inspec_train (indexers' uncontrolled phrases). en-author: kdd. zh: csl_zh. A linear score, fitted as
in-document softmax of the gold phrases (L-BFGS, l2); figures printed are three-fold cross-validated. The weight
of the similarity is found by a scan on the same folds, on top of the others.
"""

from __future__ import annotations

import json
import random
import sys
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize

from benchmarks.data import f1, labelled, normalizer
from kg.keyphrases import ranking
from kg.keyphrases.chinese import chinese_features
from kg.keyphrases.document import given_title
from kg.keyphrases.english import features
from kg.keyphrases.similarity import similarities
from kg.records import Paper

OUTPUT = Path(__file__).parents[1] / "kg" / "keyphrases" / "weights.json"
SIMILARITY_WEIGHTS = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0)
L2 = 1e-3
PROFILES = {
    # name: (language, training set, cut-offs)
    "en-indexer": ("en", "inspec_train", (5, 10, 15)),
    "en-author": ("en", "kdd", (5, 10, 15)),
    "zh": ("zh", "csl_zh", (3, 5, 10)),
}


class Example(NamedTuple):
    """A paper's candidates: normalised texts, feature rows, gold."""

    paper: Paper
    surfaces: list[str]
    texts: list[str]
    rows: list[dict[str, float]]
    gold: set[str]


def examples(name: str, lang: str, *, titled: bool = True) -> list[Example]:
    norm = normalizer(lang)
    describe = chinese_features if lang == "zh" else features
    made = []
    for paper, gold in labelled(name, lang):
        if not titled:
            paper = replace(paper, title="", title_given=False)
        document, found = ranking.analyse(paper)
        rows = []
        for candidate in found:
            row: dict[str, float] = {}
            for feature, value in describe(candidate, document):
                row[feature] = row.get(feature, 0.0) + value
            rows.append(row)
        surfaces = [ranking.surface(paper, document, c) for c in found]
        made.append(Example(paper, surfaces, [norm(s) for s in surfaces], rows, gold))
    return made


def fit(training: list[Example]) -> dict[str, float]:
    """Weights that maximise the mean log-probability of a gold phrase among its paper's candidates."""
    usable = [e for e in training if any(t in e.gold for t in e.texts)]
    names = sorted({n for e in usable for row in e.rows for n in row})
    column = {n: i for i, n in enumerate(names)}
    x = np.zeros((sum(len(e.rows) for e in usable), len(names)), np.float32)
    target = np.zeros(len(x))
    starts, at = [], 0
    for e in usable:
        starts.append(at)
        for text, row in zip(e.texts, e.rows, strict=True):
            for n, value in row.items():
                x[at, column[n]] = value
            target[at] = text in e.gold
            at += 1
    sizes = np.diff([*starts, at])
    target /= np.repeat(np.add.reduceat(target, starts), sizes)
    spread = x.std(0) + 1e-6
    z = x / spread

    def loss(b: np.ndarray) -> tuple[float, np.ndarray]:
        s = z @ b
        s -= np.repeat(np.maximum.reduceat(s, starts), sizes)
        total = np.add.reduceat(np.exp(s), starts)
        p = np.exp(s) / np.repeat(total, sizes)
        value = (np.log(total).sum() - target @ s) / len(starts) + L2 * b @ b
        return float(value), z.T @ (p - target) / len(starts) + 2 * L2 * b

    best = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    return {n: round(float(w), 4) for n, w in zip(names, best.x / spread, strict=True) if abs(w) > 1e-4}


def predict(e: Example, weight: dict[str, float], near: dict[str, float] | None, factor: float) -> list[str]:
    score = [sum(weight.get(n, 0.0) * v for n, v in row.items()) for row in e.rows]
    order = sorted(range(len(score)), key=lambda i: -score[i])
    if near is not None:
        head = sorted(order[: ranking.SHORTLIST], key=lambda i: -(score[i] + factor * near[e.surfaces[i]]))
        order = head + order[ranking.SHORTLIST :]
    return list(dict.fromkeys(e.texts[i] for i in order))


def nearness(e: Example, weight: dict[str, float]) -> dict[str, float]:
    score = [sum(weight.get(n, 0.0) * v for n, v in row.items()) for row in e.rows]
    order = sorted(range(len(score)), key=lambda i: -score[i])[: ranking.SHORTLIST]
    text = f"{given_title(e.paper)}\n{e.paper.abstract}".strip()
    return similarities(text, [e.surfaces[i] for i in order])


def cross_validate(versions: list[list[Example]], ks: tuple[int, ...]) -> float:
    """Prints the folds' mean F1, on the first version, for each weight of the similarity.

    Returns the best of these weights but 0: KeyBERT stays a feature.
    """
    table = np.zeros((len(SIMILARITY_WEIGHTS), len(ks)))
    order = list(range(len(versions[0])))
    random.Random(0).shuffle(order)
    for fold in range(3):
        held = [versions[0][i] for i in order[fold::3]]
        inside = [i for k, i in enumerate(order) if k % 3 != fold]
        weight = fit([rows[i] for rows in versions for i in inside])
        near = [nearness(e, weight) for e in held]
        for row, factor in enumerate(SIMILARITY_WEIGHTS):
            predicted = [predict(e, weight, n, factor) for e, n in zip(held, near, strict=True)]
            table[row] += np.array(f1(predicted, [e.gold for e in held], ks)) / 3
    for factor, figures in zip(SIMILARITY_WEIGHTS, table, strict=True):
        print(f"  similarity x {factor}: F1@{'/'.join(map(str, ks))} {figures.round(2)}", flush=True)
    return SIMILARITY_WEIGHTS[1 + int(table[1:].mean(1).argmax())]


def main() -> None:
    fitted = {}
    for profile, (lang, name, ks) in PROFILES.items():
        # every paper counts twice, the second time without its title: many sources have none
        versions = [examples(name, lang), examples(name, lang, titled=False)]
        print(f"{profile}: fitted on {name}, three-fold cross-validated", flush=True)
        factor = cross_validate(versions, ks)
        fitted[profile] = fit([*versions[0], *versions[1]]) | {"similarity": factor}
    if "--dry-run" not in sys.argv:
        OUTPUT.write_text(json.dumps(fitted, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
