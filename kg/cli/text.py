"""Text for a terminal: made harmless, measured in display columns, shortened and wrapped."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence

# Control characters (escape sequences start with one), bidirectional overrides and lone surrogates.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_SPACE = re.compile(r"\s+")
_WIDE = "\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\U00020000-\U0003ffff"
_CLOSING = "，。、；：！？）】》」』”’％,.;:!?)\\]}"
_ON, _OFF = "\x0e", "\x0f"  # a marked stretch, until it is drawn; never in cleaned text
# What may stand alone on a line: one wide character or one word, with the punctuation that follows it.
_CHUNK = f"\\s+|{_ON}*(?:[{_WIDE}]|[^\\s{_WIDE}{_ON}]+)[{_CLOSING}{_OFF}]*|{_ON}+"

BOLD, DIM, UNDERLINE = "1", "2", "1;4"


def _escape(match: re.Match[str]) -> str:
    code = ord(match.group())
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def clean(text: object) -> str:
    """One line of harmless text: white space becomes one space, control characters are shown escaped."""
    return _UNSAFE.sub(_escape, _SPACE.sub(" ", str(text)))


def clean_lines(text: str) -> str:
    """Harmless text as `clean` makes it, but with line breaks and indentation kept."""
    return "\n".join(_UNSAFE.sub(_escape, line.expandtabs(4)) for line in text.split("\n"))


def json_safe(text: str) -> str:
    """JSON text in which no character acts on a terminal; the value it holds stays the same."""
    return _UNSAFE.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def is_rich_terminal() -> bool:
    """Whether stdout may get bold and underlined text."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return sys.stdout is not None and sys.stdout.isatty()


def style(text: str, code: str) -> str:
    """Text drawn bold, dim or underlined where the terminal can."""
    return f"\x1b[{code}m{text}\x1b[0m" if text and is_rich_terminal() else text


def line_width() -> int:
    """Columns of the terminal (or of COLUMNS); 100 when stdout is none."""
    import shutil

    return max(40, shutil.get_terminal_size((100, 24)).columns)


def width(text: str) -> int:
    """Columns that text takes on a terminal: a Chinese character takes two."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def shorten(text: str, columns: int) -> str:
    """Text cut to a number of columns, the cut shown as …; no character is cut in half."""
    if width(text) <= columns:
        return text
    kept, used = [], 1
    for character in text:
        used += width(character)
        if used > columns:
            break
        kept.append(character)
    return "".join(kept).rstrip() + "…"


def pad(text: str, columns: int, *, right: bool = False) -> str:
    """Text filled up with spaces to a number of columns."""
    fill = " " * (columns - width(text))
    return fill + text if right else text + fill


def mark(text: str, spans: Sequence[int]) -> str:
    """Cleaned text in which the stretches (start, end, start, end, ...) are marked for `wrap`."""
    joined: list[list[int]] = []
    for start, end in sorted(zip(spans[::2], spans[1::2], strict=True)):
        if joined and start < joined[-1][1]:
            joined[-1][1] = max(end, joined[-1][1])  # a term within another, or overlapping it
        else:
            joined.append([start, end])
    marked, last = [], 0
    for start, end in joined:
        marked += [clean(text[last:start]), _ON, clean(text[start:end]), _OFF]
        last = end
    return "".join([*marked, clean(text[last:])])


def wrap(text: str, columns: int, indent: str = "") -> str:
    """Text broken into lines of at most `columns` columns, each indented; marked terms drawn."""
    lines, line, used = [], "", 0
    room = max(10, columns - len(indent))
    for chunk in re.findall(_CHUNK, text):
        size = width(chunk.replace(_ON, "").replace(_OFF, "")) + _drawn_marks(chunk)
        if used and used + size > room and not chunk.isspace():
            lines.append(line.rstrip())
            line, used = "", 0
        if line or not chunk.isspace():
            line, used = line + chunk, used + size
    return "\n".join(indent + drawn for drawn in _draw([*lines, line.rstrip()]))


def _drawn_marks(chunk: str) -> int:
    """Columns that the marks in a chunk take once drawn."""
    return 0 if is_rich_terminal() else 2 * (chunk.count(_ON) + chunk.count(_OFF))


def _draw(lines: Sequence[str]) -> list[str]:
    """Marks as bold and underlined text, which must not run on over the margin; else as **."""
    if not is_rich_terminal():
        return [line.replace(_ON, "**").replace(_OFF, "**") for line in lines]
    drawn, is_open = [], False
    for line in lines:
        start = f"\x1b[{UNDERLINE}m" if is_open else ""
        is_open = line.rfind(_ON) > line.rfind(_OFF) or (is_open and _OFF not in line)
        body = line.replace(_ON, f"\x1b[{UNDERLINE}m").replace(_OFF, "\x1b[0m")
        drawn.append(start + body + ("\x1b[0m" if is_open else ""))
    return drawn
