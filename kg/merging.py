"""Which phrases are one concept, and why: spelling, acronym, synonym, translation.

Every merge names its reason and score, and none is transitive by accident: a group holds at most one English
core (the spellings of one phrase and its acronyms); Chinese phrases join a core or one another only when each
of them is near to all that is there already.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

import numpy as np

from kg.acronyms import Definition
from kg.analysis import Analysis
from kg.matching import further
from kg.matching.bilingual import rate
from kg.records import Paper
from kg.text import HAN
from kg.vocabulary import phrase_key

TRANSLATION = 0.6
"""Least probability of a merged translation: a wrong one joins papers that have nothing in common."""
BY_NEARNESS, USUAL_NEARNESS = 5.0, 0.1
"""Log-odds that a translation gains by the cosine of its papers, and the cosine at which it gains nothing."""
AGREED = 0.6
"""Share of the papers that define an acronym, which must mean the same for it to stand for that everywhere."""


class Merge(NamedTuple):
    """Phrase key `merged` joined the concept of phrase key `kept`."""

    kept: str
    merged: str
    reason: str
    score: float


@dataclass(slots=True)
class Phrase:
    """A phrase of the corpus vocabulary. papers: positions of the papers that have it as a keyphrase."""

    key: str
    spellings: Counter[str] = field(default_factory=Counter)
    papers: set[int] = field(default_factory=set)

    @property
    def chinese(self) -> bool:
        return bool(HAN.search(self.key))

    @property
    def spelling(self) -> str:
        """The most frequent well-formed spelling: not shouted, no capitals without need."""
        return min(
            self.spellings,
            key=lambda s: (-self.spellings[s], "的" in s, sum(map(str.isupper, s)), s),
        )


class Groups:
    """Disjoint sets of phrase keys with a representative each (union by hand: the kept key stays)."""

    def __init__(self, keys: Iterable[str]) -> None:
        self.head = {key: key for key in keys}
        self.merges: list[Merge] = []

    def add(self, key: str) -> None:
        self.head.setdefault(key, key)

    def of(self, key: str) -> str:
        while self.head[key] != key:
            key = self.head[key]
        return key

    def join(self, kept: str, merged: str, reason: str, score: float) -> None:
        a, b = self.of(kept), self.of(merged)
        if a != b:
            self.head[b] = a
            self.merges.append(Merge(kept, merged, reason, score))

    def members(self) -> dict[str, list[str]]:
        groups: dict[str, list[str]] = defaultdict(list)
        for key in self.head:
            groups[self.of(key)].append(key)
        return groups


Defined: TypeAlias = dict[int, dict[str, str]]
"""Position of a paper -> short key -> long key, as the paper itself defines it."""


def own_acronyms(defined: Sequence[Iterable[Definition]], phrases: Mapping[str, Phrase]) -> Defined:
    """What each paper's acronyms stand for in that paper."""
    own: Defined = defaultdict(dict)
    for paper, found in enumerate(defined):
        for definition in found:
            short, long = phrase_key(definition.short), phrase_key(definition.long)
            if short in phrases and long in phrases and short != long and " " not in short:
                own[paper][short] = long
    return dict(own)


def trusted_acronyms(own: Defined) -> dict[str, bool]:
    """Short key -> whether it means the same in papers that do not define it.

    Two letters mean too much to trust a single paper.
    """
    defining = Counter(short for shorts in own.values() for short in shorts)
    return {short: len(short) > 2 or papers > 1 for short, papers in defining.items()}


def joined(key: str) -> str:
    """The key without spaces: Chinese as written."""
    return key.replace(" ", "")


def merge_spellings(groups: Groups, phrases: Mapping[str, Phrase]) -> None:
    """ "pre-trained" and "pretrained": keys that are equal without spaces. The more frequent one is kept."""
    same: dict[str, list[str]] = defaultdict(list)
    for key in phrases:
        same[joined(key)].append(key)
    for keys in same.values():
        keys.sort(key=lambda k: (-len(phrases[k].papers), k))
        for key in keys[1:]:
            groups.join(keys[0], key, "spelling", 1.0)


def merge_acronyms(groups: Groups, own: Defined) -> None:
    """A short form joins the concept that at least AGREED of the papers defining it mean.

    Comes last, so that papers which name the concept otherwise, or in the other language, agree.
    """
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    longs: dict[tuple[str, str], str] = {}
    for shorts in own.values():
        for short, long in sorted(shorts.items()):
            head = groups.of(long)
            votes[short][head] += 1
            longs[short, head] = min(long, longs.get((short, head), long))
    for short, counted in sorted(votes.items()):
        head, most = min(counted.items(), key=lambda item: (-item[1], item[0]))
        if most >= AGREED * counted.total() and groups.of(short) == short:
            groups.join(longs[short, head], short, "acronym", round(most / counted.total(), 4))


def places(papers: Sequence[Paper], analyses: Sequence[Analysis]) -> dict[int, np.ndarray] | None:
    """Position of a paper -> unit vector of what it is about, the mean of its language's papers taken away; None in
    fast mode."""
    rows = [a.embedding for a in analyses if a.embedding is not None]
    if len(rows) < len(papers):
        return None
    found: dict[int, np.ndarray] = {}
    for lang in sorted({p.lang for p in papers}):
        where = [n for n, p in enumerate(papers) if p.lang == lang]
        about = np.stack([rows[n] for n in where]).astype(np.float64)
        about -= about.mean(0)
        about /= np.maximum(np.linalg.norm(about, axis=1, keepdims=True), 1e-9)
        found |= dict(zip(where, about, strict=True))
    return found


def merge_translations(
    groups: Groups,
    phrases: dict[str, Phrase],
    candidates: Iterable[str],
    places: Mapping[int, np.ndarray] | None = None,
) -> None:
    """A Chinese concept joins the English one that it translates, all of them decided together.

    candidates: further phrases of the papers; those that the dictionary explains wholly by a keyphrase take part, and
    enter `phrases` when they are taken, so that their papers are found too.
    places: position of a paper -> unit vector of what it is about, each language's mean taken away: names whose papers
    lie far apart need to be the surer translations.
    """
    spelling = {k: p.spelling for k, p in phrases.items()}
    english = sorted(k for k in spelling if len(k) > 3 and not HAN.search(k))
    chinese = sorted(k for k in spelling if HAN.search(k))
    for text in further(
        [spelling[k] for k in english], [joined(k) for k in chinese], sorted(set(candidates) - set(spelling.values()))
    ):
        key = phrase_key(text)
        if key not in spelling:
            spelling[key] = text
            (chinese if HAN.search(key) else english).append(key)
    heads = {k: groups.of(k) if k in phrases else k for k in (*english, *chinese)}
    number = {head: n for n, head in enumerate(sorted(set(heads.values())))}
    concepts = [number[heads[k]] for k in english], [number[heads[k]] for k in chinese]
    rated = rate([spelling[k] for k in english], [joined(k) for k in chinese], concepts)
    found: list[tuple[float, str, str]] = []
    for n in np.flatnonzero(rated.best):
        kept, merged = english[rated.pairs[n, 0]], chinese[rated.pairs[n, 1]]
        likely = float(rated.probability[n])
        if places is not None and kept in phrases and merged in phrases:
            likely = _among_papers(likely, _nearness(phrases[kept].papers, phrases[merged].papers, places))
        if likely >= TRANSLATION and (kept in phrases or merged in phrases):
            found.append((round(likely, 4), kept, merged))
    for score, kept, merged in sorted(found, key=lambda f: (-f[0], f[1:])):
        for key in (kept, merged):
            if key not in phrases:
                phrases[key] = Phrase(key, Counter({spelling[key]: 1}))
                groups.add(key)
        # one English core a concept: a Chinese group that has one takes no second
        if phrases[groups.of(merged)].chinese:
            groups.join(kept, merged, "translation", score)


def _nearness(a: Iterable[int], b: Iterable[int], places: Mapping[int, np.ndarray]) -> float | None:
    """Cosine of the mean places of two sets of papers; None where they share papers or one of them is nowhere."""
    a, b = set(a), set(b)
    if a & b:
        return None
    means = [np.sum([places[p] for p in sorted(papers) if p in places] or [0.0], axis=0) for papers in (a, b)]
    lengths = [float(np.linalg.norm(m)) for m in means]
    return float(means[0] @ means[1]) / (lengths[0] * lengths[1]) if all(lengths) else None


def _among_papers(probability: float, nearness: float | None) -> float:
    """The probability, given how near the papers of both names lie."""
    if nearness is None:
        return probability
    log_odds = math.log(probability / (1 - probability)) if 0 < probability < 1 else math.copysign(9, probability - 0.5)
    return 1 / (1 + math.exp(-log_odds - BY_NEARNESS * (nearness - USUAL_NEARNESS)))
