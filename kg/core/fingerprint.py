"""Which code made this? A hash of the code, word lists and weights that a result can depend on.

What a store keeps is made again when the code that made it has changed; nobody has to remember a version number.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

ROOMS: dict[str, tuple[str, ...]] = {
    "core": (),
    "text": ("core",),
    "papers": ("text",),
    "keyphrases": ("text",),
    "store": ("text",),
    "concepts": ("keyphrases",),
    "loaders": ("store",),
    "links": ("concepts", "papers"),
}
"""A room (a folder of kg) that makes something which is kept -> the rooms that it may import, besides what these
may."""

_PACKAGE = Path(__file__).parents[1]
_KINDS = (".py", ".json", ".txt")


@lru_cache(maxsize=16)
def fingerprint(*places: str) -> str:
    """A hash (16 hexadecimal digits) of all files of these places: rooms, with all that they may import, or files of
    kg.

    Takes a few milliseconds, once a process. Raises KeyError for a room that is not in ROOMS.
    """
    return hash_of(_PACKAGE, places)


def hash_of(package: Path, places: Iterable[str]) -> str:
    """The fingerprint of places in any copy of the folder kg."""
    content = hashlib.sha256()
    for file in sorted({file for place in places for file in _files(package, place)}):
        content.update(f"{file.relative_to(package).as_posix()}\0".encode() + file.read_bytes())
    return content.hexdigest()[:16]


def _files(package: Path, place: str) -> Iterator[Path]:
    if place.endswith(_KINDS):
        yield package / place
        return
    for room in reach(place):
        yield from (file for file in (package / room).rglob("*") if file.suffix in _KINDS)


def reach(room: str) -> set[str]:
    """The room and every room that it can import. Raises KeyError for one that is not in ROOMS."""
    return {room}.union(*map(reach, ROOMS[room]))
