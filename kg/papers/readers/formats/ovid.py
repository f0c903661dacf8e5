"""Ovid's text: entries begin with a line <1>, in a part of the results <501>; names of fields stand alone, values
below them are indented."""

from __future__ import annotations

import re

from kg.papers.readers.fields.people import initials_first
from kg.papers.readers.formats.tagged import Layout, Tags, every, first, tagged_format, unwrapped

_SOURCE = re.compile(r"(\w[^\d]*?)\. (\d+)(?: ?\(([^()]*)\))?(?::|, pp\. ?|, )([\w-]+)")
_KEYWORDS = {
    "author_keywords": ("Keywords", "Author Keywords", "Keyword Heading"),
    "mesh": ("MeSH Subject Headings",),
    "emtree": ("EMTREE Heading", "Emtree Heading"),
    "index": ("Key Concepts", "Subject Headings"),
}


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
        **{vocabulary: _words(tags, *names) for vocabulary, names in _KEYWORDS.items()},
        "doi": first(tags, "Digital Object Identifier", "DOI"),
        "pmid": first(tags, "PMID") or (first(tags, "Unique Identifier") if _is_medline(tags) else ""),
        "url": first(tags, "URL"),
        "lang": first(tags, "Language"),
        "kind": re.split(r"[;\n]", first(tags, "Publication Type", "Document Type")),
        **_place(tags),
    }


def _words(tags: Tags, *names: str) -> list[str]:
    return [word.strip(" .") for line in every(tags, *names) for word in re.split(r"[;\n]", line)]


def _place(tags: Tags) -> dict[str, object]:
    """The journal stands before volume, issue and pages: "Threads. 7(2):11-9, 2011 May."."""
    source = unwrapped(first(tags, "Source"))
    found = _SOURCE.match(source)
    journal, volume, issue, pages = found.groups("") if found else ("", "", "", "")
    numbers = first(tags, "ISSN Print", "ISSN", "ISSN Linking"), first(tags, "ISSN Electronic")
    return {
        "venue": first(tags, "Journal Name", "Full Source Title", "Journal Title") or journal,
        "venue_short": first(tags, "NLM Journal Name", "Journal Abbreviation", "ISO Journal Abbreviation"),
        "volume": first(tags, "Volume") or volume,
        "issue": first(tags, "Issue", "Issue/Part") or issue,
        "pages": first(tags, "Page", "Pages") or pages,
        "publisher": first(tags, "Publisher"),
        "issn": numbers,
        "isbn": first(tags, "ISBN"),
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
