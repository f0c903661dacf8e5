"""Whether the files of a folder are still as they were written: SHA-256 of each, in a file among them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from kg.core.errors import KgError

FILE = "digests"


def note(folder: Path) -> None:
    """Note the digests of all files in a folder. Raises OSError."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    digests = {path.relative_to(folder).as_posix(): _digest(path) for path in files}
    (folder / FILE).write_text(json.dumps(digests), encoding="utf-8")


def first_damaged(folder: Path) -> Path | None:
    """A file that is not as it was noted, or missing; None where there is none."""
    try:
        digests = dict(json.loads((folder / FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return folder / FILE
    return next((folder / name for name, digest in digests.items() if _digest(folder / name) != digest), None)


def damaged(file: Path, why: object) -> KgError:
    """The error for a file that is not as it was written."""
    return KgError(f"{file}: damaged: {why}; build again")


def _digest(file: Path) -> str:
    """The digest of a file, "" where it cannot be read."""
    try:
        with file.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except OSError:
        return ""
