"""The seed documents: concepts that a reader names and links that a reader expects, found or not.

    uv run python -m benchmarks.seeds

seeds_reader.json was written by a reader of the 46 abstracts who had not seen what papermesh finds. A concept is found
when one of its names is a name of a concept of the graph, a link when its two papers share a concept (or, in another
column, are SIMILAR).
"""

from __future__ import annotations

import json
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from threadpoolctl import threadpool_limits

import kg
from benchmarks.keyphrases import keybert
from benchmarks.table import machine, markdown
from kg.text.phrases import phrase_key

SEEDS = Path(__file__).parents[1] / "seeds"
READER = Path(__file__).with_name("seeds_reader.json")
Pair = frozenset[str]


class Found(NamedTuple):
    """named: phrase key -> papers. joined: pairs of papers that share a concept; near: that are SIMILAR."""

    named: Mapping[str, set[str]]
    joined: set[Pair]
    near: set[Pair]


def papermesh(folder: Path) -> tuple[Found, dict[str, str]]:
    """What a build of the seeds finds, and the paper of each entry, "file#1" being the first."""
    kg.build([SEEDS], folder)
    graph = kg.to_networkx(folder)
    papers: dict[tuple[str, str], set[str]] = defaultdict(set)
    entries: dict[str, str] = {}
    near: set[Pair] = set()
    for start, end, kind, properties in graph.edges(keys=True, data=True):
        if kind == "CONTAINS":
            entries[f"{Path(graph.nodes[start]['path']).stem}#{properties['position'] + 1}"] = end[1]
        elif kind == "MENTIONS":
            papers[end].add(start[1])
        elif kind == "SIMILAR":
            near.add(frozenset((start[1], end[1])))
    named: dict[str, set[str]] = defaultdict(set)
    for concept, where in papers.items():
        node = graph.nodes[concept]
        for name in (node["name"], node.get("name_en"), node.get("name_zh"), *node["aliases"]):
            if name:
                named[phrase_key(name)] |= where
    return Found(named, joined(papers.values()), near), entries


def by_keybert() -> Found:
    """KeyBERT's ten best phrases of each paper; papers are joined by equal strings."""
    extract = keybert()
    named: dict[str, set[str]] = defaultdict(set)
    for paper in kg.read_papers(SEEDS):
        for phrase in extract(paper)[:10]:
            named[phrase_key(phrase)].add(paper.id)
    return Found(named, joined(named.values()), set())


def joined(papers: Iterable[set[str]]) -> set[Pair]:
    return {frozenset((a, b)) for where in papers for a in where for b in where if a < b}


def row(name: str, found: Found, reader: dict, entries: Mapping[str, str]) -> list[str]:
    concepts = [(len(c["papers"]) > 1, {phrase_key(n) for n in c["names"]}) for c in reader["concepts"]]
    shared = [bool(names & found.named.keys()) for several, names in concepts if several]
    every = [bool(names & found.named.keys()) for _, names in concepts]
    clear, links = ([], [])
    for link in reader["links"]:
        pair = frozenset(entries[p] for p in link["papers"])
        links.append((pair in found.joined, pair in found.joined | found.near))
        clear += [links[-1]] * (link["strength"] == "strong")
    shares = [shared, every, *([hit for hit, _ in ls] for ls in (clear, links)), [hit for _, hit in links]]
    return [name, *(f"{100 * sum(s) / len(s):.0f}% of {len(s)}" for s in shares)]


def main() -> None:
    reader = json.loads(READER.read_text("utf-8"))
    with threadpool_limits(1), tempfile.TemporaryDirectory() as folder:
        found, entries = papermesh(Path(folder) / "kg-store")
        rows = [row("papermesh", found, reader, entries), row("KeyBERT, equal strings", by_keybert(), reader, entries)]
    header = ["system", "concepts of several papers", "all concepts", "clear links", "all links", "or SIMILAR"]
    print(f"{machine()}\n\n{markdown(header, rows)}")


if __name__ == "__main__":
    main()
