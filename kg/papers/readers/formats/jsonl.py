"""JSON with the usual field names, the arXiv snapshot among them: one object a line, an array, or a wrapped list.

Other dialects of JSON (OpenAlex, Crossref, ...) are read by the same steps with fields of their own: `json_format`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import islice

from kg.core.errors import InputError, NothingToRead
from kg.core.records import Record
from kg.papers.readers.fields.aliases import guess, is_known, pick
from kg.papers.readers.fields.cleaning import one_line
from kg.papers.readers.fields.fields import record_from
from kg.papers.readers.formats.base import Entries, Fields, Format
from kg.papers.readers.streams.decoding import Lines, SourceText, undecodable
from kg.papers.readers.streams.json_stream import is_wrapper, json_entries, parse

SUFFIXES = frozenset({".json", ".jsonl", ".ndjson"})
_OBJECT = re.compile(r"""^\s*(?:\[\s*)?\{\s*(?:"|\}|$)""", re.MULTILINE)
_LINE = re.compile(r"[^\r\n]*\S[^\r\n]*[\r\n]?")

_OF_PAPERS = frozenset("abstract authors author authorships year doi DOI paperId".split())
"""What no answer of an error has; Crossref's message is its papers, unless there is an error."""
_NAME = re.compile(r'"([^"\\\n]{1,60})"\s*:')


def json_format(
    name: str,
    recognises: Callable[[str], bool],
    fields: Fields,
    *,
    suffixes: frozenset[str] = frozenset(),
    promised: frozenset[str] = frozenset(),
    within: frozenset[str] | None = None,
    is_mapped: bool = False,
) -> Format:
    """A format whose entries are JSON objects. is_mapped: its fields heed the user's mapping; the rest as in Format."""

    def read(text: SourceText) -> Entries:
        return _read(text, fields, is_mapped)

    def of_lines(lines: Lines, source: str, mapping: Mapping[str, str], first: int) -> Entries:
        return _records(_line_entries(lines, source), fields, source, mapping, first)

    return Format(name, recognises, read, suffixes, promised, within, of_lines)


def objects(value: object) -> list[Mapping[str, object]]:
    """The objects of a list; of anything else none."""
    return [entry for entry in value if isinstance(entry, Mapping)] if isinstance(value, list) else []


def strings(value: object) -> list[str]:
    """The strings of a list; of anything else none."""
    return [entry for entry in value if isinstance(entry, str)] if isinstance(value, list) else []


def looks_like_json(start: str) -> bool:
    """Whether the text begins as a JSON object or array does."""
    return start.lstrip()[:1] in ("{", "[")


def is_of_other_things(start: str, mapped: Collection[str]) -> bool:
    """Whether there are names in the beginning of a JSON file, but none that stands for a title or an abstract, or that
    the user maps."""
    names = dict.fromkeys(_NAME.findall(start))
    return bool(names) and not is_known(tuple(names)) and names.keys().isdisjoint(mapped)


def _recognises(start: str) -> bool:
    return _OBJECT.search(start) is not None


def _read(text: SourceText, fields: Fields, is_mapped: bool) -> Entries:
    """A broken line is one bad entry; a document that breaks off ends there."""
    by_line = is_by_line(text.start)
    found = _line_entries(text.lines(), text.name) if by_line else _document_entries(text)
    is_empty, names = True, dict[str, None]()
    if is_mapped and text.mapping:
        found = _noted(found, names)
    for entry in _records(found, fields, text.name, text.mapping, 0):
        is_empty = False
        yield entry
    if is_empty:
        raise NothingToRead("there is no entry in the file", text.name)
    if names and (missing := [name for name in text.mapping.values() if name not in names]):
        raise InputError(f"no entry has a field {missing[0]!r}; the fields are: {_shown(names)}", text.name)


def _noted(
    found: Iterator[tuple[int, object] | InputError], names: dict[str, None]
) -> Iterator[tuple[int, object] | InputError]:
    """The entries as they come; the names of their fields are added to `names`."""
    for entry in found:
        if not isinstance(entry, InputError) and isinstance(entry[1], dict):
            names.update(dict.fromkeys(entry[1]))
        yield entry


def _records(
    found: Iterator[tuple[int, object] | InputError],
    fields: Fields,
    name: str,
    mapping: Mapping[str, str],
    first: int,
) -> Entries:
    """The records of values and their lines. first: the position of the first of them."""
    for position, entry in enumerate(found, start=first):
        if isinstance(entry, InputError):
            yield entry
            continue
        line, value = entry
        try:
            yield _record(value, fields, name, mapping, position, line)
        except InputError as error:
            yield error


def is_by_line(start: str) -> bool:
    """Whether the first or the second line is an object of its own (and none that holds the entries)."""
    lines = [found[0] for _, found in zip(range(2), _LINE.finditer(start), strict=False)]
    for line in lines:
        if line.lstrip()[:1] != "{":
            if line is lines[0] and line.lstrip()[:1] == "[":
                return False
            continue
        try:
            value = json.loads(line, strict=False)
        except (ValueError, RecursionError):
            continue
        return not is_wrapper(value)
    # Neither: one long object in many lines, or lines of which the first two are broken.
    first = lines[0].strip() if lines else ""
    return len(lines) > 1 and not re.match(r'\[|\{\s*(?:"[^"]*"\s*:.*,|"[^"]*"\s*:\s*[\[{])?$', first)


def _line_entries(lines: Lines, name: str) -> Iterator[tuple[int, object] | InputError]:
    for number, line in lines:
        if not line or line.isspace():
            continue
        if undecodable(line):
            yield InputError("the line holds bytes of another encoding", name, number)
            continue
        try:
            yield number, parse(line, name, number)
        except InputError as error:
            yield error


def _document_entries(text: SourceText) -> Iterator[tuple[int, object] | InputError]:
    try:
        yield from json_entries(text.pieces(), text.name)
    except InputError as error:
        yield error


def _record(value: object, fields: Fields, name: str, mapping: Mapping[str, str], position: int, line: int) -> Record:
    if not isinstance(value, dict):
        raise InputError("a JSON object is expected, with fields such as title and abstract", name, line)
    if said := _refusal(value):
        raise InputError(f"a web service answered with an error: {said}", name, line)
    try:
        record = record_from(fields(value, mapping), name, position, line)
    except InputError:
        if value and not (set(guess(tuple(value))) & {"abstract", "title"} or mapping):
            raise InputError(_no_field(tuple(value)), name, line) from None
        raise
    if undecodable(record.abstract) or undecodable(record.title):
        raise InputError("the entry holds bytes of another encoding", name, line)
    return record


def _refusal(answer: Mapping[str, object]) -> str:
    """What a web service says in place of papers: {"error": "..."}, {"status": 404, "title": "Not Found"}."""
    if not answer.keys().isdisjoint(_OF_PAPERS):
        return ""
    codes = [str(answer.get(name)) for name in ("status", "code", "statusCode")]
    is_error = answer.get("error") or answer.get("errors") or ("message" in answer and not answer.get("title"))
    if not is_error and not any(re.fullmatch(r"[45]\d\d|failed|error", code) for code in codes):
        return ""
    said = [answer.get(name) for name in ("error", "errors", "message", "title", "detail", "code")]
    return one_line("; ".join(str(part)[:200] for part in said if part)) or "nothing"


def _no_field(names: tuple[str, ...]) -> str:
    return f"no field is known as abstract or title (fields: {_shown(names)}); name one: --map abstract=FIELD"


def _shown(names: Collection[str]) -> str:
    return ", ".join(one_line(str(name)[:40]) for name in islice(names, 30))


# A folder may hold JSON of any kind (settings, notebooks), so there the name must promise papers, or say nothing.
FORMAT = json_format(
    "json", _recognises, pick, suffixes=SUFFIXES, promised=SUFFIXES, within=frozenset({""}), is_mapped=True
)
