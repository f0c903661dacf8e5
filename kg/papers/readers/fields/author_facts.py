"""What a source knows of its authors besides their names: ORCID, its own number, e-mail, the name in another script."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from kg.papers.readers.fields.cleaning import one_line
from kg.papers.readers.fields.people import authors, given_first, in_both_scripts
from kg.text.language import HAN

_ORCID = re.compile(r"(?<![\dX])(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dXx])(?![\dX])")
_PAIR = re.compile(r"(?<![^;/\dXx])([^;/]{2,200})/((?:\d{4}-){3}\d{3}[\dXx])")
_SCOPUS = re.compile(r"([^()]*\w[^()]*) \((\d{8,12})\)")
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,5}")


def facts(people: object, more: object = ()) -> tuple[str, ...]:
    """ "Ann Bee\torcid:0000-0002-1825-0097" and the like, see kg.core.records.Record.people, each once, sorted.

    people: as for `kg.papers.readers.fields.people.authors`. more: pairs of a name and a text that holds an ORCID.
    """
    found = [(name, fact) for name, fact in _all(people) if fact]
    for pair in more if isinstance(more, (list, tuple)) else ():
        if isinstance(pair, (list, tuple)) and len(pair) == 2 and isinstance(pair[0], str):
            found.append((pair[0], orcid(pair[1])))
    named = ((authors([name]), fact) for name, fact in found if fact)
    return tuple(sorted({f"{names[0]}\t{fact}" for names, fact in named if names}))


def orcid(text: object) -> str:
    """ "orcid:0000-0002-1825-0097" of a text or an address; "" without one whose check digit is right."""
    return _checked(text[:200]) if isinstance(text, str) else ""


@lru_cache(maxsize=1 << 13)
def _checked(text: str) -> str:
    found = _ORCID.search(text)
    if not found:
        return ""
    digits = "".join(found.groups()).upper()
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    if digits[-1] != ("X" if check == 10 else str(check)) or int(digits[:-1]) == 0:
        return ""
    return "orcid:" + "-".join(digits[n : n + 4] for n in range(0, 16, 4))


def email(text: object) -> str:
    """ "email:ann@example.org" of a text that holds one."""
    found = _EMAIL.search(text[:2000]) if isinstance(text, str) else None
    return f"email:{found[0].casefold()}" if found else ""


def pairs_of(text: str) -> list[tuple[str, str]]:
    """The names and ORCIDs of "Bee, Ann/0000-0002-1825-0097; Dee, Cy/...", as Web of Science lists them."""
    return [(name.strip(), number) for name, number in _PAIR.findall(one_line(text))]


def _all(people: object) -> Iterator[tuple[str, str]]:
    if isinstance(people, str):
        if "(" in people or "（" in people:
            commas = HAN.search(people) and not re.search("[;；]", people)
            yield from _all(re.split("[;；,，、]" if commas else "[;；]", people))
        return
    for person in people if isinstance(people, (list, tuple)) else ():
        if isinstance(person, Mapping):
            names = authors([person])
            known = [orcid(person.get("orcid")) or orcid(person.get("ORCID")), email(person.get("email"))]
            yield from ((name, fact) for name in names for fact in (*known, _number(person)))
        elif isinstance(person, str):
            yield from _in_brackets(one_line(person))


def _number(person: Mapping[str, object]) -> str:
    """The author's number in OpenAlex or Semantic Scholar."""
    for name, key in (("openalex", "openalex"), ("s2", "authorId")):
        if isinstance(number := person.get(key), str) and re.fullmatch(r"\w{1,20}", number):
            return f"{name}:{number.casefold()}"
    return ""


def _in_brackets(person: str) -> Iterator[tuple[str, str]]:
    name, other = in_both_scripts(person)
    if other:
        yield given_first(name), f"name:{other}"
    if found := _SCOPUS.fullmatch(person.strip()):
        yield given_first(found[1].strip()), f"scopus:{found[2]}"
