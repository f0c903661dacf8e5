"""CSV files for spreadsheets and data frames: one a label and relationship type."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from kg.core.graph import NODES, RELATIONSHIPS, Value
from kg.core.graph_store import GraphSource
from kg.core.progress import Progress
from kg.loaders.files.rows import columns, each_row, to_cell
from kg.loaders.files.write import new_folder

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(graph: GraphSource, folder: Path, *, progress: Progress | None = None) -> None:
    """Make the folder: Paper.csv with a column a property, ..., MENTIONS.csv with start and end (ids) as well, ...

    UTF-8 with a byte order mark, without which Excel garbles Chinese. Lists are JSON arrays. A text that a spreadsheet
    would run as a formula has an apostrophe before it. Raises KgError when the folder is not empty or cannot be
    written.
    """
    progress = progress or Progress()
    counts = graph.counts()
    with new_folder(folder) as part:
        for kind in (*NODES, *RELATIONSHIPS):
            progress.stage(kind, counts.get(kind, 0))
            rows = (row.values() for row in each_row(graph, kind))
            _write(part / f"{kind}.csv", columns(kind), rows, progress)


def _write(path: Path, header: Sequence[str], rows: Iterable[Iterable[Value]], progress: Progress) -> None:
    with path.open("w", encoding="utf-8-sig", errors="replace", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(header)
        for row in rows:
            writer.writerow([_cell(value) for value in row])
            progress.advance()


def _cell(value: Value) -> str:
    if value is None:
        return ""
    text = to_cell(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text
