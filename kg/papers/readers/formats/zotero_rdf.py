"""Zotero's RDF: items among journals, notes and attachments, which are no papers."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from kg.papers.readers.fields.identifiers import doi
from kg.papers.readers.formats.xml_format import xml_format
from kg.papers.readers.streams.xml_stream import text_of

_ITEMS = frozenset(
    "Article Book BookSection Document Thesis Report Manuscript Letter Description Recording Patent Interview"
    " Illustration ConferenceProceedings Legislation CourtCase MotionPicture Image Presentation".split()
)


def _is_item(element: Element) -> bool:
    return text_of(element.find("itemType")) not in ("", "attachment", "note")


def _fields(item: Element) -> dict[str, object]:
    """The DOI is the journal's in this format: an identifier "DOI 10.1000/x" within it."""
    numbers = [text_of(number).strip() for number in item.iter("identifier")]
    addresses = [address for number in item.iterfind("identifier") if (address := text_of(number.find("URI")).strip())]
    people = item.find("authors") if item.find("authors") is not None else item.find("editors")
    return {
        "id": item.get("rdf:about", "").removeprefix("#") if "item_" in item.get("rdf:about", "") else "",
        "title": text_of(item.find("title")),
        "abstract": text_of(item.find("abstract")),
        "authors": [_name(person) for person in people.iter("Person")] if people is not None else [],
        "year": text_of(item.find("date")),
        "keywords": [text_of(word).strip() for word in item.iterfind("subject")],
        "doi": next((found for number in numbers if number.startswith("DOI") and (found := doi(number))), ""),
        "url": next(iter(addresses), ""),
        "lang": text_of(item.find("language")),
        "kind": text_of(item.find("itemType")),
        **_place(item, numbers),
    }


def _place(item: Element, numbers: list[str]) -> dict[str, object]:
    """The journal or book stands within the item, or is named by its ISSN elsewhere in the file."""
    whole = next(iter(item.iterfind("isPartOf/*")), None)
    volume, issue = (text_of(next(item.iter(tag), None)) for tag in ("volume", "number"))
    return {
        "venue": text_of(whole.find("title")) if whole is not None else "",
        "venue_short": text_of(whole.find("alternative")) if whole is not None else "",
        "volume": volume,
        "issue": issue,
        "pages": text_of(item.find("pages")),
        "publisher": text_of(item.find("publisher/Organization/name")),
        "issn": [number for number in numbers if number.startswith("ISSN")],
        "isbn": [number for number in numbers if number.startswith("ISBN")],
    }


def _name(person: Element) -> dict[str, str]:
    given = text_of(person.find("givenName")) or text_of(person.find("givenname"))
    return {"given": given, "family": text_of(person.find("surname"))}


FORMAT = xml_format(
    "zotero-rdf",
    r"(?:\w+:)?RDF\s[^>]*zotero\.org/namespaces",
    _ITEMS,
    _fields,
    is_entry=_is_item,
)
