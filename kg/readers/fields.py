"""From the fields of an entry, as a source spells them, to a clean Record."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from kg.errors import InputError
from kg.records import Record

# C0 and C1 controls but tab and newline, bidirectional overrides and isolates, byte order marks.
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_ARXIV_ID = re.compile(
    r"(?:(?:0[7-9]|1[0-4])(?:0[1-9]|1[0-2])\.\d{4}"  # 0704.0001 until 1412.9999
    r"|(?:1[5-9]|[2-9]\d)(?:0[1-9]|1[0-2])\.\d{5}"  # 1501.00001 and later
    r"|[a-z]+(?:-[a-z]+)?(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?"
)
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_BETWEEN_AUTHORS = re.compile(r"\s*[;,，；、]\s*(?:and\s+|&\s*)?|\s+and\s+|\s+&\s+")
_NO_NAME = re.compile(r"(?:[\W\d_]*|and|et al\.?)", re.IGNORECASE)
_NAME_SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV)\.?|(?:M\.?D|Ph\.?D)\.?")
_BETWEEN_KEYWORDS = re.compile(r"\s*[;；]\s*")
_BETWEEN_KEYWORDS_COMMA = re.compile(r"\s*[,，、]\s*")


def record_from(fields: Mapping[str, object], path: str, position: int, line: int = 0) -> Record:
    """A Record from the fields of an entry, under their usual names in any case.

    abstract | summary | text; title; id; authors | author; year | published | date | update_date; url; doi;
    keywords; lang | language. ("keyphrases" is what benchmarks call their gold answers: never read.)

    Raises InputError when there is neither an abstract nor a title.
    """
    given = {str(name).casefold(): value for name, value in fields.items()}
    abstract = next(filter(None, (clean(_text(given.get(k))) for k in ("abstract", "summary", "text"))), "")
    title = _one_line(given.get("title"))
    if not abstract and not title:
        raise InputError("the entry has neither an abstract nor a title", path, line)
    own_id = _one_line(given.get("id"))
    return Record(
        path=path,
        position=position,
        abstract=abstract,
        line=line,
        title=title,
        id=own_id,
        authors=_authors(given.get("authors") or given.get("author")),
        year=_year(given),
        url=_one_line(given.get("url")) or _arxiv_url(own_id),
        doi=_one_line(given.get("doi")),
        keywords=_keywords(given.get("keywords")),
        lang=_one_line(given.get("lang") or given.get("language")),
    )


def clean(text: str) -> str:
    """NFC, without control characters and bidirectional overrides, stripped; inner whitespace as given."""
    if not (text.isascii() and text.isprintable()):
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        text = _SURROGATE.sub("\ufffd", _INVISIBLE.sub("", text))
        text = unicodedata.normalize("NFC", text)
    return text.strip()


def _text(value: object) -> str:
    """A string or a number as text; a list of strings as paragraphs; anything else as nothing."""
    if isinstance(value, str):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        try:
            return str(value)
        except ValueError:  # more digits than Python is willing to print
            return ""
    if isinstance(value, list):
        return "\n".join(part for part in value if isinstance(part, str))
    return ""


def _one_line(value: object) -> str:
    return " ".join(clean(_text(value)).split())


def _authors(value: object) -> tuple[str, ...]:
    """Names from a list of strings, a list of objects with a name, or one string ("A, B and C")."""
    if isinstance(value, list):
        names = [_one_line(entry.get("name") if isinstance(entry, dict) else entry) for entry in value]
    else:
        names = _split_authors(_one_line(value))
    return tuple(dict.fromkeys(name for name in names if not _NO_NAME.fullmatch(name)))


def _split_authors(text: str) -> list[str]:
    """Affiliations in brackets are dropped; "Jr." stays with its name; "A, B; C, D" splits at semicolons."""
    before = ""
    while before != text:
        before, text = text, _IN_BRACKETS.sub("", text)
    if ";" in text or "；" in text:
        return [" ".join(name.split()) for name in re.split("[;；]", text)]
    names: list[str] = []
    for name in _BETWEEN_AUTHORS.split(text):
        if names and _NAME_SUFFIX.fullmatch(name):
            names[-1] += f", {name}"
        else:
            names.append(" ".join(name.split()))
    return names


def _keywords(value: object) -> tuple[str, ...]:
    if isinstance(value, list):
        words = [_one_line(word) for word in value if isinstance(word, str)]
    else:
        text = _one_line(value)
        words = _BETWEEN_KEYWORDS.split(text)
        if len(words) == 1:
            words = _BETWEEN_KEYWORDS_COMMA.split(text)
    return tuple(dict.fromkeys(word for word in words if word))


def _year(given: Mapping[str, object]) -> int | None:
    for name in ("year", "published", "date", "update_date"):
        if found := _YEAR.search(_text(given.get(name))):
            return int(found[1])
    return None


def _arxiv_url(own_id: str) -> str:
    own_id = own_id.removeprefix("arXiv:")
    return f"https://arxiv.org/abs/{own_id}" if _ARXIV_ID.fullmatch(own_id) else ""
