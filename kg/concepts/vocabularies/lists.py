"""Vocabularies as tables: VOSviewer's thesaurus, lists of synonyms, CSV with a header."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence

from kg.concepts.vocabularies.terms import Term, Terms, usable
from kg.core.errors import InputError

SEPARATORS = ";\t,"
COLUMNS: Mapping[str, frozenset[str]] = {
    "name": frozenset({"name", "name_en", "name_zh", "label", "term", "preferred", "preflabel", "preferred name"}),
    "alternatives": frozenset({"alternatives", "alternative names", "altlabel", "aliases", "synonyms"}),
    "broader": frozenset({"broader", "parent"}),
}
"""Column -> how headers call it."""
_LIST = re.compile(r"[;|；]")


def vosviewer(text: str, path: str) -> Terms:
    """VOSviewer's thesaurus: "label" and what it is to be replaced by; what is replaced by nothing is ignored."""
    rows = _rows(text, path, "\t")
    _, header = next(rows)
    columns = [cell.strip().lower() for cell in header]
    label, replacement = columns.index("label"), columns.index("replace by")
    names: dict[str, list[str]] = {}
    ignored: list[str] = []
    for line, row in rows:
        if len(row) <= label or not row[label].strip():
            raise InputError("a line without a label", path, line)
        by = row[replacement].strip() if len(row) > replacement else ""
        if by:
            names.setdefault(by, [by]).append(row[label])
        else:
            ignored.append(row[label])
    return Terms({by: Term(usable(all_)) for by, all_ in names.items()}, usable(ignored))


def is_vosviewer(header: str) -> bool:
    """Whether this is the first line of a thesaurus."""
    return {"label", "replace by"} <= {cell.strip(' "').lower() for cell in header.split("\t")}


def synonyms(text: str, path: str) -> Terms:
    """A term a line, its names between semicolons, tabs or commas (bibliometrix): the first is the preferred one."""
    separator = next((each for each in SEPARATORS if each in text), ",")
    return Terms({f"{line}": Term(usable(row)) for line, row in _rows(text, path, separator)})


def table(text: str, path: str) -> Terms:
    """CSV with a header (COLUMNS): a term a row, lists between semicolons or bars. What is broader is named, and need
    not have a row."""
    first = next(line for line in text.split("\n") if line.strip() and not line.lstrip().startswith("#"))
    rows = _rows(text, path, max(SEPARATORS, key=first.count))
    _, header = next(rows)
    columns = [_column(cell) for cell in header]
    found: dict[str, Term] = {}
    for line, row in rows:
        cells: dict[str, list[str]] = {column: [] for column in COLUMNS}
        for column, cell in zip(columns, row, strict=False):
            if column:
                cells[column] += [cell] if column == "name" else _LIST.split(cell)
        names = usable((*cells["name"], *cells["alternatives"]))
        if not names:
            raise InputError("a row without a name", path, line)
        found[f"line\t{line}"] = Term(names, usable(cells["broader"]))  # no name has a tab
    rows_of: dict[str, list[str]] = {}
    for key, term in found.items():
        for name in term.names:
            rows_of.setdefault(name, []).append(key)
    alone = {name: Term((name,)) for term in found.values() for name in term.broader if name not in rows_of}
    linked = {
        key: Term(term.names, tuple(b for name in term.broader for b in rows_of.get(name, [name])))
        for key, term in found.items()
    }
    return Terms(linked | alone)


def is_table(header: str) -> bool:
    """Whether this is the first line of a table with a name and something to say of it."""
    columns = {_column(cell) for cell in re.split(r"[;\t,]", header)}
    return "name" in columns and len(columns & COLUMNS.keys()) > 1


def _column(cell: str) -> str:
    name = cell.strip(' "\ufeff').lower().removeprefix("skos:")
    return next((column for column, called in COLUMNS.items() if name in called), "")


def _rows(text: str, path: str, separator: str) -> Iterator[tuple[int, Sequence[str]]]:
    """(line, cells) of what is neither empty nor a comment."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for row in reader:
            if any(map(str.strip, row)) and not row[0].lstrip().startswith("#"):
                yield reader.line_num, row
    except csv.Error as error:
        raise InputError(f"no table: {error}", path, reader.line_num) from error
