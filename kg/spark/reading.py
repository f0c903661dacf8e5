"""Sources to records on executors, each where it lies: file by file, or at an address in parts (lines.py)."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import astuple
from pathlib import Path
from typing import Any, TypeAlias

import pyarrow.parquet as pq

from kg.core.account import SourceAccount
from kg.core.errors import InputError, KgError
from kg.core.fingerprint import fingerprint
from kg.papers.readers.read import Seen, SourceFile
from kg.papers.readers.streams.sources import identity
from kg.pipeline.build import Reading, account_of, digest_of, digest_with
from kg.spark import workers
from kg.spark.lines import Lying, write_records
from kg.spark.session import address_of
from kg.spark.stages import Cluster

_ACCOUNTS = "_accounts.json"
"""Spark passes over names that begin so."""
_PART = 64 << 20
"""Bytes of a file at an address that are read by one task."""
_LIKE_PAPERS = 1000
"""Papers of a file, where nothing is known of it."""


Source: TypeAlias = SourceFile | Lying


def key_of(files: Sequence[Source], reading: Reading) -> str:
    """A hash of what the records depend on: where the files lie, their sizes and times, options, the readers' code."""
    told: list[Any] = [fingerprint("papers"), reading.form, sorted(reading.mapping.items())]
    told += [reading.separator, reading.skip_errors]
    for file in files:
        if isinstance(file, Lying):
            told.append(astuple(file))
        elif file.path:
            known = file.path.stat()
            told.append([str(file.path.absolute()), file.name, file.member, known.st_size, known.st_mtime_ns])
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


def insist_on_files(files: Iterable[SourceFile]) -> None:
    """Raise InputError for standard input, which executors do not see."""
    if any(file.path is None for file in files):
        raise InputError("standard input cannot be read on a cluster; write it to a file first", "-")


def in_place(files: Iterable[Source]) -> list[Source]:
    """The files in the order in which a local build takes their records: by name. One that has a path and an address is
    there once, as it comes first."""
    once: dict[object, Source] = {}
    for file in files:
        once.setdefault(_identity(file), file)
    return sorted(once.values(), key=lambda file: file.name.encode("utf-8", "replace"))


def _identity(file: Source) -> object:
    if isinstance(file, SourceFile):
        return identity(file)
    return (Path(file.name).resolve(), "") if file.address.startswith("file:") else file.address


def make_records(cluster: Cluster, folder: Path, files: Sequence[Source], reading: Reading) -> None:
    """Fill the folder of a checkpoint. Raises InputError for what ends a local build, too."""
    records = folder / "records"
    lying = {number: file for number, file in enumerate(files) if isinstance(file, Lying)}
    here = [(number, file) for number, file in enumerate(files) if isinstance(file, SourceFile)]
    if here:
        told = [[n, str(file.path and file.path.absolute()), file.name, file.member, file.is_found] for n, file in here]
        listed = folder / "files.json"
        listed.write_text(json.dumps(told), encoding="utf-8")
        numbers = cluster.session.range(0, len(here), 1, min(len(here), cluster.divided(len(here) * _LIKE_PAPERS)))
        of = workers.read(str(listed), reading.form, dict(reading.mapping), reading.separator, reading.skip_errors)
        numbers.mapInArrow(of, workers.RECORDS).write.parquet(address_of(records))
    if lying:
        write_records(cluster.session, records, lying, reading.form, dict(reading.mapping), _PART)
    table = pq.read_table(records, columns=["number", "file", "account"], filters=[("account", "!=", "")])
    parts: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for _, file, account in sorted(zip(*(column.to_pylist() for column in table.columns), strict=True)):
        parts[file].append(json.loads(account))
    every = [_whole(file, parts[number], reading.skip_errors) for number, file in enumerate(files)]
    for each in every:
        if each["error"]:
            raise InputError(*each["error"])
    (records / _ACCOUNTS).write_text(json.dumps(every), encoding="utf-8")


def accounts(records: Path) -> list[dict[str, Any]]:
    """What became of the entries of every source, in the order of their names; see kg.spark.workers.read.
    Raises KgError where they cannot be read."""
    try:
        return json.loads((records / _ACCOUNTS).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise KgError(f"{records / _ACCOUNTS}: damaged: {error}; build again") from error


def _whole(file: Source, parts: Sequence[dict[str, Any]], skip_errors: bool) -> dict[str, Any]:
    """The account of a source, made of those of its parts as kg.papers.readers.read.read_records says."""
    if isinstance(file, SourceFile):
        return parts[0]
    told = [(part["wrong"], 0, False) for part in parts[:1] if part["wrong"]]
    told += [tuple(each) for part in parts for each in part["told"]] or [("the file is empty", 0, True)] * (not parts)
    read = sum(part["read"] for part in parts)
    ends = [each for each in told if not each[2] and not skip_errors]
    ends += [each for each in told if each[2] and not read and not file.is_found]
    return {
        "name": file.name,
        "form": parts[0]["form"] if parts else "",
        "entries": sum(part["entries"] for part in parts),
        "read": read,
        "digest": hashlib.sha256(json.dumps(astuple(file)).encode()).hexdigest(),
        "left_out": [(reason, file.name, line) for reason, line, _ in told],
        "error": (ends[0][0], file.name, ends[0][1]) if ends else None,
    }


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
