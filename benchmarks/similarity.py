"""Papers near a query paper, graded by people: `kg similar` beside TF-IDF and embeddings.

    uv run python -m benchmarks.similarity

Each query has a pool of about 125 papers with grades from 0 to 3 for one facet (CSFCube, Mysore et al. 2021). MAP takes
grades of 2 and more as relevant; nDCG looks at the best fifth of a pool. Papers that a system does not rank come last.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import mean

import numpy as np
from threadpoolctl import threadpool_limits

import kg
from benchmarks.data import path, rows
from benchmarks.links import built, embeddings, tfidf
from benchmarks.table import machine, markdown, stderr
from kg.core.records import Paper

RELEVANT = 2
PART = 5
EMBEDDING = 0.6
Ranked = Mapping[str, Sequence[str]]


def papermesh(papers: list[Paper], queries: Iterable[str]) -> Ranked:
    with built(papers) as store, kg.open_graph(store) as graph:
        return {query: [each.id for each in kg.similar(graph, query, limit=len(papers))] for query in queries}


def by_cosine(cosines: Callable[[list[Paper]], np.ndarray], papers: list[Paper], queries: Iterable[str]) -> Ranked:
    at = {paper.id: n for n, paper in enumerate(papers)}
    matrix = cosines(papers)
    return {query: [papers[n].id for n in np.argsort(-matrix[at[query]], kind="stable")] for query in queries}


def figures(ranked: Sequence[str], grades: Mapping[str, int]) -> tuple[float, float]:
    """Average precision and nDCG of the best fifth, in percent."""
    place = {paper: n for n, paper in enumerate(ranked)}
    order = sorted(grades, key=lambda paper: (place.get(paper, len(ranked)), paper))
    hits, total = 0, 0.0
    for n, paper in enumerate(order, 1):
        if grades[paper] >= RELEVANT:
            hits += 1
            total += hits / n
    best = math.ceil(len(order) / PART)
    ideal = gain(sorted(grades.values(), reverse=True)[:best])
    return 100 * total / max(hits, 1), 100 * gain([grades[paper] for paper in order[:best]]) / (ideal or 1.0)


def gain(grades: Sequence[int]) -> float:
    return sum(grade / math.log2(n + 1) for n, grade in enumerate(grades, 1))


def report() -> str:
    papers = [
        Paper(r["id"], r["title"], r["abstract"], "en", title_given=True) for r in rows("similarity/papers.jsonl")
    ]
    pools: dict[str, dict[str, int]] = json.loads(path("similarity/grades.json").read_text("utf-8"))
    queries = {key: key.split()[0] for key in pools}
    systems: dict[str, Callable[[], Ranked]] = {
        "papermesh (kg similar)": lambda: papermesh(papers, set(queries.values())),
        "TF-IDF on stems": lambda: by_cosine(tfidf, papers, queries.values()),
        f"TF-IDF + {EMBEDDING} embeddings (USE)": lambda: by_cosine(
            lambda found: tfidf(found) + EMBEDDING * embeddings(found), papers, queries.values()
        ),
    }
    table = []
    for name, rank in systems.items():
        stderr().print(f"similarity: {name}")
        started = time.process_time()
        ranked = rank()
        seconds = time.process_time() - started
        both = [figures(ranked[queries[key]], grades) for key, grades in pools.items()]
        table.append([name, *(f"{mean(column):.1f}" for column in zip(*both, strict=True)), f"{seconds:.1f}"])
    header = ["system", "MAP", "nDCG of the best fifth", "processor s"]
    return f"CSFCube: {len(pools)} queries, {len(papers)} abstracts\n\n{markdown(header, table)}\n"


if __name__ == "__main__":
    with threadpool_limits(1):
        print(f"{machine()}\n\n{report()}")
