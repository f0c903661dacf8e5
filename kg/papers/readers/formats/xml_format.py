"""What the XML formats share: elements in, fields out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from xml.etree.ElementTree import Element

from kg.core.errors import InputError
from kg.papers.readers.fields.fields import record_from
from kg.papers.readers.formats.base import Entries, Format
from kg.papers.readers.streams.decoding import SourceText
from kg.papers.readers.streams.xml_stream import xml_entries

_SPACE = re.compile(r"\s*")
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*(?:\[[^\]]*\]\s*)?>", re.IGNORECASE)


def xml_format(
    name: str,
    root: str,
    tags: frozenset[str],
    fields: Callable[[Element], Mapping[str, object]],
    *,
    is_entry: Callable[[Element], bool] = lambda element: True,
    suffixes: frozenset[str] = frozenset(),
) -> Format:
    """A format whose entries are the elements with these tags, as far as they are any; root: a pattern that its
    beginning holds."""
    first = re.compile(f"<{root}")

    def recognises(start: str) -> bool:
        return start.lstrip()[:1] == "<" and first.match(_after_prolog(start)) is not None

    def read(text: SourceText) -> Entries:
        position = -1
        try:
            entries = (found for found in xml_entries(text, tags) if is_entry(found[1]))
            for position, (line, element) in enumerate(entries):
                try:
                    yield record_from(fields(element), text.name, position, line)
                except InputError as error:
                    yield error if error.path else InputError(str(error), text.name, line)
        except InputError as error:  # not well-formed: what came before stays
            yield error
        else:
            if position < 0:
                raise InputError(f"there is no entry of the format {name} in the file", text.name)

    return Format(name, recognises, read, suffixes, suffixes)


def _after_prolog(start: str) -> str:
    """The text from the root element on: declarations, comments and the document type left out."""
    at, before = 0, -1
    while at > before:
        before = at
        found = _SPACE.match(start, at)
        at = found.end() if found else at
        for opening, closing in (("<?", "?>"), ("<!--", "-->")):
            if start.startswith(opening, at):
                end = start.find(closing, at)
                at = len(start) if end < 0 else end + len(closing)
        if found := _DOCTYPE.match(start, at):
            at = found.end()
    return start[at:]
