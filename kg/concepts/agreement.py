"""In which papers an acronym that they do not define means its concept: those that are about what it is about."""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np

from kg.concepts.clusters import Phrase
from kg.core.columns import distinct, expand, pack, unpack
from kg.core.steps import octave, quarter_octaves
from kg.core.tables import Texts
from kg.text.language import HAN_CHARACTERS

OwnMeanings: TypeAlias = dict[int, dict[str, str]]
"""Position of a paper -> key of a short form -> key of the long form that the paper defines it as."""

NEAR = 0.8
"""Share of the corpus that is to be further from the papers of a concept than a paper that agrees with them."""
ONE_IN = 4
"""Three letters mean their concept in every paper if several papers name it, or use them and agree, and if there are at
most so many that use them undefined for one of these."""
LONG = 4
"""Letters that mean one thing wherever they stand."""
_WORD = re.compile(f"[^\\W_{HAN_CHARACTERS}]+")


class Elsewhere(NamedTuple):
    """What an acronym means in papers that do not define it.

    everywhere: whether it means its concept in all of them. papers: those that hold it and agree, ascending; empty
    where it does.
    another: whether it rather means something else: more papers use it than define it, and too few of them agree.
    """

    everywhere: bool
    papers: Sequence[int] = ()
    another: bool = False


def holding(texts: Texts, shorts: Iterable[str]) -> dict[str, list[int]]:
    """Key of a short acronym -> the papers in which its letters are a word, ascending; all where it is no plain word.

    Small letters and a plural s count, too: what the word is there, kg.concepts.tag sees.
    """
    found: dict[str, list[int]] = {short: [] for short in shorts if len(short) < LONG}
    written: dict[str, list[str]] = defaultdict(list)
    for short in found:
        for form in (short.lower(), f"{short.lower()}s"):
            written[form].append(short)
    for paper, *both in zip(texts.paper.tolist(), texts.title, texts.abstract, strict=True):
        for form in written.keys() & set(_WORD.findall(" ".join(both).lower())):
            for short in written[form]:
                if not found[short] or found[short][-1] != paper:
                    found[short].append(paper)
    return {short: papers if _WORD.fullmatch(short) else texts.paper.tolist() for short, papers in found.items()}


def meant_elsewhere(
    longs: Mapping[str, str],
    phrases: Mapping[str, Phrase],
    cluster_of: Callable[[str], str],
    own: OwnMeanings,
    held: Mapping[str, Sequence[int]],
) -> dict[str, Elsewhere]:
    """Key of an acronym -> what it means in papers that do not define it.

    A paper agrees with those that define it, or name its concept otherwise, if it shares keyphrases with them and is
    nearer to them than NEAR of all papers that have keyphrases; with a single one, on two letters, none agrees. longs:
    key of an acronym -> of a long form of its concept. cluster_of: key -> the cluster that it is in. held: from
    `holding`; other papers are none of those that agree.
    """
    topics, defined = _Topics(phrases, cluster_of), _defined(own)
    found: dict[str, Elsewhere] = {}
    for short, long in longs.items():
        if len(short) >= LONG:
            found[short] = Elsewhere(everywhere=True)
            continue
        defining = defined[short]
        known = topics.naming(long, short).union(defining)
        near = topics.near(np.array(sorted(known), np.int64), long)
        using = [paper for paper in phrases[short].papers if paper not in known]
        agreeing = int(near[using].sum()) + len(known) - 1
        papers = [paper for paper in held.get(short, ()) if paper < len(near) and near[paper]]
        if len(short) < LONG - 1:
            found[short] = Elsewhere(everywhere=False, papers=papers if len(known) > 1 else ())
        elif 0 < agreeing * ONE_IN >= len(using):
            found[short] = Elsewhere(everywhere=True)
        else:
            found[short] = Elsewhere(everywhere=False, papers=papers, another=len(using) > len(defining))
    return found


def long_forms(own: OwnMeanings, cluster_of: Mapping[str, int]) -> dict[str, str]:
    """Key of an acronym -> key of a long form in its cluster, for those that have joined one."""
    pairs = sorted((short, long) for shorts in own.values() for short, long in shorts.items())
    return {short: long for short, long in pairs if cluster_of.get(short) == cluster_of.get(long)}


def trusted(own: OwnMeanings, elsewhere: Mapping[str, Elsewhere]) -> dict[str, bool]:
    """Key of an acronym -> whether it means its cluster in every paper. Where that has no long form, it is whatever the
    letters mean, if they are three or more."""
    shorts = {short for shorts in own.values() for short in shorts}
    return {s: elsewhere[s].everywhere if s in elsewhere else len(s) >= LONG - 1 for s in shorts}


def _defined(own: OwnMeanings) -> dict[str, list[int]]:
    """Key of an acronym -> the papers that define it."""
    found: dict[str, list[int]] = defaultdict(list)
    for paper, shorts in own.items():
        for short in shorts:
            found[short].append(paper)
    return found


class _Topics:
    """What papers are about: clusters of their keyphrases, worth as many quarter octaves as they are rare."""

    def __init__(self, phrases: Mapping[str, Phrase], cluster_of: Callable[[str], str]) -> None:
        self._phrases, self._cluster_of = phrases, cluster_of
        self._joined: dict[str, list[str]] = defaultdict(list)
        """Head of a cluster -> the other keys in it."""
        self._number: dict[str, int] = {}
        number, held, sizes = array("i"), array("i"), array("i")
        for key, phrase in phrases.items():
            head = cluster_of(key)
            if head != key:
                self._joined[head].append(key)
            number.append(self._number.setdefault(head, len(self._number)))
            held.extend(phrase.papers)
            sizes.append(len(phrase.papers))
        cluster, paper = np.repeat(np.array(number, np.int64), sizes), np.array(held, np.int64)
        owner, self._paper = unpack(distinct(pack(cluster, paper)))
        self._of_cluster = np.searchsorted(owner, np.arange(len(self._number) + 1))
        papers, self._cluster = unpack(distinct(pack(self._paper, owner)))
        self._corpus = int(papers.max(initial=-1)) + 1
        self._of_paper = np.searchsorted(papers, np.arange(self._corpus + 1))
        ratio = octave(self._corpus) / quarter_octaves(np.diff(self._of_cluster))
        self._worth = np.maximum(np.rint(4 * np.log2(ratio)), 0).astype(np.int64)

    def naming(self, key: str, short: str) -> set[int]:
        """The papers that have another phrase of the cluster of this key as a keyphrase than `short`."""
        head = self._cluster_of(key)
        others = (each for each in (head, *self._joined[head]) if each != short)
        return {paper for each in others for paper in self._phrases[each].papers}

    def near(self, papers: np.ndarray, key: str) -> np.ndarray:
        """Whether a paper shares keyphrases with these, and more than NEAR of all do; the cluster of `key` does not
        count. (n,) bool, to the last paper that has keyphrases."""
        _, rows = expand(self._of_paper, papers)
        shared, times = np.unique(self._cluster[rows], return_counts=True)
        itself = self._number[self._cluster_of(key)]
        worth = np.where(shared == itself, 0, times * self._worth[shared])
        owner, rows = expand(self._of_cluster, shared)
        score = np.bincount(self._paper[rows], worth[owner], self._corpus)
        further = int(NEAR * self._corpus)
        if np.count_nonzero(score) <= self._corpus - 1 - further:  # the least is 0, as in most large corpora
            return score > 0
        return score >= max(np.partition(score, further)[further], 1)
