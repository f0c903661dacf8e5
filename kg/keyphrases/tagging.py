"""Part-of-speech tags: denckring's averaged perceptron for English, jieba's dictionary for Chinese.

Which taggers were compared stands in docs/decisions/0003-taggers.md.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.util import find_spec
from operator import add
from pathlib import Path

import rjieba

_START, _END = "<s>", "</s>"


class EnglishTagger:
    """An averaged perceptron (Honnibal 2013) with the weights of `denckring-en-pos`, trained on UD English EWT.

    Only the weights are read: importing the package brings in much that is not needed here. The labels are
    those of the package's own tagger (checked in tests/test_keyphrases.py on its published examples).
    """

    def __init__(self) -> None:
        spec = find_spec("denckring_en_pos")
        assert spec is not None
        assert spec.submodule_search_locations is not None
        packed = Path(spec.submodule_search_locations[0]) / "data" / "tagger.json.gz"
        model = json.loads(gzip.decompress(packed.read_bytes()))
        # backwards: of equal scores the last class wins, as the weights were trained, and index takes the first
        self._classes: list[str] = sorted(model["classes"], reverse=True)
        place = {label: i for i, label in enumerate(self._classes)}
        # few of a feature's weights are not zero: (place, weight) of those
        self._weights = {f: [(place[label], w) for label, w in row.items()] for f, row in model["weights"].items()}
        self._known: dict[str, str] = model["tagdict"]
        self._word = lru_cache(maxsize=50_000)(self._word_scores)
        self._tags = lru_cache(maxsize=1_000)(self._tags_scores)

    def tag(self, words: Sequence[str]) -> list[str]:
        """One UD label a word, e.g. "NOUN|-", "VERB|Part" (universal tag and verb form)."""
        context = [_START, _START, *(w.lower() for w in words), _END, _END]
        tags: list[str] = []
        before = before2 = _START
        weights, classes = self._weights, self._classes
        for i, word in enumerate(words):
            lower = context[i + 2]
            label = self._known.get(lower)
            if label is None:
                scores = list(map(add, self._word(word), self._tags(before, before2)))
                for feature in (
                    f"w-1 {context[i + 1]}",
                    f"w-2 {context[i]}",
                    f"w+1 {context[i + 3]}",
                    f"w+2 {context[i + 4]}",
                    f"t-1 w {before} {lower}",
                ):
                    if feature in weights:
                        for place, weight in weights[feature]:
                            scores[place] += weight
                label = classes[scores.index(max(scores))]
            tags.append(label)
            before2, before = before, label
        return tags

    def _sum(self, features: Iterable[str]) -> list[float]:
        """The weights of the features, summed, for each class."""
        scores = [0.0] * len(self._classes)
        for feature in features:
            for place, weight in self._weights.get(feature, ()):
                scores[place] += weight
        return scores

    def _word_scores(self, word: str) -> list[float]:
        """The share of the scores that the word has without its surroundings."""
        lower = word.lower()
        shape = ("X" if word[:1].isupper() else "x") + ("d" if any(c.isdigit() for c in word) else "")
        ends = (f"suf3 {lower[-3:]}", f"suf2 {lower[-2:]}", f"suf1 {lower[-1:]}", f"pre1 {lower[:1]}")
        return self._sum(("bias", *ends, f"shape {shape}", f"w {lower}"))

    def _tags_scores(self, before: str, before2: str) -> list[float]:
        """The share of the scores that comes from the two tags before."""
        return self._sum((f"t-1 {before}", f"t-2 {before2}", f"t-1t-2 {before} {before2}"))


@lru_cache(maxsize=1)
def english_tagger() -> EnglishTagger:
    return EnglishTagger()


def tag_chinese(text: str) -> list[tuple[str, str]]:
    """(word, jieba tag) pairs that join to `text` again."""
    return rjieba.tag(text)
