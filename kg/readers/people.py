"""Names of authors, in whichever form a source has them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.readers.cleaning import one_line

_IN_BRACKETS = re.compile(r"\([^()]*\)")
_BETWEEN = re.compile(r"\s*[;,，；、]\s*(?:and\s+|&\s*)?|\s+and\s+|\s+&\s+")
_NO_NAME = re.compile(r"(?:[\W\d_]*|and|(?:and )?others|et al\.?)", re.IGNORECASE)
_SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV)\.?|(?:M\.?D|Ph\.?D)\.?")
_HAN = re.compile("[\u4e00-\u9fff·]+")


def authors(value: object) -> tuple[str, ...]:
    """Names from a list of strings, a list of objects with a name, or one string ("A, B and C"), in order."""
    if isinstance(value, (list, tuple)):
        names = [_named(entry) for entry in value]
    else:
        names = _split(one_line(value) if isinstance(value, str) else "")
    return tuple(dict.fromkeys(name for name in names if not _NO_NAME.fullmatch(name)))


def given_first(name: str) -> str:
    """ "Given Family" from "Family, Given" or "Family, Jr., Given", for sources in which a comma means just that.

    A Chinese name keeps its order: 张三 from "张, 三". Nothing else is guessed.
    """
    parts = [part.strip() for part in name.split(",")]
    if len(parts) == 2 and all(_HAN.fullmatch(part) for part in parts):
        return "".join(parts)
    if len(parts) == 2 and all(parts) and not _SUFFIX.fullmatch(parts[1]):
        return f"{parts[1]} {parts[0]}"
    if len(parts) == 3 and all(parts):
        family, first, second = parts
        given, suffix = (second, first) if _SUFFIX.fullmatch(first) else (first, second)
        return f"{given} {family}, {suffix}" if _SUFFIX.fullmatch(suffix) else name
    return name


def _named(entry: object) -> str:
    """A name that is a string, or an object {"name"}, {"given", "family"}, {"firstname", "lastname"}."""
    if isinstance(entry, str):
        return one_line(entry)
    if not isinstance(entry, Mapping):
        return ""
    for given, family in (("given", "family"), ("first", "last"), ("firstName", "lastName"), ("forename", "surname")):
        if isinstance(last := entry.get(family), str):
            first = entry.get(given)
            parts = [first if isinstance(first, str) else "", str(entry.get("non-dropping-particle") or ""), last]
            words = [one_line(part) for part in parts if part.strip()]
            together = all(_HAN.fullmatch(word) for word in words)
            return "".join(reversed(words)) if together else " ".join(words)
    found = entry.get("name") or entry.get("literal")
    return one_line(found) if isinstance(found, str) else ""


def _split(text: str) -> list[str]:
    """Affiliations in brackets are dropped; "Jr." stays with its name; "A, B; C, D" splits at semicolons."""
    before = ""
    while before != text:
        before, text = text, _IN_BRACKETS.sub("", text)
    if ";" in text or "；" in text:
        return [" ".join(name.split()) for name in re.split("[;；]", text)]
    names: list[str] = []
    for name in _BETWEEN.split(text):
        if names and _SUFFIX.fullmatch(name):
            names[-1] += f", {name}"
        else:
            names.append(" ".join(name.split()))
    return names
