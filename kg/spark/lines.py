"""JSON lines and Parquet at an address (hdfs://, s3a://, file://), read where they lie by Spark's own readers.

A large file is split among executors. Spark does not number lines, so they are counted first, part by part; then each
part is read with the number of its first line and entry, as a local build would number them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

import pyarrow as pa

from kg.core.errors import InputError, NothingToRead
from kg.core.records import Record
from kg.papers.readers.formats.jsonl import SUFFIXES, is_by_line
from kg.papers.readers.read import FORMATS, SourceFile, format_of
from kg.spark.session import address_of, exactly, plainly
from kg.spark.workers import RECORDS, Arrow, OfBatches, account_row, record_rows

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_HEAD = 1 << 16
"""Characters of the beginning of a file by which its format is recognised."""
_PARQUET = ".parquet"


@dataclass(frozen=True, slots=True)
class Lying:
    """A file at an address, which nothing encodes, as Hadoop has it. name: as of SourceFile, for file:// the path.
    modified: seconds. is_found: in a folder."""

    address: str
    name: str
    size: int
    modified: float
    is_found: bool


class _Part(NamedTuple):
    """A part of a file. form: in which a file that begins so is read. wrong: why it cannot be read."""

    file: int
    start: int
    lines: int
    entries: int
    form: str
    wrong: str


_PARTS = "file int, start long, lines long, entries long, form string, wrong string"


def is_address(source: str | Path) -> bool:
    """Whether a source is an address, and no path."""
    return _ADDRESS.match(str(source)) is not None


def lying_at(
    session: SparkSession, addresses: Sequence[str], on_skip: Callable[[InputError], None] | None = None
) -> list[Lying]:
    """The files at these addresses: themselves, or in folders those whose suffix promises JSON lines or Parquet.
    on_skip: hears of the others. Raises InputError where there is none, or nothing answers."""
    from py4j.protocol import Py4JJavaError
    from pyspark.errors import PySparkException

    found: dict[str, Lying] = {}
    for address in addresses:
        files = session.read.option("recursiveFileLookup", "true").format("binaryFile")
        try:
            rows = files.load(address).select("_metadata.*").collect()
        except (PySparkException, Py4JJavaError) as error:
            raise InputError(_why_not(str(error)), address) from None
        is_empty = True
        for row in rows:
            at = unquote(row.file_path)
            modified = row.file_modification_time.timestamp()
            is_found = _name(at) != _name(address)
            if not is_found or SourceFile(None, at).suffix in (*SUFFIXES, _PARQUET):
                is_empty = False
                found.setdefault(at, Lying(at, _name(at), row.file_size, modified, is_found))
            elif on_skip:
                on_skip(InputError("passed over: no JSON lines, no Parquet", _name(at)))
        if is_empty:
            raise InputError(_NOTHING if not _is_hidden(address) else _HIDDEN, address)
    return list(found.values())


_NOTHING = "the folder holds no file that can be read as abstracts"
_HIDDEN = "Spark passes over names that begin with _ or a point; give the file another name"


def _is_hidden(address: str) -> bool:
    """Whether Spark passes over a file of this name."""
    return address.rstrip("/").rpartition("/")[2].startswith(("_", "."))


_WHY_NOT = {
    "PATH_NOT_FOUND": "no such file or folder",
    "NoSuchBucketException": "no such bucket",
    "FileSystem not found": "Spark lacks the jars of this file system; name them in spark.jars.packages",
    "No FileSystem for scheme": "Spark knows no such file system",
    "UnknownHostException": "no such host",
    "Connection refused": "nothing answers there",
    "ConnectTimeoutException": "nothing answers there",
    "AccessControlException": "you may not read it",
    "AccessDeniedException": "you may not read it",
    "StandbyException": "this is a standby; name the service, or the active one",
}
"""What Spark and Hadoop say -> what is told."""


def _why_not(said: str) -> str:
    """Why an address cannot be read, in a line."""
    known = next((reason for sign, reason in _WHY_NOT.items() if sign in said), "")
    return known or f"cannot be read: {plainly(said)}"


def _name(address: str) -> str:
    return re.sub("^file:/*", "/", address)


def write_records(
    session: SparkSession, folder: Path, files: Mapping[int, Lying], form: str, mapping: Mapping[str, str], part: int
) -> None:
    """Add the records of these files to a folder of kg.spark.workers.RECORDS. part: bytes of a file that are a task.
    files: by place among all sources."""
    with _splitting(session, part):
        for is_table in (False, True):
            some = {n: file for n, file in files.items() if file.name.lower().endswith(_PARQUET) == is_table}
            if not some:
                continue
            lines = _lines(session, some, is_table)
            counted = lines.mapInArrow(_counted(some, form), _PARTS).collect()
            begins = _begins([_Part(*row) for row in counted])
            lines.mapInArrow(_read(some, begins, mapping), RECORDS).write.mode("append").parquet(address_of(folder))


@contextmanager
def _splitting(session: SparkSession, size: int) -> Iterator[None]:
    """Within the block Spark splits files into parts of so many bytes, each a partition of its own."""
    name = "spark.sql.files.maxPartitionBytes"
    before = session.conf.get(name)
    session.conf.set(name, str(size))
    try:
        yield
    finally:
        session.conf.set(name, str(before))


def _lines(session: SparkSession, files: Mapping[int, Lying], is_table: bool) -> DataFrame:
    """(address, start of the part in bytes, line). A row of a table is a line of JSON."""
    from pyspark.sql import functions as F

    addresses = [exactly(file.address) for file in files.values()]
    return _rows(session, addresses) if is_table else _with_places(session.read.text(addresses), F.col("value"))


def _rows(session: SparkSession, addresses: Sequence[str]) -> DataFrame:
    """The rows of tables as lines: fields that a table lacks are left out. Tables whose columns have one name and types
    that do not go together are read apart from one another."""
    from py4j.protocol import Py4JJavaError
    from pyspark.sql import functions as F

    try:
        read = session.read.option("mergeSchema", "true").parquet(*addresses)
    except Py4JJavaError as error:
        if len(addresses) > 1 and "CANNOT_MERGE_SCHEMAS" in str(error):
            half = len(addresses) // 2
            return _rows(session, addresses[:half]).union(_rows(session, addresses[half:]))
        raise
    return _with_places(read, F.to_json(F.struct("*")))


def _with_places(read: DataFrame, line: Column) -> DataFrame:
    return read.select("_metadata.file_path", "_metadata.file_block_start", line.cast("binary").alias("line"))


# -- on executors ------------------------------------------------------------------------------------


def _parts_of(batches: Arrow, files: Mapping[int, Lying]) -> Iterator[tuple[int, int, list[str]]]:
    """(file, start, lines) of every batch; a batch is of one part, for a part is a partition."""
    numbers = {file.address: number for number, file in files.items()}
    for batch in batches:
        if batch.num_rows:
            path, start = (batch.column(name)[0].as_py() for name in ("file_path", "file_block_start"))
            lines = (line.decode("utf-8", "surrogateescape") for line in batch.column("line").to_pylist())
            yield numbers[unquote(path)], start, [line.removeprefix("\ufeff") for line in lines]


def _counted(files: Mapping[int, Lying], form: str) -> OfBatches:
    """Lines -> _PARTS, of each partition."""

    def of(batches: Arrow) -> Arrow:
        part = None
        for file, start, lines in _parts_of(batches, files):
            if part is None:
                part = _Part(file, start, 0, 0, *_form_of("\n".join(lines)[:_HEAD], files[file].name, form))
            entries = sum(not line.isspace() for line in lines if line)
            part = part._replace(lines=part.lines + len(lines), entries=part.entries + entries)
        if part:
            types = pa.int32(), *[pa.int64()] * 3, pa.string(), pa.string()
            columns = [pa.array([value], type_) for value, type_ in zip(part, types, strict=True)]
            yield pa.RecordBatch.from_arrays(columns, names=_Part._fields)

    return of


def _form_of(beginning: str, name: str, form: str) -> tuple[str, str]:
    """The name of the format, and what is wrong."""
    try:
        found = format_of(beginning, SourceFile(None, name), form)
    except InputError as error:
        return "", error.reason
    if found.of_lines is None or not is_by_line(beginning):
        return found.name, "at an address JSON lines and Parquet are read; mount it for other formats"
    return found.name, ""


class _Begin(NamedTuple):
    """What is before a part. form: of its file."""

    line: int
    position: int
    form: str
    wrong: str


def _begins(parts: Sequence[_Part]) -> dict[tuple[int, int], _Begin]:
    """(file, start) -> what is before it. The first part of a file tells its format; the others begin anywhere."""
    found: dict[tuple[int, int], _Begin] = {}
    for file, some in groupby(sorted(parts), key=lambda part: part.file):
        line = position = 0
        first = None
        for part in some:
            first = first or part
            found[file, part.start] = _Begin(line, position, first.form, first.wrong)
            line, position = line + part.lines, position + part.entries
    return found


def _read(
    files: Mapping[int, Lying], begins: Mapping[tuple[int, int], _Begin], mapping: Mapping[str, str]
) -> OfBatches:
    """Lines -> RECORDS."""
    formats = {known.name: known.of_lines for known in FORMATS}

    def of(batches: Arrow) -> Arrow:
        at, file, start, count = None, 0, 0, 0
        told: list[tuple[str, int, bool]] = []
        for file, start, lines in _parts_of(batches, files):
            at = at or begins[file, start]
            of_lines = formats.get(at.form)
            if at.wrong or of_lines is None:
                break
            numbered = enumerate(lines, start=at.line + 1)
            found = list(of_lines(numbered, files[file].name, mapping, at.position))
            records = [entry for entry in found if isinstance(entry, Record)]
            wrong = [entry for entry in found if isinstance(entry, InputError)]
            told += [(error.reason, error.line, isinstance(error, NothingToRead)) for error in wrong]
            yield record_rows(file, records)
            count += len(records)
            at = at._replace(line=at.line + len(lines), position=at.position + len(found))
        if at:
            entries = at.position - begins[file, start].position
            yield account_row(file, at.position, form=at.form, entries=entries, read=count, told=told, wrong=at.wrong)

    return of
