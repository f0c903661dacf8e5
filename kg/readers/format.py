"""What a reader of one format is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kg.errors import InputError
from kg.readers.decoding import Lines
from kg.records import Record


@dataclass(frozen=True, slots=True)
class Format:
    """One input format.

    recognises: (beginning of the text, suffix) -> whether it is this format; content counts more than
    the suffix, which is "" for standard input.
    suffixes: which files of a folder may be of this format; None: any.
    read: (lines, source name) -> records in order; an InputError in between is a bad entry that can be
    skipped (it counts as a position), a raised one ends the file.
    """

    name: str
    recognises: Callable[[str, str], bool]
    suffixes: frozenset[str] | None
    read: Callable[[Lines, str], Iterator[Record | InputError]]
