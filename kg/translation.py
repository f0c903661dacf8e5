"""Which Chinese phrase is which English one: multilingual embedding and dictionary together, with a clear margin."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kg.dictionary import coverage, gloss_stems, term_stems
from kg.embedders import default_embedder

LEAST_COSINE, LEAST_EVIDENCE, SURE = 0.5, 1.5, 1.7
"""Cosine that a pair needs; cosine plus dictionary coverage that it needs; and that it needs alone, without being
the nearest from both sides."""
MARGIN = 0.08
"""Lead over the next unrelated English phrase, in the same sum."""
LEAST_COVERAGE = 0.75
"""Share of the English words, and of the Chinese characters, that the dictionary must explain."""
ONE_WORD_COSINE = 0.74
"""What a single English word needs: alone it has too many meanings."""


class Pair(NamedTuple):
    """English phrase i is Chinese phrase j; score in [0, 1]: mean of cosine and dictionary coverage."""

    i: int
    j: int
    score: float


def translate(english: Sequence[str], chinese: Sequence[str]) -> list[Pair]:
    """For each Chinese phrase at most one English one; several Chinese phrases may share theirs.

    Evidence is the cosine of the two plus the share of both that the dictionary explains. A machine
    translation names one concept in several ways, so a Chinese phrase need not be the best of its English one
    where the evidence is SURE. A second English phrase with nearly as much evidence, and which does not
    hold the first one's words, makes a pair unsure.
    Embedding: Yang et al., "Multilingual universal sentence encoder" (2020).
    """
    stems = [term_stems(e) for e in english]
    explained = _explained(stems, chinese)
    near = _cosines(english, chinese, explained)
    found: list[tuple[float, int, int]] = []
    for j, covered in explained.items():
        evidence = {i: near[i, j] + share for i, share in covered.items()}
        i = min(evidence, key=lambda k: (-evidence[k], k))
        rivals = [e for k, e in evidence.items() if k != i and not _related(stems[i], stems[k])]
        clear = not rivals or evidence[i] - max(rivals) >= MARGIN
        least = ONE_WORD_COSINE if len(stems[i]) == 1 else LEAST_COSINE
        if near[i, j] >= least and evidence[i] >= LEAST_EVIDENCE and clear:
            found.append((round(evidence[i], 4), i, j))
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


def _explained(stems: Sequence[Sequence[str]], chinese: Sequence[str]) -> dict[int, dict[int, float]]:
    """Chinese index -> English index -> coverage, where it is at least LEAST_COVERAGE."""
    holders: dict[str, list[int]] = defaultdict(list)
    for i, words in enumerate(stems):
        for word in set(words):
            holders[word].append(i)
    found: dict[int, dict[int, float]] = {}
    for j, phrase in enumerate(chinese):
        hits = Counter(i for word in gloss_stems(phrase) for i in holders.get(word, ()))
        for i in sorted(i for i, n in hits.items() if n >= LEAST_COVERAGE * len(set(stems[i]))):
            if set(stems[i]) <= set(term_stems(phrase)):
                continue  # 包括ImageNet holds the name as it is: no translation of it
            words, characters = coverage(stems[i], phrase)
            if min(words, characters) >= LEAST_COVERAGE:
                found.setdefault(j, {})[i] = 2 * words * characters / (words + characters)
    return found


def _cosines(
    english: Sequence[str], chinese: Sequence[str], explained: Mapping[int, Mapping[int, float]]
) -> dict[tuple[int, int], float]:
    """Cosine of every pair that the dictionary leaves."""
    rows = sorted({i for covered in explained.values() for i in covered})
    columns = sorted(explained)
    embedder = default_embedder()
    at = {i: n for n, i in enumerate(rows)}
    left = embedder.embed_each([english[i] for i in rows])
    right = embedder.embed_each([chinese[j] for j in columns])
    return {(i, j): float(left[at[i]] @ right[n]) for n, j in enumerate(columns) for i in explained[j]}


def _related(a: Sequence[str], b: Sequence[str]) -> bool:
    return set(a) >= set(b) or set(a) <= set(b)
