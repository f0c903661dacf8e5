"""The rows of an HTML table, as programs write it into a file that they call .xls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

_TABLE = re.compile(r"\s*(?:<\?xml[^>]*\?>\s*)?<(?:!doctype\s+html|html|head|body|meta|table|div)\b", re.IGNORECASE)


def looks_like_html_table(start: str) -> bool:
    """Whether a text with this beginning is HTML with a table in it."""
    return _TABLE.match(start) is not None and re.search(r"<t[rdh]\b", start, re.IGNORECASE) is not None


def html_rows(pieces: Iterator[str]) -> Iterator[tuple[int, list[str]]]:
    """(line, cells) of every row that holds something, in order; cells in the markup of their text."""
    parser = _Rows()
    for piece in pieces:
        parser.feed(piece)
        yield from parser.take()
    parser.close()
    parser.end_row()
    yield from parser.take()


class _Rows(HTMLParser):
    """Collects cells until the next cell, row or end of a table; what they forget to close is closed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._done: list[tuple[int, list[str]]] = []
        self._row: list[str] | None = None
        self._cell: list[str] | None = None
        self._line = 0

    def take(self) -> list[tuple[int, list[str]]]:
        done, self._done = self._done, []
        return done

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.end_row()
            self._row, self._line = [], self.getpos()[0]
        elif tag in ("td", "th"):
            self._end_cell()
            if self._row is None:
                self._row, self._line = [], self.getpos()[0]
            self._cell = []
        elif tag in ("br", "p") and self._cell:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("tr", "table"):
            self.end_row()
        elif tag in ("td", "th"):
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def end_row(self) -> None:
        """Close the row that is open."""
        self._end_cell()
        if self._row and any(self._row):
            self._done.append((self._line, self._row))
        self._row = None

    def _end_cell(self) -> None:
        if self._cell is not None and self._row is not None:
            self._row.append("".join(self._cell).strip())
        self._cell = None
