"""EndNote's XML, which Zotero and Mendeley write, too."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from kg.papers.readers.fields.people import given_first
from kg.papers.readers.formats.xml_format import xml_format
from kg.papers.readers.streams.xml_stream import text_of


def _fields(record: Element) -> dict[str, object]:
    """Every value stands in pieces of text, each with its style."""
    number = _text(record, "accession-num")
    is_pubmed = "pubmed" in f"{_text(record, 'remote-database-name')} {_text(record, 'database')}".casefold()
    people = _all(record, "contributors/authors/author") or _all(record, "contributors/secondary-authors/author")
    return {
        "id": _text(record, "label") or (number if not number.isdigit() else ""),
        "title": _text(record, "titles/title"),
        "abstract": _text(record, "abstract"),
        "authors": [given_first(name) for name in people],
        "year": [_text(record, "dates/year"), _text(record, "dates/pub-dates/date")],
        "keywords": [word for line in _all(record, "keywords/keyword") for word in line.splitlines()],
        "doi": _text(record, "electronic-resource-num"),
        "pmid": number if is_pubmed else "",
        "url": next(iter(_all(record, "urls/related-urls/url") or _all(record, "urls/web-urls/url")), ""),
        "lang": _text(record, "language"),
        **_place(record),
    }


def _place(record: Element) -> dict[str, object]:
    """A journal is a secondary title, or a periodical with its short names."""
    kind = record.find("ref-type")
    periodical = (_text(record, f"{at}/full-title") for at in ("periodical", "alt-periodical"))
    short = ("titles/alt-title", "titles/short-title-journal", "periodical/abbr-1", "periodical/abbr-2")
    numbers = [*_all(record, "isbn"), *_all(record, "issn")]
    return {
        "kind": kind.get("name", "") if kind is not None else "",
        "venue": _text(record, "titles/secondary-title") or next(filter(None, periodical), ""),
        "venue_short": [name for path in short for name in _all(record, path)],
        "volume": _text(record, "volume"),
        "issue": _text(record, "number") or _text(record, "issue"),
        "pages": _text(record, "pages"),
        "publisher": _text(record, "publisher"),
        "issn": numbers,
        "isbn": numbers,
    }


def _text(record: Element, path: str) -> str:
    return text_of(record.find(path)).strip()


def _all(record: Element, path: str) -> list[str]:
    return [text for element in record.iterfind(path) if (text := text_of(element).strip())]


FORMAT = xml_format("endnote-xml", r"(?:xml\s*>\s*<records|records)[\s>]", frozenset({"record"}), _fields)
