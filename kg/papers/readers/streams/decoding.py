"""From bytes to numbered lines of text, whatever the encoding."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain
from typing import BinaryIO

from kg.core.errors import InputError, NothingToRead
from kg.text.language import HAN, HAN_CHARACTERS

_HEAD = 1 << 16
_CHUNK = 1 << 16
_BINARY = "binary"
_BINARY_FORMATS = (b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
"""PDF, Excel's .xlsx and .xls."""
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_HAN_BESIDE_HAN = re.compile(f"[{HAN_CHARACTERS}\u3000-\u303f\uff00-\uffef](?=[{HAN_CHARACTERS}])")
# A quarter of any Chinese text consists of these; text read in a wrong encoding hardly has them.
_FREQUENT = re.compile(
    "[的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过"
    "子说产种面而方后多定行学法所民得经三之进等部度家力里如水化高自二理起实现量]"
    "|[這為個國時來們於對會發動過說產種後學經進]"
)
# The characters of an encoding, the commonest thousands and the punctuation in group 1: each encoding gives some
# character for nearly any pair of bytes, but only its own text is made of common ones.
_PAIRS = {
    "gb18030": re.compile(rb"([\xa1\xa3\xb0-\xd7][\xa1-\xfe])|[\x81-\xfe](?:\d[\x81-\xfe]\d|[\x40-\xfe])"),
    "big5": re.compile(rb"([\xa1-\xc6][\x40-\x7e\xa1-\xfe])|[\x81-\xfe][\x40-\xfe]"),
}
_MARK = re.compile("^\ufeff+", re.MULTILINE)

Lines = Iterator[tuple[int, str]]
"""(1-based number, line without its end). A byte that no encoding explains is a lone surrogate in it."""


@dataclass(frozen=True, slots=True)
class SourceText:
    """The text of a source, to be read once: as lines, as pieces, or as bytes.

    name: of the source. start: its beginning (64 KB), for recognising the format. mapping: field -> what the source
    calls it, as far as the user says so. separator: the line between two papers of a plain text ("" for a blank one),
    None for a text of one paper.
    """

    name: str
    start: str
    _encoding: str
    _head: bytes
    _stream: BinaryIO
    mapping: Mapping[str, str] = field(default_factory=dict)
    separator: str | None = None

    def lines(self) -> Lines:
        """Lines end at \\n, \\r\\n or \\r, at nothing else. Raises InputError: no text, damaged UTF-16."""
        self._check()
        if self._encoding.startswith("utf-16"):
            pieces = _decode_utf16(self._chunks(), self._encoding, self.name)
            return _number(_decode_lines(_whole_lines(piece.encode() for piece in pieces), "utf-8"))
        return _number(_decode_lines(_whole_lines(self._chunks()), self._encoding))

    def pieces(self) -> Iterator[str]:
        """The text in pieces of no particular length, for formats in which lines mean nothing. Raises as `lines`."""
        self._check()
        if self._encoding.startswith("utf-16"):
            return _decode_utf16(self._chunks(), self._encoding, self.name)
        return _decode_pieces(self._chunks(), self._encoding)

    def content(self, most: int) -> bytes:
        """The first bytes, at most so many, for a format that is no text."""
        return self._head + self._stream.read(max(0, most - len(self._head)))

    def _check(self) -> None:
        if self._encoding == _BINARY:
            raise InputError("not a text file", self.name)

    def _chunks(self) -> Iterator[bytes]:
        """As soon as they are there, so that of a damaged file all that stands before the damage is read."""
        read = getattr(self._stream, "read1", self._stream.read)
        return chain([self._head], iter(lambda: read(_CHUNK), b""))


def open_text(
    stream: BinaryIO, name: str, mapping: Mapping[str, str] | None = None, separator: str | None = None
) -> SourceText:
    """The text of these bytes.

    UTF-8 and UTF-16 with or without byte order mark, GB18030 (with it GBK and GB2312), Big5; else Windows-1252.
    PDF and Excel, the binary formats, give nothing but their `content`. Raises InputError: not a text file;
    NothingToRead: an empty file.
    """
    head = stream.read(_HEAD)
    if not head.strip(b"\xef\xbb\xbf \t\r\n"):
        raise NothingToRead("the file is empty" if name != "-" else "standard input is empty", name)
    encoding = _encoding(head, name)
    start = head.decode("latin-1" if encoding == _BINARY else encoding, "replace").lstrip("\ufeff")
    return SourceText(name, start, encoding, head, stream, mapping or {}, separator)


def undecodable(text: str) -> bool:
    """Whether the text holds bytes that could not be decoded."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def _encoding(head: bytes, name: str) -> str:
    if head.startswith(_BINARY_FORMATS):
        return _BINARY
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and not head.startswith(codecs.BOM_UTF32_LE):
        return "utf-16"
    if b"\0" in head:
        for encoding in ("utf-16-le", "utf-16-be"):
            if _is_utf16(head, encoding):
                return encoding
    if len(_CONTROL.findall(head)) > 4 + len(head) / 50:
        raise InputError("not a text file", name)
    found = _encoding_8bit(head)
    if found is None:
        raise InputError("not a text file, or none in UTF-8, UTF-16 or GB18030", name)
    return found


def _encoding_8bit(data: bytes) -> str | None:
    """The encoding of a piece of text, cut anywhere; None when it is no text."""
    lenient = data.decode("utf-8", "replace")
    broken = lenient[:-1].count("\ufffd") - data.count("\ufffd".encode())  # some texts hold the character itself
    if not broken or broken * 20 < sum(not char.isascii() for char in lenient):
        return "utf-8"
    for encoding in sorted(_PAIRS, key=lambda name: _share_of_common(data, name), reverse=True):
        text = _decode_cut(data, encoding)
        if text is not None and _is_plausible_chinese(text):
            return encoding
    text = _decode_cut(data, "cp1252")
    if text is not None and sum(not char.isascii() for char in text) < len(text) * 0.3:
        return "cp1252"
    return None


def _share_of_common(data: bytes, encoding: str) -> float:
    """The share of common characters, in [0, 1], when the bytes are read in this encoding."""
    found = _PAIRS[encoding].findall(data)
    return sum(map(bool, found)) / len(found) if found else 0.0


def _decode_cut(data: bytes, encoding: str) -> str | None:
    """Strictly decoded, but for a last character that is cut in two."""
    try:
        return codecs.getincrementaldecoder(encoding)().decode(data)
    except UnicodeDecodeError:
        return None


def _is_plausible_chinese(text: str) -> bool:
    """Chinese characters stand side by side (accented letters do not) and are mostly not rare ones."""
    han = len(HAN.findall(text))
    beside = len(_HAN_BESIDE_HAN.findall(text))
    return beside * 2 >= han > 0 and (han < 20 or len(_FREQUENT.findall(text)) > han * 0.08)


def _is_utf16(head: bytes, encoding: str) -> bool:
    """UTF-16 without byte order mark: decodes to printable ASCII and Chinese characters, nearly all.

    So does English text in which a NUL strayed; but UTF-16 is a quarter NULs, or has many bytes that are no ASCII.
    """
    if head.count(0) * 4 < len(head) and sum(byte > 127 for byte in head) * 10 < len(head):
        return False
    text = _decode_cut(head, encoding)
    if not text or "\0" in text:
        return False
    return sum("\t" <= char <= "~" or "\u3000" <= char <= "\u9fff" for char in text) > len(text) * 0.8


def _whole_lines(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces, cut anew so that all but the last one end with a line."""
    rest: list[bytes] = []
    for piece in pieces:
        if until := piece.rfind(b"\n") + 1:
            yield b"".join([*rest, piece[:until]])
            rest = []
        rest.append(piece[until:])
    if last := b"".join(rest):
        yield last


def _decode_lines(blocks: Iterator[bytes], encoding: str) -> Iterator[str]:
    """The text of whole lines: many at once, one by one where they are of several encodings."""
    ascii_so_far = True
    for block in blocks:
        if ascii_so_far and not block.isascii():
            ascii_so_far = False
            # The head may have been plain ASCII: the first other line decides.
            line = next(line for line in block.split(b"\n") if not line.isascii())
            encoding = encoding if encoding != "utf-8" else _encoding_8bit(line) or "utf-8"
        try:
            # Of files that somebody joined a line may be of another encoding. Western text is never UTF-8 by chance.
            yield block.decode("utf-8" if encoding == "cp1252" else encoding)
        except UnicodeDecodeError:
            yield "\n".join(_decode_line(line, encoding) for line in block.split(b"\n"))


def _decode_line(line: bytes, encoding: str) -> str:
    for known in ("utf-8" if encoding == "cp1252" else encoding, encoding):
        with suppress(UnicodeDecodeError):
            return line.decode(known)
    return line.decode(_encoding_8bit(line) or encoding, "surrogateescape")


def _decode_pieces(chunks: Iterator[bytes], encoding: str) -> Iterator[str]:
    decoder = None
    for chunk in chunks:
        if decoder is None:
            if chunk.isascii():
                yield chunk.decode("ascii")
                continue
            encoding = encoding if encoding != "utf-8" else _encoding_8bit(chunk) or "utf-8"
            decoder = codecs.getincrementaldecoder(encoding)("surrogateescape")
        yield decoder.decode(chunk).removeprefix("\ufeff")
    if decoder is not None:
        yield decoder.decode(b"", final=True)


def _decode_utf16(chunks: Iterator[bytes], encoding: str, name: str) -> Iterator[str]:
    try:
        for text in codecs.iterdecode(chunks, encoding):
            yield text.removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise InputError("truncated or damaged UTF-16 text", name) from None


def _number(blocks: Iterator[str]) -> Lines:
    """The lines of blocks of whole lines."""
    number = 0
    for block in blocks:
        if "\ufeff" in block:  # of each of the files that somebody joined
            block = _MARK.sub("", block)
        lines = block.removesuffix("\n").split("\n")
        if "\r" in block:
            lines = [part for line in lines for part in line.rstrip("\r").split("\r")]
        yield from enumerate(lines, start=number + 1)
        number += len(lines)
