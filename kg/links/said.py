"""What papers say is a kind of a concept: "functions such as BM25", "BM25 is a ranking function", 「Y，如X和Z等」.

Hearst, "Automatic acquisition of hyponyms from large text corpora" (COLING 1992).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, starmap
from typing import NamedTuple

import numpy as np

from kg.core.records import Concept, Paper
from kg.core.tables import Mentions

_WORD = r"(?!(?:of|in|on|for|with|by|to|from|at|as|and|or|not|than|the|an?|used|also|often|very|no|only)\b)[\w-]+ "
"""A word that may stand before a noun."""
_THE = "(?:(?:the|an?) )?"
_KINDS = "(?:kinds?|types?|class|classes|forms?|variants?|sorts?|family|families|variety|range|number|examples?)"
_A = rf"(?:an?|one) (?:{_KINDS} of (?:an? )?)?(?:{_WORD}){{0,2}}"
_BETWEEN = re.compile(
    rf"(?P<example>(?<=s),? \(?(?:such as|including|especially|like|for example,?|for instance,?|e\.g\.,?) {_THE}"
    r"|[,，]?\s?(?:包括|例如|诸如|比如|如)\s?)"
    rf"|(?P<other>,? (?:and|or|as well as) (?:many |several |some )?other (?:{_WORD}){{0,2}}"
    r"|等(?:多种|各种|常见|常用|主流|经典|传统|典型|其他|其它)?的?)"
    rf"|(?P<singular> is {_A}|是一[种类个项](?:[^，。；,.;]{{0,8}}的)?)"
    rf"|(?P<plural> are (?:{_WORD})?)"
    rf"|(?P<apposed>, {_A})"
    r"|(?P<called>(?:,? (?:called|named|termed)| known as) (?:the )?)"
    rf"|(?P<list>(?:,|，|、|,? ?(?:and|or) {_THE}|和|与|及|以及|或)\s*)"
)
"""What stands between two concepts of which one is a kind of the other, or which are listed together."""
_LISTED = r"\s*(?:[,.;:()（），。；、]|$|(?:and|or|etc)\b|和|与|或|等)"
_DEFINED = r"\s*(?:[,.;:()（），。；]|$|(?:that|which|who|where|whose|for|in|with|to|used|based|and|or)\b)"
_AFTER = {
    how: re.compile(pattern)
    for pattern, hows in {
        _LISTED: ("example", "list", "called"),
        _DEFINED: ("singular",),
        f"{_DEFINED}|[的中在是和与及]": ("other",),
        f"(?<=s){_DEFINED}": ("plural",),
        r",? (?:that|which|where|whose|for)\b": ("apposed",),
    }.items()
    for how in hows
}
"""What follows the second concept, so that it is a whole phrase: not "databases such as MySQL clusters"."""
_OPENS = re.compile(r"(?:^|[.;:。；，!?]\s*|, |\b(?:that|because|since|while|as) )(?:(?:the|an?) )?$", re.I)
"""What stands before the subject of a clause."""
_OF = r"(?:of|on|in|with|for|from|to|against|by) (?:[\w-]+ ){0,2}$"
_HELD = re.compile(rf"\b(?!{_KINDS} )[\w-]+ {_OF}")
_HELD_BY_MANY = re.compile(rf"\b(?!{_KINDS} )[\w-]+s {_OF}")
"""What stands before a phrase that belongs to another: "attacks on networks such as" lists attacks."""
_ADDED = re.compile(r",\s(?:including|for)\b")
"""What may go back further than the phrase before it: "phases in two dimensions, including" lists phases."""
_LEADS_IN = re.compile(r"\b(?:for|in|of|with|to|from|by|on|as|under) (?:(?:the|an?|this) )?$", re.I)
"""What stands before a phrase that the next one says nothing of: "for the Lorenz system, a transient that"."""
_FAR = 60
"""Characters before a phrase that are looked at."""


class Said(NamedTuple):
    """A paper, by number, says that a concept is a kind of another one. start, end: the characters that say it."""

    narrow: int
    broad: int
    reason: str
    paper: int
    start: int
    end: int


class _Place(NamedTuple):
    start: int
    end: int
    concept: int


def said(papers: Sequence[Paper], concepts: Sequence[Concept], mentions: Mentions) -> Iterator[Said]:
    """All that the abstracts say, paper by paper. What is broader is mentioned by more papers."""
    size = [c.papers for c in concepts]
    row = np.repeat(np.arange(len(mentions)), np.diff(mentions.spans.bounds) // 2)
    paper, concept = mentions.paper[row], mentions.concept[row]
    start, end = mentions.spans.values[::2], mentions.spans.values[1::2]
    order = np.lexsort((concept, -end, start, paper))
    spans = np.column_stack([start, end, concept])[order]
    bounds = np.searchsorted(paper[order], np.arange(len(papers) + 1)).tolist()
    for n, (first, last) in enumerate(pairwise(bounds)):
        places = _places(papers[n].abstract, starmap(_Place, spans[first:last].tolist()))
        for narrow, broad, reason in _in_text(papers[n].abstract, places):
            if size[narrow.concept] < size[broad.concept]:
                ends = min(narrow.start, broad.start), max(narrow.end, broad.end)
                yield Said(narrow.concept, broad.concept, reason, n, *ends)


def _places(text: str, found: Iterable[_Place]) -> list[_Place]:
    """Where concepts stand in a text, the longest where some overlap; "long name (LN)" is one place. found: by start,
    the longest first."""
    places: list[_Place] = []
    last = _Place(0, 0, -1)
    for place in found:
        if place.start < last.end:
            continue
        between = text[last.end : place.start] if place.concept == last.concept else ""
        if between == " (" and text[place.end : place.end + 1] == ")":
            places[-1] = last = _Place(last.start, place.end + 1, last.concept)
        else:
            places.append(place)
            last = place
    return places


def _in_text(text: str, places: Sequence[_Place]) -> Iterator[tuple[_Place, _Place, str]]:
    """(narrower, broader, "example" or "definition")."""
    broad: _Place | None = None  # of which a list gives examples
    listed: list[_Place] = []
    for left, right in pairwise(places):
        how = _how(text, left, right)
        listed.append(left)
        if how == "example":
            broad = left
        elif how != "list":
            broad = None
        if broad:
            yield right, broad, "example"
        elif how == "other":
            yield from ((each, right, "example") for each in listed)
        elif how == "called":
            yield right, left, "definition"
        elif how in ("singular", "plural", "apposed"):
            yield left, right, "definition"
        if how != "list":
            listed = []


def _how(text: str, left: _Place, right: _Place) -> str:
    """What stands between two concepts, a group of _BETWEEN, where what is around them bears it out; "" else."""
    found = _BETWEEN.fullmatch(text, left.end, right.start)
    how = (found and found.lastgroup) or ""
    before = text[max(left.start - _FAR, 0) : left.start]
    if text[left.end : right.start] == " as " and before.lower().endswith("such "):
        how = "example"
    if not how or not _AFTER[how].match(text, right.end):
        return ""
    if how in ("singular", "plural"):
        opens = _OPENS.search(before)
        return how if opens and not (how == "plural" and opens[0].lower().endswith("the ")) else ""
    if how == "example" and _ADDED.match(found[0] if found else ""):
        held = _HELD
    else:
        held = {"example": _HELD_BY_MANY, "called": _HELD, "apposed": _LEADS_IN}.get(how)
    return "" if held and held.search(before) else how
