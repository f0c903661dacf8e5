"""What a command prints on stdout: rows as a table, JSON, JSON lines or CSV."""

from __future__ import annotations

import csv
import errno
import io
import json
import math
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

import click

from kg.cli.text import BOLD, clean, clean_lines, is_rich_terminal, json_safe, line_width, pad, shorten, style, width
from kg.core.errors import KgError

FORMATS = ("table", "json", "jsonl", "csv")

Row = Mapping[str, Any]


def use_utf8() -> None:
    """Write UTF-8 and plain line ends whatever the system; a terminal keeps its own, and what it lacks is escaped."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding, newline = (None, None) if stream.isatty() else ("utf-8", "\n")
            stream.reconfigure(encoding=encoding, newline=newline, errors="backslashreplace")


def wants(flag: str) -> bool:
    """Whether the user gave --quiet, --verbose or --debug, before or after the name of the command."""
    context = click.get_current_context(silent=True)
    return context is not None and bool(context.find_root().meta.get(f"kg.{flag}"))


def say(message: str) -> None:
    """Print a message for the user on stderr; nothing with --quiet."""
    if not wants("quiet"):
        click.echo(clean_lines(message), err=True)


def write(text: str, *, flush: bool = False) -> None:
    """Write data to stdout. Raises KgError naming it when that fails, BrokenPipeError when nobody reads."""
    if sys.stdout is None:
        raise KgError("standard output is closed")
    try:
        sys.stdout.write(text)
        if flush:
            sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        if os.name == "nt" and error.errno == errno.EINVAL:  # how Windows says that the pipe is closed
            raise BrokenPipeError from error
        raise KgError(f"standard output: {error.strerror or error}") from error


def print_text(text: str) -> None:
    """Print text for people: it may hold the escape codes of `kg.cli.text.style`, nothing else unsafe."""
    if is_rich_terminal():
        click.echo(text)  # translates the codes for older Windows consoles
    else:
        write(text + "\n")


def print_rows(
    rows: Iterable[Row],
    columns: Sequence[str],
    form: str,
    *,
    draw: Callable[[Iterable[Row]], None] | None = None,
    empty: str = "Nothing found.",
) -> None:
    """Print rows in one of FORMATS. json, jsonl and csv go out row by row.

    columns: the field names, in order. draw: how people see the rows, else a table. empty: said on
    stderr when a table would have no rows.
    """
    if form == "json":
        _print_json(rows)
    elif form == "jsonl":
        for row in rows:
            write(to_json(row) + "\n", flush=True)
    elif form == "csv":
        _print_csv(rows, columns)
    else:
        rest = iter(rows)
        first = next(rest, None)
        if first is None:
            say(empty)
        elif draw:
            draw(chain([first], rest))
        else:
            print_table(chain([first], rest), columns)


def to_json(value: object) -> str:
    """Valid JSON on one line that leaves Chinese readable; NaN and infinity, unknown to JSON, become null."""
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, default=str)
    except ValueError:
        text = json.dumps(_finite(value), ensure_ascii=False, default=str)
    return json_safe(text)


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(item) for item in value]
    return value


def _print_json(rows: Iterable[Row]) -> None:
    before = "["
    for row in rows:
        write(f"{before}\n  {to_json(row)}")
        before = ","
    write("[]\n" if before == "[" else "\n]\n")


def _print_csv(rows: Iterable[Row], columns: Sequence[str]) -> None:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    on_terminal = sys.stdout is not None and sys.stdout.isatty()
    for values in chain([columns], ([to_text(row.get(name)) for name in columns] for row in rows)):
        writer.writerow([clean(value) for value in values] if on_terminal else values)
        write(buffer.getvalue(), flush=True)
        buffer.seek(0)
        buffer.truncate()


def to_text(value: Any) -> str:
    """A value as one cell: lists joined by '; ', nodes and relationships of a query in Cypher's notation."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return "; ".join(map(to_text, value))
    if isinstance(value, Mapping):
        return _entity(value)
    return str(value)


def _entity(value: Mapping[str, Any]) -> str:
    if "labels" in value and "id" in value:
        name = value.get("title") or value.get("name") or value.get("path") or value["id"]
        return f"(:{':'.join(value['labels'])} {name})"
    if {"type", "start", "end"} <= value.keys():
        return f"[:{value['type']}]"
    if "text" in value and "score" in value:
        return str(value["text"])  # a keyphrase
    if value.keys() == {"short", "long"}:
        return f"{value['short']} = {value['long']}"
    return json.dumps(value, ensure_ascii=False, default=str)


def print_table(rows: Iterable[Row], columns: Sequence[str]) -> None:
    """Print rows as a table that fits the terminal: numbers to the right, long texts shortened with …, ids last."""
    values = [[row.get(name) for name in columns] for row in rows]
    cells = [[clean(_number(value)).strip() for value in line] for line in values]
    numeric = [all(isinstance(line[i], (int, float, type(None))) for line in values) for i in range(len(columns))]
    natural = [max(width(clean(name)), *(width(line[i]) for line in cells)) for i, name in enumerate(columns)]
    widths = fit(natural, [*map(_yielding, columns, numeric)], line_width() - 2 * (len(columns) - 1))

    def draw(line: Sequence[str]) -> str:
        fields = zip(line, widths, numeric, strict=True)
        return "  ".join(pad(shorten(text, room), room, right=right) for text, room, right in fields).rstrip()

    lines = [style(draw([clean(name) for name in columns]), BOLD), *map(draw, cells)]
    if _is_long(len(lines)):
        os.environ.setdefault("LESS", "FRX")  # as git does: colours, and what is read stays on the terminal
        click.echo_via_pager("\n".join(lines) + "\n", color=is_rich_terminal() or None)
        return
    for line in lines:
        print_text(line)


def _is_long(lines: int) -> bool:
    """Whether a person has to scroll back for the beginning."""
    import shutil

    streams = (sys.stdin, sys.stdout)
    if not all(stream is not None and stream.isatty() for stream in streams):
        return False
    return lines >= shutil.get_terminal_size().lines


def _number(value: Any) -> str:
    return f"{value:.3f}" if isinstance(value, float) else to_text(value)


_NEVER, _LATE, _EARLY = range(3)
"""When a column is narrowed: numbers never; ids, which one copies into the next command, after all other texts."""
_READABLE, _LEAST = 12, 4  # what is left to each other text before ids are cut, and to any text


def _yielding(name: str, numeric: bool) -> int:
    return _NEVER if numeric else _LATE if name == "id" else _EARLY


def fit(natural: Sequence[int], yielding: Sequence[int], room: int) -> list[int]:
    """Widths of columns that fit into `room` characters. Of the columns that yield as early the widest is first."""
    widths = list(natural)
    for least, turn in ((_READABLE, {_EARLY}), (_LEAST, {_EARLY, _LATE})):
        texts = [i for i, each in enumerate(yielding) if each in turn]
        while texts and sum(widths) > room:
            widest = max(texts, key=lambda i: widths[i])
            if widths[widest] <= least:
                break  # at last more columns than the terminal can hold: lines will wrap
            widths[widest] -= 1
    return widths
