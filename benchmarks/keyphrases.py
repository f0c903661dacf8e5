"""F1 and speed of keyphrase extraction: papermesh, KeyBERT as shipped, YAKE.

    uv run python -m benchmarks.keyphrases [--limit N]

The shipped weights were fitted on these sets, so the first rows of each table are three-fold cross-validated:
weights fitted on two thirds (benchmarks/fit_weights.py), measured on the third, all predictions pooled.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from keybert import KeyBERT
from keybert.backend import BaseEmbedder
from rich.progress import track
from sklearn.feature_extraction.text import CountVectorizer
from threadpoolctl import threadpool_limits

from benchmarks.data import f1, labelled, normalizer
from benchmarks.fit_weights import FOLDS, STYLES, Style, best_similarity, figures, held_out, papers_of
from benchmarks.table import machine, markdown, require, stderr
from kg.core.records import Paper
from kg.keyphrases.extract import extract_keyphrases
from kg.text.embedding import default_embedder

TOP_N = 15
WARM_UP = 20
HELD_OUT = "held out, 3 folds"
TRAINED = "its training data"
UNSEEN = "not trained on it"
PARTLY = "part of its training data"
_INSPEC = "indexers' uncontrolled keyphrases; Inspec data for research, by courtesy of the IET"


class Set(NamedTuple):
    """A keyphrase set: what was fitted on it, the --style of that, the other style ("": there is none)."""

    fitted: Style
    style: str
    other: str
    gold: str

    @property
    def name(self) -> str:
        return self.fitted.name

    @property
    def lang(self) -> str:
        return self.fitted.lang

    @property
    def ks(self) -> tuple[int, ...]:
        return self.fitted.ks


SETS = (
    Set(STYLES["en-indexer"], "indexer", "author", _INSPEC),
    Set(STYLES["en-author"], "author", "indexer", "authors' keyphrases"),
    Set(STYLES["zh"], "author", "", "authors' keywords, exact strings"),
)


class System(NamedTuple):
    name: str
    measured_on: str
    extract: Callable[[Paper], Sequence[str]]


def papermesh(paper: Paper, *, style: str, fast: bool) -> list[str]:
    """What `kg keyphrases` does with one paper."""
    ((_, found),) = extract_keyphrases([paper], top_n=TOP_N, style=style, fast=fast)
    return [k.text for k in found]


def plain_text(paper: Paper) -> str:
    """Title and abstract as one text, for the peers."""
    if not paper.title:
        return paper.abstract
    return f"{paper.title}。{paper.abstract}" if paper.lang == "zh" else f"{paper.title}. {paper.abstract}"


class _Backend(BaseEmbedder):
    def embed(self, documents: Sequence[str], verbose: bool = False) -> np.ndarray:
        return default_embedder().embed(list(documents))


def keybert() -> Callable[[Paper], list[str]]:
    """KeyBERT as its documentation shows it, 1- to 3-grams, with our embedder."""
    model = KeyBERT(model=_Backend())  # pyright: ignore[reportArgumentType]

    def extract(paper: Paper) -> list[str]:
        how: dict[str, Any] = {"keyphrase_ngram_range": (1, 3), "stop_words": "english"}
        if paper.lang == "zh":
            how = {"vectorizer": CountVectorizer(analyzer=chinese_ngrams)}  # pyright: ignore[reportArgumentType]
        found: list[Any] = model.extract_keywords(plain_text(paper), top_n=TOP_N, **how)
        return [text for text, _ in found]

    return extract


def chinese_ngrams(text: str) -> list[str]:
    """1- to 3-grams of jieba's words of two characters and more, as CountVectorizer makes them in English."""
    import rjieba

    words = [w for w in rjieba.cut(text) if len(w) > 1 and w.isalnum()]
    return ["".join(words[i : i + n]) for n in (1, 2, 3) for i in range(len(words) - n + 1)]


def yake(lang: str) -> Callable[[Paper], list[str]]:
    """YAKE with its defaults (n = 3); it knows words by white space, so Chinese is segmented by jieba for it."""
    import rjieba
    from yake import KeywordExtractor

    extractor = KeywordExtractor(lan=lang, top=TOP_N)

    def extract(paper: Paper) -> list[str]:
        text = plain_text(paper)
        if lang == "zh":
            text = " ".join(rjieba.cut(text))
        return [phrase for phrase, _ in extractor.extract_keywords(text)]

    return extract


def systems(s: Set) -> list[System]:
    # the fast mode comes first: nothing that another one leaves in the caches helps it
    listed = [
        System(named("papermesh --fast", s, s.style), TRAINED, partial(papermesh, style=s.style, fast=True)),
        System(named("papermesh", s, s.style), TRAINED, partial(papermesh, style=s.style, fast=False)),
    ]
    if s.other:
        seen = s.name in STYLES[f"{s.lang}-{s.other}"].besides
        other = partial(papermesh, style=s.other, fast=False)
        listed.append(System(named("papermesh", s, s.other), PARTLY if seen else UNSEEN, other))
    return [*listed, System("KeyBERT", UNSEEN, keybert()), System("YAKE", UNSEEN, yake(s.lang))]


def named(name: str, s: Set, style: str) -> str:
    """With the style, where there is more than one."""
    return f"{name} --style {style}" if s.other else name


def measure(system: System, s: Set, data: list[tuple[Paper, set[str]]]) -> tuple[list[float], float]:
    """F1 at each cut-off, and abstracts per second of processor time, all threads counted."""
    norm = normalizer(s.lang)
    for paper, _ in data[-WARM_UP:]:
        system.extract(paper)
    found, seconds = [], 0.0
    task = f"{s.name}: {system.name}"
    for paper, _ in track(data, task, console=stderr(), refresh_per_second=1):
        started = time.process_time()
        found.append(system.extract(paper))
        seconds += time.process_time() - started
    predicted = [list(dict.fromkeys(map(norm, phrases))) for phrases in found]
    return f1(predicted, [gold for _, gold in data], s.ks), len(data) / seconds


def cross_validated(s: Set, limit: int | None) -> dict[str, list[float]]:
    """F1 of weights that never saw the paper, with and without the similarity.

    The weight of the similarity for a fold is the one that is best on the two others.
    """
    task = f"{s.name}: cross-validation"
    ranked = held_out(s.fitted, *papers_of(s.fitted, limit))
    folds = list(track(ranked, task, FOLDS, console=stderr(), refresh_per_second=1))
    tables = [figures(papers, s.ks) for papers in folds]
    best = [best_similarity(tables[:k] + tables[k + 1 :]) for k in range(FOLDS)]
    gold = [h.example.gold for papers in folds for h in papers]
    chosen = {"papermesh --fast": [0.0] * FOLDS, "papermesh": best}
    return {
        name: f1([h.predict(w)[:TOP_N] for papers, w in zip(folds, choice, strict=True) for h in papers], gold, s.ks)
        for name, choice in chosen.items()
    }


def report(s: Set, limit: int | None) -> str:
    data = labelled(s.name, s.lang)[:limit]
    rows = []
    for name, measured in cross_validated(s, limit).items():
        rows.append([named(name, s, s.style), HELD_OUT, *(f"{f:.1f}" for f in measured), ""])
    for system in systems(s):
        measured, speed = measure(system, s, data)
        rows.append([system.name, system.measured_on, *(f"{f:.1f}" for f in measured), f"{speed:.0f}"])
    header = ["system", "figures on", *(f"F1@{k}" for k in s.ks), "abstracts/s"]
    return f"{s.name}: {len(data)} abstracts, {s.gold}\n\n{markdown(header, rows, texts=2)}\n"


def main() -> None:
    parser = argparse.ArgumentParser(description="F1 and speed of keyphrase extraction")
    parser.add_argument("--limit", type=int, metavar="N", help="only the first N abstracts of each set")
    limit = parser.parse_args().limit
    require("yake")
    print(f"{machine()}\n")
    with threadpool_limits(1):
        for s in SETS:
            print(report(s, limit), flush=True)


if __name__ == "__main__":
    main()
