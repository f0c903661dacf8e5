"""Which Chinese phrase is which English one: multilingual embedding and dictionary together, with a clear margin."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kg.dictionary import Coverage, coverage, gloss_trust, term_stems, term_words
from kg.embedders import default_embedder

LEAST_COSINE, LEAST_EVIDENCE, SURE = 0.5, 1.5, 1.7
"""Cosine that a pair needs; cosine plus dictionary coverage that it needs; and that it needs alone, without being
the nearest from both sides."""
MARGIN = 0.08
"""Lead over the next unrelated English phrase, in the same sum."""
LEAST_COVERAGE = 0.75
"""Share of the English words, and of the Chinese characters, that the dictionary must explain."""
HALF_COVERAGE = 0.5
"""The same where something is left on both sides, which may explain each other."""
LEAST_REST = 0.55
"""Cosine from which on what is left does explain each other."""
ONE_WORD_COSINE = 0.75
"""What a single English word needs: alone it has too many meanings."""

_NEGATIONS, _OPPOSITES = frozenset("无非未不反半弱"), frozenset("粗细离")
"""Characters that nothing may leave over: the first when every English word is explained, the others ever."""
_DIGITS = re.compile(r"\d+")


class Pair(NamedTuple):
    """English phrase i is Chinese phrase j; score in [0, 1]: mean of cosine and dictionary coverage."""

    i: int
    j: int
    score: float


def translate(english: Sequence[str], chinese: Sequence[str], *, least: float = LEAST_EVIDENCE) -> list[Pair]:
    """For each Chinese phrase at most one English one; several Chinese phrases may share theirs.

    Evidence is the cosine of the two plus the share of both that the dictionary explains. A machine
    translation names one concept in several ways, so a Chinese phrase need not be the best of its English one
    where the evidence is SURE. A second English phrase with nearly as much evidence, and which does not
    hold the first one's words, makes a pair unsure.
    least: evidence that a pair needs.
    Embedding: Yang et al., "Multilingual universal sentence encoder" (2020).
    """
    stems = [term_stems(e) for e in english]
    explained = _explained(stems, chinese, HALF_COVERAGE if least < SURE else LEAST_COVERAGE)
    evidence, near = _evidence(english, chinese, explained)
    found: list[tuple[float, int, int]] = []
    for j, covered in explained.items():
        sums = {i: evidence[i, j] for i in covered}
        i = min(sums, key=lambda k: (-sums[k], k))
        rivals = [e for k, e in sums.items() if k != i and not _related(stems[i], stems[k])]
        clear = not rivals or sums[i] - max(rivals) >= MARGIN
        nearness = ONE_WORD_COSINE if len(stems[i]) == 1 else LEAST_COSINE
        if near[i, j] >= nearness and sums[i] >= least and clear:
            found.append((round(sums[i], 4), i, j))
    return [Pair(i, j, round(e / 2, 4)) for e, i, j in _unrivalled(found, chinese)]


def _unrivalled(found: Sequence[tuple[float, int, int]], chinese: Sequence[str]) -> list[tuple[float, int, int]]:
    """Of the phrases for one English one: the best, and others that are SURE and do not merely add to a better."""
    kept: list[tuple[float, int, int]] = []
    better: dict[int, list[str]] = defaultdict(list)
    for e, i, j in sorted(found, key=lambda f: (-f[0], f[1], f[2])):
        bare = chinese[j].replace("的", "")
        if not better[i] or (e >= SURE and not any(b in bare for b in better[i])):
            kept.append((e, i, j))
            better[i].append(bare)
    return kept


def _explained(stems: Sequence[Sequence[str]], chinese: Sequence[str], least: float) -> dict[int, dict[int, Coverage]]:
    """Chinese index -> English index -> coverage, where both shares are at least `least`."""
    holders = _holders(stems, least)
    found: dict[int, dict[int, Coverage]] = {}
    for j, phrase in enumerate(chinese):
        trust = gloss_trust(phrase)
        for i in sorted({i for word in trust for i in holders.get(word, ())}):
            words = stems[i]
            if sum(trust.get(word, 0.0) for word in words) < least * len(words):
                continue
            if set(words) <= set(term_stems(phrase)):
                continue  # 包括ImageNet holds the name as it is: no translation of it
            covered = coverage(words, phrase)
            if _contradicts(words, phrase, covered):
                continue
            if min(covered.english, covered.chinese) >= LEAST_COVERAGE or (
                min(covered.english, covered.chinese) >= least
                and covered.words_left
                and len(covered.characters_left) > 1
            ):
                found.setdefault(j, {})[i] = covered
    return found


def _holders(stems: Sequence[Sequence[str]], least: float) -> dict[str, list[int]]:
    """Stem -> English phrases, each listed under so few of its rarest stems that `least` of it needs one of them.

    Prefix filtering: Chaudhuri et al., "A primitive operator for similarity joins in data cleaning" (ICDE 2006).
    """
    frequency = Counter(word for words in stems for word in set(words))
    holders: dict[str, list[int]] = defaultdict(list)
    for i, words in enumerate(stems):
        rarest = sorted(set(words), key=lambda word: (frequency[word], word))
        for word in rarest[: len(rarest) - math.ceil(least * len(rarest)) + 1]:
            holders[word].append(i)
    return holders


def _contradicts(stems: Sequence[str], chinese: str, covered: Coverage) -> bool:
    """Whether what the dictionary leaves turns the meaning round: 无 of 无监督学习 beside "supervised learning"."""
    numbers = [sorted(_DIGITS.findall(" ".join(words))) for words in (stems, term_stems(chinese))]
    if all(numbers) and numbers[0] != numbers[1]:
        return True
    turning = _OPPOSITES if covered.words_left else _OPPOSITES | _NEGATIONS
    return not turning.isdisjoint(covered.characters_left)


def _evidence(
    english: Sequence[str], chinese: Sequence[str], explained: Mapping[int, Mapping[int, Coverage]]
) -> tuple[dict[tuple[int, int], float], dict[tuple[int, int], float]]:
    """(cosine + coverage, cosine) of every pair that the dictionary leaves.

    Where words are left on both sides ("convolutional", 卷积), their own cosine explains its share of the rest.
    """
    left: dict[tuple[int, int], tuple[str, str]] = {}
    for j, row in explained.items():
        for i, covered in row.items():
            words = term_words(english[i])
            left[i, j] = " ".join(words[k] for k in covered.words_left), covered.characters_left
    wanted = {english[i] for i, _ in left} | {chinese[j] for _, j in left}
    wanted |= {text for pair in left.values() if all(pair) for text in pair}
    texts = sorted(wanted)
    vector = dict(zip(texts, default_embedder().embed_each(texts), strict=True))
    evidence, near = {}, {}
    for (i, j), (words, characters) in left.items():
        cosine = near[i, j] = float(vector[english[i]] @ vector[chinese[j]])
        share = explained[j][i].mean
        rest = float(vector[words] @ vector[characters]) if words and characters else 0.0
        evidence[i, j] = cosine + share + (1 - share) * (rest if rest >= LEAST_REST else 0.0)
    return evidence, near


def _related(a: Sequence[str], b: Sequence[str]) -> bool:
    return set(a) >= set(b) or set(a) <= set(b)
