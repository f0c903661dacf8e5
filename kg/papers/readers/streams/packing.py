"""Packed files: recognised by their first bytes, unpacked as they are read."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import sys
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from kg.core.errors import InputError

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

SUFFIXES = (".gz", ".xz", ".zst", ".bz2")
_GZIP, _XZ, _BZ2, _ZSTD, _ZIP = b"\x1f\x8b", b"\xfd7zXZ\x00", b"BZh", b"\x28\xb5\x2f\xfd", b"PK\x03\x04"
_OFFICE = (b"[Content_Types].xml", b"_rels/", b"xl/", b"docProps/")
_ENOUGH = 64
_CHUNK = 1 << 16
_MOST_TIMES, _HARMLESS = 500, 200 << 20
"""What unpacks to more than so many times its size is no text, from so many bytes on."""
# What `zstd --long=31` makes; Python's limit is lower.
_LONG_WINDOW: dict[int, int] = {zstd.DecompressionParameter.window_log_max: 31}

DAMAGED = (EOFError, gzip.BadGzipFile, lzma.LZMAError, zlib.error, zstd.ZstdError, zipfile.BadZipFile)
"""What a truncated or damaged file raises while it is unpacked."""


@contextmanager
def unpacked(raw: io.BufferedReader) -> Iterator[BinaryIO]:
    """The bytes, unpacked when they begin as gzip, xz, bzip2 or Zstandard do.

    Raises DAMAGED, OSError, and InputError for a zip archive, whose index is at its end, and for a decompression bomb.
    """
    start = raw.peek(_ENOUGH)
    if start.startswith(_ZIP) and not _is_office(start):
        raise InputError("a zip archive within an archive or on standard input; unpack it first")
    packed = _Counted(raw)
    with _opened(packed, start) as stream:
        yield cast(BinaryIO, io.BufferedReader(_Counted(stream, packed), _CHUNK) if stream else raw)


class _Counted(io.RawIOBase):
    """A stream of which is known how much of it was read; unpacked from `packed`, it must not grow beyond measure."""

    def __init__(self, stream: object, packed: _Counted | None = None) -> None:
        self._stream, self._packed, self.count = cast(io.BufferedReader, stream), packed, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        into = memoryview(buffer)
        content = self._stream.read1(len(into))
        into[: len(content)] = content
        self.count += len(content)
        if self._packed:
            refuse_bomb(self.count, self._packed.count)
        return len(content)


def refuse_bomb(unpacked_bytes: int, packed_bytes: int) -> None:
    """Raises InputError, without a file name, for what no text is packed to."""
    if unpacked_bytes > max(_HARMLESS, _MOST_TIMES * packed_bytes):
        raise InputError(f"it unpacks to more than {_MOST_TIMES} times its size")


def _opened(packed: _Counted, start: bytes) -> AbstractContextManager[object]:
    raw = io.BufferedReader(packed)
    if start.startswith(_GZIP):
        return gzip.GzipFile(fileobj=raw)
    if start.startswith(_XZ):
        return lzma.LZMAFile(raw)
    if start.startswith(_BZ2) and start[3:4].isdigit():
        return bz2.BZ2File(raw)
    if start.startswith(_ZSTD):
        return zstd.ZstdFile(raw, options=_LONG_WINDOW)
    return nullcontext()


def _is_office(start: bytes) -> bool:
    """Whether what begins as a zip archive is a document of an office program: by the name of its first part."""
    return start[30:].startswith(_OFFICE)


def is_zip(path: Path) -> bool:
    """Whether the file begins as a zip archive of files does; a file that cannot be read does not."""
    try:
        with path.open("rb") as file:
            start = file.read(_ENOUGH)
            return start.startswith(_ZIP) and not _is_office(start)
    except OSError:
        return False


def members(path: Path, name: str) -> list[str]:
    """The files in a zip archive, by name; hidden ones left out. Raises InputError."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = [info.filename for info in archive.infolist() if info.filename[-1:] not in ("", "/")]
    except (*DAMAGED, OSError, NotImplementedError, ValueError):
        raise InputError("the packed file is truncated or damaged", name) from None
    return sorted({n for n in names if not any(part.startswith((".", "__MACOSX")) for part in n.split("/"))})


@contextmanager
def open_member(path: Path, member: str) -> Iterator[io.BufferedReader]:
    """The bytes of a file in a zip archive. Raises DAMAGED, OSError, and InputError without a file name."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(member) as opened:
            info = archive.getinfo(member)  # zipfile gives no more than what is said there
            refuse_bomb(info.file_size, info.compress_size)
            yield io.BufferedReader(cast(io.RawIOBase, opened))
    except RuntimeError as error:
        raise InputError("encrypted" if "password" in str(error) else str(error)) from None
    except (KeyError, NotImplementedError, ValueError):
        raise zipfile.BadZipFile from None
