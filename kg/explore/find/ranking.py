"""How well a text fits the names of nodes. English and Chinese alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from kg.core.graph import LABEL_ORDER
from kg.core.graph_store import Match, Names
from kg.text.names import ALIKE, LEAST_ALIKE, character_pairs, fold

EXACT, PREFIX, WORD, SUBSTRING, WORDS, FUZZY = 1.0, 0.8, 0.7, 0.5, 0.4, 0.4
"""Score of a match by its kind; up to 0.1 is added for the share of the name that the text covers."""

SUGGESTIONS = 5
COMPARED = 4 * SUGGESTIONS
"""Nodes that suggestions are chosen from: several may have one name."""

_WORD = re.compile(r"\w+")


def called(text: str, names: Iterable[Names]) -> list[Names]:
    """The nodes that are called `text` in folded form, the likeliest first."""
    wanted = fold(text)
    if not wanted:
        return []
    found = [each for each in names if any(fold(name) == wanted for name in (each.name, *each.others))]
    return sorted(found, key=lambda each: (*_preference(text, each), each.id))


def begin_with(text: str, names: Iterable[Names]) -> list[Names]:
    """The nodes with a name that begins with the text, in folded form."""
    wanted = fold(text)
    found = (each for each in names if any(fold(name).startswith(wanted) for name in (each.name, *each.others)))
    return list(found) if wanted else []


def _preference(text: str, names: Names) -> tuple[int, bool, bool, int, str]:
    """Label, then spelled exactly so, then a name before an alias, then the concept of more papers."""
    spelled = text == names.name or text in names.others
    return (LABEL_ORDER[names.label], not spelled, fold(names.name) != fold(text), -names.papers, names.name)


def rank(text: str, names: Iterable[Names], *, limit: int) -> list[Match]:
    """The best matches: exact, prefix, whole word, substring, all words; then by label, papers and name."""
    return _ranked(_Literal(fold(text)), names, limit) if fold(text) else []


def alike(text: str, names: Iterable[Names], *, limit: int, least: float = ALIKE) -> list[Match]:
    """Names spelled like the text. least: the share of character pairs that both have in common."""
    return _ranked(_Fuzzy(fold(text), least), names, limit) if fold(text) else []


def _ranked(fit: Callable[[str], float], names: Iterable[Names], limit: int) -> list[Match]:
    found = [row for each in names if (row := _best(each, fit))]
    found.sort(key=lambda row: (-row[1].score, LABEL_ORDER[row[1].label], -row[0], row[1].name, row[1].id))
    return [match for _, match in found[:limit]]


def _best(names: Names, fit: Callable[[str], float]) -> tuple[int, Match] | None:
    score, spelling = 0.0, ""
    for written in (names.name, *names.others):
        fits = fit(fold(written))
        if fits > score:
            score, spelling = fits, written
    if not score:
        return None
    return names.papers, Match(names.id, names.label, names.name, round(score, 4), spelling)


class _Literal:
    """How well a name holds the wanted text; 0.0 when not at all."""

    def __init__(self, wanted: str) -> None:
        self.wanted = wanted
        self.words = _WORD.findall(wanted)
        self.whole = standing_alone(wanted)
        self.small = [standing_alone(word) for word in self.words if is_small(word)]

    def __call__(self, name: str) -> float:
        wanted = self.wanted
        share = 0.1 * len(wanted) / max(len(name), 1)
        if wanted == name:
            return EXACT
        if name.startswith(wanted):
            return PREFIX + share
        if wanted in name:
            return (WORD if self.whole.search(name) else SUBSTRING) + share
        if len(self.words) > 1 and all(word in name for word in self.words):
            return WORDS + share if all(word.search(name) for word in self.small) else 0.0
        return 0.0


def is_small(word: str) -> bool:
    """Whether it is one or two letters, which stand in every name."""
    return word.isascii() and len(word) < 3


def standing_alone(text: str) -> re.Pattern[str]:
    """Matches the text where no letter or digit stands right before or after it."""
    return re.compile(rf"(?<!\w){re.escape(text)}(?!\w)")


class _Fuzzy:
    """How alike two spellings are by their pairs of characters (Dice), below a substring's score."""

    def __init__(self, wanted: str, least: float) -> None:
        self.pairs = character_pairs(wanted)
        self.least = least

    def __call__(self, name: str) -> float:
        mine, longest = len(self.pairs), len(name) + 1
        if 2 * min(mine, longest) / (mine + longest) < self.least:
            return 0.0
        others = character_pairs(name)
        alike = 2 * len(self.pairs & others) / (mine + len(others))
        return FUZZY * alike if alike >= self.least else 0.0


def suggestions(text: str, holding: Iterable[Names], near: Iterable[Names]) -> tuple[str, ...]:
    """At most SUGGESTIONS names that the writer may have meant, best first, spelled as they are, each once.

    holding: at least the nodes with a name that holds the text's longest word; near: at least the COMPARED with one
    likest it.
    """
    matches = rank(text, holding, limit=COMPARED) or alike(text, near, limit=COMPARED, least=LEAST_ALIKE)
    close = [match.match for match in matches if match.score >= 0.6 * matches[0].score]
    return tuple(dict.fromkeys(close))[:SUGGESTIONS]
