"""Translations of terms: papermesh's match_terms against what the embedding alone can do.

    uv run python -m benchmarks.terms

1,221 English AI terms and their Chinese ones. Closed: every term has its partner. Halves: a random half of either
list, so that most terms have none. Right is what the term list says.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.data import rows
from benchmarks.table import machine, markdown, stderr
from kg.concepts.matching.match import match_terms
from kg.text.embedding import default_embedder

FILE = "terms/ai_terms_dev.jsonl"
SEEDS = (11, 1, 2, 3)
NEAR = 0.8
Pairs = list[tuple[int, int]]
Lists = tuple[list[str], list[str], list[set[int]]]


def lists() -> Lists:
    """English terms, Chinese terms, and for each English one the positions of its translations."""
    data = rows(FILE)
    chinese = sorted({z for row in data for z in row["zh"]})
    at = {z: n for n, z in enumerate(chinese)}
    return [row["en"] for row in data], chinese, [{at[z] for z in row["zh"]} for row in data]


def halves(whole: Lists, seed: int) -> Lists:
    english, chinese, right = whole
    draw = random.Random(seed)
    left = sorted(draw.sample(range(len(english)), len(english) // 2))
    other = sorted(draw.sample(range(len(chinese)), len(chinese) // 2))
    at = {j: n for n, j in enumerate(other)}
    return [english[i] for i in left], [chinese[j] for j in other], [{at[j] for j in right[i] if j in at} for i in left]


def score(pairs: Pairs, right: Sequence[set[int]]) -> tuple[float, float]:
    """Precision of the pairs and recall of the English terms that have a partner, in percent."""
    hits = sum(j in right[i] for i, j in pairs)
    return 100 * hits / max(len(pairs), 1), 100 * hits / max(sum(map(bool, right)), 1)


def papermesh(english: list[str], chinese: list[str]) -> Pairs:
    return [(i, j) for i, j, _ in match_terms(english, chinese)]


def mutual(english: list[str], chinese: list[str], least: float = -1.0) -> Pairs:
    """Each other's nearest in the multilingual Universal Sentence Encoder, with a cosine of at least `least`."""
    cosine = default_embedder().embed(english) @ default_embedder().embed(chinese).T
    best = cosine.argmax(1)
    back = cosine.argmax(0)
    return [(i, int(j)) for i, j in enumerate(best) if back[j] == i and cosine[i, j] >= least]


def report() -> str:
    systems: dict[str, Callable[[list[str], list[str]], Pairs]] = {
        "papermesh (match_terms)": papermesh,
        "embedding, mutual nearest": mutual,
        f"embedding, mutual, cosine > {NEAR}": lambda e, z: mutual(e, z, NEAR),
    }
    whole = lists()
    parts = [halves(whole, seed) for seed in SEEDS]
    table = []
    for name, match in systems.items():
        stderr().print(name)
        started = time.process_time()
        closed = score(match(*whole[:2]), whole[2])
        seconds = time.process_time() - started
        half = np.mean([score(match(*part[:2]), part[2]) for part in parts], axis=0)
        table.append([name, *(f"{f:.1f}" for f in (*closed, *half, seconds))])
    header = ["system", "closed P", "R", "halves P", "R", "processor s (closed)"]
    return f"{len(whole[0])} English terms; halves: mean of {len(SEEDS)} draws\n\n{markdown(header, table)}\n"


def main() -> None:
    print(f"{machine()}\n")
    with threadpool_limits(1):
        print(report())


if __name__ == "__main__":
    main()
