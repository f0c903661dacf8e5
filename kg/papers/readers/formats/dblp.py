"""DBLP's XML: titles, authors and years, no abstracts. Pages of persons and volumes of proceedings are no papers."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from kg.papers.readers.formats.xml_format import xml_format
from kg.papers.readers.streams.xml_stream import text_of

_PAPERS = frozenset(("article", "inproceedings", "incollection", "book", "phdthesis", "mastersthesis", "data"))


def _fields(paper: Element) -> dict[str, object]:
    """Homonyms keep the number by which DBLP tells them apart ("Wei Wang 0001")."""
    key, title = paper.get("key", ""), text_of(paper.find("title")).strip()
    addresses = [text_of(address).strip() for address in paper.iterfind("ee")]
    is_doi = [address for address in addresses if "doi.org/10." in address]
    volume = text_of(paper.find("volume"))
    return {
        "id": f"dblp:{key}" if key else "",
        "title": title[:-1] if title.endswith(".") and not title.endswith("..") else title,
        "authors": [text_of(person) for person in paper.iterfind("author")]
        or [text_of(person) for person in paper.iterfind("editor")],
        "year": text_of(paper.find("year")),
        "doi": is_doi[0] if is_doi else "",
        "url": next(iter(addresses), ""),
        # "CoRR abs/2301.01234"
        "arxiv": volume.removeprefix("abs/") if volume.startswith("abs/") else "",
        "identifiers": [f"dblp:{key}"] if key else [],
        "kind": paper.tag,
        "venue": text_of(paper.find("journal")) or text_of(paper.find("booktitle")),
        "volume": volume,
        "issue": text_of(paper.find("number")),
        "pages": text_of(paper.find("pages")),
        "publisher": text_of(paper.find("publisher")) or text_of(paper.find("school")),
        "isbn": [text_of(number) for number in paper.iterfind("isbn")],
    }


FORMAT = xml_format("dblp", r"dblp[\s>]", _PAPERS, _fields)
"""https://dblp.org/xml/docu/dblpxml.pdf"""
