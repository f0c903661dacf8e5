"""CSV files for spreadsheets and data frames: one a label and relationship type."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from kg.loaders.export import new_folder
from kg.loaders.flat import to_cell
from kg.progress import Progress
from kg.records import Value
from kg.schema import NODES, RELATIONSHIPS, GraphSource

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
        for label, types in NODES.items():
            progress.stage(label, counts.get(label, 0))
            rows = ([node.properties.get(name) for name in types] for node in graph.nodes(label))
            _write(part / f"{label}.csv", list(types), rows, progress)
        for kind, (_, _, types) in RELATIONSHIPS.items():
            progress.stage(kind, counts.get(kind, 0))
            rows = (
                [edge.start[1], edge.end[1], *(edge.properties.get(name) for name in types)]
                for edge in graph.edges(kind)
            )
            _write(part / f"{kind}.csv", ["start", "end", *types], rows, progress)


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[Value]], progress: Progress) -> None:
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
