"""Other names that texts give: "sentiment analysis (also known as opinion mining)", 岩爆（又称冲击地压）.

Two keyphrases of one language are merged if several papers say so; the one in more papers is kept. Never merged:
what one paper alone says, and names that are no keyphrases.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from kg.concepts.clusters import Merge, Phrase, Proposal, most_used_first
from kg.text.language import HAN
from kg.text.phrases import phrase_key

AGREEING = 2
"""One paper alone may call a thing as nobody else does, or the reading of its sentence be wrong."""
LONGEST = 5
"""The most words of a name."""
_CALLED = re.compile(
    r"\b(?:(?:also|otherwise|commonly|sometimes|often)\s+(?:known|called|named|termed|referred\s+to)(?:\s+as)?"
    r"|a\.k\.a\.?|aka\b\.?|alias)[,\s]*(?:an?\s|the\s)?[\"“”'‘`]*|[又也亦](?:称|叫|名)(?:为|作|做)?[“‘]?",
    re.I,
)
_CUES = ("known", "called", "named", "termed", "referred", "k.a", "aka", "alias", "称", "叫", "名")
"""One of these stands where _CALLED does. To look for them is quicker, and most texts have none."""
_BETWEEN = re.compile(r"\s*(?:\([^()]{1,12}\)\s*)?[,(（，]?\s*$")
"""What stands between a name and "also called": a bracket, an acronym in brackets."""
_WORD = re.compile(r"[^\W_]+(?:[-‐‑–/'’][^\W_]+)*")
_OPENING = re.compile(r"(?:^|[.;:。；：]|\b(?:the|an?|as|is|are|that|this|called)|[是的])\s*$", re.I)
"""Not behind another preposition or an "of the": in "properties of web services, also called ..." who knows what is."""
_CLOSING = re.compile(
    r"[\"“”'’`]*\s*(?:$|[.,;:()，。；：（）]|(?:is|are|was|were|has|have|in|for|to|which|that|tries)\b|[是在])"
)


def also_known_as(phrases: Mapping[str, Phrase], abstracts: Iterable[str]) -> Proposal:
    """Merges of two phrases if at least AGREEING papers say that both name one thing."""
    papers: Counter[tuple[str, str]] = Counter()
    for text in abstracts:
        papers.update({(min(pair), max(pair)) for pair in _named_alike(text, phrases)})
    agreed = sorted((-n, pair) for pair, n in papers.items() if n >= AGREEING)
    pairs = [most_used_first(pair, phrases) for _, pair in agreed]
    return Proposal([Merge(kept, merged, "also called", 1.0) for kept, merged in pairs])


def _named_alike(text: str, phrases: Mapping[str, Phrase]) -> Iterator[tuple[str, str]]:
    lower = text.lower()
    if not any(cue in lower for cue in _CUES):
        return
    for match in _CALLED.finditer(text):
        between = _BETWEEN.search(text, max(0, match.start() - 20), match.start())
        end = between.start() if between else match.start()
        name = next((k for k in _before(text, end) if k in phrases), "")
        other = next((k for k in _behind(text, match.end()) if k in phrases), "")
        if name and other and name != other and phrases[name].chinese == phrases[other].chinese:
            yield name, other


def _before(text: str, end: int) -> Iterator[str]:
    """Keys of what may be a whole name that ends there, the longest first."""
    for start in _starts(text, max(0, end - 80), end):
        if _OPENING.search(text, max(0, start - 20), start):
            yield phrase_key(text[start:end])


def _behind(text: str, start: int) -> Iterator[str]:
    """Keys of what may be a whole name that begins there, the longest first."""
    for end in reversed(_ends(text, start, start + 80)):
        if _CLOSING.match(text, end):
            yield phrase_key(text[start:end])


def _starts(text: str, least: int, end: int) -> list[int]:
    if end and HAN.match(text, end - 1):
        return [at for at in range(max(least, end - 12), end - 1) if HAN.match(text, at)]
    return [w.start() for w in _WORD.finditer(text, least, end)][-LONGEST:]


def _ends(text: str, start: int, most: int) -> list[int]:
    if HAN.match(text, start):
        return [at for at in range(start + 2, min(start + 13, len(text) + 1)) if HAN.match(text, at - 1)]
    return [w.end() for w in _WORD.finditer(text, start, most)][:LONGEST]
