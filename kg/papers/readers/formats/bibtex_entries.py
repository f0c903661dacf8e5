"""The entries of a BibTeX file, one at a time so that it is streamed.

An entry whose fields are all written as they should be, as programs write nearly all, is taken apart by one regular
expression. The others are left to bibtexparser, which also tells what is wrong with them. Programs write types and keys
of any kind (@book_section, @web-page, no key, a key with a comma), forget commas and double them; bibtexparser gets
each entry in the form that it knows.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kg.core.errors import InputError
from kg.papers.readers.streams.decoding import Lines, SourceText, undecodable

_TYPE = r"""[^\s{}()"'#%,=\\@]+"""
_FIELD = r"""[^\s,={}()"#%]+\s*=\s*["{\w]"""
_ENTRY = re.compile(rf"[ \t]*@[ \t]*(?:({_TYPE})[ \t]*[{{(]|([A-Za-z]+)[ \t]*$)")
RECOGNISED = re.compile(
    rf"^[ \t]*@[ \t]*{_TYPE}[ \t]*[{{(]\s*(?:[^\s,{{}}()=]+[ \t]*(?:,|=)|,\s*{_FIELD})", re.MULTILINE
)
_KEYLESS = re.compile(rf"\s*@[ \t]*{_TYPE}\s*([{{(])\s*+()(?={_FIELD})")
_KEYED = re.compile(rf"\s*@[ \t]*{_TYPE}\s*([{{(])\s*+([^\n{{}}]*?)\s*(?:,[\s,]*+(?={_FIELD}|[)}}])|\n\s*(?={_FIELD}))")
_MISSING_COMMA = re.compile(r"""([}"])([ \t]*\n[ \t]*[\w-]+[ \t]*=[ \t]*["{\d])""")
_COMMAS = re.compile(rf",(?:\s{{0,99}},){{1,9}}(?=\s*(?:{_FIELD}|[}})]))")
# What is in braces, braces within it in pairs; as in BibTeX a brace behind a backslash is no brace.
_FLAT = r"[^{}]*+(?:(?<=\\)[{}][^{}]*+)*+"
_NESTED = rf"{_FLAT}(?:\{{{_FLAT}\}}{_FLAT})*+"
_DEEPER = rf"{_FLAT}(?:\{{{_NESTED}\}}{_FLAT})*+"
_IN_BRACES = rf"\{{{_FLAT}(?:\{{{_DEEPER}\}}{_FLAT})*+\}}"
_IN_QUOTES = r'"[^"{}]*+(?:\{[^"{}]*+\}[^"{}]*+)*+(?<!\\)"'
_BARE = r"""[^\s{}()"'#%,=\\@]+"""
_PLAIN_FIELD = re.compile(rf"""([^\s,={{}}()"#%@\\]+)\s*=\s*({_IN_BRACES}|{_IN_QUOTES}|{_BARE})\s*(?:,\s*|(?=\}}))""")
_ANOTHER = re.compile(r"\n\s*@")
_LOST = re.compile(r"^\s*@\s*[A-Za-z]\w*[ \t,]+\S", re.MULTILINE)
_NO_PAPER = frozenset(("comment", "preamble", "string", "control", "xdata", "set"))
_MONTHS = frozenset("jan feb mar apr may jun jul aug sep oct nov dec".split())

logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # what is wrong is told once, by us


@dataclass(frozen=True, slots=True)
class BibEntry:
    """line: where it begins. kind: its type in lower case. fields: lower-case name -> its values, in order."""

    line: int
    kind: str
    key: str
    fields: Mapping[str, list[str]] = field(default_factory=dict)


def bib_entries(text: SourceText) -> Iterator[BibEntry | InputError]:
    """All entries that may be papers, with their strings filled in; what cannot be read is an error in its place."""
    from bibtexparser.model import Entry, String

    strings: dict[str, str] = {}
    for line, kind, source in _blocks(text.lines()):
        if kind in _NO_PAPER - {"string"}:
            continue
        if kind != "string" and undecodable(source):
            yield InputError("the entry holds bytes of another encoding", text.name, line)
            continue
        if kind != "string" and (plain := _plain_entry(source)):
            key, fields = plain
            yield BibEntry(line, kind, key, _values(fields, strings))
            continue
        key, (first, *others) = _parse(source, kind)
        if kind == "string":
            if isinstance(first, String):
                strings[first.key.casefold()] = _value(str(first.value), strings)
        elif not isinstance(first, Entry):
            yield InputError(f"this BibTeX entry cannot be read: {first}", text.name, line)
        else:
            yield BibEntry(line, kind, first.key if key is None else key, _values(_fields(first), strings))
            yield from _behind(others, line, strings, text.name)


def _behind(
    blocks: Iterable[object], line: int, strings: Mapping[str, str], name: str
) -> Iterator[BibEntry | InputError]:
    """Entries behind another one in its line, and what looks like one there; line: of the first."""
    from bibtexparser.model import Entry, ImplicitComment, ParsingFailedBlock

    for block in blocks:
        where = line + (getattr(block, "start_line", 0) or 0)
        if isinstance(block, Entry) and block.entry_type not in _NO_PAPER:
            yield BibEntry(where, block.entry_type.casefold(), block.key, _values(_fields(block), strings))
        elif isinstance(block, ParsingFailedBlock) or (
            isinstance(block, ImplicitComment) and _LOST.search(block.comment)
        ):
            yield InputError("what begins here looks like a BibTeX entry and cannot be read", name, where)


def _blocks(lines: Lines) -> Iterator[tuple[int, str, str]]:
    """(line, type in lower case, text) of everything that begins with @type at the start of a line."""
    start, kind, block = 0, "", list[str]()
    for number, line in lines:
        if "@" in line and (found := _ENTRY.match(line)):
            if block:
                yield start, kind, "\n".join(block)
            start, kind, block = number, (found[1] or found[2]).casefold(), []
        if kind:
            block.append(line)
    if block:
        yield start, kind, "\n".join(block)


def _plain_entry(source: str) -> tuple[str, list[tuple[str, str]]] | None:
    """(key, fields as they stand there) of an entry in which nothing is out of the ordinary, else None."""
    found = _KEYLESS.match(source) or _KEYED.match(source)
    if not found or found[1] != "{" or _ANOTHER.search(source):
        return None
    fields, at = list[tuple[str, str]](), found.end()
    while field := _PLAIN_FIELD.match(source, at):
        fields.append((field[1], field[2]))
        at = field.end()
    if not source.startswith("}", at) or "@" in source[at:]:
        return None
    return found[2], fields


def _parse(source: str, kind: str) -> tuple[str | None, list[object]]:
    """(the key, None where bibtexparser shall read it; an Entry, a String, or what is wrong, and what stands behind
    it)."""
    from bibtexparser.model import DuplicateFieldKeyBlock, Entry, ParsingFailedBlock, String
    from bibtexparser.splitter import Splitter

    key = None
    if kind != "string" and (found := _KEYLESS.match(source) or _KEYED.match(source)):
        key, source = found[2], f"@entry{found[1]}key," + source[found.end() :]
    source = _with_commas(source)
    blocks = [
        block.ignore_error_block if isinstance(block, DuplicateFieldKeyBlock) else block
        for block in Splitter(source).split().blocks
    ]
    block = blocks[0] if blocks else None
    if isinstance(block, ParsingFailedBlock):
        return key, [_complaint(source, str(getattr(block.error, "abort_reason", "")))]
    if isinstance(block, (Entry, String)):
        return key, list(blocks)
    return key, ["it has no key or no fields"]


def _with_commas(source: str) -> str:
    """With one comma between fields where there was none, or more."""
    return _COMMAS.sub(",", _MISSING_COMMA.sub(r"\1,\2", source))


def _complaint(source: str, reason: str) -> str:
    if source.count("{") > source.count("}"):
        return "it ends in the middle"
    if "Expected" in reason:
        return "one of its fields has no = before its value, or no comma behind it"
    return "its braces or quotes do not match"


def _fields(entry: object) -> list[tuple[str, str]]:
    """Name and value of the fields of bibtexparser's Entry."""
    return [(given.key, str(given.value)) for given in getattr(entry, "fields", ())]


def _values(fields: Iterable[tuple[str, str]], strings: Mapping[str, str]) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for name, raw in fields:
        values.setdefault(name.casefold(), []).append(_value(raw, strings))
    return values


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
