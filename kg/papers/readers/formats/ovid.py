"""Ovid's text: entries begin with a line <1>, in a part of the results <501>; names of fields stand alone, values
below them are indented."""

from __future__ import annotations

import re

from kg.papers.readers.fields.people import initials_first
from kg.papers.readers.formats.tagged import Layout, Tags, every, first, tagged_format, unwrapped

_KEYWORDS = (
    "Keywords",
    "Author Keywords",
    "Keyword Heading",
    "Key Concepts",
    "MeSH Subject Headings",
    "Subject Headings",
    "EMTREE Heading",
    "Emtree Heading",
)


def _fields(tags: Tags) -> dict[str, object]:
    return {
        "id": first(tags, "Accession Number", "Unique Identifier"),
        "title": unwrapped(first(tags, "Title")).rstrip("."),
        "abstract": unwrapped(first(tags, "Abstract")),
        "authors": [
            initials_first(name.strip(" ."))
            for line in every(tags, "Authors Full Name", "Authors", "Author")
            for name in re.split(r"[;\n]", line)
        ],
        "year": [first(tags, "Year of Publication"), first(tags, "Date of Publication"), first(tags, "Source")],
        "keywords": [word.strip(" .") for line in every(tags, *_KEYWORDS) for word in re.split(r"[;\n]", line)],
        "doi": first(tags, "Digital Object Identifier", "DOI"),
        "pmid": first(tags, "PMID") or (first(tags, "Unique Identifier") if _is_medline(tags) else ""),
        "url": first(tags, "URL"),
        "lang": first(tags, "Language"),
    }


def _is_medline(tags: Tags) -> bool:
    return "medline" in first(tags, "DB", "Database").casefold()


FORMAT = tagged_format(
    "ovid",
    re.compile(
        r"^<\s*\d{1,6}\s*\.?\s*>\s*\n(?:[A-Z][^\n]{1,60}\n {1,4}\S|[^\n]*\n[A-Z][^\n]{1,60}\n {1,4}\S)", re.MULTILINE
    ),
    Layout(
        re.compile(r"(<(?=\s*\d+\s*\.?\s*>)|[A-Z][\w ,./()&'-]{0,60}?(?=\s*$))(.*)"),
        begins="<",
        title=frozenset(("Title",)),
    ),
    _fields,
    frozenset(),
)
