"""The text file that holds corrections, one a line (kg.core.corrections)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence

from kg.core.corrections import NAMES, Correction, quoted
from kg.core.errors import InputError, KgError
from kg.text.phrases import phrase_key

HEAD = "# Corrections on concepts, in the order they were made. To read them in: kg concepts import FILE\n"
_QUOTED = r'"(?:[^"\\]|\\.)*"'
_LINE = re.compile(rf'\s*([^\s"#]+)((?:\s*{_QUOTED})*)(?:\s*\bfrom\s*({_QUOTED}))?\s*(?:#.*)?')
_NAME = re.compile(_QUOTED)


def to_text(corrections: Iterable[Correction]) -> str:
    """The file that `from_text` reads."""
    return HEAD + "".join(f"{correction}\n" for correction in corrections)


def from_text(content: bytes, path: str) -> list[Correction]:
    """The corrections in the bytes of a file. Raises InputError, which names the file (path) and the line."""
    corrections = []
    for number, line in enumerate(decoded(content, path).split("\n"), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            corrections.append(_parsed(line))
        except KgError as error:
            raise InputError(str(error), path, number) from error
    return corrections


def decoded(content: bytes, path: str) -> str:
    """UTF-8 as text, without a byte order mark. Raises InputError, which names the line."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InputError("not UTF-8", path, line) from error


def _parsed(line: str) -> Correction:
    found = _LINE.fullmatch(line)
    if not found:
        raise KgError('a correction and names in quotes are expected, such as: merge "one name" "another"')
    try:
        names = tuple(json.loads(name) for name in _NAME.findall(found[2]))
        source = json.loads(found[3] or '""')
    except json.JSONDecodeError as error:
        raise KgError('a name with control characters, or with \\ before something else than \\ or "') from error
    return checked(Correction(found[1], names, source))


def added(corrections: Sequence[Correction], more: Sequence[Correction]) -> tuple[Correction, ...]:
    """The corrections, then those of a file (`more`). One that both hold stands at the end only, so that the file
    wins."""
    known = set(more)
    return (*(each for each in corrections if each not in known), *more)


def checked(correction: Correction) -> Correction:
    """The same correction. Raises KgError for a name without a word to look for."""
    for name in correction.names if correction.action in NAMES else ():
        if not phrase_key(name):
            raise KgError(f"a name without a word to look for: {quoted(name)}")
    return correction
