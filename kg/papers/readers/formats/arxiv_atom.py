"""Atom feeds of the arXiv API."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from kg.core.errors import InputError
from kg.papers.readers.fields.cleaning import one_line
from kg.papers.readers.formats.xml_format import xml_format
from kg.papers.readers.streams.xml_stream import text_of


def _fields(entry: Element) -> dict[str, object]:
    address = text_of(entry.find("id")).strip()
    if "/api/errors" in address:
        raise InputError(f"arXiv answered with an error: {one_line(text_of(entry.find('summary')))[:200]}")
    return {
        "id": address.rpartition("/abs/")[2],
        "title": text_of(entry.find("title")),
        "abstract": text_of(entry.find("summary")) or text_of(entry.find("content")),
        "authors": [text_of(name) for name in entry.iterfind("author/name")],
        "year": [text_of(entry.find("published")), text_of(entry.find("updated"))],
        "doi": text_of(entry.find("doi")),
        "url": address if address.startswith("http") else "",
    }


FORMAT = xml_format("arxiv", r"(?:\w+:)?feed[\s>]", frozenset({"entry"}), _fields)
"""https://info.arxiv.org/help/api/user-manual.html"""
