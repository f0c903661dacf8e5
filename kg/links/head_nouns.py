"""What a concept is a kind of by the head noun of its name: "data-free knowledge distillation" is a "distillation"."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain, islice
from typing import NamedTuple

from kg.core.records import Concept
from kg.links.usage import Usage
from kg.text.language import HAN
from kg.text.phrases import key_of, keys_of, phrase_key
from kg.text.tagging import english_tagger, tag_chinese
from kg.text.tokens import tokens

_PREPOSITION = re.compile(r"\s(?:of|for|with|in|by|from|on|over|under|via|without)\s", re.I)
_JOINS = frozenset("and or 和 与 及 或".split())
_HEADING = 0.2
"""A word is a head if at least this share of the names with it end in it."""
_NO_START = frozenset("based aware driven oriented using".split())
_HYPHENS = "-‐‑–/_"
_KEEPS_THE_KIND = frozenset("self re co meta auto sub hyper geo".split())
_ALONE = 0.25
"""A name is joined to another by a hyphen if it stands without that in at least so many papers for each of both."""
_TURNS_ROUND = re.compile(r"(?:\b(?:non|not|anti|un|pseudo|quasi)[-‐‑– ]|[非无不反未])$", re.I)


def by_head(concepts: Sequence[Concept], usage: Usage) -> dict[str, set[str]]:
    """Id of a concept -> ids of what it is a kind of: for each of its spellings the concept that the longest end of it
    names. In a spelling with a preposition, the words before it count."""
    spelled = {c.id: c.spellings for c in concepts}
    keys = keys_of(chain.from_iterable(spelled.values()))
    keyed = {concept: list(islice(keys, len(spellings))) for concept, spellings in spelled.items()}
    owner: dict[str, str] = {}
    for concept in sorted(concepts, key=lambda c: (-c.papers, c.id)):
        for key in keyed[concept.id]:
            owner.setdefault(key, concept.id)
    name = {c.id: keyed[c.id][spelled[c.id].index(c.name)] for c in concepts}
    length = {concept: key.count(" ") for concept, key in name.items()}
    actions = {s.lower() for spellings in spelled.values() for s in spellings if s.endswith(("ing", "ING"))}
    heading = _heading(_before_preposition(c.name, name[c.id]) for c in concepts)
    heads: list[tuple[str, list[str]]] = []
    for concept in concepts:
        spellings = spelled[concept.id]
        lexical = any(s.isupper() and " " not in s for s in spellings)
        for spelling in spellings:
            keys = [
                head.key
                for head in _heads(spelling, owner, actions, lexical, concept.id in usage.described)
                if length[owner[head.key]] < length[concept.id]
                and heading.get(head.key.split(" ")[-1], 1) >= _HEADING
                and not (head.joined and usage.alone[owner[head.key]] < max(_ALONE * concept.papers, 2))
            ]
            if keys:
                heads.append((concept.id, keys))
    heading_names = {key: spelled[owner[key]] for _, keys in heads for key in keys}
    things = _things(set(chain.from_iterable(heading_names.values())))
    good = {key for key, names in heading_names.items() if any(n in things and phrase_key(n) == key for n in names)}
    parents: dict[str, set[str]] = defaultdict(set)
    for concept, keys in heads:
        if head := next((key for key in keys if key in good), ""):
            parents[concept].add(owner[head])
    return parents


class _Head(NamedTuple):
    """The key of what a phrase may be a kind of. joined: a hyphen joins it to a name, as in "Bose-Hubbard model"."""

    key: str
    joined: bool = False


def _heads(
    spelling: str, owner: Mapping[str, str], actions: AbstractSet[str], lexical: bool, described: bool
) -> Iterator[_Head]:
    """What a phrase may be a kind of, the longest first.

    owner: key of a spelling -> id of the concept. actions: spellings of concepts that end in -ing, in lower case.
    lexical: the concept has an acronym, so that its name is a unit: the "Internet of Things" is no internet. described:
    a participle at its start describes it.
    """
    phrase = _PREPOSITION.split(spelling, 1)[0]
    words = tokens(phrase)

    def word(i: int) -> str:
        return phrase[words[i][1] : words[i][2]].lower()

    acts = bool(words) and word(0).endswith("ing") and word(0) not in actions and not described
    misread = bool(words) and (acts or word(0) in _NO_START)  # "mitigating mismatch" is no mismatch
    if phrase != spelling:
        every_word = tokens(spelling)
        tails = (key_of(every_word[i:]) for i in range(1, len(words)) if not misread)
        yield from (_Head(key) for key in tails if key in owner)  # "local density of states"
        if lexical:
            return
        if (key := phrase_key(phrase)) in owner:
            yield _Head(key)
    if misread:
        return
    whole = None
    for i in range(1, len(words)):
        start = words[i][1]
        if word(i - 1) in _JOINS:
            return
        if (key := key_of(words[i:])) not in owner:
            continue
        if HAN.search(phrase):
            whole = whole or _word_starts(phrase)
            if start not in whole:
                continue
        if word(i) in _NO_START or _TURNS_ROUND.search(phrase, 0, start):
            continue
        hyphen = phrase[start - 1] in _HYPHENS
        joined = hyphen and _joins_names(phrase, words[i - 1][1], start)
        if hyphen and not joined and (" " in phrase[start:] or word(i - 1) not in _KEEPS_THE_KIND):
            continue  # "deep-learning classifier", "encoder-decoder"; but "self-attention"
        yield _Head(key, joined)


def _joins_names(phrase: str, first: int, second: int) -> bool:
    """Whether the words that start at these characters are names, though the phrase is no heading: "Bose-Hubbard
    model"."""
    return phrase[first].isupper() and phrase[second].isupper() and phrase.rsplit(" ", 1)[-1].islower()


def _word_starts(phrase: str) -> set[int]:
    """Positions at which the words of a Chinese phrase start: 学生 is no head of 大学生."""
    starts, at = set(), 0
    for word, _ in tag_chinese(phrase):
        at = phrase.find(word, at)
        starts.add(at)
        at += len(word)
    return starts


def _things(phrases: AbstractSet[str]) -> set[str]:
    """The phrases that end in a noun: not "supervised". A single Han character counts as none."""
    chinese = {phrase for phrase in phrases if HAN.search(phrase)}
    english = sorted(phrases - chinese)
    tags = english_tagger().tag([["the", *phrase.split()] for phrase in english])
    things = {p for p, of in zip(english, tags, strict=True) if not of[-1].startswith(("ADJ", "ADV", "VERB"))}
    return things | {phrase for phrase in chinese if len(phrase) > 1}


def _before_preposition(phrase: str, key: str) -> str:
    """The key of the words before the first preposition. key: of the whole phrase, given back where there is none."""
    head, *rest = _PREPOSITION.split(phrase, 1)
    return phrase_key(head) if rest else key


def _heading(keys: Iterable[str]) -> dict[str, float]:
    """Word -> share of the names with this word that end in it: "pairwise" ends few, so it is no head."""
    names = [key.split(" ") for key in keys if " " in key]
    holding = Counter(word for words in names for word in words)
    ending = Counter(words[-1] for words in names)
    return {word: ending[word] / n for word, n in holding.items()}
