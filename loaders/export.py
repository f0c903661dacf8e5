"""Exports are whole or not there: made under another name, which becomes theirs at the end."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import KgError


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
        part = folder.absolute().parent / f".papermesh-{os.getpid()}.part"
        part.mkdir()
    except OSError as error:
        raise KgError(f"cannot write {folder}: {error.strerror or error}") from error
    try:
        yield part
        if folder.exists():
            folder.rmdir()
        part.rename(folder)
    except OSError as error:
        raise KgError(f"cannot write {folder}: {error.strerror or error}") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
