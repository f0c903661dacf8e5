"""How abstracts write names: "Path Planning" of a title is "path planning", a careless "bayesian model" is Bayesian."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from kg.concepts.clusters import Phrase
from kg.concepts.resolved import Resolved
from kg.core.columns import cumcount
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

    kept: clusters. occurrences: theirs in the whole corpus, by cluster.
    """
    spellings = {cluster: resolved.spellings[cluster] for cluster in kept}
    in_abstracts = _in_abstracts({c: s for c, s in spellings.items() if _CAPITALISED.search(s)}, occurrences, papers)
    words = _word_counts(resolved.phrases.values())
    small = {word for word, count in words.items() if word.islower() and count >= words[word.capitalize()]}
    proper = {word for word, count in words.items() if word[0].isupper() and _is_name(word, count, words)}

    def in_small(word: re.Match[str]) -> str:
        return word[0].lower() if word[0].lower() in small else word[0]

    def as_name(word: re.Match[str]) -> str:
        return word[0].capitalize() if word[0].capitalize() in proper else word[0]

    found: dict[str, str] = {}
    for cluster, spelling in spellings.items():
        capitalised = bool(_CAPITALISED.search(spelling))
        by_word = _CAPITALISED.sub(in_small, spelling) if capitalised else _SMALL.sub(as_name, spelling)
        written = in_abstracts.get(cluster, by_word)
        if written != spelling:
            found[spelling] = written
    return found


def _in_abstracts(
    spellings: Mapping[int, str], occurrences: ClusterOccurrences, papers: Sequence[Paper]
) -> dict[int, str]:
    """Cluster -> the commonest way in which abstracts write its spelling inside sentences, on a tie the one with fewer
    capitals; only for those that abstracts have."""
    rows = np.isin(occurrences.cluster, list(spellings)) & (cumcount(occurrences.cluster) < ENOUGH)
    places = occurrences.take(rows)
    seen: dict[int, Counter[str]] = defaultdict(Counter)
    for cluster, paper, spans in zip(places.cluster.tolist(), places.paper.tolist(), places.spans, strict=True):
        spelling, abstract = spellings[cluster].lower(), papers[paper].abstract
        for start, end in zip(spans[::2], spans[1::2], strict=True):
            text = abstract[start:end]
            if text.lower() == spelling and not _OPENS.search(abstract[max(0, start - 3) : start]):
                seen[cluster][text] += 1
    return {c: min(ways, key=lambda s: (-ways[s], sum(map(str.isupper, s)), s)) for c, ways in seen.items()}


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
