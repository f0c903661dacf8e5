"""Which English concept a Chinese phrase is: what kg.concepts.matching.match says of the names, and the papers
besides."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from kg.concepts.clusters import Groups, Phrase, joined
from kg.concepts.matching.match import further
from kg.concepts.matching.score import rate
from kg.core.records import Paper
from kg.text.embedding import default_embedder
from kg.text.language import HAN
from kg.text.phrases import phrase_key

TRANSLATION = 0.6
"""Least probability of a merged translation: a wrong one joins papers that have nothing in common."""
PROMISING = 0.02
"""The same for a pair that the papers may still bear out."""
BY_NEARNESS, USUAL_NEARNESS = 5.0, 0.1
"""Log-odds that a translation gains by the cosine of its papers, and the cosine at which it gains nothing."""
ALIKE, BY_PAPERS = 0.8, 0.4
"""Cosine of the names and this share of the cosine of their papers: least sum. These were set by reading."""
CERTAIN = 0.9
"""Probability from which several words need no more."""
FURTHER = ((0.84, 3.6), (0.895, 2.5))
"""Cosine and log-odds of two names of which one is no keyphrase anywhere: either pair of them does."""
EVIDENT, NEAR_EVIDENT = 2.5, 0.845
"""Log-odds and cosine of names that need not lead: "classifiers" comes near to 分类, "classification" is it."""


def places(papers: Sequence[Paper], embeddings: np.ndarray | None) -> dict[int, np.ndarray] | None:
    """Position of a paper -> unit vector of what it is about, the mean of its language's papers taken away; None in
    fast mode."""
    if embeddings is None:
        return None
    found: dict[int, np.ndarray] = {}
    for lang in sorted({p.lang for p in papers}):
        where = [n for n, p in enumerate(papers) if p.lang == lang]
        about = embeddings[where].astype(np.float64)
        about -= about.mean(0)
        about /= np.maximum(np.linalg.norm(about, axis=1, keepdims=True), 1e-9)
        found |= dict(zip(where, about, strict=True))
    return found


def merge_translations(
    groups: Groups,
    phrases: dict[str, Phrase],
    candidates: Mapping[str, Sequence[int]],
    places: Mapping[int, np.ndarray] | None = None,
) -> None:
    """A Chinese concept joins the English one that it translates, all of them decided together.

    candidates: further phrases, and the papers that hold them; those that the dictionary explains wholly by a keyphrase
    take part, and enter `phrases` when they are taken, so that their papers are found too.
    places: position of a paper -> unit vector of what it is about, each language's mean taken away: names whose papers
    lie far apart need to be the surer translations.
    """
    spelling = {k: p.spelling for k, p in phrases.items()}
    papers: dict[str, Sequence[int]] = {k: p.papers for k, p in phrases.items()}
    english = sorted(k for k in spelling if len(k) > 3 and not HAN.search(k))
    chinese = sorted(k for k in spelling if HAN.search(k))
    others = set(candidates) - set(spelling.values())
    for text in sorted(further([spelling[k] for k in english], [joined(k) for k in chinese], others)):
        key = phrase_key(text)
        if key not in spelling:
            spelling[key] = text
            papers[key] = candidates[text]
            (chinese if HAN.search(key) else english).append(key)
    heads = {k: groups.of(k) if k in phrases else k for k in (*english, *chinese)}
    number = {head: n for n, head in enumerate(sorted(set(heads.values())))}
    concepts = [number[heads[k]] for k in english], [number[heads[k]] for k in chinese]
    rated = rate([spelling[k] for k in english], [joined(k) for k in chinese], concepts)
    found: list[tuple[float, str, str]] = []
    for n in np.flatnonzero(rated.best & ~rated.odd & (rated.probability >= PROMISING)):
        kept, merged = english[rated.pairs[n, 0]], chinese[rated.pairs[n, 1]]
        near = USUAL_NEARNESS if places is None else _nearness(papers[kept], papers[merged], places)
        cosine = _cosine(spelling[kept], joined(merged))
        keyphrases = (kept in phrases) + (merged in phrases)
        likely = _accepted(spelling[kept], rated.probability[n], rated.score[n], cosine, near, keyphrases)
        if likely:
            found.append((round(likely, 4), kept, merged))
    for score, kept, merged in sorted(found, key=lambda f: (-f[0], f[1:])):
        for key in (kept, merged):
            if key not in phrases:
                phrases[key] = Phrase(key, Counter({spelling[key]: 1}))
                groups.add(key)
        # one English core a concept: a Chinese group that has one takes no second
        if phrases[groups.of(merged)].chinese:
            groups.join(kept, merged, "translation", score)


def _accepted(english: str, probability: float, score: float, cosine: float, near: float, keyphrases: int) -> float:
    """The probability, at least TRANSLATION, of a pair that is to be merged; else 0.

    score: log-odds of the names. cosine: of the names. near: of their papers. keyphrases: how many of both are ones.
    """
    several = " " in english
    if keyphrases == 2:
        sure = cosine + BY_PAPERS * near >= ALIKE or (several and probability >= CERTAIN)
    else:
        sure = keyphrases == 1 and any(cosine >= alike and score >= certain for alike, certain in FURTHER)
    if not several:
        sure = sure and near >= 0  # one word has many senses
    likely = _among_papers(float(probability), near)
    evident = score >= EVIDENT and cosine >= NEAR_EVIDENT
    return max(likely, TRANSLATION) if sure and (evident or likely >= TRANSLATION) else 0.0


def _cosine(english: str, chinese: str) -> float:
    a, b = default_embedder().embed_each([english, chinese])
    return float(a @ b)


def _nearness(a: Sequence[int], b: Sequence[int], places: Mapping[int, np.ndarray]) -> float:
    """Cosine of the mean places of two lists of papers; as usual where they share some or one of them is nowhere."""
    if not set(a).isdisjoint(b):
        return USUAL_NEARNESS
    means = [np.sum([places[p] for p in papers if p in places] or [0.0], axis=0) for papers in (a, b)]
    lengths = [float(np.linalg.norm(m)) for m in means]
    return float(means[0] @ means[1]) / (lengths[0] * lengths[1]) if all(lengths) else USUAL_NEARNESS


def _among_papers(probability: float, nearness: float) -> float:
    """The probability, given how near the papers of both names lie."""
    log_odds = math.log(probability / (1 - probability)) if 0 < probability < 1 else math.copysign(9, probability - 0.5)
    return 1 / (1 + math.exp(-log_odds - BY_NEARNESS * (nearness - USUAL_NEARNESS)))
