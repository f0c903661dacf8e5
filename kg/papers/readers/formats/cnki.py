"""What CNKI (and Wanfang, VIP) export for NoteExpress, RefWorks and EndNote, which others write, too; CNKI's own."""

from __future__ import annotations

import re

from kg.papers.readers.fields.people import given_first
from kg.papers.readers.formats.tagged import Layout, Tags, every, first, tagged_format
from kg.text.language import HAN_CHARACTERS

_NAMES = re.compile(rf"\s*[;；\n]\s*|(?<=[{HAN_CHARACTERS}])\s*[,，、]\s*(?=[{HAN_CHARACTERS}])")
# All there are: a line of an abstract may begin with "AI ".
_REFWORKS_TAGS = (
    "RT|SR|ID|A[1-6]|AU|T[1-3]|TI|JF|JO|YR|FD|PY|VO|IS|SP|OP|K1|AB|N[OT]|PB|PP|ED|SN|CN|AD|AN|LA|CL|SF|OT|LK|DO|CP|AV|D[BS]"
    "|RD|ST|U[1-9LR]|U1[0-5]|SL|LL|CR|WT"
)


def _noteexpress(tags: Tags) -> dict[str, object]:
    return {
        "title": first(tags, "Title"),
        "abstract": first(tags, "Abstract"),
        "authors": _authors(tags, "Author"),
        "year": first(tags, "Year", "Publish Date", "Date"),
        "author_keywords": _keywords(tags, "Keywords"),
        "doi": first(tags, "DOI"),
        "url": first(tags, "URL", "Links"),
        "lang": first(tags, "Language"),
        "kind": first(tags, "Reference Type"),
        "venue": first(tags, "Journal", "Secondary Title", "Book Title", "Conference Name"),
        "volume": first(tags, "Volume"),
        "issue": first(tags, "Issue"),
        "pages": first(tags, "Pages"),
        "publisher": first(tags, "Publisher"),
        "issn": first(tags, "ISBN/ISSN", "ISSN"),
        "isbn": first(tags, "ISBN/ISSN", "ISBN"),
    }


def _refworks(tags: Tags) -> dict[str, object]:
    return {
        "title": first(tags, "T1", "TI"),
        "abstract": first(tags, "AB"),
        "authors": _authors(tags, "A1", "AU"),
        "year": [first(tags, "YR"), first(tags, "FD"), first(tags, "PY")],
        "author_keywords": _keywords(tags, "K1"),
        "doi": first(tags, "DO"),
        "url": first(tags, "LK", "UL", "UR"),
        "lang": first(tags, "LA"),
        "kind": first(tags, "RT"),
        "venue": first(tags, "JF", "T2", "JO"),
        "venue_short": first(tags, "JO"),
        "volume": first(tags, "VO"),
        "issue": first(tags, "IS"),
        "pages": [first(tags, "SP"), first(tags, "OP")],
        "publisher": first(tags, "PB"),
        "issn": first(tags, "SN"),
        "isbn": first(tags, "SN"),
    }


def _endnote(tags: Tags) -> dict[str, object]:
    return {
        "title": first(tags, "T"),
        "abstract": first(tags, "X"),
        "authors": _authors(tags, "A"),
        "year": [first(tags, "D"), first(tags, "8")],
        "author_keywords": _keywords(tags, "K"),
        "doi": first(tags, "R"),
        "url": first(tags, "U"),
        "lang": first(tags, "G"),
        "kind": first(tags, "0"),
        "venue": first(tags, "J", "B", "S") if first(tags, "0") != "Book" else "",
        "volume": first(tags, "V"),
        "issue": first(tags, "N"),
        "pages": first(tags, "P"),
        "publisher": first(tags, "I"),
        "issn": first(tags, "@"),
        "isbn": first(tags, "@"),
    }


def _custom(tags: Tags) -> dict[str, object]:
    return {
        "title": first(tags, "Title"),
        "abstract": first(tags, "Summary"),
        "authors": _authors(tags, "Author"),
        "year": [first(tags, "Year"), first(tags, "PubTime")],
        "author_keywords": _keywords(tags, "Keyword"),
        "doi": first(tags, "DOI"),
        "url": first(tags, "URL", "Link"),
        "kind": first(tags, "SrcDatabase"),
        "venue": first(tags, "Source"),
        "volume": first(tags, "Roll"),
        "issue": first(tags, "Period"),
        "pages": first(tags, "Page", "PageCount"),
    }


def _authors(tags: Tags, *names: str) -> list[str]:
    """張三;李四 in one line, or a line each; "Family, Given" turned."""
    lines = every(tags, *names)
    return [given_first(name) for line in lines for name in _NAMES.split(line) if name]


def _keywords(tags: Tags, name: str) -> list[str]:
    """One line with separators, or a line each."""
    return [word.strip() for line in every(tags, name) for word in re.split(r"[;；\n]", line)]


CUSTOM = tagged_format(
    "cnki",
    re.compile(r"\A\s*(?:[^\n]*\n){0,3}?(?:SrcDatabase-来源库|Title-题名)[:：]"),
    Layout(
        # The Chinese half of a label depends on what is catalogued: PubTime-发表时间, PubTime-出版时间.
        re.compile(r"(?=[A-Za-z]{2,20}-[^\s:：]{1,12}[:：]|DataType: )([A-Za-z]+)[^\s:：]*[:：]\s?(.*)"),
        begins="SrcDatabase",
        title=frozenset(("Title",)),
    ),
    _custom,
    frozenset(),
)
NOTEEXPRESS = tagged_format(
    "noteexpress",
    re.compile(r"^\{(?:Reference Type|Title)\}: ?", re.MULTILINE),
    Layout(
        re.compile(r"\{([A-Z][\w /-]{1,40})\}:\s?(.*)"),
        begins="Reference Type",
        title=frozenset(("Title",)),
    ),
    _noteexpress,
    frozenset({".net"}),
)
REFWORKS = tagged_format(
    "refworks",
    re.compile(
        r"\A\s*(?:(?i:refworks export tagged format)\s.*?)?^RT [^\n]+\n(?:[A-Z][A-Z0-9](?: [^\n]*)?\n)+",
        re.MULTILINE | re.DOTALL,
    ),
    Layout(
        re.compile(rf"({_REFWORKS_TAGS})(?: (.*))?$"),
        begins="RT",
        title=frozenset(("T1", "TI")),
        outside=frozenset(("END OF FILE", "BEGIN EXPORTED REFERENCES")),
    ),
    _refworks,
    frozenset(),
)
ENDNOTE = tagged_format(
    "endnote",
    re.compile(r"\A\s*(?:%[A-Z0-9@+] [^\n]*\n\s*){0,40}?%(?:0 [A-Z]|T \S)"),
    Layout(re.compile(r"%([0-9A-Z@?!#$\]&(*+^>\[=~)])(?: (.*))?$"), begins="0", title=frozenset(("T",))),
    _endnote,
    frozenset({".enw", ".enl"}),
)
