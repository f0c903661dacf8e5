"""JSON Lines with the usual field names, the arXiv snapshot among them; also one JSON array or object."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import chain, islice

from kg.errors import InputError
from kg.readers.decoding import Lines, undecodable
from kg.readers.fields import record_from
from kg.readers.format import Format
from kg.records import Record

_SUFFIXES = frozenset({".json", ".jsonl", ".ndjson"})
_OBJECT = re.compile(r"""^\s*(?:\[\s*)?\{\s*(?:"|\}|$)""", re.MULTILINE)


def recognises(start: str, suffix: str) -> bool:
    return suffix in _SUFFIXES or _OBJECT.search(start) is not None


def read(lines: Lines, name: str) -> Iterator[Record | InputError]:
    """One object a line; a file whose first line is no whole value is read as one array or object."""
    filled = ((number, line) for number, line in lines if line.strip())
    first = list(islice(filled, 2))
    if first and _starts_document(first):
        yield from _read_document(list(chain(first, filled)), name)
    else:
        yield from _read_lines(chain(first, filled), name)


def _starts_document(first: list[tuple[int, str]]) -> bool:
    """An array alone on its line, or an array or object that goes on in the next."""
    line = first[0][1].strip()
    if len(first) == 1:
        return line.startswith("[")
    if not re.match(r'\[|\{\s*(?:"[^"]*"\s*:.*,|"[^"]*"\s*:\s*[\[{])?$', line):
        return False
    try:
        json.loads(line, strict=False)
    except (ValueError, RecursionError):
        return True
    return False


def _read_lines(lines: Iterator[tuple[int, str]], name: str) -> Iterator[Record | InputError]:
    position = -1
    for position, (number, line) in enumerate(lines):
        if undecodable(line):
            yield InputError("the line holds bytes of another encoding", name, number)
            continue
        try:
            yield _record(_parse(line, name, number), name, position, number)
        except InputError as error:
            yield error
    if position < 0:
        raise InputError("there is no entry in the file", name)


def _read_document(lines: list[tuple[int, str]], name: str) -> Iterator[Record | InputError]:
    before = lines[0][0] - 1
    found = _parse("\n".join(line for _, line in lines), name, before + 1)
    entries = found if isinstance(found, list) else [found]
    if not entries:
        raise InputError("there is no entry in the file", name)
    for position, entry in enumerate(entries):
        try:
            yield _record(entry, name, position, 0)
        except InputError as error:
            yield InputError(f"entry {position + 1}: {str(error).removeprefix(f'{name}: ')}", name)


def _parse(text: str, name: str, line: int) -> object:
    """The JSON value; raw tabs in strings are tolerated. line: of the first character of the text."""
    try:
        return json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        what = error.msg[:1].lower() + error.msg[1:]
        where = line + error.lineno - 1
        raise InputError(f"invalid JSON at column {error.colno}: {what}", name, where) from None
    except RecursionError:
        raise InputError("invalid JSON: nested too deeply", name, line) from None
    except ValueError:
        raise InputError("invalid JSON: a number of too many digits", name, line) from None


def _record(value: object, name: str, position: int, line: int) -> Record:
    if not isinstance(value, dict):
        raise InputError("a JSON object is expected, with fields such as title and abstract", name, line)
    return record_from(value, name, position, line)


FORMAT = Format("jsonl", recognises, _SUFFIXES | {".txt", ".text", ""}, read)
