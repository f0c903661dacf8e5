"""Concepts, their names and what is broader, judged by a thesaurus that experts made, beside plain n-grams.

    uv run python -m benchmarks.thesaurus [--papers N]

Terms are compared as Porter stems of their words. A term that stands in FEWEST papers should be a concept, the labels
of one subject should be one concept, subjects should be apart, and what is broader in the thesaurus should be BROADER
(over any number of steps), and the other way round.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations

import Stemmer
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from benchmarks.data import path, rows
from benchmarks.links import built
from benchmarks.table import machine, markdown, require, stderr
from kg.core.records import Paper
from kg.store.catalog import Catalog

FILE, CORPUS = "thesauri/physh.ttl", "thesauri/quant-gas.jsonl.xz"
PAPERS, FEWEST, LONGEST = 3000, 5, 3
HEADER = ("system", "terms that are concepts", "synonyms merged", "different merged", "broader found", "BROADER right")
Term = tuple[str, ...]
Up = Mapping[str, Collection[str]]
_stem = lru_cache(None)(Stemmer.Stemmer("porter").stemWord)


@dataclass
class Subjects:
    """Named things and what is broader: a thesaurus (labels of each subject), or a graph (names of each concept)."""

    names: dict[str, list[Term]] = field(default_factory=dict)
    up: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def named(self) -> dict[Term, set[str]]:
        found: dict[Term, set[str]] = defaultdict(set)
        for each, names in self.names.items():
            for name in names:
                found[name].add(each)
        return found


def term(text: str) -> Term:
    """Stems of the words, without what stands in brackets."""
    return tuple(map(_stem, re.findall(r"[^\W_]+", re.sub(r"\(.*?\)", "", text).lower())))


def thesaurus() -> Subjects:
    import rdflib
    from rdflib.namespace import RDF, SKOS

    graph = rdflib.Graph().parse(path(FILE))
    subjects = Subjects()
    for label in (SKOS.prefLabel, SKOS.altLabel):
        for each, text in sorted(graph.subject_objects(label)):
            if getattr(text, "language", None) in (None, "en") and (each, RDF.type, SKOS.Concept) in graph:
                subjects.names.setdefault(str(each), []).append(term(str(text)))
    for narrow, broad in graph.subject_objects(SKOS.broader):
        subjects.up[str(narrow)].add(str(broad))
    for broad, narrow in graph.subject_objects(SKOS.narrower):
        subjects.up[str(narrow)].add(str(broad))
    return subjects


def papermesh(papers: list[Paper]) -> Subjects:
    found = Subjects()
    with built(papers, fast=True) as store, Catalog.open(store) as graph:
        for node in graph.nodes("Concept"):
            found.names[node.id] = [term(str(name)) for name in (node.name, *(node.properties.get("aliases") or ()))]
        for edge in graph.edges("BROADER"):
            found.up[edge.start[1]].add(edge.end[1])
    return found


def ngrams(counts: Counter[Term], number: int) -> Subjects:
    """The n-grams of most papers, each a concept; broader is what a longer one ends in."""
    best = sorted(counts, key=lambda each: (-counts[each], each))[:number]
    found = Subjects({" ".join(each): [each] for each in best})
    for each in best:
        found.up[" ".join(each)] = {
            ending for n in range(1, len(each)) if (ending := " ".join(each[n:])) in found.names
        }
    return found


def document_frequencies(papers: Iterable[Paper], terms: Collection[Term]) -> tuple[Counter[Term], Counter[Term]]:
    """Papers of each term, and of each n-gram up to LONGEST words that neither begins nor ends with a stop word."""
    longest = max(map(len, terms))
    of_terms, of_all = Counter[Term](), Counter[Term]()
    stop = set(map(_stem, ENGLISH_STOP_WORDS))
    for paper in papers:
        words = term(f"{paper.title} . {paper.abstract}")
        grams = {words[i : i + n] for n in range(1, longest + 1) for i in range(len(words) - n + 1)}
        of_terms.update(grams & set(terms))
        of_all.update(g for g in grams if len(g) <= LONGEST and not {g[0], g[-1]} & stop and g[-1].isalpha())
    return of_terms, of_all


def above(up: Up) -> dict[str, set[str]]:
    """Everything broader than each, over any number of steps."""
    found: dict[str, set[str]] = {}
    for each in up:
        seen: set[str] = set()
        open_ends = [*up[each]]
        while open_ends:
            if (broad := open_ends.pop()) not in seen:
                seen.add(broad)
                open_ends += up.get(broad, ())
        found[each] = seen
    return found


def figures(truth: Subjects, graph: Subjects, frequency: Counter[Term]) -> list[float]:
    """In percent, as in HEADER."""
    present = {s: [t for t in dict.fromkeys(terms) if frequency[t] >= FEWEST] for s, terms in truth.names.items()}
    named = graph.named()
    terms = [t for ts in present.values() for t in ts]
    synonyms = [pair for ts in present.values() for pair in combinations(ts, 2)]
    merged = sum(bool(named.get(a, set()) & named.get(b, set())) for a, b in synonyms)
    concepts = {s: {c for t in ts for c in named.get(t, ())} for s, ts in present.items()}
    subjects: dict[str, set[str]] = defaultdict(set)
    for s, found in concepts.items():
        for c in found:
            subjects[c].add(s)
    higher, true_higher = above(graph.up), above(truth.up)
    pairs = [
        (concepts[s], concepts[b]) for s in concepts for b in truth.up.get(s, ()) if concepts[s] and concepts.get(b)
    ]
    pairs = [(a, b) for a, b in pairs if not a & b]
    hits = sum(any(b & higher.get(c, set()) for c in a) for a, b in pairs)
    one = {c: next(iter(found)) for c, found in subjects.items() if len(found) == 1}
    edges = [(one[a], one[b]) for a in graph.up for b in graph.up[a] if a in one and b in one and one[a] != one[b]]
    return [
        percent(sum(t in named for t in terms), len(terms)),
        percent(merged, len(synonyms)),
        percent(len(subjects) - len(one), len(subjects)),
        percent(hits, len(pairs)),
        percent(sum(b in true_higher.get(a, ()) for a, b in edges), len(edges)),
    ]


def percent(part: int, whole: int) -> float:
    return 100 * part / max(whole, 1)


def report(number: int = PAPERS) -> str:
    require("rdflib")
    truth = thesaurus()
    papers = [Paper(r["id"], r["title"], r["abstract"], "en", title_given=True) for r in rows(CORPUS)[:number]]
    of_terms, of_all = document_frequencies(papers, truth.named())
    stderr().print("thesaurus: papermesh")
    graph = papermesh(papers)
    systems = {"papermesh --fast": graph, "n-grams of most papers": ngrams(of_all, len(graph.names))}
    table = [[name, *(f"{f:.1f}" for f in figures(truth, each, of_terms))] for name, each in systems.items()]
    return f"PhySH on {len(papers)} papers of cond-mat.quant-gas, percent\n\n{markdown(HEADER, table)}\n"


def main() -> None:
    parser = argparse.ArgumentParser(description="concepts judged by a thesaurus")
    parser.add_argument("--papers", type=int, default=PAPERS, metavar="N", help="only the first N papers")
    print(f"{machine()}\n\n{report(parser.parse_args().papers)}")


if __name__ == "__main__":
    main()
