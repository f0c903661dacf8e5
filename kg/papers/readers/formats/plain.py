"""The fallback: a text file is one paper, its short first line the title when a blank line follows.

Told what separates them, it reads many papers from one file.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.core.errors import InputError
from kg.core.records import Record
from kg.papers.readers.fields.fields import record_from
from kg.papers.readers.formats.base import Entries, Format
from kg.papers.readers.streams.decoding import SourceText, undecodable

_PROMISED = frozenset({".txt", ".text"})
_LONGEST_TITLE = 200


def _read(text: SourceText) -> Entries:
    """A paper is read whole. What is empty between two separators is no paper."""
    position = 0
    for line, whole in _papers(text):
        try:
            yield _record(whole, text.name, position, line)
        except InputError as error:
            yield error
        position += 1
    if not position:
        raise InputError("there is no text in the file", text.name)


def _papers(text: SourceText) -> Iterator[tuple[int, str]]:
    """(line, text) of every paper."""
    start, lines = 1, list[str]()
    for number, line in text.lines():
        if text.separator is not None and line.strip() == text.separator.strip():
            if lines:
                yield start, "\n".join(lines).strip()
            lines = []
        elif lines or line.strip():
            start = start if lines else number
            lines.append(line)
    if lines:
        yield start, "\n".join(lines).strip()


def _record(whole: str, name: str, position: int, line: int) -> Record:
    if undecodable(whole):
        raise InputError("the text holds bytes of another encoding", name, line)
    title, _, abstract = whole.partition("\n\n")
    if not abstract or "\n" in title or len(title) > _LONGEST_TITLE:
        title, abstract = "", whole
    return record_from({"title": title, "abstract": abstract}, name, position, line)


FORMAT = Format("text", lambda start: False, _read, _PROMISED | {"", ".md", ".abstract"}, _PROMISED)
