"""What the XML formats share: elements in, fields out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from xml.etree.ElementTree import Element

from kg.errors import InputError
from kg.readers.decoding import Text
from kg.readers.fields import record_from
from kg.readers.format import Entries, Format
from kg.readers.xml_stream import xml_entries


def xml_format(name: str, root: str, tags: frozenset[str], fields: Callable[[Element], Mapping[str, object]]) -> Format:
    """A format whose entries are the elements with these tags; root: a pattern that its beginning holds."""
    found = re.compile(rf"\A\s*(?:<[?!][^>]*(?:\[[^\]]*\])?[^>]*>\s*)*<{root}")

    def recognises(start: str) -> bool:
        return start.lstrip()[:1] == "<" and found.match(start) is not None

    def read(text: Text) -> Entries:
        position = -1
        try:
            for position, (line, element) in enumerate(xml_entries(text, tags)):
                try:
                    yield record_from(fields(element), text.name, position, line)
                except InputError as error:
                    yield error
        except InputError as error:  # not well-formed: what came before stays
            yield error
        else:
            if position < 0:
                raise InputError(f"there is no entry of the format {name} in the file", text.name)

    return Format(name, recognises, read)
