"""The seed format: abstracts without titles, each closed by a line "translated by 谷歌翻译"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.core.errors import InputError
from kg.papers.readers.fields.fields import record_from
from kg.papers.readers.formats.base import Entries, Format
from kg.papers.readers.streams.decoding import Lines, SourceText, undecodable

_MARKER = re.compile(r"[ \t]*translated by[ \t]*谷歌翻译[ \t]*", re.IGNORECASE)
_MARKER_LINE = re.compile("^" + _MARKER.pattern, re.IGNORECASE | re.MULTILINE)


def _recognises(start: str) -> bool:
    return _MARKER_LINE.search(start) is not None


def _read(text: SourceText) -> Entries:
    """Text after the last marker is an entry too; a marker with nothing before it closes nothing."""
    position, name = 0, text.name
    for line, abstract in _entries(text.lines()):
        if undecodable(abstract):
            yield InputError("the abstract holds bytes of another encoding", name, line)
        else:
            try:
                yield record_from({"abstract": abstract}, name, position, line)
            except InputError as error:  # e.g. nothing but control characters
                yield error
        position += 1
    if not position:
        raise InputError("there is no abstract in the file", name)


def _entries(lines: Lines) -> Iterator[tuple[int, str]]:
    start, entry = 0, []
    for number, line in lines:
        marker = _MARKER.match(line)
        if marker and entry:
            yield start, "\n".join(entry)
        if marker:
            entry = []
            # Files joined by `cat` carry on behind a marker that had no newline.
            line = line[marker.end() :]
        if line.strip() or entry:
            start = start if entry else number
            entry.append(line)
    if entry:
        yield start, "\n".join(entry)


FORMAT = Format("dump", _recognises, _read)
