"""Sources to records on executors, file by file, each where it lies."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from kg.core.account import SourceAccount
from kg.core.errors import InputError
from kg.core.fingerprint import fingerprint
from kg.papers.readers.read import Seen, SourceFile
from kg.pipeline.build import Reading, account_of, digest_of, digest_with
from kg.spark import workers
from kg.spark.stages import Cluster

_LIKE_PAPERS = 1000
"""Papers of a file, where nothing is known of it."""


def key_of(files: Sequence[SourceFile], reading: Reading) -> str:
    """A hash of what the records depend on: where the files lie, their sizes and times, options, the readers' code.

    Raises InputError for standard input, which executors do not see.
    """
    told: list[Any] = [fingerprint("papers"), reading.form, sorted(reading.mapping.items())]
    told += [reading.separator, reading.skip_errors]
    for file in files:
        if file.path is None:
            raise InputError("standard input cannot be read on a cluster; write it to a file first", "-")
        known = file.path.stat()
        told.append([str(file.path.absolute()), file.name, file.member, known.st_size, known.st_mtime_ns])
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


def in_place(files: Iterable[SourceFile]) -> list[SourceFile]:
    """The files in the order in which a local build takes their records: by name."""
    return sorted(files, key=lambda file: file.name.encode("utf-8", "replace"))


def make_records(cluster: Cluster, folder: Path, files: Sequence[SourceFile], reading: Reading) -> None:
    """Fill the folder of a checkpoint. Raises InputError for what ends a local build, too."""
    told = [[str(file.path and file.path.absolute()), file.name, file.member, file.is_found] for file in files]
    listed = folder / "files.json"
    listed.write_text(json.dumps(told), encoding="utf-8")
    numbers = cluster.session.range(0, len(files), 1, min(len(files), cluster.divided(len(files) * _LIKE_PAPERS)))
    of = workers.read(str(listed), reading.form, dict(reading.mapping), reading.separator, reading.skip_errors)
    numbers.mapInArrow(of, workers.RECORDS).write.parquet(str(folder / "records"))
    for each in accounts(folder / "records"):
        if each["error"]:
            raise InputError(*each["error"])


def accounts(records: Path) -> list[dict[str, Any]]:
    """What became of the entries of every source, in the order of their names; see kg.spark.workers.read."""
    table = pq.read_table(records, columns=["file", "account"], filters=[("account", "!=", "")])
    return [json.loads(text) for _, text in sorted(zip(*(c.to_pylist() for c in table.columns), strict=True))]


def left_out(account: dict[str, Any]) -> list[InputError]:
    """What was wrong with entries of a source."""
    return [InputError(*each) for each in account["left_out"]]


def source_account(account: dict[str, Any]) -> SourceAccount:
    """The same as a local build keeps it."""
    seen = Seen(account["form"], account["entries"])
    return account_of(account["name"], seen, account["read"], left_out(account))


def source_digest(account: dict[str, Any], reading: Reading) -> str:
    """What a local build knows the source by."""
    return digest_with(len(account["left_out"]), digest_of(account["digest"], reading))
