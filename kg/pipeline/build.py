"""kg build: from sources to a catalog. Only what is new is read and analysed; the graph follows from all papers."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.core.account import MOST_TOLD, LeftOut, SourceAccount
from kg.core.corrections import Correction, complaint
from kg.core.engine import Engine
from kg.core.errors import InputError, StoreError
from kg.core.fingerprint import fingerprint
from kg.core.progress import Progress
from kg.papers.readers.read import OnSkip, Seen, SourceFile, digest, find_sources, read_records
from kg.pipeline.stages import DEPENDS_ON
from kg.store.catalog import Catalog


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. entries: read from the sources that were read; skipped: what was left out of them, and told.
    seconds: wall clock. unapplied: one line on each correction that does not apply."""

    papers: int
    concepts: int
    mentions: int
    sources_read: int
    sources_unchanged: int
    sources_removed: int
    skipped: int
    seconds: float
    changed: bool
    unapplied: tuple[str, ...] = ()
    entries: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """How the user wants the sources read; see `build`."""

    form: str
    mapping: Mapping[str, str]
    separator: str | None
    skip_errors: bool
    on_skip: OnSkip


def build(
    sources: str | Path | Sequence[str | Path],
    store: str | Path,
    *,
    fast: bool = False,
    top_n: int = 10,
    jobs: int = 0,
    memory: int = 0,
    engine: Engine | None = None,
    form: str = "",
    mapping: Mapping[str, str] | None = None,
    separator: str | None = None,
    skip_errors: bool = False,
    anew: bool = False,
    progress: Progress | None = None,
) -> BuildReport:
    """Read the sources and make the store's graph the graph of exactly these.

    Sources whose bytes are known are not read again, papers whose text is known not analysed again. The store's
    corrections are kept and respected.

    sources: files, folders or "-" (standard input), one or several. fast: without embeddings. top_n: how many of a
    paper's best keyphrases are concepts even if no other paper has them. form: the format of all sources ("bibtex",
    ...), else each is recognised. mapping: what a table or JSON file calls a field, as {"abstract": "Notes"}.
    separator: the line between two papers of a plain text, "" for a blank one. skip_errors: leave out entries that
    cannot be read. jobs: processes, 0 for one a core. memory: bytes that all of them together may take, about; 0 for
    what is free. engine: in place of jobs, how work is divided (kg.core.engine). anew: make the graph again though
    nothing has changed, from nothing that was worked out before. progress: told of each stage (kg.core.progress).

    Raises InputError (the store is left as it was), StoreError, KgError when memory does not suffice.

    >>> import kg
    >>> report = kg.build("seeds", "kg-store")
    >>> report.papers, report.sources_unchanged
    (46, 5)
    """
    if isinstance(sources, str | Path):
        sources = [sources]
    started = time.perf_counter()
    progress = progress or Progress()
    skipped: list[InputError] = []

    def on_skip(error: InputError) -> None:
        skipped.append(error)
        progress.message(f"skipped: {error}")

    reading = Reading(form, mapping or {}, separator, skip_errors, on_skip)
    files = find_sources(sources, form=form, mapping=mapping, on_skip=on_skip if skip_errors else None)
    with Catalog.create(Path(store)) as catalog:
        try:
            read, entries, removed = _read(catalog, files, reading, progress)
        except InputError:
            catalog.discard_if_new()
            raise
        corrections = [correction for correction, _ in catalog.corrections()]
        changed = _assemble(catalog, corrections, fast, top_n, engine or Engine(jobs), memory, progress, anew)
        unapplied = _unapplied(catalog)
        papers, concepts, mentions = json.loads(catalog.meta("counts"))
    for line in unapplied:
        progress.message(line)
    return BuildReport(
        papers=papers,
        concepts=concepts,
        mentions=mentions,
        sources_read=read,
        sources_unchanged=len(files) - read,
        sources_removed=removed,
        skipped=len(skipped),
        seconds=time.perf_counter() - started,
        changed=changed,
        unapplied=unapplied,
        entries=entries,
    )


def correct(
    store: Path,
    change: Callable[[Catalog], Sequence[Correction]],
    *,
    engine: Engine | None = None,
    progress: Progress | None = None,
) -> tuple[str, ...]:
    """Exchange the store's corrections and bring the graph in line; no source is read. `change` makes the new ones.

    Returns one line on each correction that does not apply. Corrections and graph are exchanged together or not at all.
    Raises StoreError, also when the store was never built, and what `change` raises.
    """
    Catalog.open(Path(store)).close()
    return _rebuild(store, change, engine or Engine(), progress)


def is_up_to_date(catalog: Catalog, sources: Mapping[str, str]) -> bool:
    """Whether this papermesh would make the same graph of these sources (path -> digest). Raises StoreError when the
    catalog is damaged."""
    options = json.loads(catalog.meta("options") or "{}")
    corrections = [correction for correction, _ in catalog.corrections()]
    return bool(options) and settings_of(sources, corrections, **options) == catalog.meta("settings")


def rebuild(store: Path, *, jobs: int = 0, progress: Progress | None = None) -> None:
    """Make the graph from what was read and corrected. Raises StoreError, also when that is not known any more."""
    _rebuild(store, lambda catalog: [correction for correction, _ in catalog.corrections()], Engine(jobs), progress)


def _rebuild(
    store: Path, change: Callable[[Catalog], Sequence[Correction]], engine: Engine, progress: Progress | None
) -> tuple[str, ...]:
    with Catalog.create(Path(store)) as catalog:
        sources, options = catalog.cache.sources(), catalog.meta("options")
        if not (sources and all(sources.values()) and options):
            raise StoreError(f"{store}: its sources have to be read again: run the same kg build again")
        progress = progress or Progress()
        _assemble(catalog, change(catalog), **json.loads(options), engine=engine, memory=0, progress=progress)
        return _unapplied(catalog)


def _assemble(
    catalog: Catalog,
    corrections: Sequence[Correction],
    fast: bool,
    top_n: int,
    engine: Engine,
    memory: int,
    progress: Progress,
    anew: bool = False,
) -> bool:
    """Make the graph, unless it is the one of these records, corrections and options already. Returns whether it
    was. anew: in any case, and from nothing that was worked out before."""
    settings = settings_of(catalog.cache.sources(), corrections, fast, top_n)
    if settings == catalog.meta("settings") and not anew:
        return False
    if anew:
        catalog.cache.forget_worked_out()
    from kg.pipeline.assemble import assemble  # the heavy imports, for nothing when nothing changed

    assemble(catalog, settings, corrections, fast=fast, top_n=top_n, engine=engine, memory=memory, progress=progress)
    return True


def _unapplied(catalog: Catalog) -> tuple[str, ...]:
    numbered = enumerate(catalog.corrections(), start=1)
    return tuple(complaint(number, *corrected) for number, corrected in numbered if corrected[1].why_not)


def _read(catalog: Catalog, files: Sequence[SourceFile], reading: Reading, progress: Progress) -> tuple[int, int, int]:
    """Read changed sources in one transaction, and drop those that are gone. Returns (sources read, entries read from
    them, sources removed). Raises InputError, also where no paper would be left."""
    cache = catalog.cache
    known = cache.sources()
    progress.stage("reading", len(files))
    read = entries = 0
    with cache.transaction():
        for file in files:
            content = _digest(file, reading)
            if known.get(file.name) != content:
                bad: list[InputError] = []
                seen = Seen()
                records = read_records(
                    file,
                    form=reading.form,
                    mapping=reading.mapping,
                    separator=reading.separator,
                    skip_errors=reading.skip_errors,
                    on_skip=bad.append,
                    seen=seen,
                )
                count = cache.put_source(file.name, content, records)
                cache.put_account(account_of(file.name, seen, count, bad))
                entries += count
                cache.put_digest(file.name, digest_with(len(bad), content))
                for error in bad:
                    reading.on_skip(error)
                read += 1
            progress.advance()
        gone = known.keys() - {file.name for file in files}
        for path in gone:
            cache.drop_source(path)
        if next(cache.records(), None) is None:
            raise InputError("nothing could be read as a paper; the store is left as it was", files[0].name)
    return read, entries, len(gone)


def account_of(path: str, seen: Seen, read: int, bad: Sequence[InputError]) -> SourceAccount:
    """What became of the entries of a source."""
    left_out = tuple(LeftOut(error.line, error.reason) for error in bad[:MOST_TOLD])
    return SourceAccount(path, seen.form, seen.entries, read, left_out=left_out)


def _digest(file: SourceFile, reading: Reading) -> str:
    return digest_of(digest(file), reading)


def digest_of(content: str, reading: Reading) -> str:
    """A digest of the bytes of a source (content), of the code that reads them, and of the options of reading."""
    told = json.dumps([reading.form, sorted(reading.mapping.items()), reading.separator])
    return f"{content} {fingerprint('papers')} {told}"


def digest_with(skipped: int, digest: str) -> str:
    """The digest of a source of which so many entries were skipped: it is read again next time, for what is wrong with
    it shall be said again."""
    return f"{digest} with {skipped} skipped" if skipped else digest


def settings_of(sources: Mapping[str, str], corrections: Sequence[Correction], fast: bool, top_n: int) -> str:
    """A digest of everything that the graph depends on. sources: path -> digest."""
    lines = [str(correction) for correction in corrections]
    content = json.dumps([fingerprint(*DEPENDS_ON), fast, top_n, sorted(sources.items()), lines])
    return hashlib.sha256(content.encode()).hexdigest()
