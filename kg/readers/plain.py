"""The fallback: a text file is one paper, its short first line the title when a blank line follows."""

from __future__ import annotations

from collections.abc import Iterator

from kg.errors import InputError
from kg.readers.decoding import Lines, undecodable
from kg.readers.fields import record_from
from kg.readers.format import Format
from kg.records import Record

_SUFFIXES = frozenset({".txt", ".text"})
_LONGEST_TITLE = 200


def recognises(start: str, suffix: str) -> bool:
    return suffix in _SUFFIXES | {"", ".md", ".abstract"}


def read(lines: Lines, name: str) -> Iterator[Record | InputError]:
    text = "\n".join(line for _, line in lines).strip()
    if undecodable(text):
        raise InputError("the text holds bytes of another encoding", name)
    title, _, abstract = text.partition("\n\n")
    if not abstract or "\n" in title or len(title) > _LONGEST_TITLE:
        title, abstract = "", text
    yield record_from({"title": title, "abstract": abstract}, name, 0, 1)


FORMAT = Format("plain text", recognises, _SUFFIXES, read)
