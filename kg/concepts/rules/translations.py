"""Translations: 知识蒸馏 joins "knowledge distillation".

Merged is a Chinese phrase, into the English one that kg.concepts.matching takes it for, if the papers of both bear it
out. Never merged: a second English phrase into one Chinese cluster (kg.concepts.cannot_link), what is only a piece of
longer phrases (kg.concepts.fragments), and a single English word with a Chinese phrase whose papers are about something
else, unless the dictionary is plain about both (kg.concepts.matching.plain).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from kg.concepts.agreement import OwnMeanings
from kg.concepts.clusters import Merge, Phrase, Proposal, unspaced
from kg.concepts.fragments import is_piece
from kg.concepts.matching.match import further
from kg.concepts.matching.plain import plainness
from kg.concepts.matching.score import rate
from kg.core.engine import ALONE, Engine
from kg.core.records import Paper
from kg.text.language import HAN
from kg.text.phrases import phrase_key
from kg.text.zh_en.dictionary import entries

TRANSLATION = 0.6
"""Least probability of a merged translation: a wrong one joins papers that have nothing in common."""
PROMISING = 0.02
"""Least probability of a pair that the papers may still bear out."""
BY_NEARNESS, USUAL_NEARNESS = 5.0, 0.1
"""Log-odds that a translation gains by the cosine of its papers, and the cosine at which it gains nothing."""
ALIKE, BY_PAPERS = 0.8, 0.4
"""Least sum of the cosine of the names and BY_PAPERS times that of their papers. Set by reading pairs."""
CERTAIN = 0.9
"""Probability from which on a name of several words need not pass the test of ALIKE."""
FURTHER = ((0.84, 3.6), (0.895, 2.5))
"""Least (cosine, log-odds) of two names if one is no keyphrase anywhere; it is enough to reach both of one pair."""
EVIDENT, NEAR_EVIDENT = 2.5, 0.845
"""Log-odds and cosine of names that need not lead: "classifiers" comes near to 分类, "classification" is it."""
PLAIN, DOUBTFUL = 2.2, 1.0
"""Log-odds of kg.concepts.matching.plain from which on a pair needs nothing else, and below which it is not merged."""
SAME_FIELD, PLAIN_THERE = 0.25, 1.2
"""Cosine of papers that lie so near that the log-odds of PLAIN may be lower, and how low: of 17 such pairs none was
wrong."""
SAME_ACRONYM, LONG_ENOUGH = 0.6, 3
"""Least cosine of two names that papers define the same acronym as, and the least letters of such an acronym: of two
letters (CL) the one may be 对比学习, the other "continual learning"."""
EXPLAINED = 0.6
"""Share that the dictionary must explain for near papers to speak for a pair: strangers to the dictionary often are
siblings, and siblings have near papers."""


def paper_vectors(papers: Sequence[Paper], embeddings: np.ndarray | None) -> dict[int, np.ndarray] | None:
    """Position of a paper -> float64 unit vector: its embedding minus the mean of the papers in its language.

    None in fast mode, where there are no embeddings ((papers, d), unit rows).
    """
    if embeddings is None:
        return None
    found: dict[int, np.ndarray] = {}
    for lang in sorted({p.lang for p in papers}):
        where = [n for n, p in enumerate(papers) if p.lang == lang]
        about = embeddings[where].astype(np.float64)
        about -= about.mean(0)
        about /= np.maximum(np.linalg.norm(about, axis=1, keepdims=True), 1e-9)
        found |= dict(zip(where, about, strict=True))
    return found


def translations(
    phrases: Mapping[str, Phrase],
    cluster_of: Callable[[str], str],
    extra_phrases: Mapping[str, Sequence[int]],
    vectors: Mapping[int, np.ndarray] | None = None,
    papers: Sequence[Paper] = (),
    own_meanings: OwnMeanings | None = None,
    engine: Engine = ALONE,
) -> Proposal:
    """A Chinese concept joins the English one that it translates, all of them decided together, the likeliest first.

    cluster_of: key -> the head of its cluster. extra_phrases: text -> the papers that hold it; what the dictionary
    explains wholly by a keyphrase takes part, and is brought along when it is taken, so that its papers are found too.
    vectors: see `paper_vectors`; names whose papers lie far apart need to be the surer translations. papers: without
    them no phrase is known for a piece of another. own_meanings: what papers define the same acronym as needs less.
    engine: names are compared with it.
    """
    english, chinese, spelling, extra = _names(phrases, extra_phrases)

    def concept(key: str) -> str:
        return key if key in extra else cluster_of(key)

    concepts = _numbered(english, chinese, concept)
    rated = rate([spelling[key] for key in english], [unspaced(key) for key in chinese], concepts, engine)
    same_acronym = _same_acronym(own_meanings or {}, phrases, cluster_of)

    def where(key: str) -> Sequence[int]:
        return extra_phrases[extra[key]] if key in extra else phrases[key].papers

    merges: list[Merge] = []
    promising = np.flatnonzero(~rated.odd & (rated.probability >= PROMISING))
    keys = [(english[i], chinese[j]) for i, j in rated.pairs[promising].tolist()]
    for n, (kept, merged) in zip(promising.tolist(), keys, strict=True):
        pair = _Pair(
            spelling[kept],
            unspaced(merged),
            float(rated.probability[n]),
            float(rated.score[n]),
            float(rated.cosine[n]),
            USUAL_NEARNESS if vectors is None else _nearness(where(kept), where(merged), vectors),
            (kept in phrases) + (merged in phrases),
            float(rated.explained[n]),
            bool(rated.otherwise[n]),
            (concept(kept), concept(merged)) in same_acronym,
        )
        likely = _accepted(pair)
        if likely and not any(is_piece(spelling[key], where(key), papers, phrases) for key in (kept, merged)):
            merges.append(Merge(kept, merged, "translation", round(likely, 4)))
    merges.sort(key=lambda merge: (-merge.score, merge.kept, merge.merged))
    taken = [key for merge in merges for key in (merge.kept, merge.merged) if key in extra]
    return Proposal(merges, {key: Phrase(key, {extra[key]: 1}, ()) for key in taken})


def _same_acronym(
    own_meanings: OwnMeanings, phrases: Mapping[str, Phrase], cluster_of: Callable[[str], str]
) -> set[tuple[str, str]]:
    """The clusters of an English and of a Chinese phrase that papers define the same long enough acronym as."""
    longs: dict[str, set[str]] = defaultdict(set)
    for meant in own_meanings.values():
        for short, long in meant.items():
            if len(short) >= LONG_ENOUGH and long in phrases:
                longs[short].add(long)
    return {
        (cluster_of(a), cluster_of(b))
        for meant in longs.values()
        for a in meant
        for b in meant
        if phrases[b].chinese and not phrases[a].chinese
    }


class _Names(NamedTuple):
    """The names that take part. english, chinese: their keys. spelling: key -> spelling, of these names and of all
    phrases. extra: key -> text, of the names that are no keyphrases."""

    english: list[str]
    chinese: list[str]
    spelling: dict[str, str]
    extra: dict[str, str]


def _names(phrases: Mapping[str, Phrase], extra_phrases: Iterable[str]) -> _Names:
    spelling = {key: phrase.spelling for key, phrase in phrases.items()}
    english = sorted(key for key in spelling if len(key) > 3 and not HAN.search(key))
    chinese = sorted(key for key in spelling if HAN.search(key))
    extra = _explained([spelling[key] for key in english], chinese, spelling, extra_phrases)
    english += [key for key in extra if not HAN.search(key)]
    chinese += [key for key in extra if HAN.search(key)]
    spelling |= extra
    return _Names(english, chinese, spelling, extra)


def _explained(
    english: Sequence[str], chinese: Sequence[str], spelling: Mapping[str, str], extra_phrases: Iterable[str]
) -> dict[str, str]:
    """Key -> text of the extra phrases that the dictionary explains wholly by a keyphrase of the other language."""
    texts = further(english, [unspaced(key) for key in chinese], set(extra_phrases) - set(spelling.values()))
    found: dict[str, str] = {}
    for text in sorted(texts):
        found.setdefault(phrase_key(text), text)
    return {key: text for key, text in found.items() if key not in spelling}


def _numbered(
    english: Sequence[str], chinese: Sequence[str], cluster_of: Callable[[str], str]
) -> tuple[list[int], list[int]]:
    """For the English and the Chinese keys the numbers of their clusters."""
    heads = [cluster_of(key) for key in english], [cluster_of(key) for key in chinese]
    number = {head: n for n, head in enumerate(sorted({*heads[0], *heads[1]}))}
    return [number[head] for head in heads[0]], [number[head] for head in heads[1]]


class _Pair(NamedTuple):
    """An English and a Chinese name. probability, score: see kg.concepts.matching.score. cosine: of the names. near:
    cosine of their papers. keyphrases: how many of the two names are keyphrases somewhere. explained: the lesser share
    that the dictionary explains. otherwise: the dictionary gives the whole Chinese name other English ones.
    same_acronym: papers define one acronym as both."""

    english: str
    chinese: str
    probability: float
    score: float
    cosine: float
    near: float
    keyphrases: int
    explained: float
    otherwise: bool
    same_acronym: bool


def _accepted(pair: _Pair) -> float:
    """The probability of a pair that is to be merged, at least TRANSLATION; 0 for other pairs."""
    plain = plainness(pair.english, pair.chinese, pair.cosine, pair.near)
    enough = PLAIN_THERE if pair.near >= SAME_FIELD else PLAIN
    if plain is not None and pair.keyphrases and not DOUBTFUL <= plain < enough:
        return 1 / (1 + math.exp(-plain)) if plain >= enough else 0.0
    if plain is None and not pair.otherwise and pair.chinese in entries() and pair.cosine < NEAR_EVIDENT:
        return 0.0  # only another word of the family: "pricing" and 价格, price
    if pair.same_acronym and pair.cosine >= SAME_ACRONYM and pair.explained:
        return max(pair.probability, TRANSLATION)
    several = " " in pair.english
    if pair.keyphrases == 2:
        sure = pair.cosine + BY_PAPERS * pair.near >= ALIKE or (several and pair.probability >= CERTAIN)
    else:
        reached = (pair.cosine >= alike and pair.score >= certain for alike, certain in FURTHER)
        sure = pair.keyphrases == 1 and any(reached)
    if not several:
        sure = sure and pair.near >= 0  # one word has many senses
    supported = pair.near if pair.explained >= EXPLAINED else min(pair.near, USUAL_NEARNESS)
    likely = _among_papers(pair.probability, supported)
    evident = pair.score >= EVIDENT and pair.cosine >= NEAR_EVIDENT and not pair.otherwise
    return max(likely, TRANSLATION) if sure and (evident or likely >= TRANSLATION) else 0.0


def _nearness(a: Sequence[int], b: Sequence[int], vectors: Mapping[int, np.ndarray]) -> float:
    """Cosine of the mean vectors of two lists of papers; USUAL_NEARNESS if they share a paper or a mean is 0."""
    if not set(a).isdisjoint(b):
        return USUAL_NEARNESS
    means = [np.sum([vectors[p] for p in papers if p in vectors] or [0.0], axis=0) for papers in (a, b)]
    lengths = [float(np.linalg.norm(m)) for m in means]
    return float(means[0] @ means[1]) / (lengths[0] * lengths[1]) if all(lengths) else USUAL_NEARNESS


def _among_papers(probability: float, nearness: float) -> float:
    """The probability, given how near the papers of both names lie."""
    log_odds = math.log(probability / (1 - probability)) if 0 < probability < 1 else math.copysign(9, probability - 0.5)
    return 1 / (1 + math.exp(-log_odds - BY_NEARNESS * (nearness - USUAL_NEARNESS)))
