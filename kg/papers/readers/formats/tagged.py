"""Entries that are lines of a tag and a value: RIS, MEDLINE, Web of Science, RefWorks, EndNote, NoteExpress.

One splitter for all of them: which tags there are, and where an entry begins and ends, is the formats' own business.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from kg.core.errors import InputError
from kg.papers.readers.fields.fields import record_from
from kg.papers.readers.formats.base import Entries, Format
from kg.papers.readers.streams.decoding import Lines, SourceText, undecodable

Tags = Mapping[str, list[str]]
"""Tag -> its values, in order."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How the lines of a format are put together.

    tag: a line that begins a value, groups 1 (tag) and 2 (value). begins: the tag that an entry has once, at its
    beginning as a rule. ends: the tag that closes an entry; "" where a blank line does. title: tags of which an entry
    has one, too; where entries are closed, lines with neither are no entry. repeats: tags whose further lines are
    values of their own. outside: tags, and lines, of the file.
    """

    tag: re.Pattern[str]
    begins: str
    ends: str = ""
    title: frozenset[str] = frozenset()
    repeats: frozenset[str] = frozenset()
    outside: frozenset[str] = frozenset()


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
                if undecodable("".join(chain.from_iterable(tags.values()))):
                    raise InputError("the entry holds bytes of another encoding", text.name, line)
                yield record_from(fields(tags), text.name, position, line)
            except InputError as error:
                yield error
        if position < 0:
            raise InputError(f"there is no entry of the format {name} in the file", text.name)

    return Format(name, recognises, read, suffixes, suffixes)


def first(tags: Tags, *names: str) -> str:
    """The first value of the first of these tags that has one."""
    for name in names:
        for value in tags.get(name, ()):
            if value:
                return value
    return ""


def every(tags: Tags, *names: str) -> list[str]:
    """All values of the first of these tags that has any."""
    for name in names:
        if values := [value for value in tags.get(name, ()) if value]:
            return values
    return []


def unwrapped(value: str) -> str:
    """The value in one line, for formats that cut lines wherever they are full."""
    return value.replace("\n", " ")


def _entries(lines: Lines, layout: Layout) -> Iterator[tuple[int, Tags, bool]]:
    """(line, tags, whether the entry is cut off). Where others are never closed, neither has the last to be."""
    found = _closed(lines, layout) if layout.ends else ((entry, False) for entry in _separated(lines, layout))
    for entry, cut in found:
        tags: dict[str, list[str]] = {}
        for value in entry:
            tags.setdefault(value.tag, []).extend(value.texts(layout.repeats))
        yield entry[0].line, tags, cut


@dataclass(slots=True)
class _Value:
    """A tag and what stands behind it, line by line. after_gap: a blank line stands before it."""

    line: int
    tag: str
    lines: list[str]
    after_gap: bool

    def texts(self, repeats: frozenset[str]) -> list[str]:
        return self.lines if self.tag in repeats else ["\n".join(self.lines)]


def _values(lines: Lines, layout: Layout) -> Iterator[_Value]:
    """A line without tag goes on with the value before it; what belongs to the file ends it."""
    value: _Value | None = None
    gap, match, outside = False, layout.tag.match, layout.outside
    for number, line in lines:
        found = match(line)
        said = found[1] if found else line.strip()
        if said in outside:
            if value:
                yield value
            value, gap = None, True
        elif found:
            if value:
                yield value
            value, gap = _Value(number, said, [(found[2] or "").strip()], gap), False
        elif not said:
            gap = True
        elif value:
            if value.lines == [""]:
                value.lines.clear()
            value.lines.append(said)
            gap = False
    if value:
        yield value


def _closed(lines: Lines, layout: Layout) -> Iterator[tuple[list[_Value], bool]]:
    """Entries up to the tag that closes them, whichever comes first in them, and whether that is missing at the end of
    the file. One that is never closed ends where the next one begins."""
    entry, begun, closed = list[_Value](), False, True
    for value in _values(lines, layout):
        if value.tag == layout.ends:
            if _said_once(entry, layout):
                yield entry, False
            entry, begun = [], False
            continue
        if value.tag == layout.begins and begun:
            yield entry, False
            entry, closed = [], False
        begun = begun or value.tag == layout.begins
        entry.append(value)
    if _said_once(entry, layout):
        yield entry, closed


def _separated(lines: Lines, layout: Layout) -> Iterator[list[_Value]]:
    """Entries between blank lines, whichever tag comes first in them. What says nothing that an entry says once is the
    rest of the one before; and the tag that begins an entry does so without a blank line, too."""
    entry, part = list[_Value](), list[_Value]()
    for value in _values(lines, layout):
        if part and (value.after_gap or _is_repeated(value, part, layout)):
            if _said_once(entry, layout) & _said_once(part, layout):
                yield entry
                entry = []
            entry, part = entry + part, []
        part.append(value)
    if _said_once(entry, layout) & _said_once(part, layout):
        yield entry
        entry = []
    if entry or part:
        yield entry + part


def _said_once(values: list[_Value], layout: Layout) -> set[str]:
    """What these say of that which every entry says once: its type or number, and its title."""
    tags = {value.tag for value in values}
    return tags & {layout.begins} | ({"title"} if tags & layout.title else set())


def _is_repeated(value: _Value, part: list[_Value], layout: Layout) -> bool:
    """Whether the tag, without a blank line before it, begins the next entry, as it began this one."""
    once = layout.title | {layout.begins}
    return value.tag in once and value.tag == next((before.tag for before in part if before.tag in once), "")
