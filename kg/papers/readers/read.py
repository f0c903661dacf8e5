"""Which files are read, in which format, and the records in them. A new format is one line in FORMATS."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.core.errors import InputError, NothingToRead
from kg.core.records import Record
from kg.papers.readers.formats import (
    arxiv_atom,
    bibtex,
    cnki,
    csl,
    datacite,
    dblp,
    dump,
    endnote_xml,
    jats,
    jsonl,
    medline,
    mods,
    oai,
    openalex,
    ovid,
    pdf,
    plain,
    pubmed_xml,
    ris,
    semantic_scholar,
    service_tables,
    table,
    unknown,
    workbook,
    wos,
    zotero,
    zotero_rdf,
)
from kg.papers.readers.formats.base import Format
from kg.papers.readers.streams.decoding import open_text
from kg.papers.readers.streams.sources import SourceFile, digest, find_files, open_unpacked

__all__ = ["Seen", "SourceFile", "digest", "find_sources", "format_names", "read_records"]

FORMATS: tuple[Format, ...] = (
    pdf.FORMAT,
    workbook.FORMAT,
    workbook.HTML,
    dump.FORMAT,
    bibtex.FORMAT,
    ris.FORMAT,
    wos.FORMAT,
    medline.FORMAT,
    cnki.NOTEEXPRESS,
    cnki.REFWORKS,
    cnki.ENDNOTE,
    cnki.CUSTOM,
    arxiv_atom.FORMAT,
    pubmed_xml.FORMAT,
    dblp.FORMAT,
    endnote_xml.FORMAT,
    jats.FORMAT,
    mods.FORMAT,
    oai.FORMAT,
    zotero_rdf.FORMAT,
    ovid.FORMAT,
    datacite.FORMAT,
    openalex.FORMAT,
    semantic_scholar.FORMAT,
    csl.CROSSREF,
    csl.CSL,
    jsonl.FORMAT,
    zotero.FORMAT,
    service_tables.BIBLIOMETRIX,
    service_tables.SPRINGER,
    service_tables.OPENALEX,
    service_tables.PUBMED,
    service_tables.EMBASE,
    wos.TABLE,
    table.FORMAT,
    plain.FORMAT,
)
"""The first that recognises the beginning of a text reads it, else the first that has the suffix."""

_ABOUT_THE_FOLDER = re.compile(r"(?:readme|licen[cs]e|copying|notice|changelog|changes)\b|~\$", re.IGNORECASE)


def format_names() -> list[str]:
    """What --from takes."""
    return [known.name for known in FORMATS]


OnSkip = Callable[[InputError], None]
"""Hears of what is left out."""


@dataclass(slots=True)
class Seen:
    """What is known of a source while it is read. form: the name of its format, "" until that is known. entries: seen
    so far, those that are left out among them."""

    form: str = ""
    entries: int = 0


def find_sources(
    sources: Sequence[str | Path],
    *,
    form: str = "",
    mapping: Mapping[str, str] | None = None,
    on_skip: OnSkip | None = None,
) -> list[SourceFile]:
    """The files behind the sources, in the order given; folders are searched, "-" is standard input.

    What is named is always read. In a folder or zip archive the rule is: files whose suffix promises papers
    (.txt, .jsonl, .bib, .ris, ..., packed or not) are read, and an unreadable one among them is an error; any
    other file counts only when its content is one of our formats (a dump named `abstracts.dat`). So pictures,
    programs, tables and JSON of other things, README and LICENSE files beside the abstracts are passed over
    (on_skip hears of each), and so are hidden files. With on_skip a damaged archive in a folder is left out.
    mapping: as for `read_records`; what it names is no other thing.

    Raises InputError: no such file, a folder that holds nothing to read.
    """
    only = [known for known in FORMATS if known.name == form]
    mapped = frozenset((mapping or {}).values())
    found, passed_over = find_files(sources, lambda source: _belongs(source, only, mapped), on_skip)
    for source in passed_over if on_skip else ():
        assert on_skip is not None
        on_skip(InputError("passed over: no format for abstracts", source.name))
    return found


def read_records(
    source: SourceFile,
    *,
    form: str = "",
    mapping: Mapping[str, str] | None = None,
    separator: str | None = None,
    skip_errors: bool = False,
    on_skip: OnSkip | None = None,
    seen: Seen | None = None,
) -> Iterator[Record]:
    """The records of a source, streamed, in order.

    form: the name of the format, when it shall not be recognised. mapping: field -> what a table or JSON file calls it.
    separator: the line between two papers of a plain text, "" for a blank one. seen: is kept up to date meanwhile.

    Raises InputError with the file and, where one is to blame, the line; with skip_errors bad entries, and what cannot
    be read at all, are left out instead, and on_skip is called with the error of each. What says nothing (an entry
    without title and abstract, an empty file of a folder) is left out in this way in any case, unless a file that the
    user named holds nothing else.
    """
    heard = on_skip or (lambda error: None)
    is_read, nothing = False, list[InputError]()
    for entry in _entries(source, form, mapping, separator, seen or Seen()):
        if isinstance(entry, Record):
            for before in nothing if not is_read else ():
                heard(before)
            is_read = True
            yield entry
        elif skip_errors or (is_read and isinstance(entry, NothingToRead)):
            heard(entry)
        elif isinstance(entry, NothingToRead):
            nothing.append(entry)
        else:
            raise entry
    if nothing and not is_read:
        if not source.is_found:
            raise nothing[0]
        for entry in nothing:
            heard(entry)


def _entries(
    source: SourceFile, form: str, mapping: Mapping[str, str] | None, separator: str | None, seen: Seen
) -> Iterator[Record | InputError]:
    """The records of a source and what is wrong with others, at last what ended the reading: in the middle of an entry,
    or before the first one."""
    try:
        with open_unpacked(source) as stream:
            text = open_text(stream, source.name, mapping, separator)
            reader = format_of(text.start, source, form)
            if reader is plain.FORMAT and not form and separator is None:
                _refuse_no_paper(text.start, source)
            seen.form = reader.name
            for entry in reader.read(text):
                seen.entries += 1
                yield entry
    except InputError as error:
        seen.entries += bool(seen.entries)
        yield error


def format_of(start: str, source: SourceFile, form: str) -> Format:
    """The format of a text that begins so. form: its name, where the user gave one. Raises InputError."""
    if form:
        named = next((known for known in FORMATS if known.name == form), None)
        if named is None:
            raise InputError(f"no format is called {form!r} (known: {', '.join(format_names())})", source.name)
        return named
    for known in FORMATS:
        if known.recognises(start):
            return known
    for known in FORMATS:
        if source.suffix in known.suffixes:
            return known
    known = ", ".join(format_names())
    raise InputError(f"no reader for this format (known: {known}; name one with --from)", source.name)


def _refuse_no_paper(start: str, source: SourceFile) -> None:
    """Raises InputError where a file would be read as the text of one paper and is something else."""
    if why := unknown.why_no_paper(start):
        raise InputError(f"{why}; --from text reads it as one paper, --from FORMAT as another format", source.name)


def _belongs(source: SourceFile, only: Sequence[Format], mapped: Collection[str]) -> bool:
    """Whether a file found in a folder is meant to be read (see find_sources); only: the format the user named."""
    file_name = source.name.rpartition("/")[2]
    if _ABOUT_THE_FOLDER.match(file_name):
        return False
    promised = any(source.suffix in (known.suffixes if only else known.promised) for known in only or FORMATS)
    if promised and (only or source.suffix not in jsonl.SUFFIXES):
        return True
    try:
        with open_unpacked(source) as stream:
            start = open_text(stream, source.name).start
    except InputError:
        return promised
    if promised:
        return format_of(start, source, "") is not jsonl.FORMAT or not jsonl.is_of_other_things(start, mapped)
    return any(known.claims(start, source.suffix) for known in only or FORMATS)
