"""Part-of-speech tags: denckring's averaged perceptron for English, jieba's dictionary for Chinese.

Which taggers were compared stands in docs/decisions/0003-taggers.md.
"""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from struct import Struct

import rjieba

_START, _END = "<s>", "</s>"
_UNIT = 1000
"""Weights have three decimals."""
_OFFSET = 1 << 31
"""What is added to every score, so that none is below zero."""


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
        self._fields = Struct(f"<{len(self._classes)}I")
        self._zero = self._packed(dict.fromkeys(self._classes, _OFFSET / _UNIT))
        self._weights: dict[str, dict[str, int]] = defaultdict(dict)  # "w-1" -> the word before -> weights
        for feature, row in model["weights"].items():
            kind, _, rest = feature.partition(" ")
            self._weights[kind][rest] = self._packed(row)
        self._known: dict[str, str] = model["tagdict"]
        self._word = lru_cache(maxsize=50_000)(self._word_scores)
        self._tags = lru_cache(maxsize=1_000)(self._tags_scores)

    def tag(self, words: Sequence[str]) -> list[str]:
        """One UD label a word, e.g. "NOUN|-", "VERB|Part" (universal tag and verb form)."""
        context = [_START, _START, *(w.lower() for w in words), _END, _END]
        tags: list[str] = []
        before = before2 = _START
        previous, previous2, following, following2, after = (
            self._weights[kind].get for kind in ("w-1", "w-2", "w+1", "w+2", "t-1")
        )
        for i, word in enumerate(words):
            lower = context[i + 2]
            label = self._known.get(lower)
            if label is None:
                scores = (
                    self._word(word)
                    + self._tags(before, before2)
                    + previous(context[i + 1], 0)
                    + previous2(context[i], 0)
                    + following(context[i + 3], 0)
                    + following2(context[i + 4], 0)
                    + after(f"w {before} {lower}", 0)
                )
                fields = self._fields.unpack(scores.to_bytes(self._fields.size, "little"))
                label = self._classes[fields.index(max(fields))]
            tags.append(label)
            before2, before = before, label
        return tags

    def _packed(self, row: Mapping[str, float]) -> int:
        """The weights of all classes side by side in one number, so that one addition adds them all, exactly."""
        return sum(round(row.get(label, 0) * _UNIT) << 32 * i for i, label in enumerate(self._classes))

    def _sum(self, features: Iterable[tuple[str, str]]) -> int:
        return sum(self._weights[kind].get(rest, 0) for kind, rest in features)

    def _word_scores(self, word: str) -> int:
        """The share of the scores that the word has without its surroundings."""
        lower = word.lower()
        shape = ("X" if word[:1].isupper() else "x") + ("d" if any(c.isdigit() for c in word) else "")
        ends = (("suf3", lower[-3:]), ("suf2", lower[-2:]), ("suf1", lower[-1:]), ("pre1", lower[:1]))
        return self._zero + self._sum((("bias", ""), *ends, ("shape", shape), ("w", lower)))

    def _tags_scores(self, before: str, before2: str) -> int:
        """The share of the scores that comes from the two tags before."""
        return self._sum((("t-1", before), ("t-2", before2), ("t-1t-2", f"{before} {before2}")))


@lru_cache(maxsize=1)
def english_tagger() -> EnglishTagger:
    return EnglishTagger()


def tag_chinese(text: str) -> list[tuple[str, str]]:
    """(word, jieba tag) pairs that join to `text` again."""
    return rjieba.tag(text)
