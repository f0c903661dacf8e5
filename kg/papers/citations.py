"""Who cites whom, where a source names its references."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from kg.core.records import Paper, Record
from kg.core.tables import EdgeTable
from kg.papers.outside import LONG, SHORTEST, SHORTEST_ZH, cited_outside, wordings
from kg.papers.same_paper import normalise
from kg.text.language import HAN


class Cited(NamedTuple):
    """What each paper cites. outside: the words of the references that lead to no paper of the corpus, and that others
    have, too. references: how many it names, whatever they lead to."""

    outside: list[tuple[str, ...]]
    references: list[int]


def cites(papers: Sequence[Paper], records: Sequence[Sequence[Record]]) -> tuple[EdgeTable, Cited]:
    """CITES between papers, where a reference means exactly one paper of the corpus; and what else they cite.

    papers: sorted by id. records: those of each paper. Of the ways in which a reference is named the first that leads
    somewhere counts: an identifier, the place (author, year, journal, volume, page), the title and the year. What two
    papers carry is a mistake in one of them, or says too little, so it leads nowhere; nobody cites himself.
    """
    owners = _owners(records)
    found: dict[tuple[int, int], str] = {}
    named = [sorted({name for record in group for name in record.references}) for group in records]
    left: list[list[str]] = []
    inside: set[str] = set()
    for paper, references in enumerate(named):
        left.append([])
        for reference in references:
            reason, known = _meant(reference, owners)
            if not known:
                left[paper].append(reference)
                continue
            inside.add(reference)
            if reason and (cited := min(known)) != paper:
                found[paper, cited] = min(found.get((paper, cited), reason), reason)
    ids = [paper.id for paper in papers]
    pairs = sorted(found)
    citing, cited = np.array(pairs, np.int64).reshape(-1, 2).T
    reasons = np.array([found[pair] for pair in pairs], object)
    edges = EdgeTable("CITES", ids, ids, citing, cited, {"reason": reasons})
    return edges, Cited(cited_outside(left, inside), list(map(len, named)))


def _owners(records: Sequence[Sequence[Record]]) -> dict[str, set[int]]:
    """Under what papers may be cited -> the papers; titles only where some reference names one."""
    by_title = any("title:" in name for group in records for record in group for name in record.references)
    owners: dict[str, set[int]] = {}
    for paper, group in enumerate(records):
        for record in group:
            for name in (*record.identifiers, *record.cited_as, *(_titles(record) if by_title else ())):
                owners.setdefault(name, set()).add(paper)
    return owners


def _meant(reference: str, owners: dict[str, set[int]]) -> tuple[str, set[int]]:
    """(how it is known, the paper that is meant); without a reason all papers that could be."""
    could_be: set[int] = set()
    for name in reference.split("\t"):
        known: set[int] = set()
        for key in wordings(name) if name.startswith("title:") else (name,):
            known |= owners.get(key, set())
        if len(known) == 1:
            return name.partition(":")[0] if name.startswith(("title:", "place:")) else "identifier", known
        could_be |= known
    return "", could_be


def _titles(record: Record) -> Iterable[str]:
    """Under which titles and years others may cite it."""
    title = normalise(record.title)
    if record.year and len(title) >= (SHORTEST_ZH if HAN.search(title) else SHORTEST):
        around = (-1, 0, 1) if len(title) >= LONG else (0,)
        yield from (f"title:{title}|{record.year + more}" for more in around)
