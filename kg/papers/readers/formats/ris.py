"""RIS, as reference managers and publishers export it."""

from __future__ import annotations

import re

from kg.papers.readers.fields.people import given_first
from kg.papers.readers.fields.references import scopus
from kg.papers.readers.formats.tagged import Layout, Tags, every, first, tagged_format

_TEXTS = ("TI", "T1", "CT", "BT", "AB", "N2")
_NOTED_DOI = re.compile(r"((?:doi:?\s*)?10\.\d{4,9}/\S+)$", re.IGNORECASE)
_ENDNOTE_DOI = re.compile(r"\belectronic-resource-num: (10\.\d{4,9}/[^\s<]+)")
_LAYOUT = Layout(re.compile(r"\s{0,3}([A-Z][A-Z0-9]) {1,2}- ?(.*)"), begins="TY", ends="ER", title=frozenset(_TEXTS))


def _fields(tags: Tags) -> dict[str, object]:
    return {
        "id": first(tags, "ID") if not first(tags, "ID").isdigit() else "",
        "title": first(tags, "TI", "T1", "CT", "BT"),
        "abstract": first(tags, "AB", "N2"),
        "authors": [given_first(name) for name in every(tags, "AU", "A1")],
        "year": [*every(tags, "PY"), *every(tags, "Y1"), *every(tags, "DA")],
        "keywords": [word for line in every(tags, "KW") for word in line.replace("\n", ";").split(";")],
        "doi": first(tags, "DO") or _doi(tags),
        "url": first(tags, "UR", "L2", "LK"),
        "pmid": first(tags, "AN") if "pubmed" in first(tags, "DB").casefold() else "",
        "lang": first(tags, "LA"),
        **_place(tags),
        # Scopus writes them in a note.
        "references": [
            reference
            for note in [*tags.get("N1", ()), *tags.get("CR", ())]
            for reference in scopus(note.rpartition("References:")[2].replace("\n", " "))
        ],
    }


def _place(tags: Tags) -> dict[str, object]:
    """C3 is the title of proceedings, BT that of the book in which a chapter stands; C7 numbers an article."""
    of_book = ("BT",) if first(tags, "TI", "T1", "CT") else ()
    venue = first(tags, "C3", "JF", "T2", *of_book, "JO", "JA", "J2", "J1")
    return {
        "kind": tags.get("TY", ()),
        "venue": venue,
        "venue_short": [name for tag in ("J2", "JA", "J1", "JO") for name in every(tags, tag)],
        "volume": first(tags, "VL"),
        "issue": first(tags, "IS"),
        "pages": [first(tags, "SP"), first(tags, "EP")] if first(tags, "SP") else first(tags, "C7"),
        "publisher": first(tags, "PB"),
        "issn": tags.get("SN", ()),
        "isbn": tags.get("SN", ()),
    }


def _doi(tags: Tags) -> str:
    """Older exports have it in a note, and Zotero notes EndNote's field that it does not know."""
    notes = [*tags.get("M3", ()), *tags.get("N1", ()), *tags.get("L3", ())]
    return next((found[1] for note in notes if (found := _NOTED_DOI.match(note) or _ENDNOTE_DOI.search(note))), "")


FORMAT = tagged_format(
    "ris", re.compile(r"^\s{0,3}TY {1,2}- ?[A-Za-z]", re.MULTILINE), _LAYOUT, _fields, frozenset({".ris"})
)
