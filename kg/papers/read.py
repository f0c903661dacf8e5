"""kg.read_papers: the papers of files and folders, streamed, without building a graph."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from kg.core.records import Paper
from kg.papers.merge import hash_id, merge_group
from kg.papers.readers.read import OnSkip, find_sources, read_records
from kg.papers.same_paper import identity, stream_keys


def read_papers(
    *sources: str | Path,
    form: str = "",
    mapping: Mapping[str, str] | None = None,
    separator: str | None = None,
    skip_errors: bool = False,
    on_skip: OnSkip | None = None,
) -> Iterator[Paper]:
    """The papers of files, folders or "-" (standard input), streamed in order; what came before is left out.

    Since nothing is kept but hashes, a later record adds nothing to an earlier one of the same paper, and two are the
    same only if `kg.papers.same_paper.stream_keys` says so. Titles that are not given are "".

    form, mapping, separator: as for kg.build. Raises InputError, with file and line; with skip_errors bad entries are
    left out instead, and on_skip is called with the error of each. What says nothing is left out in any case.

    >>> import kg
    >>> papers = list(kg.read_papers("seeds"))
    >>> len(papers), papers[0].lang, papers[0].abstract[:40]
    (46, 'en', 'It has been observed in practice that ap')
    """
    seen: set[bytes] = set()
    reading = {"form": form, "mapping": mapping, "separator": separator}
    for source in find_sources(sources, form=form, mapping=mapping, on_skip=on_skip if skip_errors else None):
        for record in read_records(source, **reading, skip_errors=skip_errors, on_skip=on_skip):
            keys = {hashlib.sha256(key.encode()).digest()[:16] for key in stream_keys(record)}
            if seen.isdisjoint(keys):
                yield merge_group(record.id or hash_id(identity(record)), [record])
            seen |= keys
