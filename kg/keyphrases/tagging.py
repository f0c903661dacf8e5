"""Part-of-speech tags: denckring's averaged perceptron for English, jieba's dictionary for Chinese.

Which taggers were compared stands in docs/decisions/0003-taggers.md.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
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
        self._classes: list[str] = sorted(model["classes"])
        index = {label: i for i, label in enumerate(self._classes)}
        self._weights = {
            feature: [(index[label], weight) for label, weight in row.items()]
            for feature, row in model["weights"].items()
        }
        self._known: dict[str, str] = model["tagdict"]
        self._alone = lru_cache(maxsize=100_000)(self._score)

    def tag(self, words: Sequence[str]) -> list[str]:
        """One UD label a word, e.g. "NOUN|-", "VERB|Part" (universal tag and verb form)."""
        context = [_START, _START, *(w.lower() for w in words), _END, _END]
        tags: list[str] = []
        before = before2 = _START
        weights, none = self._weights, ()
        for i, word in enumerate(words):
            label = self._known.get(context[i + 2])
            if label is None:
                scores = list(self._alone(word))
                for feature in _around(context, i, before, before2):
                    for k, weight in weights.get(feature, none):
                        scores[k] += weight
                # the last of equals, as the weights were trained
                label = self._classes[len(scores) - 1 - scores[::-1].index(max(scores))]
            tags.append(label)
            before2, before = before, label
        return tags

    def _score(self, word: str) -> tuple[float, ...]:
        """The share of the scores that the word has without its surroundings."""
        lower = word.lower()
        shape = ("X" if word[:1].isupper() else "x") + ("d" if any(c.isdigit() for c in word) else "")
        features = (f"suf3 {lower[-3:]}", f"suf2 {lower[-2:]}", f"suf1 {lower[-1:]}", f"pre1 {lower[:1]}")
        scores = [0.0] * len(self._classes)
        for feature in ("bias", *features, f"shape {shape}", f"w {lower}"):
            for k, weight in self._weights.get(feature, ()):
                scores[k] += weight
        return tuple(scores)


def _around(context: Sequence[str], i: int, before: str, before2: str) -> tuple[str, ...]:
    """The features of word i's surroundings; context is padded with two marks on either side."""
    return (
        f"t-1 {before}",
        f"t-2 {before2}",
        f"t-1t-2 {before} {before2}",
        f"w-1 {context[i + 1]}",
        f"w-2 {context[i]}",
        f"w+1 {context[i + 3]}",
        f"w+2 {context[i + 4]}",
        f"t-1 w {before} {context[i + 2]}",
    )


@lru_cache(maxsize=1)
def english_tagger() -> EnglishTagger:
    return EnglishTagger()


def tag_chinese(text: str) -> list[tuple[str, str]]:
    """(word, jieba tag) pairs that join to `text` again."""
    return rjieba.tag(text)
