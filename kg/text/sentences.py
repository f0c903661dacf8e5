"""Sentences of a text, English and Chinese."""

from __future__ import annotations

import re

_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|et al|etc|cf|vs|fig|eq|sec|dr|mr|prof|no|resp|w\.r\.t|[A-Z]))\.$", re.I)
_SENTENCE_END = re.compile(r"[。！？!?；]+[”’」』）)]*|\.[\"”’)]*(?=\s+[^a-z\s]|\s*$)|\n\s*\n")


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans [start, end) of the sentences of an English or Chinese text, without surrounding space."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _SENTENCE_END.finditer(text):
        end = match.end()
        if match.group()[0] == "." and _ABBREVIATION.search(text, start, match.start() + 1):
            continue
        spans.append((start, end))
        start = end
    spans.append((start, len(text)))
    stripped = []
    for begin, stop in spans:
        piece = text[begin:stop]
        begin += len(piece) - len(piece.lstrip())
        stop = begin + len(piece.strip())
        if stop > begin:
            stripped.append((begin, stop))
    return stripped
