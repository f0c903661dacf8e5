"""Papers by what their abstracts say, with the words around what matched. English and Chinese, alike on every graph.

The graph gives the papers whose text holds all words; they are ranked here, by the part of BM25 (Robertson & Zaragoza
2009) that does not depend on other papers: all of them hold the same words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kg.core.graph import Node
from kg.core.graph_store import Match
from kg.explore.find.ranking import WORDS, is_small, standing_alone
from kg.text.names import fold

K1, B = 1.2, 0.75
USUAL_LENGTH = 1200
"""Characters of an abstract; a Chinese character counts as three."""

AROUND = 40
"""Characters shown before and after what matched."""

_WORD = re.compile(r"\w+")
_WIDE = re.compile("[\u2e80-\u9fff]")
_PLURAL = re.compile(r"(?<=[a-z]{3}[^s\W])s$")


def words_of(text: str) -> list[str]:
    """The words to look for, folded, without the s of a plural, each once."""
    return list(dict.fromkeys(_PLURAL.sub("", word) for word in _WORD.findall(fold(text))))


def rank_texts(text: str, papers: Iterable[Node], *, limit: int) -> list[Match]:
    """The best papers, each with the part of its abstract, else title, that matched. Their scores are below names'."""
    words = words_of(text)
    phrase = re.compile(r"\W+".join(map(_inflected, words)), re.IGNORECASE)
    found = [match for paper in papers if (match := _match(paper, words, phrase))]
    return sorted(found, key=lambda match: (-match.score, match.name, match.id))[:limit]


def _match(paper: Node, words: Sequence[str], phrase: re.Pattern[str]) -> Match | None:
    abstract = str(paper.properties.get("abstract") or "")
    folded = fold(f"{paper.name}\n{abstract}")
    length = len(folded) + 2 * len(_WIDE.findall(folded))
    often = K1 * (1 - B + B * length / USUAL_LENGTH)
    counts = [_count(word, folded) for word in words]
    if not words or not all(counts):
        return None
    score = sum(count / (count + often) for count in counts) / len(words)
    together = phrase.search(abstract) or phrase.search(paper.name)
    shown = together or re.search("|".join(map(_inflected, words)), abstract, re.IGNORECASE)
    return Match(
        paper.id,
        paper.label,
        paper.name,
        round(WORDS * score * (1 if together else 0.6), 4),
        snippet(shown.string, *shown.span()) if shown else paper.name,
    )


def _count(word: str, text: str) -> int:
    """How often a word stands in a text; one or two letters count only as a word of their own."""
    return len(standing_alone(word).findall(text)) if is_small(word) else text.count(word)


def _inflected(word: str) -> str:
    if is_small(word):
        return standing_alone(word).pattern
    return re.escape(word) + r"\w{0,2}" if word.isascii() else re.escape(word)


def snippet(text: str, start: int, end: int) -> str:
    """text[start:end] with up to AROUND characters on both sides, cut between words, on one line."""
    first, last = max(0, start - AROUND), min(len(text), end + AROUND)
    if first and (gap := re.search(r"\s", text[first:start])):
        first += gap.end()
    if last < len(text) and (gaps := list(re.finditer(r"\s", text[end:last]))):
        last = end + gaps[-1].start()
    middle = " ".join(text[first:last].split())
    return ("…" if first else "") + middle + ("…" if last < len(text) else "")
