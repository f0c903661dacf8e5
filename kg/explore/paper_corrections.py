"""From what people type to a correction on which records are one paper: papers and records found, others refused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kg.core.corrections import PAPER_NAMES, Correction, quoted
from kg.core.errors import KgError, NodeNotFound
from kg.core.graph_store import Names
from kg.core.records import Paper, Record
from kg.explore.find.ranking import suggestions
from kg.papers.corrections import mark, name_of
from kg.papers.duplicates import place
from kg.papers.merge import merge_all
from kg.store.catalog import Catalog
from kg.text.names import fold


class _Found(NamedTuple):
    """What was meant. record: None where a paper was named, with all its records."""

    paper: Paper
    group: Sequence[Record]
    record: Record | None

    @property
    def named(self) -> str:
        return name_of(self.record or self.group[0])


def join(catalog: Catalog, texts: Sequence[str]) -> Correction:
    """Papers that shall be one. Each is named by an id, a DOI or other number, its title, or a record of it."""
    found = _find(catalog, texts)
    if len({each.paper.id for each in found}) == 1:
        raise KgError(f"one paper already: {quoted(found[0].paper.id)}; kg duplicates says why")
    named = tuple(dict.fromkeys(each.named for each in found))
    if len(named) == 1:
        raise KgError(f"the records say the same, so they cannot be told apart: {quoted(named[0])}")
    return Correction("join", named)


def separate(catalog: Catalog, text: str, texts: Sequence[str]) -> Correction:
    """Records that shall leave a paper, which keeps at least one."""
    kept, *leaving = _find(catalog, [text, *texts])
    gone = {mark(_record(each, kept)) for each in leaving}
    staying = [record for record in ([kept.record] if kept.record else kept.group) if mark(record) not in gone]
    if not staying:
        raise KgError(
            f"no other record would be left of {quoted(kept.paper.id)}; records that say the same stay together"
        )
    return Correction("separate", tuple(dict.fromkeys([name_of(staying[0]), *(each.named for each in leaving)])))


def _record(found: _Found, kept: _Found) -> Record:
    if found.paper.id != kept.paper.id:
        raise KgError(f"{quoted(kept.paper.id)} and {quoted(found.paper.id)} are two papers already")
    if not found.record:
        places = ", ".join(map(place, found.group))
        raise KgError(f"which record of {quoted(found.paper.id)} shall leave? name it: {places}")
    return found.record


def _find(catalog: Catalog, texts: Sequence[str]) -> list[_Found]:
    corrections = [each for each, _ in catalog.corrections() if each.action in PAPER_NAMES]
    merged = merge_all(catalog.cache.records(), paper_corrections=corrections)
    pairs = list(zip(merged.papers, merged.groups, strict=True))
    return [_found(text, pairs) for text in texts]


def _found(text: str, pairs: Sequence[tuple[Paper, Sequence[Record]]]) -> _Found:
    """The record that stands there, or the paper with this id, number or title. Raises NodeNotFound."""
    for paper, group in pairs:
        if record := next((record for record in group if place(record) == text), None):
            return _Found(paper, group, record)
    wanted = text.casefold()
    tests = (
        lambda paper, _: paper.id == text,
        lambda paper, group: any(wanted in (name, name.partition(":")[2]) for r in group for name in r.identifiers),
        lambda paper, _: fold(paper.title) == fold(text) != "",
    )
    for test in tests:
        for paper, group in pairs:
            if test(paper, group):
                return _Found(paper, group, None)
    names = [Names("Paper", paper.id, paper.title or paper.id) for paper, _ in pairs]
    raise NodeNotFound(text, suggestions(text, names, names))
