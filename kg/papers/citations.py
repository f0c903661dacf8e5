"""Who cites whom, where a source names its references."""

from __future__ import annotations

from collections.abc import Sequence

from kg.core.graph import Edge
from kg.core.records import Record


def cites(papers: Sequence[tuple[str, Sequence[Record]]]) -> list[Edge]:
    """CITES between papers, sorted, where a reference is an identifier of exactly one paper of the corpus.

    papers: (id, records) of each. An identifier that two papers carry is a mistake in one of them, so it leads nowhere;
    nobody cites himself.
    """
    known: dict[str, set[str]] = {}  # identifier -> the papers that carry it
    for paper, records in papers:
        for name in {name for record in records for name in record.identifiers}:
            known.setdefault(name, set()).add(paper)
    found: set[tuple[str, str]] = set()
    for paper, records in papers:
        for name in {name for record in records for name in record.references}:
            cited = known.get(name, set())
            if len(cited) == 1 and paper not in cited:
                found.update((paper, other) for other in cited)
    return [Edge("CITES", ("Paper", citing), ("Paper", cited)) for citing, cited in sorted(found)]
