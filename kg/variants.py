"""English variants of one phrase: spelling, derivation ("convolution network"), word order ("recognition of emotions").

Inflections need no merge: they share their phrase key (kg.inflection).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kg.frequency import zipf
from kg.merging import Groups, Phrase, joined
from kg.text import HAN, stem
from kg.vocabulary import COMMON, phrase_key

SHARED_HEADS, SHARED_SHARE = 5, 0.25
"""Heads that "recommender" and "recommendation" must share to be one as modifiers: so many, this share of the fewer."""
_ACTIONS = tuple(ending + s for ending in ("ion", "ment", "ing", "sis", "val") for s in ("", "s"))
_LETTERS = re.compile(r"\b[A-Za-z]+\Z")
_PREPOSITIONAL = re.compile(
    rf"\b([A-Za-z]{{3,}}(?<!informat)(?:{'|'.join(_ACTIONS)})) of ([A-Za-z]{{3,}}(?:[ -][A-Za-z]{{3,}})?)"
    r"(?=\s*(?:$|[.;:)]|(?:in|on|for|with|by|to|from|at|as|is|are|was|were|has|have|can|that|which|via|using)\b))"
)


def merge_spellings(groups: Groups, phrases: Mapping[str, Phrase]) -> None:
    """ "pre-trained" and "pretrained": keys that are equal without spaces. The more frequent one is kept."""
    same: dict[str, list[str]] = defaultdict(list)
    for key, phrase in phrases.items():
        parts = phrase.spelling.split(" ")
        if len(parts) > 1 and min(map(len, parts)) < 3 and not phrase.chinese:
            continue  # an "ad option" is no "adoption"
        same[joined(key.lower())].append(key)
    for small, keys in same.items():
        if len(keys) == 1:
            continue
        if zipf(small) >= COMMON:  # "Youtube" is YouTube, "ups" are no UPS
            keys = [k for k in keys if " " in k or not any(map(str.islower, phrases[k].spellings))]
        if keys:
            _join(groups, phrases, keys, "spelling")


def merge_derivations(groups: Groups, phrases: Mapping[str, Phrase]) -> None:
    """Phrases of one head, of which the other words are derived from one another without change of meaning."""
    alike: dict[str, list[str]] = defaultdict(list)
    heads: dict[str, set[str]] = defaultdict(set)
    for key in phrases:
        first, _, rest = key.partition(" ")
        if rest and not HAN.search(key):
            *modifiers, head = key.split(" ")
            alike[" ".join([*map(stem, modifiers), head])].append(key)
            heads[first].add(rest)
    for keys in alike.values():
        if len(keys) == 1:
            continue
        kept, *others = _by_use(keys, phrases)
        _join(groups, phrases, [kept, *(k for k in others if _derived(k, kept, heads))], "derivation")


def _derived(a: str, b: str, heads: Mapping[str, set[str]]) -> bool:
    pairs = zip(a.split(" "), b.split(" "), strict=True)
    return all(x == y or _one_modifier(min(x, y, key=len), max(x, y, key=len), heads) for x, y in pairs)


def _one_modifier(short: str, long: str, heads: Mapping[str, set[str]]) -> bool:
    """ "relation" and "relational", "rank" and "ranking"; other derivations where they go with the same heads.

    "product" and "production" share a stem as well, yet are not one.
    """
    if (len(short) > 4 and long == short + "al") or long in (short + "ing", short + short[-1] + "ing"):
        return True
    both = len(heads[short] & heads[long])
    agent = short.endswith("er") and long == short[:-2] + "ation"
    return agent and both >= SHARED_HEADS and both >= SHARED_SHARE * min(len(heads[short]), len(heads[long]))


def merge_word_order(groups: Groups, phrases: dict[str, Phrase], texts: Iterable[str]) -> None:
    """What a text writes as "recognition of emotions" joins the phrase "emotion recognition"; it enters `phrases`.

    Only nouns of action with their bare object: a "set of problems" is no "problem set".
    """
    for text in texts:
        for written, turned in _prepositional(text):
            kept, key = phrase_key(turned), phrase_key(written)
            if kept not in phrases or kept == key:
                continue
            if key not in phrases:
                phrases[key] = Phrase(key)
                groups.add(key)
                groups.join(kept, key, "word order", 1.0)
            spellings = phrases[key].spellings
            spellings[written] = spellings.get(written, 0) + 1


def _prepositional(text: str) -> Iterator[tuple[str, str]]:
    """("recognition of emotions", "emotions recognition"), ..."""
    at = end = 0
    while (at := text.find(" of ", at + 1)) > 0:  # a fifth of the time that finditer takes
        word = text.endswith(_ACTIONS, end, at) and _LETTERS.search(text[max(end, text.rfind(" ", end, at)) : at])
        match = word and _PREPOSITIONAL.match(text, at - len(word.group()))
        if match:
            action, what = match.groups()
            end = match.end()
            yield match.group(), f"{what} {action}"


def _by_use(keys: Iterable[str], phrases: Mapping[str, Phrase]) -> list[str]:
    return sorted(keys, key=lambda k: (-len(phrases[k].papers), k))


def _join(groups: Groups, phrases: Mapping[str, Phrase], keys: Sequence[str], reason: str) -> None:
    kept, *others = _by_use(keys, phrases)
    for key in others:
        groups.join(kept, key, reason, 1.0)
