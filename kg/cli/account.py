"""kg sources, kg duplicates: what was read of every file, and which records were joined."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.group import Command
from kg.cli.options import examples, format_option, number_option, store_option
from kg.cli.output import Row, print_rows, print_table, print_text
from kg.core.messages import counted

if TYPE_CHECKING:
    from kg.core.account import SourceAccount

_SOURCES = ("kind", "path", "format", "records", "read", "left_out", "new", "joined", "reasons")
_TOTAL = ("identified", "duplicates_removed", "screened")
_DUPLICATES = (
    *("certainty", "rule", "also", "against", "paper"),
    *("record", "title", "other", "other_title"),
)


@click.command(cls=Command, epilog=examples("kg sources", "kg sources --format csv > sources.csv"))
@format_option
@store_option
def sources(store: Path, form: str) -> None:
    """Account for every file: what was read, left out, joined.

    Records are the entries of a file. Those that are not left out are read; a paper is new where no file before it,
    in the order of their paths, has it, else the record is joined. The last row is the total, in the terms of PRISMA
    2020: records identified, duplicates removed, records screened.
    """
    from kg.store.catalog import Catalog

    with Catalog.open(store) as catalog:
        accounts = catalog.accounts()
    print_rows(_rows(accounts), (*_SOURCES, *_TOTAL), form, draw=_draw_sources)


def _rows(accounts: Sequence[SourceAccount]) -> Iterator[Row]:
    from kg.core.account import total

    for each in accounts:
        yield _row("source", each) | {"reasons": [_reason(*left_out) for left_out in each.left_out]}
    every = total(accounts)
    prisma = (every.records, every.joined, every.new)
    yield _row("total", every) | dict(zip(_TOTAL, prisma, strict=True))


def _row(kind: str, account: SourceAccount) -> dict[str, object]:
    return {
        "kind": kind,
        "path": account.path,
        "format": account.format,
        "records": account.records,
        "read": account.read,
        "left_out": account.records - account.read,
        "new": account.new,
        "joined": account.joined,
    }


def _reason(line: int, reason: str) -> str:
    return f"line {line}: {reason}" if line else reason


def _draw_sources(rows: Iterable[Row]) -> None:
    *files, every = rows
    paths = _without_folder([row["path"] for row in files])
    shown = [
        {
            "file": path,
            "format": row["format"],
            "records": row["records"],
            "read": row["read"],
            "left out": row["left_out"],
            "new": row["new"],
            "joined": row["joined"],
            "why": _first(row.get("reasons", ())),
        }
        for path, row in zip([*paths, "total"], (*files, every), strict=True)
    ]
    columns = ("file", "format", "records", "read", "left out", "new", "joined")
    print_table(shown, (*columns, "why") if any(row["why"] for row in shown) else columns)
    print_text(
        f"\nPRISMA 2020: {counted(every['identified'], 'record')} identified, "
        f"{counted(every['duplicates_removed'], 'duplicate')} removed, "
        f"{every['left_out']:,} left out for other reasons, "
        f"{counted(every['screened'], 'record')} screened."
    )


def _without_folder(paths: Sequence[str]) -> list[str]:
    """The paths without the folder that they have in common: a table has no room for it."""
    folders = {path.rpartition("/")[0] for path in paths}
    try:
        common = posixpath.commonpath(folders)
    except ValueError:  # some begin at the root, others do not; or there is no path
        return list(paths)
    return [path.removeprefix(f"{common}/") for path in paths] if common else list(paths)


def _first(reasons: Sequence[str]) -> str:
    more = f" (+{len(reasons) - 1:,})" if len(reasons) > 1 else ""
    return f"{reasons[0]}{more}" if reasons else ""


@click.command(cls=Command, epilog=examples("kg duplicates --limit 20", "kg duplicates --format csv > duplicates.csv"))
@number_option("--limit", None, "At most so many.")
@format_option
@store_option
def duplicates(store: Path, limit: int | None, form: str) -> None:
    """List the records that are one paper, and why.

    A row says by which rule two records were joined, what else agrees, and what does not. The doubtful come first:
    "certainty" is high where much agrees and nothing does not; it is no probability. Of n records of a paper there
    are n - 1 rows. A record is named by its file and line (a.bib:12) or number (a.csv#3).
    """
    from kg.store.catalog import Catalog

    with Catalog.open(store) as catalog:
        found = catalog.duplicates()[:limit]
    print_rows(map(asdict, found), _DUPLICATES, form, draw=_draw_duplicates, empty="No two records are one paper.")


def _draw_duplicates(rows: Iterable[Row]) -> None:
    listed = list(rows)
    places = iter(_without_folder([row[name] for row in listed for name in ("record", "other")]))
    shown = [
        {
            "certainty": row["certainty"],
            "joined by": row["rule"],
            "against": ", ".join(row["against"]),
            "record": next(places),
            "other": next(places),
            "title": row["title"] or row["other_title"],
        }
        for row in listed
    ]
    print_table(shown, ("certainty", "joined by", "against", "record", "other", "title"))
