"""Who cites whom, where a source names its references."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kg.core.records import Paper, Record
from kg.core.tables import EdgeTable


def cites(papers: Sequence[Paper], records: Sequence[Sequence[Record]]) -> EdgeTable:
    """CITES between papers, where a reference is an identifier of exactly one paper of the corpus.

    papers: sorted by id. records: those of each paper. An identifier that two papers carry is a mistake in one of them,
    so it leads nowhere; nobody cites himself.
    """
    owners: dict[str, set[int]] = {}
    for paper, group in enumerate(records):
        for name in {name for record in group for name in record.identifiers}:
            owners.setdefault(name, set()).add(paper)
    found: set[tuple[int, int]] = set()
    for paper, group in enumerate(records):
        for name in {name for record in group for name in record.references}:
            cited = owners.get(name, set())
            if len(cited) == 1 and paper not in cited:
                found.update((paper, other) for other in cited)
    ids = [paper.id for paper in papers]
    citing, cited = np.array(sorted(found), np.int64).reshape(-1, 2).T
    return EdgeTable("CITES", ids, ids, citing, cited, {})
