"""Part-of-speech tags: denckring's averaged perceptron for English, jieba's dictionary for Chinese.

Which taggers were compared stands in docs/decisions/0003-taggers.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import rjieba


class EnglishTagger:
    """Inference over the weights of `denckring-en-pos` (Honnibal's averaged perceptron, trained on UD English).

    The package's own loop gives the same labels; this one only adds up the classes that a feature
    names, which makes it several times faster.
    """

    def __init__(self) -> None:
        from denckring_en_pos import tagger
        from denckring_en_pos.perceptron import END, START, features

        model = tagger()
        index = {label: i for i, label in enumerate(model.classes)}
        self._weights = {
            feature: [(index[label], weight) for label, weight in row.items()] for feature, row in model.weights.items()
        }
        self._classes, self._known = model.classes, model.tagdict
        self._features, self._start = features, START
        self._end = END

    def tag(self, words: Sequence[str]) -> list[str]:
        """One UD label a word, e.g. "NOUN|-", "VERB|Part" (universal tag and verb form)."""
        context = [w.lower() for w in words]
        tags: list[str] = []
        before = before2 = self._start
        weights, classes = self._weights, self._classes
        for i, word in enumerate(words):
            label = self._known.get(context[i])
            if label is None:
                scores = [0.0] * len(classes)
                for feature in self._features(i, word, context, before, before2):
                    for k, weight in weights.get(feature, ()):
                        scores[k] += weight
                best = max(scores)
                # the last of equals, as the package breaks ties
                label = classes[len(scores) - 1 - scores[::-1].index(best)]
            tags.append(label)
            before2, before = before, label
        return tags


@lru_cache(maxsize=1)
def english_tagger() -> EnglishTagger:
    return EnglishTagger()


def tag_chinese(text: str) -> list[tuple[str, str]]:
    """(word, jieba tag) pairs that join to `text` again."""
    return rjieba.tag(text)
