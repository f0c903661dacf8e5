"""How abstracts write names: "Path Planning" of a title is "path planning", a careless "bayesian model" is Bayesian."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from kg.concepts.clusters import Phrase
from kg.concepts.resolved import Resolved
from kg.core.records import Paper
from kg.core.tables import ClusterOccurrences
from kg.text.words.frequency import zipf

ENOUGH = 20
"""Places that are looked at."""
PROPER, COMMON = 5, 4.3
"""How many times as often as without a capital a word that is a name is written with one; and the Zipf value from which
on a word is one of every day as well (Green's function, a green laser)."""
_CAPITALISED = re.compile(r"\b[A-Z][a-z]+\b")
_WORD = re.compile(r"\b[A-Za-z][a-z]+\b")
_SMALL = re.compile(r"\b[a-z]{3,}\b")
_OPENS = re.compile(r"(?:^|[.!?:;\x01]\s*|[(\[\"“])\Z")


def as_written(
    kept: Iterable[int], resolved: Resolved, occurrences: ClusterOccurrences, papers: Sequence[Paper]
) -> Mapping[str, str]:
    """Spelling -> how abstracts write it most often, for the capitalised spellings by which clusters go; word by word
    where only titles have it, or where it lacks the capital of a name.

    kept: clusters. occurrences: of the whole corpus, by cluster.
    """
    found: dict[str, str] = {}
    words = _word_counts(resolved.phrases.values())
    small = {word for word, count in words.items() if word.islower() and count >= words[word.capitalize()]}
    proper = {word for word, count in words.items() if word[0].isupper() and _is_name(word, count, words)}
    for cluster in kept:
        spelling = resolved.phrases[resolved.heads[cluster]].spelling
        if _CAPITALISED.search(spelling):
            first, last = np.searchsorted(occurrences.cluster, [cluster, cluster + 1]).tolist()
            places = occurrences.take(slice(first, min(last, first + ENOUGH)))
            written = _written(spelling, places, papers) or _CAPITALISED.sub(
                lambda match: match[0].lower() if match[0].lower() in small else match[0], spelling
            )
        else:
            written = _SMALL.sub(
                lambda match: match[0].capitalize() if match[0].capitalize() in proper else match[0], spelling
            )
        if written != spelling:
            found[spelling] = written
    return found


def _written(spelling: str, occurrences: ClusterOccurrences, papers: Sequence[Paper]) -> str:
    """The commonest way in which abstracts write it inside sentences, on a tie the one with fewer capitals; "" where
    none does."""
    seen: Counter[str] = Counter()
    for paper, spans in zip(occurrences.paper.tolist(), occurrences.spans, strict=True):
        abstract = papers[paper].abstract
        for start, end in zip(spans[::2], spans[1::2], strict=True):
            text = abstract[start:end]
            if text.lower() == spelling.lower() and not _OPENS.search(abstract[max(0, start - 3) : start]):
                seen[text] += 1
    return min(seen, key=lambda s: (-seen[s], sum(map(str.isupper, s)), s), default="")


def _is_name(word: str, count: int, words: Mapping[str, int]) -> bool:
    return count >= PROPER * (words.get(word.lower(), 0) + 1) and zipf(word) < COMMON


def _word_counts(phrases: Iterable[Phrase]) -> Counter[str]:
    """How often keyphrases hold every word, with a capital and without."""
    seen: Counter[str] = Counter()
    for phrase in phrases:
        for spelling, count in phrase.spellings.items():
            for word in _WORD.findall(spelling):
                seen[word] += count
    return seen
