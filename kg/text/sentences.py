"""Where sentences end, English and Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.text.language import HAN_CHARACTERS

_CLOSING = "”’\"'）)」』】\\]"
_ENDS = rf"[。！？!?；]+[{_CLOSING}]*|\.[{_CLOSING}]*(?=\s+[^a-z\s]|\s*$)|\n\s*\n"
_SURE_END = re.compile(_ENDS)
_ANY_END = re.compile(rf"{_ENDS}|\.[{_CLOSING}]*(?=[{HAN_CHARACTERS}])|(?<=[a-z]{{4}})\.[{_CLOSING}]*(?=\s)")

_ALWAYS_INSIDE = r"e\.g|i\.e|a\.k\.a|i\.i\.d|w\.r\.t|cf|vs|viz|resp|approx|figs?|eqs?|sec|no|dr|mr|prof|st|[A-Z]"
_LAST_AT_TIMES = r"et al|etc"
_ABBREVIATION = re.compile(rf"\b(?:{_ALWAYS_INSIDE}|{_LAST_AT_TIMES})\.$", re.IGNORECASE)
_MAY_BE_LAST = re.compile(rf"\b(?:{_LAST_AT_TIMES})\.$", re.IGNORECASE)
_LONGEST = len("approx.")


def sentences(text: str, *, doubtful_ends: bool = False) -> list[tuple[int, int]]:
    """Spans [start, end) of the sentences of an English or Chinese text, in order, without surrounding space.

    A full stop ends one before white space and no small letter, unless it belongs to an abbreviation or an initial:
    "e.g. Noise", "J. Smith", "the U.S. Congress".

    doubtful_ends: end one at these full stops, too, which are ends more often than not: right before a Chinese
    character; after a word of four small letters or more, whatever follows ("in Python. mgcpy is"); of "etc." and
    "et al." before a capital letter. So whoever shows a sentence wants it. Keyphrases do without: the weights of their
    rankers were fitted to the longer sentences (kg/keyphrases/ranking/weights.json).
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for found in (_ANY_END if doubtful_ends else _SURE_END).finditer(text):
        if found[0][0] == "." and _goes_on(text, start, found, doubtful_ends):
            continue
        spans.append((start, found.end()))
        start = found.end()
    spans.append((start, len(text)))
    return [span for first, last in spans if (span := _trimmed(text, first, last))]


def sentences_around(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, list[tuple[int, int]]]]:
    """(start, end, those of the spans in it) of the sentences, as one shows them, that hold a span."""
    for start, end in sentences(text, doubtful_ends=True):
        if inside := [(a, b) for a, b in spans if start <= a and b <= end]:
            yield start, end, inside


def _goes_on(text: str, start: int, stop: re.Match[str], doubtful_ends: bool) -> bool:
    """Whether a full stop belongs to an abbreviation within the sentence that begins at `start`."""
    dot = stop.start() + 1
    head = max(start, dot - _LONGEST)
    if not _ABBREVIATION.search(text, head, dot):
        return False
    ends_there = doubtful_ends and _MAY_BE_LAST.search(text, head, dot)
    return not (ends_there and text[stop.end() :].lstrip()[:1].isupper())


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The span without the white space at its ends; None where there is nothing else."""
    part = text[start:end]
    kept = part.strip()
    if not kept:
        return None
    start += len(part) - len(part.lstrip())
    return start, start + len(kept)
