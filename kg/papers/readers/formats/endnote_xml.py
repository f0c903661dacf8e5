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
    }


def _text(record: Element, path: str) -> str:
    return text_of(record.find(path)).strip()


def _all(record: Element, path: str) -> list[str]:
    return [text for element in record.iterfind(path) if (text := text_of(element).strip())]


FORMAT = xml_format("endnote-xml", r"(?:xml\s*>\s*<records|records)[\s>]", frozenset({"record"}), _fields)
