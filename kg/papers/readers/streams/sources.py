"""Where abstracts come from: files, folders, standard input, packed or not."""

from __future__ import annotations

import hashlib
import io
import os
import re
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, cast

from kg.core.errors import InputError
from kg.papers.readers.streams.packing import DAMAGED, SUFFIXES, is_zip, members, open_member, unpacked

_CHUNK = 1 << 20
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file to read.

    path: None is standard input. name: how it shows and is stored ("/" separators, no control characters).
    member: which file of the zip archive at path, "" for the file itself; the name then ends with it.
    is_found: in a folder or archive, so that the user did not name it.
    """

    path: Path | None
    name: str
    member: str = ""
    is_found: bool = field(default=False, compare=False)
    # What `digest` drew from a pipe, so that it can still be read afterwards.
    _drawn: list[bytes] = field(default_factory=list, compare=False, repr=False)

    @property
    def suffix(self) -> str:
        """The lower-case suffix below those of packing: ".jsonl" for "a.jsonl.gz", "" when there is none."""
        suffixes = [s.lower() for s in Path(self.name).suffixes if s.lower() not in SUFFIXES]
        return suffixes[-1] if suffixes else ""


def find_files(
    sources: Sequence[str | Path],
    wanted: Callable[[SourceFile], bool],
    on_damaged: Callable[[InputError], None] | None = None,
) -> tuple[list[SourceFile], list[SourceFile]]:
    """(files to read, files of folders and archives passed over) for these sources; "-" is standard input.

    A file named by the user is always read. Folders are searched with all their sub-folders, sorted by name, zip
    archives too, and only what is `wanted` in them is read. Hidden files are ignored, links that lead out of a folder
    and linked folders are not followed, and no file is read twice. on_damaged: hears of links that lead out, and of an
    archive in a folder that cannot be read, which is then left out.

    Raises InputError: no such file or folder, a folder that cannot be listed or holds no wanted file.
    """
    taken: dict[object, SourceFile] = {}
    passed_over: list[SourceFile] = []
    for given in sources:
        if str(given) == "-":
            taken.setdefault("-", SourceFile(None, "-"))
            continue
        path = Path(given)
        named = _named(path)
        if path.is_dir():
            files, holder = _files_below(path, on_damaged), "folder"
        elif is_zip(path):
            files, holder = _files_in_zip(named), "archive"
        else:
            taken.setdefault(identity(named), named)
            continue
        found = 0
        for source in files:
            if wanted(source):
                found += 1
                taken.setdefault(identity(source), source)
            else:
                passed_over.append(source)
        if not found:
            raise InputError(f"the {holder} holds no file that can be read as abstracts", named.name)
    return list(taken.values()), passed_over


def _named(path: Path) -> SourceFile:
    try:
        path.stat()
    except FileNotFoundError:
        raise InputError("no such file or folder", _show(path)) from None
    except (OSError, ValueError) as error:
        raise InputError(_reason(error), _show(path)) from None
    return SourceFile(path, _show(path))


def _files_below(folder: Path, on_damaged: Callable[[InputError], None] | None) -> list[SourceFile]:
    """All files, those of zip archives (.zip) among them."""

    def fail(error: OSError) -> None:
        raise InputError(_reason(error), _show(Path(error.filename or folder))) from None

    found: list[SourceFile] = []
    for root, folders, names in os.walk(folder, onerror=fail):
        folders[:] = [name for name in folders if not name.startswith(".")]
        paths = [Path(root, name) for name in names if not name.startswith(".")]
        outside = [path for path in (*paths, *(Path(root, name) for name in folders)) if _leads_out(path, folder)]
        if on_damaged:
            for path in outside:
                on_damaged(InputError("passed over: a link that leads out of the folder", _show(path)))
        paths = [path for path in paths if path not in outside]
        for source in (SourceFile(path, _show(path), is_found=True) for path in paths if _is_regular_or_missing(path)):
            if source.suffix != ".zip" or not is_zip(cast(Path, source.path)):
                found.append(source)
                continue
            try:
                found += _files_in_zip(source)
            except InputError as error:
                if on_damaged is None:
                    raise
                on_damaged(error)
    return sorted(found, key=lambda source: source.name)


def _files_in_zip(archive: SourceFile) -> list[SourceFile]:
    path = cast(Path, archive.path)
    return [
        SourceFile(path, f"{archive.name}/{_show(Path(name))}", name, is_found=True)
        for name in members(path, archive.name)
    ]


def _leads_out(path: Path, folder: Path) -> bool:
    """Whether the path is a link to what lies outside the folder. (A broken link is an error when it is read.)"""
    try:
        return path.is_symlink() and path.exists() and not path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):
        return True


def _is_regular_or_missing(path: Path) -> bool:
    """Not a pipe, socket or device, which would block. (A broken link is an error when it is read.)"""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return True


def identity(source: SourceFile) -> object:
    """What is equal for sources that are one file, whatever they are called."""
    path = cast(Path, source.path)
    try:
        return path.resolve(), source.member
    except (OSError, RuntimeError, ValueError):
        return path, source.member


def _show(path: Path) -> str:
    """The path, with what cannot be shown as \\x1b: two files must not get one name."""
    return _UNPRINTABLE.sub(_escaped, path.as_posix())


def _escaped(character: re.Match[str]) -> str:
    code = ord(character[0])
    if 0xDC80 <= code <= 0xDCFF:  # a byte that is no UTF-8
        return f"\\x{code - 0xDC00:02x}"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def _reason(error: Exception) -> str:
    if isinstance(error, PermissionError):
        return "permission denied"
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__).lower()


@contextmanager
def open_unpacked(source: SourceFile) -> Iterator[BinaryIO]:
    """The bytes of the source, unpacked when its first bytes are those of gzip, xz, bzip2 or Zstandard.

    Raises InputError for anything that goes wrong while opening or, inside the block, while reading.
    """
    with _complaints(source.name), _open_raw(source) as raw, unpacked(raw) as stream:
        yield stream


@contextmanager
def _complaints(name: str) -> Iterator[None]:
    """Whatever files and archives raise as an InputError of this source."""
    try:
        yield
    except InputError as error:
        raise error if error.path else type(error)(str(error), name) from None
    except FileNotFoundError:
        raise InputError("no such file", name) from None
    except DAMAGED:
        raise InputError("the packed file is truncated or damaged", name) from None
    except OSError as error:
        raise InputError(_reason(error), name) from None


@contextmanager
def _open_raw(source: SourceFile) -> Iterator[io.BufferedReader]:
    if source._drawn:
        yield io.BufferedReader(cast(io.RawIOBase, io.BytesIO(source._drawn[0])))
    elif source.path is None:
        stdin = sys.stdin.buffer
        yield stdin if isinstance(stdin, io.BufferedReader) else io.BufferedReader(cast(io.RawIOBase, stdin))
    elif source.member:
        with open_member(source.path, source.member) as file:
            yield file
    else:
        with source.path.open("rb") as file:
            yield file


def digest(source: SourceFile) -> str:
    """sha256 (hex) of the bytes, packed as they are. A pipe can still be read afterwards. Raises InputError."""
    found = hashlib.sha256()
    with _complaints(source.name), _open_raw(source) as raw:
        if source.path is not None and source.path.is_file():
            while chunk := raw.read(_CHUNK):
                found.update(chunk)
        else:
            content = raw.read()
            source._drawn[:] = [content]
            found.update(content)
    return found.hexdigest()
