"""Which papers follow from each other: those of the same authors, and a paper and what others say about it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from kg.core.records import Paper
from kg.text.language import HAN
from kg.text.names import without_accents

_ABOUT = re.compile(
    r"\W*(?:(?:comments?|discussions?|rejoinders?)\b(?: (?:on|of|to)\b|\W*:)|(?:reply|response) to\b)(?P<rest>.*)",
    re.I | re.S,
)
_QUOTED = re.compile(r"[\"“”]([^\"“”]+)[\"“”]|(?:``|‘‘)(.+?)(?:''|\")|[`‘](.+?)['’](?!\w)", re.S)
_NO_LETTERS = re.compile(r"[\W_]+")
_LONG_TITLE = 20
"""Letters from which on a title is the name of a paper."""
_TOLD_BY = 40
"""Letters that tell a title: what discusses it may have the rest wrong."""


def group_of(papers: Sequence[Paper]) -> np.ndarray:
    """(papers,) a number for what a paper belongs to: the paper that it discusses, else its author with the most
    papers. A paper without authors has its own."""
    about = [_about(paper) for paper in papers]
    discussed = set(filter(None, about))
    person = _people(paper.authors for paper in papers)
    authors = [sorted({person[name] for name in paper.authors}) for paper in papers]
    wrote = Counter(name for names in authors for name in names)
    number: dict[tuple[str, str | int], int] = {}
    found: list[int] = []
    for n, paper in enumerate(papers):
        title = about[n] or _letters(paper.title)
        author = min(authors[n], key=lambda name: (-wrote[name], name), default=n)
        key = ("title", title) if title in discussed else ("author", author)
        found.append(number.setdefault(key, len(number)))
    return np.array(found, np.int64)


def _about(paper: Paper) -> str:
    """The letters of the title that a paper says it discusses; "" for most papers. A mere "Rejoinder" may begin its
    abstract with that title."""
    for text in (paper.title, paper.abstract):
        if not (found := _ABOUT.match(text)):
            continue
        quoted = _QUOTED.search(found["rest"])
        title = next(filter(None, quoted.groups())) if quoted else found["rest"] if text is paper.title else ""
        if len(letters := _letters(title)) >= _LONG_TITLE:
            return letters
    return ""


def _letters(title: str) -> str:
    return _NO_LETTERS.sub("", title.casefold())[:_TOLD_BY]


def _people(authors: Iterable[Sequence[str]]) -> dict[str, str]:
    """Name -> whose name it is: "P. H. Chavanis" is "Pierre-Henri Chavanis" where no other first name has that initial
    and family name."""
    parts = {name: _parts(name) for names in authors for name in names}
    full: dict[tuple[str, str], set[str]] = defaultdict(set)
    for family, given in parts.values():
        if len(given) > 2:
            full[family, given[0]].add(given)
    found: dict[str, str] = {}
    for name, (family, given) in parts.items():
        known = full.get((family, given[:1]), set())
        found[name] = f"{family}, {given[:1] if len(known) < 2 or len(given) < 3 else given}"
    return found


def _parts(name: str) -> tuple[str, str]:
    """(family name, first given name or initial) without accents and case: "Chavanis, P. H.", "Pierre-Henri
    Chavanis"."""
    if HAN.search(name):
        return name, ""
    plain = without_accents(name.casefold())
    before, comma, after = plain.partition(",")
    words = re.findall(r"[^\W\d_]+", before)
    if comma:
        family, given = "".join(words), re.findall(r"[^\W\d_]+", after)
    else:
        family, given = (words[-1], words[:-1]) if words else (plain, [])
    return family, given[0] if given else ""
