"""CSV and TSV with a header, whatever the columns are called: spreadsheets, Scopus, Zotero's CSV."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import islice

from kg.core.errors import InputError, NothingToRead
from kg.papers.readers.fields.aliases import guess, is_known, pick
from kg.papers.readers.fields.cleaning import one_line
from kg.papers.readers.fields.fields import record_from
from kg.papers.readers.fields.identifiers import arxiv_id
from kg.papers.readers.fields.references import listed
from kg.papers.readers.formats.base import Entries, Fields, Format
from kg.papers.readers.streams.decoding import Lines, SourceText, undecodable

_DELIMITERS = "\t,;|"
_LINE = re.compile(r"[^\r\n]*\S[^\r\n]*")
_MOST_BEFORE = 4  # lines above the header: "About the data: exported on ..."
_MOST_LINES = 5_000
_SAMPLE = 200
_FAMILY_GIVEN = re.compile(r"(?!.*(?:\sand\s|&))[^,;]+,[^,;]+", re.DOTALL)
_QUOTED = re.compile(r"""'((?:[^'\\]|\\.)*)'(?=\s*[,\]])|"((?:[^"\\]|\\.)*)"(?=\s*[,\]])""")
csv.field_size_limit(min(sys.maxsize, 2**31 - 1))  # a long abstract is no error


def table_format(
    name: str,
    recognises: Callable[[set[str]], bool],
    fields: Fields,
    suffixes: frozenset[str] = frozenset(),
    *,
    quoted: bool = True,
) -> Format:
    """A format whose entries are the rows of a table; recognises: whether the names of the columns are its own;
    quoted: whether quotes mean something, so that a cell may hold lines and delimiters."""

    def recognises_start(start: str) -> bool:
        if start.lstrip()[:1] in tuple("{[<@%"):  # JSON, XML, BibTeX, EndNote
            return False
        return recognises(set(_names(_header(start)[2])))

    def read(text: SourceText) -> Entries:
        return _read(text, fields, quoted)

    return Format(name, recognises_start, read, suffixes)


def _known(names: set[str]) -> bool:
    return is_known(tuple(names)) and len(guess(tuple(sorted(names)))) > 1


def _header(start: str) -> tuple[int, str, list[str]]:
    """(filled lines before the header, its delimiter, its names): the first of some lines that names a title or an
    abstract and something else; else the first."""
    lines = [found[0] for found in islice(_LINE.finditer(start), _MOST_BEFORE + 1)]
    headers = [(at, *_cells(line)) for at, line in enumerate(lines)]
    return next((header for header in headers if _known(set(header[2]))), headers[0] if headers else (0, ",", []))


def _cells(line: str) -> tuple[str, list[str]]:
    """(delimiter, cells) at the delimiter that gives the most names that are known (then the most)."""
    rows = [(delimiter, next(csv.reader([line], delimiter=delimiter), [])) for delimiter in _DELIMITERS]
    return max(rows, key=lambda row: (len(guess(tuple(row[1]))), len(row[1])))


def _read(text: SourceText, fields: Fields, quoted: bool) -> Entries:
    """A row that is too short lacks its last fields; a quote that is never closed ends the file."""
    rows = _rows(text.lines(), text, quoted)
    line, header = next(rows, (0, []))
    names = _names(header)
    missing = [column for column in text.mapping.values() if column not in names]
    if missing:
        raise InputError(f"no column {missing[0]!r}; the columns are: {_shown(names)}", text.name, line)

    def given(row: list[str]) -> dict[str, object]:
        return dict(fields(dict(zip(names, row, strict=False)), text.mapping))

    # A format that reads columns of its own has a title without a guess.
    if not is_known(names) and not text.mapping.keys() & {"abstract", "title"} and "title" not in given([]):
        raise InputError(
            f"no column is known as abstract or title; the columns are: {_shown(names)}; "
            "name one: --map abstract=COLUMN",
            text.name,
            line,
        )
    is_arxiv = bool({"categories", "update_date"} & set(names))
    semicolons = any(";" in str(given(row).get("authors") or "") for row in _sample(text, quoted))
    position = -1
    for position, (line, row) in enumerate(rows):
        if any(undecodable(cell) for cell in row):
            yield InputError("the row holds bytes of another encoding", text.name, line)
            continue
        try:
            paper = given(row)
            for name in ("authors", "keywords"):
                if name in paper:
                    paper[name] = _listed(paper[name])
            if semicolons and isinstance(people := paper.get("authors"), str) and _FAMILY_GIVEN.fullmatch(people):
                paper["authors"] = f"{people};"  # so that the comma separates nothing
            if isinstance(cited := paper.get("references"), str):
                paper["references"] = listed(cited)
            if is_arxiv:
                paper["id"] = arxiv_id(str(paper.get("id") or ""))
            yield record_from(paper, text.name, position, line)
        except InputError as error:
            yield error
    if position < 0:
        raise NothingToRead("there is no row below the header", text.name)


def _sample(text: SourceText, quoted: bool) -> list[list[str]]:
    """The first rows, as far as they are in the beginning of the text."""
    lines = enumerate(re.split(r"\r\n|\r|\n", text.start)[:-1], start=1)
    found: list[list[str]] = []
    with suppress(InputError):  # it is cut anywhere
        for _, row in islice(_rows(lines, text, quoted), 1, _SAMPLE):
            found.append(row)
    return found


def _listed(cell: object) -> object:
    """The list that a cell shows as JSON or Python write it: "['Ann Bee', 'Chris Dee']"; else the cell."""
    if not isinstance(cell, str) or not cell.startswith(("['", '["', "[[")):
        return cell
    with suppress(ValueError, RecursionError):
        return json.loads(cell)
    if cell.startswith("[["):
        return [_quoted(part) for part in re.findall(r"\[[^\[\]]*\]", cell)]
    return _quoted(cell)


def _quoted(part: str) -> list[str]:
    return [re.sub(r"\\(.)", r"\1", one or other) for one, other in _QUOTED.findall(part)]


def _names(header: list[str]) -> list[str]:
    """Every name once: of two columns of one name the first counts."""
    names: list[str] = []
    for number, name in enumerate(header, start=1):
        name = " ".join(name.split())
        names.append(name if name and name not in names else f"{name} (column {number})".strip())
    return names


def _shown(names: list[str]) -> str:
    return ", ".join(one_line(name[:40]) for name in names[:40])


def _rows(lines: Lines, text: SourceText, quoted: bool) -> Iterator[tuple[int, list[str]]]:
    """(line, cells) of every row that holds something, the header first."""
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


FORMAT = table_format("csv", _known, pick, frozenset({".csv", ".tsv", ".tab"}))
