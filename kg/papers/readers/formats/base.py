"""What a reader of one format is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from kg.core.errors import InputError
from kg.core.records import Record
from kg.papers.readers.streams.decoding import Lines, SourceText

Entries = Iterator[Record | InputError]
"""In order; an InputError in between is a bad entry that can be skipped (it counts as a position)."""

OfLines = Callable[[Lines, str, Mapping[str, str], int], Entries]
"""(lines that follow one another, name of their source, the user's mapping, position of the first entry) -> entries."""

Fields = Callable[[Mapping[str, object], Mapping[str, str]], Mapping[str, object]]
"""(an entry as the source has it: name -> value, the user's mapping) -> its fields, as `record_from` takes them."""


@dataclass(frozen=True, slots=True)
class Format:
    """One input format.

    name: what --from calls it. recognises: whether the beginning of a text is of this format.
    read: text -> entries; an InputError that is raised ends the file.
    suffixes: they tell the format where the content does not ("" for standard input, too).
    promised: a folder's files with these suffixes are read, and an error when they cannot be.
    within: suffixes that another file of a folder must have to be recognised by its content; None: any.
    of_lines: reads a part of a source in which each line is an entry, for formats that may be written so.
    """

    name: str
    recognises: Callable[[str], bool]
    read: Callable[[SourceText], Entries]
    suffixes: frozenset[str] = frozenset()
    promised: frozenset[str] = frozenset()
    within: frozenset[str] | None = None
    of_lines: OfLines | None = None

    def claims(self, start: str, suffix: str) -> bool:
        """Whether a file of a folder is meant to be read as this format."""
        return suffix in self.promised or ((self.within is None or suffix in self.within) and self.recognises(start))
