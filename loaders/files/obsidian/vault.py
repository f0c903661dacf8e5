"""A vault on disk: notes that have changed are written, what people wrote below the marker stays."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.core.errors import KgError
from kg.core.graph import NodeKey
from kg.core.graph_store import GraphSource
from kg.core.progress import Progress
from kg.loaders.files.obsidian.names import FOLDERS
from kg.loaders.files.obsidian.notes import Notes
from kg.loaders.files.obsidian.text import front_matter
from kg.loaders.files.write import write_bytes

MARKER = "%% yours below: papermesh keeps it %%"
"""A comment of Obsidian. No text from outside can hold one (kg.loaders.files.obsidian.text)."""

_MARKER = re.compile(rb"^" + re.escape(MARKER.encode()) + rb"[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
_OURS = re.compile(rb'\A---\r?\n(papermesh: "[^\r\n]*")\r?\n')


@dataclass(frozen=True, slots=True)
class Written:
    """Notes that were written, left as they were, removed because their node is gone, and kept nevertheless because
    people had written in them."""

    written: int
    unchanged: int
    removed: int
    kept: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """A note that is there. own: the line that says whose it is; yours: what people wrote below the marker."""

    own: bytes
    yours: bytes


def write_vault(graph: GraphSource, vault: Path, *, progress: Progress | None = None) -> Written:
    """Write or bring up to date Papers/, Concepts/ and Topics/ of a vault. Other files there are left alone.

    A note follows its node when that is renamed. Each note is written whole or not at all. Raises KgError, before
    anything is written, where a note would replace a file that is none of papermesh; or when the folder cannot be
    written.
    """
    progress = progress or Progress()
    notes = Notes(graph)
    there = dict(_notes_in(vault))
    expected = {key: vault / f"{path}.md" for key, path in notes.paths.items()}
    for path in expected.values():
        if path not in there and _exists(path) and not _same(path, there):
            raise KgError(f"{path}: is no note of papermesh, or its marker is gone; move it, or name another folder")
    progress.stage("notes", len(expected))
    _make_folders(vault)
    taken = _taken(there, expected)
    written = 0
    # First the notes that take over from another file: that file may be the place of the next note.
    for key in sorted(expected, key=lambda key: (taken.get(key, []) in ([], [expected[key]]), key)):
        yours = b"".join(there[path].yours for path in taken.get(key, []))
        written += _write(expected[key], f"{notes.text(key)}{MARKER}\n".encode("utf-8", "replace") + yours)
        progress.advance()
    removed, kept = _clear(there, set(expected.values()), {path for paths in taken.values() for path in paths})
    return Written(written, len(expected) - written, removed, kept)


def _taken(there: Mapping[Path, _Found], expected: Mapping[NodeKey, Path]) -> dict[NodeKey, list[Path]]:
    """Node -> the notes whose words of people go on in its note: its own, or one of that name whose node is gone."""
    own_of = {_own_line(key): key for key in expected}
    names = {path: key for key, path in expected.items()}
    taken: dict[NodeKey, list[Path]] = {}
    for path, found in there.items():
        key = own_of.get(found.own, names.get(path))
        if key and (path == expected[key] or not _is_own(there.get(expected[key]), found.own)):
            taken.setdefault(key, []).append(path)
    return taken


def _is_own(found: _Found | None, own: bytes) -> bool:
    return found is not None and found.own == own


def _notes_in(vault: Path) -> Iterator[tuple[Path, _Found]]:
    """The notes of papermesh in its three folders."""
    for folder in FOLDERS.values():
        for path in sorted((vault / folder).glob("*.md")):
            text = path.read_bytes()
            own, marker = _OURS.match(text), _MARKER.search(text)
            if own and marker:
                yield path, _Found(own[1], text[marker.end() :])


def _own_line(key: NodeKey) -> bytes:
    return front_matter({"papermesh": ":".join(key)}).splitlines()[1].encode("utf-8", "replace")


def _make_folders(vault: Path) -> None:
    try:
        vault.mkdir(exist_ok=True)
        for folder in FOLDERS.values():
            (vault / folder).mkdir(exist_ok=True)
    except OSError as error:
        raise KgError(f"cannot write {vault}: {error.strerror or error}") from error


def _write(path: Path, content: bytes) -> bool:
    """Whether the file was not that already."""
    if _exists(path) and path.read_bytes() == content:
        return False
    write_bytes(path, [content], overwrite=True)
    return True


def _clear(there: Mapping[Path, _Found], wanted: set[Path], taken: set[Path]) -> tuple[int, tuple[Path, ...]]:
    """Remove the notes of nodes that are gone or have another name; those with words of people in them that no other
    note has taken over stay."""
    removed, kept = 0, list[Path]()
    now = {(info.st_dev, info.st_ino) for path in wanted for info in [path.stat()]}
    for path, found in there.items():
        info = path.stat()
        if path in wanted or (info.st_dev, info.st_ino) in now:  # the same file where letters have no case
            continue
        if found.yours.strip() and path not in taken:
            kept.append(path)
        else:
            path.unlink()
            removed += 1
    return removed, tuple(kept)


def _exists(path: Path) -> bool:
    return os.path.lexists(path)


def _same(path: Path, there: Mapping[Path, _Found]) -> bool:
    """Whether the file is one of those, called in other letters on a system that takes them for the same."""
    return any(other.parent == path.parent and other.samefile(path) for other in there)
