"""Who cites whom, where a source names its references."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from kg.core.records import Paper, Record
from kg.core.tables import EdgeTable
from kg.papers.same_paper import normalise
from kg.text.language import HAN

_SHORTEST, _SHORTEST_ZH = 20, 8
"""Letters of a title that says which paper is meant, in the year that is named."""
_LONG = 40
"""Letters of one that says so a year before or after, too: preprints, and papers that were online first."""
_PART = re.compile(r", |\. |: |$")


def cites(papers: Sequence[Paper], records: Sequence[Sequence[Record]]) -> EdgeTable:
    """CITES between papers, where a reference means exactly one paper of the corpus.

    papers: sorted by id. records: those of each paper. Of the ways in which a reference is named the first that leads
    somewhere counts: an identifier, the place (author, year, journal, volume, page), the title and the year. What two
    papers carry is a mistake in one of them, or says too little, so it leads nowhere; nobody cites himself.
    """
    owners = _owners(records)
    found: dict[tuple[int, int], str] = {}
    for paper, group in enumerate(records):
        for reference in {name for record in group for name in record.references}:
            for reason, cited in _meant(reference, owners):
                if cited != paper:
                    found[paper, cited] = min(found.get((paper, cited), reason), reason)
    ids = [paper.id for paper in papers]
    pairs = sorted(found)
    citing, cited = np.array(pairs, np.int64).reshape(-1, 2).T
    reasons = np.array([found[pair] for pair in pairs], object)
    return EdgeTable("CITES", ids, ids, citing, cited, {"reason": reasons})


def _owners(records: Sequence[Sequence[Record]]) -> dict[str, set[int]]:
    """Under what papers may be cited -> the papers; titles only where some reference names one."""
    by_title = any("title:" in name for group in records for record in group for name in record.references)
    owners: dict[str, set[int]] = {}
    for paper, group in enumerate(records):
        for record in group:
            for name in (*record.identifiers, *record.cited_as, *(_titles(record) if by_title else ())):
                owners.setdefault(name, set()).add(paper)
    return owners


def _meant(reference: str, owners: dict[str, set[int]]) -> Iterator[tuple[str, int]]:
    """(how it is known, the paper that is meant), when there is one."""
    for name in reference.split("\t"):
        known: set[int] = set()
        for key in _wordings(name) if name.startswith("title:") else (name,):
            known |= owners.get(key, set())
        if len(known) == 1:
            yield name.partition(":")[0] if name.startswith(("title:", "place:")) else "identifier", known.pop()
            return


def _titles(record: Record) -> Iterable[str]:
    """Under which titles and years others may cite it."""
    title = normalise(record.title)
    if record.year and len(title) >= (_SHORTEST_ZH if HAN.search(title) else _SHORTEST):
        around = (-1, 0, 1) if len(title) >= _LONG else (0,)
        yield from (f"title:{title}|{record.year + more}" for more in around)


def _wordings(name: str) -> Iterator[str]:
    """A reference may go on behind the title: "On graphs, with trees, J. of X, 7" is read up to each of its parts."""
    text, _, year = name.removeprefix("title:").rpartition("|")
    for end in _PART.finditer(text[:600]):
        if len(part := normalise(text[: end.start()])) >= _SHORTEST_ZH:
            yield f"title:{part}|{year}"
