"""The benchmark sets, read from the folder KG_BENCHMARK_DATA (default ../shared/data); none is part of papermesh."""

from __future__ import annotations

import json
import lzma
import os
import re
import sys
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import Stemmer

from kg.core.records import Paper

FOLDER = Path(os.environ.get("KG_BENCHMARK_DATA", Path(__file__).parents[2] / "shared" / "data"))


SOURCES = {
    "keyphrases/inspec_train.jsonl": "Inspec's uncontrolled keyphrases, LIAAD/KeywordExtractor-Datasets on GitHub",
    "keyphrases/kdd.jsonl": "authors' keyphrases of KDD, snkim/AutomaticKeyphraseExtraction on GitHub",
    "keyphrases/csl_zh.jsonl": "CSL, ydli-ai/CSL on GitHub",
    "terms/ai_terms_dev.jsonl": "jiqizhixin/Artificial-Intelligence-Terminology-Database on GitHub",
    "thesauri/physh.ttl": "Physics Subject Headings, physh-org/PhySH on GitHub",
    "thesauri/quant-gas.jsonl.xz": "cond-mat.quant-gas in arXiv's metadata, in the public snapshot's layout",
    "acronyms/med_dev.jsonl": "MED1250, ncbi-nlp/Ab3P on GitHub",
    "similarity/papers.jsonl": "CSFCube, iesl/CSFCube on GitHub",
    "similarity/grades.json": "CSFCube, iesl/CSFCube on GitHub",
}
"""Where the sets are to be had."""


def path(name: str) -> Path:
    """The file, or an exit that says the benchmark is skipped."""
    file = FOLDER / name
    if not file.exists():
        source = f"; from: {SOURCES[name]}" if name in SOURCES else ""
        sys.exit(f"skipped: {name} is not in {FOLDER} (set KG_BENCHMARK_DATA){source}")
    return file


def rows(name: str) -> list[dict]:
    """The objects of a file of JSON lines; .xz is unpacked."""
    opened = lzma.open if name.endswith(".xz") else open
    with opened(path(name), "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def labelled(name: str, lang: str) -> list[tuple[Paper, set[str]]]:
    """(paper, normalised gold keyphrases) of a keyphrase set."""
    norm = normalizer(lang)
    return [
        (
            Paper(str(r["id"]), r.get("title", ""), r["text"], lang, title_given="title" in r),
            {norm(k) for k in r["keyphrases"]},
        )
        for r in rows(f"keyphrases/{name}.jsonl")
    ]


def normalizer(lang: str) -> Callable[[str], str]:
    """How predictions meet the gold: Porter stems in English, exact strings in Chinese."""
    if lang == "zh":
        return lambda phrase: re.sub(r"\s+", "", phrase.lower())
    stem = lru_cache(None)(Stemmer.Stemmer("porter").stemWord)
    return lambda phrase: " ".join(stem(w) for w in re.sub(r"[-‐–/_]", " ", phrase.lower()).split())


def f1(predicted: list[list[str]], gold: list[set[str]], ks: tuple[int, ...]) -> list[float]:
    """Micro F1 (percent) of the first k distinct predictions, for each k."""
    table = []
    for k in ks:
        hits = sum(len(set(p[:k]) & g) for p, g in zip(predicted, gold, strict=True))
        given = sum(len(p[:k]) for p in predicted)
        table.append(round(200 * hits / max(given + sum(map(len, gold)), 1), 2))
    return table
