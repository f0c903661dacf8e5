"""Names of authors, in whichever form a source has them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.papers.readers.fields.cleaning import one_line
from kg.text.language import HAN, HAN_CHARACTERS

_IN_BRACKETS = re.compile(r"\([^()]*\)")
_BETWEEN = re.compile(r"\s*[;,，；、]\s*(?:and\s+|&\s*)?|\s+and\s+|\s+&\s+")
_NO_NAME = re.compile(
    r"[\W\d_]*|and|(?:and )?others|et al\.?|\[?(?:no author(?:s|\(s\))?(?: name| id)?s? (?:available|found))\]?",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV)\.?|(?:M\.?D|Ph\.?D)\.?")
_CHINESE_NAME = re.compile(f"[{HAN_CHARACTERS}·]+")
_INITIAL = "[^\\W\\d_a-z\u3400-\u9fff]"
_INITIALS = re.compile(rf"(?:{_INITIAL}[a-z]?\.[\s-]?)*(?:{_INITIAL}|{_INITIAL}[a-z]?\.)")
_LATIN = r"[A-Z\u00c0-\u024f][A-Za-z\u00c0-\u024f .,'’-]*"
_HAN_NAME = f"[{HAN_CHARACTERS}·]{{2,8}}"
_BOTH_SCRIPTS = (
    re.compile(rf"({_HAN_NAME})\s*[\s/(（\[]\s*({_LATIN})[)）\]]?"),
    re.compile(rf"({_LATIN})[\s/(（\[]\s*({_HAN_NAME})[)）\]]?"),
)
_LONGEST = 200
"""Letters of a name; what is longer is none, and takes long to look at."""
_BARE_INITIALS_LAST = re.compile(rf"([^,;]*\w[^,;]*?) ({_INITIAL}(?:-?{_INITIAL}){{0,3}})(?: ({_SUFFIX.pattern}))?")
_INITIALS_LAST = re.compile(rf"([^,;.]*[a-z\u00df-\u024f][^,;.]*) ((?:{_INITIAL}[a-z]?\.[\s-]?)+)(?<=\.)")


def authors(value: object) -> tuple[str, ...]:
    """Names from a list of strings, a list of objects with a name, or one string ("A, B and C"), in order."""
    if isinstance(value, (list, tuple)):
        names = [_named(entry) for entry in value]
    else:
        names = _split(one_line(value) if isinstance(value, str) else "")
    names = [in_both_scripts(name)[0] for name in names]
    return tuple(dict.fromkeys(_given_initials_first(name) for name in names if not _NO_NAME.fullmatch(name)))


def in_both_scripts(name: str) -> tuple[str, str]:
    """ "张伟" and "Zhang Wei" of "张伟 (Zhang Wei)"; the other way round of "Zhang Wei 张伟"; any other name and ""."""
    if len(name) > _LONGEST or not HAN.search(name) or name.isascii():
        return name, ""
    for pattern in _BOTH_SCRIPTS:
        if found := pattern.fullmatch(name.strip()):
            return found[1].strip(), found[2].strip()
    return name, ""


def _given_initials_first(name: str) -> str:
    """A.N. Bee of "Bee A.N.", as Scopus and Embase write it."""
    found = _INITIALS_LAST.fullmatch(name) if name.endswith(".") and len(name) < _LONGEST else None
    return f"{found[2]} {found[1]}" if found else name


def given_first(name: str) -> str:
    """ "Given Family" from "Family, Given" or "Family, Jr., Given", for sources in which a comma means just that.

    A Chinese name keeps its order: 张三 from "张, 三"; PubMed's "Family, Given Jr" is read. Nothing else is guessed.
    """
    if "," not in name:
        return name
    parts = [part.strip() for part in name.split(",")]
    if len(parts) == 2 and all(parts) and not _SUFFIX.fullmatch(parts[1]):
        given, _, suffix = parts[1].rpartition(" ")
        return whole_name(given, parts[0], suffix) if _SUFFIX.fullmatch(suffix) else whole_name(parts[1], parts[0])
    if len(parts) == 3 and all(parts):
        family, first, second = parts
        given, suffix = (second, first) if _SUFFIX.fullmatch(first) else (first, second)
        return f"{given} {family}, {suffix}" if _SUFFIX.fullmatch(suffix) else name
    return name


def initials_first(name: str) -> str:
    """ "AM Bee" from "Bee AM", for sources that put initials last without a comma; else as `given_first`."""
    found = _BARE_INITIALS_LAST.fullmatch(name) if len(name) < _LONGEST else None
    return whole_name(found[2], found[1], found[3] or "") if found else given_first(name)


def whole_name(given: str, family: str, suffix: str = "") -> str:
    """ "Given Family, Suffix" of what is there; 张三 of a Chinese name."""
    if family and given and _CHINESE_NAME.fullmatch(family) and _CHINESE_NAME.fullmatch(given):
        return family + given
    name = f"{given} {family}" if given and family else given or family
    return f"{name}, {suffix}" if suffix else name


def between_semicolons(text: str) -> list[str]:
    """The names of a list in which only semicolons separate, so that a comma means "Family, Given"."""
    return [given_first(" ".join(name.split())) for name in re.split("[;；]", text)]


def _named(entry: object) -> str:
    """A name that is a string, or in its parts: {"name"}, {"given", "family"}, {"firstname", "lastname"}; or arXiv's
    ["Family", "Given", "Jr."]."""
    if isinstance(entry, str):
        return one_line(entry)
    if isinstance(entry, list):
        family, given, suffix = [one_line(part) if isinstance(part, str) else "" for part in [*entry, "", "", ""][:3]]
        return whole_name(given.replace(". -", ".-"), family, suffix)  # arXiv parts "C.-P."
    if not isinstance(entry, Mapping):
        return ""
    for given, family in (("given", "family"), ("first", "last"), ("firstName", "lastName"), ("forename", "surname")):
        if isinstance(last := entry.get(family), str):
            keys = (given, "dropping-particle", "non-dropping-particle", "suffix")
            first, *particles, suffix = (
                one_line(text) if isinstance(text := entry.get(key), str) else "" for key in keys
            )
            return whole_name(first, " ".join(filter(None, (*particles, one_line(last)))), suffix)
    found = entry.get("name") or entry.get("literal")
    return one_line(found) if isinstance(found, str) else ""


def _split(text: str) -> list[str]:
    """Affiliations in brackets are dropped; "A, B; C, D" splits at semicolons; what is no name of its own, "Jr." and
    initials, belongs to the name before it ("Bee, A., Dee, C.")."""
    before = ""
    while before != text:
        before, text = text, _IN_BRACKETS.sub("", text)
    if ";" in text or "；" in text:
        return between_semicolons(text)
    if "|" in text:
        return between_semicolons(text.replace("|", ";"))
    names: list[str] = []
    for name in _BETWEEN.split(text):
        if names and _SUFFIX.fullmatch(name):
            names[-1] += f", {name}"
        elif names and (len(name) == 1 or "." in name[:3]) and _INITIALS.fullmatch(name):
            names[-1] = whole_name(name, names[-1])
        else:
            names.append(" ".join(name.split()))
    return names
