"""Entries that are lines of a tag and a value: RIS, MEDLINE, Web of Science, RefWorks, EndNote, NoteExpress.

One splitter for all of them: which tags there are, and where an entry begins and ends, is the formats' own business.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from kg.core.errors import InputError
from kg.papers.readers.fields.fields import record_from
from kg.papers.readers.formats.base import Entries, Format
from kg.papers.readers.streams.decoding import Lines, SourceText, undecodable

Tags = Mapping[str, list[str]]
"""Tag -> its values, in order."""


@dataclass(frozen=True, slots=True)
class Layout:
    """tag: a line that begins a value, groups 1 (tag) and 2 (value). begins, ends: tags that open and close an
    entry, "" when it ends where the next one begins. repeats: tags whose further lines are values of their own."""

    tag: re.Pattern[str]
    begins: str
    ends: str = ""
    repeats: frozenset[str] = frozenset()


def tagged_format(
    name: str,
    recognised: re.Pattern[str],
    layout: Layout,
    fields: Callable[[Tags], Mapping[str, object]],
    suffixes: frozenset[str],
) -> Format:
    """A format of this layout; recognised: what its files hold near their beginning."""

    def recognises(start: str) -> bool:
        return recognised.search(start) is not None

    def read(text: SourceText) -> Entries:
        position = -1
        for position, (line, tags, cut) in enumerate(_entries(text.lines(), layout)):
            try:
                if cut:
                    raise InputError(
                        f"the file ends in the middle of an entry: it has no {layout.ends}", text.name, line
                    )
                if any(undecodable(value) for values in tags.values() for value in values):
                    raise InputError("the entry holds bytes of another encoding", text.name, line)
                yield record_from(fields(tags), text.name, position, line)
            except InputError as error:
                yield error
        if position < 0:
            raise InputError(f"there is no entry of the format {name} in the file", text.name)

    return Format(name, recognises, read, suffixes, suffixes)


def first(tags: Tags, *names: str) -> str:
    """The first value of the first of these tags that has one."""
    return next((value for name in names for value in tags.get(name, ()) if value), "")


def every(tags: Tags, *names: str) -> list[str]:
    """All values of the first of these tags that has any."""
    return next((values for name in names if (values := [value for value in tags.get(name, ()) if value])), [])


def _entries(lines: Lines, layout: Layout) -> Iterator[tuple[int, Tags, bool]]:
    """(line, tags, whether the entry is cut off). A line without tag goes on with the value before it; what stands
    between entries is no entry. Where others are never closed, neither has the last to be."""
    start, tags, values = 0, dict[str, list[str]](), list[str]()
    repeated, closed = False, bool(layout.ends)
    for number, line in lines:
        found = layout.tag.match(line)
        if found and found[1] == layout.begins and tags:
            yield start, tags, False
            tags, closed = {}, False
        if found and (tags or found[1] == layout.begins):
            start = start if tags else number
            if layout.ends and found[1] == layout.ends:
                yield start, tags, False
                tags = {}
            else:
                values = tags.setdefault(found[1], [])
                values.append((found[2] or "").strip())
                repeated = found[1] in layout.repeats
        elif not found and tags and (more := line.strip()):
            if repeated:
                values.append(more)
            else:
                values[-1] = f"{values[-1]}\n{more}" if values[-1] else more
    if tags:
        yield start, tags, closed
