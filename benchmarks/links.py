"""Paper neighbours: papermesh's SIMILAR against TF-IDF and embeddings.

    uv run python -m benchmarks.links

Two papers belong together when they share a gold keyphrase. Every system lists the twenty nearest of each paper.
"""

from __future__ import annotations

import json
import re
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, cast

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.data import labelled
from benchmarks.table import machine, markdown, stderr
from kg.core.records import Paper
from kg.links.similar import NEIGHBOURS
from kg.pipeline.build import build
from kg.store.catalog import Catalog
from kg.text.embedding import default_embedder

NAME = "kdd"
Pair = tuple[str, str, float]


class Figures(NamedTuple):
    """Precision of the first neighbour and of the first five in percent, average precision times 1000."""

    p1: float
    p5: float
    ap: float


def rank(pairs: Iterable[Pair], keys: Mapping[str, set[str]]) -> Figures:
    """How well scored pairs (either direction, once or twice) find the papers that share a key.

    P@1 and P@5 are means over the papers that share a key with another; P@5 divides by the smaller of five and
    the number of these. Average precision runs over the pairs listed, against all that share a key.
    """
    partners = {a: {b for b in keys if b != a and keys[a] & keys[b]} for a in keys}
    score = {(min(a, b), max(a, b)): s for a, b, s in pairs}
    near: dict[str, dict[str, float]] = {a: {} for a in keys}
    for (a, b), s in score.items():
        near[a][b] = near[b][a] = s
    rated = [a for a in keys if partners[a]]
    first = five = 0.0
    for a in rated:
        best = sorted(near[a], key=lambda b: -near[a][b])[:5]
        first += bool(best) and best[0] in partners[a]
        five += sum(b in partners[a] for b in best) / min(5, len(partners[a]))
    share = 100 / max(len(rated), 1)
    return Figures(first * share, five * share, 1000 * average_precision(score, partners))


def average_precision(score: Mapping[tuple[str, str], float], partners: Mapping[str, set[str]]) -> float:
    """Mean over all pairs that belong together of the precision where the list names them; 0 where it does not."""
    hits = 0
    total = 0.0
    for place, (a, b) in enumerate(sorted(score, key=lambda pair: -score[pair]), 1):
        if b in partners[a]:
            hits += 1
            total += hits / place
    return total / max(sum(map(len, partners.values())) / 2, 1)


@contextmanager
def built(papers: Iterable[Paper], *, fast: bool = False) -> Iterator[Path]:
    """The store of a real build."""
    with tempfile.TemporaryDirectory() as folder:
        corpus, store = Path(folder) / "corpus.jsonl", Path(folder) / "store"
        with corpus.open("w", encoding="utf-8", newline="\n") as out:
            for paper in papers:
                title = {"title": paper.title} if paper.title else {}
                row = {"id": paper.id, "abstract": paper.abstract} | title
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
        build([corpus], store, fast=fast)
        yield store


def papermesh(papers: list[Paper]) -> list[Pair]:
    """SIMILAR of a real build."""
    with built(papers) as store, Catalog.open(store) as catalog:
        return [(e.start[1], e.end[1], cast(float, e.properties["score"])) for e in catalog.edges("SIMILAR")]


def text(paper: Paper) -> str:
    return f"{paper.title}\n{paper.abstract}".strip()


def tfidf(papers: list[Paper]) -> np.ndarray:
    """(n, n) cosines of TF-IDF vectors of stems: scikit-learn's defaults, its English stop words left out."""
    import Stemmer
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, TfidfVectorizer

    stem = lru_cache(None)(Stemmer.Stemmer("english").stemWord)
    word = re.compile(r"\b\w\w+\b")

    def analyze(paper: Paper) -> list[str]:
        return [stem(w) for w in word.findall(text(paper).lower()) if w not in ENGLISH_STOP_WORDS]

    rows = TfidfVectorizer(analyzer=analyze).fit_transform(papers)  # pyright: ignore[reportArgumentType]
    return (rows @ rows.T).toarray()


def embeddings(papers: list[Paper]) -> np.ndarray:
    """(n, n) cosines of the multilingual Universal Sentence Encoder."""
    rows = default_embedder().embed([text(p) for p in papers])
    return rows @ rows.T


def both(papers: list[Paper]) -> np.ndarray:
    return tfidf(papers) + embeddings(papers)


def nearest(cosines: np.ndarray, ids: list[str]) -> list[Pair]:
    """The NEIGHBOURS best of each row, the paper itself left out."""
    cosines = cosines.copy()
    np.fill_diagonal(cosines, -np.inf)
    best = np.argsort(-cosines, axis=1, kind="stable")[:, : min(NEIGHBOURS, len(ids) - 1)]
    return [(ids[i], ids[j], float(cosines[i, j])) for i, row in enumerate(best) for j in row]


def systems(papers: list[Paper]) -> dict[str, Callable[[], list[Pair]]]:
    ids = [p.id for p in papers]
    return {
        "papermesh (SIMILAR)": lambda: papermesh(papers),
        "TF-IDF on stems": lambda: nearest(tfidf(papers), ids),
        "embeddings (USE)": lambda: nearest(embeddings(papers), ids),
        "TF-IDF + embeddings": lambda: nearest(both(papers), ids),
    }


def main() -> None:
    data = labelled(NAME, "en")
    papers = [paper for paper, _ in data]
    keys = {paper.id: gold for paper, gold in data}
    rows = []
    default_embedder().embed(["loaded before the clock runs"])
    with threadpool_limits(1):
        for name, pairs in systems(papers).items():
            stderr().print(f"{NAME}: {name}")
            started = time.process_time()
            figures = rank(pairs(), keys)
            rows.append([name, *(f"{f:.1f}" for f in figures), f"{time.process_time() - started:.1f}"])
    print(f"{machine()}\n\n{NAME}: {len(papers)} abstracts, authors' keyphrases\n")
    print(markdown(["system", "P@1", "P@5", "AP x 1000", "processor s"], rows))


if __name__ == "__main__":
    main()
