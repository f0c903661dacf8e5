"""The tables of a build put in their place as a whole, and the files for Neo4j beside them."""

from __future__ import annotations

import json
import os
import shutil
from contextlib import suppress
from pathlib import Path

from kg.core.progress import Progress
from kg.loaders.neo4j.csv import write_neo4j_csv
from kg.spark import digests, graph
from kg.spark.run import Done

TABLES, NEO4J = "tables", "neo4j"
"""What a build leaves in its folder, beside checkpoints and its log."""


def publish(done: Done, out: Path, about: dict[str, object], progress: Progress) -> str:
    """Put the tables, records and analyses into a folder each of `out`. about: what a store notes of the build.

    Returns the command that imports the files for Neo4j.
    """
    with _Replaced(out / TABLES) as folder:
        for place in done.tables.values():
            _link_all(place, folder)
        for name, place in (("records", done.records), ("analyses", done.analyses)):
            (folder / name).mkdir()
            _link_all(place, folder / name)
        (folder / graph.ABOUT).write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")
        digests.note(folder)
    progress.stage("files for Neo4j")
    with _Replaced(out / NEO4J, make=False) as folder:
        source, generation = graph.ParquetGraph(out / TABLES), str(about["settings"])
        command = write_neo4j_csv(source, folder, corpus="papermesh", generation=generation, progress=progress)
    return command.replace(str(folder), str(out / NEO4J))


class _Replaced:
    """A folder to fill, which takes the place of another when the block ends without an error."""

    def __init__(self, folder: Path, *, make: bool = True) -> None:
        self._folder, self._part, self._make = folder, folder.with_name(f"{folder.name}.part"), make

    def __enter__(self) -> Path:
        shutil.rmtree(self._part, ignore_errors=True)
        if self._make:
            self._part.mkdir()
        return self._part

    def __exit__(self, error: object, *_: object) -> None:
        if error is None:
            former = self._folder.with_name(f"{self._folder.name}.old")
            shutil.rmtree(former, ignore_errors=True)
            with suppress(FileNotFoundError):
                self._folder.rename(former)
            self._part.rename(self._folder)
            shutil.rmtree(former, ignore_errors=True)


def _link_all(place: Path, folder: Path) -> None:
    """The files of a checkpoint under second names; copies where the file system knows no links."""
    for file in place.iterdir():
        if file.suffix not in (".parquet", ".json"):
            continue
        try:
            os.link(file, folder / file.name)
        except OSError:
            shutil.copyfile(file, folder / file.name)
