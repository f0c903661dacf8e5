"""Exports are whole or not there: made under another name, which becomes theirs at the end."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kg.core.errors import KgError


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """A folder to fill. It becomes `folder` when the block ends, and is removed when that fails or is interrupted.

    Raises KgError when `folder` is there and not empty, or nothing can be written there.
    """
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise KgError(f"{folder}: {'is not empty' if folder.is_dir() else 'is no folder'}; -o names another")
        if not folder.absolute().parent.is_dir():
            raise KgError(f"{folder.parent}: no such folder")
        part = _part(folder)
        part.mkdir()
    except OSError as error:
        raise _refusal(folder, error) from error
    try:
        yield part
        if folder.exists():
            folder.rmdir()
        part.rename(folder)
    except OSError as error:
        raise _refusal(folder, error) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def write_file(path: Path, chunks: Iterable[str], *, overwrite: bool = False) -> None:
    """Write text as UTF-8, whole or not at all; what cannot be encoded (half a surrogate pair) becomes "?".

    Raises KgError when the file is there already, unless told to overwrite, or cannot be written.
    """
    write_bytes(path, (chunk.encode("utf-8", "replace") for chunk in chunks), overwrite=overwrite)


def write_bytes(path: Path, chunks: Iterable[bytes], *, overwrite: bool = False) -> None:
    """Write bytes, whole or not at all. Raises as `write_file` does."""
    check_writable(path, overwrite=overwrite)
    part = _part(path)
    try:
        with part.open("wb") as file:
            file.writelines(chunks)
        part.replace(path)
    except OSError as error:
        raise _refusal(path, error) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def check_writable(path: Path, *, overwrite: bool = False) -> None:
    """Raise KgError, before any work is done, when a file cannot or must not be written."""
    try:
        if path.is_dir():
            raise KgError(f"{path}: is a folder")
        if path.exists() and not overwrite:
            raise KgError(f"{path}: exists already; --force overwrites it, -o FILE names another")
        if not path.absolute().parent.is_dir():
            raise KgError(f"{path.parent}: no such folder")
    except OSError as error:  # a name that is too long
        raise _refusal(path, error) from error


def _part(path: Path) -> Path:
    return path.absolute().parent / f".papermesh-{os.getpid()}.part"


def _refusal(path: Path, error: OSError) -> KgError:
    return KgError(f"cannot write {path}: {error.strerror or error}")
