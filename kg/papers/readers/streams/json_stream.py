"""The entries of a JSON document of any size, one at a time: an array, an object, or several in a row."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Never

from kg.core.errors import InputError

_LISTS = frozenset("results items data works papers records entries docs hits recommendedPapers".split())
"""Where answers of web services hold their entries: {"meta": ..., "results": [...]}."""
_AROUND = frozenset("message response result hits".split())
_DEEPEST = 4
_SPACE = " \t\n\r"
_BIGGEST = 1 << 28
_DECODER = json.JSONDecoder(strict=False)
_ENDED = "invalid JSON: the file ends in the middle of it"


def json_entries(pieces: Iterator[str], name: str) -> Iterator[tuple[int, object]]:
    """(1-based line, value) of every entry: the elements of arrays and of the lists of a wrapping object, but null,
    which services write for what they do not know.

    Raises InputError with the line where the JSON is invalid or ends; the entries before have been given.
    """
    window = _Window(pieces, name)
    while char := window.peek():
        if char == "[":
            window.skip()
            yield from (found for found in _elements(window) if found[1] is not None)
        elif char == "{":
            yield from _object(window, 0)
        elif char == ",":  # between objects that somebody joined
            window.skip()
        else:
            raise window.error("a JSON object is expected, with fields such as title and abstract")


def parse(text: str, name: str, line: int) -> object:
    """The JSON value; raw tabs in strings are tolerated. line: of the first character of the text.

    Raises InputError with line and column.
    """
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as error:
        what = error.msg[:1].lower() + error.msg[1:]
        where = line + error.lineno - 1
        raise InputError(f"invalid JSON at column {error.colno}: {what}", name, where) from None
    except RecursionError:
        raise InputError("invalid JSON: nested too deeply", name, line) from None
    except ValueError:
        raise InputError("invalid JSON: a number of too many digits", name, line) from None


def is_wrapper(value: dict[str, object]) -> bool:
    """Whether an object is an answer that holds entries, not an entry."""
    if any(isinstance(value.get(name), dict) for name in _AROUND):
        return True
    lists = (value.get(name) for name in _LISTS)
    return any(isinstance(entries, list) and entries and isinstance(entries[0], dict) for entries in lists)


def _elements(window: _Window) -> Iterator[tuple[int, object]]:
    """What stands between [ and ], the first of which has been passed."""
    while (char := window.inside()) != "]":
        if char == ",":
            window.skip()
        else:
            line = window.line()
            yield line, window.value()
    window.skip()


def _object(window: _Window, depth: int) -> Iterator[tuple[int, object]]:
    """The entries in the lists of the object; when it has none, the object itself."""
    line, fields, is_entry = window.line(), {}, True
    window.skip()
    while (char := window.inside()) != "}":
        if char == ",":
            window.skip()
            continue
        key = window.key()
        char = window.inside()
        if char == "[" and key in _LISTS:
            window.skip()
            if window.inside() == "{":
                is_entry = False
            yield from (found for found in _elements(window) if isinstance(found[1], dict))
        elif char == "{" and key in _AROUND and depth < _DEEPEST:
            is_entry = False
            yield from _object(window, depth + 1)
        else:
            fields[key] = window.value()
    window.skip()
    if is_entry:
        yield line, fields


class _Window:
    """The part of the text that is looked at: it grows until a value is whole, and drops what was passed."""

    def __init__(self, pieces: Iterator[str], name: str) -> None:
        self._pieces = pieces
        self._name = name
        self._text = ""
        self._at = 0
        self._passed_lines = 0
        self._counted = 0  # lines up to here are among the passed ones
        self._decode = _DECODER.raw_decode

    def line(self) -> int:
        self._passed_lines += self._text.count("\n", self._counted, self._at)
        self._counted = self._at
        return self._passed_lines + 1

    def error(self, message: str) -> InputError:
        return InputError(message, self._name, self.line())

    def skip(self) -> None:
        self._at += 1

    def peek(self) -> str:
        """The next character that is no space; "" at the end of the text."""
        while True:
            while self._at < len(self._text):
                if (char := self._text[self._at]) not in _SPACE:
                    return char
                self._at += 1
            if not self._grow():
                return ""

    def inside(self) -> str:
        """The same within an array or object, where the text must not end."""
        return self.peek() or self._fail(_ENDED)

    def key(self) -> str:
        """A property name with its colon."""
        key = self.value() if self.inside() == '"' else None
        if not isinstance(key, str):
            return self._fail("invalid JSON: expecting property name enclosed in double quotes")
        if self.inside() != ":":
            return self._fail("invalid JSON: expecting ':' delimiter")
        self.skip()
        return key

    def value(self) -> object:
        """The value that starts here."""
        while True:
            try:
                value, end = self._decode(self._text, self._at)
            except json.JSONDecodeError as error:
                # What is cut off fails at the end of the window, or as a string without end.
                endless = error.msg.startswith("Unterminated string")
                if not (endless or error.pos > len(self._text) - 16) or not self._grow():
                    ended = endless or error.pos >= len(self._text.rstrip())
                    self._at = max(self._at, error.pos)
                    if ended:
                        return self._fail(_ENDED)
                    return self._fail(f"invalid JSON: {error.msg[:1].lower()}{error.msg[1:]}")
            except RecursionError:
                return self._fail("invalid JSON: nested too deeply")
            except ValueError:
                return self._fail("invalid JSON: a number of too many digits")
            else:
                # "1" may be the beginning of "12".
                if end < len(self._text) or isinstance(value, (str, list, dict)) or not self._grow():
                    self._at = end
                    return value

    def _fail(self, message: str) -> Never:
        raise self.error(message)

    def _grow(self) -> bool:
        """Append as much again as there is, so that a long value is not scanned too often; False at the end."""
        self.line()
        rest = self._text[self._at :]
        if len(rest) > _BIGGEST:
            self._fail(f"one value of more than {_BIGGEST >> 20} million characters")
        added: list[str] = []
        size = 0
        for piece in self._pieces:
            added.append(piece)
            size += len(piece)
            if size > len(rest):
                break
        self._text = rest + "".join(added)
        self._at = self._counted = 0
        return bool(size)
