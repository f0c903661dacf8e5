"""Small real corpora cut from the seeds, and a graph as text."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

from kg.catalog import Catalog
from kg.papers import read_papers
from kg.records import Node, Paper
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


def rewrite(store: Path, *, node: Callable[[Node], Node] = lambda node: node, without: str = "", **meta: str) -> None:
    """The same store with other nodes, without the relationships of a type, or with other notes on its graph."""
    with Catalog.create(store) as catalog, catalog.exchange() as draft:
        nodes = (node(each) for label in NODES for each in catalog.nodes(label))
        edges = (edge for kind in RELATIONSHIPS if kind != without for edge in catalog.edges(kind))
        draft.put_graph(nodes, edges, catalog.merges())
        decided = catalog.decisions()
        draft.put_decisions((decision for decision, _ in decided), (outcome for _, outcome in decided))
        for name in ("counts", "options", "settings", "generation"):
            draft.set_meta(name, meta.get(name) or catalog.meta(name))


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
