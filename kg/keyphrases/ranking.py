"""Ranks the candidates of one paper: a linear score of its features, softmax-fitted (benchmarks/fit_weights.py)."""

from __future__ import annotations

import json
import math
from collections import Counter
from functools import lru_cache
from importlib.resources import files

from kg.keyphrases.candidates import Candidate, candidates
from kg.keyphrases.chinese import chinese_candidates, chinese_document, chinese_features
from kg.keyphrases.document import Document, english_document, given_title
from kg.keyphrases.english import features
from kg.records import Keyphrase, Paper
from kg.text import JOINER, mask
from kg.vocabulary import Vocabulary, phrase_key

STYLES = ("author", "indexer")
SHORTLIST = 25
"""How many candidates are compared with the paper; the others cannot win any more."""


@lru_cache(maxsize=4)
def weights(lang: str, style: str) -> dict[str, float]:
    """Feature name -> weight. Chinese has one style."""
    table = json.loads(files("kg.keyphrases").joinpath("weights.json").read_text("utf-8"))
    return table[f"en-{style}" if lang == "en" else "zh"]


def analyse(paper: Paper) -> tuple[Document, list[Candidate]]:
    if paper.lang == "zh":
        document = chinese_document(paper)
        return document, chinese_candidates(document)
    document = english_document(paper)
    return document, candidates(document)


def rank(paper: Paper, *, top_n: int, style: str = "author", fast: bool = False) -> tuple[Keyphrase, ...]:
    """The top_n keyphrases of a paper, best first, scores relative to the best one.

    A pure function of the paper: no corpus is needed, wordfreq is the background. fast leaves the
    embeddings out. The author's own keywords come first.
    """
    document, found = analyse(paper)
    scored = _scored(paper, document, found, style)
    if not fast:
        scored = _with_similarity(paper, document, scored, weights(paper.lang, style)["similarity"])
    best = scored[0][0] if scored else 0.0
    ranked = [_keyphrase(paper, document, c, math.exp(score - best)) for score, c in scored[:top_n]]
    return tuple(_with_keywords(paper, ranked)[:top_n])


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


def _scored(paper: Paper, document: Document, found: list[Candidate], style: str) -> list[tuple[float, Candidate]]:
    weight = weights(paper.lang, style)
    describe = chinese_features if paper.lang == "zh" else features
    scored = [(sum(weight.get(name, 0.0) * value for name, value in describe(c, document)), c) for c in found]
    scored.sort(key=lambda pair: (-pair[0], pair[1].key))
    return scored


def _with_similarity(
    paper: Paper, document: Document, scored: list[tuple[float, Candidate]], weight: float
) -> list[tuple[float, Candidate]]:
    from kg.keyphrases.similarity import similarities

    shortlist = [(score, c, surface(paper, document, c)) for score, c in scored[:SHORTLIST]]
    text = f"{given_title(paper)}\n{paper.abstract}".strip()
    near = similarities(text, [phrase for _, _, phrase in shortlist])
    head = [(score + weight * near[phrase], c) for score, c, phrase in shortlist]
    head.sort(key=lambda pair: (-pair[0], pair[1].key))
    return head + scored[SHORTLIST:]


def surface(paper: Paper, document: Document, candidate: Candidate) -> str:
    """The most frequent spelling in the abstract (else in the title), a sentence's first capital undone."""
    spellings: Counter[str] = Counter()
    abstract = mask(paper.abstract)
    for start, n in candidate.at:
        end = start + n
        if document.starts[start] >= 0:
            text = abstract[document.starts[start] : document.ends[end - 1]].replace(JOINER, "")
            text = " ".join(text.split())
        else:
            text = ("" if paper.lang == "zh" else " ").join(document.words[start:end])
        first = start == 0 or document.sentence[start - 1] != document.sentence[start]
        if first and text[1:].islower() and text[0].isupper():
            text = text[0].lower() + text[1:]
        spellings[text] += 1
    return min(spellings, key=lambda t: (-spellings[t], sum(map(str.isupper, t)), t))


def _keyphrase(paper: Paper, document: Document, candidate: Candidate, score: float) -> Keyphrase:
    spans: list[int] = []
    for start, n in candidate.at:
        if document.starts[start] >= 0:
            spans += (document.starts[start], document.ends[start + n - 1])
    return Keyphrase(
        text=surface(paper, document, candidate),
        score=round(score, 4),
        count=len(candidate.at),
        spans=tuple(spans),
        in_title=any(start < document.title_length for start, _ in candidate.at),
    )
