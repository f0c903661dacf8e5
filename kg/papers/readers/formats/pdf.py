"""PDF (an extra): title and abstract of a well-formed paper, from its first pages. Nothing else is read.

The title is what stands in the largest letters on the upper half of the first page; the abstract is what follows the
word "Abstract" until the introduction, keywords, or a heading that is numbered 1.
"""

from __future__ import annotations

import ctypes
import math
import re
from typing import TYPE_CHECKING

from kg.core.errors import InputError, MissingExtra
from kg.core.records import Record
from kg.papers.readers.fields.fields import record_from
from kg.papers.readers.formats.base import Entries, Format
from kg.papers.readers.streams.decoding import SourceText
from kg.text.language import HAN

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfTextPage

_BIGGEST = 200 << 20
_START = re.compile(
    r"^[ \t]*[【\[〔［]?[ \t]*(?:(?:a\s?b\s?s\s?t\s?r\s?a\s?c\s?t|summary)\b|(?:[内內]容\s*)?(?:摘\s*要|提\s*要))"
    r"[ \t]*[】\]〕］]?[ \t]*[.:：—–\-]*[ \t]*",
    re.IGNORECASE | re.MULTILINE,
)
_END = re.compile(
    r"^[ \t]*(?:[1I一]?[.、 \t]*(?:introduction\b|引\s*言|[绪緒]\s*[论論])"
    r"|[【\[〔［]?[ \t]*(?:[关關]\s*[键鍵]\s*[词詞字]|中[图圖]分[类類][号號])"
    r"|(?:key\s?words|index terms|ccs concepts|categories and subject|general terms|acm reference format)\b"
    r"|1[. \t]+[A-Z][^\n]{2,60}$)",
    re.IGNORECASE | re.MULTILINE,
)
# Between two lines of Chinese there is no space.
_WITHIN_CHINESE = re.compile(
    "(?<=[\u3000-\u303f\u3400-\u9fff\uff00-\uffef,.;:)])\\s*\\n\\s*(?=[\u3000-\u303f\u3400-\u9fff\uff00-\uffef])"
)
_ARXIV = re.compile(r"arXiv:\s?(\d{4}\.\d{4,5}(?:v\d+)?)")
# At the end of a line; pdfium marks those it is sure of.
_HYPHEN = re.compile(r"[\u00ad\x02\ufffe]\s*|(?<=[a-z])-\r?\n(?=[a-z])")
_SHORTEST, _LONGEST = 200, 5000
_SHORTEST_TITLE, _LONGEST_TITLE = 8, 300


def _recognises(start: str) -> bool:
    return start.startswith("%PDF-")


def _read(text: SourceText) -> Entries:
    """One paper. The format needs the whole file: its index is at its end.

    Raises InputError: damaged, encrypted, a scan without text, no abstract found; MissingExtra without pypdfium2.
    """
    try:
        from pypdfium2 import PdfDocument, PdfiumError
    except ImportError:
        raise MissingExtra("pdf", f"{text.name}: reading PDF takes pypdfium2") from None
    content = text.content(_BIGGEST + 1)
    if len(content) > _BIGGEST:
        raise InputError(f"a PDF of more than {_BIGGEST >> 20} MB", text.name)
    try:
        document = PdfDocument(content)
    except PdfiumError as error:
        raise InputError("an encrypted PDF" if "assword" in str(error) else "a damaged PDF", text.name) from None
    try:
        yield _record(document, text.name)
    except PdfiumError:
        raise InputError("a damaged PDF", text.name) from None
    finally:
        document.close()


def _record(document: PdfDocument, name: str) -> Record:
    pages = [document[number].get_textpage() for number in range(min(2, len(document)))]
    text = "\n".join(page.get_text_range() for page in pages).replace("\r\n", "\n")
    if not text.strip():
        raise InputError("the PDF holds no text (a scan?)", name)
    abstract = _abstract(text)
    if not abstract:
        raise InputError("no abstract was found in the PDF", name)
    stamp = _ARXIV.search(text)
    fields = {"title": _title(pages[0]), "abstract": abstract, "arxiv": stamp[1] if stamp else ""}
    return record_from(fields, name, 0)


def _abstract(text: str) -> str:
    """What follows the heading; "" when there is no heading, or what follows is no abstract by its length."""
    for start in _START.finditer(text):
        end = _END.search(text, start.end() + 1)
        found = text[start.end() : end.start() if end else start.end() + _LONGEST + 1].strip()
        found = _joined(_HYPHEN.sub("", found))
        if _letters(found) >= _SHORTEST and len(found) <= _LONGEST:
            return found
    return ""


def _joined(lines: str) -> str:
    return " ".join(_WITHIN_CHINESE.sub("", lines).split())


def _letters(text: str) -> int:
    """The length, as if it were English: a Chinese character says as much as five letters."""
    return len(text) + 4 * len(HAN.findall(text))


def _title(page: PdfTextPage) -> str:
    """The lines in the largest letters of the upper half, in order; "" when they are no title by their length."""
    lines = _lines(page)
    largest = max((size for size, line in lines if len(line) > 3), default=0.0)
    title = _joined("\n".join(line for size, line in lines if size > largest - 0.6))
    return title if _letters(title) >= _SHORTEST_TITLE and len(title) <= _LONGEST_TITLE else ""


def _lines(page: PdfTextPage) -> list[tuple[float, str]]:
    """(height of the letters in points, text) of the lines in the upper half; what is written upwards is left out, as
    arXiv's stamp in the margin."""
    from pypdfium2 import raw

    middle = page.page.get_height() / 2
    lines: list[tuple[float, str]] = []
    size, line = 0.0, ""
    for at in range(min(page.count_chars(), _LONGEST)):
        char = chr(raw.FPDFText_GetUnicode(page, at))
        if char in "\r\n":
            lines.append((size, " ".join(line.split())))
            size, line = 0.0, ""
            continue
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(page, at, ctypes.byref(matrix))
        upright = abs(matrix.b) <= abs(matrix.a)
        if upright and page.get_charbox(at)[1] > middle:
            line += char
            if not char.isspace():
                size = max(size, raw.FPDFText_GetFontSize(page, at) * (math.hypot(matrix.c, matrix.d) or 1.0))
    return [(size, line) for size, line in [*lines, (size, " ".join(line.split()))] if line]


# Of a folder PDFs are read only with --from pdf: they lie beside the libraries that describe them.
FORMAT = Format("pdf", _recognises, _read, frozenset({".pdf"}), within=frozenset())
