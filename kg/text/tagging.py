"""Part-of-speech tags: denckring's averaged perceptron for English, jieba's dictionary for Chinese.

Which taggers were compared stands in docs/decisions/0003-taggers.md.
"""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain, islice

import numpy as np

from kg.text.packages import data_folder

_START, _END = "<s>", "</s>"
_AROUND = {"w-2": -2, "w-1": -1, "w+1": 1, "w+2": 2}
"""Where the words stand that count besides the word itself."""
_UNIT = 1000
"""Weights have three decimals: as whole numbers they add up exactly."""


class EnglishTagger:
    """An averaged perceptron (Honnibal 2013) with the weights of `denckring-en-pos`, trained on UD English EWT.

    Only the weights are read: importing the package brings in much that is not needed here. The labels are
    those of the package's own tagger (checked in tests/keyphrases/test_keyphrases.py on its published examples).
    """

    def __init__(self) -> None:
        packed = data_folder("denckring_en_pos") / "tagger.json.gz"
        model = json.loads(gzip.decompress(packed.read_bytes()))
        # backwards: of equal scores the last class wins, as the weights were trained, and argmax takes the first
        self._labels: list[str] = sorted(model["classes"], reverse=True)
        self._weights: dict[str, dict[str, np.ndarray]] = defaultdict(dict)  # "w-1" -> the word before -> (labels,)
        for feature, row in zip(model["weights"], _rows(model["weights"].values(), self._labels), strict=True):
            kind, _, rest = feature.partition(" ")
            self._weights[kind][rest] = row
        self._alone = lru_cache(maxsize=50_000)(self._word_scores)

        before = [*self._labels, _START]
        pairs = [key.split(" ", 2)[1:] for key in self._weights["t-1"] if key.startswith("w ")]  # DET|-, control
        known: dict[str, str] = model["tagdict"]
        words = {*known, *(word for _, word in pairs), *chain.from_iterable(self._weights[kind] for kind in _AROUND)}
        self._number = {word: i for i, word in enumerate(sorted(words), 1)}  # 0: any other word
        self._known = np.full(len(words) + 1, -1)
        for word, label in known.items():
            self._known[self._number[word]] = self._labels.index(label)
        self._around = [(step, self._table(self._weights.pop(kind))) for kind, step in _AROUND.items()]
        self._pairs = np.stack([self._sum(()), *(self._weights["t-1"].pop(f"w {tag} {word}") for tag, word in pairs)])
        self._pair = np.zeros((len(words) + 1, len(before)), np.intp)  # rows of _pairs
        for i, (tag, word) in enumerate(pairs, 1):
            self._pair[self._number[word], before.index(tag)] = i
        self._tags = np.array([[self._tags_scores(tag, tag2) for tag2 in before] for tag in before])

    def tag(self, sentences: Sequence[Sequence[str]]) -> list[list[str]]:
        """The labels of the words of each sentence: universal tag and verb form, as "NOUN|-", "VERB|Part".

        All sentences go forward together, a word at a time: the more there are, the faster.
        """
        lengths = np.fromiter(map(len, sentences), np.intp, len(sentences))
        first = np.cumsum(lengths) - lengths
        marked = chain.from_iterable((_START, _START, *map(str.lower, s), _END, _END) for s in sentences)
        numbers = np.array([self._number.get(word, 0) for word in marked], np.intp)
        at = np.arange(lengths.sum()) + np.repeat(4 * np.arange(len(lengths)) + 2, lengths)  # of the words in numbers
        words, alone = numbers[at], b"".join(map(self._alone, chain.from_iterable(sentences)))
        scores = np.frombuffer(alone, np.int32).reshape(-1, len(self._labels))
        scores = sum((table[numbers[at + step]] for step, table in self._around), scores)
        labels = self._known[words]

        first = first[np.argsort(-lengths, kind="stable")]  # longest first
        before = before2 = np.full(len(first), len(self._labels))
        for i in range(lengths.max(initial=0)):
            longer = np.count_nonzero(lengths > i)
            at, before, before2 = first[:longer] + i, before[:longer], before2[:longer]
            total = scores[at] + self._tags[before, before2] + self._pairs[self._pair[words[at], before]]
            before, before2 = np.where(labels[at] < 0, total.argmax(1), labels[at]), before
            labels[at] = before
        names = iter([self._labels[i] for i in labels.tolist()])
        return [list(islice(names, len(s))) for s in sentences]

    def _table(self, rows: Mapping[str, np.ndarray]) -> np.ndarray:
        """(words + 1, labels) int32: the weights of each word, by its number."""
        table = np.zeros((len(self._number) + 1, len(self._labels)), np.int32)
        for word, row in rows.items():
            table[self._number[word]] = row
        return table

    def _sum(self, features: Iterable[tuple[str, str]]) -> np.ndarray:
        total = np.zeros(len(self._labels), np.int32)
        for kind, rest in features:
            total += self._weights[kind].get(rest, 0)
        return total

    def _word_scores(self, word: str) -> bytes:
        """The share of the scores that the word has without its surroundings, as int32."""
        lower = word.lower()
        shape = ("X" if word[:1].isupper() else "x") + ("d" if any(c.isdigit() for c in word) else "")
        ends = (("suf3", lower[-3:]), ("suf2", lower[-2:]), ("suf1", lower[-1:]), ("pre1", lower[:1]))
        return self._sum((("bias", ""), *ends, ("shape", shape), ("w", lower))).tobytes()

    def _tags_scores(self, before: str, before2: str) -> np.ndarray:
        """The share of the scores that comes from the two tags before."""
        return self._sum((("t-1", before), ("t-2", before2), ("t-1t-2", f"{before} {before2}")))


def _rows(weights: Collection[Mapping[str, float]], labels: Sequence[str]) -> np.ndarray:
    """(n, labels) int32: the weights of n features, of which most have few, in units."""
    column = {label: i for i, label in enumerate(labels)}
    lengths = np.fromiter(map(len, weights), np.intp, len(weights))
    total = int(lengths.sum())
    columns = np.fromiter(map(column.__getitem__, chain.from_iterable(weights)), np.intp, total)
    values = np.fromiter(chain.from_iterable(each.values() for each in weights), float, total)
    rows = np.zeros((len(weights), len(labels)), np.int32)
    rows[np.repeat(np.arange(len(weights)), lengths), columns] = np.rint(values * _UNIT)
    return rows


@lru_cache(maxsize=1)
def english_tagger() -> EnglishTagger:
    """The one tagger of this process, which is loaded when it is first asked for."""
    return EnglishTagger()


def tag_chinese(text: str) -> list[tuple[str, str]]:
    """(word, jieba's tag) of each word; the words join to `text` again."""
    import rjieba  # reads its dictionary

    return rjieba.tag(text)


def cut_chinese(text: str) -> list[str]:
    """The words of a text, which join to `text` again."""
    import rjieba

    return rjieba.cut(text)
