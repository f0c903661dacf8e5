"""Which English concept a Chinese phrase is: what kg.matching says of the names, and the papers besides."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from kg.analysis import Analysis
from kg.embedders import default_embedder
from kg.matching import further
from kg.matching.bilingual import rate
from kg.merging import Groups, Phrase, joined
from kg.records import Paper
from kg.text import HAN
from kg.vocabulary import phrase_key

TRANSLATION = 0.6
"""Least probability of a merged translation: a wrong one joins papers that have nothing in common."""
PROMISING = 0.1
"""The same for a pair that the papers may still bear out."""
NEAR, NEAR_FURTHER = 0.7, 0.84
"""Cosine that two keyphrases need, and that they need where one is no keyphrase. These were set by reading."""
ONE_WORD, NEAR_ONE_WORD = 0.75, 0.62
"""Probability and cosine that do for a single English word which the dictionary wholly explains."""
EVIDENT, NEAR_EVIDENT = 2.5, 0.8
"""Log-odds and cosine of names that need not lead: "classifiers" comes near to 分类, "classification" is it."""
BY_NEARNESS, USUAL_NEARNESS = 5.0, 0.1
"""Log-odds that a translation gains by the cosine of its papers, and the cosine at which it gains nothing."""


def places(papers: Sequence[Paper], analyses: Sequence[Analysis]) -> dict[int, np.ndarray] | None:
    """Position of a paper -> unit vector of what it is about, the mean of its language's papers taken away; None in
    fast mode."""
    rows = [a.embedding for a in analyses if a.embedding is not None]
    if len(rows) < len(papers):
        return None
    found: dict[int, np.ndarray] = {}
    for lang in sorted({p.lang for p in papers}):
        where = [n for n, p in enumerate(papers) if p.lang == lang]
        about = np.stack([rows[n] for n in where]).astype(np.float64)
        about -= about.mean(0)
        about /= np.maximum(np.linalg.norm(about, axis=1, keepdims=True), 1e-9)
        found |= dict(zip(where, about, strict=True))
    return found


def merge_translations(
    groups: Groups,
    phrases: dict[str, Phrase],
    candidates: Iterable[str],
    places: Mapping[int, np.ndarray] | None = None,
) -> None:
    """A Chinese concept joins the English one that it translates, all of them decided together.

    candidates: further phrases of the papers; those that the dictionary explains wholly by a keyphrase take part, and
    enter `phrases` when they are taken, so that their papers are found too.
    places: position of a paper -> unit vector of what it is about, each language's mean taken away: names whose papers
    lie far apart need to be the surer translations.
    """
    spelling = {k: p.spelling for k, p in phrases.items()}
    english = sorted(k for k in spelling if len(k) > 3 and not HAN.search(k))
    chinese = sorted(k for k in spelling if HAN.search(k))
    for text in further(
        [spelling[k] for k in english], [joined(k) for k in chinese], sorted(set(candidates) - set(spelling.values()))
    ):
        key = phrase_key(text)
        if key not in spelling:
            spelling[key] = text
            (chinese if HAN.search(key) else english).append(key)
    heads = {k: groups.of(k) if k in phrases else k for k in (*english, *chinese)}
    number = {head: n for n, head in enumerate(sorted(set(heads.values())))}
    concepts = [number[heads[k]] for k in english], [number[heads[k]] for k in chinese]
    rated = rate([spelling[k] for k in english], [joined(k) for k in chinese], concepts)
    found: list[tuple[float, str, str]] = []
    for n in np.flatnonzero(rated.best & (rated.probability >= PROMISING)):
        kept, merged = english[rated.pairs[n, 0]], chinese[rated.pairs[n, 1]]
        likely, covered = float(rated.probability[n]), rated.covered[n]
        cosine = _cosine(spelling[kept], joined(merged))
        if kept in phrases and merged in phrases:
            if places is not None:
                likely = _among_papers(likely, _nearness(phrases[kept].papers, phrases[merged].papers, places))
            one_word = " " not in kept and covered.whole and likely >= ONE_WORD and cosine >= NEAR_ONE_WORD
            sure = cosine >= NEAR or one_word
        else:
            sure = (kept in phrases or merged in phrases) and cosine >= NEAR_FURTHER
        evident = rated.score[n] >= EVIDENT and cosine >= NEAR_EVIDENT
        if sure and (evident or likely >= TRANSLATION) and not covered.turned:
            found.append((round(max(likely, TRANSLATION), 4), kept, merged))
    for score, kept, merged in sorted(found, key=lambda f: (-f[0], f[1:])):
        for key in (kept, merged):
            if key not in phrases:
                phrases[key] = Phrase(key, Counter({spelling[key]: 1}))
                groups.add(key)
        # one English core a concept: a Chinese group that has one takes no second
        if phrases[groups.of(merged)].chinese:
            groups.join(kept, merged, "translation", score)


def _cosine(english: str, chinese: str) -> float:
    a, b = default_embedder().embed_each([english, chinese])
    return float(a @ b)


def _nearness(a: Iterable[int], b: Iterable[int], places: Mapping[int, np.ndarray]) -> float | None:
    """Cosine of the mean places of two sets of papers; None where they share papers or one of them is nowhere."""
    a, b = set(a), set(b)
    if a & b:
        return None
    means = [np.sum([places[p] for p in sorted(papers) if p in places] or [0.0], axis=0) for papers in (a, b)]
    lengths = [float(np.linalg.norm(m)) for m in means]
    return float(means[0] @ means[1]) / (lengths[0] * lengths[1]) if all(lengths) else None


def _among_papers(probability: float, nearness: float | None) -> float:
    """The probability, given how near the papers of both names lie."""
    if nearness is None:
        return probability
    log_odds = math.log(probability / (1 - probability)) if 0 < probability < 1 else math.copysign(9, probability - 0.5)
    return 1 / (1 + math.exp(-log_odds - BY_NEARNESS * (nearness - USUAL_NEARNESS)))
