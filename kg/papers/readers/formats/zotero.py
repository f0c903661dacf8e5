"""Zotero's CSV: a table whose authors are "Family, Given; Family, Given", so that one comma splits no name."""

from __future__ import annotations

from collections.abc import Mapping

from kg.papers.readers.fields.aliases import pick
from kg.papers.readers.fields.people import between_semicolons
from kg.papers.readers.formats.table import table_format
from kg.papers.readers.formats.table_rows import Dialect


def _recognises(names: set[str]) -> bool:
    return {"Key", "Item Type", "Abstract Note"} <= names


def _fields(row: Mapping[str, object], mapping: Mapping[str, str]) -> dict[str, object]:
    fields = pick(row, mapping)
    people = str(row.get("Author") or row.get("Editor") or "")
    return fields | {"authors": between_semicolons(people)}


DIALECT = Dialect(_recognises, _fields)
FORMAT = table_format("zotero", DIALECT)
