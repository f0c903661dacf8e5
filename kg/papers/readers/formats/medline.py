"""PubMed's text format (MEDLINE, .nbib), which ERIC writes, too. https://www.nlm.nih.gov/bsd/mms/medlineelements.html"""

from __future__ import annotations

import re

from kg.papers.readers.fields.people import initials_first
from kg.papers.readers.formats.tagged import Layout, Tags, every, first, tagged_format, unwrapped

_LAYOUT = Layout(re.compile(r"(?=.{4}-)([A-Z]{2,4}) *- ?(.*)"), begins="PMID", title=frozenset(("TI", "BTI", "TT")))

_TRANSLATED = re.compile(r"^\[(.*)\]\.?$")


def _fields(tags: Tags) -> dict[str, object]:
    pmid = first(tags, "PMID")
    numbers = [*tags.get("LID", ()), *tags.get("AID", ())]
    dois = [value.split()[0] for value in numbers if value.endswith("[doi]") or "doi.org/" in value]
    return {
        "id": f"pmid:{pmid}" if pmid else first(tags, "OID"),
        "pmid": pmid,
        "title": _TRANSLATED.sub(r"\1", unwrapped(first(tags, "TI", "BTI", "TT"))),
        "abstract": unwrapped(first(tags, "AB", "OAB")),
        "authors": [initials_first(name) for name in every(tags, "FAU", "AU")] + tags.get("CN", []),
        "people": _orcids(tags),
        "year": first(tags, "DP", "EDAT"),
        "author_keywords": [word.lstrip("*") for word in every(tags, "OT")],
        "mesh": [_heading(word) for word in every(tags, "MH")],
        "doi": next(iter(dois), ""),
        "url": f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/" if pmid else "",
        "lang": first(tags, "LA"),
        "kind": [*tags.get("PT", ()), "book" if first(tags, "BTI") else ""],
        "venue": unwrapped(first(tags, "JT", "TA", "SO" if first(tags, "OWN") == "ERIC" else "JT")),
        "venue_short": unwrapped(first(tags, "TA")),
        "volume": first(tags, "VI"),
        "issue": first(tags, "IP"),
        "pages": first(tags, "PG"),
        "publisher": first(tags, "PB"),
        "issn": tags.get("IS", ()),
        "isbn": tags.get("ISBN", ()),
    }


def _orcids(tags: Tags) -> list[tuple[str, str]]:
    """Names with their ORCIDs, where every author has one: it is not said whose a single one is."""
    names, numbers = every(tags, "FAU", "AU"), tags.get("AUID", [])
    return list(zip(names, numbers, strict=True)) if len(names) == len(numbers) else []


def _heading(word: str) -> str:
    return word.partition("/")[0].strip("*")


FORMAT = tagged_format(
    "medline",
    re.compile(r"\A\s*(?:.*\n){0,5}?(?:PMID ?- ?\d|OWN {0,2}- ?[A-Z])"),
    _LAYOUT,
    _fields,
    frozenset({".nbib", ".medline"}),
)
