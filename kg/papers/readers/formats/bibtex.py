"""BibTeX and BibLaTeX. bibtexparser takes the entries apart, one at a time so that the file is streamed."""

from __future__ import annotations

import logging
import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import replace

from kg.core.errors import InputError
from kg.core.records import Record
from kg.papers.readers.fields.fields import record_from
from kg.papers.readers.fields.latex import from_latex
from kg.papers.readers.fields.people import given_first, whole_name
from kg.papers.readers.formats.base import Entries, Format
from kg.papers.readers.streams.decoding import Lines, SourceText, undecodable

_ENTRY = re.compile(r"[ \t]*@[ \t]*([A-Za-z]+)[ \t]*(?:[{(]|$)")
_RECOGNISED = re.compile(r"^[ \t]*@[ \t]*[A-Za-z]+[ \t]*[{(][ \t]*[^\s,{}()=]+[ \t]*(?:,|=)", re.MULTILINE)
_NO_PAPER = frozenset(("comment", "preamble", "string", "control", "xdata", "set"))
_MISSING_COMMA = re.compile(r"""([}"])([ \t]*\n[ \t]*[\w-]+[ \t]*=[ \t]*["{\d])""")
_BETWEEN_NAMES = re.compile(r"\s+and\s+", re.IGNORECASE)
_MONTHS = frozenset("jan feb mar apr may jun jul aug sep oct nov dec".split())
_TEXT = ("title", "subtitle", "abstract", "keywords", "url", "doi", "eprint", "langid", "language", "pmid")
_TEXT += ("author_keywords", "author-keywords")
_VOLUMES = frozenset("proceedings book collection mvproceedings mvbook mvcollection periodical".split())
_MOST_WAITING = 10_000

logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # what is wrong is told once, by us


def _recognises(start: str) -> bool:
    return _RECOGNISED.search(start) is not None


def _read(text: SourceText) -> Entries:
    """An entry of a volume (crossref) has its year. So one whose volume is still to come waits for it, and what follows
    with it; not for ever, since the file is streamed."""
    years = dict[str, int | None]()
    waiting = deque[tuple[Record | InputError, str]]()
    for entry, volume, of_volume in _entries(text):
        if volume and isinstance(entry, Record):
            years.setdefault(volume, entry.year)
        waiting.append((entry, of_volume))
        while waiting and (not (of := waiting[0][1]) or of in years or len(waiting) > _MOST_WAITING):
            yield _with_year(waiting.popleft(), years)
    while waiting:
        yield _with_year(waiting.popleft(), years)


def _with_year(waited: tuple[Record | InputError, str], years: Mapping[str, int | None]) -> Record | InputError:
    entry, of_volume = waited
    return replace(entry, year=years.get(of_volume)) if of_volume and isinstance(entry, Record) else entry


def _entries(text: SourceText) -> Iterator[tuple[Record | InputError, str, str]]:
    """(entry, the key that it has as a volume, the key of the volume whose year it lacks). Entries that are no papers
    (comments, strings) count as no position."""
    from bibtexparser.model import Entry, String

    position, strings = 0, dict[str, str]()
    for line, kind, source in _blocks(text.lines()):
        if kind in _NO_PAPER - {"string"}:
            continue
        block = _parse(source)
        if kind == "string":
            if isinstance(block, String):
                strings[block.key.casefold()] = _value(str(block.value), strings)
            continue
        try:
            if undecodable(source):
                raise InputError("the entry holds bytes of another encoding", text.name, line)
            if not isinstance(block, Entry):
                raise InputError(f"this BibTeX entry cannot be read: {block}", text.name, line)
            given = {field.key.casefold(): _value(str(field.value), strings) for field in reversed(block.fields)}
            record = record_from(_fields(block.key, given), text.name, position, line)
            of_volume = given.get("crossref", "").casefold() if record.year is None else ""
            yield record, block.key.casefold() if kind in _VOLUMES else "", of_volume
        except InputError as error:
            yield error, "", ""
        position += 1
    if not position:
        raise InputError("there is no BibTeX entry in the file", text.name)


def _blocks(lines: Lines) -> Iterator[tuple[int, str, str]]:
    """(line, type in lower case, text) of everything that begins with @type at the start of a line."""
    start, kind, block = 0, "", list[str]()
    for number, line in lines:
        if found := _ENTRY.match(line):
            if block:
                yield start, kind, "\n".join(block)
            start, kind, block = number, found[1].casefold(), []
        if kind:
            block.append(line)
    if block:
        yield start, kind, "\n".join(block)


def _parse(source: str) -> object:
    """An Entry, a String, or what is wrong."""
    from bibtexparser.model import DuplicateFieldKeyBlock, Entry, ParsingFailedBlock, String
    from bibtexparser.splitter import Splitter

    blocks = Splitter(_MISSING_COMMA.sub(r"\1,\2", source)).split().blocks
    block = blocks[0] if blocks else None
    if isinstance(block, DuplicateFieldKeyBlock):  # the first of the two counts
        return block.ignore_error_block
    if isinstance(block, ParsingFailedBlock):
        return "it ends in the middle" if source.count("{") > source.count("}") else "its braces or quotes do not match"
    return block if isinstance(block, (Entry, String)) else "it has no key or no fields"


def _value(raw: str, strings: Mapping[str, str]) -> str:
    """Without its braces or quotes; strings filled in, parts joined at #."""
    return "".join(_part(part.strip(), strings) for part in _split_outside(raw, "#"))


def _part(part: str, strings: Mapping[str, str]) -> str:
    if len(part) > 1 and (part[0], part[-1]) in (("{", "}"), ('"', '"')):
        return part[1:-1]
    name = part.casefold()
    return strings.get(name, "" if name in _MONTHS else part)


def _split_outside(text: str, separator: str) -> list[str]:
    """Split where no brace and no quote is open."""
    if separator not in text:
        return [text]
    parts, depth, quoted, start = [], 0, False, 0
    for at, char in enumerate(text):
        if char == "{":
            depth += 1
        elif char == "}":
            depth -= 1
        elif char == '"' and not depth:
            quoted = not quoted
        elif char == separator and not depth and not quoted:
            parts.append(text[start:at])
            start = at + 1
    return [*parts, text[start:]]


def _fields(key: str, given: Mapping[str, str]) -> dict[str, object]:
    plain = {
        name: from_latex(given[name]) if name not in ("url", "doi") else given[name] for name in _TEXT if name in given
    }
    title = plain.get("title", "")
    if subtitle := plain.get("subtitle"):
        title = f"{title}: {subtitle}"
    archive = (given.get("eprinttype") or given.get("archiveprefix") or "arxiv").casefold()
    return {
        "id": key,
        "title": title,
        "abstract": plain.get("abstract"),
        "authors": _authors(given.get("author") or given.get("editor") or ""),
        "year": [given.get("year", ""), given.get("date", "")],
        # Scopus calls the index terms "keywords".
        "keywords": plain.get("author_keywords") or plain.get("author-keywords") or plain.get("keywords"),
        "url": _bare(plain.get("url", "")),
        "doi": _bare(plain.get("doi", "")),
        "arxiv": plain.get("eprint", "") if archive == "arxiv" else "",
        "pmid": plain.get("pmid") or (plain.get("eprint", "") if archive == "pubmed" else ""),
        "lang": plain.get("langid") or plain.get("language"),
    }


def _bare(address: str) -> str:
    """Without the braces around all of it, and escapes."""
    return address.strip("{} \t\n").replace("\\", "")


def _authors(value: str) -> list[str]:
    """ "Family, Given and Given Family and {An Organisation}", in the order given."""
    names = []
    for name in _names(" ".join(value.split())):
        organisation = name.startswith("{") and name.endswith("}") and "{" not in name[1:]
        plain = " ".join(from_latex(name).split())
        names.append(plain if organisation else _person(plain))
    return names


def _person(name: str) -> str:
    """ "Family, Given" or BibLaTeX's "family=Berg, given=Jan, prefix=van der"."""
    if "family" not in name or "=" not in name:
        return given_first(name)
    parts = {key.strip(): value.strip() for key, _, value in (part.partition("=") for part in name.split(","))}
    family = f"{parts.get('prefix', '')} {parts.get('family', '')}".strip()
    return whole_name(parts.get("given", ""), family, parts.get("suffix", ""))


def _names(value: str) -> Iterator[str]:
    """Split at "and" where no brace is open."""
    start = 0
    for found in _BETWEEN_NAMES.finditer(value):
        before = value[start : found.start()]
        if before.count("{") <= before.count("}"):
            yield before
            start = found.end()
    yield value[start:]


FORMAT = Format("bibtex", _recognises, _read, frozenset({".bib", ".bibtex"}), frozenset({".bib", ".bibtex"}))
