"""Web of Science. "Plain text file": two-letter tags, lines that go on are indented. "Tab delimited file": a table
whose columns are these tags, in which quotes mean nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.papers.readers.fields.author_facts import pairs_of
from kg.papers.readers.fields.people import given_first
from kg.papers.readers.fields.references import family_of, place, web_of_science
from kg.papers.readers.formats.table import table_format
from kg.papers.readers.formats.table_rows import Dialect
from kg.papers.readers.formats.tagged import Layout, Tags, every, first, tagged_format, unwrapped

_LAYOUT = Layout(
    re.compile(r"([A-Z][A-Z0-9])(?: (.*))?$"),
    begins="PT",
    ends="ER",
    title=frozenset(("TI", "AB")),
    repeats=frozenset(("AU", "AF", "CR", "C1")),
    outside=frozenset(("FN", "VR", "EF")),
)


def fields_of(tags: Tags) -> dict[str, object]:
    """What Web of Science's tags mean."""
    number, pmid = first(tags, "UT"), first(tags, "PM")
    family, year, volume = family_of(first(tags, "AU")), first(tags, "PY"), first(tags, "VL")
    pages = [first(tags, name) for name in ("BP", "AR")]
    return {
        "id": number,
        "title": unwrapped(first(tags, "TI")),
        "abstract": unwrapped(first(tags, "AB")),
        "authors": [given_first(name) for name in every(tags, "AF", "AU")],
        "people": pairs_of(first(tags, "OI")),
        "year": [year, first(tags, "EY", "EA")],
        "author_keywords": unwrapped(first(tags, "DE")),
        "keywords_plus": unwrapped(first(tags, "ID")),
        "doi": first(tags, "DI"),
        "pmid": pmid,
        "lang": first(tags, "LA"),
        "kind": _types(first(tags, "PT"), unwrapped(first(tags, "DT"))),
        "venue": unwrapped(first(tags, "SO")),
        "venue_short": [unwrapped(name) for tag in ("JI", "J9") for name in every(tags, tag)],
        "volume": volume,
        "issue": first(tags, "IS"),
        "pages": [first(tags, "BP"), first(tags, "EP")] if first(tags, "BP") else first(tags, "AR"),
        "publisher": first(tags, "PU"),
        "issn": [*tags.get("SN", ()), *tags.get("EI", ())],
        "isbn": tags.get("BN", ()),
        "identifiers": [number.casefold()] if number.startswith("WOS:") else [],
        "references": [web_of_science(line) for line in tags.get("CR", ())],
        "cited_as": [
            place(family, year, journal, volume, page)
            for journal in (first(tags, name) for name in ("J9", "JI", "SO"))
            for page in pages
        ],
    }


def _types(kind: str, types: str) -> list[str]:
    """In books and series (B, S) "Article; Book Chapter" is a chapter."""
    return [*re.split(r";\s*", types)[::-1], kind] if kind in ("B", "S") else [kind, types]


def _row(row: Mapping[str, object], _mapping: Mapping[str, str]) -> dict[str, object]:
    cells = {tag: str(cell) for tag, cell in row.items()}
    return fields_of(
        {tag: re.split(r";\s+", cell) if tag in _LAYOUT.repeats else [cell] for tag, cell in cells.items()}
    )


FORMAT = tagged_format(
    "wos",
    re.compile(r"\A\s*(?:FN [^\n]*\n\s*VR [^\n]*\n\s*)?PT [A-Z]\s*\n[A-Z][A-Z0-9] "),
    _LAYOUT,
    fields_of,
    frozenset({".ciw", ".isi"}),
)
DIALECT = Dialect(lambda names: {"PT", "AU", "TI", "SO"} <= names, _row)
TABLE = table_format("wos-table", DIALECT, quoted=False)
