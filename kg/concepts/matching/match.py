"""kg.match_terms: which terms of two lists name the same thing, as translations, spellings or acronyms."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from kg.concepts.matching.blocking import wholly_explained
from kg.concepts.matching.score import rate
from kg.text.language import HAN
from kg.text.phrases import phrase_key
from kg.text.zh_en.alignment import coverage
from kg.text.zh_en.dictionary import simplified
from kg.text.zh_en.units import Chinese, English

LEAST = 0.6
"""Least probability of an accepted pair."""
WHOLLY = 0.7
"""Least share of both names that the dictionary explains, if one of them is no keyphrase anywhere."""
LONGEST_TERM = 200
SAME, SHORT = 1.0, 0.9
"""Score of two spellings of a term, and of an acronym with the one term it can stand for."""

_NO_LETTER = re.compile(r"[\W_]+")


def match_terms(terms_a: Sequence[str], terms_b: Sequence[str]) -> list[tuple[int, int, float]]:
    """The translations and synonyms among two lists of terms, English or Chinese in either script.

    Returns (position in terms_a, position in terms_b, score in [0, 1]), sorted. Both lists are decided together and a
    wrong pair counts for more than a missing one: a term has at most one partner (not counting other spellings of
    it), and most may have none. Raises TypeError where a term is no string.

    >>> import kg
    >>> english, chinese = ["federated learning", "graph", "image segmentation"], ["图像分割", "联邦学习", "蒸馏"]
    >>> [(english[i], chinese[j]) for i, j, score in kg.match_terms(english, chinese)]
    [('federated learning', '联邦学习'), ('image segmentation', '图像分割')]
    """
    if isinstance(terms_a, str) or isinstance(terms_b, str):
        raise TypeError("match_terms takes two lists of terms")
    for term in (*terms_a, *terms_b):
        if not isinstance(term, str):
            raise TypeError(f"a term is a string, not {term!r}")
    a, b = _by_name(terms_a), _by_name(terms_b)
    found: dict[tuple[str, str], float] = {}
    for english, chinese, score in translations(_english(a), _chinese(b)):
        found[english, chinese] = score
    for english, chinese, score in translations(_english(b), _chinese(a)):
        found[chinese, english] = score
    for pair in _acronyms(a, b):
        found[pair] = SHORT
    for pair in _same_language(a, b):
        found[pair] = SAME
    return sorted((i, j, score) for (left, right), score in found.items() for i in a[left] for j in b[right])


def translations(english: Sequence[str], chinese: Sequence[str]) -> list[tuple[str, str, float]]:
    """(English term, Chinese term, probability) of the accepted pairs; distinct terms, Chinese ones simplified."""
    left, right = sorted(english), sorted(chinese)
    rated = rate(left, right)
    rows = zip(rated.pairs.tolist(), rated.probability.tolist(), strict=True)
    return [(left[i], right[j], p) for (i, j), p in rows if p >= LEAST]


def further(english: Sequence[str], chinese: Sequence[str], candidates: Iterable[str]) -> set[str]:
    """The candidates that the dictionary explains wholly by one of these terms of the other language."""
    others = sorted(t for t in candidates if " " in t or (HAN.search(t) and len(t) > 3))
    seen = lru_cache(maxsize=256)(Chinese)  # pairs come grouped by the Chinese term
    found: set[str] = set()
    for these, those, mine, side in (
        (english, [simplified(t).replace("的", "") for t in _chinese(others)], _chinese(others), 1),
        (_english(others), list(chinese), _english(others), 0),
    ):
        left = [English(t) for t in these]
        for pair in wholly_explained(left, those):
            name = mine[pair[side]]
            if name not in found and min(coverage(left[pair[0]], seen(those[pair[1]]))[:2]) >= WHOLLY:
                found.add(name)
    return found


def _by_name(terms: Iterable[str]) -> dict[str, list[int]]:
    """Term, trimmed and in simplified script -> positions of it, its plural and its other cases.

    Left out is what holds no letter, or more than LONGEST_TERM characters.
    """
    names: dict[str, str] = {}
    positions: dict[str, list[int]] = defaultdict(list)
    for i, term in enumerate(terms):
        name = simplified(" ".join(term.split()))
        if len(name) <= LONGEST_TERM and any(c.isalpha() for c in name):
            key = _NO_LETTER.sub("", name.casefold())
            positions[names.setdefault(key.removesuffix("s") or key, name)].append(i)
    return positions


def _english(terms: Iterable[str]) -> list[str]:
    return [t for t in terms if not HAN.search(t)]


def _chinese(terms: Iterable[str]) -> list[str]:
    """Whatever holds a Han character: Helmholtz机 and Mercer 核 are mostly Latin, and Chinese."""
    return [t for t in terms if HAN.search(t)]


def _same_language(a: Iterable[str], b: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Terms that differ in case, inflection, spaces and hyphens only; in Chinese also in 的."""
    spelled: dict[str, list[str]] = defaultdict(list)
    for term in b:
        spelled[phrase_key(term).replace(" ", "").casefold()].append(term)
    for term in a:
        key = phrase_key(term).replace(" ", "").casefold()
        for other in spelled.get(key, ()) if key else ():
            yield term, other


def _acronyms(a: Iterable[str], b: Iterable[str]) -> Iterator[tuple[str, str]]:
    """An acronym of three capitals or more and the one English term of the other list that it abbreviates."""
    for these, those, turned in ((list(a), list(b), False), (list(b), list(a), True)):
        longs: dict[str, list[str]] = defaultdict(list)
        for term in _english(those):
            words = term.replace("-", " ").split()
            if len(words) > 2:
                longs["".join(w[0] for w in words).upper()].append(term)
        for term in these:
            if len(term) > 2 and term.isupper() and len(longs.get(term, ())) == 1:
                yield (longs[term][0], term) if turned else (term, longs[term][0])
