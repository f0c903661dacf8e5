"""CSV and TSV with a header, whatever the columns are called: spreadsheets, Scopus, Zotero's CSV."""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Callable, Iterator, Mapping

from kg.errors import InputError
from kg.readers.aliases import guess, is_known, pick
from kg.readers.cleaning import one_line
from kg.readers.decoding import Lines, Text, undecodable
from kg.readers.fields import record_from
from kg.readers.format import Entries, Format

_DELIMITERS = "\t,;|"
_MOST_LINES = 5_000
csv.field_size_limit(min(sys.maxsize, 2**31 - 1))  # a long abstract is no error


Fields = Callable[[Mapping[str, object], Mapping[str, str]], Mapping[str, object]]
"""(column -> cell, the user's mapping) -> the fields of the paper, as `record_from` takes them."""


def table_format(
    name: str, recognises: Callable[[set[str]], bool], fields: Fields, suffixes: frozenset[str] = frozenset()
) -> Format:
    """A format whose entries are the rows of a table; recognises: whether the names of the columns are its own."""

    def recognises_start(start: str) -> bool:
        if start.lstrip()[:1] in tuple("{[<@%"):  # JSON, XML, BibTeX, EndNote
            return False
        return recognises(set(_names(_header(start))))

    def read(text: Text) -> Entries:
        return _read(text, fields)

    return Format(name, recognises_start, read, suffixes)


def _known(names: set[str]) -> bool:
    return is_known(tuple(names)) and len(guess(tuple(sorted(names)))) > 1


def _header(start: str) -> list[str]:
    """The names in the first line, at the delimiter that gives the most that are known (then the most)."""
    line = _first_line(start)
    rows = [next(csv.reader([line], delimiter=delimiter), []) for delimiter in _DELIMITERS]
    return max(rows, key=lambda row: (len(guess(tuple(row))), len(row)))


def _first_line(start: str) -> str:
    return next((line for line in re.split(r"[\r\n]", start) if line.strip()), "")


def _read(text: Text, fields: Fields) -> Entries:
    """A row that is too short lacks its last fields; a quote that is never closed ends the file."""
    rows = _rows(text)
    line, header = next(rows, (0, []))
    names = _names(header)
    missing = [column for column in text.mapping.values() if column not in names]
    if missing:
        raise InputError(f"no column {missing[0]!r}; the columns are: {_shown(names)}", text.name, line)
    if not is_known(names) and not text.mapping.keys() & {"abstract", "title"}:
        raise InputError(
            f"no column is known as abstract or title; the columns are: {_shown(names)}; "
            "name one: --map abstract=COLUMN",
            text.name,
            line,
        )
    position = -1
    for position, (line, row) in enumerate(rows):
        if any(undecodable(cell) for cell in row):
            yield InputError("the row holds bytes of another encoding", text.name, line)
            continue
        try:
            yield record_from(fields(dict(zip(names, row, strict=False)), text.mapping), text.name, position, line)
        except InputError as error:
            yield error
    if position < 0:
        raise InputError("there is no row below the header", text.name)


def _names(header: list[str]) -> list[str]:
    """Every name once: of two columns of one name the first counts."""
    names: list[str] = []
    for number, name in enumerate(header, start=1):
        name = " ".join(name.split())
        names.append(name if name and name not in names else f"{name} (column {number})".strip())
    return names


def _shown(names: list[str]) -> str:
    return ", ".join(one_line(name[:40]) for name in names[:40])


def _rows(text: Text) -> Iterator[tuple[int, list[str]]]:
    """(line, cells) of every row that holds something."""
    header = _header(text.start)
    line = _first_line(text.start)
    delimiter = max(_DELIMITERS, key=lambda d: next(csv.reader([line], delimiter=d), []) == header)
    feed = _Feed(text.lines(), text.name)
    reader = csv.reader(feed, delimiter=delimiter, skipinitialspace=delimiter != "\t", strict=False)
    while True:
        feed.taken = 0
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise InputError(f"not a table: {error}", text.name, feed.line) from None
        if row is None:
            return
        if any(cell.strip() for cell in row):
            yield feed.first, row


class _Feed:
    """Lines for csv.reader, which remembers where the row in hand began."""

    def __init__(self, lines: Lines, name: str) -> None:
        self._lines = lines
        self._name = name
        self.taken = self.first = self.line = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        self.line, line = next(self._lines)
        if not self.taken:
            self.first = self.line
        self.taken += 1
        if self.taken > _MOST_LINES:
            raise InputError("a quote is opened and never closed", self._name, self.first)
        return line + "\n"


FORMAT = table_format("csv", _known, pick, frozenset({".csv", ".tsv", ".tab"}))
