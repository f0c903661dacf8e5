"""Which format a vocabulary has, and what it says."""

from __future__ import annotations

import re
from pathlib import PurePath

from kg.concepts.correction_file import decoded
from kg.concepts.vocabularies import lists, skos
from kg.concepts.vocabularies.terms import Terms
from kg.core.errors import InputError

MOST_BYTES = 200_000_000
"""Of a file; the largest vocabularies (MeSH, AGROVOC) are published in parts or are too many names to look for."""
_SKOS = {
    **dict.fromkeys((".ttl", ".n3", ".nt"), "turtle"),
    **dict.fromkeys((".rdf", ".xml", ".owl", ".skos"), "xml"),
    **dict.fromkeys((".jsonld", ".json"), "json-ld"),
}
_BEGINNINGS = {
    "turtle": re.compile(r"@?(?:prefix|base)\b", re.IGNORECASE),
    "xml": re.compile("<[?!r]"),
    "json-ld": re.compile(r"[{\[]"),
}
_CORRECTION = re.compile(r'\w+\s*"')


def vocabulary(content: bytes, path: str) -> Terms | None:
    """What a vocabulary of any format says; None for a file of corrections (kg.concepts.correction_file).

    The ending of the path tells SKOS, its beginning the rest. Raises InputError with the line, MissingExtra.
    """
    if len(content) > MOST_BYTES:
        raise InputError(f"larger than {MOST_BYTES // 1_000_000} MB", path)
    ending = PurePath(path).suffix.lower()
    if form := _SKOS.get(ending) or _begins(content):
        return skos.read(content, path, form)
    text = decoded(content, path)
    lines = (line.strip() for line in text.split("\n"))
    first = next((line for line in lines if line and not line.startswith("#")), "")
    if _CORRECTION.match(first) or not first:
        return None
    if lists.is_vosviewer(first):
        return lists.vosviewer(text, path)
    if lists.is_table(first):
        return lists.table(text, path)
    if ending == ".csv" or any(each in first for each in lists.SEPARATORS):
        return lists.synonyms(text, path)
    return None


def _begins(content: bytes) -> str:
    """The form of SKOS that a file begins like, "" for none."""
    start = content[:1000].decode("utf-8-sig", "replace").lstrip()
    return next((form for form, pattern in _BEGINNINGS.items() if pattern.match(start)), "")
