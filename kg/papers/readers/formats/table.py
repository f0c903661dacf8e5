"""CSV and TSV with a header, whatever the columns are called: spreadsheets, Scopus, Zotero's CSV."""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from itertools import islice

from kg.core.errors import InputError
from kg.papers.readers.fields.aliases import guess
from kg.papers.readers.formats.base import Entries, Format
from kg.papers.readers.formats.table_rows import (
    COMMON,
    MOST_BEFORE,
    SAMPLE,
    Dialect,
    Rows,
    knows,
    table_entries,
    unique_names,
)
from kg.papers.readers.streams.decoding import Lines, SourceText

_DELIMITERS = "\t,;|"
_LINE = re.compile(r"[^\r\n]*\S[^\r\n]*")
_MOST_LINES = 5_000
csv.field_size_limit(min(sys.maxsize, 2**31 - 1))  # a long abstract is no error


def table_format(name: str, dialect: Dialect, suffixes: frozenset[str] = frozenset(), *, quoted: bool = True) -> Format:
    """A format whose entries are the rows of a table; quoted: whether quotes mean something, so that a cell may hold
    lines and delimiters."""

    def recognises(start: str) -> bool:
        if start.lstrip()[:1] in tuple("{[<@%") or start.startswith("PK\x03"):  # JSON, XML, BibTeX, EndNote, Excel
            return False
        return dialect.recognises(set(unique_names(_header(start)[2])))

    def read(text: SourceText) -> Entries:
        return table_entries(_rows(text.lines(), text, quoted), _sample(text, quoted), text, dialect.fields)

    return Format(name, recognises, read, suffixes)


@lru_cache(maxsize=4)  # every table format asks for that of the same text
def _header(start: str) -> tuple[int, str, list[str]]:
    """(filled lines before the header, its delimiter, its names): the first of some lines that names a title or an
    abstract and something else; else the first."""
    lines = [found[0] for found in islice(_LINE.finditer(start), MOST_BEFORE + 1)]
    headers = [(at, *_cells(line)) for at, line in enumerate(lines)]
    return next((header for header in headers if knows(set(header[2]))), headers[0] if headers else (0, ",", []))


def _cells(line: str) -> tuple[str, list[str]]:
    """(delimiter, cells) at the delimiter that gives the most names that are known (then the most)."""
    rows = [(delimiter, next(csv.reader([line], delimiter=delimiter), [])) for delimiter in _DELIMITERS]
    return max(rows, key=lambda row: (len(guess(tuple(row[1]))), len(row[1])))


def _sample(text: SourceText, quoted: bool) -> list[list[str]]:
    """The first rows, as far as they are in the beginning of the text."""
    lines = enumerate(re.split(r"\r\n|\r|\n", text.start)[:-1], start=1)
    found: list[list[str]] = []
    with suppress(InputError):  # it is cut anywhere
        for _, row in islice(_rows(lines, text, quoted), 1, SAMPLE):
            found.append(row)
    return found


def _rows(lines: Lines, text: SourceText, quoted: bool) -> Rows:
    """(line, cells) of every row that holds something, the header first; a quote that is never closed ends the file."""
    before, delimiter, _ = _header(text.start)
    feed = _Feed(lines, text.name, before)
    quoting = csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE
    reader = csv.reader(feed, delimiter=delimiter, skipinitialspace=delimiter != "\t", strict=False, quoting=quoting)
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
    """Lines for csv.reader, which remembers where the row in hand began. before: filled lines to pass over first."""

    def __init__(self, lines: Lines, name: str, before: int) -> None:
        self._lines = lines
        self._name = name
        self._before = before
        self.taken = self.first = self.line = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        self.line, line = next(self._lines, (0, ""))
        while self._before and self.line:
            self._before -= bool(line.strip())
            self.line, line = next(self._lines, (0, ""))
        if not self.taken:
            self.first = self.line
        self.taken += 1
        if self.taken > _MOST_LINES or (not self.line and self.taken > 1):
            raise InputError("a quote is opened and never closed", self._name, self.first)
        if not self.line:
            raise StopIteration
        return line + "\n"


FORMAT = table_format("csv", COMMON, frozenset({".csv", ".tsv", ".tab"}))
