"""Small real corpora cut from the seeds, and a graph as text."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from kg.catalog import Catalog
from kg.papers import read_papers
from kg.records import Paper
from kg.schema import NODES, RELATIONSHIPS

SEEDS = Path(__file__).parents[1] / "seeds"


@lru_cache(maxsize=1)
def seed_papers() -> tuple[Paper, ...]:
    """The 46 papers of the seeds, in reading order."""
    return tuple(read_papers(SEEDS))


def paper(start: str) -> Paper:
    """The seed paper whose abstract starts like this."""
    (found,) = [p for p in seed_papers() if p.abstract.startswith(start)]
    return found


def write_jsonl(path: Path, entries: Sequence[Paper | dict | str]) -> Path:
    """A JSONL file of papers (their abstracts), objects or raw lines."""
    lines = []
    for entry in entries:
        fields = {"abstract": entry.abstract} if isinstance(entry, Paper) else entry
        lines.append(fields if isinstance(fields, str) else json.dumps(fields, ensure_ascii=False))
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")
    return path


def dump(store: Path) -> str:
    """Every node, relationship and merge of a store, one JSON object a line: what any export is made of."""
    with Catalog.open(store) as catalog:
        rows: list[object] = []
        for label in NODES:
            rows += [[label, n.id, dict(n.properties)] for n in catalog.nodes(label)]
        for kind in RELATIONSHIPS:
            rows += [[kind, e.start, e.end, dict(e.properties)] for e in catalog.edges(kind)]
        rows += list(catalog.merges())
        return "\n".join(json.dumps(row, ensure_ascii=False, sort_keys=True) for row in rows)
