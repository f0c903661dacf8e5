"""What repositories hand out over OAI-PMH: Dublin Core, arXiv's own metadata, MODS and JATS in one envelope; and Dublin
Core by itself. https://www.openarchives.org/OAI/openarchivesprotocol.html, https://info.arxiv.org/help/oa/"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from xml.etree.ElementTree import Element

from kg.core.errors import InputError
from kg.papers.readers.fields.cleaning import one_line
from kg.papers.readers.fields.identifiers import bare_doi
from kg.papers.readers.fields.people import given_first
from kg.papers.readers.formats import jats, mods
from kg.papers.readers.formats.xml_format import xml_format
from kg.papers.readers.streams.xml_stream import text_of

_DOI = re.compile(r"(?:https?://(?:dx\.|www\.)?doi\.org/|info:doi/|doi:\s*)?10\.\d", re.IGNORECASE)


def _dublin_core(record: Element) -> dict[str, object]:
    """Nothing says which description is the abstract, and which date that of publication: comments are shorter, dates
    of the repository later."""
    identifiers = _all(record, "identifier")
    return {
        "id": next(iter(identifiers), ""),
        "title": next(iter(_all(record, "title")), ""),
        "abstract": max(_all(record, "description"), key=len, default=""),
        "authors": [given_first(name) for name in _all(record, "creator")],
        "year": sorted(_all(record, "date")),
        "keywords": [word.strip() for subject in _all(record, "subject") for word in subject.split(";")],
        "doi": next((bare_doi(text) for text in identifiers if _DOI.match(text)), ""),
        "url": next((text for text in identifiers if text.startswith("http")), ""),
        "lang": next(iter(_all(record, "language")), ""),
    }


def _arxiv(record: Element) -> dict[str, object]:
    """arXiv's formats "arXiv" and, with a text of names and a list of versions, "arXivRaw"."""
    people = [
        {"given": _one(person, "forenames"), "family": _one(person, "keyname"), "suffix": _one(person, "suffix")}
        for person in record.iterfind("authors/author")
    ]
    return {
        "id": _one(record, "id"),
        "title": _one(record, "title"),
        "abstract": _one(record, "abstract"),
        "authors": people or _one(record, "authors"),
        "year": [_one(record, "created"), _one(record, "version/date")],
        "doi": _one(record, "doi"),
        "arxiv": _one(record, "id"),
    }


def _error(error: Element) -> dict[str, object]:
    raise InputError(
        f"the repository answered with an error: {one_line(text_of(error) or error.get('code', ''))[:200]}"
    )


def _one(record: Element, path: str) -> str:
    return text_of(record.find(path)).strip()


def _all(record: Element, path: str) -> list[str]:
    return [text for element in record.iterfind(path) if (text := text_of(element).strip())]


_KINDS: dict[str, Callable[[Element], Mapping[str, object]]] = {
    "dc": _dublin_core,
    "arXiv": _arxiv,
    "arXivRaw": _arxiv,
    "mods": mods.fields_of,
    "article": jats.fields_of,
    "error": _error,
}
FORMAT = xml_format(
    "oai",
    r"(?:\w+:)?(?:OAI-PMH|ListRecords|GetRecord|dc|arXiv|arXivRaw)[\s>]",
    frozenset(_KINDS),
    lambda record: _KINDS[record.tag](record),
)
