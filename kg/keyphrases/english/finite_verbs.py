"""The finite verb that a tagger missed: every clause has one, and "the problem consists of" is no compound noun."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from kg.text.words.frequency import zipf

LIKELY = -0.6
"""How much rarer (in Zipf values) the other forms of a verb may be than the word: "results" is rarely "resulted"."""
SHORTEST = 4
"""Words of what is a clause and no heading."""
_FINITE = frozenset(("VERB|Fin", "AUX|Fin"))
_SUBJECT = frozenset(("NOUN|-", "PROPN|-", "PRON|-", "NUM|-", "ADV|-"))
_NO_S = re.compile(r"(?:ss|us|is|'s)$")


def with_finite_verb(words: Sequence[str], tags: Sequence[str]) -> list[str]:
    """The tags, with the most likely noun as VERB|Fin where the sentence, or what follows a conjunction "that", has no
    finite verb.

    words, tags: of a sentence, without punctuation. Likely is an -s behind a singular noun, or another noun behind a
    plural, of which the forms in -ed or -ing are as common ("suppresses", "suppressed"), with no participle behind it.
    """
    found = list(tags)
    behind_that = (i + 1 for i, tag in enumerate(tags) if tag == "SCONJ|-" and words[i] == "that")
    for start in (0, *behind_that):
        if verb := _missed(words[start:], found[start:]):
            found[start + verb] = "VERB|Fin"
    return found


def _missed(words: Sequence[str], tags: Sequence[str]) -> int:
    """The position of the finite verb of a clause that has none; 0 where it has one, or nothing like one."""
    if len(words) < SHORTEST or any(_is_finite(i, tags) for i in range(len(tags))):
        return 0
    likely = max(_may_be_verbs(words, tags), key=lambda i: (verbal(words[i]), -i), default=0)
    return likely if likely and verbal(words[likely]) >= LIKELY else 0


def _is_finite(i: int, tags: Sequence[str]) -> bool:
    """An infinitive without "to" is a finite verb, too: "we discuss"."""
    return tags[i] in _FINITE or (tags[i] == "VERB|Inf" and (not i or tags[i - 1] != "PART|-"))


def _may_be_verbs(words: Sequence[str], tags: Sequence[str]) -> Iterator[int]:
    for i in range(1, len(words) - 1):
        behind, before = tags[i - 1] in _SUBJECT, tags[i + 1] != "VERB|Part"
        if tags[i] == "NOUN|-" and behind and before and words[i].islower() and words[i].isalpha():
            plural = tags[i - 1] == "NOUN|-" and _ends_in_s(words[i - 1])
            if _ends_in_s(words[i]) != plural:
                yield i


def _ends_in_s(word: str) -> bool:
    return word.endswith("s") and not _NO_S.search(word)


@lru_cache(maxsize=50_000)
def verbal(word: str) -> float:
    """How much more common the forms in -ed and -ing are than the word itself, in Zipf values."""
    return max(zipf(form) for base in _bases(word) for form in _forms(base)) - zipf(word)


def _bases(word: str) -> tuple[str, ...]:
    """What the word may be without an -s: "varies", "uses", "passes", "needs"."""
    if not _ends_in_s(word):
        return (word,)
    if word.endswith("ies"):
        return (f"{word[:-3]}y",)
    return (word[:-1], word[:-2]) if word.endswith("es") else (word[:-1],)


def _forms(base: str) -> tuple[str, ...]:
    if base.endswith("e"):
        return f"{base}d", f"{base[:-1]}ing"
    if base.endswith("y"):
        return f"{base[:-1]}ied", f"{base}ing"
    doubled = base + base[-1:]  # "controlled"
    return f"{base}ed", f"{base}ing", f"{doubled}ed", f"{doubled}ing"
