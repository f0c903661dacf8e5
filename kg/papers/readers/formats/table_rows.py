"""From the rows of a table to records, wherever the rows come from: CSV, Excel, HTML."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from kg.core.errors import InputError, NothingToRead
from kg.papers.readers.fields.aliases import is_known, pick, promise_papers
from kg.papers.readers.fields.cleaning import one_line
from kg.papers.readers.fields.fields import record_from
from kg.papers.readers.fields.identifiers import arxiv_id
from kg.papers.readers.fields.keywords import VOCABULARIES
from kg.papers.readers.fields.missing import is_missing
from kg.papers.readers.fields.references import listed as references
from kg.papers.readers.formats.base import Entries, Fields
from kg.papers.readers.streams.decoding import SourceText, undecodable

Rows = Iterator[tuple[int, list[str]]]
"""(line or number of the row, its cells), in order."""

MOST_BEFORE = 4
"""Lines above the header: "About the data: exported on ..."."""
SAMPLE = 200
"""Rows that show how the others are written."""
_LISTS = ("authors", *VOCABULARIES)
_FAMILY_GIVEN = re.compile(r"(?!.*(?:\sand\s|&))[^,;]+,[^,;]+", re.DOTALL)
_QUOTED = re.compile(r"""'((?:[^'\\]|\\.)*)'(?=\s*[,\]])|"((?:[^"\\]|\\.)*)"(?=\s*[,\]])""")


@dataclass(frozen=True, slots=True)
class Dialect:
    """Whose table it is: recognises: whether the names of the columns are its own; fields: what a row says."""

    recognises: Callable[[set[str]], bool]
    fields: Fields


def knows(names: set[str]) -> bool:
    """Whether the names of the columns promise papers."""
    return promise_papers(tuple(names))


COMMON = Dialect(knows, pick)


def unique_names(header: Sequence[str]) -> list[str]:
    """Every name once: of two columns of one name the first counts."""
    names: list[str] = []
    for number, name in enumerate(header, start=1):
        name = " ".join(name.split())
        names.append(name if name and name not in names else f"{name} (column {number})".strip())
    return names


def table_entries(rows: Rows, sample: Sequence[list[str]], text: SourceText, fields: Fields, start: int = 0) -> Entries:
    """The records of a table whose first row is its header. A row that is too short lacks its last fields.

    sample: some of its rows. start: the position of the first.
    """
    line, header = next(rows, (0, []))
    names = unique_names(header)

    def given(row: Sequence[str]) -> dict[str, object]:
        return dict(fields(dict(zip(names, row, strict=False)), text.mapping))

    # A format that reads columns of its own has a title without a guess.
    _check(names, text, line, has_title="title" in given([]))
    is_arxiv = bool({"categories", "update_date"} & set(names))
    shown = [given(row) for row in sample]
    separated = [name for name in _LISTS if any(";" in str(row.get(name) or "") for row in shown)]
    position = -1
    for position, (line, row) in enumerate(rows, start=start):
        if any(undecodable(cell) for cell in row):
            yield InputError("the row holds bytes of another encoding", text.name, line)
            continue
        paper = _told(given(row), separated)
        if is_arxiv:
            paper["id"] = arxiv_id(str(paper.get("id") or ""))
        try:
            yield record_from(paper, text.name, position, line)
        except InputError as error:
            yield error
    if position < 0:
        raise NothingToRead("there is no row below the header", text.name)


def _check(names: Sequence[str], text: SourceText, line: int, *, has_title: bool) -> None:
    """Raises InputError where a column is missing that is mapped or needed."""
    shown = ", ".join(one_line(name[:40]) for name in names[:40])
    missing = [column for column in text.mapping.values() if column not in names]
    if missing:
        raise InputError(f"no column {missing[0]!r}; the columns are: {shown}", text.name, line)
    if not is_known(names) and not text.mapping.keys() & {"abstract", "title"} and not has_title:
        raise InputError(
            f"no column is known as abstract or title; the columns are: {shown}; name one: --map abstract=COLUMN",
            text.name,
            line,
        )


def _told(paper: dict[str, object], separated: Sequence[str]) -> dict[str, object]:
    """The fields with lists told apart; separated: those in which semicolons separate in other rows, so that the comma
    of "Bee, Ann" and "Tomography, X-Ray Computed" does not."""
    for name in _LISTS:
        if name in paper:
            paper[name] = _listed(paper[name])
    if "authors" in separated and isinstance(people := paper.get("authors"), str) and _FAMILY_GIVEN.fullmatch(people):
        paper["authors"] = f"{people};"
    for name in VOCABULARIES:
        if name in separated and isinstance(words := paper.get(name), str) and not is_missing(words):
            paper[name] = f"{words};"
    if isinstance(cited := paper.get("references"), str):
        paper["references"] = references(cited)
    return paper


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
