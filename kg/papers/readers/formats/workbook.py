"""Excel: tables in .xlsx (openpyxl) and the older .xls (xlrd, as Web of Science exports), and HTML tables that are
called .xls (as CNKI exports). Every sheet is read whose header names a title or an abstract."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain, islice

from kg.core.errors import InputError, NothingToRead
from kg.papers.readers.formats import service_tables, wos, zotero
from kg.papers.readers.formats.base import Entries, Format
from kg.papers.readers.formats.html_table import html_rows, looks_like_html_table
from kg.papers.readers.formats.table_rows import COMMON, MOST_BEFORE, SAMPLE, Rows, knows, table_entries, unique_names
from kg.papers.readers.streams.decoding import SourceText
from kg.papers.readers.streams.packing import refuse_bomb

_OLD, _NEW = "ÐÏ\x11à¡±\x1aá", "PK\x03\x04"
_BIGGEST, _BIGGEST_UNPACKED = 200 << 20, 1 << 30
_CHUNK = 1 << 20
_NAMES = frozenset((".xlsx", ".xlsm", ".xls"))
_DIALECTS = (zotero.DIALECT, *service_tables.DIALECTS, wos.DIALECT, COMMON)


def _recognises(start: str) -> bool:
    return start.startswith((_OLD, _NEW))


def _recognises_html(start: str) -> bool:
    if not looks_like_html_table(start):
        return False
    rows = (row for _, row in html_rows(iter([start])))
    return any(_is_header(row) for row in islice(rows, MOST_BEFORE + 1))


def _read(text: SourceText) -> Entries:
    """Raises InputError: damaged, encrypted, too big."""
    content = text.content(_BIGGEST + 1)
    if len(content) > _BIGGEST:
        raise InputError(f"an Excel file of more than {_BIGGEST >> 20} MB", text.name)
    sheets = _old_sheets(content, text.name) if text.start.startswith(_OLD) else _new_sheets(content, text.name)
    return _entries(sheets, text)


def _read_html(text: SourceText) -> Entries:
    return _entries(iter([html_rows(text.pieces())]), text)


def _entries(sheets: Iterator[Rows], text: SourceText) -> Entries:
    """Of all sheets with a header that is known, or of the first when the user maps its columns."""
    position, columns = 0, ""
    for sheet in sheets:
        first = list(islice(sheet, MOST_BEFORE + 1))
        at = next((at for at, (_, row) in enumerate(first) if _is_header(row)), 0)
        if not first[at + 1 :] or not (_is_header(first[at][1]) or (text.mapping and not columns)):
            columns = columns or ", ".join(filter(None, first[at][1][:40] if first else ()))
            continue
        header, sample = first[at], [*first[at + 1 :], *islice(sheet, SAMPLE)]
        names = set(unique_names(header[1]))
        dialect = next((known for known in _DIALECTS if known.recognises(names)), COMMON)
        rows = chain([header], sample, sheet)
        for entry in table_entries(rows, [row for _, row in sample], text, dialect.fields, position):
            yield entry
            position += 1
    if not position:
        told = f"; the columns are: {' '.join(columns.split())}" if columns else ""
        raise NothingToRead(f"no sheet has a column that is known as abstract or title, and a row{told}", text.name)


def _guarded(rows: Rows, name: str) -> Rows:
    """The rows; whatever a damaged sheet makes the library raise is an InputError."""
    try:
        yield from rows
    except Exception as error:
        raise _damaged(error, name) from None


def _is_header(row: Iterable[str]) -> bool:
    names = set(unique_names(list(row)))
    return knows(names) or any(dialect.recognises(names) for dialect in _DIALECTS)


def _new_sheets(content: bytes, name: str) -> Iterator[Rows]:
    from openpyxl import load_workbook

    _check_parts(content, name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and extensions that nobody asks for
        try:
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
            for sheet in book.worksheets:
                sheet.reset_dimensions()
                yield _guarded(_filled(enumerate(sheet.iter_rows(values_only=True), start=1)), name)
        except Exception as error:  # whatever a damaged part makes openpyxl raise
            raise _damaged(error, name) from None


def _old_sheets(content: bytes, name: str) -> Iterator[Rows]:
    import xlrd

    try:
        book = xlrd.open_workbook(file_contents=content, logfile=io.StringIO(), on_demand=True)
        for number in range(book.nsheets):
            sheet = book.sheet_by_index(number)
            yield _guarded(_filled((row + 1, sheet.row_values(row)) for row in range(sheet.nrows)), name)
    except Exception as error:  # whatever a damaged record makes xlrd raise
        raise _damaged(error, name) from None


def _damaged(error: Exception, name: str) -> InputError:
    if isinstance(error, InputError):
        return error
    said = str(error).casefold()
    if "find workbook" in said:  # what is encrypted is packed like the documents of other programs
        return InputError("an encrypted Excel file, or none", name)
    is_locked = "encrypt" in said or "password" in said
    return InputError("an encrypted Excel file" if is_locked else "a damaged Excel file", name)


def _check_parts(content: bytes, name: str) -> None:
    """Raises InputError for what is no workbook, defines entities, or unpacks to more than a limit."""
    size = 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [part for part in archive.infolist() if part.filename.endswith((".xml", ".rels"))]
            if not any(part.filename.startswith("xl/") for part in parts):
                raise InputError("this is no Excel file", name)
            for part in parts:
                with archive.open(part) as stream:
                    before = b""
                    while chunk := stream.read(_CHUNK):
                        size += len(chunk)
                        if size > _BIGGEST_UNPACKED:
                            raise InputError(f"it unpacks to more than {_BIGGEST_UNPACKED >> 30} GB", name)
                        refuse_bomb(size, len(content))
                        before = (before[-20:] + chunk).replace(b"\0", b"")  # in UTF-16 as in UTF-8
                        if b"<!DOCTYPE" in before or b"<!ENTITY" in before:
                            raise InputError("the XML defines entities of its own, which is not read", name)
    except InputError as error:
        raise error if error.path else InputError(str(error), name) from None
    except Exception as error:  # of zipfile and zlib, with damaged or encrypted parts
        raise _damaged(error, name) from None


def _filled(rows: Iterable[tuple[int, Iterable[object]]]) -> Rows:
    """The rows that hold something, as text."""
    for number, row in rows:
        cells = [_text(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield number, cells


def _text(cell: object) -> str:
    """2011 of the number 2011.0; the day of a date."""
    if cell is None or isinstance(cell, bool):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, date):
        return cell.isoformat()[:10]
    return str(cell)


# What lies in a folder and begins in this way may be a document of another program.
FORMAT = Format("excel", _recognises, _read, _NAMES, _NAMES - {".xls"}, within=_NAMES)
HTML = Format("html-table", _recognises_html, _read_html, within=_NAMES)
