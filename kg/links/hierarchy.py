"""BROADER between concepts: what vocabularies and people say, head nouns, prefixes, and sentences that say so ("ranking
functions such as BM25")."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import numpy as np

from kg.core.hierarchy import above
from kg.core.records import Concept, Paper
from kg.core.tables import Ancestors, EdgeTable, Mentions
from kg.links.closed_compounds import by_compound
from kg.links.head_nouns import by_head
from kg.links.said import Said, said
from kg.links.usage import usage
from kg.text.sentences import sentences

NONE_SAID: Mapping[tuple[int, int], str] = MappingProxyType({})


def broader(
    papers: Sequence[Paper],
    concepts: Sequence[Concept],
    mentions: Mentions,
    kinds: Mapping[tuple[int, int], str] = NONE_SAID,
) -> EdgeTable:
    """BROADER from a concept to what it is a kind of, without the steps that follow from others. concepts: sorted by
    id.

    "data-free knowledge distillation" is a kind of "knowledge distillation" by its head noun, "CNN" of "neural
    networks" by the head noun of an alias; what papers define as a concept, or list as examples of it, is a kind of it,
    too. There are no cycles: a step by the head noun leads to a concept whose own name has fewer words, and neither a
    prefix ("biopolymer") nor what a paper says leads back. kinds: (narrower, broader) -> the vocabulary that says so,
    "" for a person; without cycles. They come first: nothing leads back from what they say.
    """
    number = {concept.id: n for n, concept in enumerate(concepts)}
    heads = by_head(concepts, usage(papers, concepts, mentions))
    parents: dict[int, set[int]] = defaultdict(set)
    for child, parent in kinds:
        parents[child].add(parent)
    for child, parent in sorted((number[c], number[p]) for c, all_ in heads.items() for p in all_):
        if not kinds or child not in above(parent, parents):
            parents[child].add(parent)
    compounds = sorted({(number[child], number[parent]) for child, parent in by_compound(concepts)})
    statements = _by_pair(said(papers, concepts, mentions))
    for child, parent in compounds + sorted(statements, key=lambda pair: (-len(statements[pair]), pair)):
        if parent not in above(child, parents) and child not in above(parent, parents):
            parents[child].add(parent)
    rows = sorted(
        (child, parent)
        for child, all_ in parents.items()
        for parent in all_
        if not any(parent in above(other, parents) for other in all_ - {parent})
    )
    start, end = np.array(rows, np.int32).reshape(-1, 2).T
    evidence = [_evidence(papers, statements.get(row, {}), kinds.get(row)) for row in rows]
    names = ("reason", "paper", "sentence", "vocabulary")
    columns = {name: np.array([each[name] for each in evidence], object) for name in names}
    ids = [concept.id for concept in concepts]
    return EdgeTable("BROADER", ids, ids, start, end, columns)


def _by_pair(statements: Iterable[Said]) -> dict[tuple[int, int], dict[int, Said]]:
    """(narrower, broader) -> paper -> the first that it says of them."""
    found: dict[tuple[int, int], dict[int, Said]] = defaultdict(dict)
    for each in statements:
        found[each.narrow, each.broad].setdefault(each.paper, each)
    return found


def _evidence(papers: Sequence[Paper], statements: Mapping[int, Said], source: str | None) -> dict[str, str]:
    """Why one is a kind of the other: corrections (source: see `broader`) have the last word, definitions are the best
    reason of papers, else the first paper's."""
    if source is not None:
        return {"reason": "vocabulary" if source else "correction", "paper": "", "sentence": "", "vocabulary": source}
    if not statements:
        return {"reason": "name", "paper": "", "sentence": "", "vocabulary": ""}
    best = min(statements.values(), key=lambda each: (each.reason != "definition", each.paper))
    text = papers[best.paper].abstract
    first = max(start for start, _ in sentences(text, doubtful_ends=True) if start <= best.start)
    last = min(end for _, end in sentences(text, doubtful_ends=True) if end >= best.end)
    return {"reason": best.reason, "paper": papers[best.paper].id, "sentence": text[first:last], "vocabulary": ""}


def ancestors(hierarchy: EdgeTable) -> Ancestors:
    """Everything broader than a concept, over any number of steps. hierarchy: BROADER, without cycles."""
    parents: dict[int, set[int]] = defaultdict(set)
    for child, parent in zip(hierarchy.start.tolist(), hierarchy.end.tolist(), strict=True):
        parents[child].add(parent)
    rows = sorted((child, broad) for child in parents for broad in above(child, parents))
    return Ancestors(*np.array(rows, np.int32).reshape(-1, 2).T)
