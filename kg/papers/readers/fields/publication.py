"""Where an entry appeared: its kind, journal or proceedings, volume, issue, pages, publisher, ISSN and ISBN."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import TypedDict

from kg.papers.readers.fields.cleaning import one_line
from kg.papers.readers.fields.identifiers import arxiv
from kg.papers.readers.fields.missing import is_missing
from kg.papers.readers.fields.types import type_of

_ARXIV = re.compile(r"arxiv(?:\.org)?(?:[\s:/(,].*)?|corr|computing research repository.*", re.IGNORECASE)
_LABELLED = re.compile(
    r"(?:(?:volume|vol|number|num|no|issue|iss|pages?|pp?)(?:\.\s*|\s+)|第)?(.*?)(?:\.0|[期卷页])?", re.IGNORECASE
)
_DASH = re.compile(r"\s*(?:[-‐-―−]|\x96)+\s*")
_SHORT_END = re.compile(r"([A-Za-z]?)(\d+)-(\d+)")
_ISSN = re.compile(r"(?<![\dXx-])(\d{4})-?(\d{3}[\dXx])(?![\dXx-])")
_ISBN = re.compile(r"(?<![\dXx-])(?:97[89][- ]?)?\d(?:[- ]?\d){8}[- ]?[\dXx](?![\dXx-])")
_LONGEST, _BIGGEST = 500, 10**9


class Publication(TypedDict):
    """Fields of kg.core.records.Record."""

    kind: str
    venue: str
    venue_short: tuple[str, ...]
    volume: str
    issue: str
    pages: str
    publisher: str
    issn: tuple[str, ...]
    isbn: tuple[str, ...]


def publication(fields: Mapping[str, object]) -> Publication:
    """What the fields of an entry say of it. Each may be a text or a list of texts.

    kind: in the words of any source. pages: "12-34", "12--34", "123-9" (to 129), or first and last page, for which
    there is firstpage and lastpage, too. arXiv is no venue, and what stands there is no article yet.
    """
    kind, venue, volume = type_of(_texts(fields, "kind")), _first(fields, "venue"), _labelled(fields, "volume")
    if _ARXIV.fullmatch(venue):
        kind, venue, volume = "misc", "", "" if volume.startswith("abs/") else volume
    short = (name for name in _texts(fields, "venue_short") if name != venue and not _ARXIV.fullmatch(name))
    return Publication(
        kind=kind,
        venue=venue,
        venue_short=tuple(dict.fromkeys(short)),
        volume=volume,
        issue=_labelled(fields, "issue"),
        pages=_pages([*_texts(fields, "firstpage"), *_texts(fields, "lastpage")] or _texts(fields, "pages")),
        publisher=_first(fields, "publisher"),
        issn=_numbers(fields, "issn", _issn),
        isbn=_numbers(fields, "isbn", _isbn),
    )


def arxiv_in_place(fields: Mapping[str, object]) -> str:
    """The arXiv id of "arXiv preprint arXiv:1706.03762", or of CoRR's volume "abs/1706.03762"; "" without one."""
    venue = _first(fields, "venue")
    if not _ARXIV.fullmatch(venue):
        return ""
    return (arxiv(venue) or arxiv(_first(fields, "volume"))).removeprefix("arxiv:")


def _texts(fields: Mapping[str, object], name: str) -> list[str]:
    value = fields.get(name)
    if not value:
        return []
    lines = [_line(text) for text in (value if isinstance(value, (list, tuple)) else (value,)) if text]
    return [line for line in lines if line]


def _line(value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value) if abs(value) < _BIGGEST else ""
    return _clean(value[: 2 * _LONGEST]) if isinstance(value, str) else ""


@lru_cache(maxsize=1 << 12)
def _clean(text: str) -> str:
    """In one line; most entries have the journal, the year and the kind of others."""
    return "" if is_missing(text) else one_line(text)[:_LONGEST]


def _first(fields: Mapping[str, object], name: str) -> str:
    return next(iter(_texts(fields, name)), "")


def _labelled(fields: Mapping[str, object], name: str) -> str:
    """A number without "Vol." before it; a table may make 12.0 of 12."""
    return _bare(_first(fields, name))


def _bare(text: str) -> str:
    found = _LABELLED.fullmatch(text)
    return found[1] if found else text


def _pages(parts: list[str]) -> str:
    """First and last page of a range; of "123-9" the last one in full."""
    if not parts:
        return ""
    text = _DASH.sub("-", "-".join(dict.fromkeys(map(_bare, parts[:2])))).strip("-")
    if (found := _SHORT_END.fullmatch(text)) and len(found[3]) < len(found[2]):
        return f"{found[1]}{found[2]}-{found[1]}{found[2][: -len(found[3])]}{found[3]}"
    return text


def _numbers(fields: Mapping[str, object], name: str, find: Callable[[str], Iterator[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(number for text in _texts(fields, name) for number in find(text)))


def _issn(text: str) -> Iterator[str]:
    """ "1234-567X" for each whose check digit is right: https://www.issn.org"""
    for first, last in _ISSN.findall(text):
        digits = (first + last).upper()
        total = sum(int(digit) * (8 - n) for n, digit in enumerate(digits[:7]))
        if digits[7] == "0123456789X"[-total % 11] and total:
            yield f"{digits[:4]}-{digits[4:]}"


def _isbn(text: str) -> Iterator[str]:
    """Each as written, if its check digit is right: https://www.isbn-international.org"""
    for found in _ISBN.findall(text):
        digits = re.sub("[- ]", "", found).upper()
        values = [10 if digit == "X" else int(digit) for digit in digits]
        weights = range(10, 0, -1) if len(values) == 10 else [1, 3] * 6 + [1]
        total = sum(weight * value for weight, value in zip(weights, values, strict=False))
        if total % (11 if len(values) == 10 else 10) == 0:
            yield found
