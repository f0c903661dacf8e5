"""The fallback: a text file is one paper, its short first line the title when a blank line follows."""

from __future__ import annotations

from kg.errors import InputError
from kg.readers.decoding import Text, undecodable
from kg.readers.fields import record_from
from kg.readers.format import Entries, Format

_PROMISED = frozenset({".txt", ".text"})
_LONGEST_TITLE = 200


def _read(text: Text) -> Entries:
    """Read whole: it is one paper."""
    whole = "\n".join(line for _, line in text.lines()).strip()
    if undecodable(whole):
        raise InputError("the text holds bytes of another encoding", text.name)
    title, _, abstract = whole.partition("\n\n")
    if not abstract or "\n" in title or len(title) > _LONGEST_TITLE:
        title, abstract = "", whole
    yield record_from({"title": title, "abstract": abstract}, text.name, 0, 1)


FORMAT = Format("text", lambda start: False, _read, _PROMISED | {"", ".md", ".abstract"}, _PROMISED)
