"""How well the letters of a short form fit the words of a long one.

After Schwartz & Hearst (PSB 2003), whose letters need only stand in this order, and the strategies of Sohn, Comeau, Kim
& Wilbur, "Abbreviation definition identification based on automatic precision estimates" (BMC Bioinformatics 2008),
which tell first letters from letters inside. Here every way to stand has a cost, and the cheapest is taken.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from math import inf

from kg.text.masking import JOINER

_GREEK = str.maketrans("αβγδεζηθικλμνξοπρστυφχψωµ", "abgdezhtiklmnxoprstufcpom")
_GREEK_NAMES = "alpha|beta|gamma|delta|epsilon|kappa|lambda|sigma|omega"
_UNIT = re.compile(rf"(?<![A-Za-z])(?:{_GREEK_NAMES})(?![a-z])|[^\W_]", re.IGNORECASE)
_WORD = re.compile(rf"[^\W_](?:{JOINER}*[^\W_])*")
_SPELLED = {
    "1": ("one", "first"),
    "2": ("two", "second", "di", "bi", "to"),
    "3": ("three", "third", "tri"),
    "4": ("four", "fourth", "tetra", "for"),
    "5": ("five", "fifth", "penta"),
    "6": ("six", "hexa"),
    "x": ("ex", "cross", "trans"),
}
"""What a character may stand for at the start of a word: FEV1, B2B, XML."""
_MARK = re.compile(r"[,;:](?!\w)")
_ROMAN = re.compile(r"[ivx]+")
_FUNCTION_WORDS = frozenset("a an and as at by for from in into of on or the to via with de la le der und".split())

INSIDE, SKIPPED, AFTER = 1.0, 1.0, 1.5
"""Costs: a letter inside a word, not behind the letter before; a word that no letter stands in, one after the last."""
_MOST_COST = 3.0


def units(short: str) -> str:
    """The characters that have to be found, in small letters; a Greek letter, also spelled out, is one."""
    return _plain("".join(unit[0] for unit in _UNIT.findall(short)))


def _plain(text: str) -> str:
    """Small letters, Greek ones as the first letter of their names; of the same length."""
    return text.replace("İ", "I").lower().translate(_GREEK)  # no other letter is longer when small


def most_words(short: str) -> int:
    """Words of a long form at most, as Schwartz & Hearst have it."""
    letters = len(units(short))
    return min(letters + 5, letters * 2)


def long_form(text: str, begins: Sequence[int], short: str) -> int | None:
    """Where the long form begins that ends with the text; one of `begins`, starts of words. None where none fits."""
    singular = [short[:-1]] if len(short) > 2 and short[-1] == text[-1:] == "s" else []
    fits = [fit for form in (*singular, short) if (fit := _cheapest(text, begins, units(form)))]
    if not fits:
        return None
    cost, begin = min(fits, key=lambda fit: fit[0])
    long = text[begin:]
    trivial = len(long) < max(len(short) + 2, 4) or short.lower() in long.lower().split()
    if (
        trivial
        or not long.rstrip(")")[-1:].isalnum()
        or cost > _limit(short, long)
        or len(long.split()) > most_words(short)
    ):
        return None
    return begin


def _limit(short: str, long: str) -> float:
    """Greatest cost of a fit. Small letters, a single one and a list ("theory, law, practice") fit exactly."""
    letters = len(units(short))
    if (letters == 1 and not short.isupper()) or _ROMAN.fullmatch(short):
        return -1.0
    if letters == 1 or short.islower() or _MARK.search(long):
        return 0.0
    return letters - 1.0 if " " not in long else min(letters - 1.0, _MOST_COST)


def _cheapest(text: str, begins: Sequence[int], letters: str) -> tuple[float, int] | None:
    """(cost, begin) of the cheapest way for the letters to stand in the text; of equals the shortest."""
    lower = _plain(text)
    words = [(m.start(), m.end(), m.group().isdigit() or m.group() in _FUNCTION_WORDS) for m in _WORD.finditer(lower)]
    owner = {i: n for n, (a, b, _) in enumerate(words) for i in range(a, b)}
    telling = [0]
    for *_, function in words:
        telling.append(telling[-1] + (not function))

    def length(unit: str, at: int) -> int:
        """Characters that the unit covers here, 0 where it does not stand."""
        if lower[at] == unit:
            return 1
        if at in owner and words[owner[at]][0] == at:
            return next((len(s) for s in _SPELLED.get(unit, ()) if lower.startswith(s, at)), 0)
        return 0

    @cache
    def rest(n: int, after: int) -> float:
        """Least cost of the letters from the n-th on, where those before end at `after`."""
        last = owner[after - 1]
        if n == len(letters):
            return AFTER * (telling[-1] - telling[last + 1])
        least = inf
        for at in range(after, len(lower)):
            covered = length(letters[n], at)
            if not covered or at not in owner:
                continue
            word = owner[at]
            cost = SKIPPED * (telling[word] - telling[last + 1]) if word > last else 0.0
            if cost >= least:
                break
            if at != words[word][0] and at != after:
                cost += INSIDE
            least = min(least, cost + rest(n + 1, at + covered))
        return least

    def fit(begin: int, covered: int) -> float:
        return rest(1, begin + covered) + SKIPPED * words[owner[begin]][2]

    fits = [(fit(b, covered), -b) for b in begins if (covered := length(letters[0], b))]
    cost, begin = min(fits, default=(inf, 0))
    return None if cost == inf else (cost, -begin)
